"""The follow-up stage, driven by keys over a real vault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import undo
from coachdesk.model.note import NoteKind
from coachdesk.model.promise import PromiseOwner
from coachdesk.model.visibility import Visibility
from coachdesk.services import agenda, meetings, notes, people, promises
from coachdesk.services.blocks import Block
from coachdesk.services.follow_up import get_follow_up
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.meeting_view import MeetingView
from coachdesk.ui.views.route import Route

Write = Callable[..., Any]
Settle = Callable[[], None]
SECRET = "Tired, and it shows"


@pytest.fixture
def talk(write: Write) -> tuple[str, str]:
    """A talk that was just held: shared and private words, one action, an item done and one that carries over."""
    person = write(people.save_person, people.PersonDraft(None, "Amara Okafor", cadence="FREQ=WEEKLY"))
    meeting = write(meetings.start_meeting, person)
    blocks = (Block(Visibility.SHARED, "Cut-over went **well**"), Block(Visibility.ONLY_YOU, SECRET))
    write(notes.save_note, notes.NoteDraft("note", person, meeting, blocks))
    write(promises.add_promise, promises.PromiseDraft(person, "Clear the freeze", meeting_id=meeting))
    done = write(agenda.add_item, agenda.AgendaDraft(person, "Cut-over"))
    write(agenda.set_discussed, done, meeting, is_done=True)
    write(agenda.add_item, agenda.AgendaDraft(person, "Load", visibility=Visibility.ONLY_YOU))
    write(meetings.finish_meeting, meeting)
    return person, meeting


@pytest.fixture
def view(desk: Desk, look: Appearance, talk: tuple[str, str], settle: Settle, qtbot: QtBot) -> MeetingView:
    made = MeetingView(desk, look)
    qtbot.addWidget(made)
    made.resize(1224, 800)
    made.show_route(Route("meeting", *talk, tab="follow-up"))
    made.show()
    made.activateWindow()
    settle()
    return made


def stored(desk: Desk, meeting: str) -> Any:
    return desk.store.read(lambda s: get_follow_up(s, meeting, desk.now, desk.zone))


def test_a_whole_follow_up_takes_four_keys(
    view: MeetingView, talk: tuple[str, str], desk: Desk, settle: Settle, qtbot: QtBot
) -> None:
    stage = view.follow_up
    stage.summary.setFocus()
    QTest.keyClick(QGuiApplication.focusObject(), Qt.Key.Key_4)
    QTest.keyClick(QGuiApplication.focusObject(), Qt.Key.Key_N)
    assert view.run_action("summary.copy")
    settle()
    assert [line.state for line in stage.rail.checks] == ["open", "met", "met", "met"]
    with qtbot.waitSignal(view.navigate_requested) as asked:
        assert view.run_action("meeting.start")
    assert asked.args[0] == Route("today")
    settle()
    found = stored(desk, talk[1])
    assert found.closed_at is not None and found.summary_copied_at is not None
    assert desk.store.read(lambda s: meetings.get_meeting(s, talk[1])).pulse == 4
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.hasHtml() and "Cut-over went well" in mime.text() and "<strong>well</strong>" in mime.html()
    for form in (mime.text(), mime.html()):
        assert SECRET not in form and "Load" not in form
    QGuiApplication.clipboard().clear()


def test_a_pulse_can_be_changed_and_taken_back(
    view: MeetingView, talk: tuple[str, str], desk: Desk, settle: Settle
) -> None:
    def pulse() -> int | None:
        return desk.store.read(lambda s: meetings.get_meeting(s, talk[1])).pulse

    picker = view.follow_up.rail.picker
    for key, expected in ((Qt.Key.Key_2, 2), (Qt.Key.Key_5, 5), (Qt.Key.Key_5, None), (Qt.Key.Key_3, 3)):
        QTest.keyClick(picker.focus_target(), key)
        settle()
        assert pulse() == expected
    QTest.keyClick(picker, Qt.Key.Key_Delete)
    settle()
    assert pulse() is None and picker.index() == -1
    assert view.follow_up.rail.line.words == "Too little history"


def test_an_action_is_edited_in_place(view: MeetingView, talk: tuple[str, str], desk: Desk, settle: Settle) -> None:
    (row,) = view.follow_up.actions_part.rows.values()
    row.text.setFocus()
    QTest.keyClick(row.text, Qt.Key.Key_F2)
    QTest.keyClicks(row.text, "Clear it with Kwame")
    QTest.keyClick(row.text, Qt.Key.Key_Return)
    row.owner.setFocus()
    QTest.keyClick(row.owner, Qt.Key.Key_Down)
    row.owner.activated.emit(1)
    row.day.setFocus()
    QTest.keyClicks(row.day, "next one-on-one")
    QTest.keyClick(row.day, Qt.Key.Key_Return)
    settle()
    (action,) = stored(desk, talk[1]).actions
    assert (action.text, action.owner) == ("Clear it with Kwame", PromiseOwner.THEM)
    assert action.due_on == desk.local_now.date() + timedelta(days=7)
    assert row.day.text() == "19 May" and not view.has_unsaved()
    row.day.selectAll()
    QTest.keyClicks(row.day, "soonish")
    QTest.keyClick(row.day, Qt.Key.Key_Return)
    settle()
    assert row.hint.text().startswith("Type a day") and row.day.text() == "soonish" and view.has_unsaved()


def test_actions_are_added_and_removed(view: MeetingView, talk: tuple[str, str], desk: Desk, settle: Settle) -> None:
    part = view.follow_up.actions_part
    assert view.run_action("action.add")
    QTest.keyClicks(part.adder.text, "Book a room")
    QTest.keyClicks(part.adder.day, "in 2 weeks")
    QTest.keyClick(part.adder.text, Qt.Key.Key_Return)
    settle()
    added = next(row for row in stored(desk, talk[1]).actions if row.text == "Book a room")
    assert added.due_on == date(2026, 5, 26) and not part.adder.text.text()
    part.rows[added.promise_id].remove.click()
    settle()
    assert set(part.rows) == {row.promise_id for row in stored(desk, talk[1]).actions} and len(part.rows) == 1
    undo(view, desk)
    settle()
    assert len(part.rows) == 2


def test_the_summary_is_saved_where_the_user_says(
    view: MeetingView, desk: Desk, talk: tuple[str, str], tmp_path: Path, settle: Settle
) -> None:
    part = view.follow_up.summary
    for name, expected in (("a.md", "**well**"), ("a.txt", "went well"), ("a.html", "<strong>well</strong>")):
        part._choose = lambda *_asked, chosen=name: str(tmp_path / chosen)
        part.save.click()
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert expected in text and SECRET not in text
    settle()
    assert stored(desk, talk[1]).summary_copied_at is not None
    part._choose = lambda *_asked: str(tmp_path / "nowhere" / "a.md")
    part.save.click()
    assert part.problem.isVisible() and "Nothing is lost" in part.problem.text()
    assert part.left_out.text() == "1 private block and 1 private agenda item stay out of the summary"


def test_the_line_for_next_time_is_kept_when_the_page_is_left(
    view: MeetingView, desk: Desk, talk: tuple[str, str], settle: Settle
) -> None:
    edit = view.follow_up.rail.next_time.edit
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_Return)
    QTest.keyClicks(edit, "Ask about load 2")
    assert view.has_unsaved()
    view.flush()
    settle()
    note = desk.store.read(lambda s: notes.find_note_of_meeting(s, talk[1], NoteKind.NEXT_TIME))
    assert note is not None and note.blocks == (Block(Visibility.ONLY_YOU, "Ask about load 2"),)
    assert not view.has_unsaved()


def test_the_agenda_says_what_carries_over(view: MeetingView, settle: Settle, desk: Desk) -> None:
    panel = view.follow_up.agenda
    assert panel.model.row_id(panel.model.rows[0]) == "heading:Done"
    assert "heading:Carry over to 19 May" in [panel.model.row_id(row) for row in panel.model.rows]
    panel.list.setFocus()
    panel.list.set_current_id(panel.model.row_id(panel.model.rows[-1]))
    QTest.keyClick(panel.list, Qt.Key.Key_Space)
    settle()
    assert panel.count.text() == "2 of 2 done"


def test_the_next_prep_shows_the_line(
    view: MeetingView, desk: Desk, talk: tuple[str, str], settle: Settle, write: Write
) -> None:
    blocks = (Block(Visibility.ONLY_YOU, "Ask about load again"),)
    write(notes.save_note, notes.NoteDraft("next", *talk, blocks, NoteKind.NEXT_TIME))
    following = write(meetings.plan_meeting, meetings.MeetingPlan(talk[0], desk.now + timedelta(days=7)))
    view.show_route(Route("meeting", talk[0], following))
    settle()
    settle()
    assert view.prep.notes.next_time.text() == "From last time: Ask about load again"
