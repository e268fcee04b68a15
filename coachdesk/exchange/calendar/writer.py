"""Writes series and planned meetings as an .ics file for any calendar; it carries no note, agenda or pulse.

The types that come in have no field for any of these, so none can slip out. Format: RFC 5545 by `icalendar`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vRecur

from coachdesk.services.cadence_rule import parse_rule

TITLE = "One-on-one"
_ZONE_YEARS = 5


@dataclass(frozen=True, slots=True)
class SeriesOut:
    """A series to write. `starts_local` is naive wall time in `zone` (an IANA name) and the first meeting.

    `excluded` and `moved` name meetings by where the rule had put them, as aware instants. `first_name` is empty
    unless the user chose to have it in the title.
    """

    series_id: str
    rrule: str
    starts_local: datetime
    zone: str
    duration_min: int = 30
    excluded: tuple[datetime, ...] = ()
    moved: Mapping[datetime, datetime] = field(default_factory=dict)
    first_name: str = ""


@dataclass(frozen=True, slots=True)
class MeetingOut:
    """A single planned meeting to write."""

    meeting_id: str
    starts_at: datetime
    duration_min: int = 30
    first_name: str = ""


def write_calendar(
    series: Sequence[SeriesOut], meetings: Sequence[MeetingOut], *, zone: ZoneInfo, now: datetime
) -> bytes:
    """Return an .ics file with the same UIDs each time; `zone` is that of single meetings. Raises UnusableRule."""
    calendar = Calendar()
    calendar.add("PRODID", "-//CoachDesk//One-on-ones//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    for one in series:
        _add_series(calendar, one, now)
    for meeting in meetings:
        calendar.add_component(
            _event(
                meeting.meeting_id, meeting.starts_at.astimezone(zone), meeting.duration_min, meeting.first_name, now
            )
        )
    _add_zones(calendar, series, meetings, now)
    content: bytes = calendar.to_ical()
    return content


def _add_series(calendar: Calendar, series: SeriesOut, now: datetime) -> None:
    parse_rule(series.rrule)
    zone = ZoneInfo(series.zone)
    starts = series.starts_local.replace(tzinfo=zone, fold=0)
    master = _event(series.series_id, starts, series.duration_min, series.first_name, now)
    master.add("RRULE", vRecur.from_ical(series.rrule.upper().removeprefix("RRULE:")))
    if series.excluded:
        master.add("EXDATE", [moment.astimezone(zone) for moment in sorted(series.excluded)])
    calendar.add_component(master)
    for original, moment in sorted(series.moved.items()):
        change = _event(series.series_id, moment.astimezone(zone), series.duration_min, series.first_name, now)
        change.add("RECURRENCE-ID", original.astimezone(zone))
        calendar.add_component(change)


def _event(identity: str, starts: datetime, duration_min: int, first_name: str, now: datetime) -> Event:
    event = Event()
    event.add("UID", f"{identity}@coachdesk")
    event.add("DTSTAMP", now.astimezone(UTC).replace(microsecond=0))
    event.add("DTSTART", starts)
    event.add("DURATION", timedelta(minutes=duration_min))
    event.add("SUMMARY", f"{TITLE}: {first_name}" if first_name else TITLE)
    event.add("CLASS", "PRIVATE")
    return event


def _add_zones(calendar: Calendar, series: Sequence[SeriesOut], meetings: Sequence[MeetingOut], now: datetime) -> None:
    """Add a VTIMEZONE for each zone used, from a year before the first meeting to some years ahead."""
    years = [now.year, *(one.starts_local.year for one in series), *(meeting.starts_at.year for meeting in meetings)]
    calendar.add_missing_timezones(date(min(years) - 1, 1, 1), date(max(years) + _ZONE_YEARS, 1, 1))
