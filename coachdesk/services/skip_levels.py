"""Skip-levels: who of the people below the direct reports was met in a quarter, who is booked, and who waits.

The rotation covers everyone below the owner's direct reports, at any depth; archived people are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from sqlalchemy import func
from sqlmodel import Session, col, select

from coachdesk.model.meeting import Meeting, MeetingKind, MeetingState
from coachdesk.model.person import RoleChange
from coachdesk.services.meetings import STARTABLE, MeetingPlan, plan_meeting, remove_meeting
from coachdesk.services.people import PersonRow, get_tree
from coachdesk.services.question_bank import Purpose
from coachdesk.services.skip_agenda import Question, list_questions, propose_questions, replace_questions
from coachdesk.services.skip_rotation import (
    Period,
    Waiting,
    by_longest_wait,
    fill_weeks,
    find_time,
    list_weeks,
    monday_of,
)
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork

LONG_WAIT_DAYS = 84
"""From this many days on a wait is called long."""
PURPOSES = (Purpose.SKIP_LISTENING, Purpose.SKIP_FIRST, Purpose.SKIP_CHANGE)


class Standing(StrEnum):
    """Where a person stands in the rotation of a period."""

    MET = "met"
    BOOKED = "booked"
    TO_BOOK = "to_book"


@dataclass(frozen=True, slots=True)
class Coverage:
    """The people below one direct report, counted by where they stand."""

    lead_id: str
    lead_name: str
    met: int
    booked: int
    to_book: int


@dataclass(frozen=True, slots=True)
class ToBook:
    """Someone who waits. `days` since the last talk is None for someone never met, which counts as long."""

    person_id: str
    name: str
    lead_name: str
    days: int | None
    is_long: bool


@dataclass(frozen=True, slots=True)
class Talk:
    """A skip-level talk in a week. `purpose` is chosen by the owner, else by what is known of the person."""

    meeting_id: str
    person_id: str
    name: str
    lead_name: str
    starts_at: datetime
    state: MeetingState
    purpose: Purpose
    is_announced: bool


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the plan with its talks in order of time, and how many more fit."""

    monday: date
    talks: tuple[Talk, ...]
    free: int


@dataclass(frozen=True, slots=True)
class Rotation:
    """The whole page of a period. `shown` is the talk whose questions are listed, with `is_next` for the coming one.

    `talks` counts those that were held in the period.
    """

    period: Period
    today: date
    people: int
    talks: int
    coverage: tuple[Coverage, ...]
    to_book: tuple[ToBook, ...]
    weeks: tuple[Week, ...]
    shown: Talk | None
    is_next: bool
    questions: tuple[Question, ...]

    @property
    def met(self) -> int:
        """How many were met."""
        return sum(row.met for row in self.coverage)

    @property
    def booked(self) -> int:
        """How many are booked."""
        return sum(row.booked for row in self.coverage)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the planner goes by: the period, how many talks fit into a week, and the zone of the calendar."""

    period: Period
    capacity: int
    zone: tzinfo


class WeekIsFull(ValueError):
    """A talk does not fit; the text says why and what to do."""


def get_rotation(session: Session, plan: Plan, now: datetime, shown_id: str = "") -> Rotation:
    """Return the page of a period with a fixed number of queries; `shown_id` names a talk to list the questions of."""
    state = _read(session, plan, now)
    talks = sorted((_talk(state, meeting) for meeting in state.meetings), key=lambda talk: talk.starts_at)
    coming = (talk for talk in talks if _is_coming(talk.state, talk.starts_at, now))
    live = (talk for talk in talks if talk.state is MeetingState.LIVE)
    following = next(live, None) or next(coming, None)
    shown = next((talk for talk in talks if talk.meeting_id == shown_id), following)
    return Rotation(
        plan.period,
        state.today,
        len(state.people),
        sum(talk.state is MeetingState.HELD and plan.period.holds(_local(talk.starts_at, plan.zone)) for talk in talks),
        _coverage(state),
        tuple(_to_book(state, one, now) for one in by_longest_wait(state.waiting())),
        tuple(_week(plan, monday, talks) for monday in list_weeks(plan.period, state.today)),
        shown,
        shown is not None and shown is following,
        list_questions(session, shown.person_id, shown.meeting_id) if shown else (),
    )


def book(unit: UnitOfWork, plan: Plan, person_id: str, monday: date) -> str:
    """Book a talk with a person in a week, or move the booked one there; return the meeting's identity.

    Raises WeekIsFull when the week has no place or no time left, NotFound when the person is not in the rotation.
    """
    state = _read(unit.session, plan, unit.now)
    if person_id not in state.people:
        raise NotFound("The person is no longer among your skip-levels.")
    booked = state.booked.get(person_id)
    taken = state.taken(plan.zone)
    if booked is not None and monday_of(_day(booked, plan.zone)) == monday:
        return booked.id
    if taken[monday] >= plan.capacity:
        raise WeekIsFull("This week is full. Choose another week, or allow more talks a week.")
    return _put(unit, plan, state, person_id, monday)


def plan_rest(unit: UnitOfWork, plan: Plan) -> int:
    """Book everyone who waits into the weeks that are left, the longest wait first; return how many were booked."""
    state = _read(unit.session, plan, unit.now)
    weeks = [
        monday
        for monday in list_weeks(plan.period, state.today)
        if find_time(monday, (), unit.now, plan.zone, plan.period) is not None
    ]
    chosen = fill_weeks(state.waiting(), weeks, state.taken(plan.zone), plan.capacity)
    done = 0
    for person_id, monday in chosen:
        if find_time(monday, state.busy, unit.now, plan.zone, plan.period) is not None:
            _put(unit, plan, state, person_id, monday)
            done += 1
    return done


def take_back(unit: UnitOfWork, meeting_id: str) -> None:
    """Take a booking back; undoable. Raises ValueError for a talk that has begun: it happened."""
    meeting = _get(unit.session, meeting_id)
    if meeting.state is not MeetingState.PLANNED:
        raise ValueError("Only a talk that has not begun can be taken back.")
    remove_meeting(unit, meeting_id)


def set_announced(unit: UnitOfWork, meeting_id: str, *, is_announced: bool) -> None:
    """Say whether the person's own manager knows of the talk."""
    _get(unit.session, meeting_id).is_announced = is_announced


def set_purpose(unit: UnitOfWork, meeting_id: str, purpose: Purpose) -> None:
    """Choose what a talk is for; questions of the bank that are still open are replaced by those of the purpose."""
    meeting = _get(unit.session, meeting_id)
    meeting.purpose = purpose.value
    replace_questions(unit, meeting.person_id, purpose)


@dataclass(slots=True)
class _State:
    """What was read for a plan; `busy` and `meetings` grow while bookings are made in one act."""

    today: date
    zone: tzinfo
    people: Mapping[str, PersonRow]
    leads: Mapping[str, PersonRow]
    last_met: Mapping[str, datetime]
    last_change: Mapping[str, date]
    met: frozenset[str]
    booked: dict[str, Meeting]
    meetings: list[Meeting]
    busy: list[datetime]

    def standing(self, person_id: str) -> Standing:
        if person_id in self.met:
            return Standing.MET
        return Standing.BOOKED if person_id in self.booked else Standing.TO_BOOK

    def last_met_on(self, person_id: str) -> date | None:
        last = self.last_met.get(person_id)
        return None if last is None else _local(last, self.zone)

    def waiting(self) -> tuple[Waiting, ...]:
        return tuple(
            Waiting(person_id, self.last_met_on(person_id))
            for person_id in self.people
            if self.standing(person_id) is Standing.TO_BOOK
        )

    def taken(self, zone: tzinfo) -> Counter[date]:
        return Counter(monday_of(_day(meeting, zone)) for meeting in self.meetings)

    def purpose(self, person_id: str) -> Purpose:
        """Return what a talk with a person is for by what is known: a first time, after a change, or listening."""
        last = self.last_met_on(person_id)
        if last is None:
            return Purpose.SKIP_FIRST
        changed = self.last_change.get(person_id)
        return Purpose.SKIP_CHANGE if changed is not None and last < changed <= self.today else Purpose.SKIP_LISTENING


def _read(session: Session, plan: Plan, now: datetime) -> _State:
    tree = get_tree(session)
    people = {member.person_id: member for team in tree.teams for member in team.members}
    leads = {member.person_id: team.lead for team in tree.teams for member in team.members}
    today = now.astimezone(plan.zone).date()
    span = monday_of(min(plan.period.first, today)), plan.period.last + timedelta(days=7)
    start, end = (datetime.combine(day, time(), plan.zone).astimezone(UTC) for day in span)
    statement = select(Meeting).where(
        Meeting.state != MeetingState.MISSED, col(Meeting.starts_at) >= start, col(Meeting.starts_at) < end
    )
    found = session.exec(statement).all()
    ours = [meeting for meeting in found if meeting.person_id in people and _counts(meeting, now)]
    in_period = [meeting for meeting in ours if plan.period.holds(_day(meeting, plan.zone))]
    planned = sorted(
        (m for m in in_period if m.state is not MeetingState.HELD), key=lambda m: m.starts_at, reverse=True
    )
    return _State(
        today,
        plan.zone,
        people,
        leads,
        _last_met(session, now),
        _last_change(session),
        frozenset(meeting.person_id for meeting in in_period if meeting.state is MeetingState.HELD),
        {meeting.person_id: meeting for meeting in planned},
        [meeting for meeting in ours if meeting.kind is MeetingKind.SKIP_LEVEL],
        [meeting.starts_at for meeting in found if meeting.state is MeetingState.PLANNED],
    )


def _counts(meeting: Meeting, now: datetime) -> bool:
    """Return whether a talk was held, is live, or is still to come; one that was planned and never begun is neither."""
    return meeting.state is not MeetingState.PLANNED or meeting.starts_at > now - STARTABLE


def _is_coming(state: MeetingState, starts_at: datetime, now: datetime) -> bool:
    return state is MeetingState.PLANNED and starts_at > now - timedelta(minutes=30)


def _last_met(session: Session, now: datetime) -> dict[str, datetime]:
    newest = (
        select(Meeting.person_id, func.max(Meeting.starts_at))
        .where(Meeting.state == MeetingState.HELD, col(Meeting.starts_at) <= now)
        .group_by(Meeting.person_id)
    )
    return dict(session.exec(newest).all())


def _last_change(session: Session) -> dict[str, date]:
    newest = select(RoleChange.person_id, func.max(RoleChange.changed_on)).group_by(RoleChange.person_id)
    return dict(session.exec(newest).all())


def _coverage(state: _State) -> tuple[Coverage, ...]:
    counts: dict[str, Counter[Standing]] = {}
    names: dict[str, str] = {}
    for person_id, lead in state.leads.items():
        counts.setdefault(lead.person_id, Counter())[state.standing(person_id)] += 1
        names[lead.person_id] = lead.name
    return tuple(
        Coverage(lead_id, names[lead_id], found[Standing.MET], found[Standing.BOOKED], found[Standing.TO_BOOK])
        for lead_id, found in counts.items()
    )


def _to_book(state: _State, one: Waiting, now: datetime) -> ToBook:
    last = state.last_met.get(one.person_id)
    days = None if last is None else (now - last).days
    person, lead = state.people[one.person_id], state.leads[one.person_id]
    return ToBook(one.person_id, person.name, lead.name, days, days is None or days >= LONG_WAIT_DAYS)


def _talk(state: _State, meeting: Meeting) -> Talk:
    chosen = next((purpose for purpose in PURPOSES if purpose.value == meeting.purpose), None)
    return Talk(
        meeting.id,
        meeting.person_id,
        state.people[meeting.person_id].name,
        state.leads[meeting.person_id].name,
        meeting.starts_at,
        meeting.state,
        chosen or state.purpose(meeting.person_id),
        meeting.is_announced,
    )


def _week(plan: Plan, monday: date, talks: Sequence[Talk]) -> Week:
    own = tuple(t for t in talks if monday_of(_local(t.starts_at, plan.zone)) == monday)
    return Week(monday, own, max(0, plan.capacity - len(own)))


def _put(unit: UnitOfWork, plan: Plan, state: _State, person_id: str, monday: date) -> str:
    """Book or move a person's talk into a week that has room."""
    moment = find_time(monday, state.busy, unit.now, plan.zone, plan.period)
    if moment is None:
        raise WeekIsFull("This week has no time left for a talk. Choose a later week.")
    booked = state.booked.get(person_id)
    if booked is not None:
        booked.starts_at = moment
        return booked.id
    purpose = state.purpose(person_id)
    meeting_id = plan_meeting(unit, MeetingPlan(person_id, moment, kind=MeetingKind.SKIP_LEVEL))
    unit.session.flush()
    _get(unit.session, meeting_id).purpose = purpose.value
    propose_questions(unit, person_id, purpose)
    state.busy.append(moment)
    return meeting_id


def _day(meeting: Meeting, zone: tzinfo) -> date:
    return _local(meeting.starts_at, zone)


def _local(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()


def _get(session: Session, meeting_id: str) -> Meeting:
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        raise NotFound("The talk is no longer in the vault.")
    return meeting
