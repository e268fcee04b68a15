"""An opportunity by keys: criteria before names, one offer at a time, and a ledger without a private word."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
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
from coachdesk.model.opportunity import Candidate, OfferAnswer
from coachdesk.model.project import Project, ProjectState, Reach
from coachdesk.services import opportunities, people, projects, wishes
from coachdesk.services.ladders import PlacementDraft, place_person
from coachdesk.services.opportunity_page import CandidateOrder, OpportunityPage, get_opportunity
from coachdesk.services.projects import ProjectDraft
from coachdesk.services.wishes import WishDraft
from coachdesk.ui.models.candidate_rows import Column
from coachdesk.ui.theme.appearance import Appearance
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
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
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
    assert (page.title, page.competency, page.reach) == ("Run the architecture forum", "Growing others", Reach.DEPARTMENT)
    assert (page.payoff, page.support) == ("A voice in the department", "I sit beside them the first time")
    assert page.criteria == "Wants to lead a room; has not done so yet" and page.criteria_saved_at == desk.now
    (offer,) = page.offers
    assert (offer.name, offer.why, offer.reply_by_on) == ("Diego Fuentes", "Asked to lead something", date(2026, 5, 19))
    considered = {row.name for row in page.candidates if row.is_considered}
    assert considered == {"Diego Fuentes", "Sofia Rinaldi"}
    assert window.navigator.current == Route("opportunity", item_id=page.project_id)
    assert not window.has_unsaved()
    window.allow_close()
