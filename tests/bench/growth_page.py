"""The growth page in the open window: first paint, paint again, and the time machine under a held key."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from coachdesk.services.people import get_tree
from coachdesk.ui.views.person_growth import PersonGrowth
from coachdesk.ui.views.route import Route
from tests.bench.processes import report

if TYPE_CHECKING:
    from tests.bench.child_desk import Scene

_STEPS = 120
_PLACED = ("Amara Okafor", "Sofia Rinaldi", "Tomasz Zieliński")


def measure_growth(scene: Scene, rounds: int, floor: list[float]) -> None:
    """Visit the growth pages of those with four years of reviews, then walk through time a month a key."""
    people = {one.name: one.person_id for one in scene.desk.store.read(get_tree).direct}
    ids = [people[name] for name in _PLACED if name in people]
    first = scene.go(Route("person", person_id=ids[0], tab="growth"))
    scene.rest()
    again = []
    for number in range(1, rounds + 1):
        scene.go(Route("today"))
        scene.rest()
        again.append(scene.go(Route("person", person_id=ids[number % len(ids)], tab="growth")))
    scene.go(Route("person", person_id=ids[0], tab="growth"))
    scene.rest()
    report(first=[first], again=again, floor=floor, steps=_walk(scene), stall=[scene.heart.take_worst_ms()])


def _walk(scene: Scene) -> list[float]:
    """Return the ms of each step from the key to its paint: back a month, or to today at the beginning."""
    part = scene.window.findChild(PersonGrowth)
    canvas = part.sheet.steps.canvas
    canvas.setFocus()
    scene.rest()
    samples = []
    for _ in range(_STEPS):
        begun = time.perf_counter()
        on = part.sheet.time.on
        QTest.keyClicks(canvas, "[")
        if part.sheet.time.on == on:
            QTest.keyClicks(canvas, "t")
        QApplication.processEvents()
        samples.append((time.perf_counter() - begun) * 1000)
    return samples
