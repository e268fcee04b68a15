"""Preparing a meeting over twenty years: the brief of anyone, and one item of an agenda moved."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

from coachdesk.services.agenda import AgendaDraft, add_item, list_agenda, move_item
from coachdesk.services.brief import get_brief
from coachdesk.services.people import get_tree
from coachdesk.store.schema import open_store
from coachdesk.store.store import Store

from .figures import Figure, bound
from .processes import Children
from .vaults import NOW, clock, sample_vault

NAME = "preparing"
_BRIEF_MS = 150
_MOVE_MS = 50
_ITEMS = 30


def run(children: Children, *, quick: bool) -> list[Figure]:
    """Measure the first brief, the next ones of everyone, and the moves of an item."""
    kept = sample_vault(1 if quick else 20)
    with tempfile.TemporaryDirectory(prefix="cd-bench-") as folder, kept.open(Path(folder)) as vault:
        store = open_store(vault, clock)
        try:
            return _measure(store, rounds=4 if quick else 20)
        finally:
            store.close()


def _measure(store: Store, rounds: int) -> list[Figure]:
    tree = store.read(get_tree)
    people = [person.person_id for person in tree.direct]
    briefs = [_time(lambda one=one: store.read(lambda s: get_brief(s, one, NOW, UTC))) for one in people]  # type: ignore[misc]
    person_id = people[0]
    for number in range(_ITEMS):
        store.write(lambda unit, n=number: add_item(unit, AgendaDraft(person_id, f"Topic {n}")))  # type: ignore[misc]
    item = store.read(lambda s: list_agenda(s, person_id))[-1].item_id
    moves = [
        _time(lambda step=-1 if turn % 2 == 0 else 1: store.write(lambda unit: move_item(unit, item, step)))  # type: ignore[misc]
        for turn in range(rounds)
    ]
    return [
        bound(NAME, "the first brief", briefs[:1], _BRIEF_MS),
        bound(NAME, "a brief of the others", briefs[1:], _BRIEF_MS, judge="worst"),
        bound(NAME, f"moving one of {_ITEMS} items", moves, _MOVE_MS),
    ]


def _time(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000
