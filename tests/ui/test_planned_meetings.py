"""Planned meetings of a person by keys: move in words, didn't happen, remove; each can be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlmodel import select

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import undo
from coachdesk.model.meeting import Meeting, MeetingState
from coachdesk.services.people import PersonDraft, save_person
from coachdesk.services.series import Rhythm, set_rhythm
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.person_meetings import PersonMeetings
from coachdesk.ui.views.person_view import PersonView
from coachdesk.ui.views.route import Route
from tests.ui.conftest import SetClock

Settle = Callable[[], None]


@pytest.fixture
def tab(
    desk: Desk, look: Appearance, write: Callable[..., Any], settle: Settle, qtbot: QtBot, clock: SetClock
) -> Iterator[PersonMeetings]:
    clock.now = datetime(2026, 5, 12, 7, 0, tzinfo=UTC)
    person = write(save_person, PersonDraft(None, "Amara Okafor"))
    write(set_rhythm, person, Rhythm("FREQ=WEEKLY;BYDAY=WE", time(9, 30), "UTC"))
    view = PersonView(desk, look)
    qtbot.addWidget(view)
    view.resize(1048, 752)
    view.show_route(Route("person", person, tab="one-on-ones"))
    view.show()
    view.activateWindow()
    settle()
    (found,) = view.findChildren(PersonMeetings)
    found.rows.setFocus()
    yield found
    view.hide()


def _meetings(desk: Desk) -> list[Meeting]:
    return list(desk.store.read(lambda session: session.exec(select(Meeting).order_by(Meeting.starts_at)).all()))


def test_a_meeting_is_moved_in_words_and_says_from_where(tab: PersonMeetings, desk: Desk, settle: Settle) -> None:
    first = _meetings(desk)[0]
    assert tab.rows.current_id == first.id
    QTest.keyClick(tab.rows, Qt.Key.Key_M)
    assert tab.move_row.text.hasFocus()
    QTest.keyClicks(tab.move_row.text, "thu 14:00")
    QTest.keyClick(tab.move_row.text, Qt.Key.Key_Return)
    settle()
    assert _meetings(desk)[0].starts_at == datetime(2026, 5, 14, 14, 0, tzinfo=UTC)
    assert "moved from 13 May" in tab.model.cells(tab.model.rows[0]).title
    assert tab.rows.hasFocus()
    undo(tab, desk)
    settle()
    assert _meetings(desk)[0].starts_at == first.starts_at


def test_wrong_words_are_said_and_esc_leaves_the_meeting(tab: PersonMeetings, desk: Desk) -> None:
    QTest.keyClick(tab.rows, Qt.Key.Key_F2)
    QTest.keyClicks(tab.move_row.text, "soonish")
    QTest.keyClick(tab.move_row.text, Qt.Key.Key_Return)
    assert "Type a day and a time" in tab.move_row.hint.text()
    QTest.keyClick(tab.move_row.text, Qt.Key.Key_Escape)
    assert tab.rows.hasFocus() and _meetings(desk)[0].moved_from_at is None


def test_not_happened_and_removed_by_a_key(tab: PersonMeetings, desk: Desk, settle: Settle) -> None:
    first, second = _meetings(desk)[:2]
    QTest.keyClick(tab.rows, Qt.Key.Key_N)
    settle()
    assert _meetings(desk)[0].state is MeetingState.MISSED
    tab.rows.set_current_id(second.id)
    QTest.keyClick(tab.rows, Qt.Key.Key_Delete)
    settle()
    assert second.id not in [meeting.id for meeting in _meetings(desk)]
    tab.rows.set_current_id(first.id)
    QTest.keyClick(tab.rows, Qt.Key.Key_M)
    assert not tab.move_row.isVisible()


def test_planned_meetings_stand_on_top_soonest_first(tab: PersonMeetings, desk: Desk) -> None:
    moments = [row.starts_at for row in tab.model.rows]
    assert moments == sorted(moments) and len(moments) == 8
