"""The import of a roster, driven by keys from the file to the people in the vault."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import undo
from coachdesk.exchange.roster.vocabulary import Field
from coachdesk.services.people import get_tree
from coachdesk.ui.models.roster_model import CELL_ROLE, CellKind, RosterModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.import_view import CHECK, DONE, FILE, MATCH, ImportView
from coachdesk.ui.views.route import Route

ROSTER = """full_name,job_title,grade,manager,hired
Amara Okafor,Senior Engineer,L5,Priya Raman,2022-03-14
Ana Kovač,Engineer II,L4,Yusuf Demyr,2024-09-02
Yusuf Demir,Engineering Manager,M1,Priya Raman,2020-06-01
Aroha Ngata,Senior Engineer,L5,Yusuf Demir,2022-07-04
Amara Okafor,Senior Engineer,L5,Priya Raman,2022-03-14
Priya Raman,Director,M3,,2018-01-08
"""


class GivenFile:
    """A file chooser that answers with what the test gave it."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.asked = 0

    def __call__(self, parent: QWidget) -> Path | None:
        self.asked += 1
        return self.path


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "team-roster.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


@pytest.fixture
def chooser(roster: Path) -> GivenFile:
    return GivenFile(roster)


@pytest.fixture
def view(qtbot: QtBot, desk: Desk, look: Appearance, chooser: GivenFile) -> ImportView:
    page = ImportView(desk, look, choose=chooser)
    qtbot.addWidget(page)
    page.resize(1100, 720)
    page.show_route(Route("import"))
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    return page


def go_to_check(qtbot: QtBot, view: ImportView, path: Path) -> None:
    view.set_file(path)
    qtbot.waitUntil(lambda: view.step == MATCH and view.primary.isEnabled())
    view.primary.click()
    assert view.step == CHECK


def checked_again(qtbot: QtBot, view: ImportView) -> object:
    return qtbot.waitSignal(view.session.checked)


def shown_names(view: ImportView) -> list[str]:
    return [row.name for row in view.check_step.model.rows]


def people_of(desk: Desk) -> tuple[set[str], set[str]]:
    tree = desk.store.read(get_tree)
    return {person.name for person in tree.direct}, {one.name for team in tree.teams for one in team.members}


def test_whole_import_by_keyboard(qtbot: QtBot, view: ImportView, desk: Desk, chooser: GivenFile) -> None:
    view.file_step.button.setFocus()
    qtbot.keyClick(view.file_step.button, Qt.Key.Key_Space)
    assert chooser.asked == 1
    qtbot.waitUntil(lambda: view.step == MATCH and view.primary.isEnabled())
    assert "Priya Raman, row 7" in view.match_step.owner.hint.text()
    qtbot.keyClick(view.primary, Qt.Key.Key_Space)
    table = view.check_step.table
    assert view.step == CHECK and shown_names(view)[:2] == ["Amara Okafor", "Ana Kovač"]
    table.setFocus()
    for name in ("Amara Okafor", "Ana Kovač"):
        table.setCurrentIndex(view.check_step.model.index(shown_names(view).index(name), 1))
        with checked_again(qtbot, view):
            qtbot.keyClick(table, Qt.Key.Key_Return if name == "Amara Okafor" else Qt.Key.Key_Space)
    assert view.primary.text() == "Import 4 people"
    with qtbot.waitSignal(desk.bus.undo_offered) as offered:
        qtbot.keyClick(view.primary, Qt.Key.Key_Space)
    assert offered.args == ["Import of 4 people"]
    qtbot.waitUntil(lambda: view.step == DONE)
    assert people_of(desk)[0] == {"Amara Okafor", "Yusuf Demir"}
    assert view.done_step.title.text() == "4 people imported"
    with qtbot.waitSignal(view.navigate_requested) as gone:
        qtbot.keyClick(view.primary, Qt.Key.Key_Space)
    assert gone.args == [Route("today")]
    with qtbot.waitSignal(desk.bus.changed):
        undo(view, desk)
    assert people_of(desk) == (set(), set())


def test_counts_and_words(qtbot: QtBot, view: ImportView, roster: Path) -> None:
    go_to_check(qtbot, view, roster)
    step = view.check_step
    assert step.ready.text().startswith("2 people ready: 1 direct report, 1 skip-level")
    assert step.look_words.text() == "2 people need a look"
    assert step.fixes.isVisible() or step.table.current_row() == -1
    assert view.trail.accessibleName() == "Step 3 of 4: Check"


def test_file_that_cannot_be_read_says_so_in_place(qtbot: QtBot, view: ImportView, tmp_path: Path) -> None:
    broken = tmp_path / "team.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    with qtbot.waitSignal(view.session.read_failed):
        view.set_file(broken)
    step = view.file_step
    assert view.step == FILE and step.banner.isVisible() and step.button.isEnabled()
    assert "team.pdf" in step.banner.text() and "CSV or XLSX" in step.banner.text()
    assert str(tmp_path) not in step.banner.text()


def test_choosing_nothing_changes_nothing(qtbot: QtBot, view: ImportView, chooser: GivenFile) -> None:
    chooser.path = None
    qtbot.keyClick(view.file_step.button, Qt.Key.Key_Space)
    assert view.step == FILE and view.session.table is None


def test_dropped_file_is_read(qtbot: QtBot, view: ImportView, roster: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(roster))])
    none = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPoint(20, 20).toPointF(), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, none)
    view.file_step.dropEvent(event)
    qtbot.waitUntil(lambda: view.step == MATCH and view.primary.isEnabled())


def test_match_can_be_changed_by_keys(qtbot: QtBot, view: ImportView, roster: Path) -> None:
    view.set_file(roster)
    qtbot.waitUntil(lambda: view.step == MATCH and view.primary.isEnabled())
    level = view.match_step.choices[2]
    assert level.field() is Field.LEVEL and "grade" in level.accessibleName()
    level.setFocus()
    with checked_again(qtbot, view):
        qtbot.keyClick(level, Qt.Key.Key_Home)
    assert view.session.mapping.find(Field.LEVEL) is None
    name = view.match_step.choices[0]
    with checked_again(qtbot, view):
        qtbot.keyClick(name, Qt.Key.Key_Home)
    assert not view.primary.isEnabled() and view.match_step.missing.isVisible()


def test_owner_can_be_named(qtbot: QtBot, view: ImportView, roster: Path) -> None:
    view.set_file(roster)
    qtbot.waitUntil(lambda: view.step == MATCH and view.primary.isEnabled())
    edit = view.match_step.owner.edit
    edit.selectAll()
    with checked_again(qtbot, view):
        qtbot.keyClicks(edit, "Yusuf Demir")
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Yusuf Demir, row 4" in view.match_step.owner.hint.text())


def test_space_and_control_space_tick(qtbot: QtBot, view: ImportView, roster: Path) -> None:
    go_to_check(qtbot, view, roster)
    table = view.check_step.table
    table.setFocus()
    with checked_again(qtbot, view):
        qtbot.keyClick(table, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert view.check_step.model.tick_state() == Qt.CheckState.Checked
    with checked_again(qtbot, view):
        qtbot.keyClick(table, Qt.Key.Key_Space)
    assert view.check_step.model.tick_state() == Qt.CheckState.PartiallyChecked
    with checked_again(qtbot, view):
        assert view.run_action("undo")
    assert view.check_step.model.tick_state() == Qt.CheckState.Checked


def test_f2_edits_a_cell_and_keeps_the_row(qtbot: QtBot, view: ImportView, roster: Path) -> None:
    go_to_check(qtbot, view, roster)
    table, model = view.check_step.table, view.check_step.model
    column = next(at for at, one in enumerate(model.columns) if one.field is Field.MANAGER)
    table.setFocus()
    table.setCurrentIndex(model.index(shown_names(view).index("Ana Kovač"), column))
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChild(QLineEdit)
    assert editor is not None and editor.text() == "Yusuf Demyr"
    with checked_again(qtbot, view):
        editor.setText("Yusuf Demir")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    row = next(row for row in model.rows if row.name == "Ana Kovač")
    assert row.included and not row.problems and table.current_row() == row.row_number


def test_other_fixes_stand_under_the_table(qtbot: QtBot, view: ImportView, roster: Path) -> None:
    go_to_check(qtbot, view, roster)
    step = view.check_step
    step.table.setCurrentIndex(step.model.index(shown_names(view).index("Amara Okafor"), 1))
    assert "row 6" in step.fixes.text()
    assert [button.text() for button in step.fixes.buttons] == ["Merge", "Two people"]
    with checked_again(qtbot, view):
        qtbot.keyClick(step.fixes.buttons[1], Qt.Key.Key_Space)
    assert shown_names(view).count("Amara Okafor") == 2
    menu = step.build_menu(step.model.index(shown_names(view).index("Ana Kovač"), 1))
    assert "Leave out" in [action.text() for action in menu.actions()]
    menu.deleteLater()


def test_order_by_name_or_problems_first(qtbot: QtBot, view: ImportView, roster: Path) -> None:
    go_to_check(qtbot, view, roster)
    view.check_step.order.setFocus()
    qtbot.keyClick(view.check_step.order, Qt.Key.Key_Left)
    assert shown_names(view) == sorted(shown_names(view))


def test_back_returns_step_by_step(qtbot: QtBot, view: ImportView, roster: Path) -> None:
    go_to_check(qtbot, view, roster)
    qtbot.keyClick(view.back, Qt.Key.Key_Space)
    assert view.step == MATCH
    qtbot.keyClick(view.back, Qt.Key.Key_Space)
    assert view.step == FILE and view.session.table is None


def test_importing_again_finds_nothing_new(qtbot: QtBot, view: ImportView, desk: Desk, roster: Path) -> None:
    go_to_check(qtbot, view, roster)
    view.primary.click()
    qtbot.waitUntil(lambda: view.step == DONE)
    before = people_of(desk)
    view.back.click()
    go_to_check(qtbot, view, roster)
    model = view.check_step.model
    results = [model.index(at, len(model.columns) - 1).data(CELL_ROLE).text for at in range(model.rowCount())]
    assert results.count("Already in your vault, nothing changes") == 2
    assert people_of(desk) == before
    assert view.primary.text() == "Nothing to import"


def test_model_keeps_qt_rules(qtbot: QtBot, view: ImportView, roster: Path) -> None:
    tester = QAbstractItemModelTester(view.check_step.model, QAbstractItemModelTester.FailureReportingMode.Warning)
    go_to_check(qtbot, view, roster)
    model = view.check_step.model
    with checked_again(qtbot, view):
        model.setData(model.index(0, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert isinstance(tester.model(), RosterModel)
    spoken = model.index(0, len(model.columns) - 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Result: ")
    assert model.columns[0].kind is CellKind.TICK and model.columns[-1].kind is CellKind.RESULT
    assert [column.source for column in model.columns[1:6]] == ["full_name", "job_title", "grade", "manager", "hired"]


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_pages_fit_a_small_window(qtbot: QtBot, desk: Desk, roster: Path, scale: float) -> None:
    page = ImportView(desk, Appearance(mode="dark", text_scale=scale, reduced_motion=True))
    qtbot.addWidget(page)
    page.show_route(Route("import"))
    page.set_file(roster)
    qtbot.waitUntil(lambda: page.step == MATCH and page.primary.isEnabled())
    page.primary.click()
    page.check_step.table.setCurrentIndex(page.check_step.model.index(0, 1))
    room = (968, 652) if scale == 1.0 else (1224, 704)
    assert page.minimumSizeHint().width() <= room[0] and page.minimumSizeHint().height() <= room[1]


def test_keys_walk_from_the_columns_to_the_foot(qtbot: QtBot, view: ImportView, roster: Path) -> None:
    view.set_file(roster)
    qtbot.waitUntil(lambda: view.step == MATCH and view.primary.isEnabled())
    step = view.match_step
    assert view.panes == (step, view.primary.parentWidget())
    expected: list[QWidget] = [*step.choices, step.owner.edit, view.back, view.primary]
    for part in expected:
        assert view.focusWidget() is part
        qtbot.keyClick(part, Qt.Key.Key_Tab)
    step.owner.edit.setFocus()
    assert step.isAncestorOf(step.owner.edit)
    view.panes[1].setFocus()
    assert view.focusWidget() is view.primary
