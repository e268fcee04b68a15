"""The tabs of feedback, card and timeline, and the guide to a first meeting, driven by keys over a real vault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from coachdesk.desk.desk import Desk
from coachdesk.model.observation import ObservationKind
from coachdesk.services import agenda, card, meetings, observations, people
from coachdesk.services.search import search_newest
from coachdesk.ui.models.about_rows import TimelineModel
from coachdesk.ui.shell.command_rows import Asked, Kind, build_rows
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.person_card import PersonCard
from coachdesk.ui.views.person_feedback import PersonFeedback
from coachdesk.ui.views.person_tabs import TABS
from coachdesk.ui.views.person_timeline import FIRST_LINES, PersonTimeline
from coachdesk.ui.views.person_view import PersonView
from coachdesk.ui.views.route import Route

NOW = datetime(2026, 5, 12, 9, 12, tzinfo=UTC)
TODAY = date(2026, 5, 12)
Settle = Callable[[], None]


@pytest.fixture
def amara(write: Any, clock: Any) -> str:
    clock.now = NOW
    return str(write(people.save_person, people.PersonDraft(None, "Amara Okafor", "Engineer", "L5", "Ledger")))


@pytest.fixture
def page(desk: Desk, look: Appearance, settle: Settle, qtbot: QtBot) -> Callable[..., PersonView]:
    def build(person: str, tab: str = "", item_id: str = "") -> PersonView:
        view = PersonView(desk, look)
        qtbot.addWidget(view)
        view.resize(1048, 752)
        view.show_route(Route("person", person, tab=tab, item_id=item_id))
        view.show()
        view.activateWindow()
        assert QTest.qWaitForWindowActive(view)
        settle()
        return view

    return build


def _spoken(rows: Any) -> list[str]:
    model = rows.model()
    return [model.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(model.rowCount())]


def _say(write: Any, person: str, text: str, day: int = 6, kind: ObservationKind = ObservationKind.FEEDBACK) -> str:
    draft = observations.ObservationDraft(person, kind, text, date(2026, 5, day), "Kwame Mensah")
    return str(write(observations.add_observation, draft))


def test_every_tab_is_reached_by_its_name_and_made_on_first_visit(
    page: Callable[..., PersonView], amara: str, qtbot: QtBot
) -> None:
    view = page(amara)
    made = [view.part]
    for tab in TABS[1:]:
        QTest.keyClick(view, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        assert view.tabs.tabText(view.tabs.currentIndex()) == tab.text
        assert view.part not in made and view.header.isHidden()
        made.append(view.part)
        assert all(isinstance(pane, QWidget) for pane in view.panes)


def test_feedback_is_passed_on_reworded_shared_and_removed_by_keys(
    page: Callable[..., PersonView], amara: str, write: Any, desk: Desk, settle: Settle, qtbot: QtBot
) -> None:
    _say(write, amara, "Saved us a day")
    view = page(amara, "feedback")
    tab = view.part
    assert isinstance(tab, PersonFeedback)
    tab.rows.setFocus()
    assert _spoken(tab.rows) == ["Saved us a day, Feedback, Kwame Mensah, 6 May, Only you, To pass on"]
    QTest.keyClick(tab.rows, Qt.Key.Key_Space)
    settle()
    assert _spoken(tab.rows) == ["Saved us a day, Feedback, Kwame Mensah, 6 May, Passed on"]
    assert view.run_action("block.toggle")
    settle()
    assert _spoken(tab.rows) == ["Saved us a day, Feedback, Kwame Mensah, 6 May, Only you, Passed on"]
    with qtbot.waitSignal(desk.bus.undo_offered) as offered:
        QTest.keyClick(tab.rows, Qt.Key.Key_Delete)
    settle()
    assert offered.args == ["Feedback removed"]
    assert tab.empty.isVisible() and view.panes[1] is tab.empty.button


def test_the_rail_tells_the_latest_feedback(page: Callable[..., PersonView], amara: str, write: Any) -> None:
    assert not page(amara).overview.feedback.isVisible()
    _say(write, amara, "Older", 1)
    _say(write, amara, "Her checklist saved us a day")
    view = page(amara)
    assert view.overview.feedback.isVisible()
    view.overview.feedback.heading.button.click()
    assert isinstance(view.part, PersonFeedback)


def test_an_answer_is_edited_in_place_and_asked_again_after_a_year(
    page: Callable[..., PersonView], amara: str, write: Any, desk: Desk, settle: Settle
) -> None:
    write(card.save_answer, amara, "feedback", "In writing", date(2025, 3, 1))
    view = page(amara, "card")
    tab = view.part
    assert isinstance(tab, PersonCard)
    line = tab.lines["feedback"]
    assert line.ask.isVisible() and line.confirm.isVisible() and not tab.lines["hours"].confirm.isVisible()
    QTest.keyClick(line.ask, Qt.Key.Key_Return)
    settle()
    (item,) = desk.store.read(lambda s: agenda.list_agenda(s, amara))
    assert item.text == card.CARD_QUESTIONS[0].text
    assert line.ask.text() == "On the agenda" and not line.ask.isEnabled()
    edit = line.editor.edit
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_Return)
    edit.selectAll()
    QTest.keyClicks(edit, "Say it to me")
    assert view.has_unsaved()
    view.flush()
    settle()
    assert not view.has_unsaved()
    lines = desk.store.read(lambda s: card.list_card(s, amara, TODAY))
    assert [one.text for one in lines[0].answers] == ["Say it to me", "In writing"]
    view.refresh()
    settle()
    assert not line.confirm.isVisible() and line.earlier.isVisible()


def test_someone_never_met_has_a_guide_that_one_key_puts_on_the_agenda(
    page: Callable[..., PersonView], amara: str, write: Any, desk: Desk, settle: Settle
) -> None:
    view = page(amara)
    guide = view.overview.guide
    assert guide.isVisible()
    count = guide.model.rowCount()
    guide.list.setFocus()
    QTest.keyClick(guide.list, Qt.Key.Key_Space)
    QTest.keyClick(guide.heading.button, Qt.Key.Key_Return)
    settle()
    assert len(desk.store.read(lambda s: agenda.list_agenda(s, amara))) == count - 1
    settle()
    assert desk.history.undo_label == "Questions put on the agenda"
    assert guide.isVisible() and not set(_spoken(guide.list)) & set(_spoken(view.overview.agenda_list))
    meeting = write(meetings.start_meeting, amara)
    write(meetings.finish_meeting, meeting)
    view.refresh()
    settle()
    assert not guide.isVisible()


def test_the_timeline_is_filtered_by_kind_jumps_by_date_and_opens_the_source(
    page: Callable[..., PersonView], amara: str, write: Any, settle: Settle, qtbot: QtBot
) -> None:
    def plan(unit: Any) -> None:
        for week in range(FIRST_LINES + 400):
            plan = meetings.MeetingPlan(amara, NOW - timedelta(days=7 * week))
            meeting = meetings.plan_meeting(unit, plan)
            unit.session.flush()
            meetings.finish_meeting(unit, meeting)

    write(plan)
    said = _say(write, amara, "Saved us a day")
    view = page(amara, "timeline")
    tab = view.part
    assert isinstance(tab, PersonTimeline)
    assert len(tab.model.rows) == FIRST_LINES + 402
    QTest.keyClicks(tab.jump, "march 2019")
    QTest.keyClick(tab.jump, Qt.Key.Key_Return)
    row = tab.model.row_at(tab.rows.currentIndex())
    assert tab.rows.hasFocus() and row.on == date(2019, 3, 26)
    with qtbot.waitSignal(view.navigate_requested) as asked:
        QTest.keyClick(tab.rows, Qt.Key.Key_Return)
    assert asked.args[0] == Route("meeting", amara, row.meeting_id)
    for _ in range(4):
        QTest.keyClick(tab.rows, Qt.Key.Key_Left)
    assert [row.source_id for row in tab.model.rows] == [said]
    assert view.run_action("find") and tab.jump.hasFocus()
    tab.jump.clear()
    QTest.keyClicks(tab.jump, "soon")
    QTest.keyClick(tab.jump, Qt.Key.Key_Return)
    assert tab.jump.hasFocus() and "march 2024" in tab.hint.text()


def test_hits_of_new_things_open_where_they_show(
    page: Callable[..., PersonView], amara: str, write: Any, desk: Desk
) -> None:
    _say(write, amara, "Saved us a whole day")
    write(card.save_answer, amara, "hours", "Never before eleven", TODAY)
    found = {}
    for words in ("whole day", "eleven"):
        hits = desk.store.read(lambda s, words=words: search_newest(s, words))
        rows = build_rows(Asked(words, Kind.ALL, TODAY, UTC), (), hits)
        found[words] = next(row.route.tab for row in rows if row.route is not None and row.person_id)
    assert found == {"whole day": "feedback", "eleven": "card"}


def test_the_timeline_model_keeps_the_rules_of_qt(
    page: Callable[..., PersonView], amara: str, write: Any, settle: Settle
) -> None:
    view = page(amara, "timeline")
    tab = view.part
    assert isinstance(tab, PersonTimeline)
    tester = QAbstractItemModelTester(tab.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    _say(write, amara, "Saved us a day", 12)
    view.refresh()
    settle()
    assert isinstance(tester.model(), TimelineModel) and tab.model.rowCount() == 2
