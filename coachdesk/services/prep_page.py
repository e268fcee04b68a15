"""What the prep of one meeting shows, in one read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlmodel import Session

from coachdesk.model.note import NoteKind
from coachdesk.services.brief import get_brief
from coachdesk.services.brief_lines import Brief
from coachdesk.services.follow_up import find_next_time
from coachdesk.services.meetings import get_meeting
from coachdesk.services.notes import NoteRow, find_note_of_meeting
from coachdesk.services.prep import Prepared, get_prepared
from coachdesk.services.question_bank import Purpose
from coachdesk.services.questions import QuestionChoice, get_choice


@dataclass(frozen=True, slots=True)
class PrepPage:
    """The checks, the brief, the private notes and the questions to choose from for one meeting.

    `next_time` is what was written after the meeting before, for this one.
    """

    meeting_id: str
    person_id: str
    prepared: Prepared
    brief: Brief
    note: NoteRow | None
    questions: QuestionChoice
    next_time: NoteRow | None


def get_prep_page(
    session: Session, meeting_id: str, now: datetime, zone: tzinfo, purpose: Purpose | None = None, area: str = ""
) -> PrepPage:
    """Return the prep of a meeting; `purpose` and `area` choose the questions. Raises NotFound.

    The brief of a planned meeting is of now, that of a past one of its time.
    """
    meeting = get_meeting(session, meeting_id)
    moment = min(now, meeting.started_at) if meeting.started_at else now
    return PrepPage(
        meeting_id,
        meeting.person_id,
        get_prepared(session, meeting_id),
        get_brief(session, meeting.person_id, moment, zone),
        find_note_of_meeting(session, meeting_id, NoteKind.PREP),
        get_choice(session, meeting_id, zone, purpose, area),
        find_next_time(session, meeting.person_id, before=meeting.starts_at),
    )
