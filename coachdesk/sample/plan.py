"""Which meetings there were and will be: a plan of plain values, so that it can be counted without a vault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random

from coachdesk.model.meeting import MeetingKind, MeetingState
from coachdesk.sample.names import FORTNIGHTLY, Member
from coachdesk.sample.story import BOOKED, LAST_MET, MOVED, NEVER_MET, PULSES, SLOTS, TOLD

HORIZON = timedelta(days=28)
"""Nothing is planned later than this after the present day."""
_MISSED_SHARE = 0.09
_TOLD_DAYS = 14
_WORK_WEEK = 5


@dataclass(frozen=True, slots=True)
class Planned:
    """One meeting of the plan; `at` is the time of day where the manager is, `pulse` only in what was held."""

    person: str
    kind: MeetingKind
    state: MeetingState
    on: date
    at: time
    pulse: int | None = None


def plan_meetings(members: tuple[Member, ...], first: date, today: date, seed: int) -> list[Planned]:
    """Return every meeting with `members` from `first` to the end of the horizon, by time.

    The same arguments give the same plan; nothing in the past is planned and nothing in the future was held.
    """
    found: list[Planned] = []
    for member in members:
        random = Random(f"{seed}/meetings/{member.name}")  # noqa: S311 - made-up meetings, no secret
        begin = max(first, member.start_on)
        found.extend((_skip_levels if member.lead else _one_on_ones)(member, begin, today, random))
    return sorted(found, key=lambda row: (row.on, row.at, row.person))


def _one_on_ones(member: Member, begin: date, today: date, random: Random) -> Iterator[Planned]:
    offset, at = SLOTS.get(member.name) or (random.randrange(1, 7), time(random.choice((9, 10, 13, 14, 15))))
    told_days, told_missed = TOLD.get(member.name, (_TOLD_DAYS, frozenset[int]()))
    mood = random.choice((3, 4, 4))
    for slot in _back(today + timedelta(days=offset), begin, 14 if member.cadence == FORTNIGHTLY else 7):
        ago = (today - slot).days
        chance = random.random() < _MISSED_SHARE
        mood = _next_mood(mood, random)
        if member.left_on is not None and slot > member.left_on:
            continue
        days, clock = MOVED.get((member.name, ago), (ago, at))
        on = today - timedelta(days=days)
        if days <= 0:
            yield Planned(member.name, MeetingKind.ONE_ON_ONE, MeetingState.PLANNED, on, clock)
        elif ago in told_missed if ago <= told_days else chance:
            yield Planned(member.name, MeetingKind.ONE_ON_ONE, MeetingState.MISSED, on, clock)
        else:
            pulse = PULSES.get((member.name, ago), mood)
            yield Planned(member.name, MeetingKind.ONE_ON_ONE, MeetingState.HELD, on, clock, pulse)


def _next_mood(mood: int, random: Random) -> int:
    """Return the reading a week on: it drifts by one at most and is drawn back to the middle."""
    step = random.choice((-1, 0, 0, 0, 0, 1))
    return max(2, min(5, mood + step)) if mood > 2 else mood + random.choice((0, 1))


def _back(newest: date, begin: date, step: int) -> Iterator[date]:
    on = newest
    while on >= begin:
        yield on
        on -= timedelta(days=step)


def _skip_levels(member: Member, begin: date, today: date, random: Random) -> Iterator[Planned]:
    kind, is_here = MeetingKind.SKIP_LEVEL, member.left_on is None
    if is_here and member.name in BOOKED:
        days, clock = BOOKED[member.name]
        yield Planned(member.name, kind, MeetingState.PLANNED, today + timedelta(days=days), clock)
    if is_here and member.name in NEVER_MET:
        return
    told = LAST_MET.get(member.name) if is_here else None
    ago, clock = told or (random.randrange(3, 40), _afternoon(random))
    newest = (member.left_on or today) - timedelta(days=ago)
    on = newest if told else _workday(newest)
    while on >= begin + timedelta(days=30):
        missed = on < newest - timedelta(days=100) and random.random() < _MISSED_SHARE / 2
        yield Planned(member.name, kind, MeetingState.MISSED if missed else MeetingState.HELD, on, clock)
        on, clock = _workday(on - timedelta(days=random.randrange(80, 99))), _afternoon(random)


def _afternoon(random: Random) -> time:
    return time(random.choice((13, 15, 16)), random.choice((0, 30)))


def _workday(on: date) -> date:
    return on - timedelta(days=max(0, on.weekday() - _WORK_WEEK + 1))
