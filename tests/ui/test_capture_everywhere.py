"""Ctrl+N in the main window: two keys beyond the words, from any page, and no word lost by lock."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from coachdesk.desk.desk import Desk
from coachdesk.services.agenda import list_agenda
from coachdesk.services.capture import get_choices
from coachdesk.services.people import PersonDraft, save_person
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.route import Route
from coachdesk.ui.windows.main import MainWindow


@pytest.fixture
def sam(write: Any) -> str:
    return str(write(save_person, PersonDraft(None, "Sam Okoro")))


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, look: Appearance, sam: str, settle: Any) -> MainWindow:
    made = MainWindow(desk, look)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    made.activateWindow()
    assert QTest.qWaitForWindowActive(made)
    settle()
    made.allow_close()
    return made


def test_two_keys_beyond_the_words(window: MainWindow, desk: Desk, sam: str, settle: Any, qtbot: QtBot) -> None:
    window.go(Route("person", sam))
    settle()
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert window.capture_box.field.hasFocus()
    QTest.keyClicks(window.capture_box.field, "Leave in July")
    QTest.keyClick(window.capture_box.field, Qt.Key.Key_Return)
    settle()
    assert [row.text for row in desk.store.read(lambda s: list_agenda(s, sam))] == ["Leave in July"]
    assert window.undo_bar.isVisible() and window.undo_bar.text() == "Agenda item added"
    window.undo_bar.button.click()
    settle()
    assert desk.store.read(lambda s: list_agenda(s, sam)) == ()
    assert desk.store.read(get_choices).unfinished in ("", "Leave in July")


def test_lock_keeps_what_is_being_typed(window: MainWindow, desk: Desk, settle: Any) -> None:
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    settle()
    QTest.keyClicks(window.capture_box.field, "@sam +win half a thought")
    assert window.has_unsaved()
    window.flush()
    settle()
    assert not window.has_unsaved()
    assert desk.store.read(get_choices).unfinished == "@sam +win half a thought"


def test_finishing_a_meeting_is_not_triggered_by_ctrl_enter_in_the_box(
    window: MainWindow, desk: Desk, sam: str, settle: Any
) -> None:
    window.go(Route("person", sam))
    settle()
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    settle()
    box = window.capture_box
    QTest.keyClicks(box.field, "Leave in July")
    QTest.keyClick(box.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert box.isVisible() and box.field.text() == ""
    route = window.navigator.current
    assert route is not None and route.view == "person"
