"""The three readers of `icalendar` that we need, with types: a line, a date or time, a length."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from icalendar.parser import Contentline
from icalendar.prop import vDDDTypes, vDuration


def split_line(text: str) -> tuple[dict[str, str], str]:
    """Return the parameters, names in capitals, and the unescaped value of a line. Raises ValueError."""
    _, params, value = Contentline(text).parts()  # type: ignore[no-untyped-call]
    return {str(name).upper(): str(param) for name, param in params.items()}, value


def read_moment(text: str) -> date | datetime:
    """Return a date, a naive time, or a time in UTC. Raises ValueError."""
    value = vDDDTypes.from_ical(text)  # type: ignore[no-untyped-call]
    if not isinstance(value, date):
        raise ValueError("neither a date nor a time")
    return value


def read_length(text: str) -> timedelta:
    """Return a DURATION. Raises ValueError."""
    value = vDuration.from_ical(text.strip())  # type: ignore[no-untyped-call]
    if not isinstance(value, timedelta):
        raise ValueError("no length of time")
    return value
