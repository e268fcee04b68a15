"""The Today page, driven by keys over a real vault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.desk.desk import Desk
from coachdesk.model.agenda import AgendaSource
from coachdesk.services import agenda, meetings, people, promises
from coachdesk.ui.models.rows import RowsModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.today_view import TodayView
from coachdesk.ui.widgets.text import Label

NOW = datetime(2026, 5, 12, 9, 12, tzinfo=UTC)
Write = Callable[..., Any]
Settle = Callable[[], None]


@pytest.fixture
def amara(write: Write, clock: Any) -> str:
    """Met a week ago, with a meeting in 18 minutes and a topic of each origin."""
    clock.now = NOW
    person = write(people.save_person, people.PersonDraft(None, "Amara Okafor", cadence="FREQ=WEEKLY"))
    _held(write, person, NOW - timedelta(days=7))
    write(meetings.plan_meeting, meetings.MeetingPlan(person, NOW + timedelta(minutes=18)))
    for text, source in (("Seat in planning", AgendaSource.THEIRS), ("Design review", AgendaSource.MINE)):
        write(agenda.add_item, agenda.AgendaDraft(person, text, source))
    return person


@pytest.fixture
def kwame(write: Write, amara: str) -> str:
    person = write(people.save_person, people.PersonDraft(None, "Kwame Mensah", cadence="FREQ=WEEKLY"))
    write(meetings.plan_meeting, meetings.MeetingPlan(person, NOW + timedelta(hours=2)))
    return person


@pytest.fixture
def today(desk: Desk, look: Appearance, clock: Any, settle: Settle, qtbot: QtBot) -> Iterator[Callable[[], TodayView]]:
    """Open the page when called, after the test has filled the vault."""

    clock.now = NOW

    def build() -> TodayView:
        view = TodayView(desk, look)
        qtbot.addWidget(view)
        view.resize(1048, 752)
        view.show_route(Route("today"))
        view.show()
        view.activateWindow()
        settle()
        return view

    yield build


def _held(write: Write, person: str, at: datetime) -> str:
    """Put a held meeting into the past, which no service does."""

    def make(unit: Any) -> str:
        meeting = meetings.plan_meeting(unit, meetings.MeetingPlan(person, at))
        unit.session.flush()
        meetings.finish_meeting(unit, meeting)
        unit.session.flush()
        return meeting

    return str(write(make))


def _words(view: TodayView) -> str:
    return "\n".join(label.text() for label in view.findChildren(Label) if label.isVisible())


def test_the_card_says_who_is_next_and_what_about(today: Callable[[], TodayView], amara: str) -> None:
    words = _words(today())
    assert "1 today, first in 18 min" in words
    assert "Amara Okafor" in words
    assert "One-on-one, weekly · 09:30 to 10:00" in words
    assert "Carried over" not in words
    assert "From Amara" in words and "Seat in planning" in words
    assert "From you" in words and "Design review" in words
    assert "Last met 5 May, 0 actions open" in words


def test_start_starts_the_next_meeting_and_goes_to_it(
    today: Callable[[], TodayView], amara: str, settle: Settle, qtbot: QtBot
) -> None:
    view = today()
    with qtbot.waitSignal(view.navigate_requested) as asked:
        assert view.run_action("meeting.start")
    settle()
    route = asked.args[0]
    assert (route.view, route.person_id) == ("meeting", amara)
    assert "1 today, one is live" in _words(view)
    with qtbot.waitSignal(view.navigate_requested) as again:
        QTest.keyClick(view._card.start, Qt.Key.Key_Space)
    assert again.args[0] == route


def test_further_meetings_are_rows_that_enter_opens(today: Callable[[], TodayView], kwame: str, qtbot: QtBot) -> None:
    view = today()
    rows = view._meetings_list
    rows.setFocus()
    spoken = rows.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Kwame Mensah, one-on-one, 11:12, Not started"
    with qtbot.waitSignal(view.navigate_requested) as asked:
        QTest.keyClick(rows, Qt.Key.Key_Return)
    route = asked.args[0]
    assert (route.view, route.person_id) == ("meeting", kwame) and route.meeting_id


def test_ctrl_enter_on_a_row_starts_that_meeting(today: Callable[[], TodayView], kwame: str, qtbot: QtBot) -> None:
    view = today()
    view._meetings_list.setFocus()
    with qtbot.waitSignal(view.navigate_requested) as asked:
        view.run_action("meeting.start")
    assert asked.args[0].person_id == kwame


def test_space_ticks_an_overdue_follow_up_and_undo_brings_it_back(
    today: Callable[[], TodayView], amara: str, write: Write, settle: Settle, desk: Desk
) -> None:
    for text, day in (("Confirm the swap", date(2026, 5, 6)), ("Ask Finance", date(2026, 5, 9))):
        write(promises.add_promise, promises.PromiseDraft(amara, text, due_on=day))
    view = today()
    rows = view._overdue_list
    rows.setFocus()
    spoken = rows.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Confirm the swap, Amara Okafor, 6 days late"
    QTest.keyClick(rows, Qt.Key.Key_Space)
    settle()
    assert [row.text for row in view._overdue.rows] == ["Ask Finance"]
    assert desk.history.undo_label == "Follow-up ticked"
    assert rows.hasFocus() and rows.currentIndex().row() == 0


def test_a_finished_list_says_so(today: Callable[[], TodayView], write: Write) -> None:
    person = write(people.save_person, people.PersonDraft(None, "Diego Fuentes", cadence="FREQ=WEEKLY"))
    _held(write, person, NOW - timedelta(days=2))
    words = _words(today())
    assert "No meetings today" in words
    assert "Nothing overdue" in words
    assert "Everyone was met lately" in words


def test_who_was_not_met_lately_opens_by_enter(today: Callable[[], TodayView], write: Write, qtbot: QtBot) -> None:
    person = write(people.save_person, people.PersonDraft(None, "Diego Fuentes", cadence="FREQ=WEEKLY"))
    _held(write, person, NOW - timedelta(days=28))
    view = today()
    rows = view._not_met_list
    rows.setFocus()
    spoken = rows.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Diego Fuentes, Weekly, not met for 28 days, late"
    with qtbot.waitSignal(view.navigate_requested) as asked:
        QTest.keyClick(rows, Qt.Key.Key_Return)
    assert asked.args[0] == Route("person", person)


def test_who_has_a_meeting_to_come_is_no_alarm(today: Callable[[], TodayView], write: Write) -> None:
    person = write(people.save_person, people.PersonDraft(None, "Diego Fuentes", cadence="FREQ=WEEKLY"))
    _held(write, person, NOW - timedelta(days=28))
    write(meetings.plan_meeting, meetings.MeetingPlan(person, NOW + timedelta(days=2)))
    (row,) = (model := today()._not_met).rows
    assert model.spoken(row) == "Diego Fuentes, Weekly, not met for 28 days, planned Thu"
    assert not row.is_late and model.cells(row).tail[0].text == "planned Thu"


def test_a_meeting_after_the_coming_week_leaves_the_alarm(today: Callable[[], TodayView], write: Write) -> None:
    person = write(people.save_person, people.PersonDraft(None, "Diego Fuentes", cadence="FREQ=WEEKLY"))
    _held(write, person, NOW - timedelta(days=28))
    write(meetings.plan_meeting, meetings.MeetingPlan(person, NOW + timedelta(days=8)))
    (row,) = today()._not_met.rows
    assert row.is_late and row.planned_at is None


@pytest.mark.parametrize("has_people", [False, True])
def test_a_calendar_may_be_dropped_on_the_page(
    today: Callable[[], TodayView], write: Write, request: pytest.FixtureRequest, has_people: bool
) -> None:
    if has_people:
        request.getfixturevalue("amara")
    view = today()
    dropped: list[str] = []
    view.file_dropped.connect(dropped.append)
    _drop(view if has_people else view._welcome, "/somewhere/team.ICS")
    _drop(view if has_people else view._welcome, "/somewhere/photo.png")
    assert dropped == ["/somewhere/team.ICS"]


def test_an_empty_vault_asks_for_the_team(today: Callable[[], TodayView], qtbot: QtBot) -> None:
    view = today()
    assert "Bring in your team" in _words(view)
    with qtbot.waitSignal(view.action_requested) as asked:
        QTest.keyClick(view.panes[0], Qt.Key.Key_Space)
    assert asked.args == ["roster.import"]
    with qtbot.waitSignal(view.action_requested) as by_hand:
        QTest.keyClick(view._welcome.add, Qt.Key.Key_Space)
    assert by_hand.args == ["person.add"]


@pytest.mark.parametrize(("name", "is_taken"), [("team.CSV", True), ("team.xlsx", True), ("photo.png", False)])
def test_a_roster_may_be_dropped_on_an_empty_vault(
    today: Callable[[], TodayView], qtbot: QtBot, name: str, is_taken: bool
) -> None:
    view = today()
    dropped: list[str] = []
    view.file_dropped.connect(dropped.append)
    _drop(view._welcome, f"/somewhere/{name}")
    assert dropped == ([f"/somewhere/{name}"] if is_taken else [])
    assert ("A roster is a CSV or Excel file" in _words(view)) is not is_taken


def test_a_change_elsewhere_refreshes_the_page_that_shows(
    today: Callable[[], TodayView], amara: str, write: Write, settle: Settle, desk: Desk
) -> None:
    view = today()
    written = desk.store.write(
        lambda unit: promises.add_promise(unit, promises.PromiseDraft(amara, "Late", due_on=date(2026, 5, 1)))
    )
    desk.bus.changed.emit(written.change_set, None)
    settle()
    assert [row.text for row in view._overdue.rows] == ["Late"]


def test_minutes_are_counted_again_when_the_page_is_shown(
    today: Callable[[], TodayView], amara: str, clock: Any
) -> None:
    view = today()
    view.hide()
    clock.advance(minutes=17)
    view.show()
    assert "1 today, first in 1 min" in _words(view)


def test_the_models_keep_the_rules_of_qt(
    today: Callable[[], TodayView], kwame: str, write: Write, settle: Settle
) -> None:
    view = today()
    models: list[RowsModel] = [view._meetings, view._overdue, view._not_met]
    testers = [QAbstractItemModelTester(model) for model in models]
    write(promises.add_promise, promises.PromiseDraft(kwame, "Late", due_on=date(2026, 5, 1)))
    view.refresh()
    settle()
    assert view._overdue.rowCount() == 1
    view._overdue.set_rows(())
    assert len(testers) == 3


def _drop(target: QWidget, path: str) -> None:
    """Drag a file over a widget and let it go."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(path)])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, mime, buttons, keys)
    QApplication.sendEvent(target, enter)
    drop = QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, mime, buttons, keys)
    QApplication.sendEvent(target, drop)
