"""Promises: an action with an owner and a date."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from coachdesk.model.base import Noun, UtcDateTime, text_enum
from coachdesk.model.visibility import Visibility


class PromiseOwner(StrEnum):
    """Who owes it."""

    ME = "me"
    THEM = "them"


class Promise(Noun, table=True):
    """Something promised to, or by, a person; open until `done_at` or `dropped_at` is set.

    `project_id` is the stretch project that it was promised for.
    `snoozed_until` hides it from the lists before that day, `raise_with_id` is the person in whose next meeting it is
    to come up, when that is someone else.
    """

    __tablename__ = "promise"

    person_id: str = Field(foreign_key="person.id", index=True)
    meeting_id: str | None = Field(default=None, foreign_key="meeting.id", index=True)
    text: str
    owner: PromiseOwner = Field(default=PromiseOwner.ME, sa_type=text_enum(PromiseOwner))
    due_on: date | None = None
    project_id: str | None = Field(default=None, foreign_key="project.id", index=True)
    visibility: Visibility = Field(default=Visibility.SHARED, sa_type=text_enum(Visibility))
    snoozed_until: date | None = None
    raise_with_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    dropped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
