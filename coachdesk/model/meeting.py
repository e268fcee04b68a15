"""Meetings: planned, held, or honestly not happened."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
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
    """One meeting with one person. `pulse` is the manager's private reading from 1 (low) to 5 (high).

    `series_id` and `occurrence_key` say which turn of a series it is (the key is the instant that the rule gives,
    `20260512T083000Z`, so a rescheduled turn keeps it); `moved_from_at` is where it stood before it was rescheduled.
    `purpose` is an id of the question bank (`first_meeting`, `listening`, …). `prepared` lists the ticked prep checks
    by comma. `is_announced` says whether the person's own manager knows of a skip-level.
    """

    __tablename__ = "meeting"
    __table_args__ = (Index("ix_meeting_person_state_start", "person_id", "state", "starts_at"),)

    person_id: str = Field(foreign_key="person.id", index=True)
    kind: MeetingKind = Field(default=MeetingKind.ONE_ON_ONE, sa_type=text_enum(MeetingKind))
    state: MeetingState = Field(default=MeetingState.PLANNED, sa_type=text_enum(MeetingState))
    starts_at: datetime = Field(sa_type=UtcDateTime, index=True)
    duration_min: int = 30
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    pulse: int | None = None
    series_id: str | None = Field(default=None, foreign_key="series.id", index=True)
    occurrence_key: str = ""
    moved_from_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    purpose: str = ""
    prepared: str = ""
    is_announced: bool = True
    summary_copied_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
