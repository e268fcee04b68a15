"""Saving a note through the service, beside the same edit by hand in plain SQLite: WAL, synchronous FULL."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from sqlmodel import Session

from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block
from coachdesk.services.notes import NoteDraft, save_note
from coachdesk.store.schema import open_store
from coachdesk.store.store import Store

from .figures import Figure, compare, fact
from .processes import Children
from .vaults import NOTE_LETTERS, Kept, Prose, clock, sample_vault

NAME = "save"
Note = tuple[str, str, str | None]


class PlainNotes:
    """The floor: notes and their full text in an unencrypted file, changed by two statements and one commit."""

    def __init__(self, folder: Path, texts: list[str]) -> None:
        self._connection = sqlite3.connect(folder / "plain.db", isolation_level=None)
        for statement in (
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = FULL",
            "PRAGMA wal_autocheckpoint = 0",
            "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL)",
            "CREATE VIRTUAL TABLE words USING fts5(body, prefix='2 3', tokenize='unicode61 remove_diacritics 2')",
            "BEGIN",
        ):
            self._connection.execute(statement)
        for table in ("note (id, body)", "words (rowid, body)"):
            self._connection.executemany(f"INSERT INTO {table} VALUES (?, ?)", enumerate(texts))
        self._connection.execute("COMMIT")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def save(self, key: int, text: str) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("UPDATE note SET body = ? WHERE id = ?", (text, key))
        self._connection.execute("UPDATE words SET body = ? WHERE rowid = ?", (text, key))
        self._connection.execute("COMMIT")

    def touch(self, key: int, text: str) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("UPDATE note SET body = ? WHERE id = ?", (text, key))
        self._connection.execute("COMMIT")

    def close(self) -> None:
        self._connection.close()


def run(_children: Children, *, quick: bool) -> list[Figure]:
    """Measure saves in the 20-year vault and in one of a year, each with a note of 1.5 kB that grows."""
    count = 60 if quick else 200
    late, floor, bare = _measure(sample_vault(1 if quick else 20), count)
    figures = [
        compare(NAME, "commit of a note", late, floor, times=2, judge="p95"),
        fact(NAME, "plain SQLite commit without full text", bare, judge="p95"),
    ]
    if not quick:
        early, _, _ = _measure(sample_vault(1), count)
        figures.append(compare(NAME, "commit: 20 years over 1", late, early, times=1.25))
    return figures


def _measure(kept: Kept, count: int) -> tuple[list[float], list[float], list[float]]:
    with kept.copied() as copy, tempfile.TemporaryDirectory(dir=copy.path.parent) as folder, ExitStack() as closing:
        vault = closing.enter_context(copy.open(Path(folder)))
        store = open_store(vault, clock)
        closing.callback(store.close)
        notes = store.read(_notes)
        plain = PlainNotes(Path(folder), [text for _, text in notes])
        closing.callback(plain.close)
        return _alternate(store, plain, [note for note, _ in notes], count)


def _notes(session: Session) -> list[tuple[Note, str]]:
    rows = session.connection().exec_driver_sql(
        "SELECT n.id, n.person_id, n.meeting_id, group_concat(b.text, char(10)) FROM note n "
        "JOIN note_block b ON b.note_id = n.id GROUP BY n.id ORDER BY n.created_at"
    )
    return [((str(row[0]), str(row[1]), row[2]), str(row[3])) for row in rows]


def _alternate(
    store: Store, plain: PlainNotes, notes: list[Note], count: int
) -> tuple[list[float], list[float], list[float]]:
    prose = Prose(11)
    samples: tuple[list[float], list[float], list[float]] = ([], [], [])
    for number in range(count + 5):
        place = number * 37 % len(notes)
        text = prose.write(NOTE_LETTERS)
        draft = NoteDraft(*notes[place], (Block(Visibility.SHARED, text), Block(Visibility.ONLY_YOU, text[:200])))
        times = (
            _time(lambda draft=draft: store.write(lambda unit: save_note(unit, draft))),  # type: ignore[misc]
            _time(lambda place=place, text=text: plain.save(place, text)),  # type: ignore[misc]
            _time(lambda place=place, text=text: plain.touch(place, text + ".")),  # type: ignore[misc]
        )
        if number >= 5:
            for kept, ms in zip(samples, times, strict=True):
                kept.append(ms)
    return samples


def _time(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000
