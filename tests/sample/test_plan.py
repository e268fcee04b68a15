"""How many people and meetings a sample would have, without building it."""

from __future__ import annotations

from datetime import date

import pytest

from coachdesk.model.meeting import MeetingState
from coachdesk.sample.plan import HORIZON
from coachdesk.sample.sample import plan_sample

TODAY = date(2026, 5, 12)


def test_twenty_years_give_ten_thousand_meetings() -> None:
    first, members, plan = plan_sample(years=20, reports=9, skips=30, seed=1, today=TODAY)
    assert len(plan) >= 10_000
    assert sum(planned.state is MeetingState.HELD for planned in plan) >= 9_000
    assert sum(member.left_on is None for member in members) == 39
    assert plan[0].on >= first


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("years", [1, 2, 20])
def test_a_meeting_is_never_with_someone_who_was_not_there(years: int, seed: int) -> None:
    first, members, plan = plan_sample(years=years, reports=12, skips=40, seed=seed, today=TODAY)
    by_name = {member.name: member for member in members}
    assert len(by_name) == len(members)
    for planned in plan:
        member = by_name[planned.person]
        assert max(first, member.start_on) <= planned.on <= min(member.left_on or TODAY + HORIZON, TODAY + HORIZON)
        assert (planned.state is MeetingState.PLANNED) == (planned.on >= TODAY)


@pytest.mark.parametrize(("reports", "skips"), [(0, 0), (0, 5), (1, 3), (3, 0), (9, 30), (25, 120)])
def test_so_many_people_as_asked_for(reports: int, skips: int) -> None:
    _, members, plan = plan_sample(years=1, reports=reports, skips=skips, seed=1, today=TODAY)
    direct = [member for member in members if member.lead is None]
    below = [member for member in members if member.lead is not None]
    assert len(direct) == reports
    assert len(below) == (skips if reports else 0)
    assert {member.lead for member in below} <= {member.name for member in direct}
    assert bool(plan) == bool(reports)


def test_a_leap_day_is_a_present_day_too() -> None:
    first, _, plan = plan_sample(years=1, reports=9, skips=30, seed=1, today=date(2024, 2, 29))
    assert first == date(2023, 2, 28)
    assert sum(planned.on == date(2024, 2, 29) for planned in plan) == 5
