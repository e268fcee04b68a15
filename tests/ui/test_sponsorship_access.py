"""Who gets the chances on screen: the pane by keys, the balance on Today, the rail of a person, and the nudges."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from coachdesk.desk.desk import Desk
from coachdesk.desk.settings import NUDGE_NEVER_OFFERED
from coachdesk.model.project import ProjectState
from coachdesk.services import nudges, people, projects
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.nudge_list import NudgeRow, NudgeSection, route_of
from coachdesk.ui.views.person_view import PersonView
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.sponsorship_access import AccessPane
from coachdesk.ui.views.today_view import TodayView
from coachdesk.ui.widgets.lead_label import LeadLabel
from coachdesk.ui.widgets.marks import Tag
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.windows.presenter import PresenterWindow
from tests.ui.test_presenter_mode import words_of

TODAY = date(2026, 5, 12)
Write = Callable[..., Any]
Settle = Callable[[], None]


def give(write: Write, person_id: str, days_ago: int, title: str = "Lead the ledger cut-over") -> str:
    """Have someone take a project on, so many days ago."""
    on = TODAY - timedelta(days=days_ago)
    project_id: str = write(projects.save_project, projects.ProjectDraft(None, title), on)
    write(projects.step_project, project_id, ProjectState.ACTIVE, on, person_id)
    return project_id


@pytest.fixture
def team(write: Write) -> dict[str, str]:
    """Amara has three chances, Kwame two, Diego none; Noor is in another team."""
    ids = {
        name: str(write(people.save_person, people.PersonDraft(None, name, team="Ledger")))
        for name in ("Amara Okafor", "Diego Fuentes", "Kwame Mensah")
    }
    ids["Noor Siddiqui"] = str(
        write(
            people.save_person,
            people.PersonDraft(None, "Noor Siddiqui", team="Payouts", manager_id=ids["Kwame Mensah"]),
        )
    )
    for name, days in (("Amara Okafor", (3, 10, 20)), ("Kwame Mensah", (40, 50))):
        for one in days:
            give(write, ids[name], one)
    return ids


@pytest.fixture
def pane(desk: Desk, look: Appearance, settle: Settle, qtbot: QtBot) -> Callable[[], AccessPane]:
    """Open the pane when called, after the test has filled the vault."""

    def build() -> AccessPane:
        made = AccessPane(desk, look)
        qtbot.addWidget(made)
        made.resize(568, 300)
        made.show_page()
        made.show()
        made.activateWindow()
        settle()
        qtbot.waitUntil(lambda: bool(made.panes) or made.empty.isVisible())
        # An answer only asks for a new layout: keys typed before it would scroll a chart of the old height.
        qtbot.waitUntil(lambda: made.canvas.height() >= made.canvas.minimumSizeHint().height())
        return made

    return build


def shown_words(widget: Any) -> str:
    return "\n".join(one.text() for one in widget.findChildren(Label) if one.isVisible())


def test_arrow_keys_walk_through_people_and_enter_opens_their_sponsorship(
    pane: Callable[[], AccessPane], team: dict[str, str], qtbot: QtBot
) -> None:
    made = pane()
    assert made.note.text() == "3 direct reports"
    (chart,) = made.panes
    chart.setFocus()
    assert chart.accessibleDescription() == "3 people, the median is 2 offers in 12 months. Diego: none yet."
    QTest.keyClick(chart, Qt.Key.Key_Down)
    assert chart.accessibleDescription().startswith("Kwame Mensah: 2 offers, 2 active. The last one 6 weeks ago.")
    with qtbot.waitSignal(made.navigate_requested) as asked:
        QTest.keyClick(chart, Qt.Key.Key_Return)
    assert asked.args[0] == Route("person", team["Kwame Mensah"], tab="sponsorship")
    with qtbot.waitSignal(made.navigate_requested) as help_asked:
        QTest.keyClicks(chart, "?")
    assert help_asked.args[0].view == "help"


def test_the_table_says_the_same_and_takes_the_keyboard(
    pane: Callable[[], AccessPane], team: dict[str, str], qtbot: QtBot
) -> None:
    made = pane()
    QAbstractItemModelTester(made.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    made.canvas.setFocus()
    made.swap_table()
    (table,) = made.panes
    assert table.hasFocus() and table is made.table and not made.canvas.isVisible()
    rows = [[made.model.index(row, column).data() for column in range(6)] for row in range(made.model.rowCount())]
    assert rows[0] == ["Diego Fuentes", "0", "", "", "", ""]
    assert rows[2][:4] == ["Amara Okafor", "3", "", "3"]
    assert made.model.index(0, 6).data() == "none yet"
    made.table.setCurrentIndex(made.model.index(2, 0))
    with qtbot.waitSignal(made.navigate_requested) as asked:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert asked.args[0].person_id == team["Amara Okafor"]
    made.swap_table()
    assert made.canvas.hasFocus() and not made.table.isVisible()


def test_a_team_or_everyone_instead_of_direct_reports(
    pane: Callable[[], AccessPane], team: dict[str, str], settle: Settle
) -> None:
    made = pane()
    QTest.mouseClick(made.scope, Qt.MouseButton.LeftButton)
    settle()
    assert made.note.text() == "4 people"
    made.set_team("Payouts")
    settle()
    assert [row.name for row in made.canvas.figure.rows] == ["Noor Siddiqui"]
    assert not made.scope.isVisible()
    made.set_team(None)
    settle()
    assert made.note.text() == "4 people"


def test_hundreds_of_people_scroll_with_the_keyboard(
    pane: Callable[[], AccessPane], write: Write, look: Appearance
) -> None:
    def fill(unit: Any) -> None:
        for number in range(500):
            people.save_person(unit, people.PersonDraft(None, f"Person {number:03}"))

    write(fill)
    made = pane()
    made.canvas.setFocus()
    for key, place in ((Qt.Key.Key_End, 499), (Qt.Key.Key_Up, 498), (Qt.Key.Key_Home, 0), (Qt.Key.Key_PageDown, 10)):
        QTest.keyClick(made.canvas, key)
        assert made.canvas.current == place
        seen = made.canvas.visibleRegion().boundingRect()
        assert seen.contains(made.canvas.row_rect(place).center())
    made.grab()


def test_an_empty_vault_says_so(pane: Callable[[], AccessPane]) -> None:
    made = pane()
    assert made.empty.isVisible() and made.panes == ()


@pytest.fixture
def today(desk: Desk, look: Appearance, settle: Settle, qtbot: QtBot) -> Callable[[], TodayView]:
    """Open the page when called."""

    def build() -> TodayView:
        view = TodayView(desk, look)
        qtbot.addWidget(view)
        view.resize(1048, 752)
        view.show_route(Route("today"))
        view.show()
        for _ in range(2):
            settle()
        return view

    return build


def test_today_shows_the_balance_by_name_and_leads_to_the_page(
    today: Callable[[], TodayView], team: dict[str, str], qtbot: QtBot
) -> None:
    view = today()
    qtbot.waitUntil(view.balance.isVisible)
    assert [(one.letters, one.count, one.is_behind) for one in view.balance.canvas.figure] == [
        ("AO", 3, False),
        ("DF", 0, True),
        ("KM", 2, False),
    ]
    assert "Diego: none yet." in shown_words(view.balance)
    assert view.balance.canvas in view.panes
    with qtbot.waitSignal(view.navigate_requested) as asked:
        QTest.keyClick(view.balance.canvas, Qt.Key.Key_Return)
    assert asked.args[0] == Route("sponsorship")


def test_today_has_no_balance_before_the_first_project(today: Callable[[], TodayView], write: Write) -> None:
    write(people.save_person, people.PersonDraft(None, "Amara Okafor"))
    assert not today().balance.isVisible()


def test_the_nudge_says_why_and_is_turned_off_for_everyone(
    today: Callable[[], TodayView], team: dict[str, str], desk: Desk, settle: Settle, qtbot: QtBot
) -> None:
    view = today()
    qtbot.waitUntil(view.nudges.isVisible)
    (row,) = view.nudges.rows
    assert row.words() == "Has not been offered a project yet; the median is 2 in 12 months"
    with qtbot.waitSignal(view.navigate_requested) as asked:
        QTest.keyClick(row.act, Qt.Key.Key_Space)
    assert asked.args[0] == Route("sponsorship")
    row.menu.actions()[-1].trigger()
    settle()
    assert not desk.settings.get(NUDGE_NEVER_OFFERED)
    assert not view.nudges.isVisible()


def test_three_nudges_show_and_the_others_unfold(qtbot: QtBot, look: Appearance) -> None:
    section = NudgeSection(look)
    qtbot.addWidget(section)
    made = tuple(
        nudges.Nudge(nudges.NudgeKind.NEVER_OFFERED, str(one), f"Person {one}", "", "", None) for one in range(4)
    )
    section.set_nudges(made, TODAY)
    section.show()
    section.activateWindow()
    assert QTest.qWaitForWindowActive(section)
    assert [row.isVisible() for row in section.rows] == [True, True, True, False]
    assert section.unfold.isVisible() and section.unfold.text() == "1 more"
    QTest.keyClick(section.unfold, Qt.Key.Key_Space)
    assert all(row.isVisible() for row in section.rows) and not section.unfold.isVisible()
    assert section.rows[3].act.hasFocus()
    section.set_nudges(made[:3], TODAY)
    assert not section.unfold.isVisible()


def test_each_nudge_about_chances_has_its_reason_in_one_sentence(qtbot: QtBot, look: Appearance) -> None:
    kind = nudges.NudgeKind
    promise = nudges.Nudge(
        kind.PROMISE, "p", "Amara", "Write to Finance", "x", TODAY - timedelta(days=3), about="Radar"
    )
    wait = nudges.Nudge(
        kind.LONGEST_WAIT, "p", "Sofia", "", "", TODAY - timedelta(days=243), offers=1, median_offers=3.0
    )
    rows = [NudgeRow(look, one, TODAY) for one in (promise, wait)]
    for row in rows:
        qtbot.addWidget(row)
    assert [row.words() for row in rows] == [
        "Your promise “Write to Finance” for “Radar” was due 3 days ago",
        "The last offer was 243 days ago: 1 in 12 months, the median is 3",
    ]
    (sentence,) = rows[1].findChildren(LeadLabel)
    assert sentence.text() == f"Sofia {rows[1].words()}"
    assert sentence.heightForWidth(150) > sentence.heightForWidth(1000)
    rows[1].resize(300, 100)
    rows[1].grab()
    assert [route_of(one) for one in (promise, wait)] == [Route("follow_ups", tab="x"), Route("sponsorship")]


def test_the_rail_of_a_person_counts_what_is_active_and_offered(
    desk: Desk, look: Appearance, team: dict[str, str], settle: Settle, qtbot: QtBot
) -> None:
    view = PersonView(desk, look)
    qtbot.addWidget(view)
    view.resize(1048, 752)
    view.show_route(Route("person", team["Kwame Mensah"]))
    view.show()
    box = view.overview.chances
    qtbot.waitUntil(box.isVisible)
    assert "2 active" in shown_words(box)
    assert [tag.accessibleName() for tag in box.findChildren(Tag)] == ["Active", "Active"]
    with qtbot.waitSignal(box.all_requested):
        QTest.keyClick(box.heading.button, Qt.Key.Key_Space)
    view.show_route(Route("person", team["Diego Fuentes"]))
    settle()
    qtbot.waitUntil(lambda: not box.isVisible())


def test_nothing_of_it_shows_in_presenter_mode(
    desk: Desk, look: Appearance, team: dict[str, str], settle: Settle, qtbot: QtBot
) -> None:
    window = PresenterWindow(desk, look, team["Amara Okafor"])
    qtbot.addWidget(window, before_close_func=PresenterWindow.allow_close)
    window.show()
    qtbot.waitUntil(lambda: window.page is not None, timeout=10_000)
    settle()
    words = "\n".join(words_of(window))
    assert "Amara Okafor" in words
    assert "Lead the ledger cut-over" not in words and "ponsor" not in words and "chances" not in words
