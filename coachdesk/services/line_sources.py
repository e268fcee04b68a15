"""What the bars under a line need to know: when the next one-on-one is, and which competencies there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlmodel import Session, col, select

from coachdesk.model.meeting import Meeting, MeetingState
from coachdesk.services.evidence import CompetencyChoice, list_competencies
from coachdesk.services.note_marks import LineMarks, list_line_marks


@dataclass(frozen=True, slots=True)
class LinePage:
    """The marks of a note's lines, the competencies to choose from, and the next planned meeting if there is one."""

    note_id: str
    marks: LineMarks
    competencies: tuple[CompetencyChoice, ...]
    next_at: datetime | None


def get_line_page(
    session: Session, person_id: str, meeting_id: str, note_id: str, now: datetime, zone: tzinfo
) -> LinePage:
    """Return what the lines of a note need at `now`, with days of `zone`. Raises NotFound."""
    today = now.astimezone(zone).date()
    next_at = session.exec(
        select(Meeting.starts_at)
        .where(
            Meeting.person_id == person_id,
            Meeting.id != meeting_id,
            Meeting.state == MeetingState.PLANNED,
            col(Meeting.starts_at) > now,
        )
        .order_by(col(Meeting.starts_at))
        .limit(1)
    ).first()
    marks = list_line_marks(session, meeting_id, note_id, today)
    return LinePage(note_id, marks, list_competencies(session, person_id, today), next_at)
