"""Sponsorship at its largest: a board of 2,000 projects, and who gets the chances among 500 people over ten years."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text
from sqlmodel import Session

from coachdesk.services.access import AccessPage, Scope, load_access
from coachdesk.services.project_board import load_board
from coachdesk.store.schema import open_store
from coachdesk.store.store import Store

from .figures import Figure, bound, compare
from .ledgers import ledger
from .processes import Children
from .vaults import TODAY, Kept, clock

NAME = "sponsorship"
_PAGE_MS, _FRAME_MS, _STALL_MS = 100, 16, 50
_OFFERS_A_YEAR = 3
_YEAR = """
SELECT offer.person_id, offer.offered_on, offer.answer, project.state FROM offer
JOIN project ON project.id = offer.project_id WHERE offer.offered_on > :since
"""
_PROJECTS = """
SELECT project.*, person.name, step.stepped_on FROM project
LEFT JOIN person ON person.id = project.person_id JOIN project_step AS step ON step.project_id = project.id
"""


def run(children: Children, *, quick: bool) -> list[Figure]:
    """Measure both reads beside plain SQL for the same rows, then the page in the open window."""
    people, years = (50, 2) if quick else (500, 10)
    projects, rounds = (200, 3) if quick else (2_000, 9)
    with ledger(people=people, projects=people * years * _OFFERS_A_YEAR, years=years) as kept:
        balance = _reading(kept, _balance, _YEAR, rounds)
    with ledger(people=40, projects=projects, years=2) as kept:
        board = _reading(kept, _board, _PROJECTS, rounds)
        found = children.run("child_desk", NAME, str(kept.path), kept.code, str(rounds))
    floor, many = found["floor"], f"{projects:,} projects"
    return [
        compare(NAME, f"balance of {people} people over {years} years", balance[0], balance[1], times=4, plus=16,
                note="the floor is plain SQL for the offers of the last year"),
        compare(NAME, f"board of {many}: read", board[0], board[1], times=6, plus=16,
                note="the floor is plain SQL for all projects with names and days"),
        bound(NAME, f"board of {many} for the first time", found["first"], _PAGE_MS, floor=floor),
        bound(NAME, f"board of {many} again", found["again"], _PAGE_MS, floor=floor),
        bound(NAME, "board: one page further", found["scrolling"], _FRAME_MS),
        bound(NAME, "board: a card moved by its key", found["moves"], _PAGE_MS, floor=floor),
        bound(NAME, "stall while cards move", found["stall"], _STALL_MS, judge="worst"),
    ]  # fmt: skip


def _balance(session: Session) -> AccessPage:
    return load_access(session, TODAY, Scope.EVERYONE)


def _board(session: Session) -> object:
    return load_board(session, TODAY)


def _reading(
    kept: Kept, ours: Callable[[Session], object], statement: str, rounds: int
) -> tuple[list[float], list[float]]:
    """Return the ms of a service and of plain SQL, taken in turns over one connection."""
    with tempfile.TemporaryDirectory(prefix="cd-bench-") as folder, kept.open(Path(folder)) as vault:
        store = open_store(vault, clock)
        since = {"since": TODAY.replace(year=TODAY.year - 1).isoformat()} if ":since" in statement else {}

        def plain(session: Session) -> object:
            return session.connection().execute(text(statement), since).fetchall()

        try:
            pairs = [(_time(store, ours), _time(store, plain)) for _ in range(rounds)]
        finally:
            store.close()
    return [one for one, _ in pairs], [other for _, other in pairs]


def _time(store: Store, read: Callable[[Session], object]) -> float:
    begun = time.perf_counter()
    store.read(read)
    return (time.perf_counter() - begun) * 1000
