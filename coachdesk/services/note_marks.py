"""The quiet marks on lines of a note: which line became a promise or evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from coachdesk.model.meeting import Meeting
from coachdesk.model.promise import Promise, PromiseOwner
from coachdesk.services.evidence import list_competencies, list_evidence
from coachdesk.store.failures import NotFound


@dataclass(frozen=True, slots=True)
class PromiseMark:
    """A line that is a promise; `text` is the line without Markdown."""

    text: str
    owner: PromiseOwner
    due_on: date | None
    is_done: bool


@dataclass(frozen=True, slots=True)
class EvidenceMark:
    """A line that is evidence; `about` names the competency, empty when it is no longer in the ladder."""

    text: str
    about: str
    counters: bool


@dataclass(frozen=True, slots=True)
class LineMarks:
    """All marks of one note."""

    promises: tuple[PromiseMark, ...] = ()
    evidence: tuple[EvidenceMark, ...] = ()


def list_line_marks(session: Session, meeting_id: str, note_id: str, today: date) -> LineMarks:
    """Return the promises made in a meeting and the evidence taken from its note. Raises NotFound."""
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        raise NotFound("The meeting is no longer in the vault.")
    promises = session.exec(select(Promise).where(Promise.meeting_id == meeting_id)).all()
    evidence = list_evidence(session, meeting.person_id, source_id=note_id)
    names: dict[str, str] = {}
    if evidence:
        names = {one.competency_id: one.name for one in list_competencies(session, meeting.person_id, today)}
    return LineMarks(
        tuple(PromiseMark(p.text, p.owner, p.due_on, p.done_at is not None) for p in promises if p.dropped_at is None),
        tuple(
            EvidenceMark(row.text, names.get(row.targets[0].competency_id, "") if row.targets else "", row.counters)
            for row in evidence
        ),
    )
