"""What a sponsor does for people besides projects, and the unseen work that people carry."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from coachdesk.model.base import Noun, UtcDateTime, text_enum


class ActKind(StrEnum):
    """What was done for someone. `ADVISED` is mentoring: said to them. The others are sponsorship: said for them."""

    ADVISED = "advised"
    NAMED = "named"
    INTRODUCED = "introduced"
    CREDITED = "credited"
    MADE_VISIBLE = "made_visible"


class SponsorshipAct(Noun, table=True):
    """One act for a person: before whom (`audience`, in words) and what came of it (`result`)."""

    __tablename__ = "sponsorship_act"

    person_id: str = Field(foreign_key="person.id", index=True)
    project_id: str | None = Field(default=None, foreign_key="project.id", index=True)
    kind: ActKind = Field(sa_type=text_enum(ActKind))
    text: str
    audience: str = ""
    result: str = ""
    acted_on: date
    created_at: datetime = Field(sa_type=UtcDateTime)


class GlueOrigin(StrEnum):
    """How glue work came to someone."""

    ASKED = "asked"
    VOLUNTEERED = "volunteered"
    ASSIGNED = "assigned"


class GlueWork(Noun, table=True):
    """Work that holds a team together and that few see: notes, onboarding, rotas, the offsite.

    It goes on until `ended_on`. `hours_a_month` is an estimate, None when nobody made one. `credited_on` says when it
    became evidence; `rotated_to_id` who took it over when it ended.
    """

    __tablename__ = "glue_work"

    person_id: str = Field(foreign_key="person.id", index=True)
    text: str
    origin: GlueOrigin = Field(default=GlueOrigin.ASKED, sa_type=text_enum(GlueOrigin))
    hours_a_month: int | None = None
    began_on: date
    ended_on: date | None = None
    credited_on: date | None = None
    rotated_to_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
