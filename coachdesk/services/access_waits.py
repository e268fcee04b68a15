"""Which direct reports wait for a chance, while others had some: facts for nudges, with what they are measured by."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from coachdesk.growth.balance import OfferState
from coachdesk.model.opportunity import Offer, OfferAnswer
from coachdesk.model.person import Person
from coachdesk.services.access import PersonAccess, load_access

WAIT_AFTER = timedelta(days=120)
NEW_FOR = timedelta(days=90)
"""Nobody who started so lately is said to wait."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Someone who waits: offers in twelve months, days since the last one ever, and the median of all reports."""

    person_id: str
    offers: int
    days: int | None
    median_offers: float


def list_never_offered(session: Session, today: date, person_ids: Collection[str]) -> tuple[Wait, ...]:
    """Return who of these was never offered anything, though most of the direct reports were, by identity."""
    page = load_access(session, today)
    found = [one for one in page.people if one.days_since is None and one.is_behind and one.person_id in person_ids]
    if not found:
        return ()
    new = select(Person.id).where(col(Person.id).in_(person_ids), col(Person.start_on) > today - NEW_FOR)
    new_ids = set(session.exec(new))
    waits = (Wait(one.person_id, 0, None, page.median_offers) for one in found if one.person_id not in new_ids)
    return tuple(sorted(waits, key=lambda one: one.person_id))


def find_longest_wait(session: Session, today: date, person_ids: Collection[str]) -> Wait | None:
    """Return who of these waits longest since their last offer: 120 days at least, and fewer offers than the median.

    Someone with an offer or a project at hand does not wait, nor does someone who declined and asked for time.
    """
    page = load_access(session, today)
    waiting = [
        one
        for one in page.people
        if one.person_id in person_ids and len(one.units) < page.median_offers and _is_waiting(one)
    ]
    if not waiting:
        return None
    later = select(Offer.person_id).where(Offer.answer == OfferAnswer.DECLINED, col(Offer.ask_again_on) > today)
    resting = set(session.exec(later))
    waiting = [one for one in waiting if one.person_id not in resting]
    longest = max(waiting, key=lambda one: (one.days_since or 0, one.person_id), default=None)
    if longest is None:
        return None
    return Wait(longest.person_id, len(longest.units), longest.days_since, page.median_offers)


def _is_waiting(one: PersonAccess) -> bool:
    at_hand = {OfferState.ACTIVE, OfferState.OFFERED}
    return one.days_since is not None and one.days_since >= WAIT_AFTER.days and not at_hand & set(one.units)
