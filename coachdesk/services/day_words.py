"""Days and times as people type them: `fri`, `tomorrow`, `15 May`, `2026-05-15 10:00`."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_NEAR = {"today": 0, "tomorrow": 1, "tmr": 1, "yesterday": -1}
_STEPS = {"day": 1, "d": 1, "week": 7, "w": 7}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{2}|\d{4})")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.? ([a-z]{3,9})\.?,?(?: (\d{4}))?")
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,?(?: (\d{4}))?")
_IN = re.compile(r"(?:in )?(\d{1,3}) ?(days?|d|weeks?|w)")
_SPACED = re.compile(r"(\d) (am|pm)$")
_CLOCK = re.compile(r"(?:at )?(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?$")


class UnknownDay(ValueError):
    """The words are no day that we know; the text says which ones are."""

    def __init__(self) -> None:
        super().__init__("Type a day such as fri, tomorrow, 15 May or 2026-05-15.")


def parse_day(text: str, today: date, *, is_past: bool = False) -> date:
    """Return the day that words mean on `today`; a day without a year is the next one, or with `is_past` the last.

    Raises UnknownDay.

    >>> parse_day("fri", date(2026, 5, 12)).isoformat()
    '2026-05-15'
    >>> parse_day("15 May", date(2026, 5, 12)).isoformat()
    '2026-05-15'
    """
    words = " ".join(text.lower().split())
    try:
        found = _near(words, today, is_past) or _numbers(words) or _month_words(words, today, is_past)
    except (ValueError, OverflowError):
        raise UnknownDay from None
    if found is None:
        raise UnknownDay
    return found


def parse_moment(text: str, today: date, zone: tzinfo, *, default: time) -> datetime:
    """Return the instant that words such as `fri 10:00` mean in `zone`; without a time of day it is `default`.

    Raises UnknownDay.
    """
    words = " ".join(text.lower().split())
    try:
        return datetime.combine(parse_day(words, today), default, zone)
    except UnknownDay:
        pass
    day, _, clock = _SPACED.sub(r"\1\2", words).rpartition(" ")
    if day.endswith(" at"):
        day = day[:-3]
    moment = _clock(clock)
    if moment is None:
        raise UnknownDay
    return datetime.combine(parse_day(day, today) if day else today, moment, zone)


def _near(words: str, today: date, is_past: bool) -> date | None:
    if words in _NEAR:
        return today + timedelta(days=_NEAR[words])
    if match := _IN.fullmatch(words):
        sign = -1 if is_past else 1
        return today + sign * timedelta(days=int(match[1]) * _STEPS[match[2].rstrip("s")])
    if words == "next week":
        return today + timedelta(days=7)
    name = words.removeprefix("on ")
    skips = name.startswith("next ")
    index = _index(name.removeprefix("next "), _DAYS)
    if index is None:
        return None
    ahead = (index - today.weekday()) % 7
    if is_past:
        return today - timedelta(days=(7 - ahead) % 7)
    if skips:
        return today - timedelta(days=today.weekday()) + timedelta(days=7 + index)
    return today + timedelta(days=ahead)


def _numbers(words: str) -> date | None:
    if match := _ISO.fullmatch(words):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMBERS.fullmatch(words):
        year = int(match[3])
        return date(year + 2000 if year < 100 else year, int(match[2]), int(match[1]))
    return None


def _month_words(words: str, today: date, is_past: bool) -> date | None:
    if match := _DAY_MONTH.fullmatch(words):
        day, month, year = match[1], match[2], match[3]
    elif match := _MONTH_DAY.fullmatch(words):
        month, day, year = match[1], match[2], match[3]
    else:
        return None
    number = _index(month, _MONTHS)
    if number is None:
        return None
    if year:
        return date(int(year), number + 1, int(day))
    return _nearest_year(number + 1, int(day), today, is_past)


def _nearest_year(month: int, day: int, today: date, is_past: bool) -> date | None:
    """Return the day in the first year where it exists, onwards or backwards; 29 February needs up to 8 years."""
    for step in range(9):
        try:
            found = date(today.year + (-step if is_past else step), month, day)
        except ValueError:
            continue
        if (found <= today) if is_past else (found >= today):
            return found
    return None


def _index(word: str, names: tuple[str, ...]) -> int | None:
    """Return the place of a name given whole or by its first three letters or more."""
    if len(word) < 3:
        return None
    return next((index for index, name in enumerate(names) if name.startswith(word)), None)


def _clock(word: str) -> time | None:
    match = _CLOCK.fullmatch(word)
    if match is None or (match[2] is None and match[3] is None):
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[3] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
