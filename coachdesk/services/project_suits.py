"""Whom an idea could suit: a hint with its reason, never a score."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlmodel import Session

from coachdesk.services.people import PersonRow
from coachdesk.services.sponsorship_facts import EvidenceNeeds, LastOffer, read_last_offers, read_needs, read_wishes
from coachdesk.services.wishes import WishRow

MOST = 2
"""Names under an idea."""


class SuitReason(StrEnum):
    """Why a name stands under an idea; said with the name."""

    WISH = "wish"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Suit:
    """Someone whom an idea could suit, with the reason: they wished for it, or lack fresh evidence of that skill."""

    person_id: str
    name: str
    reason: SuitReason


@dataclass(slots=True)
class Suits:
    """Finds names for ideas among `people`, who stand in the order of their wait: never offered anything first."""

    people: Sequence[PersonRow]
    wishes: Mapping[str, tuple[WishRow, ...]]
    needs: EvidenceNeeds
    _known: dict[str, tuple[Suit, ...]] = field(default_factory=dict)

    def find(self, competency_id: str, asked: Collection[str] = ()) -> tuple[Suit, ...]:
        """Return at most two people for a competency, longest wait first, without those who were asked already."""
        if not competency_id:
            return ()
        if competency_id not in self._known:
            found = ((person, self._reason(person.person_id, competency_id)) for person in self.people)
            suits = (Suit(one.person_id, one.name, reason) for one, reason in found if reason is not None)
            self._known[competency_id] = tuple(suits)
        return tuple(one for one in self._known[competency_id] if one.person_id not in asked)[:MOST]

    def _reason(self, person_id: str, competency_id: str) -> SuitReason | None:
        if any(wish.competency_id == competency_id for wish in self.wishes.get(person_id, ())):
            return SuitReason.WISH
        return SuitReason.EVIDENCE if self.needs.find(person_id, competency_id).needs_evidence else None


def read_suits(session: Session, people: Sequence[PersonRow], today: date) -> Suits:
    """Return what finds names for ideas among people, by five queries."""
    ids = [one.person_id for one in people]
    last = read_last_offers(session, ids, today)
    waiting = sorted(people, key=lambda one: (_last_on(last, one.person_id), one.name.casefold()))
    return Suits(waiting, read_wishes(session), read_needs(session, ids, None, today))


def _last_on(last: Mapping[str, LastOffer], person_id: str) -> date:
    found = last.get(person_id)
    return found.offered_on if found else date.min
