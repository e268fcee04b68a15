"""What every noun shares: a random identity and times that are always aware and in UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import DateTime, Enum
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel


class UtcDateTime(TypeDecorator[datetime]):
    """Keeps aware UTC datetimes; SQLite itself has no time zone, so a naive value is refused, not guessed."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn any aware datetime into naive UTC for the file. Raises ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime reached the store; times must carry a zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give the stored instant back as an aware UTC datetime."""
        return None if value is None else value.replace(tzinfo=UTC)


def text_enum(kind: type[StrEnum]) -> Enum:
    """Return a column type that keeps the value of an enumeration as plain text, as the file format says."""
    return Enum(kind, native_enum=False, length=16, values_callable=_values)


def _values(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]


def new_id() -> str:
    """Return a random 128-bit identity in hexadecimal; random, so that two copies of a vault can merge."""
    return uuid4().hex


class Noun(SQLModel):
    """Base of every table: the identity that services, history and search refer to."""

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
