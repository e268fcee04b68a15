"""The board of stretch projects in the open window: painted first and again, scrolled, and cards moved by their key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coachdesk.model.project import ProjectState
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.sponsorship_column import BoardColumn
from coachdesk.ui.views.sponsorship_view import SponsorshipView
from tests.bench.processes import report

if TYPE_CHECKING:
    from tests.bench.child_desk import Scene

_PAGES = 20


def measure_board(scene: Scene, rounds: int, floor: list[float]) -> None:
    """Visit the page, walk down its longest column, and let running projects land one by one."""
    first = scene.go(Route("sponsorship"))
    scene.rest()
    again = []
    for _ in range(rounds):
        scene.go(Route("today"))
        scene.rest()
        again.append(scene.go(Route("sponsorship")))
    scene.rest()
    columns = {one.column.state: one for one in scene.window.findChild(SponsorshipView).board.columns}
    scrolling = _scroll(scene, columns[ProjectState.LANDED])
    running = columns[ProjectState.ACTIVE].list
    moves, stalls = [], []
    for _ in range(rounds):
        running.setFocus()
        running.set_current_row(0)
        scene.rest()
        moves.append(scene.time(lambda: QTest.keyClicks(running, "]")))
        stalls.append(scene.heart.take_worst_ms())
    report(first=[first], again=again, floor=floor, scrolling=scrolling, moves=moves, stall=stalls)


def _scroll(scene: Scene, column: BoardColumn) -> list[float]:
    column.list.setFocus()
    column.set_unfolded(True)
    scene.rest()
    return [scene.time(lambda: QTest.keyClick(column.list, Qt.Key.Key_PageDown)) for _ in range(_PAGES)]
