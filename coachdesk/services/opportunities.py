"""The opportunity ledger: criteria first, then who was considered, who was offered it, and what they answered.

The criteria carry the moment at which their present words were saved. They may be changed only until somebody was
considered or offered the project, so whoever is in the ledger came after the criteria that stand in it.
"""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from coachdesk.model.opportunity import Candidate, Offer, OfferAnswer
from coachdesk.model.project import ProjectState
from coachdesk.services.project_moves import StepRefused, check_step
from coachdesk.services.project_offers import (
    CriteriaMissing,
    find_candidate,
    find_open_offer,
    settle_offer,
    start_offer,
)
from coachdesk.services.project_rows import get_name, get_project
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork


class CriteriaFixed(ValueError):
    """Criteria can't be fitted to people afterwards."""

    def __init__(self) -> None:
        super().__init__(
            "Someone was already considered by these criteria, so they stay as they are. Take everyone off the list "
            "to change them."
        )


def save_criteria(unit: UnitOfWork, project_id: str, criteria: str) -> None:
    """Save who a project should go to, with the moment; the same words again keep the earlier one.

    Raises ValueError when they are empty, CriteriaFixed (a ValueError) once someone was considered or offered it,
    NotFound.
    """
    project = get_project(unit.session, project_id)
    words = criteria.strip()
    if not words:
        raise ValueError("Criteria need words: say what the person should bring or gain.")
    if project.criteria_saved_at is not None and project.criteria == words:
        return
    if project.criteria_saved_at is not None and is_anyone_considered(unit.session, project_id):
        raise CriteriaFixed
    project.criteria = words
    project.criteria_saved_at = unit.now


def consider(unit: UnitOfWork, project_id: str, person_id: str, remark: str = "") -> None:
    """Put someone on the list of those considered, or change the private remark on them.

    Raises CriteriaMissing until the criteria are saved, NotFound.
    """
    project = get_project(unit.session, project_id)
    if project.criteria_saved_at is None:
        raise CriteriaMissing
    get_name(unit.session, person_id)
    row = find_candidate(unit.session, project_id, person_id)
    if row is None:
        row = Candidate(project_id=project_id, person_id=person_id, considered_at=unit.now)
        unit.add(row)
    row.remark = remark.strip()


def add_remark(unit: UnitOfWork, project_id: str, words: str) -> None:
    """Put words under the private remark on whoever has the open offer of a project; without one they are nobody's."""
    waiting = find_open_offer(unit.session, project_id)
    if waiting is None:
        return
    row = find_candidate(unit.session, project_id, waiting.person_id)
    if row is None:
        row = Candidate(project_id=project_id, person_id=waiting.person_id, considered_at=unit.now)
        unit.add(row)
    row.remark = f"{row.remark}\n{words}".strip()


def unconsider(unit: UnitOfWork, project_id: str, person_id: str) -> None:
    """Take someone off the list; undoable. Raises ValueError for someone who was offered the project."""
    row = find_candidate(unit.session, project_id, person_id)
    if row is None:
        return
    offered = select(Offer.id).where(Offer.project_id == project_id, Offer.person_id == person_id)
    if unit.session.exec(offered).first() is not None:
        raise ValueError(f"{get_name(unit.session, person_id)} was offered this project, so they stay on the list.")
    unit.remove([row])


def offer(
    unit: UnitOfWork, project_id: str, person_id: str, on: date, *, why: str = "", reply_by_on: date | None = None
) -> str:
    """Offer a project to a person and return the identity of the offer; `why` says which criteria they meet.

    An idea, or a project that somebody declined, becomes `OFFERED`. Whoever is offered it counts as considered. Raises
    CriteriaMissing, StepRefused (both ValueError), NotFound.
    """
    project = get_project(unit.session, project_id)
    waiting = find_open_offer(unit.session, project_id)
    if waiting is not None:
        raise StepRefused(f"It is offered to {get_name(unit.session, waiting.person_id)}. Wait for the answer first.")
    check_step(project.state, ProjectState.OFFERED)
    if project.state is ProjectState.ACTIVE:
        raise StepRefused("Someone works on this project already.")
    return start_offer(unit, project, person_id, on, why=why, reply_by_on=reply_by_on)


def accept(unit: UnitOfWork, project_id: str, on: date) -> None:
    """Record that the open offer was accepted; the project becomes `ACTIVE`. Raises StepRefused, NotFound."""
    _answer(unit, project_id, ProjectState.ACTIVE, on)


def decline(unit: UnitOfWork, project_id: str, on: date, *, reason: str = "", ask_again_on: date | None = None) -> None:
    """Record that the open offer was declined, with the person's words and the day on which they may be asked again.

    Raises StepRefused, NotFound.
    """
    row = _answer(unit, project_id, ProjectState.DECLINED, on)
    row.reason, row.ask_again_on = reason.strip(), ask_again_on


def withdraw(unit: UnitOfWork, project_id: str, on: date) -> None:
    """Take the open offer back; the project is an idea again, and the offer stays in the ledger."""
    _answer(unit, project_id, ProjectState.IDEA, on)


def set_decline(unit: UnitOfWork, offer_id: str, *, reason: str, ask_again_on: date | None) -> None:
    """Change what somebody said when they declined, such as after a card was dragged. Raises ValueError, NotFound."""
    row = _get_offer(unit.session, offer_id)
    if row.answer is not OfferAnswer.DECLINED:
        raise ValueError("This offer was not declined.")
    row.reason, row.ask_again_on = reason.strip(), ask_again_on


def set_offer_words(unit: UnitOfWork, offer_id: str, *, why: str, reply_by_on: date | None) -> None:
    """Change why someone was offered a project and by when they should answer. Raises ValueError, NotFound."""
    row = _get_offer(unit.session, offer_id)
    if reply_by_on is not None and reply_by_on < row.offered_on:
        raise ValueError("The reply can't be due before the offer.")
    row.why, row.reply_by_on = why.strip(), reply_by_on


def is_anyone_considered(session: Session, project_id: str) -> bool:
    """Return whether the ledger names anybody, which fixes the criteria."""
    candidate = session.exec(select(Candidate.id).where(Candidate.project_id == project_id).limit(1)).first()
    offered = session.exec(select(Offer.id).where(Offer.project_id == project_id).limit(1)).first()
    return candidate is not None or offered is not None


def _answer(unit: UnitOfWork, project_id: str, state: ProjectState, on: date) -> Offer:
    return settle_offer(unit, get_project(unit.session, project_id), state, on, None)


def _get_offer(session: Session, offer_id: str) -> Offer:
    row = session.exec(select(Offer).where(col(Offer.id) == offer_id)).first()
    if row is None:
        raise NotFound("The offer is no longer in the vault.")
    return row
