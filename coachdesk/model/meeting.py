"""Meetings: planned, held, or honestly not happened."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from coachdesk.model.base import Noun, UtcDateTime, text_enum


class MeetingKind(StrEnum):
    """What a meeting is for."""

    ONE_ON_ONE = "one_on_one"
    SKIP_LEVEL = "skip_level"


class MeetingState(StrEnum):
    """Where a meeting stands. `MISSED` means that it didn't happen: a fact, not a fault."""

    PLANNED = "planned"
    LIVE = "live"
    HELD = "held"
    MISSED = "missed"


class Meeting(Noun, table=True):
    """One meeting with one person. `pulse` is the manager's private reading from 1 (low) to 5 (high)."""

    __tablename__ = "meeting"

    person_id: str = Field(foreign_key="person.id", index=True)
    kind: MeetingKind = Field(default=MeetingKind.ONE_ON_ONE, sa_type=text_enum(MeetingKind))
    state: MeetingState = Field(default=MeetingState.PLANNED, sa_type=text_enum(MeetingState))
    starts_at: datetime = Field(sa_type=UtcDateTime, index=True)
    duration_min: int = 30
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    pulse: int | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
