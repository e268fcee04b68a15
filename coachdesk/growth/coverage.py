"""How far a target cell is covered by evidence, how broad and how fresh."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

FRESH_DAYS = 90
AGEING_DAYS = 270
RECENCY_MIN_ITEMS = 5
QUARTER_DAYS = 91


class Age(Enum):
    """How old the newest evidence is; old evidence is a reason to look again, not to forget."""

    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One accepted link of something that happened to a behaviour. A counter-example has `is_counter`."""

    item_id: str
    behaviour_id: str
    happened_on: date
    source_id: str
    is_counter: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """Behaviours covered of those expected ("3 of 7"), breadth, the newest age, and counter-evidence apart."""

    covered: int
    expected: int
    months: int
    sources: int
    age: Age | None
    counter_items: int


def cover_cell(
    expected: frozenset[str],
    items: Iterable[EvidenceItem],
    *,
    on: date,
    fresh_days: int = FRESH_DAYS,
    ageing_days: int = AGEING_DAYS,
) -> Coverage:
    """Return how a cell's expected behaviours are covered on a day, in counts: where to look, not how good it is.

    Covered are behaviours with at least one supporting item up to that day; breadth is distinct calendar months and
    sources of these items. Counter-evidence is counted beside it and never subtracted: the two are talked about, not
    netted.

    >>> items = [EvidenceItem("e1", "a", date(2026, 3, 2), "note"), EvidenceItem("e2", "b", date(2026, 3, 9), "win")]
    >>> cover_cell(frozenset("abc"), items, on=date(2026, 4, 1))
    Coverage(covered=2, expected=3, months=1, sources=2, age=<Age.FRESH: 'fresh'>, counter_items=0)
    """
    here = [item for item in items if item.behaviour_id in expected and item.happened_on <= on]
    support = [item for item in here if not item.is_counter]
    newest = max((item.happened_on for item in support), default=None)
    return Coverage(
        len({item.behaviour_id for item in support}),
        len(expected),
        len({(item.happened_on.year, item.happened_on.month) for item in support}),
        len({item.source_id for item in support}),
        None if newest is None else age_of(newest, on=on, fresh_days=fresh_days, ageing_days=ageing_days),
        len({item.item_id for item in here if item.is_counter}),
    )


def age_of(happened_on: date, *, on: date, fresh_days: int = FRESH_DAYS, ageing_days: int = AGEING_DAYS) -> Age:
    """Return fresh up to 90 days, ageing up to 270, stale above; both limits are settings.

    >>> age_of(date(2026, 1, 1), on=date(2026, 4, 1)).value, age_of(date(2025, 1, 1), on=date(2026, 4, 1)).value
    ('fresh', 'stale')
    """
    days = (on - happened_on).days
    return Age.FRESH if days <= fresh_days else Age.AGEING if days <= ageing_days else Age.STALE


def is_recency_heavy(items: Iterable[EvidenceItem], *, period_end_on: date) -> bool:
    """Return whether more than 60 % of at least 5 items fall in the last quarter (91 days) of the period.

    Recent work is remembered best; the flag asks the writer to look at the earlier months. It compares counts, 5 k > 3
    n.

    >>> days = [date(2026, 1, 5), date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 3), date(2026, 6, 4)]
    >>> items = [EvidenceItem(str(number), "a", on, "note") for number, on in enumerate(days)]
    >>> is_recency_heavy(items, period_end_on=date(2026, 6, 30))
    True
    """
    happened = {item.item_id: item.happened_on for item in items if item.happened_on <= period_end_on}
    late = sum(on > period_end_on - timedelta(days=QUARTER_DAYS) for on in happened.values())
    return len(happened) >= RECENCY_MIN_ITEMS and 5 * late > 3 * len(happened)
