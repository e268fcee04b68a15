"""A cadence as people say it: typed words to a rule, and a rule to the parts of a sentence for the translator."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from coachdesk.services.cadence_rule import WEEKDAYS, Frequency, Rule, UnusableRule, parse_rule

_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WORKDAYS = (0, 1, 2, 3, 4)
_RHYTHMS = {
    "daily": ("DAILY", 1), "weekly": ("WEEKLY", 1), "fortnightly": ("WEEKLY", 2), "biweekly": ("WEEKLY", 2),
    "monthly": ("MONTHLY", 1), "quarterly": ("MONTHLY", 3), "yearly": ("YEARLY", 1), "annually": ("YEARLY", 1),
}  # fmt: skip
_UNITS = {"day": ("DAILY", 1), "week": ("WEEKLY", 1), "fortnight": ("WEEKLY", 2), "month": ("MONTHLY", 1),
          "quarter": ("MONTHLY", 3), "year": ("YEARLY", 1)}  # fmt: skip
_COUNTS = {"other": 2, "second": 2, "two": 2, "three": 3, "third": 3, "four": 4, "fourth": 4, "six": 6}
_PLACES = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": -1}
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(am|pm)?")
_EVERY = re.compile(r"every (?:(\d{1,2}|[a-z]+) )?([a-z]+?)s?(?: |$)")


class UnknownCadence(ValueError):
    """The words are no rhythm that we know; the text says which ones are."""

    def __init__(self) -> None:
        super().__init__("Type a rhythm such as weekly tue 10:00, every 2 weeks or monthly first monday.")


class CadenceKind(StrEnum):
    """Which sentence tells a cadence. `OTHER` is a usable rule without a short sentence."""

    DAILY = "daily"
    WORKDAYS = "workdays"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    MONTHLY_DAY = "monthly_day"
    MONTHLY_WEEKDAY = "monthly_weekday"
    YEARLY = "yearly"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CadenceWords:
    """The parts of a sentence such as "Every two weeks on Tuesday": kind, `every` steps, weekdays (Monday is 0).

    `place` is 1 for the first weekday of the month, -1 for the last; `month_day` is a day of the month.
    """

    kind: CadenceKind
    every: int = 1
    weekdays: tuple[int, ...] = ()
    place: int = 0
    month_day: int = 0


@dataclass(frozen=True, slots=True)
class TypedCadence:
    """What typed words mean: an RRULE, and the time of day when they name one."""

    rrule: str
    at: time | None = None


def describe_cadence(rrule: str) -> CadenceWords | None:
    """Return the parts of the sentence for a rule, None when there is no usable rule.

    >>> describe_cadence("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU").weekdays
    (1,)
    """
    try:
        rule = parse_rule(rrule)
    except UnusableRule:
        return None
    days = tuple(sorted({weekday.day for weekday in rule.weekdays}))
    plain = not (rule.months or rule.positions or rule.month_days)
    match rule.frequency:
        case Frequency.DAILY if plain and not days:
            return CadenceWords(CadenceKind.DAILY, rule.interval)
        case Frequency.WEEKLY | Frequency.DAILY if plain and days == _WORKDAYS and rule.interval == 1:
            return CadenceWords(CadenceKind.WORKDAYS)
        case Frequency.WEEKLY if plain:
            return CadenceWords(CadenceKind.WEEKLY, rule.interval, days)
        case Frequency.MONTHLY:
            return _monthly(rule)
        case Frequency.YEARLY if plain and not days:
            return CadenceWords(CadenceKind.YEARLY, rule.interval)
    return CadenceWords(CadenceKind.OTHER, rule.interval)


def _monthly(rule: Rule) -> CadenceWords:
    if rule.months or len(rule.weekdays) > 1 or len(rule.month_days) > 1 or len(rule.positions) > 1:
        return CadenceWords(CadenceKind.OTHER, rule.interval)
    if rule.weekdays and not rule.month_days:
        place = rule.weekdays[0].place or (rule.positions[0] if rule.positions else 0)
        if place:
            return CadenceWords(CadenceKind.MONTHLY_WEEKDAY, rule.interval, (rule.weekdays[0].day,), place)
        return CadenceWords(CadenceKind.OTHER, rule.interval)
    if rule.month_days and not rule.weekdays and not rule.positions:
        return CadenceWords(CadenceKind.MONTHLY_DAY, rule.interval, month_day=rule.month_days[0])
    kind = CadenceKind.OTHER if rule.weekdays or rule.positions else CadenceKind.MONTHLY
    return CadenceWords(kind, rule.interval)


def parse_cadence(text: str) -> TypedCadence:
    """Return the rule that words mean: `weekly tue 10:00`, `every 2 weeks`, `monthly first monday`.

    Raises UnknownCadence.

    >>> parse_cadence("monthly first monday").rrule
    'FREQ=MONTHLY;BYDAY=1MO'
    """
    words = re.sub(r"(\d) (am|pm)\b", r"\1\2", " ".join(text.lower().replace(",", " ").split()))
    frequency, interval, rest = _rhythm(words)
    days: list[str] = []
    at: time | None = None
    place = 0
    for word in rest:
        if word in _PLACES and not place and frequency == "MONTHLY":
            place = _PLACES[word]
        elif (day := _weekday(word)) is not None:
            days.append(f"{place or ''}{WEEKDAYS[day]}")
        elif at is None and (clock := _clock(word)) is not None:
            at = clock
        else:
            raise UnknownCadence
    _check(frequency, place, days)
    rule = f"FREQ={frequency}" + (f";INTERVAL={interval}" if interval > 1 else "")
    return TypedCadence(rule + (f";BYDAY={','.join(dict.fromkeys(days))}" if days else ""), at)


def _check(frequency: str, place: int, days: list[str]) -> None:
    if bool(place) != bool(days) and frequency == "MONTHLY":
        raise UnknownCadence
    if days and frequency not in ("WEEKLY", "MONTHLY"):
        raise UnknownCadence


def _rhythm(words: str) -> tuple[str, int, list[str]]:
    """Return frequency and interval at the start of the words, and the words after them."""
    first, _, rest = words.partition(" ")
    if first in _RHYTHMS:
        frequency, interval = _RHYTHMS[first]
        return frequency, interval, _plain(rest)
    match = _EVERY.match(words)
    if match is None:
        raise UnknownCadence
    if match[2] in _UNITS:
        frequency, size = _UNITS[match[2]]
        return frequency, size * _count(match[1]), _plain(words[match.end() :])
    unnamed = " ".join(words.split()[1:])
    if match[1] is not None and _weekday(match[1]) is None:
        unnamed = " ".join(words.split()[2:])
        return "WEEKLY", _count(match[1]), _plain(unnamed)
    return "WEEKLY", 1, _plain(unnamed)


def _plain(words: str) -> list[str]:
    return [word for word in words.split() if word not in ("on", "at", "the", "and", "of", "each", "month")]


def _count(word: str | None) -> int:
    if word is None:
        return 1
    count = int(word) if word.isdigit() else _COUNTS.get(word, 0)
    if not 1 <= count <= 99:
        raise UnknownCadence
    return count


def _weekday(word: str) -> int | None:
    word = word.removesuffix("s") if len(word) > 5 else word
    if len(word) < 3:
        return None
    return next((place for place, name in enumerate(_DAY_NAMES) if name.startswith(word)), None)


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
