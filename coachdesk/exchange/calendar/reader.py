"""Reads a calendar file into a draft: what is good is taken, what is not is named by line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from coachdesk.exchange.calendar.components import Component, ComponentReader
from coachdesk.exchange.calendar.draft import (
    DEFAULT_LIMITS,
    CalendarDraft,
    CalendarEvent,
    CalendarProblem,
    CalendarProblemCode,
    CalendarUnreadable,
    Limits,
    Problems,
)
from coachdesk.exchange.calendar.expansion import Meeting, lay_out
from coachdesk.exchange.calendar.invited import read_attendees, read_title
from coachdesk.exchange.calendar.lines import Block, split_blocks
from coachdesk.exchange.calendar.zones import Zones
from coachdesk.services.cadence import Window, count_days

_DAY = re.compile(r":\s*(\d{4})(\d\d)(\d\d)")
_ANSWERS = frozenset({"REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"})
_SHORTER = "Choose a shorter span of time and try again."


def read_calendar(
    data: bytes,
    file_name: str,
    *,
    zone: ZoneInfo,
    window: Window,
    limits: Limits = DEFAULT_LIMITS,
) -> CalendarDraft:
    """Return the meetings of an .ics file that start in a window, with the places that could not be read.

    Times without a zone are those of the calendar's own zone if it names one (X-WR-TIMEZONE), else of `zone`.
    Raises CalendarUnreadable when the file as a whole cannot be used.
    """
    problems = Problems(limits.max_problems)
    blocks = split_blocks(file_name, data, limits, problems)
    method = _calendar_value(blocks.calendar, "METHOD").upper()
    if method in _ANSWERS:
        reason = "This is an answer to an invitation and not a calendar."
        raise CalendarUnreadable(file_name, reason, "Export the calendar itself as an .ics file.")
    zones = Zones(blocks.zones, zone, window)
    if own := _calendar_value(blocks.calendar, "X-WR-TIMEZONE"):
        zones.float_in(own)
    reader = ComponentReader(zones, limits, problems)
    found = (reader.read(block) for block in blocks.events if not _is_elsewhere(block, window))
    groups = _group(file_name, (component for component in found if component), window, limits)
    _name_twins(groups, problems)
    meetings = _lay_out_all(file_name, groups, window, limits)
    cancels_all = method == "CANCEL"
    events = [_event(meeting, limits, cancels_all) for meeting in meetings]
    events.sort(key=lambda event: (event.starts_at, event.uid, event.recurrence_key))
    return CalendarDraft(file_name, tuple(events), problems.in_order(), problems.more)


def _calendar_value(block: Block, name: str) -> str:
    line = block.find(name)
    return line.text.partition(":")[2].strip() if line else ""


def _is_elsewhere(block: Block, window: Window) -> bool:
    """Return whether a single event is clearly outside of the window, without reading more of it."""
    if any(line.name in ("RRULE", "RDATE", "RECURRENCE-ID") for line in block.lines):
        return False
    line = block.find("DTSTART")
    match = _DAY.search(line.text) if line else None
    try:
        day = date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return False
    margin = timedelta(days=2)
    return day is not None and not window.start_at.date() - margin <= day <= window.end_at.date() + margin


def _group(
    file_name: str, components: Iterable[Component], window: Window, limits: Limits
) -> dict[str, list[Component]]:
    groups: dict[str, list[Component]] = {}
    days = 0
    for component in components:
        if component.rule is not None:
            days += count_days(component.rule, component.start.local.date(), window)
        if days > limits.max_days:
            reason = "Its repetitions are too many to count."
            raise CalendarUnreadable(file_name, reason, "Export only the calendar with your one-on-ones.")
        groups.setdefault(component.uid, []).append(component)
    return groups


def _name_twins(groups: dict[str, list[Component]], problems: Problems) -> None:
    """Say where two events of one UID claim to be the same version of it."""
    for components in groups.values():
        seen: dict[tuple[str, int, str], datetime] = {}
        for component in components:
            key = component.recurs_at.key if component.recurs_at else ""
            version = (key, component.sequence, component.stamp)
            if seen.setdefault(version, component.start.at) != component.start.at:
                message = "Another event has the same UID."
                line = component.block.find("UID")
                number = line.number if line else component.block.number
                advice = "One of the two is taken; please check the time."
                code = CalendarProblemCode.SAME_UID
                problems.add(CalendarProblem(code, number, "VEVENT", "UID", message, advice, False))


def _lay_out_all(file_name: str, groups: dict[str, list[Component]], window: Window, limits: Limits) -> list[Meeting]:
    meetings: list[Meeting] = []
    for components in groups.values():
        meetings.extend(lay_out(components, window))
        if len(meetings) > limits.max_in_window:
            reason = f"It has more than {limits.max_in_window:,} meetings in this span of time."
            raise CalendarUnreadable(file_name, reason, _SHORTER)
    return meetings


def _event(meeting: Meeting, limits: Limits, cancels_all: bool) -> CalendarEvent:
    component, master = meeting.component, meeting.master or meeting.component
    limit = limits.max_attendees
    return CalendarEvent(
        uid=component.uid,
        recurrence_key=meeting.key,
        is_series=bool(meeting.key),
        rrule=master.rrule,
        starts_at=meeting.starts_at.astimezone(UTC),
        duration_min=meeting.duration_min,
        zone=component.start.zone.name,
        is_all_day=component.start.is_day,
        is_cancelled=meeting.is_cancelled or cancels_all,
        attendees=read_attendees(component.block, limit) or read_attendees(master.block, limit),
        title=read_title(component.block) or read_title(master.block),
        sequence=component.sequence,
    )
