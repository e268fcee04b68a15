"""What came of a question of the bank: noted by a key in the meeting and after it, taken back, kept by a lock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import undo
from coachdesk.services import agenda, meetings, people, questions
from coachdesk.services.question_bank import Purpose
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.meeting_agenda import AgendaList
from coachdesk.ui.views.meeting_view import MeetingView
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.row_list import keep_fields

Write = Callable[..., Any]
Settle = Callable[[], None]


class Talk:
    """A live meeting with one plain item, then a question of the bank."""

    def __init__(self, desk: Desk, write: Write, settle: Settle) -> None:
        self.desk, self.settle = desk, settle
        self.person = write(people.save_person, people.PersonDraft(None, "Amara Okafor", cadence="FREQ=WEEKLY"))
        write(agenda.add_item, agenda.AgendaDraft(self.person, "Cut-over"))
        self.meeting = write(meetings.start_meeting, self.person)
        self.question = self.bank()[0].question
        self.item = write(questions.ask_question, self.person, self.question)

    def bank(self) -> tuple[questions.QuestionRow, ...]:
        read = questions.get_choice
        return self.desk.store.read(lambda s: read(s, self.meeting, UTC, Purpose.WEEKLY, count=500)).rows

    def row(self) -> agenda.AgendaRow:
        rows = self.desk.store.read(lambda s: agenda.list_agenda(s, self.person, self.meeting))
        return next(row for row in rows if row.item_id == self.item)


@pytest.fixture
def talk(desk: Desk, write: Write, settle: Settle) -> Talk:
    return Talk(desk, write, settle)


@pytest.fixture
def view(desk: Desk, look: Appearance, talk: Talk, settle: Settle, qtbot: QtBot) -> MeetingView:
    made = MeetingView(desk, look)
    qtbot.addWidget(made)
    made.resize(1224, 800)
    made.show_route(Route("meeting", meeting_id=talk.meeting))
    made.show()
    made.activateWindow()
    settle()
    return made


def field(rows: AgendaList) -> QLineEdit:
    (found,) = (one for one in rows.findChildren(QLineEdit) if one.isVisible())
    return found


def test_a_key_notes_it_while_the_notes_are_written(view: MeetingView, talk: Talk, qtbot: QtBot) -> None:
    view.notes.editor.setFocus()
    view.run_action("agenda.outcome")
    editor = field(view.agenda.list)
    assert editor.hasFocus() and editor.accessibleName() == "What came of it"
    QTest.keyClicks(editor, "wants to lead")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(view.notes.editor.hasFocus)
    talk.settle()
    assert talk.row().outcome == "wants to lead" and talk.row().is_done, "what came of it was discussed"
    assert "wants to lead" in view.agenda.model.spoken(talk.row())
    assert (asked := talk.bank()[-1].asked) is not None and asked.outcome == "wants to lead"
    undo(view, talk.desk)
    talk.settle()
    assert not talk.row().outcome and not talk.row().is_done, "one undo takes back both"


def test_the_question_just_discussed_is_meant(view: MeetingView, talk: Talk, write: Write) -> None:
    other = write(questions.ask_question, talk.person, talk.bank()[1].question)
    view.refresh()
    talk.settle()
    view.agenda.list.set_current_id(talk.item)
    view.run_action("agenda.next")
    talk.settle()
    assert view.agenda.list.current_id == other
    view.run_action("agenda.outcome")
    assert view.agenda.list.current_id == talk.item
    QTest.keyClick(field(view.agenda.list), Qt.Key.Key_Escape)
    talk.settle()
    assert talk.row().is_done and not talk.row().outcome


def test_enter_in_the_follow_up_notes_it_and_esc_leaves_it(view: MeetingView, talk: Talk, write: Write) -> None:
    write(agenda.set_discussed, talk.item, talk.meeting, is_done=True)
    write(meetings.finish_meeting, talk.meeting)
    view.refresh()
    talk.settle()
    rows = view.follow_up.agenda.list
    assert "What came of it?" in view.follow_up.agenda.model.spoken(talk.row())
    rows.set_current_id(talk.item)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    QTest.keyClicks(field(rows), "2 steps: 1 now")
    keep_fields(view)
    talk.settle()
    assert talk.row().outcome == "2 steps: 1 now", "a lock keeps what stands in an open field"
    assert talk.desk.store.read(lambda s: meetings.get_meeting(s, talk.meeting)).pulse is None
    QTest.keyClick(rows, Qt.Key.Key_Return)
    QTest.keyClick(field(rows), Qt.Key.Key_A)
    QTest.keyClick(field(rows), Qt.Key.Key_Escape)
    talk.settle()
    assert talk.row().outcome == "2 steps: 1 now"


def test_what_stands_in_a_field_outlives_other_rows(view: MeetingView, talk: Talk, write: Write) -> None:
    view.run_action("agenda.outcome")
    QTest.keyClicks(field(view.agenda.list), "wants to lead")
    write(agenda.add_item, agenda.AgendaDraft(talk.person, "Added elsewhere"))
    view.refresh()
    talk.settle()
    talk.settle()
    assert talk.row().outcome == "wants to lead"


def test_a_click_on_the_line_opens_it_and_a_plain_item_has_none(
    view: MeetingView, talk: Talk, write: Write, qtbot: QtBot
) -> None:
    write(agenda.set_discussed, talk.item, talk.meeting, is_done=True)
    view.refresh()
    talk.settle()
    rows = view.agenda.list
    plain, question = (
        next(r for r in view.agenda.model.rows if getattr(r, "text", "") == text)
        for text in ("Cut-over", talk.question.text)
    )
    assert not view.agenda.model.takes_outcome(plain) and view.agenda.model.takes_outcome(question)
    place = rows.visualRect(view.agenda.model.index(view.agenda.model.position_of(talk.item)))
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place.bottomLeft() + _inside())
    qtbot.waitUntil(lambda: any(one.isVisible() for one in rows.findChildren(QLineEdit)))
    assert field(rows).placeholderText() == "What came of it, in a few words"


def _inside() -> QPoint:
    """Return the way from the corner of a row to its second line."""
    return QPoint(60, -12)
