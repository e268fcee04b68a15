"""The page of a person, driven by keys over a real vault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coachdesk.desk.desk import Desk
from coachdesk.model.agenda import AgendaSource
from coachdesk.model.meeting import MeetingState
from coachdesk.model.promise import PromiseOwner
from coachdesk.model.visibility import Visibility
from coachdesk.services import agenda, meetings, notes, people, promises
from coachdesk.services.blocks import Block
from coachdesk.services.person_page import get_person_page, list_person_meetings
from coachdesk.ui.models.person_rows import MeetingsModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.about_editor import AboutEditor
from coachdesk.ui.views.person_view import PersonView
from coachdesk.ui.views.route import Route
from coachdesk.ui.widgets.text import Label

NOW = datetime(2026, 5, 12, 9, 12, tzinfo=UTC)
Write = Callable[..., Any]
Settle = Callable[[], None]


@pytest.fixture
def amara(write: Write, clock: Any) -> str:
    """A direct report, met once, with a meeting in 18 minutes."""
    clock.now = NOW
    draft = people.PersonDraft(
        None, "Amara Okafor", "Senior Engineer", "L5", "Ledger", "she/her", cadence="FREQ=WEEKLY", tags=("Lagos",)
    )
    person = str(write(people.save_person, draft))

    def held(unit: Any) -> None:
        meeting = meetings.plan_meeting(unit, meetings.MeetingPlan(person, NOW - timedelta(days=7)))
        unit.session.flush()
        meetings.finish_meeting(unit, meeting)
        meetings.set_pulse(unit, meeting, 2)
        blocks = (Block(Visibility.SHARED, "## Cut-over\n- dry run"),)
        notes.save_note(unit, notes.NoteDraft(notes.new_note_id(), person, meeting, blocks))

    write(held)
    write(meetings.plan_meeting, meetings.MeetingPlan(person, NOW + timedelta(minutes=18)))
    return person


@pytest.fixture
def page(desk: Desk, look: Appearance, settle: Settle, qtbot: QtBot) -> Callable[..., PersonView]:
    def build(person: str, tab: str = "") -> PersonView:
        view = PersonView(desk, look)
        qtbot.addWidget(view)
        view.resize(1048, 752)
        view.show_route(Route("person", person, tab=tab))
        view.show()
        view.activateWindow()
        assert QTest.qWaitForWindowActive(view)
        settle()
        return view

    return build


def _words(view: PersonView) -> str:
    return "\n".join(label.text() for label in view.findChildren(Label) if label.isVisible())


def _spoken(rows: Any) -> list[str]:
    model = rows.model()
    return [model.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(model.rowCount())]


def test_the_header_says_who_they_are_and_when_you_meet(page: Callable[..., PersonView], amara: str) -> None:
    view = page(amara)
    words = _words(view)
    for text in ("Amara Okafor", "Senior Engineer, Ledger · she/her", "Weekly", "5 May, 7 days ago", "Today, 09:30"):
        assert text in words
    assert view.overview.strip.text() == "One-on-one in 18 min, 0 items on the agenda"
    assert _spoken(view.overview.latest_list) == ["5 May, one-on-one, Cut-over, Pulse 2 of 5"]


def test_the_title_names_nobody(page: Callable[..., PersonView], amara: str, desk: Desk, settle: Settle) -> None:
    view = page(amara)
    titles: list[str] = []
    view.title_changed.connect(lambda title, subtitle: titles.append(title + subtitle))
    view.refresh()
    settle()
    assert titles == ["Direct reports"]


def test_start_goes_to_the_live_meeting(
    page: Callable[..., PersonView], amara: str, settle: Settle, qtbot: QtBot
) -> None:
    view = page(amara)
    assert view.overview.strip.start.text() == "Start meeting"
    with qtbot.waitSignal(view.navigate_requested) as asked:
        assert view.run_action("meeting.start")
    settle()
    assert (asked.args[0].view, asked.args[0].person_id) == ("meeting", amara)
    assert view.overview.strip.start.text() == "Open meeting"


def test_a_follow_up_is_added_in_place_by_keys(
    page: Callable[..., PersonView], amara: str, settle: Settle, desk: Desk
) -> None:
    view = page(amara)
    QTest.keyClick(view.overview.promises_heading.button, Qt.Key.Key_Space)
    adder = view.overview.promise_add
    assert adder.text.hasFocus()
    QTest.keyClicks(adder.text, "Write the proposal")
    QTest.keyClicks(adder.day, "someday")
    QTest.keyClick(adder.day, Qt.Key.Key_Return)
    assert "Type a day such as fri" in adder.hint.text()
    assert adder.day.hasFocus()
    adder.day.clear()
    QTest.keyClicks(adder.day, "fri")
    QTest.keyClick(adder.day, Qt.Key.Key_Return)
    settle()
    assert _spoken(view.overview.promises_list) == ["Write the proposal, You, 15 May"]
    assert adder.isVisible() and adder.text.text() == "" and adder.text.hasFocus()
    assert desk.history.undo_label == "Follow-up added"
    QTest.keyClick(adder.text, Qt.Key.Key_Escape)
    assert not adder.isVisible()
    assert view.overview.promises_list.hasFocus()


def test_follow_ups_are_ticked_and_removed_by_keys(
    page: Callable[..., PersonView], amara: str, write: Write, settle: Settle, desk: Desk, qtbot: QtBot
) -> None:
    for text in ("Alpha", "Beta"):
        write(promises.add_promise, promises.PromiseDraft(amara, text, PromiseOwner.ME, date(2026, 5, 12)))
    view = page(amara)
    rows = view.overview.promises_list
    rows.setFocus()
    assert _spoken(rows)[0] == "Alpha, You, 12 May, today"
    QTest.keyClick(rows, Qt.Key.Key_Space)
    settle()
    with qtbot.waitSignal(desk.bus.undo_offered) as offered:
        QTest.keyClick(rows, Qt.Key.Key_Delete)
    settle()
    assert offered.args == ["Follow-up removed"]
    assert view.overview.promises.rowCount() == 0
    desk.store.write(desk.history.undo)
    desk.history.undone()
    view.refresh()
    settle()
    assert _spoken(rows) == ["Beta, You, 12 May, today"]


def test_the_agenda_is_kept_by_keys(
    page: Callable[..., PersonView], amara: str, settle: Settle, write: Write, qtbot: QtBot
) -> None:
    write(agenda.add_item, agenda.AgendaDraft(amara, "Seat in planning", AgendaSource.THEIRS))
    view = page(amara)
    rows, adder = view.overview.agenda_list, view.overview.agenda_add
    assert view.run_action("agenda.add")
    QTest.keyClicks(adder.text, "Sounded tired")
    assert view.run_action("block.toggle")
    QTest.keyClick(adder.text, Qt.Key.Key_Return)
    settle()
    assert _spoken(rows) == ["Seat in planning, From Amara", "Sounded tired, Only you, From you"]
    QTest.keyClick(adder.text, Qt.Key.Key_Escape)
    QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    settle()
    assert _spoken(rows)[0].startswith("Sounded tired")
    assert rows.currentIndex().row() == 0
    view.run_action("block.toggle")
    settle()
    assert _spoken(rows)[0] == "Sounded tired, From you"
    QTest.keyClick(rows, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert editor is not None
    QTest.keyClicks(editor, "Rest")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _spoken(rows)[0] == "Rest, From you")
    QTest.keyClick(rows, Qt.Key.Key_Delete)
    settle()
    assert _spoken(rows) == ["Seat in planning, From Amara"]


def test_a_meeting_is_planned_in_words(
    page: Callable[..., PersonView], write: Write, settle: Settle, clock: Any, desk: Desk
) -> None:
    clock.now = NOW
    person = write(people.save_person, people.PersonDraft(None, "Diego Fuentes"))
    view = page(person)
    assert view.overview.strip.text().startswith("No meeting planned")
    assert view.overview.strip.start.text() == "Start one-on-one"
    QTest.keyClick(view.overview.strip.plan, Qt.Key.Key_Space)
    QTest.keyClicks(view.overview.meeting_add.text, "fri 14:30")
    QTest.keyClick(view.overview.meeting_add.text, Qt.Key.Key_Return)
    settle()
    assert "15 May, 14:30" in _words(view)
    assert desk.store.read(lambda s: list_person_meetings(s, person))[0].starts_at == datetime(
        2026, 5, 15, 14, 30, tzinfo=UTC
    )


def test_private_lines_are_edited_in_place_and_saved_on_leaving(
    page: Callable[..., PersonView], amara: str, settle: Settle, desk: Desk
) -> None:
    view = page(amara)
    edit = view.overview.about.edit
    edit.setFocus()
    QTest.keyClicks(edit, "x")
    assert edit.toPlainText() == ""
    QTest.keyClick(edit, Qt.Key.Key_Return)
    QTest.keyClicks(edit, "In writing first")
    assert view.has_unsaved()
    view.overview.strip.start.setFocus()
    settle()
    assert not view.has_unsaved()
    about = desk.store.read(lambda s: get_person_page(s, amara, NOW, UTC)).person.about
    assert about == "In writing first"


def test_escape_takes_back_what_was_typed(page: Callable[..., PersonView], amara: str) -> None:
    edit = page(amara).overview.about.edit
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_F2)
    QTest.keyClicks(edit, "No")
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    assert edit.toPlainText() == ""


def test_typed_lines_survive_a_failed_save_and_another_person(look: Appearance, qtbot: QtBot) -> None:
    editor = AboutEditor(look, delay_ms=0, retry_ms=0)
    qtbot.addWidget(editor)
    editor.show()
    asked: list[tuple[str, str]] = []
    editor.save_requested.connect(lambda person, text: asked.append((person, text)))
    editor.set_about("amara", "")
    QTest.keyClick(editor.edit, Qt.Key.Key_F2)
    QTest.keyClicks(editor.edit, "Kept")
    editor.flush()
    editor.set_about("diego", "About Diego")
    editor.set_failed()
    qtbot.waitUntil(lambda: len(asked) >= 2)
    assert asked[-1] == ("amara", "Kept")
    assert editor.has_unsaved
    editor.set_about("amara", "")
    assert editor.edit.toPlainText() == "Kept"
    editor.set_saved("amara", "Kept")
    assert not editor.has_unsaved


def test_tabs_are_walked_by_keys_and_meetings_opened(
    page: Callable[..., PersonView], amara: str, settle: Settle, qtbot: QtBot
) -> None:
    view = page(amara)
    QTest.keyClick(view, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    settle()
    rows = view.meetings.rows
    rows.setFocus()
    assert _spoken(rows) == ["12 May, one-on-one, Planned", "5 May, one-on-one, Cut-over, Pulse 2 of 5"]
    QTest.keyClick(rows, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.navigate_requested) as asked:
        QTest.keyClick(rows, Qt.Key.Key_Return)
    assert asked.args[0] == Route("meeting", amara, rows.current_id)


def test_a_meeting_is_removed_with_an_offer_to_undo(
    page: Callable[..., PersonView], amara: str, settle: Settle, desk: Desk, qtbot: QtBot
) -> None:
    view = page(amara, "one-on-ones")
    rows = view.meetings.rows
    rows.setFocus()
    with qtbot.waitSignal(desk.bus.undo_offered) as offered:
        QTest.keyClick(rows, Qt.Key.Key_Delete)
    settle()
    assert offered.args == ["Meeting removed"]
    assert len(_spoken(rows)) == 1


def test_a_planned_meeting_can_be_said_not_to_have_happened(
    page: Callable[..., PersonView], amara: str, settle: Settle, desk: Desk
) -> None:
    view = page(amara, "one-on-ones")
    rows = view.meetings.rows
    rows.setFocus()
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(rows, QContextMenuEvent(reason, QPoint(1, 1), QPoint(1, 1)))
    menu = view.meetings.menu
    assert menu.isVisible()
    QTest.keyClick(menu, Qt.Key.Key_Down)
    while menu.activeAction().text() != "Didn’t happen":
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    settle()
    assert view.meetings.model.rows[0].state is MeetingState.MISSED
    assert _spoken(rows)[0] == "12 May, one-on-one, Didn’t happen"


def test_someone_who_is_gone_is_said_to_be(page: Callable[..., PersonView]) -> None:
    assert "No such person" in _words(page("nobody"))


def test_an_archived_person_can_be_restored(
    page: Callable[..., PersonView], amara: str, write: Write, settle: Settle, desk: Desk
) -> None:
    write(people.archive_person, amara)
    view = page(amara)
    assert "Archived" in _words(view)
    QTest.keyClick(view._archived.button, Qt.Key.Key_Space)
    settle()
    assert "Archived" not in _words(view)


def test_many_meetings_come_in_batches(qtbot: QtBot, desk: Desk, amara: str, write: Write) -> None:
    def plan(unit: Any) -> None:
        for day in range(600):
            meetings.plan_meeting(unit, meetings.MeetingPlan(amara, NOW + timedelta(days=day + 1)))

    write(plan)
    model = MeetingsModel(UTC)
    model.set_rows(desk.store.read(lambda s: list_person_meetings(s, amara)))
    counts = [model.rowCount()]
    while model.canFetchMore(model.index(-1)):
        model.fetchMore(model.index(-1))
        counts.append(model.rowCount())
    assert counts == [256, 512, 602]


def test_the_models_keep_the_rules_of_qt(
    page: Callable[..., PersonView], amara: str, settle: Settle, write: Write
) -> None:
    view = page(amara, "one-on-ones")
    view.open_tab("overview")
    settle()
    models = (view.overview.promises, view.overview.agenda, view.overview.latest, view.meetings.model)
    testers = [QAbstractItemModelTester(model) for model in models]
    write(promises.add_promise, promises.PromiseDraft(amara, "Alpha"))
    write(agenda.add_item, agenda.AgendaDraft(amara, "Beta"))
    view.refresh()
    settle()
    assert [model.rowCount() for model in models] == [1, 1, 1, 2]
    assert len(testers) == 4


def test_the_page_fits_the_smallest_window_and_large_text(
    page: Callable[..., PersonView], amara: str, look: Appearance, settle: Settle, qtbot: QtBot
) -> None:
    view = page(amara)
    assert view.minimumSizeHint().height() <= 540 - 48
    assert view.minimumSizeHint().width() <= 720 - 56


def test_words_typed_but_not_entered_are_kept_once_when_the_page_is_left(
    page: Callable[..., PersonView], amara: str, settle: Settle
) -> None:
    view = page(amara)
    QTest.keyClick(view.overview.promises_heading.button, Qt.Key.Key_Space)
    QTest.keyClicks(view.overview.promise_add.text, "Write the proposal")
    view.flush()
    view.flush()
    settle()
    assert _spoken(view.overview.promises_list) == ["Write the proposal, You, No day"]
