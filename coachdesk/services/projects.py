"""Stretch projects: made, moved on step by step with their days, talked about, and reflected on at the end.

Offers and states go together: a project is `OFFERED` while one offer of it is open, `ACTIVE`, `LANDED` or `STOPPED`
once one was accepted, and neither as `IDEA` or `DECLINED`. Offers are never deleted by a step, so that no chance that
somebody was given gets lost from the balance.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from coachdesk.model.opportunity import Candidate, Offer
from coachdesk.model.project import CheckIn, Project, ProjectState, ProjectStep, Reach
from coachdesk.model.promise import Promise
from coachdesk.model.sponsorship import SponsorshipAct
from coachdesk.model.visibility import Visibility
from coachdesk.services.evidence_stub import redact_evidence_of
from coachdesk.services.ladders import use_ladder
from coachdesk.services.project_moves import StepRefused, check_step
from coachdesk.services.project_offers import accept_for, reopen_offer, settle_offer, start_offer, take_offer_back
from coachdesk.services.project_rows import get_project, record_step
from coachdesk.services.promises import PromiseDraft, add_promise
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ProjectDraft:
    """What the project form asks to save; `project_id` is None for a new one. The skill is empty or both its parts."""

    project_id: str | None
    title: str
    purpose: str = ""
    ladder_pin: str = ""
    competency_id: str = ""
    reach: Reach = Reach.TEAM
    payoff: str = ""
    support: str = ""


def save_project(unit: UnitOfWork, draft: ProjectDraft, on: date) -> str:
    """Make or change a project and return its identity; a new one is an idea of the day `on`.

    The ladder version of its skill is kept and pinned. Raises ValueError without a title, NotFound.
    """
    if not draft.title.strip():
        raise ValueError("A project needs a title.")
    if draft.ladder_pin:
        use_ladder(unit, draft.ladder_pin)
    if draft.project_id is None:
        project = Project(title="", created_at=unit.now)
        _fill(project, draft)
        unit.add(project)
        record_step(unit, project, ProjectState.IDEA, on, None)
    else:
        project = get_project(unit.session, draft.project_id)
        _fill(project, draft)
    return project.id


def _fill(project: Project, draft: ProjectDraft) -> None:
    project.title = " ".join(draft.title.split())
    project.ladder_pin, project.competency_id = draft.ladder_pin, draft.competency_id
    project.reach = draft.reach
    project.purpose, project.payoff = draft.purpose.strip(), draft.payoff.strip()
    project.support = draft.support.strip()


def step_project(
    unit: UnitOfWork, project_id: str, state: ProjectState, on: date, person_id: str | None = None
) -> None:
    """Move a project to a state on a day, with its offer; the same state again changes nothing.

    To `OFFERED` the person is offered it (after `DECLINED`, without one, the same person again), if the criteria are
    saved. To `ACTIVE` the open offer is accepted; from `IDEA` or `DECLINED`, an offer accepted on that day is recorded
    for the person. To `DECLINED` the open offer is declined, to `IDEA` it is taken back and the project is open again.
    From `ACTIVE` back to `OFFERED` the offer is open again. Raises StepRefused, CriteriaMissing (both ValueError),
    NotFound.
    """
    project = get_project(unit.session, project_id)
    if project.state is state:
        return
    check_step(project.state, state)
    if project.state in (ProjectState.IDEA, ProjectState.DECLINED):
        _give(unit, project, state, on, person_id or project.person_id)
    elif project.state is ProjectState.OFFERED:
        settle_offer(unit, project, state, on, person_id)
    elif state is ProjectState.OFFERED:
        reopen_offer(unit, project, on)
    else:
        record_step(unit, project, state, on, project.person_id)


def _give(unit: UnitOfWork, project: Project, state: ProjectState, on: date, person_id: str | None) -> None:
    if state is ProjectState.IDEA:
        take_offer_back(unit, project, on)
    elif person_id is None:
        raise StepRefused("Say who it is for first.")
    elif state is ProjectState.OFFERED:
        start_offer(unit, project, person_id, on)
    else:
        accept_for(unit, project, person_id, on)


def remove_project(unit: UnitOfWork, project_id: str) -> None:
    """Remove a project with its ledger, steps and check-ins; undoable. Raises NotFound.

    Promises and acts stay without it, and evidence taken from it stays as a stub.
    """
    project = get_project(unit.session, project_id)
    for kept in (Promise, SponsorshipAct):
        for row in unit.session.exec(select(kept).where(kept.project_id == project_id)).all():
            row.project_id = None
    redact_evidence_of(unit, project_id)
    unit.session.flush()
    for part in (CheckIn, Candidate, Offer, ProjectStep):
        unit.remove(unit.session.exec(select(part).where(part.project_id == project_id)).all())
    unit.remove([project])


def write_reflection(unit: UnitOfWork, project_id: str, *, theirs: str | None = None, yours: str | None = None) -> None:
    """Keep what came of it, in the person's own words and in yours; None leaves that voice as it is.

    Raises ValueError before anybody worked on it, NotFound.
    """
    project = get_project(unit.session, project_id)
    if project.state not in (ProjectState.ACTIVE, ProjectState.LANDED, ProjectState.STOPPED):
        raise ValueError("Nobody has worked on this project yet, so there is nothing to look back on.")
    if theirs is not None:
        project.reflection_theirs = theirs.strip()
    if yours is not None:
        project.reflection_yours = yours.strip()


def plan_check_in(unit: UnitOfWork, project_id: str, planned_on: date) -> str:
    """Plan a talk about a running project and return its identity. Raises ValueError when nobody works on it."""
    if get_project(unit.session, project_id).state is not ProjectState.ACTIVE:
        raise ValueError("A check-in needs someone at work on the project.")
    row = CheckIn(project_id=project_id, planned_on=planned_on, created_at=unit.now)
    unit.add(row)
    return row.id


def hold_check_in(unit: UnitOfWork, check_in_id: str, held_on: date | None, text: str | None = None) -> None:
    """Say on which day a talk was held, None for not yet, and what came of it; no words leave them. Raises NotFound."""
    row = _get_check_in(unit.session, check_in_id)
    row.held_on = held_on
    if text is not None:
        row.text = text.strip()


def set_check_in_day(unit: UnitOfWork, check_in_id: str, planned_on: date) -> None:
    """Plan a talk for another day. Raises NotFound."""
    _get_check_in(unit.session, check_in_id).planned_on = planned_on


def remove_check_in(unit: UnitOfWork, check_in_id: str) -> None:
    """Remove a talk; undoable. Raises NotFound."""
    unit.remove([_get_check_in(unit.session, check_in_id)])


def add_project_promise(unit: UnitOfWork, project_id: str, text: str, due_on: date | None = None) -> str:
    """Keep what the sponsor promised for a project and return its identity; it is for your eyes until you share it.

    Raises ValueError without words, or while nobody has the project: a promise is made to somebody. Raises NotFound.
    """
    project = get_project(unit.session, project_id)
    if project.person_id is None:
        raise ValueError("Nobody has this project yet, so there is nobody to promise something to.")
    draft = PromiseDraft(
        project.person_id, text, due_on=due_on, visibility=Visibility.ONLY_YOU, project_id=project_id
    )  # fmt: skip
    return add_promise(unit, draft)


def find_projects_titled(session: Session, title: str) -> tuple[str, ...]:
    """Return the identities of the projects with this title, however it is capitalised, or with this id."""
    wanted = " ".join(title.split()).casefold()
    rows = session.exec(select(Project.id, Project.title).order_by(col(Project.created_at), col(Project.id)))
    return tuple(key for key, known in rows if key == title or known.casefold() == wanted)


def _get_check_in(session: Session, check_in_id: str) -> CheckIn:
    row = session.get(CheckIn, check_in_id)
    if row is None:
        raise NotFound("The check-in is no longer in the vault.")
    return row
