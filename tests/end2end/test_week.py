"""The week that CoachDesk must serve, by keys in a real window, its keys counted against the budgets."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from coachdesk.model.agenda import AgendaItem
from coachdesk.model.meeting import Meeting, MeetingKind, MeetingState
from coachdesk.model.observation import Observation
from coachdesk.model.promise import Promise
from coachdesk.model.theme import ThemeMention
from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import share
from coachdesk.services.notes import find_note_of_meeting
from coachdesk.services.prep import PrepCheck
from coachdesk.services.promises import list_open_promises
from tests.end2end import story
from tests.end2end.driver import Driver
from tests.end2end.week import BUDGETS, MONDAY, MONDAY_AT, Tally, WeekVault

pytestmark = [
    pytest.mark.window,
    pytest.mark.long,
]  # `pytest -m long tests/end2end`: half a minute to a minute and a half

PRIVATE, SHARED, PROMISED = "Talked about the conference", "We swap the rota in June", "Ask Finance once more"
THEME = "Reviews wait for the same two people"
SWEPT = "dskx"
"""Done, snoozed, kept and dropped in turn."""


@pytest.fixture
def vault(home: Path) -> WeekVault:
    return WeekVault(home)


def test_a_week_by_keys_within_its_budgets(
    driver: Driver, vault: WeekVault, capsys: pytest.CaptureFixture[str]
) -> None:
    tally = Tally(driver)
    open_before = vault.open_promises
    driver.start(vault=vault.path, at=MONDAY_AT)
    story.unlock(driver)
    with tally.step("start"):
        pass
    plan_and_capture(tally)
    prepare_and_run(tally)
    follow_up_and_skip_level(tally)
    sweep(tally, open_before + 1)
    look_around(driver, tally)
    driver.keys("ctrl+q")
    assert driver.wait_for_end() == 0
    with capsys.disabled():
        print(f"\n{tally.table()}")
    taken = {name: tally.keys_of(name) for name in BUDGETS}
    assert {name: keys for name, keys in taken.items() if keys > BUDGETS[name]} == {}
    assert tally.keys_of("Friday sweep") == open_before + 1
    with vault.reading() as store:
        store.read(check_week)
        store.read(lambda session: check_sweep(session, open_before + 1))
    assert driver.output.read_bytes() == b""


def plan_and_capture(tally: Tally) -> None:
    """Nine people planned, one at another time than proposed; then a thought, from where one is."""
    with tally.step("Monday plan") as step:
        step.then("ctrl+shift+w", "whom to meet")
        step.press(*["Return"] * 3)
        step.type("wed 15:00")
        step.press(*["Return"] * 5)
        step.then("Return", "the week is planned")
        step.then("Return", "Today")
    with tally.step("capture") as step:
        step.then("ctrl+n", "the box")
        step.type("@sofia +win Ran the drill alone")
        step.then("Return", "the win kept")


def prepare_and_run(tally: Tally) -> None:
    """The next meeting from Today: its five checks; then two blocks of notes, an item and a follow-up."""
    with tally.step("prep") as step:
        step.then("Return", "the prep")
        step.press(*["space"] * 5)
    with tally.step("run") as step:
        step.then("ctrl+Return", "the live notes")
        step.type(PRIVATE)
        step.press("Return", "ctrl+shift+l")
        step.type(SHARED)
        step.press("ctrl+shift+Return", "Return", "ctrl+shift+l")
        step.type(PROMISED)
        step.then("ctrl+shift+f", "the bar below the line", 100)
        step.type("fri")
        step.then("Return", "the follow-up kept")
        with tally.step("note history") as history:
            history.then("ctrl+alt+h", "the versions")
            history.then("Escape", "the notes")
        step.then("ctrl+Return", "the follow-up stage")


def follow_up_and_skip_level(tally: Tally) -> None:
    """Close the talk, which leads to the next one; then hold a skip-level from its page and raise a theme."""
    with tally.step("follow-up") as step:
        step.press("4", "n", "ctrl+shift+c")
        tally.driver.settle()
        step.then("ctrl+Return", "the next meeting")
    with tally.step("skip-level") as step:
        step.then("ctrl+7", "the page of skip-levels")
        step.then("ctrl+Return", "the talk")
        step.then("ctrl+shift+t", "the field of a theme", 20)
        step.type(THEME)
        step.then("Return", "the theme raised", 20)
        step.then("ctrl+Return", "the follow-up of the talk")


def sweep(tally: Tally, count: int) -> None:
    """Every open promise with one key each, from the command that leads there."""
    with tally.step("way to the sweep") as step:
        step.then("ctrl+k", "the command box")
        step.type("Friday sweep")
        step.then("Return", "the first promise")
    with tally.step("Friday sweep") as step:
        for number in range(count):
            step.press(SWEPT[number % len(SWEPT)])


def look_around(driver: Driver, tally: Tally) -> None:
    """The timeline filtered, the card, and presenter mode on and off."""
    story.open_person(driver, "amara")
    with tally.step("timeline filter") as step:
        step.then("ctrl+Prior", "the timeline")
        step.press("F6", "F6", "F6")
        step.then("Right", "meetings only")
    with tally.step("person card") as step:
        step.then("ctrl+Prior", "the card")
    with tally.step("presenter mode") as step:
        step.then("ctrl+shift+p", "presenter mode", 5000)
        step.press("ctrl+shift+p")
        driver.settle()
        step.then("space", "the question whether to end it", 100)
        step.press("shift+Tab")
        step.then("space", "the main window", 5000)


def check_week(session: Session) -> None:
    """What the keys did is in the vault."""
    week = select(Meeting).where(
        col(Meeting.starts_at) >= MONDAY_AT.replace(hour=0), Meeting.kind == MeetingKind.ONE_ON_ONE
    )
    meetings = session.exec(week.order_by(col(Meeting.starts_at))).all()
    assert len({meeting.person_id for meeting in meetings}) == 9 and len(meetings) == 10
    assert datetime(2026, 5, 13, 15, tzinfo=UTC) in [meeting.starts_at for meeting in meetings]
    (held,) = (meeting for meeting in meetings if meeting.state is MeetingState.HELD)
    assert len(held.prepared.split(",")) == len(PrepCheck) and held.pulse == 4
    assert held.closed_at is not None and held.summary_copied_at is not None
    note: Any = find_note_of_meeting(session, held.id)
    assert [(block.visibility, block.text) for block in note.blocks] == [
        (Visibility.ONLY_YOU, PRIVATE), (Visibility.SHARED, SHARED), (Visibility.ONLY_YOU, PROMISED),
    ]  # fmt: skip
    assert share(note.blocks).paragraphs == (SHARED,)
    assert len(session.exec(select(AgendaItem).where(AgendaItem.discussed_in == held.id)).all()) == 1
    promise = session.exec(select(Promise).where(Promise.text == PROMISED)).one()
    assert (promise.meeting_id, promise.due_on.isoformat()) == (held.id, "2026-05-15")  # type: ignore[union-attr]
    assert session.exec(select(Observation).where(Observation.text == "Ran the drill alone")).one()
    talks = session.exec(
        select(Meeting).where(Meeting.kind == MeetingKind.SKIP_LEVEL, col(Meeting.started_at) > MONDAY_AT)
    )
    mentions = select(ThemeMention).where(ThemeMention.meeting_id == talks.one().id)
    assert len(session.exec(mentions).all()) == 1


def check_sweep(session: Session, count: int) -> None:
    """Each promise got what its key said."""
    wanted = Counter(SWEPT[number % len(SWEPT)] for number in range(count))
    assert len(list_open_promises(session, MONDAY)) == wanted["k"]
    dropped = session.exec(select(Promise).where(col(Promise.dropped_at) > MONDAY_AT)).all()
    snoozed = session.exec(select(Promise).where(Promise.snoozed_until == MONDAY + timedelta(weeks=1))).all()
    assert (len(dropped), len(snoozed)) == (wanted["x"], wanted["s"])
