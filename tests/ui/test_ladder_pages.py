"""Ladders on screen: read, search, fold; import with roles chosen by key; map two versions and move people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot
from sqlmodel import select

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import undo
from coachdesk.model.ladder import LadderChange, LadderVersion
from coachdesk.rubric.load import load_ladder
from coachdesk.rubric.mapping import Carry, load_mapping
from coachdesk.services.ladders import PlacementDraft, find_placement, keep_ladder, place_person
from coachdesk.services.people import PersonDraft, save_person
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.ladder_change_view import LadderChangeView
from coachdesk.ui.views.ladder_import_view import CHECK, FILE, LadderImportView
from coachdesk.ui.views.ladder_list import LaddersView
from coachdesk.ui.views.ladder_view import LadderView
from coachdesk.ui.views.route import Route

PIN = "software-engineer@2026.1"
SHEET = """Skill,Junior,Senior,Wizard,Owner
Code,Writes small parts,Reviews what others write,Conjures,Ann
Testing,Adds tests,Decides what to test,Dreams,Ben
Testings,,Finds gaps,,Ben
"""
OLD = """format: coachdesk-ladder/1
id: acme
name: Acme
version: "1"
levels: [{id: l1, title: Junior}, {id: l2, title: Senior}]
competencies:
  - {id: code, name: Code, at: {l1: [Writes small parts that others can read], l2: [Reviews what others write]}}
  - {id: qa, name: Quality, at: {l1: [Adds a test with each change], l2: [Decides with the team what to test]}}
"""
NEW = OLD.replace('version: "1"', 'version: "2"').replace(
    "{id: qa, name: Quality, at: {l1: [Adds a test with each change]",
    "{id: testing, name: Testing, at: {l1: [Adds a good test with every change made]",
)


@pytest.fixture
def show(qtbot: QtBot, desk: Desk, look: Appearance, settle: Callable[[], None]) -> Callable[..., Any]:
    """Show a page at a route and wait for its answers."""

    def show(kind: type, route: Route, **options: Any) -> Any:
        view = kind(desk, look, **options)
        qtbot.addWidget(view)
        view.resize(1100, 760)
        view.show_route(route)
        view.show()
        settle()
        return view

    return show


def test_the_list_opens_a_built_in_ladder_and_keeps_those_in_use(
    qtbot: QtBot, show: Callable[..., Any], desk: Desk, write: Callable[..., Any], settle: Callable[[], None]
) -> None:
    person_id = write(save_person, PersonDraft(None, "Kim Park"))
    write(place_person, PlacementDraft(person_id, PIN, "l4", "l5", date(2026, 1, 1)))
    write(keep_ladder, load_ladder(OLD, "old"))
    view = show(LaddersView, Route("ladders"))
    rows = {row.pin: row for row in view.model.rows}
    assert rows[PIN].is_used and rows[PIN].people == 1 and rows[PIN].counts.levels == 8
    assert not rows["engineering-manager@2026.1"].is_kept
    for pin, gone in ((PIN, False), ("acme@1", True)):
        view.list.set_current_id(pin)
        QTest.keyClick(view.list, Qt.Key.Key_Delete)
        settle()
        settle()
        assert (pin not in {row.pin for row in view.model.rows}) is gone
        assert view.banner.isVisible() is not gone
    view.list.set_current_id(PIN)
    with qtbot.waitSignal(view.navigate_requested) as asked:
        QTest.keyClick(view.list, Qt.Key.Key_Return)
    assert asked.args == [Route("ladder", item_id=PIN)]


def test_a_matrix_is_read_searched_folded_and_exported(
    qtbot: QtBot, show: Callable[..., Any], tmp_path: Path, settle: Callable[[], None]
) -> None:
    path = tmp_path / "out.yaml"
    view = show(LadderView, Route("ladder", item_id=PIN), choose=lambda *_: path)
    QAbstractItemModelTester(view.pane.model, QAbstractItemModelTester.FailureReportingMode.Fatal, view)
    table = view.pane.table
    table.setCurrentIndex(view.pane.model.index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_Right)
    QTest.keyClick(table, Qt.Key.Key_Down)
    index = table.currentIndex()
    assert (index.row(), index.column()) == (1, 1)
    assert view.pane.reader.title.text() == "Testing, Associate Engineer"
    assert any(label.text().startswith("Not yet: ") for label in view.pane.reader.lines)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).startswith("Testing, Associate Engineer: ")
    QTest.keyClick(table, Qt.Key.Key_F)
    assert table.folded == {"l2"} and table.columnWidth(1) < table.columnWidth(0)
    QTest.keyClick(table, Qt.Key.Key_U)
    assert not table.folded
    assert view.run_action("find")
    QTest.keyClicks(view.find_field, "incident")
    found = view.pane.model.found
    QTest.keyClick(view.find_field, Qt.Key.Key_Return)
    assert found and (table.currentIndex().row(), table.currentIndex().column()) in found
    view.export.click()
    settle()
    assert load_ladder(path).pin == PIN


def _given(view: LadderImportView, qtbot: QtBot, *paths: Path) -> None:
    with qtbot.waitSignal(view.session.shown):
        view.file_step.files_given.emit(paths)


def test_roles_are_chosen_by_key_near_names_joined_and_one_undo_takes_the_import_back(
    qtbot: QtBot, show: Callable[..., Any], desk: Desk, tmp_path: Path, settle: Callable[[], None]
) -> None:
    path, recipe = tmp_path / "acme.csv", tmp_path / "recipe.yaml"
    path.write_text(SHEET, encoding="utf-8")
    view = show(LadderImportView, Route("ladder_import"), choose_recipe=lambda *_: recipe)
    _given(view, qtbot, path)
    check = view.check
    QAbstractItemModelTester(check.source_model, QAbstractItemModelTester.FailureReportingMode.Fatal, view)
    assert view.step == CHECK and "2 levels, 3 competencies" in check.summary.text()
    assert "2 columns ignored" in check.summary.text()
    wizard = check.source_model.index(0, 3)
    menu = check.source.build_menu(check.source_model.column_slot(wizard.column()))
    with qtbot.waitSignal(view.session.shown):
        next(one for one in menu.actions() if one.data() and one.data()[1] == "level").trigger()
    assert "3 levels" in check.summary.text()
    near = next(row for row in check.findings_model.rows if row.kind == "near")
    check.findings.set_current_id(near.row_id)
    with qtbot.waitSignal(view.session.shown):
        QTest.keyClick(check.findings, Qt.Key.Key_Return)
    assert view.primary.text() == "Import 2 competencies"
    with qtbot.waitSignal(view.session.shown):
        assert view.run_action("undo")
    assert view.primary.text() == "Import 3 competencies"
    view.recipe_button.click()
    settle()
    assert "column:wizard: level" in recipe.read_text(encoding="utf-8")
    with qtbot.waitSignal(view.navigate_requested) as asked:
        view.primary.click()
    assert asked.args[0] == Route("ladder", item_id="acme@2026")
    settle()
    with qtbot.waitSignal(undo(view, desk).succeeded):
        pass
    assert desk.store.read(lambda session: session.exec(select(LadderVersion)).all()) == []


def test_the_decisions_of_an_import_are_taken_over_the_next_time(
    qtbot: QtBot, show: Callable[..., Any], desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "acme.csv"
    path.write_text(SHEET, encoding="utf-8")
    view = show(LadderImportView, Route("ladder_import"))
    _given(view, qtbot, path)
    with qtbot.waitSignal(view.session.shown):
        view.check.source.role_chosen.emit("column:wizard", "level")
    with qtbot.waitSignal(view.navigate_requested):
        view.primary.click()
    again = show(LadderImportView, Route("ladder_import", item_id="acme@2026"))
    _given(again, qtbot, path)
    assert "acme@2026" in again.check.banner.text() and "3 levels" in again.check.summary.text()
    assert again.check.ladder_id.text() == "acme"
    again.check.version.set_text("2026")
    again.check.title.set_text("Other words")
    with qtbot.waitSignal(again.banner.window().windowTitleChanged, raising=False, timeout=10):
        again.primary.click()
    qtbot.waitUntil(lambda: again.banner.isVisible())
    assert "another version" in again.banner.text() and again.step == CHECK


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [("a.pdf", "%PDF-1.7", "cannot be read"), ("b.yaml", "format: coachdesk-ladder/1\nid: X\n", "b.yaml")],
)
def test_a_file_that_cannot_come_in_is_said_plainly(
    qtbot: QtBot, show: Callable[..., Any], tmp_path: Path, name: str, text: str, why: str
) -> None:
    path = tmp_path / name
    path.write_text(text)
    view = show(LadderImportView, Route("ladder_import"))
    _given(view, qtbot, path)
    assert view.step == FILE and why in view.file_step.banner.text()


def test_a_table_that_is_no_ladder_offers_to_choose_the_levels(
    qtbot: QtBot, show: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("Skill,Maker,Shaper\nCode,Writes small parts,Reviews what others write\n")
    view = show(LadderImportView, Route("ladder_import"))
    _given(view, qtbot, path)
    assert view.step == CHECK and not view.primary.isEnabled()
    for key in ("column:maker", "column:shaper"):
        with qtbot.waitSignal(view.session.shown):
            view.check.source.role_chosen.emit(key, "level")
    assert view.primary.text() == "Import 1 competency" and view.primary.isEnabled()


def test_a_file_in_the_own_format_comes_in_as_it_is(qtbot: QtBot, show: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(OLD, encoding="utf-8")
    view = show(LadderImportView, Route("ladder_import"))
    _given(view, qtbot, path)
    with qtbot.waitSignal(view.navigate_requested) as asked:
        view.primary.click()
    assert asked.args[0] == Route("ladder", item_id="acme@1")


def test_versions_are_mapped_by_keys_confirmed_and_people_moved(
    show: Callable[..., Any], desk: Desk, write: Callable[..., Any], settle: Callable[[], None], qtbot: QtBot
) -> None:
    for text in (OLD, NEW):
        write(keep_ladder, load_ladder(text, "test"))
    person_id = write(save_person, PersonDraft(None, "Kim Park"))
    write(place_person, PlacementDraft(person_id, "acme@1", "l1", "l2", date(2026, 1, 1)))
    view = show(LadderChangeView, Route("ladder_change", item_id="acme@1 acme@2"))
    assert view.page.open_count == 1 and not view.primary.isEnabled()
    assert view.list.current_id == "competency:qa"
    view.list.setFocus()
    QTest.keyClick(view.list, Qt.Key.Key_Space)
    view.list.set_current_id("competency:qa")
    QTest.keyClick(view.list, Qt.Key.Key_O)
    settle()
    row = next(one for one in view.page.rows if one.key == "competency:qa")
    assert row.decision.targets == ("testing",) and row.decision.carry is Carry.ORDINAL
    assert "Decides with the team" in view.rail.old.text() and "Adds a good test" in view.rail.new.text()
    view.primary.click()
    settle()
    settle()
    change = desk.store.read(lambda session: session.exec(select(LadderChange)).one())
    mapping = load_mapping(change.yaml, "test")
    assert change.confirmed_at is not None and mapping.reviewed is not None
    assert mapping.find("qa").kind == "renamed" and mapping.find("code").carry is Carry.EXACT
    assert [one.name for one in view.moves_model.chosen] == ["Kim Park"]
    view.move_button.click()
    settle()
    placed = desk.store.read(lambda session: find_placement(session, person_id, date(2026, 5, 12)))
    assert (placed.ladder_pin, placed.level_id, placed.target_level_id) == ("acme@2", "l1", "l2")
    with qtbot.waitSignal(undo(view, desk).succeeded):
        pass
    placed = desk.store.read(lambda session: find_placement(session, person_id, date(2026, 5, 12)))
    assert placed.ladder_pin == "acme@1"


def test_two_parts_that_lead_to_one_are_a_merge_and_never_exact(
    show: Callable[..., Any], desk: Desk, write: Callable[..., Any], settle: Callable[[], None]
) -> None:
    for text in (OLD, NEW):
        write(keep_ladder, load_ladder(text, "test"))
    view = show(LadderChangeView, Route("ladder_change", item_id="acme@1 acme@2"))
    view.list.set_current_id("competency:qa")
    view.rail.target_ticked.emit("competency:qa", "code", True)
    settle()
    assert {row.decision.carry for row in view.page.rows if row.key.startswith("competency")} == {Carry.INDICATIVE}
    text = desk.store.read(lambda session: session.exec(select(LadderChange)).one()).yaml
    assert load_mapping(text, "test").find("qa").kind == "merge"
    view.list.set_current_id("competency:qa")
    QTest.keyClick(view.list, Qt.Key.Key_Delete)
    settle()
    assert view.page.open_count == 1


def test_a_click_on_a_heading_of_the_source_asks_for_its_role(
    qtbot: QtBot, show: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "acme.csv"
    path.write_text(SHEET, encoding="utf-8")
    view = show(LadderImportView, Route("ladder_import"))
    _given(view, qtbot, path)
    header = view.check.source.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(1) + 10, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    menus = [one for one in view.check.source.findChildren(object) if type(one).__name__ == "QMenu"]
    assert any("Junior" in action.text() for menu in menus for action in menu.actions())
    for menu in menus:
        menu.close()
