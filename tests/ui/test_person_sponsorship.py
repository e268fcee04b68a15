"""The sponsorship tab and the page of glue work, driven by keys over a real vault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from coachdesk.desk.desk import Desk
from coachdesk.model.project import ProjectState
from coachdesk.model.sponsorship import ActKind, GlueOrigin
from coachdesk.services import acts, evidence, glue, opportunities, people, projects, wishes
from coachdesk.services.search import search_newest
from coachdesk.services.timeline import TimelineKind, list_timeline
from coachdesk.ui.shell.command_rows import Asked, Kind, RowKind, build_rows
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.glue_view import GlueView
from coachdesk.ui.views.person_sponsorship import PersonSponsorship
from coachdesk.ui.views.person_timeline import PersonTimeline
from coachdesk.ui.views.person_view import PersonView
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.views.sponsorship_access import AccessPane

NOW = datetime(2026, 5, 12, 9, 12, tzinfo=UTC)
TODAY = date(2026, 5, 12)
Settle = Callable[[], None]


@pytest.fixture
def team(write: Any, clock: Any) -> dict[str, str]:
    clock.now = NOW
    names = ("Amara Okafor", "Diego Fuentes", "Sofia Rinaldi")
    return {name.split()[0]: str(write(people.save_person, people.PersonDraft(None, name))) for name in names}


@pytest.fixture
def page(desk: Desk, look: Appearance, settle: Settle, qtbot: QtBot) -> Callable[..., PersonView]:
    def build(person: str, tab: str = "sponsorship", item_id: str = "") -> PersonView:
        view = PersonView(desk, look)
        qtbot.addWidget(view)
        view.resize(1048, 900)
        view.show_route(Route("person", person, tab=tab, item_id=item_id))
        view.show()
        view.activateWindow()
        assert QTest.qWaitForWindowActive(view)
        settle()
        return view

    return build


def _spoken(rows: RowList) -> list[str]:
    model = rows.model()
    return [model.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(model.rowCount())]


def _type(widget: QWidget, text: str) -> None:
    QTest.keyClicks(widget, text)
    QTest.keyClick(widget, Qt.Key.Key_Return)


def _part(view: PersonView) -> PersonSponsorship:
    part = view.part
    assert isinstance(part, PersonSponsorship)
    return part


def _add_glue(write: Any, person: str, text: str, **more: Any) -> str:
    return str(write(glue.add_glue, glue.GlueDraft(person, text, date(2026, 2, 2), **more)))


def test_an_empty_tab_says_what_belongs_here(page: Callable[..., PersonView], team: dict[str, str]) -> None:
    body = _part(page(team["Diego"])).body
    assert body.chances_empty.isVisible() and body.acts_empty.isVisible() and body.glue_empty.isVisible()
    assert not body.counts.isVisible()
    assert all(isinstance(pane, QWidget) and pane.isVisible() for pane in body.panes)


def test_acts_are_added_counted_and_get_their_result_by_keys(
    page: Callable[..., PersonView], team: dict[str, str], desk: Desk, settle: Settle
) -> None:
    body = _part(page(team["Diego"])).body
    body.acts_empty.button.click()
    body.act_add.audience.setText("the staff meeting")
    _type(body.act_add.text, "For the architecture forum")
    settle()
    body.act_add.kind.setCurrentText("Advised")
    body.act_add.day.setText("once upon a time")
    _type(body.act_add.text, "How to say no")
    assert body.act_add.hint.isVisible() and body.act_add.day.hasFocus()
    body.act_add.day.setText("1 May")
    QTest.keyClick(body.act_add.day, Qt.Key.Key_Return)
    settle()
    QTest.keyClick(body.act_add.text, Qt.Key.Key_Escape)
    assert body.acts_list.hasFocus()
    assert body.counts.text() == "Mentored 1, sponsored 1 in 12 months"
    QTest.keyClick(body.acts_list, Qt.Key.Key_R)
    _type(body.result_ask.text, "Asked to present")
    settle()
    assert _spoken(body.acts_list) == [
        "For the architecture forum, 12 May; before the staff meeting; result: Asked to present, Named in a room",
        "How to say no, 1 May, Advised",
    ]
    QAbstractItemModelTester(body.acts, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_e_changes_all_of_an_act_of_glue_work_and_of_a_wish(
    page: Callable[..., PersonView], team: dict[str, str], write: Any, desk: Desk, settle: Settle
) -> None:
    diego, may = team["Diego"], date(2026, 5, 1)
    project_id = write(projects.save_project, projects.ProjectDraft(None, "Run the drill"), TODAY)
    draft = acts.ActDraft(diego, ActKind.NAMED, "For the forum", may, "the leads", "asked back", project_id)
    write(acts.add_act, draft)
    _add_glue(write, diego, "Runs the rota")
    body = _part(page(diego)).body
    body.acts_list.setFocus()
    QTest.keyClick(body.acts_list, Qt.Key.Key_E)
    assert (body.act_add.text.text(), body.act_add.add.text()) == ("For the forum", "Keep")
    body.act_add.kind.setCurrentText("Credited")
    body.act_add.audience.setText("the directors")
    body.act_add.day.setText("30 April")
    QTest.keyClick(body.act_add.day, Qt.Key.Key_Return)
    settle()
    (act,) = desk.store.read(lambda session: acts.list_acts(session, diego))
    assert (act.kind, act.text, act.audience) == (ActKind.CREDITED, "For the forum", "the directors")
    assert (act.acted_on, act.result, act.project) == (date(2026, 4, 30), "asked back", "Run the drill")
    body.glue.rows.setFocus()
    QTest.keyClick(body.glue.rows, Qt.Key.Key_E)
    body.glue_add.origin.setCurrentText("Volunteered")
    _type(body.glue_add.hours, "3")
    settle()
    (work,) = desk.store.read(lambda session: glue.list_glue(session, TODAY, diego))
    assert (work.origin, work.hours_a_month, work.began_on) == (GlueOrigin.VOLUNTEERED, 3, date(2026, 2, 2))
    body.wishes_heading.button.click()
    body.wish_add.text.setText("To lead a review")
    _type(body.wish_add.competency, "nothing of the kind")
    assert body.wish_add.hint.isVisible() and body.wish_add.competency.hasFocus()
    body.wish_add.competency.clear()
    _type(body.wish_add.competency, "collab")
    settle()
    assert _spoken(body.wishes_list) == ["To lead a review, said 12 May; Collaboration & feedback"]
    QTest.keyClick(body.wish_add.text, Qt.Key.Key_Escape)
    QTest.keyClick(body.wishes_list, Qt.Key.Key_E)
    body.wish_add.competency.clear()
    _type(body.wish_add.text, " soon")
    settle()
    assert _spoken(body.wishes_list) == ["To lead a review soon, said 12 May"]
    assert body.wishes_list.hasFocus() and body.wish_add.isHidden()


def test_acts_and_glue_work_are_found_and_open_on_their_row(
    page: Callable[..., PersonView], team: dict[str, str], write: Any, desk: Desk
) -> None:
    diego = team["Diego"]
    act_id = write(acts.add_act, acts.ActDraft(diego, ActKind.NAMED, "For the zephyr forum", TODAY))
    glue_id = _add_glue(write, diego, "Runs the zephyr rota")
    hits = desk.store.read(lambda session: search_newest(session, "zephyr"))
    rows = [row for row in build_rows(Asked("zephyr", Kind.ALL, TODAY, UTC), (), hits) if row.kind is RowKind.HIT]
    assert {(row.title, row.detail) for row in rows} == {
        ("For the zephyr forum", "Act of sponsorship, Diego Fuentes"),
        ("Runs the zephyr rota", "Glue work, Diego Fuentes"),
    }
    assert {row.route for row in rows} == {
        Route("person", diego, tab="sponsorship", item_id=one) for one in (act_id, glue_id)
    }
    body = _part(page(diego, item_id=glue_id)).body
    assert body.glue.rows.current_id == glue_id and body.glue.rows.hasFocus()


def test_words_in_an_open_row_are_kept_when_the_page_is_left(
    page: Callable[..., PersonView], team: dict[str, str], desk: Desk, settle: Settle
) -> None:
    view = page(team["Diego"])
    body = _part(view).body
    body.wishes_heading.button.click()
    QTest.keyClicks(body.wish_add.text, "To speak once")
    assert view.has_unsaved()
    view.show_route(Route("person", team["Sofia"], tab="sponsorship"))
    settle()
    assert not view.has_unsaved()
    (wish,) = desk.store.read(lambda s: wishes.list_wishes(s))
    assert (wish.person_id, wish.text) == (team["Diego"], "To speak once")


def test_a_wish_ends_by_space_and_one_undo_brings_it_back(
    page: Callable[..., PersonView], team: dict[str, str], write: Any, desk: Desk, settle: Settle, qtbot: QtBot
) -> None:
    write(wishes.add_wish, wishes.WishDraft(team["Diego"], "Lead the offsite", date(2026, 3, 1)))
    body = _part(page(team["Diego"])).body
    body.wishes_list.setFocus()
    with qtbot.waitSignal(desk.bus.undo_offered) as offered:
        QTest.keyClick(body.wishes_list, Qt.Key.Key_Space)
    settle()
    assert offered.args == ["Wish ended"]
    assert _spoken(body.wishes_list) == ["Lead the offsite, ended 12 May"]


def test_one_key_credits_glue_work_and_undo_takes_evidence_and_day_back(
    page: Callable[..., PersonView], team: dict[str, str], write: Any, desk: Desk, settle: Settle, qtbot: QtBot
) -> None:
    _add_glue(write, team["Diego"], "Runs the rota", hours_a_month=6)
    body = _part(page(team["Diego"])).body
    assert _spoken(body.glue.rows) == [
        "Runs the rota, Asked, since 2 Feb, 6 hours a month; C credits it for Collaboration & feedback, Not credited"
    ]
    body.glue.rows.setFocus()
    with qtbot.waitSignal(desk.bus.undo_offered) as offered:
        QTest.keyClick(body.glue.rows, Qt.Key.Key_C)
    settle()
    assert offered.args == ["Credited as evidence for Collaboration & feedback"]
    (found,) = desk.store.read(lambda s: evidence.list_evidence(s, team["Diego"]))
    assert (found.text, found.targets[0].competency_id) == ("Runs the rota", "collaboration")
    assert _spoken(body.glue.rows)[0].endswith("Credited 12 May")
    QTest.keyClick(body.glue.rows, Qt.Key.Key_C)
    settle()
    assert body.glue.hint.text() == "It is kept as evidence already."
    desk.store.write(desk.history.undo)
    assert desk.store.read(lambda s: evidence.list_evidence(s, team["Diego"])) == ()
    QTest.keyClick(body.glue.rows, Qt.Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
    settle()
    body.glue.credit_ask.text.clear()
    _type(body.glue.credit_ask.text, "plann")
    settle()
    (found,) = desk.store.read(lambda s: evidence.list_evidence(s, team["Diego"]))
    assert found.targets[0].competency_id == "planning"


def test_glue_work_is_added_since_a_month_and_hours_may_stay_unknown(
    page: Callable[..., PersonView], team: dict[str, str], settle: Settle
) -> None:
    body = _part(page(team["Diego"])).body
    body.glue_empty.button.click()
    body.glue_add.origin.setCurrentText("Volunteered")
    body.glue_add.day.setText("March")
    body.glue_add.hours.setText("a few")
    _type(body.glue_add.text, "Welcomes interns")
    assert body.glue_add.hours.hasFocus() and "nobody knows" in body.glue_add.hint.text()
    body.glue_add.hours.clear()
    QTest.keyClick(body.glue_add.hours, Qt.Key.Key_Return)
    settle()
    assert _spoken(body.glue.rows) == [
        "Welcomes interns, Volunteered, since 1 Mar, hours not estimated; C credits it for Collaboration & feedback, "
        "Not credited"
    ]
    assert body.glue_load.text() == "1 going on, 1 not estimated"


def test_glue_work_of_everybody_is_rotated_by_a_name(
    desk: Desk, look: Appearance, team: dict[str, str], write: Any, settle: Settle, qtbot: QtBot
) -> None:
    _add_glue(write, team["Diego"], "Takes the notes", origin=GlueOrigin.VOLUNTEERED)
    rota = _add_glue(write, team["Diego"], "Runs the rota", hours_a_month=6)
    _add_glue(write, team["Sofia"], "Plans the offsite")
    view = GlueView(desk, look)
    qtbot.addWidget(view)
    view.resize(1048, 752)
    view.show_route(Route("glue"))
    view.show()
    view.activateWindow()
    assert QTest.qWaitForWindowActive(view)
    settle()
    assert _spoken(view.loads_list) == [
        "Diego Fuentes, 2 going on, 6 hours a month, 1 not estimated",
        "Sofia Rinaldi, 1 going on, 1 not estimated",
    ]
    view.glue.rows.setFocus()
    view.glue.rows.set_current_id(rota)
    QTest.keyClick(view.glue.rows, Qt.Key.Key_R)
    _type(view.glue.rotate_ask.text, "zebra")
    assert view.glue.rotate_ask.hint.text() == "Type enough of a name to tell one person."
    view.glue.rotate_ask.text.clear()
    with qtbot.waitSignal(desk.bus.undo_offered) as offered:
        _type(view.glue.rotate_ask.text, "Amara Okafor")
    settle()
    assert offered.args == ["Glue work rotated"]
    assert _spoken(view.loads_list) == [
        "Amara Okafor, 1 going on, 6 hours a month",
        "Diego Fuentes, 1 going on, 1 not estimated",
        "Sofia Rinaldi, 1 going on, 1 not estimated",
    ]
    with qtbot.waitSignal(view.navigate_requested) as asked:
        view.loads_list.setFocus()
        QTest.keyClick(view.loads_list, Qt.Key.Key_Return)
    assert (asked.args[0].view, asked.args[0].tab) == ("person", "sponsorship")


def test_projects_and_offers_show_their_way_and_when_to_ask_again(
    page: Callable[..., PersonView], team: dict[str, str], write: Any, settle: Settle, qtbot: QtBot
) -> None:
    ledger = write(projects.save_project, projects.ProjectDraft(None, "Ledger dual-write"), date(2025, 5, 1))
    write(projects.step_project, ledger, ProjectState.ACTIVE, date(2025, 5, 20), team["Diego"])
    write(projects.step_project, ledger, ProjectState.LANDED, date(2025, 8, 10))
    talk = write(projects.save_project, projects.ProjectDraft(None, "Conference talk"), date(2026, 4, 1))
    write(opportunities.save_criteria, talk, "Knows the ledger")
    write(opportunities.offer, talk, team["Diego"], date(2026, 4, 2), why="Knows it")
    write(opportunities.decline, talk, date(2026, 4, 5), reason="Travel", ask_again_on=date(2026, 9, 1))
    view = page(team["Diego"])
    body = _part(view).body
    assert _spoken(body.chances_list) == [
        "Conference talk, Offered 2 Apr, declined 5 Apr; Travel; ask again on 1 Sep, Declined",
        "Ledger dual-write, Active 20 May 2025, landed 10 Aug 2025, Landed",
    ]
    body.chances_list.setFocus()
    with qtbot.waitSignal(view.navigate_requested) as asked:
        QTest.keyClick(body.chances_list, Qt.Key.Key_Return)
    assert (asked.args[0].view, asked.args[0].item_id) == ("project", talk)


def test_the_timeline_tells_projects_acts_and_glue_work_and_leads_back(
    page: Callable[..., PersonView], team: dict[str, str], write: Any, desk: Desk, settle: Settle, qtbot: QtBot
) -> None:
    diego = team["Diego"]
    project = write(projects.save_project, projects.ProjectDraft(None, "Ledger"), date(2026, 1, 7))
    write(projects.step_project, project, ProjectState.ACTIVE, date(2026, 1, 8), diego)
    act = write(acts.add_act, acts.ActDraft(diego, ActKind.NAMED, "For the forum", date(2026, 3, 1), "the board"))
    glue_id = _add_glue(write, diego, "Runs the rota")
    write(glue.end_glue, glue_id, date(2026, 4, 1))
    rows = desk.store.read(lambda s: list_timeline(s, diego, UTC))
    assert all(row.is_private for row in rows if row.kind is not TimelineKind.ROLE)
    view = page(diego, "timeline")
    part = view.part
    assert isinstance(part, PersonTimeline)
    part.kinds.set_index(6)
    part.kinds.chosen.emit(6)
    assert _spoken(part.rows) == [
        "Runs the rota, 1 Apr, Glue work ended",
        "For the forum (the board), 1 Mar, Named in a room",
        "Runs the rota, asked, 2 Feb, Glue work",
        "Ledger: active, 8 Jan, Stretch project",
    ]
    part.rows.setFocus()
    part.rows.set_current_id(f"act/{act}")
    with qtbot.waitSignal(view.navigate_requested) as asked:
        QTest.keyClick(part.rows, Qt.Key.Key_Return)
    route = asked.args[0]
    view.show_route(route)
    settle()
    assert _part(view).body.acts_list.hasFocus() and _part(view).body.acts_list.current_id == act


def test_the_list_of_everybody_is_reached_from_the_tab_and_from_the_balance(
    page: Callable[..., PersonView], team: dict[str, str], desk: Desk, look: Appearance, settle: Settle, qtbot: QtBot
) -> None:
    view = page(team["Diego"])
    with qtbot.waitSignal(view.navigate_requested) as asked:
        _part(view).body.everybody.click()
    assert asked.args == [Route("glue")]
    pane = AccessPane(desk, look)
    qtbot.addWidget(pane)
    with qtbot.waitSignal(pane.navigate_requested) as asked:
        pane.glue.click()
    assert asked.args == [Route("glue")]
    settle()
