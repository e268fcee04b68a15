"""When a series of meetings happens: repetition in local wall time, kept to what a window can hold.

A rule is read into a small value first, so that a rule that never comes true (30 February) or comes true every
second ends at once: the work is bounded by the window and not by the rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from itertools import count, islice, takewhile

from coachdesk.services.cadence_rule import Frequency, Rule, UnusableRule, parse_rule

_AVERAGED = 5
_KEY = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Window:
    """A span of time from `start_at` on and before `end_at`, both aware."""

    start_at: datetime
    end_at: datetime

    def holds(self, moment: datetime) -> bool:
        """Return whether an instant lies in the window."""
        return self.start_at <= moment < self.end_at


@dataclass(frozen=True, slots=True)
class Exceptions:
    """What differs from the rule, by the key of the occurrence: left out, or moved to another instant."""

    excluded: frozenset[str] = frozenset()
    moved: Mapping[str, datetime] = field(default_factory=dict)


NO_EXCEPTIONS = Exceptions()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One meeting of a series. `key` names the occurrence by where the rule had put it, however often it moves."""

    starts_at: datetime
    key: str


def key_of(moment: datetime) -> str:
    """Return the key of the occurrence that the rule puts at an aware instant, such as `20260505T090000Z`."""
    return moment.astimezone(UTC).strftime(_KEY)


def moment_of(key: str) -> datetime:
    """Return the instant that a key names, the opposite of `key_of`."""
    return datetime.strptime(key, _KEY).replace(tzinfo=UTC)


def resolve_local(local: datetime, zone: tzinfo) -> datetime:
    """Return the UTC instant of a wall time as RFC 5545, 3.3.5, says.

    A time that clocks skip takes the offset from before the gap; a time that happens twice is the first.

    >>> from zoneinfo import ZoneInfo
    >>> resolve_local(datetime(2026, 3, 29, 1, 30), ZoneInfo("Europe/London")).isoformat()
    '2026-03-29T01:30:00+00:00'
    """
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def occurrences(
    rrule: str,
    dtstart_local: datetime,
    zone: tzinfo,
    exceptions: Exceptions,
    window: Window,
) -> tuple[Occurrence, ...]:
    """Return the meetings of a series that start in a window, in order, exceptions applied.

    `dtstart_local` is naive wall time in `zone` and the first meeting. A meeting moved into the window counts, one
    moved out of it does not. Raises UnusableRule.
    """
    rule = parse_rule(rrule)
    found = [
        Occurrence(moment, key)
        for moment in expand(rule, dtstart_local, zone, window)
        if (key := key_of(moment)) not in exceptions.excluded and key not in exceptions.moved
    ]
    found.extend(
        Occurrence(moment.astimezone(UTC), key)
        for key, moment in exceptions.moved.items()
        if window.holds(moment) and key not in exceptions.excluded
    )
    return tuple(sorted(found, key=lambda occurrence: (occurrence.starts_at, occurrence.key)))


def expand(rule: Rule, dtstart_local: datetime, zone: tzinfo, window: Window) -> Iterator[datetime]:
    """Yield the UTC instants that a rule has in a window, in order and without exceptions."""
    local_window = [moment.astimezone(zone).date() for moment in (window.start_at, window.end_at)]
    since, until = local_window[0] - timedelta(days=1), local_window[1] + timedelta(days=1)
    for day in _days(rule, dtstart_local.date(), since, until):
        moment = resolve_local(datetime.combine(day, dtstart_local.time()), zone)
        if _is_after_end(rule, day, dtstart_local.time(), moment):
            return
        if window.holds(moment):
            yield moment


def count_days(rule: Rule, start: date, window: Window) -> int:
    """Return how many days `expand` looks at, at most: those of the window, or from the start of a rule that counts."""
    first = start if rule.count is not None else max(start, window.start_at.date())
    until = rule.until.date() if isinstance(rule.until, datetime) else rule.until
    last = window.end_at.date() if until is None else min(until, window.end_at.date())
    return max(0, (last - first).days)


@cache
def cadence_days(cadence: str) -> float | None:
    """Return the usual days between two meetings of an RRULE, or None when there is no usable one.

    >>> cadence_days("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")
    14.0
    """
    try:
        rule = parse_rule(cadence)
    except UnusableRule:
        return None
    start = date(2024, 1, 1)
    end = start + timedelta(days=min(366 * 30, rule.days * rule.interval * 10 * _AVERAGED))
    first = list(islice(_days(rule, start, start, end), 1, 1 + _AVERAGED))  # the start may be off the rule
    return (first[-1] - first[0]).days / (len(first) - 1) if len(first) > 1 else None


def _is_after_end(rule: Rule, day: date, at: time, moment: datetime) -> bool:
    match rule.until:
        case None:
            return False
        case datetime() as end:
            return moment > end if end.tzinfo is not None else datetime.combine(day, at) > end
        case end_on:
            return day > end_on


def _days(rule: Rule, start: date, since: date, until: date) -> Iterator[date]:
    """Yield the days of a rule from `since` to `until`; the start is always the first one, as RFC 5545 has it."""
    counted = 0
    skipped = 0 if rule.count is not None else max(0, (since - start).days // (rule.max_days * rule.interval) - 1)
    if start >= since and start <= until:
        yield start
    counted += 1
    for day in takewhile(lambda day: day <= until, _rule_days(rule, start, skipped, until)):
        if day == start:
            continue
        counted += 1
        if rule.count is not None and counted > rule.count:
            return
        if day >= since:
            yield day


def _rule_days(rule: Rule, start: date, skipped: int, until: date) -> Iterator[date]:
    rule = rule.anchored(start)
    for step in count(skipped):
        period = _period(rule, start, step * rule.interval)
        if period is None or period[0] > until:
            return
        days = sorted(day for day in period if rule.allows(day))
        for day in _at_positions(days, rule.positions):
            if day >= start:
                yield day


def _at_positions(days: list[date], positions: tuple[int, ...]) -> list[date]:
    if not positions:
        return days
    places = {place - 1 if place > 0 else len(days) + place for place in positions}
    return [day for place, day in enumerate(days) if place in places]


def _period(rule: Rule, start: date, ahead: int) -> list[date] | None:
    """Return the candidate days of the period `ahead` periods after the start's; None after the calendar's end."""
    try:
        match rule.frequency:
            case Frequency.DAILY:
                return [start + timedelta(days=ahead)]
            case Frequency.WEEKLY:
                first = start - timedelta(days=(start.weekday() - rule.week_start) % 7) + timedelta(weeks=ahead)
                return [first + timedelta(days=day) for day in range(7)]
            case Frequency.MONTHLY:
                return _month(start.year + (start.month - 1 + ahead) // 12, (start.month - 1 + ahead) % 12 + 1)
            case Frequency.YEARLY:
                months = rule.months or (start.month,)
                return [day for month in sorted(months) for day in _month(start.year + ahead, month)]
    except (ValueError, OverflowError):
        return None


def _month(year: int, month: int) -> list[date]:
    first = date(year, month, 1)
    return [first + timedelta(days=day) for day in range(31) if (first + timedelta(days=day)).month == month]
