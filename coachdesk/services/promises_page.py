"""The follow-ups page: every promise both ways, how one came to be, and how promises were kept, in counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from enum import StrEnum

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from coachdesk.growth.keep_rate import DatedPromise, count_kept
from coachdesk.model.meeting import Meeting, MeetingKind, MeetingState
from coachdesk.model.promise import Promise, PromiseOwner
from coachdesk.services.people import PersonRow, list_people
from coachdesk.services.promises import PromiseRow, build_promise_rows, get_promise, list_open_promises, sort_rows

COUNTED_MONTHS = 3
"""Keeping is counted over the present month and this many before it."""
_DONE_SHOWN = 200


class PromiseFilter(StrEnum):
    """Which promises a list shows."""

    OPEN = "open"
    MINE = "mine"
    THEIRS = "theirs"
    OVERDUE = "overdue"
    SNOOZED = "snoozed"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class PromiseFrom:
    """The meeting in which a promise was made."""

    meeting_id: str
    kind: MeetingKind
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class PromiseDetail:
    """One promise with all that happened to it. `next_on` is the day of the next planned meeting with the person."""

    row: PromiseRow
    created_at: datetime
    made_in: PromiseFrom | None
    snoozed_until: date | None
    done_at: datetime | None
    dropped_at: datetime | None
    next_on: date | None


@dataclass(frozen=True, slots=True)
class KeptCounts:
    """How promises that were made since a day stand. Open ones are neither kept nor broken."""

    kept: int
    kept_late: int
    dropped: int
    open: int


@dataclass(frozen=True, slots=True)
class FollowUpsPage:
    """The list of one filter, and the counts both ways since `counted_from`."""

    today: date
    shown: PromiseFilter
    rows: tuple[PromiseRow, ...]
    open_count: int
    overdue_count: int
    counted_from: date
    mine: KeptCounts
    theirs: KeptCounts
    people: tuple[PersonRow, ...]


def get_follow_ups(session: Session, shown: PromiseFilter, now: datetime, zone: tzinfo) -> FollowUpsPage:
    """Return the page with the promises of one filter at the aware instant `now`; days are those of `zone`."""
    today = now.astimezone(zone).date()
    rows = list_open_promises(session, today)
    since = _months_back(today, COUNTED_MONTHS)
    made = list(
        session.exec(
            select(Promise).where(col(Promise.created_at) >= datetime.combine(since, time(), zone).astimezone(UTC))
        )
    )
    return FollowUpsPage(
        today,
        shown,
        _pick(session, shown, rows, today),
        len(rows),
        sum(bool(row.days_late) for row in rows),
        since,
        count_promises([one for one in made if one.owner is PromiseOwner.ME], today, zone),
        count_promises([one for one in made if one.owner is PromiseOwner.THEM], today, zone),
        list_people(session),
    )


def get_promise_detail(session: Session, promise_id: str, now: datetime, zone: tzinfo) -> PromiseDetail:
    """Return one promise with its history; days are those of `zone`. Raises NotFound."""
    today = now.astimezone(zone).date()
    promise = get_promise(session, promise_id)
    meeting = session.get(Meeting, promise.meeting_id) if promise.meeting_id else None
    return PromiseDetail(
        build_promise_rows(session, [promise], today)[0],
        promise.created_at,
        PromiseFrom(meeting.id, meeting.kind, meeting.starts_at) if meeting else None,
        promise.snoozed_until,
        promise.done_at,
        promise.dropped_at,
        _next_on(session, promise.person_id, now, zone),
    )


def count_promises(promises: list[Promise], today: date, zone: tzinfo) -> KeptCounts:
    """Return how promises stand on a day: a promise without a day is never late."""
    dropped = sum(one.dropped_at is not None for one in promises)
    standing = [_dated(one, zone) for one in promises if one.dropped_at is None]
    counts = count_kept(standing, on=today)
    return KeptCounts(counts.kept, counts.kept_late, dropped, counts.overdue + counts.not_due)


def find_person(people: tuple[PersonRow, ...], typed: str) -> PersonRow | None:
    """Return whom typed words mean: a whole name, or the only one that has them at the start of a part; else None."""
    words = " ".join(typed.casefold().split())
    exact = [person for person in people if person.name.casefold() == words]
    if exact or not words:
        return exact[0] if exact else None
    near = [p for p in people if any(" ".join(p.name.casefold().split()[at:]).startswith(words) for at in range(3))]
    return near[0] if len(near) == 1 else None


def _pick(session: Session, shown: PromiseFilter, rows: tuple[PromiseRow, ...], today: date) -> tuple[PromiseRow, ...]:
    if shown is PromiseFilter.MINE:
        return tuple(row for row in rows if row.owner is PromiseOwner.ME)
    if shown is PromiseFilter.THEIRS:
        return tuple(row for row in rows if row.owner is PromiseOwner.THEM)
    if shown is PromiseFilter.OVERDUE:
        return tuple(row for row in rows if row.days_late)
    if shown is PromiseFilter.SNOOZED:
        is_open = col(Promise.done_at).is_(None) & col(Promise.dropped_at).is_(None)
        return sort_rows(_rows(session, is_open & (col(Promise.snoozed_until) > today), today))
    if shown is PromiseFilter.DONE:
        return _rows(session, col(Promise.done_at).is_not(None) | col(Promise.dropped_at).is_not(None), today)
    return rows


def _next_on(session: Session, person_id: str, now: datetime, zone: tzinfo) -> date | None:
    starts_at = session.exec(
        select(Meeting.starts_at)
        .where(Meeting.person_id == person_id, Meeting.state == MeetingState.PLANNED, col(Meeting.starts_at) > now)
        .order_by(col(Meeting.starts_at))
        .limit(1)
    ).first()
    return starts_at.astimezone(zone).date() if starts_at else None


def _rows(session: Session, where: ColumnElement[bool], today: date) -> tuple[PromiseRow, ...]:
    statement = (
        select(Promise)
        .where(where)
        .order_by(func.coalesce(Promise.done_at, Promise.dropped_at).desc())
        .limit(_DONE_SHOWN)
    )
    return build_promise_rows(session, session.exec(statement).all(), today)


def _dated(promise: Promise, zone: tzinfo) -> DatedPromise:
    kept_on = promise.done_at.astimezone(zone).date() if promise.done_at else None
    return DatedPromise(promise.id, promise.due_on or date.max, kept_on)


def _months_back(today: date, months: int) -> date:
    month = today.year * 12 + today.month - 1 - months
    return date(month // 12, month % 12 + 1, 1)
