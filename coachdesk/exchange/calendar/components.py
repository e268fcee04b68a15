"""Reads the lines of one event into typed values, or says which property stands in the way."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TypeVar

from coachdesk.exchange.calendar.draft import CalendarProblem, CalendarProblemCode, Limits, Problems
from coachdesk.exchange.calendar.lines import Block, Line
from coachdesk.exchange.calendar.properties import read_length, read_moment, split_line
from coachdesk.exchange.calendar.zones import Zone, Zones
from coachdesk.services.cadence import key_of, resolve_local
from coachdesk.services.cadence_rule import Rule, UnusableRule, parse_rule

_FIRST_YEAR, _LAST_YEAR = 1970, 2199
_DEFAULT_MIN = 30
_MAX_MIN = 60 * 24 * 366
_MAX_UID_CHARS = 500
_LEFT_OUT = "The event is left out. Export it again, or add the meeting by hand."
_AS_IS = "The rest of the event is taken."
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class When:
    """A moment of the file: wall time in its zone. `is_day` is true for a date without a time."""

    local: datetime
    zone: Zone
    is_day: bool

    @property
    def at(self) -> datetime:
        """The instant in UTC."""
        return resolve_local(self.local, self.zone.tz)

    @property
    def key(self) -> str:
        """The key of the occurrence that starts here."""
        return self.local.strftime("%Y%m%d") if self.is_day else key_of(self.at)


@dataclass(frozen=True, slots=True)
class Component:
    """One VEVENT. `recurs_at` says which meeting of a series it changes; `stamp` orders versions of one sequence."""

    block: Block
    uid: str
    start: When
    duration_min: int
    rrule: str
    rule: Rule | None
    added: tuple[When, ...]
    left_out: tuple[When, ...]
    recurs_at: When | None
    changes_later_ones: bool
    is_cancelled: bool
    sequence: int
    stamp: str


class ComponentReader:
    """Reads the events of one file, which share zones, limits and a list of problems."""

    def __init__(self, zones: Zones, limits: Limits, problems: Problems) -> None:
        self._zones = zones
        self._limits = limits
        self._problems = problems

    def read(self, block: Block) -> Component | None:
        """Return the event of a block, None when it cannot be taken; why is among the problems then."""
        start_line = block.find("DTSTART")
        if start_line is None:
            self._add(CalendarProblemCode.NO_START, block, None, "It doesn't say when it starts.")
            return None
        start = self._try(block, start_line, self._when)
        rule_line, recurs_line = block.find("RRULE"), block.find("RECURRENCE-ID")
        rule = self._rule(block, rule_line) if rule_line else None
        recurs_at = self._try(block, recurs_line, self._when) if recurs_line else None
        if start is None or (rule_line and rule is None) or (recurs_line and recurs_at is None):
            return None
        return Component(
            block,
            self._uid(block),
            start,
            self._duration_min(block, start),
            rule_line.text.partition(":")[2].strip() if rule_line else "",
            rule,
            self._dates(block, "RDATE"),
            self._dates(block, "EXDATE"),
            recurs_at,
            recurs_line is not None and "RANGE=THISANDFUTURE" in recurs_line.text.upper(),
            _value(block, "STATUS").upper() == "CANCELLED",
            _number(_value(block, "SEQUENCE")),
            _value(block, "LAST-MODIFIED") or _value(block, "DTSTAMP"),
        )

    def _uid(self, block: Block) -> str:
        uid = _value(block, "UID")[:_MAX_UID_CHARS]
        if uid:
            return uid
        message = "It has no UID, so a later change to it cannot be recognised."
        self._add(CalendarProblemCode.NO_UID, block, None, message, "It is taken by what it says now.")
        told = "\n".join(line.text for line in block.lines if line.name in ("DTSTART", "DTEND", "SUMMARY", "ORGANIZER"))
        return "no-uid-" + hashlib.sha256(told.encode()).hexdigest()[:32]

    def _rule(self, block: Block, line: Line) -> Rule | None:
        try:
            return parse_rule(line.text.partition(":")[2])
        except UnusableRule as error:
            self._add(CalendarProblemCode.UNREADABLE_RULE, block, line, str(error))
            return None

    def _duration_min(self, block: Block, start: When) -> int:
        end, length = block.find("DTEND"), block.find("DURATION")
        found: timedelta | None = None
        if end is not None:
            until = self._try(block, end, self._when, _AS_IS)
            found = until.at - start.at if until else None
        elif length is not None:
            found = self._try(block, length, _duration, _AS_IS)
        if found is None and start.is_day:
            found = timedelta(days=1)
        minutes = int(found.total_seconds() // 60) if found is not None else _DEFAULT_MIN
        return minutes if 0 < minutes <= _MAX_MIN else _DEFAULT_MIN

    def _dates(self, block: Block, name: str) -> tuple[When, ...]:
        found: list[When] = []
        for line in block.list_lines(name):
            for when in self._try(block, line, self._list, _AS_IS) or ():
                if len(found) == self._limits.max_dates:
                    message = f"It lists more than {self._limits.max_dates:,} dates."
                    self._add(
                        CalendarProblemCode.TOO_MANY_DATES, block, line, message, "Those after them are left out."
                    )
                    return tuple(found)
                found.append(when)
        return tuple(found)

    def _when(self, block: Block, line: Line) -> When:
        return self._list(block, line)[0]

    def _list(self, block: Block, line: Line) -> list[When]:
        params, values = split_line(line.text)
        tzid = params.get("TZID", "").strip()
        zone = self._zones.find(tzid) if tzid else self._zones.own
        if zone is None:
            message = "Its time zone is not known."
            advice = "It is read in your own time zone; please check the time."
            self._add(CalendarProblemCode.UNKNOWN_ZONE, block, line, message, advice)
        texts = [text.strip().partition("/")[0] for text in values.split(",") if text.strip()]
        if not texts:
            raise ValueError("no value")
        return [_read_when(text, zone or self._zones.own) for text in texts[: self._limits.max_dates + 1]]

    def _try(self, block: Block, line: Line, read: Callable[[Block, Line], _T], advice: str = _LEFT_OUT) -> _T | None:
        try:
            return read(block, line)
        except (ValueError, TypeError, OverflowError):
            message = "It is no date or time that can be read."
            self._add(CalendarProblemCode.UNREADABLE_TIME, block, line, message, advice)
            return None

    def _add(
        self, code: CalendarProblemCode, block: Block, line: Line | None, message: str, advice: str = _LEFT_OUT
    ) -> None:
        place = block.number if line is None else line.number
        name = "" if line is None else line.name
        left_out = advice is _LEFT_OUT
        self._problems.add(CalendarProblem(code, place, block.name, name, message, advice, left_out))


def _read_when(text: str, zone: Zone) -> When:
    value = read_moment(text)
    if not isinstance(value, datetime):
        local, is_day = datetime.combine(value, time()), True
    elif value.tzinfo is not None:
        local, zone, is_day = value.astimezone(UTC).replace(tzinfo=None), Zone("Etc/UTC", UTC), False
    else:
        local, is_day = value, False
    if not _FIRST_YEAR <= local.year <= _LAST_YEAR:
        raise ValueError("outside of the years that meetings have")
    return When(local, zone, is_day)


def _duration(block: Block, line: Line) -> timedelta:
    return read_length(line.text.partition(":")[2])


def _value(block: Block, name: str) -> str:
    line = block.find(name)
    return line.text.partition(":")[2].strip() if line else ""


def _number(text: str) -> int:
    return min(int(text), 2**31 - 1) if text.isascii() and text.isdigit() and len(text) < 12 else 0
