"""What the page of one meeting shows, in one read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

from sqlmodel import Session, col, select

from coachdesk.model.meeting import Meeting, MeetingState
from coachdesk.model.person import Person, first_name
from coachdesk.services.agenda import AgendaRow, find_end, list_agenda
from coachdesk.services.cadence import cadence_days
from coachdesk.services.meetings import MeetingRow, find_last_held, get_meeting
from coachdesk.services.notes import NoteRow, find_note_of_meeting
from coachdesk.services.promises import PromiseRow, list_open_promises

PULSES_SHOWN = 8
_LAST_TIME_LETTERS = 240


class MeetingStage(StrEnum):
    """The three parts of a meeting's page; the value is also the tab of its route."""

    PREP = "prep"
    LIVE = "live"
    FOLLOW_UP = "follow-up"


@dataclass(frozen=True, slots=True)
class LastTime:
    """The meeting before this one: when it was held, and the first lines of its note without Markdown marks."""

    meeting_id: str
    starts_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting with what helps in it. `pulses_before` are the earlier readings of the person, oldest first.

    `stage` is the part that the state of the meeting asks for: prep before it, follow-up after it until it is closed
    or the next one was held. `next_at` is when the next meeting is planned, `suggested_next_at` when it would be by
    the usual rhythm.
    """

    meeting: MeetingRow
    stage: MeetingStage
    closed_at: datetime | None
    first_name: str
    note: NoteRow | None
    agenda: tuple[AgendaRow, ...]
    promises: tuple[PromiseRow, ...]
    last: LastTime | None
    pulses_before: tuple[int, ...]
    next_at: datetime | None
    suggested_next_at: datetime


def get_meeting_page(session: Session, meeting_id: str, now: datetime, zone: tzinfo) -> MeetingPage:
    """Return the page of a meeting at the aware instant `now`; days are those of `zone`. Raises NotFound."""
    meeting = get_meeting(session, meeting_id)
    person = session.get_one(Person, meeting.person_id)
    row = session.get_one(Meeting, meeting_id)
    return MeetingPage(
        meeting,
        _stage_of(session, row),
        row.closed_at,
        first_name(person.name),
        find_note_of_meeting(session, meeting_id),
        list_agenda(session, meeting.person_id, meeting_id),
        list_open_promises(session, now.astimezone(zone).date(), meeting.person_id),
        _last_time(session, meeting),
        _pulses_before(session, meeting),
        _next_at(session, meeting, now),
        suggest_next(meeting.starts_at, cadence_days(person.cadence), now, zone),
    )


def _stage_of(session: Session, meeting: Meeting) -> MeetingStage:
    if meeting.state is MeetingState.PLANNED:
        return MeetingStage.PREP
    is_held = meeting.state is MeetingState.HELD
    return MeetingStage.FOLLOW_UP if is_held and find_end(session, meeting) is None else MeetingStage.LIVE


def suggest_next(starts_at: datetime, usual_days: float | None, now: datetime, zone: tzinfo) -> datetime:
    """Return the same time of day in `zone`, a usual number of days on, and never in the past."""
    days = max(1, round(usual_days or 7))
    local = starts_at.astimezone(zone)
    day = local.date() + timedelta(days=days)
    today = now.astimezone(zone).date()
    while day <= today:
        day += timedelta(days=days)
    return datetime.combine(day, time(local.hour, local.minute), zone)


def _last_time(session: Session, meeting: MeetingRow) -> LastTime | None:
    last = find_last_held(session, meeting.person_id, before=meeting.starts_at)
    if last is None:
        return None
    note = find_note_of_meeting(session, last.meeting_id)
    return LastTime(last.meeting_id, last.starts_at, _opening(note) if note else "")


def _opening(note: NoteRow) -> str:
    lines = [line.strip().lstrip("#>-*[] ").strip() for block in note.blocks for line in block.text.splitlines()]
    text = " ".join(line if line[-1] in ".:!?…,;" else f"{line}." for line in lines if line)
    if len(text) <= _LAST_TIME_LETTERS:
        return text
    return text[:_LAST_TIME_LETTERS].rsplit(" ", 1)[0] + " …"


def _pulses_before(session: Session, meeting: MeetingRow) -> tuple[int, ...]:
    statement = (
        select(Meeting.pulse)
        .where(
            Meeting.person_id == meeting.person_id,
            col(Meeting.pulse).is_not(None),
            col(Meeting.starts_at) < meeting.starts_at,
        )
        .order_by(col(Meeting.starts_at).desc())
        .limit(PULSES_SHOWN)
    )
    return tuple(pulse for pulse in reversed(session.exec(statement).all()) if pulse is not None)


def _next_at(session: Session, meeting: MeetingRow, now: datetime) -> datetime | None:
    return session.exec(
        select(Meeting.starts_at)
        .where(
            Meeting.person_id == meeting.person_id,
            Meeting.id != meeting.meeting_id,
            Meeting.state == MeetingState.PLANNED,
            col(Meeting.starts_at) > now,
        )
        .order_by(col(Meeting.starts_at))
        .limit(1)
    ).first()
