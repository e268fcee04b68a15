"""What the prefix index of full-text search costs and gives: 50,000 notes with and without `prefix='2 3'`."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from coachdesk.services.search import match_expression
from coachdesk.store.schema import open_store

from .figures import Figure, fact
from .processes import Children
from .search import list_texts
from .vaults import Prose, clock, notes_vault, typed_queries

NAME = "prefix"
_LETTERS = (2, 3, 4)
_NEWEST = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT 50"
_RANKED = "SELECT rowid, bm25(words) FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT 1000"


def run(_children: Children, *, quick: bool) -> list[Figure]:
    """Build both indexes encrypted, as the vault does, and ask both the same."""
    with tempfile.TemporaryDirectory() as folder:
        with notes_vault(5_000 if quick else 50_000).open(Path(folder)) as vault:
            store = open_store(vault, clock)
            texts = store.read(list_texts)
            store.close()
        with_it = _measure(Path(folder) / "with.db", texts, "prefix='2 3',")
        without = _measure(Path(folder) / "without.db", texts, "")
    figures = [fact(NAME, "size of the index", [with_it["size"]], floor=[without["size"]], unit="MB")]
    for key in with_it:
        if key != "size":
            figures.append(fact(NAME, key, with_it[key], floor=without[key], judge="p95"))
    return figures


def _measure(file: Path, texts: list[tuple[int, str]], option: str) -> dict[str, Any]:
    connection = dbapi2.connect(str(file), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{os.urandom(32).hex()}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(
        "CREATE VIRTUAL TABLE words USING fts5(body, content='', contentless_delete=1, "
        f"{option} tokenize='unicode61 remove_diacritics 2')"
    )
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO words (rowid, body) VALUES (?, ?)", texts)
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    found: dict[str, Any] = {"size": file.stat().st_size / 1e6}
    for letters in _LETTERS:
        for kind, statement in (("newest", _NEWEST), ("ranked", _RANKED)):
            found[f"{kind}, {letters} letters"] = _ask(connection, statement, letters)
    connection.close()
    return found


def _ask(connection: Any, statement: str, letters: int) -> list[float]:
    samples = []
    for query in typed_queries(Prose(7).words):
        if " " in query or len(query) != letters:
            continue
        begun = time.perf_counter()
        connection.execute(statement, (match_expression(query),)).fetchall()
        samples.append((time.perf_counter() - begun) * 1000)
    return samples
