"""The page of skip-levels, driven by keys over a real vault: booking, questions, themes, and the keys that it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import select

from coachdesk.desk.desk import Desk
from coachdesk.desk.settings import SKIP_LEVELS_A_WEEK
from coachdesk.model.meeting import Meeting, MeetingKind, MeetingState
from coachdesk.model.theme import Theme, ThemeMention, ThemeState
from coachdesk.services import meetings, people, theme_book
from coachdesk.services.question_bank import Purpose
from coachdesk.services.theme_book import ThemeDraft
from coachdesk.ui.charts.coverage_strip import CoverageStrip
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.skip_levels_plan import PERSON_MIME
from coachdesk.ui.views.skip_levels_view import SkipLevelsView
from coachdesk.ui.widgets.fields import LineEdit
from coachdesk.ui.windows.main import MainWindow

NOW = datetime(2026, 5, 12, 9, 12, tzinfo=UTC)
Write = Callable[..., Any]
Settle = Callable[[], None]


@pytest.fixture
def team(write: Write, clock: Any) -> dict[str, str]:
    """Yusuf leads four people: one has a talk today, one was met, two wait."""
    clock.now = NOW
    made = {"Yusuf": str(write(people.save_person, people.PersonDraft(None, "Yusuf Demir")))}
    for name in ("Noor", "Ana", "Wei", "Ruth"):
        draft = people.PersonDraft(None, f"{name} Platform", manager_id=made["Yusuf"], team="Platform")
        made[name] = str(write(people.save_person, draft))
    write(
        meetings.plan_meeting,
        meetings.MeetingPlan(made["Noor"], NOW.replace(hour=10, minute=30), kind=MeetingKind.SKIP_LEVEL),
    )
    for name, days in (("Ana", 20), ("Wei", 95)):
        write(_hold, made[name], NOW - timedelta(days=days))
    return made


def _hold(unit: Any, person_id: str, at: datetime) -> None:
    plan = meetings.MeetingPlan(person_id, at, kind=MeetingKind.SKIP_LEVEL)
    meeting = meetings.plan_meeting(unit, plan)
    unit.session.flush()
    unit.session.get(Meeting, meeting).state = MeetingState.HELD


@pytest.fixture
def page(desk: Desk, look: Appearance, team: dict[str, str], settle: Settle, qtbot: QtBot) -> Iterator[SkipLevelsView]:
    view = SkipLevelsView(desk, look)
    qtbot.addWidget(view)
    view.resize(1048, 752)
    view.show_route(Route("skip_levels"))
    view.show()
    view.activateWindow()
    settle()
    yield view


def _choose(menu: QMenu, words: str) -> None:
    next(action for action in menu.actions() if words in action.text()).trigger()
    menu.close()


def _popup(view: QWidget) -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_the_page_says_who_was_met_who_is_booked_and_who_waits(page: SkipLevelsView) -> None:
    rotation = page._page.rotation  # type: ignore[union-attr]
    assert (rotation.met, rotation.booked, len(rotation.to_book)) == (1, 1, 2)
    strip = page.findChild(CoverageStrip)
    assert strip.accessibleName() == "Yusuf’s team: 1 of 4 met, 1 booked, 2 to book"
    spoken = [page.weeks.waiting.spoken(row) for row in page.weeks.waiting.rows]
    assert spoken == [
        "Ruth Platform, Yusuf’s team, never met",
        "Wei Platform, Yusuf’s team, not met for 95 days, long",
    ]
    first = page.weeks.table.weeks.index(0, 0)
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == "This week: Noor Platform, 12 May 10:30, next"
    assert page.talk.title.text() == "Next: Noor Platform"
    assert page.talk.about.text() == "today 10:30, first time, Yusuf’s team"
    QAbstractItemModelTester(page.weeks.table.weeks)


def test_enter_and_a_digit_book_a_week_and_del_takes_it_back(
    page: SkipLevelsView, settle: Settle, desk: Desk, qtbot: QtBot
) -> None:
    page.weeks.to_book.setFocus()
    QTest.keyClick(page.weeks.to_book, Qt.Key.Key_Return)
    QTest.keyClick(_popup(page), Qt.Key.Key_2)
    settle()
    week = page.weeks.table.weeks.weeks[1]
    assert [talk.name for talk in week.talks] == ["Ruth Platform"] and week.monday == date(2026, 5, 18)
    page.activateWindow()
    page.weeks.table.setFocus()
    qtbot.waitUntil(page.weeks.table.hasFocus)
    page.weeks.table.set_current_talk(week.talks[0].meeting_id)
    assert page.run_action("row.move")
    _choose(_popup(page), "25 May")
    settle()
    assert [talk.name for talk in page.weeks.table.weeks.weeks[2].talks] == ["Ruth Platform"]
    QTest.keyClick(page.weeks.table, Qt.Key.Key_Delete)
    settle()
    assert len(page.weeks.waiting.rows) == 2 and desk.history.undo_label == "Booking taken back"


def test_a_person_is_dropped_on_a_week(page: SkipLevelsView, team: dict[str, str], settle: Settle) -> None:
    table = page.weeks.table
    mime = QMimeData()
    mime.setData(PERSON_MIME, team["Wei"].encode())
    place = QPointF(table.visualRect(table.weeks.index(0, 3)).center())
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    table.dropEvent(QDropEvent(place, Qt.DropAction.MoveAction, mime, buttons, keys))
    settle()
    assert [talk.name for talk in table.weeks.weeks[3].talks] == ["Wei Platform"]
    assert not mime.hasText()


def test_planning_the_rest_is_one_undo_and_a_full_week_says_why(
    page: SkipLevelsView, desk: Desk, team: dict[str, str], settle: Settle
) -> None:
    desk.settings.set(SKIP_LEVELS_A_WEEK, 1)
    page.refresh()
    settle()
    page.weeks.booked.emit(team["Wei"], date(2026, 5, 11))
    settle()
    assert page.refusal.isVisible() and len(page.weeks.waiting.rows) == 2
    page.plan_button.click()
    settle()
    assert page.weeks.waiting.rows == () and page.weeks.nobody_waits.isVisible()
    assert desk.history.undo_label == "The rest is planned"
    desk.store.write(desk.history.undo)
    page.refresh()
    settle()
    assert len(page.weeks.waiting.rows) == 2


def test_purpose_and_announcement_are_chosen_by_the_menu_and_questions_follow(
    page: SkipLevelsView, settle: Settle
) -> None:
    _choose(page.talk.build_menu(), "Listening")
    settle()
    assert page._shown is not None and page._shown.purpose is Purpose.SKIP_LISTENING
    assert [page.talk.model.part_words(row.part) for row in page.talk.model.rows] == [
        "Opening", "Team", "Sponsorship", "Lead, coach tone", "Close",
    ]  # fmt: skip
    _choose(page.talk.build_menu(), "Yusuf knows of it")
    settle()
    assert "Yusuf does not know" in page.talk.about.text()
    page.talk.list.setFocus()
    QTest.keyClick(page.talk.list, Qt.Key.Key_Space)
    settle()
    assert page.talk.model.rows[0].is_done
    assert page.run_action("agenda.add")
    QTest.keyClicks(page.talk.add.text, "How is the new desk?")
    QTest.keyClick(page.talk.add.text, Qt.Key.Key_Return)
    settle()
    assert page.talk.model.rows[-1].text == "How is the new desk?"


def test_themes_and_what_to_tell_in_the_rail(
    page: SkipLevelsView, write: Write, team: dict[str, str], settle: Settle
) -> None:
    other = write(people.save_person, people.PersonDraft(None, "Zoe Else", manager_id=team["Yusuf"], team="Else"))
    for person_id in (team["Ana"], team["Wei"], other):
        write(theme_book.raise_theme, ThemeDraft("Reviews wait", person_id))
    write(theme_book.raise_theme, ThemeDraft("Small thing", other))
    page.refresh()
    settle()
    rail = page.rail
    assert [rail.themes.spoken(row) for row in rail.themes.rows] == [
        "Reviews wait, 3 people, 2 teams, new, No action yet"
    ]
    assert rail.held_text.text().startswith("1 topic is held back") and rail.held_text.isVisible()
    _choose(rail.build_menu(rail.themes.rows[0].theme_id), "Acting")
    QTest.keyClicks(rail.action_row.text, "reviewer rota")
    QTest.keyClick(rail.action_row.text, Qt.Key.Key_Return)
    settle()
    assert rail.themes.rows[0].state is ThemeState.ACTING and rail.themes.rows[0].action == "reviewer rota"
    rail.open_report.click()
    QTest.keyClicks(rail.report_row.text, "Tell of the rota")
    QTest.keyClicks(rail.report_row.day, "11 May 2026")
    QTest.keyClick(rail.report_row.day, Qt.Key.Key_Return)
    settle()
    assert rail.reports.rows[0].days_late == 1
    rail.report_list.setFocus()
    QTest.keyClick(rail.report_list, Qt.Key.Key_Space)
    settle()
    assert rail.reports.rows[0].is_done


def test_a_title_with_a_name_is_warned_of_and_typed_words_are_kept_on_leaving(
    page: SkipLevelsView, desk: Desk, settle: Settle
) -> None:
    assert page.run_action("theme.raise")
    settle()
    QTest.keyClicks(page.rail.raise_row.text, "ruth is slow")
    assert page.rail.raise_row.hint.isVisible() and page.has_unsaved()
    page.rail.raise_row.text.setText("Slow reviews")
    assert not page.rail.raise_row.hint.isVisible()
    page.flush()
    settle()
    assert not page.has_unsaved()
    assert desk.store.read(lambda session: session.exec(select(Theme.title)).all()) == ["Slow reviews"]


def test_a_skip_level_takes_at_most_eight_keys_from_its_page_to_the_end(
    desk: Desk, look: Appearance, team: dict[str, str], write: Write, settle: Settle, qtbot: QtBot
) -> None:
    write(theme_book.raise_theme, ThemeDraft("Reviews wait", team["Ana"]))
    window = MainWindow(desk, look)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    settle()
    pressed = 0

    def press(key: Qt.Key, *keys: Qt.KeyboardModifier) -> None:
        nonlocal pressed
        pressed += 1
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        modifiers = Qt.KeyboardModifier.NoModifier
        for one in keys:
            modifiers |= one
        QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)
        settle()

    ctrl, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    press(Qt.Key.Key_7, ctrl)
    assert isinstance(window.view, SkipLevelsView)
    press(Qt.Key.Key_Return, ctrl)
    press(Qt.Key.Key_T, ctrl, shift)
    typed = QApplication.focusWidget()
    assert isinstance(typed, LineEdit) and typed.accessibleName() == "Theme"
    QTest.keyClicks(typed, "Reviews wait")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, ctrl)
    assert pressed <= 8

    def read(session: Any) -> tuple[MeetingState, int]:
        meeting = session.exec(select(Meeting).where(Meeting.person_id == team["Noor"])).one()
        mentions = session.exec(select(ThemeMention).where(ThemeMention.meeting_id == meeting.id)).all()
        return meeting.state, len(mentions)

    assert desk.store.read(read) == (MeetingState.HELD, 1)
    window.allow_close()


def test_a_vault_without_skip_levels_says_so(desk: Desk, look: Appearance, settle: Settle, qtbot: QtBot) -> None:
    view = SkipLevelsView(desk, look)
    qtbot.addWidget(view)
    view.show_route(Route("skip_levels"))
    view.show()
    settle()
    assert view.empty.isVisible() and not view.plan_button.isEnabled()
