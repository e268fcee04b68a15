"""What becomes of a person's records at the end: destruction of every row, and names taken out of other texts.

Which rows belong to a person follows from the tables themselves, so that a table made later can't be forgotten.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table
from sqlmodel import Session, SQLModel, col, select

from coachdesk.model import every  # noqa: F401 - all tables must be known
from coachdesk.model.attachment import Attachment
from coachdesk.model.note import NoteRevision
from coachdesk.model.person import Person
from coachdesk.services.people import get_person
from coachdesk.services.project_rows import free_projects
from coachdesk.store.changes import RowChange
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork

COLLEAGUE = "[a colleague]"
_CHUNK = 400
_AROUND = 40
_TEXTS = (
    "text", "about", "comment", "title", "body", "reason", "why", "action", "said_by", "purpose", "team", "remark",
    "payoff", "support", "criteria", "reflection_theirs", "reflection_yours", "audience", "result",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Destroyed:
    """How many rows of each table are gone, and the content ids of attachments whose files follow."""

    counts: tuple[tuple[str, int], ...]
    content_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that names somebody: the table, row and column; whose record it is; the words around the name."""

    table: str
    row_id: str
    column: str
    person_id: str
    person_name: str
    excerpt: str


def destroy_person(unit: UnitOfWork, person_id: str) -> Destroyed:
    """Remove every row that refers to a person, and what refers to those; references elsewhere are emptied.

    A project of theirs that has not ended is an idea again, with its step, and open to others; nobody's work can go on.
    A row goes when it can't be without the one it refers to; otherwise only its reference goes, as with somebody's
    lead. It is not to be undone: forget the history and call `store.destruction.destroy_remains` after the commit.
    Raises NotFound, and ValueError for the owner of the vault.
    """
    person = unit.session.get(Person, person_id)
    if person is None:
        raise NotFound
    if person.is_owner:
        raise ValueError("The owner of the vault can't be destroyed. Delete the vault instead.")
    free_projects(unit, person_id)
    doomed = _find_doomed(unit.session, person_id)
    ids = doomed.get("attachment", set())
    content = [
        row
        for chunk in _chunks(ids)
        for row in unit.session.exec(select(Attachment.content_id).where(col(Attachment.id).in_(chunk)))
    ]
    unit.defer_references()
    for table, column in _references():
        if column.nullable:
            _empty_references(unit, table, column, doomed)
    counts = Counter({name: len(rows) for name, rows in doomed.items() if rows})
    for table in reversed(SQLModel.metadata.sorted_tables):
        for row_id in sorted(doomed.get(table.name, ())):
            unit.apply(RowChange(table.name, row_id, {"id": row_id}, None))
    return Destroyed(tuple(sorted(counts.items())), tuple(sorted(set(content))))


def count_rows(session: Session, person_id: str) -> tuple[tuple[str, int], ...]:
    """Return how many rows of each table would go with a person, to be shown before. Raises NotFound."""
    get_person(session, person_id)
    return tuple(sorted((name, len(rows)) for name, rows in _find_doomed(session, person_id).items() if rows))


def find_mentions_of(session: Session, person_id: str) -> tuple[Mention, ...]:
    """Return where other people's records name this person. Raises NotFound."""
    name = get_person(session, person_id).name
    return tuple(
        mention for mention in _list_mentions(session, _pattern((name,))) if mention.person_id not in ("", person_id)
    )


def find_third_parties(session: Session, person_id: str) -> tuple[Mention, ...]:
    """Return where this person's records name somebody else, such as before they are handed over. Raises NotFound."""
    get_person(session, person_id)
    names = session.exec(select(Person.name).where(Person.id != person_id, ~col(Person.is_owner))).all()
    if not names:
        return ()
    return tuple(found for found in _list_mentions(session, _pattern(names)) if found.person_id == person_id)


def redact(unit: UnitOfWork, mentions: Iterable[Mention], names: Iterable[str]) -> int:
    """Put "[a colleague]" in place of names at the places chosen; return how many places changed.

    Earlier versions of those notes are removed, as they hold the names too. It can be undone until the history is
    forgotten.
    """
    pattern = _pattern(tuple(names))
    notes: set[str] = set()
    changed = 0
    for place in dict.fromkeys((each.table, each.row_id, each.column) for each in mentions):
        table, row_id, column = place
        target = SQLModel.metadata.tables[table]
        connection = unit.session.connection()
        row = connection.execute(target.select().where(target.c.id == row_id)).mappings().first()
        if row is None or not pattern.search(row[column]):
            continue
        unit.apply(RowChange(table, row_id, {column: row[column]}, {column: pattern.sub(COLLEAGUE, row[column])}))
        changed += 1
        notes |= {row["note_id"]} if table == "note_block" else set()
    for chunk in _chunks(notes):
        unit.remove(unit.session.exec(select(NoteRevision).where(col(NoteRevision.note_id).in_(chunk))).all())
    return changed


def names_of(session: Session, mentions: Iterable[Mention], person_id: str) -> tuple[str, ...]:
    """Return the names to take out: everybody's but the owner's and that of the person whose records these are."""
    whose = {mention.person_id for mention in mentions}
    if whose == {person_id}:
        rows = session.exec(select(Person.name).where(Person.id != person_id, ~col(Person.is_owner)))
        return tuple(rows)
    return (get_person(session, person_id).name,)


def _find_doomed(session: Session, person_id: str) -> dict[str, set[str]]:
    doomed: dict[str, set[str]] = {"person": {person_id}}
    fresh = dict(doomed)
    while fresh:
        found: dict[str, set[str]] = {}
        for table, column in _references():
            if column.nullable:
                continue
            for parent in _parents(column):
                rows = _referring(session, table, column, fresh.get(parent, set()))
                found.setdefault(table.name, set()).update(rows - doomed.get(table.name, set()))
        fresh = {name: rows for name, rows in found.items() if rows}
        for name, rows in fresh.items():
            doomed.setdefault(name, set()).update(rows)
    return doomed


def _empty_references(unit: UnitOfWork, table: Table, column: Column[Any], doomed: dict[str, set[str]]) -> None:
    own = doomed.get(table.name, set())
    for parent in _parents(column):
        for chunk in _chunks(doomed.get(parent, set())):
            rows = unit.session.connection().execute(
                table.select().with_only_columns(table.c.id, column).where(column.in_(chunk))
            )
            for row_id, target in rows.all():
                if row_id not in own:
                    unit.apply(RowChange(table.name, row_id, {column.name: target}, {column.name: None}))


def _references() -> Iterator[tuple[Table, Column[Any]]]:
    """Yield every column that refers to a row: by a foreign key, or loosely by a name that ends in _id."""
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if column.foreign_keys or (column.name.endswith("_id") and column.name != "content_id"):
                yield table, column


def _parents(column: Column[Any]) -> tuple[str, ...]:
    """Return the tables that a column may refer to; a loose one may mean any, as identities are random."""
    if column.foreign_keys:
        return tuple(key.column.table.name for key in column.foreign_keys)
    return tuple(table.name for table in SQLModel.metadata.sorted_tables)


def _referring(session: Session, table: Table, column: Column[Any], ids: set[str]) -> set[str]:
    return {
        row[0]
        for chunk in _chunks(ids)
        for row in session.connection().execute(table.select().with_only_columns(table.c.id).where(column.in_(chunk)))
    }


def _list_mentions(session: Session, pattern: re.Pattern[str]) -> Iterator[Mention]:
    people = dict(session.exec(select(Person.id, Person.name)).all())
    for table in SQLModel.metadata.sorted_tables:
        if table.name == "note_revision":
            continue
        for column in table.columns:
            if column.name in _TEXTS:
                yield from _mentions_in(session, table, column, pattern, people)


def _mentions_in(
    session: Session, table: Table, column: Column[Any], pattern: re.Pattern[str], people: dict[str, str]
) -> Iterator[Mention]:
    owner = _owner_column(table)
    if owner is None:
        return
    for row_id, text, person_id in session.connection().execute(owner[0].add_columns(column, owner[1])).all():
        found = pattern.search(text or "")
        if found is not None:
            start = max(0, found.start() - _AROUND)
            excerpt = " ".join(text[start : found.end() + _AROUND].split())
            yield Mention(table.name, row_id, column.name, person_id, people.get(person_id, ""), excerpt)


def _owner_column(table: Table) -> tuple[Any, Any] | None:
    """Return a query of the identities of a table, joined up to the column that says whose record a row is."""
    statement, at = table.select().with_only_columns(table.c.id), table
    for _ in range(3):
        if at.name == "person":
            return statement, at.c.id
        if "person_id" in at.c:
            return statement, at.c.person_id
        key = next((key for column in at.columns if not column.nullable for key in column.foreign_keys), None)
        if key is None:
            return None
        parent = key.column.table
        statement = statement.join(parent, parent.c.id == key.parent)
        at = parent
    return None


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Return what finds full names and given names as whole words; the longest first, so that none is half taken."""
    words = {part for name in names for part in (name.strip(), *name.split()[:1]) if len(part) > 1}
    joined = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"\b(?:{joined})\b" if joined else r"(?!)")


def _chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]
