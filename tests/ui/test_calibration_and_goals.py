"""Calibration, the growth plan and nudges on Today, driven over a real vault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from coachdesk.desk.desk import Desk
from coachdesk.desk.settings import NUDGE_CHECK_IN
from coachdesk.services import nudges, people, plans
from coachdesk.services.ladders import PlacementDraft, place_person
from coachdesk.services.plans import GoalDraft, TalkPart
from coachdesk.ui.charts.dot_plot import Dot, DotFigure, DotLine, DotPanel, lay_out_dots, needed_height
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.calibration_view import CalibrationView
from coachdesk.ui.views.person_goals import PersonGoals
from coachdesk.ui.views.person_view import PersonView
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.today_view import TodayView

PIN = "software-engineer@2026.1"
Write = Callable[..., Any]
Settle = Callable[[], None]


@pytest.fixture
def amara(write: Write) -> str:
    owner = write(people.ensure_owner, "Priya Raman")
    person = str(write(people.save_person, people.PersonDraft(None, "Amara Okafor", manager_id=owner)))
    write(place_person, PlacementDraft(person, PIN, "l5", "l6", date(2020, 1, 1)))
    return person


def goals_of(desk: Desk, person_id: str) -> tuple[plans.GoalRow, ...]:
    return desk.store.read(lambda session: plans.get_plan(session, person_id, desk.now, desk.zone)).goals


def test_a_goal_and_its_coaching_note_by_keys(
    desk: Desk, look: Appearance, amara: str, settle: Settle, qtbot: QtBot
) -> None:
    view = PersonView(desk, look)
    qtbot.addWidget(view)
    view.resize(1048, 752)
    view.show_route(Route("person", amara, tab="goals"))
    view.show()
    settle()
    tab = view.part
    assert isinstance(tab, PersonGoals)
    QAbstractItemModelTester(tab.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert view.run_action("goal.add")
    QTest.keyClicks(tab.add.text, "Lead a review")
    QTest.keyClicks(tab.add.day, "in 2 weeks")
    QTest.keyClick(tab.add.day, Qt.Key.Key_Return)
    settle()
    (goal,) = goals_of(desk, amara)
    assert (goal.text, goal.due_on) == ("Lead a review", date(2026, 5, 26))
    assert view.run_action("goal.talk")
    settle()
    will = tab.detail.talk.editors[TalkPart.WILL].edit
    will.setFocus()
    QTest.keyClick(will, Qt.Key.Key_Return)
    QTest.keyClicks(will, "Sit at the side")
    assert view.has_unsaved()
    view.flush()
    settle()
    QTest.keyClicks(tab.detail.talk.day, "fri")
    QTest.keyClick(tab.detail.talk.day, Qt.Key.Key_Return)
    settle()
    tab.detail.talk.commitment.chosen.emit(8)
    settle()
    (goal,) = goals_of(desk, amara)
    (talk,) = goal.talks
    assert (talk.parts[TalkPart.WILL], talk.will_on, talk.commitment) == ("Sit at the side", date(2026, 5, 15), 8)
    assert not view.has_unsaved()


def test_a_nudge_opens_its_goal_and_can_be_turned_off(
    desk: Desk, look: Appearance, amara: str, write: Write, clock: Any, settle: Settle, qtbot: QtBot
) -> None:
    goal_id = write(plans.add_goal, GoalDraft(amara, "Lead a review"))
    clock.advance(days=36)
    view = TodayView(desk, look)
    qtbot.addWidget(view)
    view.resize(1048, 752)
    view.show_route(Route("today"))
    view.show()
    settle()
    (row,) = view.nudges.rows
    assert row.words() == "“Lead a review” has had no check-in for 5 weeks"
    with qtbot.waitSignal(view.navigate_requested) as asked:
        row.act.click()
    assert asked.args == [Route("person", amara, tab="goals", item_id=goal_id)]
    row.menu.triggered.emit(row.menu.actions()[0])
    settle()
    assert view.nudges.isHidden()
    write(nudges.pause_nudges, amara, None)
    view.refresh()
    settle()
    view.nudges.rows[0].menu.triggered.emit(view.nudges.rows[0].menu.actions()[-1])
    settle()
    assert view.nudges.isHidden()
    assert not desk.settings.get(NUDGE_CHECK_IN)


def test_calibration_says_its_figure_and_swaps_it_for_a_table(
    desk: Desk, look: Appearance, amara: str, settle: Settle, qtbot: QtBot
) -> None:
    view = CalibrationView(desk, look)
    qtbot.addWidget(view)
    view.resize(1048, 752)
    view.show_route(Route("calibration"))
    view.show()
    settle()
    assert view.figure.canvas.accessibleDescription() == "1 person in 12 rows. No pair to discuss."
    assert view.run_action("figure.table")
    assert view.figure.model.rowCount() == 12
    assert view.figure.model.index(0, 3).data() == "Not assessed"


class _Rule:
    unit = 1.0

    def width(self, text: str, style: str) -> float:
        return 6.0 * len(text)


def test_dots_of_one_step_stand_below_each_other_by_name_and_inside_the_figure() -> None:
    dots = (Dot("AO", 3, is_agreed=True), Dot("SR", None, is_agreed=False), Dot("TZ", 3, is_agreed=False))
    line = DotLine("Planning", "", (2, 2), dots)
    figure = DotFigure((DotPanel("Senior", tuple((f"L{n}", "") for n in range(8)), (line,)),), "Not assessed")
    layout = lay_out_dots(figure, 640, needed_height(figure), _Rule())
    amara, tomasz = (one for one in layout.dots if one.dot.step == 3)
    assert (amara.dot.letters, tomasz.dot.letters) == ("AO", "TZ")
    assert amara.x == tomasz.x
    assert tomasz.y - amara.y >= 2 * layout.radius
    assert all(0 < one.x < 640 and 0 < one.y < needed_height(figure) for one in layout.dots)
    narrow = lay_out_dots(figure, 240, needed_height(figure), _Rule())
    marked, unmarked = [
        [one.x for one in narrow.dots if (one.dot.step is None) is is_open] for is_open in (False, True)
    ]
    assert max(marked) < min(unmarked), "steps end before those not assessed"


def test_nudge_words_name_months_once_weeks_grow_long(desk: Desk, look: Appearance, amara: str, qtbot: QtBot) -> None:
    from coachdesk.ui.views.nudge_list import NudgeRow

    on = date(2026, 5, 12)
    nudge = nudges.Nudge(nudges.NudgeKind.EVIDENCE, amara, "Amara", "Planning", "planning", on - timedelta(days=218))
    row = NudgeRow(look, nudge, on)
    qtbot.addWidget(row)
    assert row.words() == "Evidence for Planning is 7 months old"
