"""The sample vault: Priya Raman's desk, the same to the last row whenever it is built from the same arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from itertools import groupby

from sqlmodel import SQLModel

from coachdesk.model import every  # noqa: F401 - the order of all tables
from coachdesk.model.base import Noun
from coachdesk.sample.captures import plan_captures
from coachdesk.sample.coaching import add_own_words, plan_coaching
from coachdesk.sample.growth import build_growth
from coachdesk.sample.history import Chronicle
from coachdesk.sample.names import Member
from coachdesk.sample.plan import Planned, plan_meetings
from coachdesk.sample.preps import add_preps
from coachdesk.sample.rhythms import add_rhythms
from coachdesk.sample.roster import build_roster
from coachdesk.sample.skip_levels import add_skip_levels
from coachdesk.sample.sponsorship import link_promises, plan_sponsorship
from coachdesk.store.store import Store
from coachdesk.store.unit_of_work import UnitOfWork

_RANKS: Mapping[str, int] = {table.name: rank for rank, table in enumerate(SQLModel.metadata.sorted_tables)}
"""What others refer to comes first."""


@dataclass(frozen=True, slots=True)
class SampleCounts:
    """What was built. `people` counts everyone but the owner, those who left included."""

    people: int
    meetings: int
    notes: int


def plan_sample(
    *, years: int, reports: int, skips: int, seed: int, today: date
) -> tuple[date, tuple[Member, ...], list[Planned]]:
    """Return the first day, the people and every meeting of a sample, without a vault."""
    first = date(today.year - years, today.month, min(today.day, 28))
    members = build_roster(first, today, reports=reports, skips=skips, seed=seed)
    return first, members, plan_meetings(members, first, today, seed)


def build_sample(
    store: Store,
    *,
    years: int = 2,
    reports: int = 9,
    skips: int = 30,
    seed: int = 1,
    today: date = date(2026, 5, 12),
    progress: Callable[[int, int], None] | None = None,
    zone: tzinfo = UTC,
) -> SampleCounts:
    """Fill an empty store with `years` of history up to `today` and return what was written.

    Times of day are those of `zone`. `progress` is told meetings written and meetings in all, month by month.
    Raises StoreFailure; months written until then stay.
    """
    first, members, plan = plan_sample(years=years, reports=reports, skips=skips, seed=seed, today=today)
    chronicle = Chronicle(members, today, zone, seed)
    _write(store, [chronicle.owner(first), *chronicle.people(first)])
    written = 0
    for _, month in groupby(plan, key=lambda planned: (planned.on.year, planned.on.month)):
        meetings = list(month)
        _write(store, [row for planned in meetings for row in chronicle.meeting(planned)])
        written += len(meetings)
        if progress is not None:
            progress(written, len(plan))
    _write(store, chronicle.present())
    _write(store, plan_captures(chronicle.person_ids, today, zone, seed, years))
    _write(store, build_growth(chronicle.person_ids, today, zone, seed))
    _write(store, plan_coaching(store, chronicle.person_ids, today, zone, seed))
    store.write(lambda unit: add_own_words(unit, chronicle.person_ids, today, seed))
    store.write(lambda unit: add_preps(unit, chronicle.person_ids, today, zone, seed))
    turns = store.write(lambda unit: add_rhythms(unit, members, chronicle.person_ids, today, zone, seed)).result
    add_skip_levels(store, today, zone, seed)
    _write(store, plan_sponsorship(chronicle.person_ids, today, zone, seed))
    store.write(lambda unit: link_promises(unit, chronicle.person_ids))
    if progress is not None:
        progress(written + turns, len(plan) + turns)
    return SampleCounts(len(members), len(plan) + turns, chronicle.notes)


def _write(store: Store, rows: Iterable[Noun]) -> None:
    """Write rows in one transaction, what others refer to first: deferred references cost a scan for each meeting."""
    by_rank: dict[int, list[Noun]] = {}
    for row in rows:
        by_rank.setdefault(_RANKS[str(row.__tablename__)], []).append(row)

    def add(unit: UnitOfWork) -> None:
        for rank in sorted(by_rank):
            unit.session.add_all(by_rank[rank])
            unit.session.flush()

    store.write(add)
