"""Growth plans: skill goals tied to competencies, and the coaching talks about them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from coachdesk.model.base import Noun, UtcDateTime, text_enum
from coachdesk.model.visibility import Visibility


class GoalState(StrEnum):
    """Where a skill goal stands."""

    OPEN = "open"
    REACHED = "reached"
    DROPPED = "dropped"


class SkillGoal(Noun, table=True):
    """What a person wants to get better at, tied to a competency and a step of its ladder."""

    __tablename__ = "skill_goal"

    person_id: str = Field(foreign_key="person.id", index=True)
    text: str
    ladder_pin: str = ""
    competency_id: str = ""
    target_step_id: str = ""
    due_on: date | None = None
    state: GoalState = Field(default=GoalState.OPEN, sa_type=text_enum(GoalState))
    visibility: Visibility = Field(default=Visibility.SHARED, sa_type=text_enum(Visibility))
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)


class CoachingNote(Noun, table=True):
    """One coaching talk about a goal: goal, reality, options, will; `commitment` from 1 to 10 as the person says."""

    __tablename__ = "coaching_note"

    goal_id: str = Field(foreign_key="skill_goal.id", index=True)
    meeting_id: str | None = Field(default=None, foreign_key="meeting.id", index=True)
    aim: str = ""
    reality: str = ""
    options: str = ""
    will: str = ""
    will_on: date | None = None
    commitment: int | None = None
    visibility: Visibility = Field(default=Visibility.SHARED, sa_type=text_enum(Visibility))
    written_on: date
    created_at: datetime = Field(sa_type=UtcDateTime)
