"""Series: the rhythm in which two people meet, turned into planned meetings some weeks ahead.

A turn is a meeting of a series. Its key says where the rule had put it, and stays when the turn is moved, missed or
held, so that extending a series twice makes nothing twice. What someone touched is theirs: another rule moves only the
turns that stand where the old rule had put them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from coachdesk.model.meeting import Meeting, MeetingState
from coachdesk.model.note import Note
from coachdesk.model.person import Person
from coachdesk.model.series import CalendarLink, Series, join_keys, split_keys
from coachdesk.services.cadence import (
    Exceptions,
    Occurrence,
    Window,
    cadence_days,
    expand,
    key_of,
    moment_of,
    occurrences,
)
from coachdesk.services.cadence_rule import parse_rule
from coachdesk.services.meetings import kind_for
from coachdesk.services.people import PersonDraft, save_person
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork

HORIZON = timedelta(weeks=8)
"""How far ahead turns are planned."""
_LONGEST_SEARCH = timedelta(days=800)
"""Within this span every rule that people meet by has a turn."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often, and at what time of day in which zone; `rrule` is empty for no rhythm, `at` None for any time.

    `time_zone` is an IANA name. It is the owner's or the person's, and whoever it is has the same clock time all year.
    """

    rrule: str = ""
    at: time | None = None
    time_zone: str = "UTC"
    duration_min: int = 30


@dataclass(frozen=True, slots=True)
class SeriesDraft:
    """A series to keep; `starts_local` is naive wall time in `time_zone` from which on the first turn is looked for."""

    person_id: str
    rrule: str
    starts_local: datetime
    time_zone: str
    duration_min: int = 30


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A series that goes on: its rule, its first turn as naive wall time in `time_zone`, and its length."""

    series_id: str
    person_id: str
    rrule: str
    starts_local: datetime
    time_zone: str
    duration_min: int

    @property
    def rhythm(self) -> Rhythm:
        """The series as a rhythm."""
        return Rhythm(self.rrule, self.starts_local.time(), self.time_zone, self.duration_min)


def find_series(session: Session, person_id: str) -> SeriesRow | None:
    """Return the series with a person that goes on, None when there is none."""
    series = _find(session, person_id)
    return None if series is None or series.ends_on is not None else _row(series)


def save_person_in_rhythm(unit: UnitOfWork, draft: PersonDraft, rhythm: Rhythm) -> str:
    """Make or change a person and the rhythm in which they are met; return their identity. Raises BadPerson."""
    person_id = save_person(unit, draft)
    unit.session.flush()
    set_rhythm(unit, person_id, rhythm)
    return person_id


def set_rhythm(unit: UnitOfWork, person_id: str, rhythm: Rhythm) -> None:
    """Keep how often a person is met: the one place where the plain rule and the series change, always together.

    Without a time of day the series keeps the time that it has; where there is none, only the plain rule is kept.
    Raises NotFound, and UnusableRule for a rule that can't be used.
    """
    person = _person(unit.session, person_id)
    if not rhythm.rrule:
        end_series(unit, person_id)
        return
    known = find_series(unit.session, person_id)
    if known is not None and rhythm in (known.rhythm, Rhythm(known.rrule, None, known.time_zone, known.duration_min)):
        person.cadence = rhythm.rrule
        return
    at = rhythm.at or (known.starts_local.time() if known is not None else None)
    if at is None:
        parse_rule(rhythm.rrule)
        person.cadence = rhythm.rrule
        return
    zone = rhythm.time_zone if rhythm.at is not None or known is None else known.time_zone
    on = _first_day(unit, person_id, rhythm.rrule, zone, known)
    save_series(unit, SeriesDraft(person_id, rhythm.rrule, datetime.combine(on, at), zone, rhythm.duration_min))


def save_series(unit: UnitOfWork, draft: SeriesDraft) -> str:
    """Keep the series with a person, plan its turns, and return its identity; future turns nobody touched move along.

    Raises NotFound, and UnusableRule for a rule that can't be used.
    """
    person = _person(unit.session, draft.person_id)
    first = first_turn(draft.rrule, draft.starts_local)
    series = _find(unit.session, draft.person_id)
    if series is None:
        series = Series(
            person_id=draft.person_id,
            kind=kind_for(unit.session, person),
            rrule=draft.rrule,
            starts_local=first.isoformat(),
            time_zone=draft.time_zone,
            created_at=unit.now,
        )
        unit.add(series)
    series.rrule, series.starts_local, series.time_zone = draft.rrule, first.isoformat(), draft.time_zone
    series.duration_min, series.ends_on = draft.duration_min, None
    person.cadence = draft.rrule
    unit.session.flush()
    _replan(unit, series)
    return series.id


def end_series(unit: UnitOfWork, person_id: str) -> None:
    """End the rhythm with a person: turns that nobody touched are taken away, all else stays. Raises NotFound."""
    _person(unit.session, person_id).cadence = ""
    series = _find(unit.session, person_id)
    if series is not None and series.ends_on is None:
        series.ends_on = unit.now.date()
        untouched, _ = _future(unit, series)
        unit.remove(untouched)


def extend_series(unit: UnitOfWork, until: datetime | None = None) -> int:
    """Plan the turns of every series up to `until` (8 weeks ahead if None) that are not there yet; return how many.

    Doing it again adds nothing. People who are archived are left alone.
    """
    statement = (
        select(Series)
        .join(Person, col(Person.id) == col(Series.person_id))
        .where(col(Series.ends_on).is_(None), col(Person.archived_at).is_(None))
        .order_by(Series.id)
    )
    window = Window(unit.now, until or unit.now + HORIZON)
    return sum(len(_add_turns(unit, series, _turns(series, window))) for series in unit.session.exec(statement).all())


def first_turn(rrule: str, start: datetime) -> datetime:
    """Return the first naive wall time from `start` on at which a rule may begin, on whichever week or month that is.

    A rule that leaves the day open begins on the day of `start`. Raises UnusableRule.

    >>> first_turn("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", datetime(2026, 5, 14, 10)).isoformat()
    '2026-05-19T10:00:00'
    """
    rule = replace(parse_rule(rrule).anchored(start.date()), interval=1, count=None)
    begin = start.replace(tzinfo=UTC)
    later = expand(rule, start, UTC, Window(begin, begin + _LONGEST_SEARCH))
    days = (moment.date() for moment in later)
    on_rule = (day for day in days if day != start.date() or (not rule.positions and rule.allows(day)))
    return datetime.combine(next(on_rule, start.date()), start.time())


def _first_day(unit: UnitOfWork, person_id: str, rrule: str, time_zone: str, known: SeriesRow | None) -> date:
    """Return the day from which on a new rule begins: more than half a step after the last meeting, from today on."""
    zone = ZoneInfo(time_zone)
    today = unit.now.astimezone(zone).date()
    newest = unit.session.exec(
        select(Meeting.starts_at)
        .where(Meeting.person_id == person_id, col(Meeting.state).in_([MeetingState.HELD, MeetingState.LIVE]))
        .order_by(col(Meeting.starts_at).desc())
        .limit(1)
    ).first()
    last = newest.astimezone(zone).date() if newest is not None else None
    earliest = today
    if last is not None:
        earliest = max(earliest, last + timedelta(days=int((cadence_days(rrule) or 7.0) / 2) + 1))
    habit = known.starts_local.date() if known is not None else last
    rule = parse_rule(rrule)
    if rule.anchored(earliest) == rule:
        return earliest
    if habit is not None and habit.weekday() < 5:
        return earliest + timedelta(days=(habit.weekday() - earliest.weekday()) % 7)
    return earliest + timedelta(days=max(0, 7 - earliest.weekday()) if earliest.weekday() > 4 else 0)


def _replan(unit: UnitOfWork, series: Series) -> None:
    """Put the future turns where the rule wants them. What someone touched stands, and stands for a turn near it."""
    untouched, kept = _future(unit, series)
    turns = list(_turns(series, Window(unit.now, unit.now + HORIZON), ignores_excluded=True))
    taken = {meeting.occurrence_key for meeting in kept}
    places = [moment_of(meeting.occurrence_key) for meeting in kept if meeting.occurrence_key]
    places += [moment_of(key) for key in split_keys(series.excluded) if moment_of(key) > unit.now - HORIZON]
    near = timedelta(days=(cadence_days(series.rrule) or 7.0) / 2)
    excluded = set()
    for place in sorted(set(places)):
        nearest = min(turns, key=lambda turn: abs(moment_of(turn.key) - place), default=None)
        if nearest is not None and abs(moment_of(nearest.key) - place) < near:
            turns.remove(nearest)
            excluded.add(nearest.key)
    series.excluded = join_keys(excluded - taken)
    for meeting, turn in zip(untouched, turns, strict=False):
        meeting.starts_at, meeting.occurrence_key = turn.starts_at, turn.key
        meeting.duration_min = series.duration_min
    unit.remove(untouched[len(turns) :])
    unit.session.flush()
    _add_turns(unit, series, turns[len(untouched) :])


def _future(unit: UnitOfWork, series: Series) -> tuple[list[Meeting], list[Meeting]]:
    """Return the planned turns to come that nobody touched, and all other turns of late and to come."""
    meetings = unit.session.exec(
        select(Meeting)
        .where(Meeting.series_id == series.id, col(Meeting.occurrence_key) > key_of(unit.now - HORIZON))
        .order_by(col(Meeting.starts_at), col(Meeting.id))
    ).all()
    ids = [meeting.id for meeting in meetings]
    touched = {
        found for found in unit.session.exec(select(Note.meeting_id).where(col(Note.meeting_id).in_(ids))) if found
    }
    touched.update(unit.session.exec(select(CalendarLink.meeting_id).where(col(CalendarLink.meeting_id).in_(ids))))
    untouched = [m for m in meetings if m.id not in touched and _is_as_planned(m, unit.now)]
    free = {meeting.id for meeting in untouched}
    return untouched, [meeting for meeting in meetings if meeting.id not in free]


def _is_as_planned(meeting: Meeting, now: datetime) -> bool:
    is_bare = meeting.moved_from_at is None and not meeting.prepared and not meeting.purpose
    return is_bare and meeting.state is MeetingState.PLANNED and meeting.starts_at > now


def _turns(series: Series, window: Window, *, ignores_excluded: bool = False) -> tuple[Occurrence, ...]:
    excluded = frozenset[str]() if ignores_excluded else split_keys(series.excluded)
    starts = datetime.fromisoformat(series.starts_local)
    return occurrences(series.rrule, starts, ZoneInfo(series.time_zone), Exceptions(excluded), window)


def _add_turns(unit: UnitOfWork, series: Series, turns: Sequence[Occurrence]) -> list[Meeting]:
    """Plan the turns that have no meeting yet; a day on which the two meet by another plan needs no turn."""
    zone = ZoneInfo(series.time_zone)
    keys = _keys(unit.session, series, turns)
    days = _other_days(unit.session, series, turns, zone)
    added = [
        Meeting(
            person_id=series.person_id,
            kind=series.kind,
            starts_at=turn.starts_at,
            duration_min=series.duration_min,
            series_id=series.id,
            occurrence_key=turn.key,
            created_at=unit.now,
        )
        for turn in turns
        if turn.key not in keys and turn.starts_at > unit.now and turn.starts_at.astimezone(zone).date() not in days
    ]
    unit.session.add_all(added)
    unit.session.flush()
    return added


def _keys(session: Session, series: Series, turns: Iterable[Occurrence]) -> set[str]:
    first = min((turn.key for turn in turns), default="9")
    statement = select(Meeting).where(Meeting.series_id == series.id, col(Meeting.occurrence_key) >= first)
    return {meeting.occurrence_key for meeting in session.exec(statement)}


def _other_days(session: Session, series: Series, turns: Sequence[Occurrence], zone: ZoneInfo) -> set[date]:
    """Return the days on which the person is met by a meeting of no series, such as an imported one."""
    if not turns:
        return set()
    statement = select(Meeting.starts_at).where(
        Meeting.person_id == series.person_id,
        col(Meeting.series_id).is_(None),
        Meeting.kind == series.kind,
        Meeting.state != MeetingState.MISSED,
        col(Meeting.starts_at) > turns[0].starts_at - timedelta(days=1),
    )
    return {moment.astimezone(zone).date() for moment in session.exec(statement)}


def _find(session: Session, person_id: str) -> Series | None:
    return session.exec(select(Series).where(Series.person_id == person_id).order_by(Series.id)).first()


def _person(session: Session, person_id: str) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("The person is no longer in the vault.")
    return person


def _row(series: Series) -> SeriesRow:
    starts = datetime.fromisoformat(series.starts_local)
    return SeriesRow(series.id, series.person_id, series.rrule, starts, series.time_zone, series.duration_min)
