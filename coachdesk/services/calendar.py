"""The vault's side of calendar files: who and what an import is compared with, carrying it out, and what goes out.

The types that go out have no field for a note, an agenda or a pulse, so none can slip out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from coachdesk.model.meeting import Meeting, MeetingState
from coachdesk.model.note import Note
from coachdesk.model.person import Person, first_name
from coachdesk.model.series import CalendarLink, Series, split_keys
from coachdesk.services.cadence import NO_EXCEPTIONS, Window, key_of, moment_of, occurrences
from coachdesk.services.cadence_rule import UnusableRule, parse_rule
from coachdesk.services.meetings import kind_for, mark_missed, move_meeting, remove_meeting
from coachdesk.store.unit_of_work import UnitOfWork

_SAME = timedelta(hours=12)
"""A meeting planned nearer than this to a new event is the same meeting; the calendar knows its time better."""
_BACK, _AHEAD = timedelta(weeks=26), timedelta(weeks=52)
"""How far from now a turn may have been moved for another calendar to know it as a turn."""


@dataclass(frozen=True, slots=True)
class Invitable:
    """Someone whom an event may name."""

    person_id: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A meeting that an earlier import made, with the version of the event that it was made from."""

    uid: str
    recurrence_key: str
    meeting_id: str
    person_id: str
    starts_at: datetime
    sequence: int
    state: MeetingState


@dataclass(frozen=True, slots=True)
class KnownCalendar:
    """What a calendar file is compared with. `people` are those whom the owner meets, without the owner."""

    people: tuple[Invitable, ...]
    owner_name: str
    owner_email: str
    links: tuple[LinkRow, ...]


class ChangeKind(StrEnum):
    """What an import does to one meeting. `LINK` keeps the meeting and notes the newer version of its event."""

    ADD = "add"
    MOVE = "move"
    CANCEL = "cancel"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """One meeting to add, move, cancel or link. `meeting_id` is empty for a new one; `rrule` as the file has it."""

    kind: ChangeKind
    person_id: str
    meeting_id: str
    starts_at: datetime
    duration_min: int
    uid: str
    recurrence_key: str
    sequence: int
    rrule: str = ""


@dataclass(frozen=True, slots=True)
class CalendarResult:
    """How many meetings an import added, moved and cancelled."""

    added: int = 0
    moved: int = 0
    cancelled: int = 0


@dataclass(frozen=True, slots=True)
class OutgoingSeries:
    """A series as another calendar may know it; `moved` holds (where the rule had put it, where it is) pairs."""

    series_id: str
    rrule: str
    starts_local: datetime
    time_zone: str
    duration_min: int
    excluded: tuple[datetime, ...]
    moved: tuple[tuple[datetime, datetime], ...]
    first_name: str


@dataclass(frozen=True, slots=True)
class OutgoingMeeting:
    """A planned meeting as another calendar may know it."""

    meeting_id: str
    starts_at: datetime
    duration_min: int
    first_name: str


@dataclass(frozen=True, slots=True)
class OutgoingCalendar:
    """Everything that goes into a calendar file; first names are empty unless asked for."""

    series: tuple[OutgoingSeries, ...]
    meetings: tuple[OutgoingMeeting, ...]


def get_known_calendar(session: Session) -> KnownCalendar:
    """Return whom events may name and what earlier imports made."""
    people = session.exec(select(Person).where(col(Person.archived_at).is_(None)).order_by(Person.name)).all()
    owner = next((person for person in people if person.is_owner), None)
    linked = select(CalendarLink, Meeting).join(Meeting, col(Meeting.id) == col(CalendarLink.meeting_id))
    return KnownCalendar(
        tuple(Invitable(person.id, person.name, person.email) for person in people if not person.is_owner),
        owner.name if owner else "",
        owner.email if owner else "",
        tuple(
            LinkRow(link.uid, link.recurrence_key, m.id, m.person_id, m.starts_at, link.sequence, m.state)
            for link, m in session.exec(linked)
        ),
    )


def import_calendar(unit: UnitOfWork, changes: Sequence[CalendarChange]) -> CalendarResult:
    """Carry an import out in one write, so that one undo takes it back.

    A new event near a meeting that is planned already becomes that meeting; a cancelled one goes, unless
    something is written for it: then it is marked as not happened.
    """
    counts = dict.fromkeys(ChangeKind, 0)
    for change in changes:
        counts[change.kind] += 1
        match change.kind:
            case ChangeKind.ADD:
                _add(unit, change)
            case ChangeKind.CANCEL:
                _cancel(unit, change.meeting_id)
            case ChangeKind.MOVE:
                move_meeting(unit, change.meeting_id, change.starts_at)
                unit.session.get_one(Meeting, change.meeting_id).duration_min = change.duration_min
                _link(unit, change, change.meeting_id)
            case ChangeKind.LINK:
                _link(unit, change, change.meeting_id)
    return CalendarResult(counts[ChangeKind.ADD], counts[ChangeKind.MOVE], counts[ChangeKind.CANCEL])


def list_outgoing(session: Session, now: datetime, *, with_names: bool) -> OutgoingCalendar:
    """Return the series that go on and the single meetings planned from `now` on, with first names only if asked."""
    people = {
        person.id: first_name(person.name) if with_names else ""
        for person in session.exec(select(Person).where(col(Person.archived_at).is_(None)))
    }
    series = [
        one for one in session.exec(select(Series).where(col(Series.ends_on).is_(None))) if one.person_id in people
    ]
    ahead = session.exec(
        select(Meeting).where(col(Meeting.starts_at) >= now).order_by(col(Meeting.starts_at), col(Meeting.id))
    ).all()
    outgoing = tuple(_outgoing(one, ahead, now, people[one.person_id]) for one in series)
    told = {(one.series_id, key_of(place)) for one in outgoing for place, _ in one.moved}
    going = {one.id for one in series}
    single = [
        OutgoingMeeting(m.id, m.starts_at, m.duration_min, people[m.person_id])
        for m in ahead
        if m.state is MeetingState.PLANNED and m.person_id in people
        if m.series_id not in going or (m.moved_from_at and (m.series_id, m.occurrence_key) not in told)
    ]
    return OutgoingCalendar(outgoing, tuple(single))


def _outgoing(series: Series, ahead: Sequence[Meeting], now: datetime, name: str) -> OutgoingSeries:
    """Return a series with the turns that don't take place left out; one moved off an older rule stands alone."""
    starts = datetime.fromisoformat(series.starts_local)
    window = Window(now - _BACK, now + _AHEAD)
    keys = {turn.key for turn in occurrences(series.rrule, starts, ZoneInfo(series.time_zone), NO_EXCEPTIONS, window)}
    own = [meeting for meeting in ahead if meeting.series_id == series.id and meeting.occurrence_key in keys]
    excluded = {*split_keys(series.excluded), *(m.occurrence_key for m in own if m.state is MeetingState.MISSED)}
    moved = [m for m in own if m.state is MeetingState.PLANNED and m.moved_from_at is not None]
    return OutgoingSeries(
        series.id,
        series.rrule,
        starts,
        series.time_zone,
        series.duration_min,
        tuple(moment_of(key) for key in sorted(excluded)),
        tuple((moment_of(m.occurrence_key), m.starts_at) for m in moved),
        name,
    )


def _add(unit: UnitOfWork, change: CalendarChange) -> None:
    person = unit.session.get_one(Person, change.person_id)
    meeting = _find_same(unit.session, change)
    if meeting is None:
        meeting = Meeting(
            person_id=change.person_id,
            kind=kind_for(unit.session, person),
            starts_at=change.starts_at,
            created_at=unit.now,
        )
        unit.add(meeting)
    meeting.duration_min = change.duration_min
    unit.session.flush()
    if meeting.starts_at != change.starts_at:
        move_meeting(unit, meeting.id, change.starts_at)
    _link(unit, change, meeting.id)
    if not person.cadence and _is_usable(change.rrule):
        person.cadence = change.rrule
        person.updated_at = unit.now


def _find_same(session: Session, change: CalendarChange) -> Meeting | None:
    """Return the meeting with the person that is planned for about that time and came from no calendar."""
    linked = select(CalendarLink.id).where(CalendarLink.meeting_id == Meeting.id).exists()
    near = session.exec(
        select(Meeting).where(
            Meeting.person_id == change.person_id,
            Meeting.state == MeetingState.PLANNED,
            col(Meeting.starts_at) > change.starts_at - _SAME,
            col(Meeting.starts_at) < change.starts_at + _SAME,
            ~linked,
        )
    ).all()
    return min(near, key=lambda meeting: abs(meeting.starts_at - change.starts_at), default=None)


def _cancel(unit: UnitOfWork, meeting_id: str) -> None:
    if unit.session.exec(select(Note.id).where(Note.meeting_id == meeting_id)).first() is None:
        remove_meeting(unit, meeting_id)
    else:
        mark_missed(unit, meeting_id)


def _link(unit: UnitOfWork, change: CalendarChange, meeting_id: str) -> None:
    link = unit.session.exec(select(CalendarLink).where(CalendarLink.meeting_id == meeting_id)).first()
    if link is None:
        link = CalendarLink(meeting_id=meeting_id, uid=change.uid)
        unit.add(link)
    link.uid, link.recurrence_key, link.sequence = change.uid, change.recurrence_key, change.sequence


def _is_usable(rrule: str) -> bool:
    try:
        parse_rule(rrule)
    except UnusableRule:
        return False
    return True
