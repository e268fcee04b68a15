"""The Monday plan: whom to meet this week, longest wait first, each with a slot that suits both and says why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlmodel import Session, col, select

from coachdesk.model.meeting import Meeting, MeetingState
from coachdesk.model.person import Person
from coachdesk.model.series import Series
from coachdesk.services.cadence import cadence_days

DAY_BEGINS, DAY_ENDS = time(9), time(17, 30)
"""Working hours, here and there; a meeting lies within them as a whole."""
_WIDE_BEGINS, _WIDE_ENDS = time(7), time(21)
_STEP = timedelta(minutes=30)
_HABIT = timedelta(weeks=26)
_USUAL_DAYS = 14.0
_MORNING = time(10)


class SlotReason(StrEnum):
    """Why a slot is proposed."""

    USUAL = "usual"
    USUAL_TIME = "usual_time"
    NEAREST = "nearest"
    FREE = "free"
    OUT_OF_HOURS = "out_of_hours"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class WeekProposal:
    """Someone to meet this week. `starts_at` is None when the week is full.

    `waited_days` counts days of the calendar since the two met, None for never.

    `usual_at` is the time of day at which the two meet, for words without one; `time_zone` the person's, or empty.
    """

    person_id: str
    name: str
    cadence: str
    time_zone: str
    waited_days: int | None
    starts_at: datetime | None
    duration_min: int
    usual_at: time
    reason: SlotReason


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """The week from `first_on` to the Sunday `last_on`, and whom to plan in it; `planned` meetings stand already."""

    first_on: date
    last_on: date
    proposals: tuple[WeekProposal, ...]
    planned: int


@dataclass(frozen=True, slots=True)
class _Usual:
    """When two people mostly meet: weekday (Monday is 0) and time of day where the manager is."""

    weekday: int | None
    at: time
    minutes: int


def get_week_plan(session: Session, now: datetime, zone: tzinfo, *, skipped: frozenset[str] = frozenset()) -> WeekPlan:
    """Return the plan of this week in `zone`, or of the next one when no working time is left in this.

    Direct reports are listed who have no meeting planned in it, were not met in it and are due by its end.
    """
    first_on, last_on = _week(now.astimezone(zone))
    begin = datetime.combine(first_on, time(), zone).astimezone(UTC)
    end = datetime.combine(last_on + timedelta(days=1), time(), zone).astimezone(UTC)
    monday = begin - timedelta(days=first_on.weekday())
    near = session.exec(
        select(Meeting).where(col(Meeting.starts_at) > now - _HABIT, Meeting.state != MeetingState.MISSED)
    ).all()
    planned = [m for m in near if m.state in (MeetingState.PLANNED, MeetingState.LIVE) and m.starts_at >= now]
    met = {m.person_id for m in near if monday <= m.starts_at < end and _counts(m, now)}
    past = _newest_held(near)
    due = [
        p for p in _reports(session) if p.id not in met | skipped and _is_due(p, past.get(p.id), planned, last_on, zone)
    ]
    due.sort(key=lambda person: (past.get(person.id) or datetime.min.replace(tzinfo=UTC), person.name))
    search = _Search(now, begin, end, zone, [(m.starts_at, m.duration_min) for m in planned])
    usual = _usual(session, near, zone)
    proposals = tuple(_propose(person, usual.get(person.id), past.get(person.id), search, now, zone) for person in due)
    return WeekPlan(first_on, last_on, proposals, sum(begin <= m.starts_at < end for m in planned))


def _week(local: datetime) -> tuple[date, date]:
    """Return the days that are left of the working week, or the whole next one."""
    today = local.date()
    is_over = today.weekday() > 4 or (today.weekday() == 4 and local.time() > time(16))
    monday = today - timedelta(days=today.weekday())
    return (monday + timedelta(days=7), monday + timedelta(days=13)) if is_over else (today, monday + timedelta(days=6))


def _reports(session: Session) -> list[Person]:
    owner = session.exec(select(Person).where(Person.is_owner)).first()
    if owner is None:
        return []
    direct = select(Person).where(Person.manager_id == owner.id, col(Person.archived_at).is_(None))
    return list(session.exec(direct.order_by(Person.name)))


def _counts(meeting: Meeting, now: datetime) -> bool:
    """Return whether a meeting of this week makes another one needless; one planned in the past did not take place."""
    return meeting.state is not MeetingState.PLANNED or meeting.starts_at >= now


def _newest_held(meetings: Iterable[Meeting]) -> dict[str, datetime]:
    newest: dict[str, datetime] = {}
    for meeting in meetings:
        if meeting.state is MeetingState.HELD:
            newest[meeting.person_id] = max(meeting.starts_at, newest.get(meeting.person_id, meeting.starts_at))
    return newest


def _is_due(person: Person, last: datetime | None, planned: list[Meeting], last_on: date, zone: tzinfo) -> bool:
    """Return whether someone should be met by the end of the week; a meeting planned later is soon enough."""
    if last is None:
        return True
    days = cadence_days(person.cadence) or _USUAL_DAYS
    due_on = last.astimezone(zone).date() + timedelta(days=int(days))
    ahead = [m for m in planned if m.person_id == person.id]
    return due_on <= last_on and not any(m.starts_at.astimezone(zone).date() <= due_on for m in ahead)


def _usual(session: Session, meetings: Iterable[Meeting], zone: tzinfo) -> dict[str, _Usual]:
    """Return when each person is mostly met: by their series, else as most of the latest meetings were."""
    held: dict[str, list[Meeting]] = {}
    for meeting in sorted(meetings, key=lambda m: m.starts_at, reverse=True):
        if meeting.state is MeetingState.HELD:
            held.setdefault(meeting.person_id, []).append(meeting)
    found = {}
    for person_id, rows in held.items():
        local = [row.starts_at.astimezone(zone) for row in rows[:8]]
        at = Counter(moment.time().replace(second=0, microsecond=0) for moment in local).most_common(1)[0][0]
        weekday = Counter(moment.weekday() for moment in local).most_common(1)[0][0]
        found[person_id] = _Usual(weekday, at, rows[0].duration_min)
    for series in session.exec(select(Series).where(col(Series.ends_on).is_(None))):
        start = datetime.fromisoformat(series.starts_local).replace(tzinfo=ZoneInfo(series.time_zone)).astimezone(zone)
        found[series.person_id] = _Usual(start.weekday(), start.time(), series.duration_min)
    return found


class _Search:
    """Looks for a free slot in the days of the week; what it gives is taken for those who come after."""

    def __init__(
        self, now: datetime, begin: datetime, end: datetime, zone: tzinfo, busy: list[tuple[datetime, int]]
    ) -> None:
        self._zone = zone
        self._busy = [(start, start + timedelta(minutes=minutes)) for start, minutes in busy]
        first = begin.astimezone(zone).date()
        days = (end - begin).days + 1
        self._days = [day for n in range(days) if (day := first + timedelta(days=n)).weekday() < 5][:5]
        self._earliest = now + timedelta(minutes=15)
        self._end = end

    def find(self, usual: _Usual, theirs: tzinfo | None) -> tuple[datetime | None, SlotReason]:
        """Return the best slot: the usual one, the usual time on another day, the nearest time, or out of hours."""
        days = sorted(self._days, key=lambda day: (day.weekday() != usual.weekday, day))
        for day in days:
            if (slot := self._try(day, usual.at, usual.minutes, theirs)) is not None:
                return slot, SlotReason.USUAL if day.weekday() == usual.weekday else SlotReason.USUAL_TIME
        for begins, ends, reason in (
            (DAY_BEGINS, DAY_ENDS, SlotReason.NEAREST),
            (_WIDE_BEGINS, _WIDE_ENDS, SlotReason.OUT_OF_HOURS),
        ):
            for day in days:
                for at in _times(usual.at, begins, ends):
                    if (slot := self._try(day, at, usual.minutes, theirs, begins, ends)) is not None:
                        return slot, reason
        return None, SlotReason.FULL

    def _try(
        self,
        day: date,
        at: time,
        minutes: int,
        theirs: tzinfo | None,
        begins: time = DAY_BEGINS,
        ends: time = DAY_ENDS,
    ) -> datetime | None:
        start = datetime.combine(day, at, self._zone).astimezone(UTC)
        stop = start + timedelta(minutes=minutes)
        if start < self._earliest or stop > self._end or any(start < end and begin < stop for begin, end in self._busy):
            return None
        if not all(_is_within(start, stop, zone, begins, ends) for zone in (self._zone, theirs or self._zone)):
            return None
        self._busy.append((start, stop))
        return start


def _is_within(start: datetime, stop: datetime, zone: tzinfo, begins: time, ends: time) -> bool:
    first, last = start.astimezone(zone), stop.astimezone(zone)
    return first.date() == last.date() and first.weekday() < 5 and begins <= first.time() and last.time() <= ends


def _times(usual: time, begins: time, ends: time) -> list[time]:
    """Return the half hours of a day, those near the usual time first."""
    day = datetime(2000, 1, 1)
    at, times = datetime.combine(day, begins), []
    while at < datetime.combine(day, ends):
        times.append(at)
        at += _STEP
    wanted = datetime.combine(day, usual)
    return [moment.time() for moment in sorted(times, key=lambda moment: (abs(moment - wanted), moment))]


def _propose(
    person: Person, usual: _Usual | None, last: datetime | None, search: _Search, now: datetime, zone: tzinfo
) -> WeekProposal:
    known = usual or _Usual(None, _MORNING, 30)
    starts_at, reason = search.find(known, _zone_of(person.time_zone))
    if usual is None and reason in (SlotReason.USUAL, SlotReason.USUAL_TIME, SlotReason.NEAREST):
        reason = SlotReason.FREE
    waited = (now.astimezone(zone).date() - last.astimezone(zone).date()).days if last is not None else None
    return WeekProposal(
        person.id, person.name, person.cadence, person.time_zone, waited, starts_at, known.minutes, known.at, reason
    )


def _zone_of(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
