"""People: who they are at work, whom they report to, and how role and level changed."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field

from coachdesk.model.base import Noun, UtcDateTime


class Person(Noun, table=True):
    """Someone in the reporting tree; exactly one of them is the owner of the vault.

    `cadence` is an RRULE without the prefix (`FREQ=WEEKLY;INTERVAL=2`), `time_zone` an IANA name, `tags` a
    comma-separated list. `about` is private: what only the manager should remember. Before `nudges_off_until` no growth
    nudge is given about them.
    """

    __tablename__ = "person"

    name: str = Field(index=True)
    pronouns: str = ""
    email: str = ""
    employee_id: str = ""
    role: str = ""
    level: str = ""
    track: str = ""
    team: str = ""
    manager_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    is_owner: bool = False
    start_on: date | None = None
    time_zone: str = ""
    cadence: str = ""
    tags: str = ""
    about: str = ""
    nudges_off_until: date | None = None
    archived_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)


class RoleChange(Noun, table=True):
    """One step in a person's history: the role, level and team that held from a day on."""

    __tablename__ = "role_change"

    person_id: str = Field(foreign_key="person.id", index=True)
    changed_on: date
    role: str = ""
    level: str = ""
    team: str = ""


def split_tags(tags: str) -> tuple[str, ...]:
    """Return the tags of a comma-separated list, trimmed, without empty ones and without repeats.

    >>> split_tags("Lagos, on call,, Lagos")
    ('Lagos', 'on call')
    """
    return tuple(dict.fromkeys(tag.strip() for tag in tags.split(",") if tag.strip()))


def first_name(name: str) -> str:
    """Return the word by which a person is addressed in a heading."""
    return name.split()[0] if name.split() else name
