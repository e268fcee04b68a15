"""Dates as rosters write them. Whether 03/04 is in March or April is decided for a column as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from coachdesk.exchange.roster.vocabulary import fold_words

_FIRST_YEAR, _LAST_YEAR = 1940, 2100
_SERIAL_EPOCH = date(1899, 12, 30)
_TWO_DIGIT_PIVOT = 70

_MONTH_WORDS = (
    "jan january januar janner janv janvier ene enero",
    "feb february februar fev fevr fevrier febrero",
    "mar march marz maerz mars marzo mrz",
    "apr april avr avril abr abril",
    "may mai mayo",
    "jun june juni juin junio",
    "jul july juli juil juillet julio",
    "aug august aout ago agosto",
    "sep sept september septembre septiembre",
    "oct october okt oktober octobre octubre",
    "nov november novembre noviembre",
    "dec december dez dezember decembre dic diciembre",
)
_MONTHS = {word: month for month, words in enumerate(_MONTH_WORDS, start=1) for word in words.split()}

_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$")
_COMPACT = re.compile(r"^((?:19|20)\d\d)(\d\d)(\d\d)$")
_NUMERIC = re.compile(r"^(\d{1,2})([/\-.])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?:\s+\d{1,2}:\d\d.*)?$")
_SERIAL = re.compile(r"^([2-6]\d{4})(?:\.\d+)?$")
_ORDINAL = re.compile(r"^(\d{1,2})(?:st|nd|rd|th|er)?$")
_SMALL_WORDS = frozenset({"de", "del", "of", "the", "le", "el", "den", "am"})
_WEEKDAYS = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)\w*,?\s+", re.IGNORECASE)


class DateOrder(StrEnum):
    """How a column writes numeric dates. `UNDECIDED`: every such date reads both ways."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"
    UNDECIDED = "undecided"


def decide_date_order(values: Iterable[str]) -> DateOrder:
    """Return the order in which a column of dates is written.

    A dot between the parts means day first. A part above 12 decides; a column that holds both kinds,
    or only dates that read both ways, is undecided. Day first when no date is numeric.
    """
    day_first = month_first = either = 0
    for text in values:
        found = _NUMERIC.match(text.strip())
        if not found or found[2] == ".":
            continue
        first, second = int(found[1]), int(found[3])
        day_first += first > 12
        month_first += second > 12
        either += first <= 12 and second <= 12 and first != second
    if month_first and not day_first:
        return DateOrder.MONTH_FIRST
    if either and bool(day_first) == bool(month_first):
        return DateOrder.UNDECIDED
    return DateOrder.DAY_FIRST


def is_two_way_date(text: str) -> bool:
    """Return whether a date changes its meaning with the order of day and month."""
    found = _NUMERIC.match(text.strip())
    if not found or found[2] == ".":
        return False
    first, second = int(found[1]), int(found[3])
    return first <= 12 and second <= 12 and first != second


def parse_date(text: str, order: DateOrder = DateOrder.DAY_FIRST) -> date | None:
    """Return the date a cell means, None when it has none or, with an undecided order, two.

    Reads ISO dates and times, `14 Mar 2022` in four languages, numeric dates, `Mar 2022` (the first)
    and the day numbers of spreadsheets. Dates before 1940 or after 2100 count as unreadable.
    """
    text = _WEEKDAYS.sub("", " ".join(text.split()))
    for pattern in (_ISO, _COMPACT):
        if found := pattern.match(text):
            return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _SERIAL.match(text):
        return _in_range(_SERIAL_EPOCH + timedelta(days=int(found[1])))
    if found := _NUMERIC.match(text):
        return _numeric(found, order)
    return _worded(text)


def _numeric(found: re.Match[str], order: DateOrder) -> date | None:
    first, second, year = int(found[1]), int(found[3]), _year(found[4])
    if found[2] == ".":
        return _date(year, second, first)
    if first > 12 or second > 12 or first == second:
        return _date(year, first, second) if second > 12 else _date(year, second, first)
    if order is DateOrder.UNDECIDED:
        return None
    return _date(year, first, second) if order is DateOrder.MONTH_FIRST else _date(year, second, first)


def _worded(text: str) -> date | None:
    """Read `14 Mar 2022`, `March 14, 2022`, `14-Mar-22`, `14 de marzo de 2022` and `Mar 2022`."""
    words = [word for word in fold_words(text) if word not in _SMALL_WORDS]
    months = [(place, _MONTHS[word]) for place, word in enumerate(words) if word in _MONTHS]
    if len(months) != 1 or not 2 <= len(words) <= 3:
        return None
    place, month = months[0]
    others = words[:place] + words[place + 1 :]
    if len(others) == 1:
        return _date(int(others[0]), month, 1) if re.fullmatch(r"\d{4}", others[0]) else None
    if re.fullmatch(r"\d{4}", others[0]):
        others.reverse()
    day = _ORDINAL.match(others[0])
    if not day or not re.fullmatch(r"\d{4}|\d{2}", others[1]):
        return None
    return _date(_year(others[1]), month, int(day[1]))


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < _TWO_DIGIT_PIVOT else 1900)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return _in_range(date(year, month, day))
    except ValueError:
        return None


def _in_range(day: date) -> date | None:
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None
