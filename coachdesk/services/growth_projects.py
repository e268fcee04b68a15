"""The stretches of time in which someone worked on a stretch project, from the dated steps of its projects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from coachdesk.model.project import Project, ProjectState, ProjectStep
from coachdesk.services.shared.columns import columns, read


@dataclass(frozen=True, slots=True)
class ProjectSpan:
    """A stretch project on the time axis; `ended_on` is None while it runs."""

    project_id: str
    title: str
    started_on: date
    ended_on: date | None


def list_project_spans(session: Session, person_id: str) -> tuple[ProjectSpan, ...]:
    """Return each stretch from the day a project became active with a person to the day it was anything else.

    Only active time counts: an offer that is still open is no stretch. A project taken up again has two. In order.
    """
    involved = select(ProjectStep.project_id).where(
        ProjectStep.person_id == person_id, ProjectStep.state == ProjectState.ACTIVE
    )
    statement = (
        columns(ProjectStep.project_id, Project.title, ProjectStep.state, ProjectStep.person_id, ProjectStep.stepped_on)
        .select_from(ProjectStep)
        .join(Project, col(Project.id) == col(ProjectStep.project_id))
        .where(col(ProjectStep.project_id).in_(involved))
        .order_by(col(ProjectStep.project_id), col(ProjectStep.created_at))
    )
    spans: list[ProjectSpan] = []
    for project_id, title, state, whose, on in read(session, statement):
        last = spans[-1] if spans and spans[-1].project_id == project_id and spans[-1].ended_on is None else None
        is_theirs = state is ProjectState.ACTIVE and whose == person_id
        if last is None and is_theirs:
            spans.append(ProjectSpan(project_id, title, on, None))
        elif last is not None and not is_theirs:
            spans[-1] = ProjectSpan(project_id, title, last.started_on, on)
    return tuple(sorted(spans, key=lambda span: (span.started_on, span.title)))
