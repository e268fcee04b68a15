"""Stretch projects: from an idea to what came of it, and the talks on the way."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from coachdesk.model.base import Noun, UtcDateTime, text_enum


class ProjectState(StrEnum):
    """Where a project stands, in the order of the board; the last three are ends."""

    IDEA = "idea"
    OFFERED = "offered"
    ACTIVE = "active"
    LANDED = "landed"
    DECLINED = "declined"
    STOPPED = "stopped"


class Reach(StrEnum):
    """Who will see the work."""

    TEAM = "team"
    DEPARTMENT = "department"
    COMPANY = "company"
    OUTSIDE = "outside"


class Project(Noun, table=True):
    """A stretch project, and the opportunity that it is until somebody takes it.

    `person_id` is whose it is, or who was offered it last; None while it is open. The skill is a competency of a
    ladder version. `criteria` say who it should go to; candidates may be recorded only from `criteria_saved_at` on.
    `payoff` is what it pays the person back, `support` what they get to succeed. Reflections are written at the end,
    `reflection_theirs` in the person's own words.
    """

    __tablename__ = "project"

    title: str
    purpose: str = ""
    state: ProjectState = Field(default=ProjectState.IDEA, sa_type=text_enum(ProjectState), index=True)
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    ladder_pin: str = ""
    competency_id: str = ""
    reach: Reach = Field(default=Reach.TEAM, sa_type=text_enum(Reach))
    payoff: str = ""
    support: str = ""
    criteria: str = ""
    criteria_saved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reflection_theirs: str = ""
    reflection_yours: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)


class ProjectStep(Noun, table=True):
    """One change of state, with its day and whom it concerned; the newest is the state of the project."""

    __tablename__ = "project_step"

    project_id: str = Field(foreign_key="project.id", index=True)
    state: ProjectState = Field(sa_type=text_enum(ProjectState))
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    stepped_on: date
    created_at: datetime = Field(sa_type=UtcDateTime)


class CheckIn(Noun, table=True):
    """One talk about a running project: planned for a day, and held when `held_on` is set."""

    __tablename__ = "check_in"

    project_id: str = Field(foreign_key="project.id", index=True)
    planned_on: date
    held_on: date | None = None
    text: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)
