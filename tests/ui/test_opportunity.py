"""An opportunity by keys: criteria before names, one offer at a time, and a ledger without a private word."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import Session, select

from coachdesk.desk.desk import Desk
from coachdesk.model.opportunity import OfferAnswer
from coachdesk.model.project import Project, ProjectState, Reach
from coachdesk.services import opportunities, people, projects, wishes
from coachdesk.services.ladders import PlacementDraft, place_person
from coachdesk.services.opportunity_page import CandidateOrder, OpportunityPage, get_opportunity
from coachdesk.services.projects import ProjectDraft
from coachdesk.services.wishes import WishDraft
from coachdesk.ui.models.candidate_rows import Column
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.opportunity_step import StepState
from coachdesk.ui.views.opportunity_view import OpportunityView
from coachdesk.ui.views.route import Route
from coachdesk.ui.windows.main import MainWindow

PIN = "software-engineer@2026.1"
TODAY = date(2026, 5, 12)
BUDGET = 25
KEY, MOD = Qt.Key, Qt.KeyboardModifier
Write = Callable[..., Any]
Settle = Callable[[], None]


@pytest.fixture
def team(write: Write) -> dict[str, str]:
    """Amara was offered something 40 days ago, Diego never; both report to Priya."""
    owner = write(people.ensure_owner, "Priya Raman")
    ids = {
        name: str(write(people.save_person, people.PersonDraft(None, name, manager_id=owner)))
        for name in ("Amara Okafor", "Diego Fuentes", "Sofia Rinaldi")
    }
    for person in ids.values():
        write(place_person, PlacementDraft(person, PIN, "l5", "l6", date(2020, 1, 1)))
    for name, days in (("Amara Okafor", 40), ("Sofia Rinaldi", 200)):
        project_id = write(projects.save_project, ProjectDraft(None, "Ledger dual-write"), TODAY - timedelta(days=days))
        write(opportunities.save_criteria, project_id, "Knows the ledger")
        write(opportunities.offer, project_id, ids[name], TODAY - timedelta(days=days))
        write(opportunities.accept, project_id, TODAY - timedelta(days=days - 1))
    write(wishes.add_wish, WishDraft(ids["Diego Fuentes"], "Lead something outside the team", TODAY))
    return ids


@pytest.fixture
def view(qtbot: QtBot, desk: Desk, look: Appearance, team: dict[str, str], settle: Settle) -> OpportunityView:
    page = OpportunityView(desk, look)
    qtbot.addWidget(page)
    page.resize(1048, 752)
    QAbstractItemModelTester(page.people.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.show()
    page.show_route(Route("opportunity"))
    settle()
    return page


def page_of(desk: Desk, project_id: str | None) -> OpportunityPage:
    assert project_id is not None
    return desk.store.read(lambda session: get_opportunity(session, project_id, TODAY, CandidateOrder.WAIT))


def written(desk: Desk) -> list[str]:
    def titles(session: Session) -> list[str]:
        return [one.title for one in session.exec(select(Project))]

    return [title for title in desk.store.read(titles) if title != "Ledger dual-write"]


class Keys:
    """Presses keys where the keyboard is and counts them; typed text is not counted."""

    def __init__(self, window: QWidget, settle: Settle) -> None:
        self.window = window
        self.settle = settle
        self.count = 0

    def press(self, *keys: KEY, mod: MOD = MOD.NoModifier) -> None:
        for key in keys:
            self.count += 1
            QTest.keyClick(QApplication.focusWidget() or self.window, key, mod)
            QApplication.processEvents()
            self.settle()

    def type(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), text)


def test_one_opportunity_from_the_place_to_the_offer_within_its_budget(
    qtbot: QtBot, desk: Desk, look: Appearance, team: dict[str, str], settle: Settle, capsys: pytest.CaptureFixture[str]
) -> None:
    window = MainWindow(desk, look)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    settle()
    keys = Keys(window, settle)
    keys.press(KEY.Key_6, mod=MOD.ControlModifier)
    keys.press(KEY.Key_Y, mod=MOD.ControlModifier | MOD.ShiftModifier)
    keys.type("Run the architecture forum")
    keys.press(KEY.Key_Tab)
    keys.type("Teams decide alone and pay twice")
    keys.press(KEY.Key_Tab)
    keys.type("growing")
    keys.press(KEY.Key_Tab, KEY.Key_Right, KEY.Key_Tab)
    keys.type("A voice in the department")
    keys.press(KEY.Key_Tab)
    keys.type("I sit beside them the first time")
    keys.press(KEY.Key_Tab)
    keys.type("Wants to lead a room; has not done so yet")
    keys.press(KEY.Key_Return, mod=MOD.ControlModifier)
    keys.press(KEY.Key_Space, KEY.Key_Down, KEY.Key_Space, KEY.Key_Up)
    keys.press(KEY.Key_Return)
    keys.type("Asked to lead something")
    keys.press(KEY.Key_Tab)
    keys.type("in 1 week")
    keys.press(KEY.Key_Return)
    view = window.view
    assert isinstance(view, OpportunityView)
    page = page_of(desk, view.project_id)
    with capsys.disabled():
        print(f"\none opportunity, from Ctrl+6 to offered: {keys.count} keys of at most {BUDGET}")
    assert keys.count <= BUDGET
    assert (page.title, page.competency, page.reach) == (
        "Run the architecture forum",
        "Growing others",
        Reach.DEPARTMENT,
    )
    assert (page.payoff, page.support) == ("A voice in the department", "I sit beside them the first time")
    assert page.criteria == "Wants to lead a room; has not done so yet" and page.criteria_saved_at == desk.now
    (offer,) = page.offers
    assert (offer.name, offer.why, offer.reply_by_on) == ("Diego Fuentes", "Asked to lead something", date(2026, 5, 19))
    considered = {row.name for row in page.candidates if row.is_considered}
    assert considered == {"Diego Fuentes", "Sofia Rinaldi"}
    assert window.navigator.current == Route("opportunity", item_id=page.project_id)
    assert not window.has_unsaved()
    window.allow_close()


def begin(
    view: OpportunityView, settle: Settle, title: str = "Host the game day", criteria: str = "Knows the drill"
) -> str:
    """Type a project with its criteria and save them."""
    QTest.keyClicks(view.fields.title.edit, title)
    QTest.keyClicks(view.criteria.edit, criteria)
    QTest.keyClick(view.criteria.edit, KEY.Key_Return, MOD.ControlModifier)
    settle()
    assert view.project_id is not None
    return view.project_id


def offer_to(view: OpportunityView, settle: Settle, person_id: str, why: str) -> None:
    """Offer it from the table."""
    view.people.table.set_current_id(person_id)
    QTest.keyClick(view.people.table, KEY.Key_Return)
    QTest.keyClicks(view.offer.form.why.edit, why)
    QTest.keyClick(view.offer.form.why.edit, KEY.Key_Return, MOD.ControlModifier)
    settle()


def test_no_name_stands_on_the_page_before_the_criteria_are_saved(
    view: OpportunityView, desk: Desk, settle: Settle
) -> None:
    QTest.keyClick(view.criteria.edit, KEY.Key_Return, MOD.ControlModifier)
    assert view.fields.title.hint.text().startswith("Give the project a title")
    QTest.keyClicks(view.fields.title.edit, "Host the game day")
    view.fields.title.edit.clearFocus()
    QTest.keyClick(view.criteria.edit, KEY.Key_Return, MOD.ControlModifier)
    assert view.criteria.hint.text().startswith("Say what the person should bring")
    QTest.keyClicks(view.criteria.edit, "Knows the drill")
    view.flush()
    settle()
    page = page_of(desk, view.project_id)
    assert (page.criteria, page.criteria_saved_at, page.candidates) == ("Knows the drill", None, ())
    assert view.people.model.rowCount() == 0 and not view.has_unsaved()
    assert view.body.sections[2].state is StepState.WAITING and not view.people.isVisible()
    QTest.keyClick(view.criteria.edit, KEY.Key_Return, MOD.ControlModifier)
    settle()
    assert page_of(desk, view.project_id).criteria_saved_at == desk.now
    assert view.body.sections[1].note().startswith("Saved 12 May, 09:44.")
    assert view.people.isVisible() and view.focusWidget() is view.people.table


def test_facts_stand_beside_one_another_in_the_order_that_is_chosen(
    view: OpportunityView, team: dict[str, str], settle: Settle
) -> None:
    QTest.keyClicks(view.fields.skill.edit, "growing")
    view.fields.skill.take()
    begin(view, settle)
    model = view.people.model

    def names() -> list[str]:
        return [row.name for row in model.rows]

    assert names() == ["Diego Fuentes", "Sofia Rinaldi", "Amara Okafor"]
    diego = model.data(model.index(0, Column.NAME), Qt.ItemDataRole.AccessibleTextRole)
    assert diego == (
        "Diego Fuentes, not considered, Last offer: never, Stated wishes: Lead something outside the team, "
        "Skill evidence: needed, none yet, Carries now: no project"
    )
    assert [model.index(at, Column.WAIT).data() for at in range(3)] == ["never", "200 days", "40 days"]
    assert model.index(2, Column.LOAD).data() == "1 active"
    order = view.people.order
    order.setCurrentIndex(order.findData(CandidateOrder.NAME))
    order.activated.emit(order.currentIndex())
    settle()
    assert names() == ["Amara Okafor", "Diego Fuentes", "Sofia Rinaldi"]
    view.resize(560, 700)
    QApplication.processEvents()
    shown = [column for column in Column if not view.people.table.isColumnHidden(column)]
    assert shown == [Column.TICK, Column.NAME, Column.FACTS]


def test_a_no_asks_when_to_ask_again_and_somebody_else_may_be_asked(
    view: OpportunityView, desk: Desk, team: dict[str, str], settle: Settle
) -> None:
    project_id = begin(view, settle)
    offer_to(view, settle, team["Amara Okafor"], "Ran the last one")
    assert view.focusWidget() is view.offer.yes
    QTest.keyClick(view.offer.no, KEY.Key_Return)
    form = view.offer.decline
    assert form.isVisible() and form.day.label.text() == "When may you ask again?"
    QTest.keyClicks(form.reason.edit, "Too much on call")
    QTest.keyClick(form.keep, KEY.Key_Return)
    assert "They did not say" in form.day.hint.text() and page_of(desk, project_id).state is ProjectState.OFFERED
    QTest.keyClicks(form.day.edit, "July")
    QTest.keyClick(form.day.edit, KEY.Key_Return)
    settle()
    (offer,) = page_of(desk, project_id).offers
    assert (offer.answer, offer.reason, offer.ask_again_on) == (
        OfferAnswer.DECLINED, "Too much on call", date(2026, 7, 1),
    )  # fmt: skip
    assert view.focusWidget() is view.people.table and not view.has_unsaved()
    offer_to(view, settle, team["Diego Fuentes"], "Asked for it")
    QTest.keyClick(view.offer.no, KEY.Key_Return)
    view.offer.decline.silent.click()
    QTest.keyClick(view.offer.decline.keep, KEY.Key_Return)
    settle()
    offer_to(view, settle, team["Sofia Rinaldi"], "Waited longest")
    QTest.keyClick(view.offer.yes, KEY.Key_Return)
    settle()
    page = page_of(desk, project_id)
    assert page.state is ProjectState.ACTIVE and page.person_id == team["Sofia Rinaldi"]
    assert {one.name: one.ask_again_on for one in page.offers} == {
        "Amara Okafor": date(2026, 7, 1), "Diego Fuentes": None, "Sofia Rinaldi": None,
    }  # fmt: skip
    assert view.offer.project.isVisible() and view.trail.current == 4


def test_an_offer_is_taken_back_and_stays_in_the_ledger(
    view: OpportunityView, desk: Desk, team: dict[str, str], settle: Settle
) -> None:
    project_id = begin(view, settle)
    offer_to(view, settle, team["Amara Okafor"], "Ran the last one")
    assert view.offer.back.isVisible()
    QTest.keyClick(view.offer.back, KEY.Key_Space)
    settle()
    page = page_of(desk, project_id)
    assert (page.state, page.person_id) == (ProjectState.IDEA, None)
    assert [(one.name, one.answer) for one in page.offers] == [("Amara Okafor", OfferAnswer.WITHDRAWN)]
    assert view.focusWidget() is view.people.table and not view.offer.back.isVisible()
    offer_to(view, settle, team["Diego Fuentes"], "Waited longest")
    assert page_of(desk, project_id).person_id == team["Diego Fuentes"]


def test_the_ledger_that_leaves_is_the_one_that_was_shown_and_holds_no_private_word(
    view: OpportunityView, desk: Desk, team: dict[str, str], settle: Settle, tmp_path: Path, qtbot: QtBot
) -> None:
    begin(view, settle)
    view.people.table.set_current_id(team["Diego Fuentes"])
    QTest.keyClick(view.people.table, KEY.Key_Space)
    settle()
    QTest.keyClick(view.people.table, KEY.Key_F2)
    QTest.keyClicks(view.people.person.remark.edit, "Ask Hannah first")
    assert view.has_unsaved()
    view.flush()
    settle()
    assert view.people.model.rows[0].remark == "Ask Hannah first" and not view.has_unsaved()
    offer_to(view, settle, team["Diego Fuentes"], "Asked for it")
    QTest.keyClick(view.offer.no, KEY.Key_Return)
    QTest.keyClicks(view.offer.decline.reason.edit, "Wants a calm summer")
    view.offer.decline.silent.click()
    QTest.keyClick(view.offer.decline.keep, KEY.Key_Return)
    settle()
    view.export.click()
    settle()
    for form, name in ((0, "ledger.md"), (1, "ledger.json")):
        view.ledger.form.set_index(form)
        view.ledger.form.chosen.emit(form)
        path = tmp_path / name
        view.ledger.choose = lambda *_asked, chosen=path: str(chosen)
        QTest.keyClick(view.ledger.save, KEY.Key_Return)
        qtbot.waitUntil(path.exists)
        settle()
        text = path.read_text("utf-8")
        assert text == view.ledger.text.toPlainText() == view.ledger.content()
        assert "Knows the drill" in text and "Diego Fuentes" in text and "declined" in text
        assert "Ask Hannah" not in text and "calm summer" not in text
    assert json.loads(text)["criteria_saved_at"] == desk.now.isoformat()
    view.ledger.choose = lambda *_asked: str(tmp_path / "missing" / "ledger.md")
    QTest.keyClick(view.ledger.save, KEY.Key_Return)
    settle()
    assert "was not written" in view.ledger.hint.text()


def test_wishes_are_written_down_here_and_everything_can_be_undone(
    view: OpportunityView, desk: Desk, team: dict[str, str], settle: Settle
) -> None:
    project_id = begin(view, settle)
    view.people.table.set_current_id(team["Sofia Rinaldi"])
    view.people.person.heading.button.click()
    QTest.keyClicks(view.people.person.add.text, "Teach a class")
    QTest.keyClick(view.people.person.add.text, KEY.Key_Return)
    settle()
    assert [wish.text for wish in view.people.person.wishes.rows] == ["Teach a class"]
    view.people.table.setFocus()
    QTest.keyClick(view.people.table, KEY.Key_Space)
    settle()
    assert view.criteria.edit.isReadOnly() and page_of(desk, project_id).considered == 1
    for label in ("Considered", "Wish added", "Criteria saved"):
        assert desk.history.undo_label == label
        desk.store.write(desk.history.undo)
        desk.history.undone()
        view.refresh()
        settle()
    page = page_of(desk, project_id)
    assert page.criteria_saved_at is None and view.body.sections[2].state is StepState.WAITING


def test_nothing_typed_is_lost_when_the_page_goes(view: OpportunityView, desk: Desk, team: Any, settle: Settle) -> None:
    QTest.keyClicks(view.criteria.edit, "Knows the drill")
    view.flush()
    settle()
    assert written(desk) == ["Untitled project"] and not view.has_unsaved()
    QTest.keyClick(view.criteria.edit, KEY.Key_Return, MOD.ControlModifier)
    settle()
    view.people.table.set_current_id(team["Diego Fuentes"])
    QTest.keyClick(view.people.table, KEY.Key_Return)
    QTest.keyClicks(view.offer.form.why.edit, "Asked for it")
    assert view.has_unsaved()
    view.flush()
    settle()
    page = page_of(desk, view.project_id)
    assert page.offers == () and not view.has_unsaved()
    assert [row.remark for row in page.candidates if row.is_considered] == ["Asked for it"]
    view.show_route(Route("opportunity"))
    settle()
    assert view.project_id is None and view.fields.title.text() == "" and not view.has_unsaved()


def test_without_people_the_page_is_kind(qtbot: QtBot, desk: Desk, look: Appearance, settle: Settle) -> None:
    view = OpportunityView(desk, look)
    qtbot.addWidget(view)
    view.resize(1048, 752)
    view.show_route(Route("opportunity"))
    view.show()
    settle()
    begin(view, settle)
    assert view.people.empty.isVisible() and not view.people.table.isVisible()
    with qtbot.waitSignal(view.navigate_requested) as asked:
        view.people.empty.button.click()
    assert asked.args == [Route("person_form")]
