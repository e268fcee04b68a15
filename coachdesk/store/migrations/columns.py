"""Columns as migrations write them: spelled out, because a migration must not change when the models do."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op


def key() -> sa.Column[Any]:
    """Return the identity of a noun."""
    return sa.Column("id", sa.String(32), primary_key=True, nullable=False)


def words(name: str, *, length: int | None = None) -> sa.Column[Any]:
    """Return a text that is never missing; an existing row gets an empty one."""
    return sa.Column(name, sa.String(length), nullable=False, server_default="")


def moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    """Return an instant in UTC."""
    return sa.Column(name, sa.DateTime(), nullable=nullable)


def day(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    """Return a date."""
    return sa.Column(name, sa.Date(), nullable=nullable)


def number(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    """Return a whole number; an existing row gets 0 when it may not be missing."""
    return sa.Column(name, sa.Integer(), nullable=nullable, server_default=None if nullable else "0")


def flag(name: str, *, default: bool = False) -> sa.Column[Any]:
    """Return a yes or no."""
    return sa.Column(name, sa.Boolean(), nullable=False, server_default="1" if default else "0")


def choice(name: str, default: str) -> sa.Column[Any]:
    """Return the value of an enumeration as text."""
    return sa.Column(name, sa.String(16), nullable=False, server_default=default)


def reference(name: str, table: str, *, nullable: bool = False) -> sa.Column[Any]:
    """Return a reference to the identity of another table."""
    return sa.Column(name, sa.String(), sa.ForeignKey(f"{table}.id"), nullable=nullable)


def index(table: str, *names: str) -> None:
    """Index single columns by the names that the models expect."""
    for name in names:
        op.create_index(f"ix_{table}_{name}", table, [name])


def extend(table: str, *columns: sa.Column[Any]) -> None:
    """Add columns to a table, and index the references; SQLite adds a reference only as part of the column."""
    for column in columns:
        targets = [key.target_fullname.removesuffix(".id") for key in column.foreign_keys]
        if targets:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column.name} VARCHAR REFERENCES {targets[0]} (id)")
            index(table, column.name)
        else:
            op.add_column(table, column)
