"""The growth tab over a real vault: placed and shown, moved through time, explained, read as tables, added to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coachdesk.desk.desk import Desk
from coachdesk.desk.settings import AGEING_DAYS, FRESH_DAYS
from coachdesk.model.visibility import Visibility
from coachdesk.services import people
from coachdesk.services.evidence import EvidenceDraft, Target, add_evidence, list_evidence
from coachdesk.services.ladders import PlacementDraft, place_person
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.person_growth import PersonGrowth
from coachdesk.ui.views.person_view import PersonView
from coachdesk.ui.views.route import Route

NOW = datetime(2026, 5, 12, 9, 12, tzinfo=UTC)
TODAY = date(2026, 5, 12)
PIN = "software-engineer@2026.1"
Settle = Callable[[], None]


@pytest.fixture
def amara(write: Any, clock: Any) -> str:
    clock.now = NOW
    return str(write(people.save_person, people.PersonDraft(None, "Amara Okafor", "Engineer", "L5", "Ledger")))


@pytest.fixture
def placed(amara: str, write: Any) -> str:
    write(place_person, PlacementDraft(amara, PIN, "l5", "l6", date(2025, 6, 1)))
    target = (Target("ownership", PIN, "l6"),)
    write(add_evidence, EvidenceDraft(amara, "Took the incident to its end", date(2026, 4, 20), target))
    write(
        add_evidence,
        EvidenceDraft(amara, "Left the follow-up open", date(2025, 11, 3), target, counters=True),
    )
    return amara


@pytest.fixture
def tab(desk: Desk, look: Appearance, settle: Settle, qtbot: QtBot) -> Callable[[str], PersonGrowth]:
    def build(person: str) -> PersonGrowth:
        view = PersonView(desk, look)
        qtbot.addWidget(view)
        view.resize(1048, 752)
        view.show_route(Route("person", person, tab="growth"))
        view.show()
        view.activateWindow()
        assert QTest.qWaitForWindowActive(view)
        settle()
        part = view.part
        assert isinstance(part, PersonGrowth)
        qtbot.waitUntil(lambda: part.page is not None)
        return part

    return build


def test_someone_on_no_ladder_is_placed_in_place(
    tab: Callable[[str], PersonGrowth], amara: str, settle: Settle, qtbot: QtBot
) -> None:
    part = tab(amara)
    assert part.sheet.isHidden() and part.place.isVisible()
    part.place.empty.button.click()
    settle()
    qtbot.waitUntil(lambda: part.place.level.count() > 0)
    part.place.level.setCurrentIndex(4)
    assert part.place.target.currentText().startswith("L6")
    part.place.place.click()
    settle()
    qtbot.waitUntil(lambda: part.sheet.isVisible())
    assert part.page is not None and part.page.frame is not None
    assert (part.page.frame.level_id, part.page.frame.target_id) == ("l5", "l6")


def test_keys_move_the_whole_page_through_time_without_asking_the_vault(
    tab: Callable[[str], PersonGrowth], placed: str, desk: Desk, qtbot: QtBot
) -> None:
    part = tab(placed)
    canvas = part.sheet.steps.canvas
    canvas.setFocus()
    QTest.keyClicks(canvas, "[")
    assert part.page is not None and part.page.on == date(2026, 4, 12)
    assert desk.read_lane.pending == 0
    ownership = next(row for row in part.page.competencies if row.axis.competency_id == "ownership")
    assert [line.is_counter for line in ownership.evidence] == [True]
    assert canvas.figure.on == date(2026, 4, 12)
    QTest.keyClicks(canvas, "{")
    assert part.page.on == date(2026, 1, 12)
    QTest.keyClicks(canvas, "t")
    assert part.page.on == TODAY
    field = part.sheet.time.field
    field.setFocus()
    field.setText("march 2026")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert part.page.on == date(2026, 3, 31)
    field.setText("soonish")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert part.page.on == date(2026, 3, 31) and field.accessibleDescription()


def test_a_figure_explains_itself_and_gives_the_keyboard_back(
    tab: Callable[[str], PersonGrowth], placed: str, qtbot: QtBot
) -> None:
    part = tab(placed)
    canvas = part.sheet.radar.canvas
    canvas.setFocus()
    QTest.keyClicks(canvas, "?")
    assert part.panel.isVisible() and "gap_steps" in part.panel.formula.text()
    assert "Ownership: Not assessed" in part.panel.inputs.text()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert part.panel.isHidden() and canvas.hasFocus()


def test_a_cell_of_the_matrix_lists_its_evidence_and_opens_it(
    tab: Callable[[str], PersonGrowth], placed: str, qtbot: QtBot
) -> None:
    part = tab(placed)
    matrix = part.sheet.matrix
    row = matrix.figure.rows.index("Ownership")
    assert matrix.figure.counts[row][-1] == (1, 0) and matrix.figure.counts[row][-3] == (0, 1)
    matrix.setFocus()
    for _ in range(row):
        QTest.keyClick(matrix, Qt.Key.Key_Down)
    for _ in range(len(matrix.figure.columns)):
        QTest.keyClick(matrix, Qt.Key.Key_Right)
    assert "Ownership, Q2 2026: 1 supporting, 0 countering" in matrix.accessibleDescription()
    QTest.keyClick(matrix, Qt.Key.Key_Return)
    assert [source.title for source in part.panel.sources.rows] == ["Took the incident to its end"]
    with qtbot.waitSignal(part.navigate_requested) as opened:
        QTest.keyClick(part.panel.rows, Qt.Key.Key_Return)
    assert opened.args[0].tab == "timeline"


def test_charts_have_a_table_and_a_spoken_sentence(
    tab: Callable[[str], PersonGrowth], placed: str, qtbot: QtBot
) -> None:
    part = tab(placed)
    for box in part.sheet.figures:
        assert box.canvas.accessibleName() and box.canvas.accessibleDescription()
    part.sheet.radar.canvas.setFocus()
    assert part.run_action("figure.table")
    assert part.sheet.radar.is_table and not part.sheet.steps.is_table
    assert part.sheet.radar.table.hasFocus()
    model = part.sheet.radar.model
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    words = [model.index(0, column).data() for column in range(model.columnCount())]
    assert words == ["Code & design", "Not assessed", "Not assessed", "L6 solid", "Not assessed"]
    assert part.run_action("figure.table") and not part.sheet.radar.is_table


def test_evidence_is_kept_with_its_behaviours_and_shows_at_once(
    tab: Callable[[str], PersonGrowth], placed: str, desk: Desk, settle: Settle, qtbot: QtBot
) -> None:
    part = tab(placed)
    assert part.run_action("line.evidence")
    settle()
    panel = part.sheet.evidence
    qtbot.waitUntil(lambda: panel.competency.count() > 0)
    panel.keep.click()
    assert panel.hint.text() and not part.has_unsaved()
    panel.competency.setCurrentIndex(panel.competency.findText("Growing others"))
    assert panel.place.currentText().startswith("L6")
    QTest.keyClick(panel.behaviours, Qt.Key.Key_Space)
    panel.speaks.set_index(1)
    panel.text.setText("Rewrote the junior’s change instead of explaining")
    panel.day.setText("5 May")
    assert part.has_unsaved()
    part.flush()
    settle()
    row = desk.store.read(lambda session: list_evidence(session, placed))[0]
    assert (row.occurred_on, row.counters, row.visibility) == (date(2026, 5, 5), True, Visibility.ONLY_YOU)
    assert [(one.competency_id, one.level_id) for one in row.targets] == [("growing-others", "l6")]
    assert row.targets[0].behaviour_id
    qtbot.waitUntil(lambda: panel.isHidden())


def test_how_old_is_stale_is_a_setting(
    tab: Callable[[str], PersonGrowth], placed: str, desk: Desk, qtbot: QtBot
) -> None:
    desk.settings.set(FRESH_DAYS, 30)
    desk.settings.set(AGEING_DAYS, 180)
    part = tab(placed)
    lanes = {lane.name: lane for lane in part.sheet.steps.canvas.figure.lanes}
    assert (lanes["Ownership"].age, lanes["Ownership"].age_kind) == ("3 weeks", "fresh")
    assert (lanes["Planning"].age, lanes["Planning"].age_kind) == ("None yet", "")


def test_the_rail_counts_toward_the_level_only_for_someone_placed(
    desk: Desk, look: Appearance, settle: Settle, qtbot: QtBot, placed: str, write: Any
) -> None:
    other = str(write(people.save_person, people.PersonDraft(None, "Diego Fuentes", "Engineer", "L4", "Risk")))
    view = PersonView(desk, look)
    qtbot.addWidget(view)
    view.resize(1048, 752)
    view.show()
    for person, is_shown in ((placed, True), (other, False)):
        view.show_route(Route("person", person))
        settle()
        settle()
        assert view.overview.toward.isHidden() is not is_shown
