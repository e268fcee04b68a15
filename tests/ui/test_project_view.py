"""The page of a project over a real vault: steps with days, talks, promises, both voices, evidence picked by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import undo
from coachdesk.model.project import ProjectState
from coachdesk.model.visibility import Visibility
from coachdesk.services import opportunities, people, projects
from coachdesk.services.evidence import list_evidence
from coachdesk.services.project_page import ProjectPage, get_project_page
from coachdesk.services.projects import ProjectDraft
from coachdesk.services.promises import list_open_promises
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.follow_ups_view import FollowUpsView
from coachdesk.ui.views.project_acts import Voice
from coachdesk.ui.views.project_view import ProjectView
from coachdesk.ui.views.route import Route

TODAY = date(2026, 5, 12)
NOW = datetime(2026, 5, 12, 9, 12, tzinfo=UTC)
Write = Callable[..., Any]
Settle = Callable[[], None]


@pytest.fixture
def amara(write: Write, clock: Any) -> str:
    clock.now = NOW
    return str(write(people.save_person, people.PersonDraft(None, "Amara Okafor")))


@pytest.fixture
def project_id(write: Write, amara: str) -> str:
    """A project that Amara said yes to, with a talk to come."""
    return str(write(_make, amara))


def _make(unit: Any, amara: str) -> str:
    draft = ProjectDraft(None, "Ledger cut-over", "Books close a day earlier", payoff="Seen by Finance", support="Me")
    made = projects.save_project(unit, draft, date(2026, 3, 1))
    opportunities.save_criteria(unit, made, "Wants to lead")
    opportunities.offer(unit, made, amara, date(2026, 3, 5))
    opportunities.accept(unit, made, date(2026, 3, 9))
    projects.plan_check_in(unit, made, date(2026, 5, 19))
    return made


@pytest.fixture
def page(desk: Desk, look: Appearance, project_id: str, settle: Settle, qtbot: QtBot) -> Iterator[ProjectView]:
    view = ProjectView(desk, look)
    qtbot.addWidget(view)
    view.resize(1048, 752)
    view.show_route(Route("project", item_id=project_id))
    view.show()
    view.activateWindow()
    settle()
    yield view


def _read(desk: Desk, project_id: str) -> ProjectPage:
    return desk.store.read(lambda session: get_project_page(session, project_id, TODAY))


def _land(page: ProjectView, settle: Settle) -> None:
    page.next_button.click()
    QTest.keyClick(page.move_row.day, Qt.Key.Key_Return)
    settle()


def _write_voices(page: ProjectView, settle: Settle) -> None:
    for voice, words in ((Voice.THEIRS, "I led it. The rollback held twice."), (Voice.YOURS, "Two teams copied it.")):
        edit = page.reflection.editors[voice].edit
        QTest.keyClick(edit, Qt.Key.Key_Return)
        QTest.keyClicks(edit, words)
        QTest.keyClick(edit, Qt.Key.Key_Return)
    settle()


def test_the_page_tells_what_the_project_is_and_how_it_came_here(page: ProjectView) -> None:
    assert page.trail.accessibleName() == "Steps: Idea, 1 Mar; Offered, Amara, 5 Mar; Active, 9 Mar"
    shown = [value.text() for value in page.facts.values if value.isVisible()]
    assert shown == ["Books close a day earlier", "Team", "Seen by Finance", "Me"]
    assert page.rail.offers.text() == "Amara Okafor, offered 5 Mar, said yes 9 Mar"
    assert page.next_button.text() == "It landed" and not page.evidence_heading.isVisible()


def test_a_step_takes_its_day_and_an_earlier_one_is_refused(
    page: ProjectView, desk: Desk, project_id: str, settle: Settle
) -> None:
    page.next_button.click()
    page.move_row.day.setText("1 Mar")
    QTest.keyClick(page.move_row.day, Qt.Key.Key_Return)
    settle()
    assert "2026-03-09" in page.refusal.text() and _read(desk, project_id).state is ProjectState.ACTIVE
    page.next_button.click()
    page.move_row.day.setText("2 May")
    QTest.keyClick(page.move_row.day, Qt.Key.Key_Return)
    settle()
    assert not page.refusal.isVisible() and _read(desk, project_id).steps[-1].stepped_on == date(2026, 5, 2)
    undo(page, desk)
    settle()
    assert page.next_button.text() == "It landed"


def test_a_talk_is_planned_held_and_told(page: ProjectView, desk: Desk, project_id: str, settle: Settle) -> None:
    work = page.work
    testers = [QAbstractItemModelTester(model) for model in (work.check_ins, work.promises)]
    work.check_ins_heading.button.click()
    QTest.keyClicks(work.check_in_add.text, "in 3 weeks")
    QTest.keyClick(work.check_in_add.text, Qt.Key.Key_Return)
    settle()
    assert [row.planned_on for row in work.check_ins.rows] == [date(2026, 5, 19), date(2026, 6, 2)]
    work.check_in_list.setCurrentIndex(work.check_ins.index(0))
    QTest.keyClick(work.check_in_list, Qt.Key.Key_Space)
    settle()
    assert _read(desk, project_id).check_ins[0].held_on == TODAY
    assert work.check_ins.index(1).data(Qt.ItemDataRole.EditRole) == ""
    assert work.check_ins.setData(work.check_ins.index(1), "Rollback rehearsed", Qt.ItemDataRole.EditRole)
    settle()
    told = _read(desk, project_id).check_ins[1]
    assert (told.text, told.held_on) == ("Rollback rehearsed", TODAY) and len(testers) == 2


def test_a_promise_for_it_is_yours_and_among_the_follow_ups(
    page: ProjectView, desk: Desk, amara: str, settle: Settle, qtbot: QtBot
) -> None:
    assert page.run_action("action.add")
    add = page.work.promise_add
    QTest.keyClicks(add.text, "Ask Finance for the window")
    add.day.setText("fri")
    QTest.keyClick(add.day, Qt.Key.Key_Return)
    settle()
    row = desk.store.read(lambda session: list_open_promises(session, TODAY, amara))[0]
    assert (row.text, row.due_on, row.is_private) == ("Ask Finance for the window", date(2026, 5, 15), True)
    page.work.promise_list.setCurrentIndex(page.work.promises.index(0))
    with qtbot.waitSignal(page.navigate_requested) as gone:
        QTest.keyClick(page.work.promise_list, Qt.Key.Key_Return)
    assert gone.args == [Route("follow_ups", tab=row.promise_id)]


def test_a_follow_up_leads_back_to_its_project(
    desk: Desk, look: Appearance, project_id: str, write: Write, settle: Settle, qtbot: QtBot
) -> None:
    promise_id = write(projects.add_project_promise, project_id, "Ask Finance", TODAY)
    view = FollowUpsView(desk, look)
    qtbot.addWidget(view)
    view.show_route(Route("follow_ups", tab=promise_id))
    view.show()
    settle()
    assert view.panel.made_in.text() == "Promised for “Ledger cut-over”"
    with qtbot.waitSignal(view.navigate_requested) as gone:
        view.panel.made_in.click()
    assert gone.args == [Route("project", item_id=project_id)]


def test_what_is_typed_in_either_voice_is_kept_on_leaving(
    page: ProjectView, desk: Desk, project_id: str, settle: Settle
) -> None:
    theirs = page.reflection.editors[Voice.THEIRS].edit
    QTest.keyClick(theirs, Qt.Key.Key_Return)
    QTest.keyClicks(theirs, "I led it.")
    assert page.has_unsaved()
    page.flush()
    settle()
    assert not page.has_unsaved() and _read(desk, project_id).reflection_theirs == "I led it."


def test_sentences_become_evidence_by_keys_and_one_undo_takes_them_back(
    page: ProjectView, desk: Desk, amara: str, settle: Settle, qtbot: QtBot
) -> None:
    _write_voices(page, settle)
    _land(page, settle)
    assert page.next_button.text() == "Make it evidence"
    assert not desk.store.read(lambda session: list_evidence(session, amara))
    assert page.run_action("line.evidence")
    settle()
    pick = page.pick
    assert pick.isVisible() and not pick.keep.isEnabled()
    QTest.keyClick(pick.list, Qt.Key.Key_Down)
    QTest.keyClick(pick.list, Qt.Key.Key_Space)
    QTest.keyClick(pick.list, Qt.Key.Key_Down)
    QTest.keyClick(pick.list, Qt.Key.Key_Space)
    assert pick.keep.text() == "Keep 2 sentences as evidence"
    QTest.keyClick(pick.list, Qt.Key.Key_Return)
    settle()
    kept = {row.text: row for row in desk.store.read(lambda session: list_evidence(session, amara))}
    assert set(kept) == {"The rollback held twice.", "Two teams copied it."}
    assert all(row.visibility is Visibility.ONLY_YOU for row in kept.values())
    page.run_action("line.evidence")
    settle()
    spoken = pick.list.sentences.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "The rollback held twice., kept already"
    undo(page, desk)
    settle()
    assert not desk.store.read(lambda session: list_evidence(session, amara))


def test_another_project_shows_nothing_of_the_one_before(
    page: ProjectView, write: Write, settle: Settle, desk: Desk
) -> None:
    other = str(write(projects.save_project, ProjectDraft(None, "Forum"), TODAY))
    page.next_button.click()
    page.show_route(Route("project", item_id=other))
    settle()
    assert page.move_row.isHidden() and not page.work.isVisible() and not page.reflection.isVisible()
    assert page.next_button.text() == "Offer it to someone"


def test_a_project_that_is_gone_leads_back_to_the_board(
    page: ProjectView, project_id: str, settle: Settle, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.navigate_requested) as gone:
        page.acts.remove(project_id)
        settle()
    assert gone.args == [Route("sponsorship")]
