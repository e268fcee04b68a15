"""When the next meeting begins, and nothing else of it: what a reminder may know."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from coachdesk.model.meeting import Meeting, MeetingState


def find_next_start(session: Session, after: datetime) -> datetime | None:
    """Return when the first planned meeting after an instant begins, None when there is none."""
    statement = select(func.min(Meeting.starts_at)).where(
        Meeting.state == MeetingState.PLANNED, col(Meeting.starts_at) > after
    )
    return session.exec(statement).one()
