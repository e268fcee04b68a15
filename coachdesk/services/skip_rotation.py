"""The arithmetic of the skip-level rotation: periods, weeks, who waits longest, and who goes into which week.

Pure functions over plain values, so that the promises of the planner can be tested without a vault.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import product

MOST_A_WEEK = 10
_MONTHS = 3
_WORKDAYS = 5
_TIMES = (time(13, 0), time(15, 0), time(13, 30), time(15, 30), time(16, 0), time(10, 30), time(9, 0))
"""Times of day that are tried for a talk, in this order, on each workday of its week."""
_TALK = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Period:
    """A quarter of the year, both days within it."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Return whether a day lies in the period."""
        return self.first <= day <= self.last

    def shift(self, quarters: int) -> Period:
        """Return the quarter that lies some quarters later, or earlier.

        >>> quarter_of(date(2026, 5, 12)).shift(-2).first
        datetime.date(2025, 10, 1)
        """
        month = self.first.year * 12 + self.first.month - 1 + quarters * _MONTHS
        return quarter_of(date(month // 12, month % 12 + 1, 1))


@dataclass(frozen=True, slots=True)
class Waiting:
    """Someone who is to be booked. `last_met_on` is None for someone who was never met."""

    person_id: str
    last_met_on: date | None


def quarter_of(day: date) -> Period:
    """Return the quarter that a day lies in.

    >>> quarter_of(date(2026, 5, 12))
    Period(first=datetime.date(2026, 4, 1), last=datetime.date(2026, 6, 30))
    """
    first = date(day.year, (day.month - 1) // _MONTHS * _MONTHS + 1, 1)
    next_month = first.replace(day=28) + timedelta(days=4 + 31 * (_MONTHS - 1))
    return Period(first, next_month.replace(day=1) - timedelta(days=1))


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def list_weeks(period: Period, today: date) -> tuple[date, ...]:
    """Return the Mondays of the weeks that are left to plan in a period, this week first if it is among them."""
    start = monday_of(max(period.first, today))
    return tuple(start + timedelta(weeks=n) for n in range(max(0, (period.last - start).days // 7 + 1)))


def by_longest_wait(people: Iterable[Waiting]) -> tuple[Waiting, ...]:
    """Return people in the order in which they are booked: never met first, then the longest wait; ties stay."""
    return tuple(sorted(people, key=lambda one: one.last_met_on or date.min))


def fill_weeks(
    waiting: Iterable[Waiting], weeks: Sequence[date], taken: Mapping[date, int], capacity: int
) -> tuple[tuple[str, date], ...]:
    """Return (person, Monday) for as many as fit: the longest wait gets the first free place.

    `taken` counts the talks that a week already has, held ones too. No week goes above `capacity`, and nobody is given
    two places.
    """
    free = [monday for monday in sorted(set(weeks)) for _ in range(max(0, capacity - taken.get(monday, 0)))]
    ordered = dict.fromkeys(one.person_id for one in by_longest_wait(waiting))
    return tuple(zip(ordered, free, strict=False))


def find_time(
    monday: date, busy: Iterable[datetime], now: datetime, zone: tzinfo, period: Period | None = None
) -> datetime | None:
    """Return the first usual time of a week that is still to come and free, None when the week has none.

    `busy` are the starts of other meetings, each taken to last half an hour. Days are tried from Monday on.
    """
    starts = tuple(busy)
    for offset, clock in product(range(_WORKDAYS), _TIMES):
        day = monday + timedelta(days=offset)
        moment = datetime.combine(day, clock, zone)
        in_period = period is None or period.holds(day)
        if in_period and moment > now and all(abs(moment - start) >= _TALK for start in starts):
            return moment
    return None
