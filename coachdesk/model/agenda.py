"""Agenda items: they belong to the person, never to a date, so skipping a meeting loses none."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from coachdesk.model.base import Noun, UtcDateTime, text_enum
from coachdesk.model.visibility import Visibility


class AgendaSource(StrEnum):
    """Who brought an item."""

    THEIRS = "theirs"
    MINE = "mine"
    BANK = "bank"


class AgendaState(StrEnum):
    """An item stays open until it is discussed or dropped."""

    OPEN = "open"
    DISCUSSED = "discussed"
    DROPPED = "dropped"


class AgendaItem(Noun, table=True):
    """One topic for the next meeting with a person. `position` orders the open ones.

    `question_id` names the question of the bank it came from, `outcome` what came of it in a few words, and
    `closed_at` when it was discussed or dropped.
    """

    __tablename__ = "agenda_item"

    person_id: str = Field(foreign_key="person.id", index=True)
    text: str
    source: AgendaSource = Field(default=AgendaSource.MINE, sa_type=text_enum(AgendaSource))
    visibility: Visibility = Field(default=Visibility.SHARED, sa_type=text_enum(Visibility))
    state: AgendaState = Field(default=AgendaState.OPEN, sa_type=text_enum(AgendaState))
    position: int = 0
    discussed_in: str | None = Field(default=None, foreign_key="meeting.id", index=True)
    question_id: str = Field(default="", index=True)
    outcome: str = ""
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
