"""The ledger of an opportunity: who was considered, who was offered it, and what they answered."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from coachdesk.model.base import Noun, UtcDateTime, text_enum


class OfferAnswer(StrEnum):
    """What became of an offer; `WITHDRAWN` was taken back by the manager."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Candidate(Noun, table=True):
    """Someone who was considered for a project, once its criteria were written. `remark` is private."""

    __tablename__ = "candidate"

    project_id: str = Field(foreign_key="project.id", index=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    remark: str = ""
    considered_at: datetime = Field(sa_type=UtcDateTime)


class Offer(Noun, table=True):
    """A project offered to a person. `why` says which criteria they meet, `reason` why they declined, in their words.

    `ask_again_on` is when someone who declined would like to be asked again; None with `DECLINED` means that they
    did not say.
    """

    __tablename__ = "offer"

    project_id: str = Field(foreign_key="project.id", index=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    why: str = ""
    offered_on: date
    reply_by_on: date | None = None
    answer: OfferAnswer = Field(default=OfferAnswer.OPEN, sa_type=text_enum(OfferAnswer))
    answered_on: date | None = None
    reason: str = ""
    ask_again_on: date | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)


class Wish(Noun, table=True):
    """What someone said they would like to do, in their words; `ended_on` when it came true or no longer holds."""

    __tablename__ = "wish"

    person_id: str = Field(foreign_key="person.id", index=True)
    text: str
    competency_id: str = ""
    said_on: date
    ended_on: date | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
