"""The full-text index inside the vault.

`search_entry` says what an indexed text belongs to; `search_text` is an FTS5 table without content of its own, so no
sentence is stored twice. A row id begins with the seconds of the moment that the text belongs to: walking the index
downwards is walking from the newest to the oldest, which lets the first page of hits stop early.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from coachdesk.store.folding import fold

_SEQUENCE_BITS = 20
_CHUNK = 400
_MERGED = 500

_BLOCKS = """
    SELECT b.id, n.person_id, n.id, b.visibility, coalesce(m.starts_at, n.created_at), '', b.text
    FROM note_block b JOIN note n ON n.id = b.note_id LEFT JOIN meeting m ON m.id = n.meeting_id WHERE {condition}"""
_DOCUMENTS: Mapping[str, str] = {
    "note_block": _BLOCKS.format(condition="b.id IN ({ids})"),
    "person": """
        SELECT p.id, p.id, p.id, 'only_you', p.updated_at, p.name,
               p.role || ' ' || p.team || ' ' || p.tags || ' ' || p.email || ' ' || p.about
        FROM person p WHERE p.id IN ({ids})""",
    "agenda_item": """
        SELECT a.id, a.person_id, a.id, a.visibility, a.created_at, a.text, ''
        FROM agenda_item a WHERE a.id IN ({ids})""",
    "promise": """
        SELECT p.id, p.person_id, p.id, p.visibility, p.created_at, p.text, ''
        FROM promise p WHERE p.id IN ({ids})""",
    "observation": """
        SELECT o.id, o.person_id, o.id, o.visibility, o.created_at, o.text, o.said_by
        FROM observation o WHERE o.id IN ({ids})""",
    "evidence": """
        SELECT e.id, e.person_id, e.id, e.visibility, e.created_at, e.text, e.said_by
        FROM evidence e WHERE e.id IN ({ids})""",
    "card_answer": """
        SELECT c.id, c.person_id, c.person_id, 'only_you', c.created_at, c.text, ''
        FROM card_answer c WHERE c.id IN ({ids})""",
    "attachment": """
        SELECT a.id, a.person_id, coalesce(a.note_id, a.id), 'only_you', a.created_at, a.file_name, ''
        FROM attachment a WHERE a.id IN ({ids})""",
    "skill_goal": """
        SELECT g.id, g.person_id, g.id, g.visibility, g.created_at, g.text, ''
        FROM skill_goal g WHERE g.id IN ({ids})""",
    "project": """
        SELECT p.id, coalesce(p.person_id, (SELECT o.id FROM person o WHERE o.is_owner), ''), p.id, 'only_you',
               p.created_at, p.title, p.purpose
        FROM project p WHERE p.id IN ({ids})""",
    "sponsorship_act": """
        SELECT s.id, s.person_id, s.id, 'only_you', s.created_at, s.text, s.audience || ' ' || s.result
        FROM sponsorship_act s WHERE s.id IN ({ids})""",
    "glue_work": """
        SELECT w.id, w.person_id, w.id, 'only_you', w.created_at, w.text, ''
        FROM glue_work w WHERE w.id IN ({ids})""",
    "mark": """
        SELECT k.id, r.person_id, r.id, 'only_you', k.updated_at, k.comment, ''
        FROM mark k JOIN review r ON r.id = k.review_id WHERE k.id IN ({ids})""",
}
_BLOCKS_OF_MEETINGS = "SELECT b.id FROM note_block b JOIN note n ON n.id = b.note_id WHERE n.meeting_id IN ({ids})"


@dataclass(frozen=True, slots=True)
class Document:
    """One text to index, with what it belongs to. `parent_id` is what opens when the hit is chosen."""

    noun: str
    noun_id: str
    person_id: str
    parent_id: str
    visibility: str
    occurred_at: datetime
    title: str
    body: str


def _chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]


def _select(connection: Connection, statement: str, ids: list[str]) -> list[tuple[object, ...]]:
    """Ask the driver itself: each save passes here, and a compiled statement costs more than its answer."""
    bound = statement.replace("{ids}", ", ".join("?" * len(ids)))
    return [tuple(row) for row in connection.exec_driver_sql(bound, tuple(ids))]


def _documents(connection: Connection, noun: str, ids: list[str]) -> Iterator[Document]:
    for row in _select(connection, _DOCUMENTS[noun], ids):
        noun_id, person_id, parent_id, visibility, occurred, title, body = map(str, row)
        yield Document(noun, noun_id, person_id, parent_id, visibility, datetime.fromisoformat(occurred), title, body)


def _remove(connection: Connection, ids: list[str]) -> None:
    rows = _select(connection, "SELECT id FROM search_entry WHERE noun_id IN ({ids})", ids)
    if rows:
        keys = [(row[0],) for row in rows]
        connection.exec_driver_sql("DELETE FROM search_text WHERE rowid = ?", keys)
        connection.exec_driver_sql("DELETE FROM search_entry WHERE id = ?", keys)


def _entry_id(document: Document) -> int:
    """Return a row id that sorts by time; its lowest bit tells notes (0) from short texts (1), the rest is random."""
    seconds = int((document.occurred_at - datetime(1970, 1, 1)).total_seconds())
    sequence = secrets.randbits(_SEQUENCE_BITS - 1) << 1 | (document.noun != "note_block")
    return (seconds << _SEQUENCE_BITS) | sequence


def is_note(entry_id: int) -> bool:
    """Return whether an index entry is part of a note, read off its id without a look at the table."""
    return not entry_id & 1


def _insert(connection: Connection, documents: Iterable[Document]) -> None:
    entries: dict[int, Document] = {}
    for document in documents:
        key = _entry_id(document)
        while key in entries or _taken(connection, key):
            key = _entry_id(document)
        entries[key] = document
    if not entries:
        return
    connection.exec_driver_sql(
        "INSERT INTO search_entry (id, noun, noun_id, person_id, parent_id, visibility) VALUES (?, ?, ?, ?, ?, ?)",
        [(key, d.noun, d.noun_id, d.person_id, d.parent_id, d.visibility) for key, d in entries.items()],
    )
    connection.exec_driver_sql(
        "INSERT INTO search_text (rowid, title, body) VALUES (?, ?, ?)",
        [(key, fold(d.title), fold(d.body)) for key, d in entries.items()],
    )


def _taken(connection: Connection, key: int) -> bool:
    return connection.exec_driver_sql("SELECT 1 FROM search_entry WHERE id = ?", (key,)).first() is not None


def refresh_index(connection: Connection, touched: Mapping[str, set[str]]) -> None:
    """Bring the index up to date with the rows of `touched` (table name → ids) in the caller's transaction."""
    affected = {noun: set(ids) for noun, ids in touched.items() if noun in _DOCUMENTS}
    for chunk in _chunks(touched.get("meeting", ())):
        blocks = {str(row[0]) for row in _select(connection, _BLOCKS_OF_MEETINGS, chunk)}
        affected.setdefault("note_block", set()).update(blocks)
    for noun, ids in affected.items():
        for chunk in _chunks(ids):
            _remove(connection, chunk)
            _insert(connection, _documents(connection, noun, chunk))


def rebuild_index(connection: Connection) -> int:
    """Build the whole index anew from the nouns and return the number of texts; used after a migration."""
    connection.execute(text("INSERT INTO search_text (search_text) VALUES ('delete-all')"))
    connection.execute(text("DELETE FROM search_entry"))
    for noun in _DOCUMENTS:
        ids = {str(row[0]) for row in connection.execute(text(f"SELECT id FROM {noun}"))}  # noqa: S608 - own names
        for chunk in _chunks(ids):
            _insert(connection, _documents(connection, noun, chunk))
    return int(connection.execute(text("SELECT count(*) FROM search_entry")).scalar_one())


def merge_index(connection: Connection) -> None:
    """Merge pieces of the index that commits left behind, a bounded number of pages; called in idleness."""
    connection.execute(
        text("INSERT INTO search_text (search_text, rank) VALUES ('merge', :pages)"), {"pages": -_MERGED}
    )


def check_index(connection: Connection) -> tuple[str, ...]:
    """Return what is wrong with the index in plain words; empty when every text is findable."""
    problems = []
    connection.execute(text("INSERT INTO search_text (search_text) VALUES ('integrity-check')"))
    for noun in _DOCUMENTS:
        missing = connection.execute(
            text(f"SELECT count(*) FROM {noun} WHERE id NOT IN (SELECT noun_id FROM search_entry)")  # noqa: S608
        ).scalar_one()
        if missing:
            problems.append(f"{missing} texts of the kind {noun.replace('_', ' ')} can't be found by search")
    return tuple(problems)
