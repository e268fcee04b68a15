"""What a step does to the offers of a project, so that state and offers never contradict one another."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from coachdesk.model.opportunity import Candidate, Offer, OfferAnswer
from coachdesk.model.project import Project, ProjectState
from coachdesk.services.project_moves import StepRefused
from coachdesk.services.project_rows import get_name, record_step
from coachdesk.store.unit_of_work import UnitOfWork


class CriteriaMissing(ValueError):
    """Nobody can be considered or offered a project before its criteria are saved."""

    def __init__(self) -> None:
        super().__init__("Write the criteria first. Names come after them.")


def start_offer(
    unit: UnitOfWork, project: Project, person_id: str, on: date, *, why: str = "", reply_by_on: date | None = None
) -> str:
    """Offer a project to a person, who counts as considered, and return the identity of the offer.

    Raises CriteriaMissing, StepRefused, NotFound.
    """
    if project.criteria_saved_at is None:
        raise CriteriaMissing
    if reply_by_on is not None and reply_by_on < on:
        raise StepRefused("The reply can't be due before the offer.")
    get_name(unit.session, person_id)
    record_step(unit, project, ProjectState.OFFERED, on, person_id)
    if find_candidate(unit.session, project.id, person_id) is None:
        unit.add(Candidate(project_id=project.id, person_id=person_id, considered_at=unit.now))
    return _add(unit, project, person_id, on, OfferAnswer.OPEN, why, reply_by_on)


def accept_for(unit: UnitOfWork, project: Project, person_id: str, on: date) -> None:
    """Record that someone took a project on without an offer written before: it was offered and accepted that day."""
    get_name(unit.session, person_id)
    record_step(unit, project, ProjectState.ACTIVE, on, person_id)
    _add(unit, project, person_id, on, OfferAnswer.ACCEPTED)


def settle_offer(unit: UnitOfWork, project: Project, state: ProjectState, on: date, person_id: str | None) -> Offer:
    """Answer the open offer as a step to `state` says: accepted, declined, or taken back for `IDEA`; return it."""
    offer = find_open_offer(unit.session, project.id)
    if offer is None:
        raise StepRefused("There is no open offer of this project. Offer it to someone first.")
    if person_id not in (None, offer.person_id):
        raise StepRefused(f"It is offered to {get_name(unit.session, offer.person_id)}. Take that offer back first.")
    record_step(unit, project, state, on, None if state is ProjectState.IDEA else offer.person_id)
    answers = {ProjectState.ACTIVE: OfferAnswer.ACCEPTED, ProjectState.DECLINED: OfferAnswer.DECLINED}
    offer.answer = answers.get(state, OfferAnswer.WITHDRAWN)
    offer.answered_on = on
    return offer


def reopen_offer(unit: UnitOfWork, project: Project, on: date) -> None:
    """Go back from the accepted offer to the open one."""
    statement = select(Offer).where(Offer.project_id == project.id, Offer.answer == OfferAnswer.ACCEPTED)
    offer = unit.session.exec(statement).first()
    if offer is None:
        raise StepRefused("The offer is no longer in the vault. Stop the project instead.")
    record_step(unit, project, ProjectState.OFFERED, on, offer.person_id)
    offer.answer, offer.answered_on = OfferAnswer.OPEN, None


def take_offer_back(unit: UnitOfWork, project: Project, on: date) -> None:
    """Leave a declined project open for others; who declined stays in the ledger."""
    record_step(unit, project, ProjectState.IDEA, on, None)


def find_open_offer(session: Session, project_id: str) -> Offer | None:
    """Return the one offer of a project that waits for an answer."""
    return session.exec(select(Offer).where(Offer.project_id == project_id, Offer.answer == OfferAnswer.OPEN)).first()


def find_candidate(session: Session, project_id: str, person_id: str) -> Candidate | None:
    """Return the entry of someone who was considered."""
    statement = select(Candidate).where(Candidate.project_id == project_id, Candidate.person_id == person_id)
    return session.exec(statement).first()


def list_offers(session: Session, project_id: str) -> list[Offer]:
    """Return the offers of a project, oldest first."""
    statement = select(Offer).where(Offer.project_id == project_id)
    return list(session.exec(statement.order_by(col(Offer.offered_on), col(Offer.created_at), col(Offer.id))))


def _add(
    unit: UnitOfWork,
    project: Project,
    person_id: str,
    on: date,
    answer: OfferAnswer,
    why: str = "",
    reply_by_on: date | None = None,
) -> str:
    offer = Offer(
        project_id=project.id,
        person_id=person_id,
        why=why.strip(),
        offered_on=on,
        reply_by_on=reply_by_on,
        answer=answer,
        answered_on=on if answer is OfferAnswer.ACCEPTED else None,
        created_at=unit.now,
    )
    unit.add(offer)
    return offer.id
