"""The planner of skip-levels: capacity, longest wait, nobody twice, and the tree it follows."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.model.meeting import Meeting, MeetingState
from coachdesk.model.person import Person
from coachdesk.services import agenda, meetings, people, skip_agenda, skip_levels
from coachdesk.services.question_bank import Purpose
from coachdesk.services.skip_levels import Plan, WeekIsFull, get_rotation
from coachdesk.services.skip_rotation import Waiting, fill_weeks, find_time, list_weeks, monday_of, quarter_of
from coachdesk.store.store import Store
from tests.services.clock import SetClock

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
WAITING = st.lists(st.builds(Waiting, st.text("abcdef", min_size=1, max_size=2), st.none() | DAYS), max_size=30)
MONDAY = date(2026, 5, 11)
PLAN = Plan(quarter_of(MONDAY), 3, UTC)


@given(WAITING, st.integers(0, 13), st.dictionaries(st.integers(0, 13), st.integers(0, 12)), st.integers(1, 10))
def test_weeks_fill_by_the_longest_wait_within_capacity_and_with_nobody_twice(
    waiting: list[Waiting], count: int, taken: dict[int, int], capacity: int
) -> None:
    weeks = [MONDAY + timedelta(weeks=n) for n in range(count)]
    before = {MONDAY + timedelta(weeks=n): number for n, number in taken.items()}
    chosen = fill_weeks(waiting, weeks, before, capacity)
    per_week = Counter(monday for _, monday in chosen)
    assert all(before.get(monday, 0) + number <= capacity for monday, number in per_week.items())
    assert len({person for person, _ in chosen}) == len(chosen)
    assert [monday for _, monday in chosen] == sorted(monday for _, monday in chosen)
    longest = {}
    for one in waiting:
        longest[one.person_id] = min(longest.get(one.person_id, date.max), one.last_met_on or date.min)
    given_a_place = {person for person, _ in chosen}
    left = set(longest) - given_a_place
    assert all(longest[a] <= longest[b] for a in given_a_place for b in left)
    free = sum(max(0, capacity - before.get(monday, 0)) for monday in weeks)
    assert len(chosen) == min(free, len(longest))


@given(DAYS, st.integers(-8, 8))
def test_a_quarter_holds_its_days_and_quarters_adjoin(day: date, steps: int) -> None:
    period = quarter_of(day)
    assert period.holds(day) and period.shift(1).first == period.last + timedelta(days=1)
    assert period.shift(steps).shift(-steps) == period
    assert all(monday_of(monday) == monday for monday in list_weeks(period, day))


@given(st.lists(st.integers(0, 7 * 24 * 4), max_size=40))
def test_a_time_is_on_a_workday_to_come_and_free(quarters: list[int]) -> None:
    now = datetime(2026, 5, 12, 9, 12, tzinfo=UTC)
    start = datetime(2026, 5, 11, tzinfo=UTC)
    busy = [start + timedelta(minutes=15 * n) for n in quarters]
    found = find_time(MONDAY, busy, now, UTC)
    if found is not None:
        assert found > now and found.weekday() < 5 and monday_of(found.date()) == MONDAY
        assert all(abs(found - one) >= timedelta(minutes=30) for one in busy)


@pytest.fixture
def team(store: Store) -> dict[str, str]:
    """Hannah and Kwame lead; Sam leads a team of his own below Hannah; Old has left."""

    def make(unit: Any) -> dict[str, str]:
        people.ensure_owner(unit, "Priya Raman")
        made: dict[str, str] = {}
        rows = (
            ("Hannah", ""),
            ("Kwame", ""),
            ("Sam", "Hannah"),
            ("Ada", "Sam"),
            ("Bo", "Hannah"),
            ("Cy", "Kwame"),
            ("Old", "Kwame"),
        )
        for name, lead in rows:
            made[name] = people.save_person(unit, people.PersonDraft(None, f"{name} Test", manager_id=made.get(lead)))
            unit.session.flush()
        people.archive_person(unit, made["Old"])
        return made

    return store.write(make).result


def _hold(store: Store, person_id: str, at: datetime) -> None:
    def make(unit: Any) -> None:
        meeting = unit.session.get(Meeting, meetings.plan_meeting(unit, meetings.MeetingPlan(person_id, at)))
        meeting.state = MeetingState.HELD

    store.write(make)


def _page(store: Store, plan: Plan = PLAN) -> skip_levels.Rotation:
    return store.read(lambda session: get_rotation(session, plan, store.clock()))


def test_the_rotation_covers_everyone_below_the_direct_reports_and_no_archived(
    store: Store, team: dict[str, str], clock: SetClock
) -> None:
    _hold(store, team["Bo"], clock.now - timedelta(days=3))
    _hold(store, team["Cy"], clock.now - timedelta(days=95))
    _hold(store, team["Sam"], clock.now - timedelta(days=60))
    page = _page(store)
    assert page.people == 4 and (page.met, page.booked) == (1, 0)
    assert [row.name for row in page.to_book] == ["Ada Test", "Cy Test", "Sam Test"]
    assert [(row.days, row.is_long) for row in page.to_book] == [(None, True), (95, True), (60, False)]
    assert {row.lead_name: row.met + row.booked + row.to_book for row in page.coverage} == {
        "Hannah Test": 3,
        "Kwame Test": 1,
    }


def test_planning_the_rest_is_one_act_within_capacity_and_can_be_undone(
    store: Store, team: dict[str, str], clock: SetClock
) -> None:
    tight = Plan(PLAN.period, 1, UTC)
    written = store.write(lambda unit: skip_levels.plan_rest(unit, tight))
    assert written.result == 4
    page = _page(store, tight)
    assert page.to_book == () and all(len(week.talks) <= 1 for week in page.weeks)
    assert store.write(lambda unit: skip_levels.plan_rest(unit, tight)).result == 0
    for change in reversed(written.changes):
        store.write(lambda unit, change=change: unit.apply(change.reversed()))
    assert len(_page(store, tight).to_book) == 4


def test_a_booking_is_for_a_first_time_with_questions_and_a_full_week_takes_no_more(
    store: Store, team: dict[str, str], clock: SetClock
) -> None:
    tight = Plan(PLAN.period, 1, UTC)
    meeting_id = store.write(lambda unit: skip_levels.book(unit, tight, team["Ada"], MONDAY)).result
    page = _page(store, tight)
    assert page.shown is not None and page.shown.meeting_id == meeting_id and page.is_next
    assert page.shown.purpose is Purpose.SKIP_FIRST and page.shown.is_announced
    assert [row.part for row in page.questions] == list(skip_agenda.PARTS)
    assert [row.is_private for row in page.questions] == [False, False, False, True, False]
    with pytest.raises(WeekIsFull):
        store.write(lambda unit: skip_levels.book(unit, tight, team["Bo"], MONDAY))
    assert store.write(lambda unit: skip_levels.book(unit, tight, team["Ada"], MONDAY)).result == meeting_id
    moved = store.write(lambda unit: skip_levels.book(unit, tight, team["Ada"], MONDAY + timedelta(weeks=2))).result
    assert moved == meeting_id and len(_page(store, tight).weeks[2].talks) == 1


def test_another_purpose_brings_other_questions_and_own_words_stay(store: Store, team: dict[str, str]) -> None:
    meeting_id = store.write(lambda unit: skip_levels.book(unit, PLAN, team["Ada"], MONDAY)).result
    store.write(lambda unit: skip_agenda.add_question(unit, team["Ada"], "How is the new desk?"))
    before = {row.text for row in _page(store).questions}
    store.write(lambda unit: skip_levels.set_purpose(unit, meeting_id, Purpose.SKIP_CHANGE))
    page = _page(store)
    assert page.shown is not None and page.shown.purpose is Purpose.SKIP_CHANGE
    after = {row.text for row in page.questions}
    assert "How is the new desk?" in after and len(after) == 6 and len(before & after) < 4


def test_a_booking_taken_back_leaves_the_person_waiting_and_a_held_talk_stays(
    store: Store, team: dict[str, str], clock: SetClock
) -> None:
    meeting_id = store.write(lambda unit: skip_levels.book(unit, PLAN, team["Ada"], MONDAY)).result
    store.write(lambda unit: skip_levels.set_announced(unit, meeting_id, is_announced=False))
    assert _page(store).weeks[0].talks[0].is_announced is False
    store.write(lambda unit: skip_levels.take_back(unit, meeting_id))
    assert "Ada Test" in {row.name for row in _page(store).to_book} and _page(store).booked == 0
    assert store.read(lambda session: agenda.list_agenda(session, team["Ada"]))
    _hold(store, team["Bo"], clock.now - timedelta(hours=1))
    held = _page(store).weeks[0].talks
    assert held == ()  # a one-on-one is no talk of the table, though it counts as met


def test_a_change_of_role_since_the_last_talk_makes_it_a_talk_after_a_change(
    store: Store, team: dict[str, str], clock: SetClock
) -> None:
    _hold(store, team["Bo"], clock.now - timedelta(days=100))
    store.write(lambda unit: skip_levels.book(unit, PLAN, team["Bo"], MONDAY))
    assert _page(store).weeks[0].talks[0].purpose is Purpose.SKIP_LISTENING

    def promote(unit: Any) -> None:
        person = unit.session.get(Person, team["Cy"])
        draft = people.PersonDraft(person.id, person.name, level="L5", manager_id=person.manager_id)
        people.save_person(unit, draft)

    _hold(store, team["Cy"], clock.now - timedelta(days=100))
    store.write(promote)
    store.write(lambda unit: skip_levels.book(unit, PLAN, team["Cy"], MONDAY))
    purposes = {talk.name: talk.purpose for talk in _page(store).weeks[0].talks}
    assert purposes["Cy Test"] is Purpose.SKIP_CHANGE
