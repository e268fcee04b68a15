"""Meetings with one person: planned, started, held, or not happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from coachdesk.model.agenda import AgendaItem
from coachdesk.model.meeting import Meeting, MeetingKind, MeetingState
from coachdesk.model.note import Note, NoteBlock, NoteKind
from coachdesk.model.person import Person
from coachdesk.model.plan import CoachingNote
from coachdesk.model.promise import Promise
from coachdesk.model.series import CalendarLink, Series, join_keys, split_keys
from coachdesk.model.theme import ThemeMention
from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block, first_line
from coachdesk.services.evidence_stub import redact_evidence_of
from coachdesk.services.notes import remove_note
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork

_IDS_IN_A_QUERY = 500
_SUMMARY_LETTERS = 400
"""How much of a block is read to find the first line of its note."""

STARTABLE = timedelta(hours=12)
"""A planned meeting within this span of now is the one that *Start* starts."""


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in a list. `summary` is the first line of its note; `pulse` is private.

    `moved_from_at` is where a rescheduled meeting stood at first.
    """

    meeting_id: str
    person_id: str
    person_name: str
    kind: MeetingKind
    state: MeetingState
    starts_at: datetime
    duration_min: int
    started_at: datetime | None
    pulse: int | None
    summary: str
    moved_from_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """A meeting to put into the calendar."""

    person_id: str
    starts_at: datetime
    duration_min: int = 30
    kind: MeetingKind = MeetingKind.ONE_ON_ONE


class MeetingIsOver(ValueError):
    """A meeting that has begun, was held or didn't happen can't be moved; the text says what to do."""

    def __init__(self) -> None:
        super().__init__("This meeting is over, so it can't be moved. Plan a new one.")


def plan_meeting(unit: UnitOfWork, plan: MeetingPlan) -> str:
    """Plan a meeting and return its identity."""
    meeting = Meeting(
        person_id=plan.person_id,
        kind=plan.kind,
        starts_at=plan.starts_at,
        duration_min=plan.duration_min,
        created_at=unit.now,
    )
    unit.add(meeting)
    return meeting.id


def plan_next(unit: UnitOfWork, person_id: str, starts_at: datetime) -> str:
    """Set the next meeting with a person: moves the one already planned, or plans one."""
    upcoming = unit.session.exec(
        select(Meeting)
        .where(
            Meeting.person_id == person_id,
            Meeting.state == MeetingState.PLANNED,
            col(Meeting.starts_at) > unit.now,
        )
        .order_by(col(Meeting.starts_at))
    ).first()
    if upcoming is None:
        return plan_meeting(unit, MeetingPlan(person_id, starts_at))
    _move(upcoming, starts_at)
    return upcoming.id


def move_meeting(unit: UnitOfWork, meeting_id: str, starts_at: datetime) -> None:
    """Reschedule one planned meeting; it stays the turn of its series that it was. Raises MeetingIsOver."""
    meeting = _get(unit.session, meeting_id)
    if meeting.state is not MeetingState.PLANNED:
        raise MeetingIsOver
    _move(meeting, starts_at)


def _move(meeting: Meeting, starts_at: datetime) -> None:
    """Move a meeting and keep where it stood at first; moved back there it is as if it had never moved."""
    first = meeting.moved_from_at or meeting.starts_at
    meeting.starts_at = starts_at.astimezone(UTC)
    meeting.moved_from_at = None if meeting.starts_at == first else first


def start_meeting(unit: UnitOfWork, person_id: str) -> str:
    """Start meeting a person now: the live one goes on, a planned one of about now begins, or a new one is made."""
    person = unit.session.get(Person, person_id)
    if person is None:
        raise NotFound("The person is no longer in the vault.")
    candidates = unit.session.exec(
        select(Meeting).where(
            Meeting.person_id == person_id, col(Meeting.state).in_([MeetingState.LIVE, MeetingState.PLANNED])
        )
    ).all()
    live = [m for m in candidates if m.state is MeetingState.LIVE]
    if live:
        return live[0].id
    near = sorted(
        (m for m in candidates if abs(m.starts_at - unit.now) <= STARTABLE),
        key=lambda m: abs(m.starts_at - unit.now),
    )
    meeting = near[0] if near else None
    if meeting is None:
        kind = kind_for(unit.session, person)
        meeting = Meeting(person_id=person_id, kind=kind, starts_at=unit.now, created_at=unit.now)
        unit.add(meeting)
    meeting.state = MeetingState.LIVE
    meeting.started_at = unit.now
    return meeting.id


def finish_meeting(unit: UnitOfWork, meeting_id: str) -> None:
    """End a live meeting; it counts as held."""
    meeting = _get(unit.session, meeting_id)
    meeting.state = MeetingState.HELD
    meeting.finished_at = unit.now


def reopen_meeting(unit: UnitOfWork, meeting_id: str) -> None:
    """Make a meeting live again, for example to go on writing."""
    meeting = _get(unit.session, meeting_id)
    meeting.state = MeetingState.LIVE
    meeting.started_at = meeting.started_at or unit.now


def mark_missed(unit: UnitOfWork, meeting_id: str) -> None:
    """Record that a planned meeting didn't happen. What was on the agenda stays with the person."""
    _get(unit.session, meeting_id).state = MeetingState.MISSED


def set_pulse(unit: UnitOfWork, meeting_id: str, pulse: int | None) -> None:
    """Keep the pulse from 1 to 5, or None to take it back. Raises ValueError outside that range."""
    if pulse is not None and not 1 <= pulse <= 5:
        raise ValueError("a pulse is from 1 to 5")
    _get(unit.session, meeting_id).pulse = pulse


def remove_meeting(unit: UnitOfWork, meeting_id: str) -> None:
    """Remove a meeting with its note; undoable. Promises and agenda stay with the person.

    A turn of a series is left out of it from now on, so that it is not planned again.
    """
    session = unit.session
    redact_evidence_of(unit, meeting_id)
    for note in session.exec(select(Note).where(Note.meeting_id == meeting_id)).all():
        remove_note(unit, note.id)
    for promise in session.exec(select(Promise).where(Promise.meeting_id == meeting_id)):
        promise.meeting_id = None
    for item in session.exec(select(AgendaItem).where(AgendaItem.discussed_in == meeting_id)):
        item.discussed_in = None
    for table in (ThemeMention, CoachingNote):
        for row in session.exec(select(table).where(table.meeting_id == meeting_id)):
            row.meeting_id = None
    unit.remove(session.exec(select(CalendarLink).where(CalendarLink.meeting_id == meeting_id)).all())
    meeting = _get(session, meeting_id)
    series = session.get(Series, meeting.series_id) if meeting.series_id else None
    if series is not None:
        series.excluded = join_keys({*split_keys(series.excluded), meeting.occurrence_key})
    unit.remove([meeting])


def get_meeting(session: Session, meeting_id: str) -> MeetingRow:
    """Return a meeting. Raises NotFound."""
    return _only_row(session, _get(session, meeting_id))


def list_meetings(
    session: Session, person_id: str, *, limit: int = 50, with_planned: bool = False
) -> tuple[MeetingRow, ...]:
    """Return the meetings with a person that were held, missed or are live, newest first; planned ones if asked."""
    person = session.get(Person, person_id)
    statement = select(Meeting).where(Meeting.person_id == person_id)
    if not with_planned:
        statement = statement.where(Meeting.state != MeetingState.PLANNED)
    meetings = session.exec(statement.order_by(col(Meeting.starts_at).desc()).limit(limit)).all()
    names = {person_id: person.name if person else ""}
    return build_rows(session, meetings, names)


def find_last_held(session: Session, person_id: str, *, before: datetime) -> MeetingRow | None:
    """Return the newest meeting with a person that was held before an instant."""
    meeting = session.exec(
        select(Meeting)
        .where(
            Meeting.person_id == person_id,
            Meeting.state == MeetingState.HELD,
            col(Meeting.starts_at) < before,
        )
        .order_by(col(Meeting.starts_at).desc())
        .limit(1)
    ).first()
    return None if meeting is None else _only_row(session, meeting)


def find_next(session: Session, person_id: str, *, after: datetime) -> MeetingRow | None:
    """Return the live meeting with a person, or the first one planned from an instant on."""
    meeting = session.exec(
        select(Meeting)
        .where(
            Meeting.person_id == person_id,
            (col(Meeting.state) == MeetingState.LIVE)
            | ((col(Meeting.state) == MeetingState.PLANNED) & (col(Meeting.starts_at) >= after)),
        )
        .order_by(col(Meeting.state), col(Meeting.starts_at))
        .limit(1)
    ).first()
    return None if meeting is None else _only_row(session, meeting)


def list_pulses(session: Session, person_id: str, *, limit: int = 8) -> tuple[int, ...]:
    """Return the latest pulses with a person, oldest first."""
    statement = (
        select(Meeting.pulse)
        .where(Meeting.person_id == person_id, col(Meeting.pulse).is_not(None))
        .order_by(col(Meeting.starts_at).desc())
        .limit(limit)
    )
    return tuple(pulse for pulse in reversed(session.exec(statement).all()) if pulse is not None)


def kind_for(session: Session, person: Person) -> MeetingKind:
    """Return what a meeting with a person is: a one-on-one with one's own report, a skip-level with anyone below."""
    manager = session.get(Person, person.manager_id) if person.manager_id else None
    return MeetingKind.ONE_ON_ONE if manager is None or manager.is_owner else MeetingKind.SKIP_LEVEL


def _get(session: Session, meeting_id: str) -> Meeting:
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        raise NotFound("The meeting is no longer in the vault.")
    return meeting


def build_rows(session: Session, meetings: Sequence[Meeting], names: Mapping[str, str]) -> tuple[MeetingRow, ...]:
    """Return rows for meetings in their order with two queries at most; `names` maps person ids to names."""
    summaries = _summaries(session, [m.id for m in meetings if m.state is not MeetingState.PLANNED])
    return tuple(
        MeetingRow(
            meeting.id,
            meeting.person_id,
            names[meeting.person_id],
            meeting.kind,
            meeting.state,
            meeting.starts_at,
            meeting.duration_min,
            meeting.started_at,
            meeting.pulse,
            summaries.get(meeting.id, ""),
            meeting.moved_from_at,
        )
        for meeting in meetings
    )


def _only_row(session: Session, meeting: Meeting) -> MeetingRow:
    return build_rows(session, [meeting], {meeting.person_id: session.get_one(Person, meeting.person_id).name})[0]


def _summaries(session: Session, meeting_ids: Sequence[str]) -> dict[str, str]:
    """Return the first line of each meeting's note, read from the start of its blocks."""
    blocks: dict[str, list[Block]] = {}
    for start in range(0, len(meeting_ids), _IDS_IN_A_QUERY):
        statement = (
            select(Note.meeting_id, NoteBlock.visibility, func.substr(NoteBlock.text, 1, _SUMMARY_LETTERS))
            .join(NoteBlock, col(NoteBlock.note_id) == col(Note.id))
            .where(col(Note.meeting_id).in_(meeting_ids[start : start + _IDS_IN_A_QUERY]), Note.kind == NoteKind.NOTES)
            .order_by(col(Note.created_at), col(NoteBlock.position))
        )
        for meeting_id, visibility, text in session.exec(statement):
            if meeting_id is not None:
                blocks.setdefault(meeting_id, []).append(Block(Visibility(visibility), text))
    return {meeting_id: first_line(found) for meeting_id, found in blocks.items()}
