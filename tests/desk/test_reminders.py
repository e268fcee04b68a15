"""Reminders: once before each meeting, without a name, with one timer, and none once the vault locks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from sqlmodel import select

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Operation
from coachdesk.desk.reminders import LONGEST_SLEEP, Notifier, Reminders
from coachdesk.desk.settings import REMIND, REMIND_BEFORE_MIN
from coachdesk.model.person import Person
from coachdesk.sample.sample import build_sample
from coachdesk.services.meetings import MeetingPlan, plan_meeting
from coachdesk.services.people import PersonDraft, save_person
from tests.ui.conftest import SetClock

Write = Callable[..., Any]


class Heard(Notifier):
    """Keeps what would have been shown."""

    is_available = True

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def show_words(self, title: str, text: str) -> None:
        self.words.append(f"{title}: {text}")


class Scene:
    """Reminders over a desk, whose timer the test lets run out."""

    def __init__(self, qtbot: QtBot, desk: Desk, clock: SetClock) -> None:
        self.qtbot, self.clock, self.heard = qtbot, clock, Heard()
        self.reminders = Reminders(desk, self.heard, desk)

    def settle(self) -> None:
        query = self.reminders._query
        self.qtbot.waitUntil(lambda: not query.is_waiting)

    def run_out(self) -> None:
        """Go to when the timer would wake, and wake."""
        assert self.reminders.timer.isActive()
        self.clock.advance(milliseconds=self.reminders.timer.interval())
        self.reminders.timer.stop()
        self.reminders._on_time()
        self.settle()


@pytest.fixture
def scene(qtbot: QtBot, desk: Desk, clock: SetClock) -> Scene:
    return Scene(qtbot, desk, clock)


def _plan(write: Write, clock: SetClock, *minutes: int) -> None:
    person = write(save_person, PersonDraft(None, "Amara Okafor"))
    for ahead in minutes:
        write(plan_meeting, MeetingPlan(person, clock.now + timedelta(minutes=ahead)))


def test_each_meeting_is_told_once_ten_minutes_before(scene: Scene, write: Write, clock: SetClock) -> None:
    _plan(write, clock, 25, 60)
    scene.reminders.start()
    scene.settle()
    assert scene.reminders.timer.interval() == 15 * 60_000
    scene.run_out()
    assert scene.heard.words == ["CoachDesk: A meeting starts in 10 minutes"]
    scene.run_out()
    assert len(scene.heard.words) == 2
    assert not scene.reminders.timer.isActive()


def test_nothing_wakes_without_a_meeting_and_far_ones_are_looked_at_again(
    scene: Scene, write: Write, clock: SetClock
) -> None:
    scene.reminders.start()
    scene.settle()
    assert not scene.reminders.timer.isActive()
    _plan(write, clock, 60 * 24 * 3)
    scene.reminders.start()
    scene.settle()
    assert scene.reminders.timer.interval() == LONGEST_SLEEP.total_seconds() * 1000
    scene.run_out()
    assert scene.heard.words == [] and scene.reminders.timer.isActive()


def test_a_meeting_that_was_slept_through_is_not_told(scene: Scene, write: Write, clock: SetClock) -> None:
    _plan(write, clock, 25)
    scene.reminders.start()
    scene.settle()
    clock.advance(hours=5)
    scene.reminders._on_time()
    assert scene.heard.words == []


def test_the_switch_and_the_minutes(scene: Scene, desk: Desk, write: Write, clock: SetClock) -> None:
    _plan(write, clock, 60)
    desk.settings.set(REMIND_BEFORE_MIN, 30)
    scene.settle()
    assert scene.reminders.timer.interval() == 30 * 60_000
    desk.settings.set(REMIND, False)
    assert not scene.reminders.timer.isActive()
    desk.settings.set(REMIND, True)
    scene.settle()
    scene.reminders.stop()
    assert not scene.reminders.timer.isActive()


def test_a_meeting_planned_later_is_seen(qtbot: QtBot, scene: Scene, desk: Desk, write: Write, clock: SetClock) -> None:
    person = write(save_person, PersonDraft(None, "Amara Okafor"))
    scene.reminders.start()
    scene.settle()
    plan = MeetingPlan(person, clock.now + timedelta(minutes=40))
    Operation(desk, desk, plan_meeting, plan).start()
    qtbot.waitUntil(scene.reminders.timer.isActive)


def test_without_a_tray_nothing_waits(scene: Scene, write: Write, clock: SetClock) -> None:
    scene.heard.is_available = False
    _plan(write, clock, 25)
    scene.reminders.start()
    scene.settle()
    assert not scene.reminders.timer.isActive()


def test_no_notification_names_anyone(scene: Scene, desk: Desk, clock: SetClock) -> None:
    build_sample(desk.store, years=1, reports=9, skips=6, today=date(2026, 5, 12))
    clock.now = datetime(2026, 5, 12, 5, 0, tzinfo=clock.now.tzinfo)
    scene.reminders.start()
    scene.settle()
    for _ in range(8):
        scene.run_out()
    assert len(scene.heard.words) >= 5
    people = desk.store.read(lambda session: session.exec(select(Person)).all())
    parts = {part.casefold() for person in people for part in person.name.split() if len(part) > 2}
    for words in scene.heard.words:
        assert not parts & set(words.casefold().split())
        assert words.startswith("CoachDesk: A meeting starts in ")


def test_presenter_mode_is_silent(scene: Scene, write: Write, desk: Desk, clock: SetClock) -> None:
    _plan(write, clock, 25)
    scene.reminders.start()
    scene.settle()
    desk.is_presenting = True
    scene.run_out()
    assert not scene.heard.words
