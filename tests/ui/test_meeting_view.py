"""The page of a live one-on-one, driven by keys over a real vault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import undo
from coachdesk.model.agenda import AgendaSource
from coachdesk.model.meeting import MeetingState
from coachdesk.model.promise import PromiseOwner
from coachdesk.model.visibility import Visibility
from coachdesk.services import agenda, meetings, notes, people, promises
from coachdesk.services.blocks import Block
from coachdesk.services.meeting_page import MeetingPage, get_meeting_page, suggest_next
from coachdesk.store.failures import DiskFull
from coachdesk.ui.editor.autosave import Autosave
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.meeting_agenda_rows import AgendaHeading, AgendaModel
from coachdesk.ui.views.meeting_rail import split_action
from coachdesk.ui.views.meeting_view import MeetingView
from coachdesk.ui.views.route import Route
from coachdesk.ui.widgets.fields import LineEdit

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
SHARED, PRIVATE = Visibility.SHARED, Visibility.ONLY_YOU


class Scene:
    """Amara, met a week ago and today; what the vault holds now is read afresh by each property."""

    def __init__(self, desk: Desk, clock: Any) -> None:
        self.desk = desk
        clock.now = datetime(2026, 5, 5, 9, 30, tzinfo=UTC)
        self.person_id = self.write(people.save_person, people.PersonDraft(None, "Amara Okafor", cadence="FREQ=WEEKLY"))
        self.add("Ledger gaps")
        self.last_id = self.write(meetings.start_meeting, self.person_id)
        draft = notes.NoteDraft("n0", self.person_id, self.last_id, (Block(SHARED, "## Dry run\n- Thursday"),))
        self.write(notes.save_note, draft)
        self.write(meetings.set_pulse, self.last_id, 2)
        clock.advance(minutes=30)
        self.write(meetings.finish_meeting, self.last_id)
        clock.now = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
        self.theirs = self.add("Leave in July", AgendaSource.THEIRS)
        self.first = self.add("Staff evidence")
        self.second = self.add("Hand over review")
        promise = promises.PromiseDraft(self.person_id, "Clear the freeze", due_on=date(2026, 5, 12))
        self.promise_id = self.write(promises.add_promise, promise)
        self.meeting_id = self.write(meetings.start_meeting, self.person_id)
        clock.now = datetime(2026, 5, 12, 9, 44, 20, tzinfo=UTC)

    def write(self, service: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        return self.desk.store.write(lambda unit: service(unit, *arguments, **named)).result

    def add(self, text: str, source: AgendaSource = AgendaSource.MINE) -> str:
        return str(self.write(agenda.add_item, agenda.AgendaDraft(self.person_id, text, source)))

    def page(self, meeting_id: str = "") -> MeetingPage:
        query = partial(get_meeting_page, meeting_id=meeting_id or self.meeting_id, now=self.desk.now, zone=UTC)
        return self.desk.store.read(query)

    def settle(self, qtbot: QtBot) -> None:
        desk = self.desk
        qtbot.waitUntil(lambda: not desk.store_lane.pending and not desk.read_lane.pending)


@pytest.fixture
def scene(desk: Desk, clock: Any) -> Scene:
    return Scene(desk, clock)


@pytest.fixture
def view(qtbot: QtBot, desk: Desk, look: Appearance, scene: Scene) -> MeetingView:
    made = MeetingView(desk, look, build_autosave=partial(Autosave, delay_ms=0, retry_ms=0))
    qtbot.addWidget(made)
    made.resize(1224, 800)
    made.show_route(Route("meeting", meeting_id=scene.meeting_id))
    made.show()
    scene.settle(qtbot)
    return made


def test_it_shows_the_meeting(view: MeetingView) -> None:
    assert view.bar.name.text() == "Amara Okafor"
    assert view.bar.when.text() == "One-on-one, 12 May, 09:30 to 10:00"
    assert view.bar.elapsed.text() == "14:20" and view.bar.planned.text() == "of 30 min"
    assert view.bar.main.text() == "Finish" and view.clock.isActive()
    titles = [row.title for row in view.agenda.model.rows if isinstance(row, AgendaHeading)]
    assert titles == ["Carried over", "From Amara", "From you"]
    assert view.agenda.count.text() == "0 of 4 done"
    assert view.rail.last_text.text() == "Dry run. Thursday."
    assert view.foot.pulse_words.text() == "Was 2 last time"
    assert view.foot.plan.isVisible() and view.foot.plan.text() == "Plan Tue 19 May, 09:30"


def test_typing_is_saved_by_itself_and_typing_undo_survives(qtbot: QtBot, view: MeetingView, scene: Scene) -> None:
    editor = view.notes.editor
    qtbot.keyClicks(editor, "worn out")
    with qtbot.waitSignal(view.notes.autosave.saved):
        pass
    note = scene.page().note
    assert note is not None and note.blocks == (Block(PRIVATE, "worn out"),)
    assert view.foot.saved.text() == "Saved 09:44" and not view.has_unsaved()
    qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.toPlainText() == ""
    view.flush()
    scene.settle(qtbot)
    note = scene.page().note
    assert note is not None and note.blocks == ()


def test_a_full_disk_says_so_keeps_the_text_and_saves_later(
    qtbot: QtBot, view: MeetingView, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, left = view.desk.store.write, [1]

    def failing(operation: Any) -> Any:
        if left[0]:
            left[0] -= 1
            raise DiskFull("full")
        return write(operation)

    view.notes.autosave._next_retry_ms = 60_000
    monkeypatch.setattr(view.desk.store, "write", failing)
    with qtbot.waitSignal(view.notes.autosave.failed):
        qtbot.keyClicks(view.notes.editor, "worn out")
    assert view.notes.banner.isVisible()
    assert view.notes.banner.text().startswith("Not saved: the disk is full.")
    assert view.foot.saved.text() == "Not saved" and view.has_unsaved()
    assert view.notes.editor.toPlainText() == "worn out"
    with qtbot.waitSignal(view.notes.autosave.saved):
        view.notes.banner.button.click()
    assert not view.notes.banner.isVisible() and not view.has_unsaved()
    note = scene.page().note
    assert note is not None and note.blocks == (Block(PRIVATE, "worn out"),)


def test_leaving_saves_and_another_meeting_begins_empty(qtbot: QtBot, view: MeetingView, scene: Scene) -> None:
    qtbot.keyClicks(view.notes.editor, "worn out")
    view.show_route(Route("meeting", meeting_id=scene.last_id, terms=("thurs",)))
    scene.settle(qtbot)
    note = scene.page().note
    assert note is not None and note.blocks == (Block(PRIVATE, "worn out"),)
    editor = view.notes.editor
    assert editor.toPlainText() == "## Dry run\n- Thursday" and editor.isReadOnly()
    assert [mark.cursor.selectedText() for mark in editor.extraSelections()] == ["Thurs"]
    assert view.bar.tag.isVisible() and view.bar.reopen.isVisible() and not view.bar.main.isVisible()
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert editor.extraSelections() == []


def test_ctrl_enter_finishes_and_undo_takes_it_back(qtbot: QtBot, view: MeetingView, scene: Scene) -> None:
    qtbot.keyClicks(view.notes.editor, "last words")
    offered: list[str] = []
    view.desk.bus.undo_offered.connect(offered.append)
    assert view.run_action("meeting.start")
    scene.settle(qtbot)
    assert scene.page().meeting.state is MeetingState.HELD and offered == ["Meeting finished"]
    note = scene.page().note
    assert note is not None and note.blocks == (Block(PRIVATE, "last words"),)
    assert view.bar.tag.accessibleName() == "Held" and not view.clock.isActive()
    undo(view.bar, view.desk)
    scene.settle(qtbot)
    assert scene.page().meeting.state is MeetingState.LIVE and view.clock.isActive()
    view.run_action("meeting.start")
    scene.settle(qtbot)
    view.bar.reopen.click()
    scene.settle(qtbot)
    assert not view.notes.editor.isReadOnly()


def test_the_agenda_by_keys(qtbot: QtBot, view: MeetingView, scene: Scene) -> None:
    view.agenda.list.setFocus()
    view.agenda.list.set_current_id(scene.second)
    qtbot.keyClick(view.agenda.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    scene.settle(qtbot)
    assert [row.item_id for row in scene.page().agenda][-2:] == [scene.second, scene.first]
    assert view.agenda.list.current_id == scene.second
    qtbot.keyClick(view.agenda.list, Qt.Key.Key_Space)
    qtbot.keyClick(view.agenda.list, Qt.Key.Key_L, CTRL_SHIFT)
    scene.settle(qtbot)
    row = next(row for row in scene.page().agenda if row.item_id == scene.second)
    assert row.is_done and row.is_private
    assert view.agenda.count.text() == "1 of 4 done"
    index = view.agenda.list.currentIndex()
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Hand over review, only you, discussed"
    offered: list[str] = []
    view.desk.bus.undo_offered.connect(offered.append)
    qtbot.keyClick(view.agenda.list, Qt.Key.Key_Delete)
    scene.settle(qtbot)
    assert scene.second not in [row.item_id for row in scene.page().agenda] and offered == ["Item dropped"]
    assert view.agenda.list.current_id == scene.first


def test_an_item_is_added_and_edited_in_place(qtbot: QtBot, view: MeetingView, scene: Scene) -> None:
    assert view.run_action("agenda.add")
    assert view.agenda.field.hasFocus()
    qtbot.keyClicks(view.agenda.field, "On-call load")
    qtbot.keyClick(view.agenda.field, Qt.Key.Key_Return)
    scene.settle(qtbot)
    added = scene.page().agenda[-1]
    assert added.text == "On-call load" and view.agenda.field.text() == ""
    view.agenda.list.set_current_id(added.item_id)
    view.agenda.list.setFocus()
    qtbot.keyClick(view.agenda.list, Qt.Key.Key_F2)
    editor = view.agenda.list.findChild(LineEdit)
    assert editor is not None and editor.hasFocus()
    qtbot.keyClicks(editor, "Load of the rota")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: scene.page().agenda[-1].text == "Load of the rota")


def test_typing_is_not_disturbed_by_what_else_changes(qtbot: QtBot, view: MeetingView, scene: Scene) -> None:
    qtbot.keyClicks(view.notes.editor, "half a wo")
    view.agenda.field.setText("Item")
    qtbot.keyClick(view.agenda.field, Qt.Key.Key_Return)
    qtbot.keyClicks(view.notes.editor, "rd")
    scene.settle(qtbot)
    assert view.notes.editor.toPlainText() == "half a word"
    assert view.notes.editor.textCursor().atEnd() and view.notes.editor.document().isUndoAvailable()


def test_a_newer_version_from_elsewhere_is_taken_over(
    qtbot: QtBot, view: MeetingView, scene: Scene, clock: Any
) -> None:
    qtbot.keyClicks(view.notes.editor, "mine")
    scene.settle(qtbot)
    view.flush()
    scene.settle(qtbot)
    note = scene.page().note
    assert note is not None
    clock.advance(minutes=1)
    draft = notes.NoteDraft(note.note_id, scene.person_id, scene.meeting_id, (Block(SHARED, "restored"),))
    scene.write(notes.save_note, draft)
    view.refresh()
    scene.settle(qtbot)
    assert view.notes.editor.blocks() == (Block(SHARED, "restored"),)


def test_actions_are_ticked_and_added(qtbot: QtBot, view: MeetingView, scene: Scene) -> None:
    view.rail.list.setFocus()
    view.rail.list.set_current_id(scene.promise_id)
    qtbot.keyClick(view.rail.list, Qt.Key.Key_Space)
    scene.settle(qtbot)
    assert scene.page().promises == ()
    qtbot.keyClicks(view.rail.field, "Amara writes the proposal, 15 May")
    qtbot.keyClick(view.rail.field, Qt.Key.Key_Return)
    scene.settle(qtbot)
    (promise,) = scene.page().promises
    assert promise.owner is PromiseOwner.THEM and promise.due_on == date(2026, 5, 15)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Clear it, 14 May", ("Clear it", PromiseOwner.ME, date(2026, 5, 14))),
        ("Amara asks Kwame, Sana", ("Amara asks Kwame, Sana", PromiseOwner.THEM, None)),
        ("Plain", ("Plain", PromiseOwner.ME, None)),
        (", 14 May", (", 14 May", PromiseOwner.ME, None)),
    ],
)
def test_an_action_as_typed(text: str, expected: tuple[str, PromiseOwner, date | None]) -> None:
    assert split_action(text, date(2026, 5, 12), "Amara") == expected


def test_pulse_and_next_date_by_keys(qtbot: QtBot, view: MeetingView, scene: Scene) -> None:
    target = view.foot.picker.focus_target()
    target.setFocus()
    qtbot.keyClick(target, Qt.Key.Key_Space)
    qtbot.keyClick(view.foot.picker, Qt.Key.Key_Right)
    scene.settle(qtbot)
    assert scene.page().meeting.pulse == 2 and view.foot.picker.index() == 1
    assert view.foot.line.accessibleName() == "Pulse, oldest first: 2, 2"
    view.foot.plan.click()
    scene.settle(qtbot)
    assert scene.page().next_at == datetime(2026, 5, 19, 9, 30, tzinfo=UTC)
    assert view.foot.next.isVisible() and not view.foot.plan.isVisible()
    view.foot.next.setDateTime(view.foot.next.dateTime().addDays(1))
    view.flush()
    scene.settle(qtbot)
    assert scene.page().next_at == datetime(2026, 5, 20, 9, 30, tzinfo=UTC)


def test_the_next_date_is_never_in_the_past() -> None:
    start = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
    assert suggest_next(start, 7.0, start + timedelta(days=30), UTC) == datetime(2026, 6, 16, 9, 30, tzinfo=UTC)
    assert suggest_next(start, None, start, UTC) == datetime(2026, 5, 19, 9, 30, tzinfo=UTC)


def test_find_on_page_and_esc(qtbot: QtBot, view: MeetingView) -> None:
    qtbot.keyClicks(view.notes.editor, "plan one")
    assert view.run_action("find")
    assert view.notes.find_bar.isVisible()
    qtbot.keyClicks(view.notes.find_bar.field, "one")
    assert view.notes.find_bar.count.text() == "1 of 1"
    qtbot.keyClick(view.notes.find_bar.field, Qt.Key.Key_Escape)
    assert not view.notes.find_bar.isVisible()


def test_narrow_and_large_arrangements_keep_everything_in_reach(qtbot: QtBot, view: MeetingView) -> None:
    view.resize(960, 700)
    qtbot.waitUntil(lambda: view.bar.rail_toggle.isVisible())
    assert not view.body.rail_scroll.isVisible()
    assert view.run_action("rail") and view.body.rail_scroll.isVisible()
    view.look.set_text_scale(2.0)
    view.resize(968, 700)
    qtbot.waitUntil(lambda: view.bar.agenda_toggle.isVisible())
    assert not view.agenda.isVisible() and view.rail.isVisible()
    view.run_action("agenda.add")
    assert view.agenda.isVisible()
    assert view.body._inner.minimumSizeHint().width() <= view.body.width()
    view.grab()


def test_a_meeting_that_is_gone_says_so(qtbot: QtBot, view: MeetingView, scene: Scene) -> None:
    view.show_route(Route("meeting", meeting_id="nowhere"))
    scene.settle(qtbot)
    assert view.notes.banner.text() == "The meeting is no longer in the vault."
    assert view.notes.editor.isReadOnly()


def test_the_time_stands_still_while_hidden(view: MeetingView, clock: Any) -> None:
    view.hide()
    assert not view.clock.isActive()
    clock.advance(minutes=1)
    view.show()
    assert view.clock.isActive() and view.bar.elapsed.text() == "15:20"


def test_everything_has_a_name(view: MeetingView) -> None:
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLineEdit, QTextEdit

    kinds = (QAbstractButton, QAbstractItemView, QLineEdit, QTextEdit)
    nameless = [
        widget
        for kind in kinds
        for widget in view.findChildren(kind)
        if widget.isVisible()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not (widget.accessibleName() or getattr(widget, "text", str)())
        and widget.objectName() not in ("qt_spinbox_lineedit",)
    ]
    assert nameless == []


def test_the_agenda_model_is_a_sound_model(qtbot: QtBot, scene: Scene) -> None:
    model = AgendaModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page = scene.page()
    model.set_agenda(page.agenda, "Amara")
    assert model.rowCount() == 7
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsEnabled
    model.set_agenda(page.agenda[:2], "Amara")
    model.set_agenda((), "Amara")
    assert model.rowCount() == 0
