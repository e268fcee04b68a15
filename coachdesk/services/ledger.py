"""The ledger of one opportunity as others may see it: criteria and outcome. No field of it could hold private words.

Left out are remarks on candidates, the reasons of those who declined and when they wish to be asked again (both are in
confidence), reflections, and what the sponsor planned. They are not read: the queries name their columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col

from coachdesk.model.opportunity import Candidate, Offer, OfferAnswer
from coachdesk.model.person import Person
from coachdesk.model.project import Project, ProjectState, ProjectStep
from coachdesk.services.competency_names import name_competency
from coachdesk.services.shared.columns import columns, read
from coachdesk.store.failures import NotFound


@dataclass(frozen=True, slots=True)
class Considered:
    """Someone who was considered, and when."""

    name: str
    considered_at: datetime


@dataclass(frozen=True, slots=True)
class LedgerOffer:
    """An offer: to whom, when, which criteria they meet, and the answer without its reason."""

    name: str
    why: str
    offered_on: date
    reply_by_on: date | None
    answer: OfferAnswer
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class LedgerStep:
    """A change of state and its day."""

    state: ProjectState
    stepped_on: date


@dataclass(frozen=True, slots=True)
class Ledger:
    """One opportunity. `criteria_saved_at` is None when it went to someone without criteria, and the export says so.

    Criteria that were typed and never saved were shown to nobody's names, so they are no part of it: `criteria` is "".

    `considered` stand in the order of time, `offers` and `steps` oldest first. `person_name` is who has it.
    """

    title: str
    purpose: str
    competency: str
    criteria: str
    criteria_saved_at: datetime | None
    considered: tuple[Considered, ...]
    offers: tuple[LedgerOffer, ...]
    steps: tuple[LedgerStep, ...]
    state: ProjectState
    person_name: str


def get_ledger(session: Session, project_id: str) -> Ledger:
    """Return the ledger of a project. Raises NotFound."""
    wanted = columns(
        Project.title,
        Project.purpose,
        Project.criteria,
        Project.criteria_saved_at,
        Project.state,
        Project.ladder_pin,
        Project.competency_id,
        Person.name,
    )
    whose = wanted.select_from(Project).join(Person, col(Person.id) == col(Project.person_id), isouter=True)
    found = read(session, whose.where(col(Project.id) == project_id))
    if not found:
        raise NotFound("The project is no longer in the vault.")
    title, purpose, criteria, saved_at, state, pin, competency_id, name = found[0]
    return Ledger(
        title,
        purpose,
        name_competency(session, pin, competency_id),
        criteria if saved_at else "",
        saved_at,
        _considered(session, project_id),
        _offers(session, project_id),
        _steps(session, project_id),
        state,
        name or "",
    )


def _considered(session: Session, project_id: str) -> tuple[Considered, ...]:
    statement = (
        columns(Person.name, Candidate.considered_at)
        .select_from(Candidate)
        .join(Person, col(Person.id) == col(Candidate.person_id))
        .where(col(Candidate.project_id) == project_id)
        .order_by(col(Candidate.considered_at), col(Person.name))
    )
    return tuple(Considered(*row) for row in read(session, statement))


def _offers(session: Session, project_id: str) -> tuple[LedgerOffer, ...]:
    wanted = columns(Person.name, Offer.why, Offer.offered_on, Offer.reply_by_on, Offer.answer, Offer.answered_on)
    statement = (
        wanted.select_from(Offer)
        .join(Person, col(Person.id) == col(Offer.person_id))
        .where(col(Offer.project_id) == project_id)
        .order_by(col(Offer.offered_on), col(Offer.created_at))
    )
    return tuple(LedgerOffer(*row) for row in read(session, statement))


def _steps(session: Session, project_id: str) -> tuple[LedgerStep, ...]:
    statement = columns(ProjectStep.state, ProjectStep.stepped_on).where(col(ProjectStep.project_id) == project_id)
    return tuple(LedgerStep(*row) for row in read(session, statement.order_by(col(ProjectStep.created_at))))
