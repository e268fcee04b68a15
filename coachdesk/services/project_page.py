"""The page of one project: what it is for, its steps, talks, promises, offers and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from coachdesk.model.person import Person
from coachdesk.model.project import CheckIn, Project, ProjectState, Reach
from coachdesk.model.promise import Promise
from coachdesk.services.competency_names import name_competency
from coachdesk.services.evidence import EvidenceRow, list_evidence
from coachdesk.services.opportunity_page import OfferRow, build_offer_rows
from coachdesk.services.project_moves import list_next_states
from coachdesk.services.project_offers import list_offers
from coachdesk.services.project_rows import get_project, list_steps
from coachdesk.services.promises import PromiseRow, build_promise_rows


@dataclass(frozen=True, slots=True)
class StepRow:
    """One change of state with its day; `name` is whom it concerned, empty for nobody."""

    step_id: str
    state: ProjectState
    person_id: str | None
    name: str
    stepped_on: date


@dataclass(frozen=True, slots=True)
class CheckInRow:
    """One talk; `held_on` is None until it was held."""

    check_in_id: str
    planned_on: date
    held_on: date | None
    text: str


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """A project with everything about it; steps, talks and offers stand oldest first, open promises before kept ones.

    `next_states` is where it may go. `evidence` is what was taken from it.
    """

    project_id: str
    title: str
    purpose: str
    state: ProjectState
    person_id: str | None
    person_name: str
    ladder_pin: str
    competency_id: str
    competency: str
    reach: Reach
    payoff: str
    support: str
    criteria: str
    criteria_saved_at: datetime | None
    reflection_theirs: str
    reflection_yours: str
    next_states: tuple[ProjectState, ...]
    steps: tuple[StepRow, ...]
    check_ins: tuple[CheckInRow, ...]
    promises: tuple[PromiseRow, ...]
    offers: tuple[OfferRow, ...]
    evidence: tuple[EvidenceRow, ...]


def get_project_page(session: Session, project_id: str, today: date) -> ProjectPage:
    """Return the page of a project on a day. Raises NotFound."""
    project = get_project(session, project_id)
    person = session.get(Person, project.person_id) if project.person_id else None
    return ProjectPage(
        project.id,
        project.title,
        project.purpose,
        project.state,
        project.person_id,
        person.name if person else "",
        project.ladder_pin,
        project.competency_id,
        name_competency(session, project.ladder_pin, project.competency_id),
        project.reach,
        project.payoff,
        project.support,
        project.criteria,
        project.criteria_saved_at,
        project.reflection_theirs,
        project.reflection_yours,
        list_next_states(project.state),
        _steps(session, project_id),
        _check_ins(session, project_id),
        _promises(session, project_id, today),
        build_offer_rows(session, list_offers(session, project_id)),
        list_evidence_of(session, project),
    )


def list_evidence_of(session: Session, project: Project) -> tuple[EvidenceRow, ...]:
    """Return what was taken from a project, newest first."""
    return list_evidence(session, project.person_id, source_id=project.id) if project.person_id else ()


def _steps(session: Session, project_id: str) -> tuple[StepRow, ...]:
    steps = list_steps(session, project_id)
    ids = {one.person_id for one in steps if one.person_id}
    names = dict(session.exec(select(Person.id, Person.name).where(col(Person.id).in_(ids))).all())
    return tuple(
        StepRow(one.id, one.state, one.person_id, names.get(one.person_id or "", ""), one.stepped_on) for one in steps
    )


def _check_ins(session: Session, project_id: str) -> tuple[CheckInRow, ...]:
    rows = select(CheckIn).where(CheckIn.project_id == project_id)
    ordered = session.exec(rows.order_by(col(CheckIn.planned_on), col(CheckIn.created_at)))
    return tuple(CheckInRow(one.id, one.planned_on, one.held_on, one.text) for one in ordered)


def _promises(session: Session, project_id: str, today: date) -> tuple[PromiseRow, ...]:
    rows = session.exec(
        select(Promise).where(Promise.project_id == project_id).order_by(col(Promise.created_at), col(Promise.id))
    ).all()
    built = build_promise_rows(session, rows, today)
    return tuple(sorted(built, key=lambda row: (row.is_done or row.is_dropped, row.due_on or date.max)))
