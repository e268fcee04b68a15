"""What people say of themselves, sealed under the groups key; nothing of it is readable with the vault key alone."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field

from coachdesk.model.base import Noun, UtcDateTime


class SelfDescription(Noun, table=True):
    """A person's own words about groups they belong to, with the day of their consent.

    `sealed` is base64 of what `vault.groups_key` seals, bound to the identity of this row: the words, and the names of
    the groups that are counted. Removing the row removes the words.
    """

    __tablename__ = "self_description"

    person_id: str = Field(foreign_key="person.id", index=True)
    consented_on: date
    sealed: str
    created_at: datetime = Field(sa_type=UtcDateTime)


class GroupRelease(Noun, table=True):
    """One release of figures by group (`growth.suppression.Release`), sealed as above: it holds who is behind them."""

    __tablename__ = "group_release"

    taken_on: date = Field(index=True)
    sealed: str
    created_at: datetime = Field(sa_type=UtcDateTime)
