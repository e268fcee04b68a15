"""The Today page: what needs the manager before the next meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from dateutil.rrule import rrulestr
from sqlalchemy import func
from sqlmodel import Session, col, select

from coachdesk.model.meeting import Meeting, MeetingState
from coachdesk.model.person import Person
from coachdesk.services.agenda import AgendaRow, list_agenda
from coachdesk.services.meetings import MeetingRow, find_last_held, get_meeting
from coachdesk.services.people import PersonRow, find_owner, list_people
from coachdesk.services.promises import PromiseRow, list_open_promises, list_overdue


@dataclass(frozen=True, slots=True)
class UpcomingMeeting:
    """A meeting of the day with what is prepared for it."""

    meeting: MeetingRow
    agenda: tuple[AgendaRow, ...]
    open_promises: int
    last_met_at: datetime | None
    cadence: str


@dataclass(frozen=True, slots=True)
class NotMet:
    """Someone who has not been met for longer than their cadence, or ever. `days` is None for never."""

    person: PersonRow
    days: int | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class TodayPage:
    """Everything that the Today page shows. `has_people` is False in an empty vault."""

    today: date
    has_people: bool
    meetings: tuple[UpcomingMeeting, ...]
    overdue: tuple[PromiseRow, ...]
    open_promises: int
    not_met: tuple[NotMet, ...]


def get_today(session: Session, now: datetime, zone: tzinfo) -> TodayPage:
    """Return the page for the day that `now` falls on in `zone`."""
    today = now.astimezone(zone).date()
    people = list_people(session)
    return TodayPage(
        today,
        bool(people),
        _meetings_of(session, today, zone),
        list_overdue(session, today),
        len(list_open_promises(session, today)),
        _not_met(session, people, now),
    )


def cadence_days(cadence: str) -> float | None:
    """Return the usual days between two meetings of an RRULE, or None when there is no usable one.

    >>> cadence_days("FREQ=WEEKLY;INTERVAL=2")
    14.0
    """
    if not cadence:
        return None
    try:
        rule = rrulestr(cadence, dtstart=datetime(2024, 1, 1))
        first = [moment for _, moment in zip(range(5), rule, strict=False)]
    except (ValueError, TypeError):
        return None
    return (first[-1] - first[0]).total_seconds() / 86400 / (len(first) - 1) if len(first) > 1 else None


def _meetings_of(session: Session, today: date, zone: tzinfo) -> tuple[UpcomingMeeting, ...]:
    start = datetime.combine(today, time(), zone).astimezone(UTC)
    statement = (
        select(Meeting.id)
        .where(
            col(Meeting.state).in_([MeetingState.PLANNED, MeetingState.LIVE]),
            col(Meeting.starts_at) >= start,
            col(Meeting.starts_at) < start + timedelta(days=1),
        )
        .order_by(col(Meeting.starts_at))
    )
    return tuple(_upcoming(session, get_meeting(session, meeting_id), today) for meeting_id in session.exec(statement))


def _upcoming(session: Session, meeting: MeetingRow, today: date) -> UpcomingMeeting:
    last = find_last_held(session, meeting.person_id, before=meeting.starts_at)
    person = session.get_one(Person, meeting.person_id)
    return UpcomingMeeting(
        meeting,
        list_agenda(session, meeting.person_id),
        len(list_open_promises(session, today, meeting.person_id)),
        last.starts_at if last else None,
        person.cadence,
    )


def _not_met(session: Session, people: tuple[PersonRow, ...], now: datetime) -> tuple[NotMet, ...]:
    owner = find_owner(session)
    statement = (
        select(Meeting.person_id, func.max(Meeting.starts_at))
        .where(Meeting.state == MeetingState.HELD, col(Meeting.starts_at) <= now)
        .group_by(Meeting.person_id)
    )
    last: dict[str, datetime] = dict(session.exec(statement).all())
    rows = []
    for person in people:
        is_direct = owner is not None and person.manager_id == owner.person_id
        usual = cadence_days(person.cadence) or (14.0 if is_direct else 90.0)
        days = (now - last[person.person_id]).days if person.person_id in last else None
        if (is_direct or person.person_id in last) and (days is None or days > usual * 1.1):
            rows.append(NotMet(person, days, days is None or days > usual * 2 or not is_direct))
    return tuple(sorted(rows, key=lambda row: -(row.days if row.days is not None else 10**6)))
