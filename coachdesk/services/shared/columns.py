"""Reading by columns: whole rows would bring private fields along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session


def columns(*wanted: Any) -> Select[Any]:
    """Return a query for these columns and no others."""
    return select(*wanted)


def read(session: Session, statement: Select[Any]) -> Sequence[Any]:
    """Return the rows of a query as tuples."""
    return session.connection().execute(statement).all()
