"""Themes of skip-levels: what several people raised, without anyone's name."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from coachdesk.model.base import Noun, UtcDateTime, text_enum


class ThemeState(StrEnum):
    """What has been done about a theme."""

    NO_ACTION = "no_action"
    RAISED = "raised"
    ACTING = "acting"
    THANKED = "thanked"
    TOLD = "told"


class Theme(Noun, table=True):
    """A subject that people raise. `title` must not name anyone; `action` says what is being done."""

    __tablename__ = "theme"

    title: str
    state: ThemeState = Field(default=ThemeState.NO_ACTION, sa_type=text_enum(ThemeState))
    action: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)


class ThemeMention(Noun, table=True):
    """That one person raised a theme in one talk. Private: it leaves the vault only counted.

    `team` is the team as it was on that day; `has_consent` that the person agreed to be named with it.
    """

    __tablename__ = "theme_mention"

    theme_id: str = Field(foreign_key="theme.id", index=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    meeting_id: str | None = Field(default=None, foreign_key="meeting.id", index=True)
    team: str = ""
    has_consent: bool = False
    mentioned_on: date


class ThemeReport(Noun, table=True):
    """A line of the list *tell people what changed*."""

    __tablename__ = "theme_report"

    theme_id: str | None = Field(default=None, foreign_key="theme.id", index=True)
    text: str
    due_on: date | None = None
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
