"""The Today page: what needs the manager before the next meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from coachdesk.model.agenda import AgendaItem, AgendaState
from coachdesk.model.meeting import Meeting, MeetingState
from coachdesk.model.person import Person
from coachdesk.services.agenda import AgendaRow, build_row
from coachdesk.services.cadence import cadence_days
from coachdesk.services.meetings import MeetingRow, build_rows
from coachdesk.services.people import PersonRow, find_owner, list_people
from coachdesk.services.prep import Prepared, read_prepared
from coachdesk.services.promises import PromiseRow, list_open_promises, pick_overdue

_LONGEST = timedelta(hours=1)
"""A planned meeting that began longer ago did not begin; nobody counts on it."""


@dataclass(frozen=True, slots=True)
class UpcomingMeeting:
    """A meeting of the day with what is prepared for it.

    `lead_name` is the direct report in whose team the person is, empty for the owner's own reports.
    """

    meeting: MeetingRow
    agenda: tuple[AgendaRow, ...]
    open_promises: int
    last_met_at: datetime | None
    cadence: str
    lead_name: str
    prepared: Prepared


@dataclass(frozen=True, slots=True)
class NotMet:
    """Someone who has not been met for longer than their cadence, or ever. `days` is None for never.

    `planned_at` is when a meeting in the coming seven days begins; who has one is never late. `lead_name` is the
    direct report in whose team the person is, empty for the owner's own reports.
    """

    person: PersonRow
    days: int | None
    is_late: bool
    lead_name: str
    planned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TodayPage:
    """Everything that the Today page shows. `has_people` is False in an empty vault."""

    today: date
    has_people: bool
    meetings: tuple[UpcomingMeeting, ...]
    overdue: tuple[PromiseRow, ...]
    open_promises: int
    not_met: tuple[NotMet, ...]


@dataclass(frozen=True, slots=True)
class _Past:
    """When each person was last met: the start and the end of the newest meeting held."""

    started_at: dict[str, datetime]
    finished_at: dict[str, datetime]


def get_today(session: Session, now: datetime, zone: tzinfo) -> TodayPage:
    """Return the page for the day that `now` falls on in `zone`, with a fixed number of queries."""
    today = now.astimezone(zone).date()
    people = list_people(session)
    owner = find_owner(session)
    owner_id = owner.person_id if owner else None
    leads = _leads(people, owner_id)
    promises = list_open_promises(session, today)
    past = _past(session, now)
    return TodayPage(
        today,
        bool(people),
        _meetings_of(session, today, zone, leads, promises, past),
        pick_overdue(promises),
        len(promises),
        _not_met(people, owner_id, leads, past, now, _coming(session, now)),
    )


def _meetings_of(
    session: Session,
    today: date,
    zone: tzinfo,
    leads: dict[str, str],
    promises: tuple[PromiseRow, ...],
    past: _Past,
) -> tuple[UpcomingMeeting, ...]:
    start = datetime.combine(today, time(), zone).astimezone(UTC)
    end = datetime.combine(today + timedelta(days=1), time(), zone).astimezone(UTC)
    planned = (
        (col(Meeting.state) == MeetingState.PLANNED)
        & (col(Meeting.starts_at) >= start)
        & (col(Meeting.starts_at) < end)
    )
    statement = select(Meeting).where((col(Meeting.state) == MeetingState.LIVE) | planned)
    meetings = session.exec(statement.order_by(col(Meeting.starts_at))).all()
    ids = {meeting.person_id for meeting in meetings}
    people = {p.person_id: p for p in list_people(session, with_archived=True) if p.person_id in ids} if ids else {}
    meetings = [meeting for meeting in meetings if meeting.person_id in people]
    rows = build_rows(session, meetings, {person_id: person.name for person_id, person in people.items()})
    agendas = _agendas(session, ids, past)
    ticked = {meeting.id: meeting.prepared for meeting in meetings}
    return tuple(
        UpcomingMeeting(
            row,
            agendas.get(row.person_id, ()),
            sum(promise.person_id == row.person_id for promise in promises),
            past.started_at.get(row.person_id),
            people[row.person_id].cadence,
            leads.get(row.person_id, ""),
            read_prepared(
                ticked[row.meeting_id],
                has_question=any(item.question_id for item in agendas.get(row.person_id, ())),
            ),
        )
        for row in rows
    )


def _agendas(session: Session, person_ids: set[str], past: _Past) -> dict[str, tuple[AgendaRow, ...]]:
    """Return the open agenda of several people by one query, as `list_agenda` does for one."""
    if not person_ids:
        return {}
    statement = (
        select(AgendaItem)
        .where(col(AgendaItem.person_id).in_(person_ids), AgendaItem.state == AgendaState.OPEN)
        .order_by(col(AgendaItem.position), col(AgendaItem.created_at))
    )
    found: dict[str, list[AgendaRow]] = {}
    for item in session.exec(statement):
        last = past.finished_at.get(item.person_id)
        found.setdefault(item.person_id, []).append(build_row(item, last))
    return {person_id: tuple(rows) for person_id, rows in found.items()}


def _past(session: Session, now: datetime) -> _Past:
    """Return the newest meeting held with each person: one step in the index a person, however long the history."""
    newest = (
        select(Meeting.id)
        .where(
            Meeting.person_id == Person.id,
            Meeting.state == MeetingState.HELD,
            col(Meeting.starts_at) <= now,
        )
        .order_by(col(Meeting.starts_at).desc())
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )
    held = aliased(Meeting)
    people = select(held.person_id, held.starts_at, held.finished_at).select_from(Person)
    rows = session.exec(people.join(held, col(held.id) == newest)).all()
    return _Past(
        {person_id: started for person_id, started, _ in rows},
        {person_id: finished for person_id, _, finished in rows if finished is not None},
    )


def _coming(session: Session, now: datetime) -> dict[str, datetime]:
    """Return the first meeting of each person that begins in the coming seven days, or is live."""
    statement = (
        select(Meeting.person_id, func.min(Meeting.starts_at))
        .where(
            col(Meeting.state).in_((MeetingState.PLANNED, MeetingState.LIVE)),
            col(Meeting.starts_at) >= now - _LONGEST,
            col(Meeting.starts_at) < now + timedelta(days=7),
        )
        .group_by(Meeting.person_id)
    )
    return dict(session.exec(statement).all())


def _leads(people: tuple[PersonRow, ...], owner_id: str | None) -> dict[str, str]:
    """Return, for each person below a direct report, that report's name."""
    by_id = {person.person_id: person for person in people}
    leads = {}
    for person in people:
        seen = {person.person_id}
        above = by_id.get(person.manager_id or "")
        while above is not None and above.manager_id != owner_id and above.person_id not in seen:
            seen.add(above.person_id)
            above = by_id.get(above.manager_id or "")
        if above is not None and person.manager_id != owner_id and above.manager_id == owner_id:
            leads[person.person_id] = above.name
    return leads


def _not_met(
    people: tuple[PersonRow, ...],
    owner_id: str | None,
    leads: dict[str, str],
    past: _Past,
    now: datetime,
    coming: dict[str, datetime],
) -> tuple[NotMet, ...]:
    """Return who was not met lately: those without a meeting to come first, then those with one; longest wait first."""
    rows = []
    for person in people:
        is_direct = owner_id is not None and person.manager_id == owner_id
        usual = cadence_days(person.cadence) or (14.0 if is_direct else 90.0)
        last = past.started_at.get(person.person_id)
        days = (now - last).days if last is not None else None
        if (is_direct or last is not None) and (days is None or days > usual * 1.1):
            planned_at = coming.get(person.person_id)
            late = planned_at is None and (days is None or days > usual * 2 or not is_direct)
            rows.append(NotMet(person, days, late, leads.get(person.person_id, ""), planned_at))
    never = 10**6
    return tuple(sorted(rows, key=lambda row: (row.planned_at is not None, -(never if row.days is None else row.days))))
