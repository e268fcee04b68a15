"""Search as you type over 50,000 notes, beside plain SQLite FTS5 with the same words and the same tokenizer."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from sqlmodel import Session

from coachdesk.services.search import match_expression, search_newest, search_ranked
from coachdesk.store.folding import fold
from coachdesk.store.schema import open_store
from coachdesk.store.store import Store

from .figures import Figure, bound, compare, p95
from .processes import Children
from .vaults import Prose, clock, notes_vault, typed_queries

NAME = "search"
_PLAIN = "SELECT rowid, body FROM plain WHERE plain MATCH ? ORDER BY rowid DESC LIMIT 50"
_PLAIN_RANKED = "SELECT rowid, body FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT 50"


class PlainIndex:
    """The floor: an unencrypted FTS5 table with its own text in a file."""

    def __init__(self, folder: Path, texts: Iterable[tuple[int, str]]) -> None:
        self._connection = sqlite3.connect(folder / "plain.db", isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute(
            "CREATE VIRTUAL TABLE plain USING fts5(body, prefix='2 3', tokenize='unicode61 remove_diacritics 2')"
        )
        self._connection.execute("BEGIN")
        self._connection.executemany("INSERT INTO plain (rowid, body) VALUES (?, ?)", texts)
        self._connection.execute("COMMIT")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def newest(self, query: str) -> None:
        self._connection.execute(_PLAIN, (match_expression(query),)).fetchall()

    def ranked(self, query: str) -> None:
        self._connection.execute(_PLAIN_RANKED, (match_expression(query),)).fetchall()

    def close(self) -> None:
        self._connection.close()


def run(children: Children, *, quick: bool) -> list[Figure]:
    """Measure the newest and the ranked hits, each beside the plain query of the same kind, then in the window."""
    count = 5_000 if quick else 50_000
    kept = notes_vault(count)
    with tempfile.TemporaryDirectory(prefix="cd-bench-") as folder:
        state = Path(folder)
        with kept.open(state) as vault:
            store = open_store(vault, clock)
            plain = PlainIndex(state, store.read(list_texts))
            figures, floor = _measure(store, plain)
            plain.close()
            store.close()
    with kept.copied() as copy:
        shown = children.run("child_desk", "search", str(copy.path), copy.code, "3" if quick else "7")
    return [
        *figures,
        compare(NAME, "letter to painted hits", shown["painted"], floor, times=1.5, plus=16, judge="p95"),
        bound(NAME, "stall while typing a query", shown["stalls"], 50, judge="worst"),
        *_growth(figures, quick=quick),
    ]


def list_texts(session: Session) -> list[tuple[int, str]]:
    """Return what is indexed of the notes: key and folded text."""
    rows = session.connection().exec_driver_sql(
        "SELECT e.id, b.text FROM search_entry e JOIN note_block b ON b.id = e.noun_id ORDER BY e.id"
    )
    return [(int(row[0]), fold(str(row[1]))) for row in rows]


def _measure(store: Store, plain: PlainIndex) -> tuple[list[Figure], list[float]]:
    queries = [query for query in typed_queries(Prose(7).words) if match_expression(query)]
    newest, floor = _alternate(queries, plain.newest, lambda q: store.read(lambda session: search_newest(session, q)))
    ranked, ranked_floor = _alternate(
        queries, plain.ranked, lambda q: store.read(lambda session: search_ranked(session, q))
    )
    figures = [
        compare(NAME, "newest hits while typing", newest, floor, times=1.5, plus=16, judge="p95"),
        compare(NAME, "ranked hits when typing rests", ranked, ranked_floor, times=1.5, plus=16, judge="p95"),
    ]
    return figures, floor


def _alternate(
    queries: list[str], plain: Callable[[str], object], ours: Callable[[str], object]
) -> tuple[list[float], list[float]]:
    samples: tuple[list[float], list[float]] = ([], [])
    for warm in (True, False):
        for query in queries:
            for ask, kept in ((ours, samples[0]), (plain, samples[1])):
                begun = time.perf_counter()
                ask(query)
                if not warm:
                    kept.append((time.perf_counter() - begun) * 1000)
    return samples


def _growth(figures: list[Figure], *, quick: bool) -> list[Figure]:
    """Compare with a tenth of the notes: ten times the text should cost far less than ten times the wait."""
    if quick:
        return []
    queries = [query for query in typed_queries(Prose(7).words) if match_expression(query)]
    with tempfile.TemporaryDirectory(prefix="cd-bench-") as folder, notes_vault(5_000).open(Path(folder)) as vault:
        store = open_store(vault, clock)
        small, _ = _alternate(queries, lambda _q: None, lambda q: store.read(lambda s: search_newest(s, q)))
        store.close()
    note = "ten times the text; sub-linear is less than ten times the wait"
    what = "newest hits: 50,000 notes over 5,000"
    return [compare(NAME, what, [figures[0].p95], [p95(small)], times=5, judge="worst", note=note)]
