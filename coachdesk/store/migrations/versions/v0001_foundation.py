"""Foundation: people, meetings, notes in blocks, agenda, promises and the full-text index."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_INDEX = (
    """CREATE TABLE search_entry (
        id INTEGER PRIMARY KEY, noun TEXT NOT NULL, noun_id TEXT NOT NULL, person_id TEXT NOT NULL,
        parent_id TEXT NOT NULL, visibility TEXT NOT NULL)""",
    "CREATE UNIQUE INDEX search_entry_noun ON search_entry (noun_id)",
    "CREATE INDEX search_entry_person ON search_entry (person_id)",
    """CREATE VIRTUAL TABLE search_text USING fts5(
        title, body, content='', contentless_delete=1, prefix='2 3', tokenize="unicode61 remove_diacritics 2")""",
    "INSERT INTO search_text (search_text, rank) VALUES ('automerge', 0)",
    "INSERT INTO search_text (search_text, rank) VALUES ('crisismerge', 64)",
)
"""Pieces of the index are merged when the write lane is idle: within a commit that took 40 ms every tenth save."""


def _text(name: str, length: int | None = None) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=False)


def _key() -> sa.Column[Any]:
    return sa.Column("id", sa.String(32), primary_key=True, nullable=False)


def _reference(name: str, table: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), sa.ForeignKey(f"{table}.id"), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(), nullable=nullable)


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])


def upgrade() -> None:
    """Create the first schema."""
    _people()
    _meetings()
    _notes()
    _topics()
    for statement in _INDEX:
        op.execute(statement)


def _people() -> None:
    names = ("name", "pronouns", "email", "employee_id", "role", "level", "track", "team")
    op.create_table(
        "person",
        _key(),
        *map(_text, names),
        _reference("manager_id", "person", nullable=True),
        sa.Column("is_owner", sa.Boolean(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=True),
        *map(_text, ("time_zone", "cadence", "tags", "about")),
        _moment("archived_at", nullable=True),
        _moment("created_at"),
        _moment("updated_at"),
    )
    _index("person", "manager_id", "name")
    op.create_table(
        "role_change",
        _key(),
        _reference("person_id", "person"),
        sa.Column("changed_on", sa.Date(), nullable=False),
        *map(_text, ("role", "level", "team")),
    )
    _index("role_change", "person_id")


def _meetings() -> None:
    op.create_table(
        "meeting",
        _key(),
        _reference("person_id", "person"),
        _text("kind", length=16),
        _text("state", length=16),
        _moment("starts_at"),
        sa.Column("duration_min", sa.Integer(), nullable=False),
        _moment("started_at", nullable=True),
        _moment("finished_at", nullable=True),
        sa.Column("pulse", sa.Integer(), nullable=True),
        _moment("created_at"),
    )
    _index("meeting", "person_id", "starts_at")


def _notes() -> None:
    op.create_table(
        "note",
        _key(),
        _reference("person_id", "person"),
        _reference("meeting_id", "meeting", nullable=True),
        _moment("created_at"),
        _moment("updated_at"),
    )
    _index("note", "meeting_id", "person_id")
    op.create_table(
        "note_block",
        _key(),
        _reference("note_id", "note"),
        sa.Column("position", sa.Integer(), nullable=False),
        _text("visibility", length=16),
        _text("text"),
    )
    _index("note_block", "note_id")
    op.create_table("note_revision", _key(), _reference("note_id", "note"), _moment("saved_at"), _text("blocks"))
    _index("note_revision", "note_id")


def _topics() -> None:
    op.create_table(
        "agenda_item",
        _key(),
        _reference("person_id", "person"),
        _text("text"),
        _text("source", length=16),
        _text("visibility", length=16),
        _text("state", length=16),
        sa.Column("position", sa.Integer(), nullable=False),
        _reference("discussed_in", "meeting", nullable=True),
        _moment("created_at"),
    )
    _index("agenda_item", "discussed_in", "person_id")
    op.create_table(
        "promise",
        _key(),
        _reference("person_id", "person"),
        _reference("meeting_id", "meeting", nullable=True),
        _text("text"),
        _text("owner", length=16),
        sa.Column("due_on", sa.Date(), nullable=True),
        _moment("done_at", nullable=True),
        _moment("created_at"),
    )
    _index("promise", "meeting_id", "person_id")
