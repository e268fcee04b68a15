"""Series: the rhythm in which two people meet, and what an outside calendar calls it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Field

from coachdesk.model.base import Noun, UtcDateTime, text_enum
from coachdesk.model.meeting import MeetingKind


class Series(Noun, table=True):
    """A repeating meeting. Times are wall time in `time_zone`, so that a clock change moves no one's calendar.

    `starts_local` is the first turn as ISO local time (`2026-05-12T09:30`), `rrule` an RFC 5545 rule without prefix,
    `excluded` a comma-separated list of occurrence keys (see `Meeting`) that do not take place.
    """

    __tablename__ = "series"

    person_id: str = Field(foreign_key="person.id", index=True)
    kind: MeetingKind = Field(default=MeetingKind.ONE_ON_ONE, sa_type=text_enum(MeetingKind))
    rrule: str
    starts_local: str
    time_zone: str
    duration_min: int = 30
    excluded: str = ""
    ends_on: date | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)


class CalendarLink(Noun, table=True):
    """Which event of an imported calendar a meeting came from, so that a second import updates instead of doubling."""

    __tablename__ = "calendar_link"

    meeting_id: str = Field(foreign_key="meeting.id", index=True)
    uid: str = Field(index=True)
    recurrence_key: str = ""
    sequence: int = 0


def split_keys(keys: str) -> frozenset[str]:
    """Return the occurrence keys of a comma-separated list.

    >>> sorted(split_keys("20260519T083000Z,20260512T083000Z"))
    ['20260512T083000Z', '20260519T083000Z']
    """
    return frozenset(key for key in keys.split(",") if key)


def join_keys(keys: Iterable[str]) -> str:
    """Return occurrence keys as a comma-separated list in order of time."""
    return ",".join(sorted(set(keys)))
