"""The series of the sample: the rhythm in which each present report is met, and the turns of the coming weeks.

The next meeting that the story tells becomes the first turn of its series, moved where the story moved it. Nothing is
drawn by chance, so that no other part of the sample shifts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from hashlib import blake2b
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from coachdesk.model.meeting import Meeting, MeetingKind, MeetingState
from coachdesk.model.series import Series
from coachdesk.sample.names import Member
from coachdesk.sample.story import SLOTS
from coachdesk.services.cadence import NO_EXCEPTIONS, Window, key_of, occurrences, resolve_local
from coachdesk.services.series import HORIZON
from coachdesk.store.unit_of_work import UnitOfWork

_LENGTH_MIN = 30


def add_rhythms(
    unit: UnitOfWork, members: Sequence[Member], person_ids: Mapping[str, str], today: date, zone: tzinfo, seed: int
) -> int:
    """Add a series for each direct report who is there, with its turns up to 8 weeks after the present day.

    Return how many meetings were added.
    """
    start = resolve_local(datetime.combine(today, time()), zone)
    added = 0
    for member in members:
        if member.lead is not None or member.left_on is not None:
            continue
        next_one = unit.session.exec(
            select(Meeting)
            .where(
                Meeting.person_id == person_ids[member.name],
                Meeting.state == MeetingState.PLANNED,
                col(Meeting.starts_at) >= start,
            )
            .order_by(col(Meeting.starts_at))
        ).first()
        if next_one is None:
            continue
        series = _series(member, next_one, today, zone, seed)
        unit.add(series)
        unit.session.flush()
        turns = list(_turns(series, next_one, Window(start, start + HORIZON)))
        unit.session.add_all(turns)
        unit.session.flush()
        added += len(turns)
    return added


def _series(member: Member, next_one: Meeting, today: date, zone: tzinfo, seed: int) -> Series:
    local = next_one.starts_at.astimezone(zone)
    days, at = SLOTS.get(member.name) or ((local.date() - today).days, local.time())
    return Series(
        id=_identity(f"{seed}/series/{member.name}"),
        person_id=next_one.person_id,
        rrule=member.cadence,
        starts_local=datetime.combine(today + timedelta(days=days), at).isoformat(),
        time_zone=getattr(zone, "key", "UTC"),
        duration_min=_LENGTH_MIN,
        created_at=next_one.starts_at - timedelta(days=90),
    )


def _turns(series: Series, next_one: Meeting, window: Window) -> Iterator[Meeting]:
    """Return the turns after the first, which is the meeting that the story has."""
    zone, starts = ZoneInfo(series.time_zone), datetime.fromisoformat(series.starts_local)
    first_at = resolve_local(starts, zone)
    next_one.series_id, next_one.occurrence_key = series.id, key_of(first_at)
    next_one.moved_from_at = None if next_one.starts_at == first_at else first_at
    for turn in occurrences(series.rrule, starts, zone, NO_EXCEPTIONS, window):
        if turn.key != next_one.occurrence_key:
            yield Meeting(
                id=_identity(f"{series.id}/{turn.key}"),
                person_id=series.person_id,
                kind=MeetingKind.ONE_ON_ONE,
                starts_at=turn.starts_at,
                duration_min=_LENGTH_MIN,
                series_id=series.id,
                occurrence_key=turn.key,
                created_at=next_one.created_at,
            )


def _identity(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()
