"""The repetition rules that meetings have, read strictly from RRULE text (RFC 5545, 3.3.10).

Daily to yearly rules by weekday, day of the month, month and position are understood; rules by second, minute, hour,
week number or day of the year are refused by name. Nobody meets by them, and an honest no beats a wrong date.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MAX_CHARS = 500
_MAX_NUMBER = 10_000
_WEEKDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?")
_TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
_PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"})


class UnusableRule(ValueError):
    """The repetition cannot be used; the text says why in plain words and quotes nothing."""


class Frequency(StrEnum):
    """How long one step of a rule is."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


_DAYS = {Frequency.DAILY: (1, 1), Frequency.WEEKLY: (7, 7), Frequency.MONTHLY: (28, 31), Frequency.YEARLY: (365, 366)}


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday, Monday is 0; `place` is 1 for the first of a month, -1 for the last, 0 for each."""

    day: int
    place: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """One repetition. `until` is a date, naive wall time or an aware instant, and included; `week_start` as Weekday."""

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: date | datetime | None = None
    weekdays: tuple[Weekday, ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0

    @property
    def days(self) -> int:
        """The fewest days that one step takes."""
        return _DAYS[self.frequency][0]

    @property
    def max_days(self) -> int:
        """The most days that one step takes."""
        return _DAYS[self.frequency][1]

    def anchored(self, start: date) -> Rule:
        """Return the rule with what it leaves to its first day said: that weekday, that day of the month."""
        if self.weekdays or self.month_days or self.frequency is Frequency.DAILY:
            return self
        if self.frequency is Frequency.WEEKLY:
            return replace(self, weekdays=(Weekday(start.weekday()),))
        return replace(self, month_days=(start.day,))

    def allows(self, day: date) -> bool:
        """Return whether a day of the right period is one of the rule's."""
        if self.months and day.month not in self.months:
            return False
        length = monthrange(day.year, day.month)[1] if self.month_days or self.weekdays else 0
        if self.month_days and day.day not in self.month_days and day.day - length - 1 not in self.month_days:
            return False
        return not self.weekdays or any(_is_weekday(day, weekday, length) for weekday in self.weekdays)


def _is_weekday(day: date, weekday: Weekday, length: int) -> bool:
    if day.weekday() != weekday.day:
        return False
    return weekday.place in (0, (day.day - 1) // 7 + 1, -((length - day.day) // 7 + 1))


@lru_cache(maxsize=512)
def parse_rule(text: str) -> Rule:
    """Return the rule of an RRULE value, with or without its name in front. Raises UnusableRule."""
    parts = _split(text)
    frequency = _frequency(parts)
    unknown = sorted(part for part in parts if part not in _PARTS and not part.startswith("X-"))
    if unknown:
        known = unknown[0] if re.fullmatch(r"BY[A-Z]{3,9}", unknown[0]) else "a part that is not known"
        raise UnusableRule(f"It repeats by {known}, which is not supported.")
    rule = Rule(
        frequency,
        _number(parts, "INTERVAL") or 1,
        _number(parts, "COUNT"),
        _until(parts.get("UNTIL")),
        tuple(_weekday(item) for item in _list(parts, "BYDAY")),
        _numbers(parts, "BYMONTHDAY", 31),
        _numbers(parts, "BYMONTH", 12),
        _numbers(parts, "BYSETPOS", 366),
        _weekday(parts.get("WKST", "MO")).day,
    )
    _check(rule)
    return rule


def _split(text: str) -> dict[str, str]:
    text = text.strip().upper().removeprefix("RRULE:")
    if not text or len(text) > _MAX_CHARS:
        raise UnusableRule("The repetition is empty." if not text else "The repetition is too long.")
    parts: dict[str, str] = {}
    for part in text.rstrip(";").split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value or name in parts:
            raise UnusableRule("The repetition is not written as RFC 5545 says.")
        parts[name] = value
    return parts


def _frequency(parts: dict[str, str]) -> Frequency:
    word = parts.get("FREQ", "")
    if word in _TOO_OFTEN:
        raise UnusableRule("It repeats more than once a day, which no meeting does.")
    try:
        return Frequency(word)
    except ValueError:
        raise UnusableRule("It doesn't say how often it repeats.") from None


def _number(parts: dict[str, str], name: str) -> int | None:
    text = parts.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10) or int(text) < 1:
        raise UnusableRule(f"{name} is not a whole number above 0.")
    return min(int(text), _MAX_NUMBER)


def _list(parts: dict[str, str], name: str) -> list[str]:
    return parts[name].split(",") if name in parts else []


def _numbers(parts: dict[str, str], name: str, limit: int) -> tuple[int, ...]:
    found = []
    for text in _list(parts, name):
        if not re.fullmatch(r"[+-]?[0-9]{1,3}", text) or not 1 <= abs(int(text)) <= limit:
            raise UnusableRule(f"{name} has a number that is out of range.")
        found.append(int(text))
    return tuple(dict.fromkeys(found))


def _weekday(text: str) -> Weekday:
    match = _WEEKDAY.fullmatch(text)
    if match is None or match[1] in ("0", "+0", "-0", "00"):
        raise UnusableRule("A day of the week is not readable.")
    return Weekday(WEEKDAYS.index(match[2]), int(match[1] or 0))


def _until(text: str | None) -> date | datetime | None:
    if text is None:
        return None
    match = _UNTIL.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        day = date(int(match[1]), int(match[2]), int(match[3]))
        if match[4] is None:
            return day
        moment = datetime(day.year, day.month, day.day, int(match[4]), int(match[5]), min(int(match[6]), 59))
    except ValueError:
        raise UnusableRule("UNTIL is not a day or a time.") from None
    return moment.replace(tzinfo=UTC) if match[7] else moment


def _check(rule: Rule) -> None:
    placed = any(weekday.place for weekday in rule.weekdays)
    if placed and rule.frequency in (Frequency.DAILY, Frequency.WEEKLY):
        raise UnusableRule("It names a weekday of the month but doesn't repeat by months.")
    if any(abs(weekday.place) > 5 for weekday in rule.weekdays) or any(month < 1 for month in rule.months):
        raise UnusableRule("It names a week or a month that doesn't exist.")
    if rule.frequency is Frequency.YEARLY and rule.weekdays and not rule.months:
        raise UnusableRule("It repeats by a weekday of the year, which is not supported.")
