"""Plan the week by keys: nine people within the budget, another time typed, someone skipped."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlmodel import select

from coachdesk.desk.desk import Desk
from coachdesk.model.meeting import Meeting
from coachdesk.services.people import PersonDraft, save_person
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.plan_view import PlanView
from coachdesk.ui.windows.main import MainWindow
from tests.ui.conftest import SetClock

NAMES = ("Amara", "Arjun", "Diego", "Hannah", "Kwame", "Mei-Lin", "Sofia", "Tomasz", "Yusuf")


class Keys:
    """Presses keys where the keyboard is, and counts those beyond typed text."""

    def __init__(self) -> None:
        self.count = 0

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.count += 1
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, modifiers)

    def type(self, text: str) -> None:
        for letter in text:
            focus = QApplication.focusWidget()
            assert focus is not None
            QTest.keyClicks(focus, letter)


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, look: Appearance, clock: SetClock) -> MainWindow:
    clock.now = datetime(2026, 5, 11, 7, 0, tzinfo=UTC)
    for name in NAMES:
        desk.store.write(lambda unit, name=name: save_person(unit, PersonDraft(None, name, cadence="FREQ=WEEKLY")))
    made = MainWindow(desk, look)
    qtbot.addWidget(made)
    made.allow_close()
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def _meetings(desk: Desk) -> list[Meeting]:
    return list(desk.store.read(lambda session: session.exec(select(Meeting).order_by(Meeting.starts_at)).all()))


def _open(window: MainWindow, qtbot: QtBot, keys: Keys) -> PlanView:
    keys.press(Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: isinstance(window.view, PlanView) and bool(window.view.model.rows))
    view = window.view
    assert isinstance(view, PlanView)
    qtbot.waitUntil(view.list.hasFocus)
    return view


def test_nine_people_take_at_most_twenty_keys(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    keys = Keys()
    view = _open(window, qtbot, keys)
    assert len(view.model.rows) == 9
    for number in range(9):
        if number == 4:
            keys.type("wed 15:00")
            qtbot.waitUntil(view.other_time.text.hasFocus)
        keys.press(Qt.Key.Key_Return)
        qtbot.waitUntil(view.list.hasFocus if number < 8 else view.done.button.hasFocus)
    qtbot.waitUntil(lambda: len(_meetings(desk)) == 9)
    assert keys.count <= 20
    starts = [meeting.starts_at for meeting in _meetings(desk)]
    assert len(set(starts)) == 9
    assert datetime(2026, 5, 13, 15, 0, tzinfo=UTC) in starts
    assert view.done.isVisible()


def test_space_skips_and_undo_brings_the_last_one_back(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    keys = Keys()
    view = _open(window, qtbot, keys)
    skipped, planned = view.model.rows[0], view.model.rows[1]
    keys.press(Qt.Key.Key_Space)
    assert view.list.current_id == planned.person_id
    keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(_meetings(desk)) == 1)
    window.run_action("undo")
    qtbot.waitUntil(lambda: planned.person_id in [row.person_id for row in view.model.rows])
    assert _meetings(desk) == []
    assert skipped.person_id not in [row.person_id for row in view.model.rows]


def test_words_that_are_no_time_are_said_and_esc_goes_back(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    keys = Keys()
    view = _open(window, qtbot, keys)
    keys.type("soon")
    keys.press(Qt.Key.Key_Return)
    assert "Type a day and a time" in view.other_time.hint.text()
    keys.press(Qt.Key.Key_Escape)
    assert view.list.hasFocus() and len(view.model.rows) == 9
    keys.type("9:45")
    keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(_meetings(desk)) == 1)
    assert _meetings(desk)[0].starts_at.time().isoformat() == "09:45:00"
