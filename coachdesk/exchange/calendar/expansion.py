"""Lays out the components of one UID as meetings in a window, with `recurring-ical-events`.

The rule itself is laid out by `services.cadence`, which the window bounds, and handed over as a list of dates: the
library then decides which change replaces which meeting, but never runs a rule that a hostile file wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import recurring_ical_events
from icalendar import Calendar, Event

from coachdesk.exchange.calendar.components import Component, When
from coachdesk.services.cadence import Window, expand, key_of

_PLACE = "X-COACHDESK-PLACE"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting: the component that describes it, its key (empty for a single event) and when it is.

    `master` is the component with the rule of its series, None when the file doesn't hold it.
    """

    component: Component
    master: Component | None
    key: str
    starts_at: datetime
    duration_min: int
    is_cancelled: bool


def lay_out(components: Sequence[Component], window: Window) -> tuple[Meeting, ...]:
    """Return the meetings of one UID that start in a window; those that the series leaves out are cancelled ones."""
    master = _newest([component for component in components if component.recurs_at is None])
    changes = [component for component in components if component.recurs_at is not None]
    if master is not None and not changes and not _recurs(master):
        return _single(master, window)
    starts = _starts(master, window) if master else {}
    excluded = _excluded(master, starts) if master else {}
    for change in changes:
        if change.recurs_at is not None:
            excluded.pop(_key_in(change.recurs_at, starts), None)
    kept = {key: moment for key, moment in starts.items() if key not in excluded}
    meetings = _overlay(master, changes, kept, starts, window)
    meetings.extend(
        Meeting(master, master, key, moment, master.duration_min, True)
        for key, moment in excluded.items()
        if master is not None and window.holds(moment)
    )
    return tuple(meetings)


def _newest(components: Sequence[Component]) -> Component | None:
    return max(components, key=lambda component: (component.sequence, component.stamp), default=None)


def _recurs(component: Component) -> bool:
    return component.rule is not None or bool(component.added)


def _single(component: Component, window: Window) -> tuple[Meeting, ...]:
    start = component.start.at
    if not window.holds(start):
        return ()
    return (Meeting(component, component, "", start, component.duration_min, component.is_cancelled),)


def _starts(master: Component, window: Window) -> dict[str, datetime]:
    """Return the meetings of the rule and the dates added, by key; wide enough for those moved into the window."""
    wide = Window(window.start_at - timedelta(days=8), window.end_at + timedelta(days=8))
    start = master.start
    found = [start.at] if wide.holds(start.at) else []
    if master.rule is not None:
        found.extend(expand(master.rule, start.local, start.zone.tz, wide))
    found.extend(when.at for when in master.added if wide.holds(when.at))
    return {_key(start, moment): moment for moment in sorted(found)}


def _key(start: When, moment: datetime) -> str:
    return moment.astimezone(start.zone.tz).strftime("%Y%m%d") if start.is_day else key_of(moment)


def _key_in(when: When, starts: dict[str, datetime]) -> str:
    """Return the key that a moment means; a bare date means the meeting of that day."""
    if not when.is_day or when.key in starts:
        return when.key
    return next((key for key, moment in starts.items() if _on_day(when, moment)), when.key)


def _on_day(when: When, moment: datetime) -> bool:
    return moment.astimezone(when.zone.tz).date() == when.local.date()


def _excluded(master: Component, starts: dict[str, datetime]) -> dict[str, datetime]:
    keys = {_key_in(when, starts) for when in master.left_out}
    return {key: moment for key, moment in starts.items() if key in keys}


def _overlay(
    master: Component | None,
    changes: Sequence[Component],
    kept: dict[str, datetime],
    starts: dict[str, datetime],
    window: Window,
) -> list[Meeting]:
    """Return the meetings with every change laid over the one it names."""
    order = [component for component in (master, *changes) if component is not None]
    calendar = Calendar()
    for place, component in enumerate(order):
        if component is not master:
            calendar.add_component(_change(component, place, starts))
        elif kept:
            calendar.add_component(_core(component, place, kept))
    found = recurring_ical_events.of(calendar).between(window.start_at, window.end_at)
    meetings = []
    keys = {moment: key for key, moment in starts.items()}
    for event in found:
        component = order[int(event[_PLACE])]
        moment = event.start.astimezone(UTC)
        if window.holds(moment):
            original = _original(event, component, moment, starts)
            key = keys.get(original) or _fallback_key(component, original)
            cancelled = component.is_cancelled or bool(master and master.is_cancelled)
            meetings.append(Meeting(component, master, key, moment, component.duration_min, cancelled))
    return meetings


def _fallback_key(component: Component, original: datetime) -> str:
    return _key(component.recurs_at or component.start, original)


def _original(event: Event, component: Component, moment: datetime, starts: dict[str, datetime]) -> datetime:
    """Return where the rule had put a meeting; one shifted with all later ones stands as far off as the first."""
    if component.recurs_at is None:
        return moment
    named = _moment_of(component.recurs_at, starts)
    shift = component.start.at - named
    return moment - shift if component.changes_later_ones else named


def _moment_of(when: When, starts: dict[str, datetime]) -> datetime:
    return starts.get(_key_in(when, starts), when.at)


def _core(component: Component, place: int, kept: dict[str, datetime]) -> Event:
    moments = sorted(kept.values())
    event = _event(component, place, moments[0])
    event.add("RDATE", moments)
    return event


def _change(component: Component, place: int, starts: dict[str, datetime]) -> Event:
    event = _event(component, place, component.start.at)
    if component.recurs_at is not None:
        parameters = {"RANGE": "THISANDFUTURE"} if component.changes_later_ones else {}
        event.add("RECURRENCE-ID", _moment_of(component.recurs_at, starts), parameters=parameters)
    return event


def _event(component: Component, place: int, start: datetime) -> Event:
    event = Event()
    event.add("UID", "one")
    event.add("DTSTART", start)
    event.add("DTEND", start + timedelta(minutes=component.duration_min))
    event.add("SEQUENCE", component.sequence)
    event.add(_PLACE, str(place))
    return event
