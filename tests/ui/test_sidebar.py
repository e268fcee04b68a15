"""The sidebar: places, people by team, keys, folding."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from coachdesk.desk.desk import Desk
from coachdesk.services.people import PersonDraft, ReportingTree, get_tree, save_person
from coachdesk.ui.shell.sidebar import Sidebar
from coachdesk.ui.shell.sidebar_model import EntryKind, SidebarModel, build_entries
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.registry import list_places
from coachdesk.ui.views.route import Route


@pytest.fixture
def tree(desk: Desk, write: Any) -> ReportingTree:
    kwame = write(save_person, PersonDraft(None, "Kwame Mensah"))
    write(save_person, PersonDraft(None, "Amara Okafor"))
    write(save_person, PersonDraft(None, "Grace Kim", manager_id=kwame))
    write(save_person, PersonDraft(None, "Viktor Petrov", manager_id=kwame))
    return desk.store.read(get_tree)


def test_people_stand_by_team_with_their_counts(tree: ReportingTree) -> None:
    entries = build_entries(list_places()[:1], tree)
    said = [(entry.kind, entry.text, entry.badge) for entry in entries]
    assert said == [
        (EntryKind.PLACE, "Today", ""),
        (EntryKind.HEADING, "Direct reports", "2"),
        (EntryKind.PERSON, "Amara Okafor", ""),
        (EntryKind.PERSON, "Kwame Mensah", ""),
        (EntryKind.HEADING, "Skip-levels", "2"),
        (EntryKind.TEAM, "Kwame’s team", "2"),
    ]
    assert [child.text for child in entries[-1].children] == ["Grace Kim", "Viktor Petrov"]


def test_an_empty_vault_offers_to_add_a_person() -> None:
    entries = build_entries(list_places(), ReportingTree((), (), (), "Priya"))
    assert Route("person_form") in [entry.route for entry in entries]


def test_the_model_keeps_qts_rules_while_it_changes(qtbot: QtBot, tree: ReportingTree) -> None:
    model = SidebarModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_entries(build_entries(list_places()[:1], tree))
    model.set_entries(build_entries(list_places(), None))
    model.set_entries(build_entries(list_places()[:1], tree))
    index = model.find(f"person:{tree.teams[0].members[0].person_id}")
    assert index.parent().isValid()
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Grace Kim"
    assert tester.model() is model


def test_enter_opens_a_person_and_unfolds_a_team(qtbot: QtBot, look: Appearance, tree: ReportingTree) -> None:
    sidebar = Sidebar(look)
    qtbot.addWidget(sidebar)
    sidebar.set_entries(build_entries(list_places()[:1], tree))
    sidebar.resize(232, 700)
    sidebar.show()
    keys = sidebar.tree
    keys.setCurrentIndex(keys.sidebar_model.find("place:today"))
    with qtbot.waitSignal(sidebar.opened) as opened:
        qtbot.keyClick(keys, Qt.Key.Key_Down)
        qtbot.keyClick(keys, Qt.Key.Key_Return)
    assert opened.args[0].person_id == tree.direct[0].person_id
    team = keys.sidebar_model.find(f"team:{tree.teams[0].lead.person_id}")
    keys.setCurrentIndex(team)
    qtbot.keyClick(keys, Qt.Key.Key_Return)
    assert keys.isExpanded(team)


def test_an_open_team_stays_open_when_people_change(qtbot: QtBot, look: Appearance, tree: ReportingTree) -> None:
    sidebar = Sidebar(look)
    qtbot.addWidget(sidebar)
    sidebar.set_entries(build_entries(list_places()[:1], tree))
    key = f"team:{tree.teams[0].lead.person_id}"
    sidebar.tree.expand(sidebar.tree.sidebar_model.find(key))
    sidebar.set_entries(build_entries((), tree))
    assert sidebar.tree.isExpanded(sidebar.tree.sidebar_model.find(key))


def test_folding_leaves_icons_that_are_whole(qtbot: QtBot, look: Appearance, tree: ReportingTree) -> None:
    sidebar = Sidebar(look)
    qtbot.addWidget(sidebar)
    sidebar.set_entries(build_entries(list_places()[:1], tree))
    sidebar.resize(232, 700)
    sidebar.show()
    sidebar.set_collapsed(True)
    qtbot.waitUntil(lambda: sidebar.width() == 56)
    assert sidebar.tree.columnWidth(0) <= 56
    assert not sidebar.search.isVisible()
    assert sidebar.search_icon.accessibleName()
    sidebar.set_collapsed(False)
    assert sidebar.width() == 232
