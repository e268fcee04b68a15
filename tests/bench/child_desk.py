"""The main window over a large vault: pages and search, each until it is painted, and the stalls of the UI thread.

Arguments: what (`pages`, `growth`, `sponsorship` or `search`), the vault, its recovery code, and how often.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QMainWindow, QStackedWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Operation
from coachdesk.desk.settings import Settings
from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block
from coachdesk.services.meetings import list_meetings
from coachdesk.services.notes import NoteDraft, find_note_of_meeting, save_note
from coachdesk.services.people import get_tree
from coachdesk.store.schema import open_store
from coachdesk.ui.life import load_rest
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.person_timeline import PersonTimeline
from coachdesk.ui.views.route import Route
from coachdesk.ui.windows.main import MainWindow
from coachdesk.vault.bundle import open_vault
from coachdesk.vault.slots import RecoveryCode
from tests.bench.board_page import measure_board
from tests.bench.growth_page import measure_growth
from tests.bench.heartbeat import Heartbeat
from tests.bench.painting import PaintProbe, time_to_painted, wait_until
from tests.bench.processes import report
from tests.bench.vaults import NOTE_LETTERS, NOW, Prose, clock

_IMPORTED = 300


class Scene:
    """The window at rest, and what is needed to act on it."""

    def __init__(self, desk: Desk, window: MainWindow) -> None:
        self.desk, self.window = desk, window
        self.probe = PaintProbe(window)
        self.heart = Heartbeat()
        self.restless: list[str] = []
        people = desk.store.read(get_tree)
        everyone = [*people.direct, *(one for team in people.teams for one in team.members)]
        self.people = [person.person_id for person in everyone[:12]]
        self.rest()

    def is_idle(self) -> bool:
        return self.desk.read_lane.pending == 0 and self.desk.store_lane.pending == 0

    def time(self, act: Callable[[], object]) -> float:
        return time_to_painted(self.probe, act, self.is_idle)

    def rest(self) -> None:
        time_to_painted(self.probe, lambda: None, self.is_idle, quiet_ms=250)
        self.heart.take_worst_ms()

    def go(self, route: Route) -> float | None:
        """Return the ms to the page's last paint; None, and a note of it, when it never stops painting."""
        try:
            return self.time(lambda: self.window.go(route))
        except TimeoutError:
            self.restless.append(route.view)
            return None


def measure_pages(scene: Scene, rounds: int, floor: list[float]) -> None:
    """Visit each kind of page once for the first time, then again and again."""
    kinds = {
        "today": lambda number: Route("today"),
        "person": lambda number: Route("person", person_id=scene.people[number % len(scene.people)]),
        "meetings": lambda number: Route("person", person_id=scene.people[number % 3], tab="one-on-ones"),
        "meeting": lambda number: _meeting(scene, number),
        "timeline": lambda number: Route("person", person_id=scene.people[number % 3], tab="timeline"),
        "settings": lambda number: Route("settings"),
    }
    first = {name: ms for name, route in kinds.items() if (ms := scene.go(route(0))) is not None}
    scene.rest()
    again: dict[str, list[float]] = {name: [] for name in kinds}
    stalls: dict[str, list[float]] = {name: [] for name in kinds}
    for number in range(1, rounds + 1):
        for name, route in kinds.items():
            target = route(number)
            scene.heart.take_worst_ms()
            if (ms := scene.go(target)) is not None:
                again[name].append(ms)
            stalls[name].append(scene.heart.take_worst_ms())
    report(
        restless=scene.restless,
        first=first,
        again=again,
        floor=floor,
        stalls=stalls,
        saving=_saving_stalls(scene),
        importing=_importing(scene),
        scrolling=_scrolling(scene),
    )


def measure_search(scene: Scene, queries: int) -> None:
    """Type words into the command box, letter by letter, each until its hits are painted."""
    words = [Prose(7).words[rank] for rank in (0, 9, 90, 400, 1500, 4000, 9000)][:queries]
    box, samples = scene.window.command_box, []
    for word in words:
        box.open_box(None)
        scene.rest()
        QTest.keyClick(box.field, word[0])
        for letter in word[1:]:
            samples.append(scene.time(lambda letter=letter: QTest.keyClick(box.field, letter)))  # type: ignore[misc]
        worst = scene.heart.take_worst_ms()
        report_stalls.append(worst)
        box.close_box()
    report(painted=samples, stalls=report_stalls)


report_stalls: list[float] = []


def _meeting(scene: Scene, number: int) -> Route:
    person_id = scene.people[number % len(scene.people)]
    rows = scene.desk.store.read(lambda session: list_meetings(session, person_id, limit=1))
    return Route("meeting", person_id=person_id, meeting_id=rows[0].meeting_id)


def _scrolling(scene: Scene) -> list[float]:
    """Walk down the timeline by whole pages, each until it is painted."""
    scene.window.go(Route("person", person_id=scene.people[0], tab="timeline"))
    scene.rest()
    rows = scene.window.findChild(PersonTimeline).rows
    rows.setFocus()
    return [scene.time(lambda: QTest.keyClick(rows, Qt.Key.Key_PageDown)) for _ in range(30)]


def _saving_stalls(scene: Scene) -> list[float]:
    scene.window.go(Route("today"))
    scene.rest()
    person_id, stalls, prose = scene.people[0], [], Prose(3)
    rows = scene.desk.store.read(lambda session: list_meetings(session, person_id, limit=1))
    note = scene.desk.store.read(lambda session: find_note_of_meeting(session, rows[0].meeting_id))
    assert note is not None
    for _ in range(10):
        draft = NoteDraft(
            note.note_id, person_id, note.meeting_id, (Block(Visibility.SHARED, prose.write(NOTE_LETTERS)),)
        )
        scene.heart.take_worst_ms()
        Operation(scene.window, scene.desk, save_note, draft).start()
        wait_until(scene.is_idle)
        stalls.append(scene.heart.take_worst_ms())
    return stalls


def _importing(scene: Scene) -> list[float]:
    """Show a roster of some hundred people in the import page."""
    lines = ["Name,Email,Manager,Title,Level,Team"]
    lines += [
        f"Person Nr{n},p{n}@example.com,Person Nr{n // 8},Engineer,L{n % 5},Team {n % 9}" for n in range(_IMPORTED)
    ]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "roster.csv"
        file.write_text("\n".join(lines), encoding="utf-8")
        scene.heart.take_worst_ms()
        scene.time(lambda: scene.window.import_file(str(file)))
        return [scene.heart.take_worst_ms()]


def bare_switches(rounds: int) -> list[float]:
    """The floor of a page switch: two lists of thirty lines in a stack, filled anew each time."""
    window, stack = QMainWindow(), QStackedWidget()
    pages = [QListWidget(), QListWidget()]
    for page in pages:
        stack.addWidget(page)
    window.setCentralWidget(stack)
    window.resize(1280, 800)
    window.show()
    probe, samples = PaintProbe(window), []
    time_to_painted(probe, lambda: None, lambda: True, quiet_ms=250)

    def switch(page: QListWidget) -> None:
        page.clear()
        page.addItems([f"Line {line}" for line in range(30)])
        stack.setCurrentWidget(page)

    for number in range(rounds):
        samples.append(time_to_painted(probe, lambda: switch(pages[number % 2]), lambda: True))  # noqa: B023
    window.close()
    return samples


def main() -> None:
    what, place, code, count = sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    application = QApplication(sys.argv[:1])
    application.setCursorFlashTime(0)
    load_rest()
    look = Appearance(mode="light", reduced_motion=True)
    look.apply(application)
    floor = bare_switches(count)
    home = Path(os.environ["HOME"])
    vault = open_vault(place, RecoveryCode(code), state_dir=home / "state")
    desk = Desk(vault, open_store(vault, clock), Settings(home / "settings.json"), zone=UTC)
    assert desk.now == NOW
    window = MainWindow(desk, look)
    window.resize(1280, 800)
    window.show()
    scene = Scene(desk, window)
    if what == "pages":
        measure_pages(scene, count, floor)
    elif what == "growth":
        measure_growth(scene, count, floor)
    elif what == "sponsorship":
        measure_board(scene, count, floor)
    else:
        measure_search(scene, count)
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
