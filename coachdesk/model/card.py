"""The person card: how someone likes to be led, in their own words, dated."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field

from coachdesk.model.base import Noun, UtcDateTime


class CardAnswer(Noun, table=True):
    """One answer to one question of the card; the newest of a `question_key` holds, older ones stay as history."""

    __tablename__ = "card_answer"

    person_id: str = Field(foreign_key="person.id", index=True)
    question_key: str
    text: str
    answered_on: date
    created_at: datetime = Field(sa_type=UtcDateTime)
