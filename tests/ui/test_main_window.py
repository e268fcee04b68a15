"""The main window: keys, places, panes, text size, undo and what it says when the world fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coachdesk.desk.actions import ACTIONS
from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Operation
from coachdesk.desk.settings import LOCK_WHEN_MINIMISED, TEXT_PERCENT
from coachdesk.services.meetings import start_meeting
from coachdesk.services.people import PersonDraft, list_people, save_person
from coachdesk.store.failures import DiskFull
from coachdesk.ui.shell.crash_report import build_report
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.registry import VIEWS
from coachdesk.ui.views.route import Route
from coachdesk.ui.windows.main import MainWindow


@pytest.fixture
def amara(write: Any) -> str:
    result: str = write(save_person, PersonDraft(None, "Amara Okafor"))
    return result


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, look: Appearance, amara: str, settle: Any) -> Iterator[MainWindow]:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    made = MainWindow(desk, look)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    settle()
    yield made
    made.allow_close()
    settle()


def place(window: MainWindow) -> str:
    route = window.navigator.current
    return route.view if route else ""


def test_every_page_opens_and_names_itself_without_naming_anyone(
    window: MainWindow, amara: str, write: Any, settle: Any
) -> None:
    meeting_id = write(start_meeting, amara)
    for spec in VIEWS:
        window.go(Route(spec.view_id, person_id=amara, meeting_id=meeting_id))
        settle()
        assert window.view.isVisible()
        assert window.windowTitle() == "CoachDesk"
        assert all(pane.focusPolicy() is not None for pane in window.view.panes)


def test_keys_lead_to_places_and_back(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    assert place(window) == "settings"
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert place(window) == "help"
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert place(window) == "settings"
    qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert place(window) == "help"
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert place(window) == "today"


def test_every_declared_action_is_bound(window: MainWindow) -> None:
    bound = {action.objectName() for action in window.findChildren(QAction)}
    assert {action.action_id for action in ACTIONS} <= bound


def test_the_window_asks_to_be_locked_by_key_and_does_not_close_by_itself(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.lock_requested):
        modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        qtbot.keyClick(window, Qt.Key.Key_L, modifiers)
    with qtbot.waitSignal(window.close_requested):
        window.close()
    assert window.isVisible()


def test_f6_walks_through_the_panes(qtbot: QtBot, window: MainWindow) -> None:
    window.sidebar.tree.setFocus()
    seen = []
    for _ in range(1 + len(window.view.panes)):
        qtbot.keyClick(window, Qt.Key.Key_F6)
        seen.append(window.focusWidget())
    assert len(set(map(id, seen))) > 1
    assert any(widget is window.sidebar.tree for widget in seen)


def test_f9_folds_the_sidebar_and_a_meeting_does_it_for_a_while(
    qtbot: QtBot, window: MainWindow, amara: str, write: Any, settle: Any
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert window.sidebar.is_collapsed
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert not window.sidebar.is_collapsed
    window.go(Route("meeting", person_id=amara, meeting_id=write(start_meeting, amara)))
    settle()
    assert window.sidebar.is_collapsed
    window.go(Route("today"))
    assert not window.sidebar.is_collapsed


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_the_window_stands_at_every_text_size_in_a_small_window(
    window: MainWindow, amara: str, percent: int, settle: Any
) -> None:
    window.desk.settings.set(TEXT_PERCENT, percent)
    window.resize(1024, 700)
    for view in ("today", "person", "settings", "help", "import", "person_form"):
        window.go(Route(view, person_id=amara))
        settle()
        assert window.width() == 1024
        assert window.height() == 700


def test_text_grows_by_key(qtbot: QtBot, window: MainWindow, settle: Any) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert window.desk.settings.get(TEXT_PERCENT) == 110
    assert window.look.text_scale == pytest.approx(1.1)
    window.run_action("text.reset")
    assert window.desk.settings.get(TEXT_PERCENT) == 100


def test_undo_by_key_takes_a_removal_back(qtbot: QtBot, window: MainWindow, desk: Desk, settle: Any) -> None:
    draft = PersonDraft(None, "Diego Fuentes")
    Operation(QObject(window), desk, save_person, draft, label="Person added", offers_undo=True).start()
    settle()
    assert window.undo_bar.isVisible()
    assert len(desk.store.read(list_people)) == 2
    window.run_action("undo")
    settle()
    assert len(desk.store.read(list_people)) == 1
    assert not window.undo_bar.isVisible()
    window.run_action("redo")
    settle()
    assert len(desk.store.read(list_people)) == 2


def test_a_failure_of_the_world_is_said_where_the_work_is(window: MainWindow, desk: Desk) -> None:
    desk.bus.failed.emit(DiskFull("The disk is full. What you typed is kept."))
    assert window.banner.isVisible()
    assert "kept" in window.banner.text()
    assert window.sidebar.saved.text() == "Not saved"


def test_a_bug_gives_a_report_without_a_word_of_the_vault(window: MainWindow, desk: Desk) -> None:
    try:
        raise KeyError("Amara sounded worn out")
    except KeyError as error:
        caught = error
    desk.bus.crashed.emit(caught)
    assert "Amara" not in build_report(caught)
    assert "test_main_window.py" in build_report(caught)
    window.banner.button.click()
    assert "KeyError" in QGuiApplication.clipboard().text()


def test_minimising_locks_only_when_set_and_never_in_a_meeting(
    qtbot: QtBot, window: MainWindow, amara: str, write: Any, settle: Any
) -> None:
    window.desk.settings.set(LOCK_WHEN_MINIMISED, True)
    with qtbot.waitSignal(window.lock_requested):
        window.showMinimized()
    window.showNormal()
    window.go(Route("meeting", person_id=amara, meeting_id=write(start_meeting, amara)))
    settle()
    with qtbot.assertNotEmitted(window.lock_requested, wait=100):
        window.showMinimized()


def test_changes_elsewhere_reach_the_sidebar(window: MainWindow, desk: Desk, settle: Any) -> None:
    Operation(QObject(window), desk, save_person, PersonDraft(None, "Zoë Quist")).start()
    settle()
    model = window.sidebar.tree.sidebar_model
    said = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert "Zoë Quist" in said


def test_what_the_backups_say_shows_on_every_page(window: MainWindow) -> None:
    window.desk.backups.noticed.emit("The second place is away. The backup is copied there next time.")
    assert window.banner.text().startswith("The second place is away")
    assert not window.banner.isHidden()
