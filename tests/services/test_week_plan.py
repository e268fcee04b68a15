"""The Monday plan: longest wait first, no overlap, within the working hours of both."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from coachdesk.services.meetings import MeetingPlan, finish_meeting, plan_meeting, start_meeting
from coachdesk.services.people import PersonDraft, ensure_owner, save_person
from coachdesk.services.series import Rhythm, set_rhythm
from coachdesk.services.week_plan import SlotReason, WeekPlan, get_week_plan
from coachdesk.store.store import Store
from tests.services.clock import SetClock

LONDON = ZoneInfo("Europe/London")
MONDAY = datetime(2026, 5, 11, 7, 0, tzinfo=UTC)


def _add(store: Store, name: str, zone: str = "Europe/London", cadence: str = "FREQ=WEEKLY") -> str:
    draft = PersonDraft(None, name, time_zone=zone, cadence=cadence)
    return store.write(lambda unit: save_person(unit, draft)).result


def _met(store: Store, clock: SetClock, person_id: str, at: datetime) -> None:
    now, clock.now = clock.now, at
    store.write(lambda unit: finish_meeting(unit, start_meeting(unit, person_id)))
    clock.now = now


def _plan(store: Store, clock: SetClock) -> WeekPlan:
    return store.read(lambda session: get_week_plan(session, clock.now, LONDON))


@pytest.fixture(autouse=True)
def _monday(store: Store, clock: SetClock) -> None:
    clock.now = MONDAY
    store.write(lambda unit: ensure_owner(unit, "Priya"))


def test_longest_wait_first_and_the_usual_slot(store: Store, clock: SetClock) -> None:
    late, lately, never = _add(store, "Diego"), _add(store, "Amara"), _add(store, "Zoe")
    _met(store, clock, late, datetime(2026, 4, 15, 13, 0, tzinfo=UTC))
    _met(store, clock, lately, datetime(2026, 5, 5, 8, 30, tzinfo=UTC))
    plan = _plan(store, clock)
    assert [row.person_id for row in plan.proposals] == [never, late, lately]
    first, diego, amara = plan.proposals
    assert (first.reason, first.waited_days) == (SlotReason.FREE, None)
    assert (diego.reason, diego.starts_at) == (SlotReason.USUAL, datetime(2026, 5, 13, 13, 0, tzinfo=UTC))
    assert (amara.reason, amara.starts_at) == (SlotReason.USUAL, datetime(2026, 5, 12, 8, 30, tzinfo=UTC))


def test_whoever_is_planned_met_or_not_due_is_left_out(store: Store, clock: SetClock) -> None:
    planned, met, later = (
        _add(store, "Amara"),
        _add(store, "Diego"),
        _add(store, "Mei", cadence="FREQ=WEEKLY;INTERVAL=3"),
    )
    clock.now = datetime(2026, 5, 12, 7, 0, tzinfo=UTC)
    store.write(lambda unit: plan_meeting(unit, MeetingPlan(planned, datetime(2026, 5, 15, 9, 0, tzinfo=UTC))))
    _met(store, clock, met, MONDAY + timedelta(hours=2))
    _met(store, clock, later, datetime(2026, 5, 5, 9, 0, tzinfo=UTC))
    plan = _plan(store, clock)
    assert (plan.proposals, plan.planned) == ((), 1)


def test_nobody_overlaps_and_a_taken_slot_gives_the_nearest(store: Store, clock: SetClock) -> None:
    for number in range(9):
        person = _add(store, f"Person {number}")
        _met(store, clock, person, datetime(2026, 5, 5, 9, 0, tzinfo=UTC) - timedelta(days=7 * number))
    slots = [row.starts_at for row in _plan(store, clock).proposals]
    assert None not in slots and len(slots) == 9
    ordered = sorted(slot for slot in slots if slot)
    assert all(later - earlier >= timedelta(minutes=30) for earlier, later in pairwise(ordered))


def test_both_clocks_count(store: Store, clock: SetClock) -> None:
    zones = ("Africa/Lagos", "Asia/Tokyo", "Pacific/Auckland", "Nowhere")
    ids = [_add(store, f"Person {zone}", zone) for zone in zones]
    plan = {row.person_id: row for row in _plan(store, clock).proposals}
    lagos, tokyo, auckland, nowhere = (plan[person_id] for person_id in ids)
    assert lagos.starts_at is not None and lagos.reason is SlotReason.FREE
    assert tokyo.starts_at is not None and nowhere.starts_at is not None and auckland.starts_at is not None
    assert tokyo.starts_at.astimezone(ZoneInfo("Asia/Tokyo")).time() == time(17)
    assert tokyo.starts_at.astimezone(LONDON).time() == time(9)
    assert auckland.reason is SlotReason.OUT_OF_HOURS
    assert time(7) <= auckland.starts_at.astimezone(ZoneInfo("Pacific/Auckland")).time() < time(21)


def test_on_friday_evening_it_is_the_next_week(store: Store, clock: SetClock) -> None:
    clock.now = datetime(2026, 5, 15, 17, 0, tzinfo=UTC)
    amara = _add(store, "Amara")
    plan = _plan(store, clock)
    assert plan.first_on.isoformat() == "2026-05-18"
    assert [row.person_id for row in plan.proposals] == [amara]


def test_a_series_says_the_usual_time_and_needs_no_plan(store: Store, clock: SetClock) -> None:
    amara = _add(store, "Amara")
    store.write(lambda unit: set_rhythm(unit, amara, Rhythm("FREQ=WEEKLY;BYDAY=TH", time(11), "Europe/London")))
    assert _plan(store, clock).proposals == ()
