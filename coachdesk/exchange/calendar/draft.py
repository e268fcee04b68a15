"""What a calendar file turns into: the meetings in a window of time, and the places that could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a calendar file may ask of us before it is refused; generous for a working life of meetings."""

    max_bytes: int = 10 * 1024 * 1024
    max_events: int = 50_000
    max_in_window: int = 10_000
    max_days: int = 2_000_000
    max_attendees: int = 200
    max_dates: int = 2_000
    max_line_chars: int = 100_000
    max_problems: int = 200


DEFAULT_LIMITS = Limits()


class CalendarUnreadable(Exception):
    """The file cannot be read as a calendar. The text says what happened and what to do; nothing was changed.

    `file_name` is the name without its folder; `line` counts from 1 where it is known.
    """

    def __init__(self, file_name: str, reason: str, advice: str, *, line: int | None = None) -> None:
        place = "" if line is None else f", line {line}"
        super().__init__(f"{file_name}{place}: {reason} {advice}")
        self.file_name = file_name
        self.reason = reason
        self.advice = advice
        self.line = line


class CalendarProblemCode(StrEnum):
    """Names of problems, stable for tests and translations."""

    BROKEN_LINE = "broken_line"
    NOT_CLOSED = "not_closed"
    NO_START = "no_start"
    UNREADABLE_TIME = "unreadable_time"
    UNREADABLE_RULE = "unreadable_rule"
    UNKNOWN_ZONE = "unknown_zone"
    NO_UID = "no_uid"
    SAME_UID = "same_uid"
    TOO_MANY_DATES = "too_many_dates"
    ENCODING = "encoding"


@dataclass(frozen=True, slots=True)
class CalendarProblem:
    """Something in the file that could not be used as it is; never quotes the file.

    `line` is where the property stands, or else its component. `is_left_out` says that the event is not taken.
    """

    code: CalendarProblemCode
    line: int
    component: str
    property_name: str
    message: str
    advice: str
    is_left_out: bool

    def __str__(self) -> str:
        place = f"line {self.line}, {self.component}" + (f", {self.property_name}" if self.property_name else "")
        return f"{place}: {self.message} {self.advice}".rstrip()


@dataclass(frozen=True, slots=True)
class Attendee:
    """Someone invited. The address is folded for comparison; either part may be empty."""

    address: str
    name: str


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One meeting in the window; `title` and `attendees` stay in memory and are never stored or logged.

    `recurrence_key` names one meeting of a series by where its rule had put it (`20260505T090000Z`), and is empty
    for a single event. `rrule` is the rule as the file writes it. `zone` is an IANA name, or empty when there is none.
    `is_cancelled` is also true for a meeting that the series leaves out.
    """

    uid: str
    recurrence_key: str
    is_series: bool
    rrule: str
    starts_at: datetime
    duration_min: int
    zone: str
    is_all_day: bool
    is_cancelled: bool
    attendees: tuple[Attendee, ...]
    title: str
    sequence: int


@dataclass(frozen=True, slots=True)
class CalendarDraft:
    """The events of a file in order of time, and its problems in order of line.

    `more_problems` counts those beyond the limit that are not listed.
    """

    file_name: str
    events: tuple[CalendarEvent, ...]
    problems: tuple[CalendarProblem, ...]
    more_problems: int = 0


class Problems:
    """The problems found so far, up to a limit; the rest is counted."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._found: list[CalendarProblem] = []
        self.more = 0

    def add(self, problem: CalendarProblem) -> None:
        """Keep a problem, or count it when there are too many to list."""
        if len(self._found) < self._limit:
            self._found.append(problem)
        else:
            self.more += 1

    def in_order(self) -> tuple[CalendarProblem, ...]:
        """Return the problems kept, by line."""
        return tuple(sorted(self._found, key=lambda problem: problem.line))
