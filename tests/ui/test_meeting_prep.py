"""The prep of a one-on-one, driven by keys over a real vault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import undo
from coachdesk.model.agenda import AgendaSource
from coachdesk.model.meeting import MeetingState
from coachdesk.model.note import NoteKind
from coachdesk.model.observation import Observation, ObservationKind
from coachdesk.model.visibility import Visibility
from coachdesk.services import agenda, meetings, notes, people
from coachdesk.services.agenda import AgendaDraft, AgendaRow
from coachdesk.services.blocks import Block
from coachdesk.services.meeting_page import MeetingStage
from coachdesk.services.prep import get_prepared
from coachdesk.ui.editor.autosave import Autosave
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.meeting_agenda_rows import AgendaHeading
from coachdesk.ui.views.meeting_prep_questions import QuestionsModel
from coachdesk.ui.views.meeting_prep_rows import BriefModel
from coachdesk.ui.views.meeting_view import MeetingView
from coachdesk.ui.views.route import Route

SECRET = "Looked worn out"
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
Write = Callable[..., Any]
Settle = Callable[[], None]


@pytest.fixture
def person(desk: Desk, clock: Any, write: Write) -> str:
    """Amara, met a week ago; one item waits since then."""
    clock.now = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
    made: str = write(people.save_person, people.PersonDraft(None, "Amara Okafor", cadence="FREQ=WEEKLY"))
    write(agenda.add_item, AgendaDraft(made, "Ledger gaps"))
    clock.now = datetime(2026, 5, 5, 9, 30, tzinfo=UTC)
    last = write(meetings.start_meeting, made)
    write(notes.save_note, notes.NoteDraft("n0", made, last, (Block(Visibility.SHARED, "Dry run on Thursday"),)))
    clock.advance(minutes=30)
    write(meetings.finish_meeting, last)
    clock.now = datetime(2026, 5, 12, 9, 12, tzinfo=UTC)
    write(agenda.add_item, AgendaDraft(made, "Leave in July", AgendaSource.THEIRS))
    write(agenda.add_item, AgendaDraft(made, "First"))
    write(agenda.add_item, AgendaDraft(made, "Second"))
    write(agenda.add_item, AgendaDraft(made, SECRET, visibility=Visibility.ONLY_YOU))
    feedback = Observation(
        person_id=made,
        kind=ObservationKind.FEEDBACK,
        text="Calm run",
        said_by="Thandi",
        observed_on=date(2026, 5, 8),
        created_at=clock.now,
    )
    desk.store.write(lambda unit: unit.add(feedback))
    return made


@pytest.fixture
def meeting_id(desk: Desk, person: str, write: Write) -> str:
    """Their next meeting, in 18 minutes."""
    return str(write(meetings.plan_meeting, meetings.MeetingPlan(person, desk.now + timedelta(minutes=18))))


@pytest.fixture
def view(qtbot: QtBot, desk: Desk, look: Appearance, meeting_id: str, settle: Settle) -> MeetingView:
    made = MeetingView(desk, look, build_autosave=partial(Autosave, delay_ms=0, retry_ms=0))
    qtbot.addWidget(made)
    made.resize(1224, 800)
    made.show_route(Route("meeting", meeting_id=meeting_id))
    made.show()
    settle()
    return made


def _sections(view: MeetingView) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in view.agenda.model.rows:
        if isinstance(row, AgendaHeading):
            found[row.title] = []
        else:
            found[next(reversed(found))].append(row.text)
    return found


def test_a_planned_meeting_opens_in_prep(view: MeetingView) -> None:
    assert view.stage is MeetingStage.PREP and view.bar.stages.index() == 0
    assert view.bar.elapsed.text() == "18 min" and view.bar.main.text() == "Start meeting"
    assert view.prep.isVisible() and not view.notes.isVisible() and not view.foot.isVisible()
    assert _sections(view) == {
        "Carried over": ["Ledger gaps"],
        "From Amara": ["Leave in July"],
        "From you": ["First", "Second", SECRET],
    }
    assert view.agenda.count.text() == "5 items" and view.prep.count.text() == "0 of 5 prepared"
    assert view.prep.since.model().index(0, 0).data() == "Calm run"
    assert view.prep.checks.hasFocus()


def test_five_presses_of_space_prepare_and_ctrl_enter_starts(
    qtbot: QtBot, view: MeetingView, meeting_id: str, settle: Settle
) -> None:
    for _ in range(5):
        qtbot.keyClick(view.prep.checks, Qt.Key.Key_Space)
        settle()
    assert view.prep.count.text() == "Prepared"
    assert view.desk.store.read(lambda s: get_prepared(s, meeting_id)).next_open is None
    assert view.run_action("meeting.start")
    settle()
    assert view.stage is MeetingStage.LIVE and view.is_in_meeting and view.foot.isVisible()
    assert view.notes.isVisible() and not view.agenda.questions.isVisible()


def test_the_stages_are_walked_by_keys(qtbot: QtBot, view: MeetingView) -> None:
    seen = []
    for _ in range(3):
        qtbot.keyClick(view.focusWidget() or view, Qt.Key.Key_PageDown, CTRL)
        seen.append(view.stage)
    assert seen == [MeetingStage.LIVE, MeetingStage.FOLLOW_UP, MeetingStage.PREP]
    qtbot.keyClick(view.prep.checks, Qt.Key.Key_PageUp, CTRL)
    assert view.stage is MeetingStage.FOLLOW_UP
    assert view.desk.store.read(lambda s: meetings.get_meeting(s, view.route.meeting_id)).state is MeetingState.PLANNED


def test_items_are_moved_by_keys_and_by_dragging_within_their_section(
    qtbot: QtBot, view: MeetingView, settle: Settle
) -> None:
    tester = QAbstractItemModelTester(view.agenda.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    rows = view.agenda.model.rows
    second = next(row for row in rows if isinstance(row, AgendaRow) and row.text == "Second")
    view.agenda.list.set_current_id(second.item_id)
    qtbot.keyClick(view.agenda.list, Qt.Key.Key_Up, ALT)
    settle()
    assert _sections(view)["From you"] == ["Second", "First", SECRET]
    model = view.agenda.model
    carried = model.mimeData([model.index(model.position_of(second.item_id))])
    assert carried.formats() == model.mimeTypes() and not carried.hasText(), "words never travel with a drag"
    assert not model.dropMimeData(carried, Qt.DropAction.MoveAction, model.rowCount(), 0, QModelIndex())
    settle()
    assert _sections(view)["From you"] == ["First", SECRET, "Second"]
    model.dropMimeData(carried, Qt.DropAction.MoveAction, 0, 0, QModelIndex())
    settle()
    assert _sections(view)["From you"] == ["Second", "First", SECRET], "a section is never left"
    assert _sections(view)["Carried over"] == ["Ledger gaps"]
    del tester


def test_a_question_goes_on_the_agenda_and_ticks_its_check(qtbot: QtBot, view: MeetingView, settle: Settle) -> None:
    view.prep.checks.set_current_id("question")
    qtbot.keyClick(view.prep.checks, Qt.Key.Key_Return)
    questions = view.agenda.questions
    assert questions.list.hasFocus()
    first = questions.model.rows[0].question
    qtbot.keyClick(questions.list, Qt.Key.Key_Return)
    settle()
    assert _sections(view)["From the bank"] == [first.text]
    assert view.prep.count.text() == "1 of 5 prepared"
    assert first.question_id not in [row.question.question_id for row in questions.model.rows]
    qtbot.keyClicks(questions.field, "What did you skip?")
    assert view.has_unsaved()
    qtbot.keyClick(questions.field, Qt.Key.Key_Return)
    settle()
    own = next(row for row in questions.model.rows if row.question.is_own)
    questions.list.set_current_id(own.question.question_id)
    qtbot.keyClick(questions.list, Qt.Key.Key_Delete)
    settle()
    assert not [row for row in questions.model.rows if row.question.is_own]


def test_lines_of_the_brief_open_their_source_or_go_on_the_agenda(
    qtbot: QtBot, view: MeetingView, person: str, settle: Settle
) -> None:
    view.prep.since.setFocus()
    with qtbot.waitSignal(view.navigate_requested) as asked:
        qtbot.keyClick(view.prep.since, Qt.Key.Key_Return)
    assert (asked.args[0].view, asked.args[0].person_id) == ("person", person)
    qtbot.keyClick(view.prep.since, Qt.Key.Key_Plus)
    settle()
    added = next(row for row in view.agenda.model.rows if isinstance(row, AgendaRow) and row.text == "Calm run")
    assert added.is_private, "what was told to the manager stays private until it is shared by hand"
    feedback = view.rail.extra.feedback
    feedback.setData(feedback.index(0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    settle()
    assert view.prep.since.isHidden() and not view.rail.extra.feedback.rows


def test_prep_notes_are_private_and_saved_by_themselves(
    qtbot: QtBot, view: MeetingView, meeting_id: str, settle: Settle
) -> None:
    with qtbot.waitSignal(view.prep.notes.autosave.saved):
        qtbot.keyClicks(view.prep.notes.edit, "ask first")
    settle()
    note = view.desk.store.read(lambda s: notes.find_note_of_meeting(s, meeting_id, NoteKind.PREP))
    assert note is not None and note.blocks == (Block(Visibility.ONLY_YOU, "ask first"),)
    assert view.desk.store.read(lambda s: notes.find_note_of_meeting(s, meeting_id)) is None
    assert view.prep.notes.edit.toPlainText() == "ask first" and not view.has_unsaved()


def test_asking_for_topics_shares_no_private_item_and_the_reply_is_previewed(
    qtbot: QtBot, view: MeetingView, settle: Settle
) -> None:
    assert view.run_action("prep.ask")
    text = QGuiApplication.clipboard().text()
    assert "Leave in July" in text and "Tuesday 12 May" in text and SECRET not in text
    QGuiApplication.clipboard().setText("Hi\n\n- Scope\n- On-call")
    view.run_action("prep.paste")
    reply = view.prep.reply
    assert reply.isVisible() and reply.title.text() == "2 items from Amara, shared"
    assert _sections(view)["From Amara"] == ["Leave in July"], "nothing is added before it was seen"
    reply.add.click()
    settle()
    assert _sections(view)["From Amara"] == ["Leave in July", "Scope", "On-call"] and not reply.isVisible()
    undo(view.bar, view.desk)
    settle()
    assert _sections(view)["From Amara"] == ["Leave in July"]


def test_in_the_meeting_one_key_ticks_the_item_in_focus_and_goes_on(view: MeetingView, settle: Settle) -> None:
    view.run_action("meeting.start")
    settle()
    rows = [row for row in view.agenda.model.rows if isinstance(row, AgendaRow)]
    assert view.agenda.list.current_id == rows[0].item_id
    assert view.run_action("agenda.next")
    settle()
    assert view.agenda.list.current_id == rows[1].item_id and view.agenda.count.text() == "1 of 5 done"


def test_the_list_models_keep_their_contract(qtbot: QtBot) -> None:
    for model in (BriefModel(), QuestionsModel()):
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
