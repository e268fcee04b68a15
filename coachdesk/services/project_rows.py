"""The rows of a project: found, and stepped on so that its state is always that of its newest step."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import Session, col, select

from coachdesk.model.person import Person
from coachdesk.model.project import CheckIn, Project, ProjectState, ProjectStep
from coachdesk.services.project_moves import StepRefused
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork

_LATER = timedelta(microseconds=1)


def get_project(session: Session, project_id: str) -> Project:
    """Return a project. Raises NotFound."""
    project = session.get(Project, project_id)
    if project is None:
        raise NotFound("The project is no longer in the vault.")
    return project


def get_name(session: Session, person_id: str) -> str:
    """Return the name of someone who may be given a project. Raises NotFound."""
    name = session.exec(select(Person.name).where(Person.id == person_id)).first()
    if name is None:
        raise NotFound("The person is no longer in the vault.")
    return name


def record_step(unit: UnitOfWork, project: Project, state: ProjectState, on: date, person_id: str | None) -> None:
    """Write a step down and let the project stand there. Raises StepRefused when an earlier step has a later day.

    Each step is a little later than the one before, also within one act, so that there is always a newest one.
    """
    unit.session.flush()
    newest = list_steps(unit.session, project.id)[-1:]
    if newest and on < newest[0].stepped_on:
        raise StepRefused(f"The step before was on {newest[0].stepped_on}. Choose that day or a later one.")
    at = max(unit.now, newest[0].created_at + _LATER) if newest else unit.now
    unit.add(ProjectStep(project_id=project.id, state=state, person_id=person_id, stepped_on=on, created_at=at))
    project.state = state
    project.person_id = person_id


def free_projects(unit: UnitOfWork, person_id: str) -> None:
    """Take a person out of their projects before their records go: what has not ended is an idea again, open to others.

    Reflections and talks go too: they are about that person. The step back has the day of the act, in UTC.
    """
    for project in unit.session.exec(select(Project).where(Project.person_id == person_id)).all():
        project.reflection_theirs = project.reflection_yours = ""
        unit.remove(unit.session.exec(select(CheckIn).where(CheckIn.project_id == project.id)).all())
        if project.state in (ProjectState.OFFERED, ProjectState.ACTIVE, ProjectState.DECLINED):
            newest = list_steps(unit.session, project.id)[-1:]
            on = max([unit.now.date(), *(step.stepped_on for step in newest)])
            record_step(unit, project, ProjectState.IDEA, on, None)
    unit.session.flush()


def list_steps(session: Session, project_id: str) -> list[ProjectStep]:
    """Return the steps of a project, oldest first."""
    statement = select(ProjectStep).where(ProjectStep.project_id == project_id)
    return list(session.exec(statement.order_by(col(ProjectStep.created_at))))
