"""Who gets the chances: offers per person, the median, and how long ago the last one was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from statistics import median

WINDOW_DAYS = 365


class OfferState(IntEnum):
    """What became of an offer, in the order in which units are drawn. A stopped one was taken up but not finished."""

    LANDED = 0
    ACTIVE = 1
    STOPPED = 2
    OFFERED = 3
    DECLINED = 4


@dataclass(frozen=True, slots=True)
class Offer:
    """One offer of a chance to a person; declined ones count too, since they were offered."""

    person_id: str
    offered_on: date
    state: OfferState


@dataclass(frozen=True, slots=True)
class AccessRow:
    """Units of one person in drawing order. `days_since` is None if nothing was ever offered, never 0."""

    person_id: str
    units: tuple[OfferState, ...]
    days_since: int | None


@dataclass(frozen=True, slots=True)
class AccessBalance:
    """All people, fewest offers first and longest wait first among equals, and the median number of offers."""

    rows: tuple[AccessRow, ...]
    median_offers: float


def balance_access(
    people: Iterable[str], offers: Iterable[Offer], *, on: date, window_days: int = WINDOW_DAYS
) -> AccessBalance:
    """Return offers per person in the window that ends on a day, with days since the last offer ever made.

    Everyone has a row, also without an offer: who was never asked is what the page is for. It is a count of chances and
    no score; the median, not the mean, is the line, so that one busy person doesn't move it. Offers to others don't
    count.

    >>> states = {date(2026, 5, 1): OfferState.ACTIVE, date(2025, 9, 1): OfferState.LANDED}
    >>> offers = [Offer("amara", offered_on, state) for offered_on, state in states.items()]
    >>> balance = balance_access(["amara", "diego"], offers, on=date(2026, 5, 11))
    >>> balance.rows[0], balance.median_offers
    (AccessRow(person_id='diego', units=(), days_since=None), 1.0)
    >>> balance.rows[1].days_since
    10
    """
    first_on = on - timedelta(days=window_days)
    by_person: dict[str, list[Offer]] = {person_id: [] for person_id in people}
    for offer in offers:
        if offer.person_id in by_person and offer.offered_on <= on:
            by_person[offer.person_id].append(offer)
    rows = []
    for person_id, own in by_person.items():
        last_on = max((offer.offered_on for offer in own), default=None)
        units = tuple(sorted(offer.state for offer in own if offer.offered_on > first_on))
        rows.append(AccessRow(person_id, units, None if last_on is None else (on - last_on).days))
    rows.sort(key=_waiting)
    return AccessBalance(tuple(rows), float(median(len(row.units) for row in rows)) if rows else 0.0)


def is_behind(offers: int, median_offers: float) -> bool:
    """Return whether someone was offered fewer than half as many chances as the median.

    Half, so that one more or less does not single anybody out. Our own rule.

    >>> [is_behind(offers, 3.0) for offers in (0, 1, 2)]
    [True, True, False]
    """
    return 2 * offers < median_offers


def _waiting(row: AccessRow) -> tuple[int, bool, int, str]:
    return len(row.units), row.days_since is not None, -(row.days_since or 0), row.person_id
