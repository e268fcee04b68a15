"""Ladders as they are kept in the vault: whole versions, immutable once a review uses them."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field

from coachdesk.model.base import Noun, UtcDateTime


class LadderVersion(Noun, table=True):
    """One version of one ladder as canonical YAML. `pin` is `ladder@version`; `content_hash` proves the text.

    A version is immutable once `used_at` is set.
    """

    __tablename__ = "ladder_version"

    pin: str = Field(index=True)
    title: str
    yaml: str
    content_hash: str
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)


class LadderChange(Noun, table=True):
    """A reviewed mapping from one version to another, as YAML; it counts once a person confirmed it."""

    __tablename__ = "ladder_change"

    from_pin: str
    to_pin: str
    yaml: str
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)


class Placement(Noun, table=True):
    """By which ladder a person is reviewed from a day on, at which level, and towards which one.

    `shape_id` names an overlay (a staff shape) or is empty.
    """

    __tablename__ = "placement"

    person_id: str = Field(foreign_key="person.id", index=True)
    ladder_pin: str
    level_id: str
    target_level_id: str = ""
    shape_id: str = ""
    placed_on: date
