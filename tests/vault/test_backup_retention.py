"""Which backups stay, over weeks of hourly work, pauses and clocks that were wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.vault.backups.listing import BackupRow, BackupState, choose_removed, newest_good
from coachdesk.vault.backups.retention import DAILY, LATEST, MONTHLY, WEEKLY, choose_kept

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
MOMENTS = st.sets(
    st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)), min_size=1, max_size=80
)


def _live(days: int, hours: range) -> list[datetime]:
    """Back up hourly on each day and thin out each time; return what is left, oldest first."""
    kept: frozenset[datetime] = frozenset()
    for day in range(days):
        for hour in hours:
            now = START + timedelta(days=day, hours=hour)
            kept = choose_kept(kept | {now}, now)
            assert now in kept
            assert len(kept) <= LATEST + DAILY + WEEKLY + MONTHLY
    return sorted(kept)


@pytest.mark.parametrize("days", [30, 400])
def test_after_so_many_days_each_period_still_has_its_last_backup(days: int) -> None:
    left = _live(days, range(0, 11, 2))
    last = START + timedelta(days=days - 1, hours=10)
    for back in range(DAILY):
        assert last - timedelta(days=back) in left
    weeks = {stamp.isocalendar()[:2] for stamp in left}
    assert len(weeks) >= min(days // 7, WEEKLY)
    months = {(stamp.year, stamp.month) for stamp in left}
    assert len(months) >= min(days // 31, MONTHLY)


@given(MOMENTS)
def test_the_newest_is_kept_and_a_second_look_removes_no_more(stamps: set[datetime]) -> None:
    now = max(stamps)
    kept = choose_kept(stamps, now)
    assert now in kept
    assert kept <= stamps
    assert choose_kept(kept, now) == kept


@given(MOMENTS)
def test_every_month_of_the_newest_twelve_keeps_one(stamps: set[datetime]) -> None:
    kept = choose_kept(stamps, max(stamps))
    months = sorted({(stamp.year, stamp.month) for stamp in stamps}, reverse=True)[:MONTHLY]
    assert {(stamp.year, stamp.month) for stamp in kept} >= set(months)


@given(MOMENTS, st.integers(1, 400))
def test_a_pause_removes_nothing(stamps: set[datetime], days: int) -> None:
    now = max(stamps)
    assert choose_kept(stamps, now + timedelta(days=days)) == choose_kept(stamps, now)


@given(st.dictionaries(st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
                       st.sampled_from(BackupState), max_size=60))  # fmt: skip
def test_only_verified_backups_make_others_go(states: dict[datetime, BackupState]) -> None:
    now = datetime(2027, 1, 1, tzinfo=UTC)
    rows = tuple(BackupRow(Path(stamp.isoformat()), stamp, 1, state) for stamp, state in states.items())
    removed = choose_removed(rows, now)
    verified = [row for row in rows if row.state is BackupState.VERIFIED]
    assert {row for row in removed if row in verified} == set(choose_removed(tuple(verified), now))
    assert not any(row.state is BackupState.DAMAGED for row in removed)
    good = newest_good(rows)
    assert good is None or good not in removed


@given(MOMENTS)
def test_stamps_from_the_future_push_nothing_out(stamps: set[datetime]) -> None:
    now = min(stamps)
    assert choose_kept(stamps, now) == stamps
