"""Observations: a win that was seen, or what someone said about a person."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from coachdesk.model.base import Noun, UtcDateTime, text_enum
from coachdesk.model.visibility import Visibility


class ObservationKind(StrEnum):
    """What was observed."""

    WIN = "win"
    FEEDBACK = "feedback"


class Observation(Noun, table=True):
    """A win or a piece of feedback about a person. `said_by` names its source in words, empty for the owner.

    Feedback is *to pass on* until `passed_on_at` is set.
    """

    __tablename__ = "observation"

    person_id: str = Field(foreign_key="person.id", index=True)
    kind: ObservationKind = Field(sa_type=text_enum(ObservationKind))
    text: str
    said_by: str = ""
    visibility: Visibility = Field(default=Visibility.ONLY_YOU, sa_type=text_enum(Visibility))
    observed_on: date
    passed_on_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
