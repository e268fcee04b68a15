"""Writes the planned one-on-ones of a vault as one .ics file for any calendar, with times and at most first names."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from coachdesk.exchange.archive import ExportRefused
from coachdesk.exchange.calendar.writer import MeetingOut, SeriesOut, write_calendar
from coachdesk.services.calendar import OutgoingCalendar, list_outgoing
from coachdesk.store.store import Store
from coachdesk.vault.files import create_file, environment_errors


def export_calendar(store: Store, out: Path, *, zone: ZoneInfo, now: datetime, with_names: bool = False) -> int:
    """Write the series and single meetings to come to the new file `out`, for its owner alone; return how many.

    Single meetings stand in `zone`. Raises ExportRefused when there is a file already, StoreFailure and the disk's
    VaultErrors.
    """
    refuse_file(out)
    outgoing = store.read(lambda session: list_outgoing(session, now, with_names=with_names))
    content = write_calendar(*_as_written(outgoing), zone=zone, now=now)
    with environment_errors():
        create_file(out, content)
    return len(outgoing.series) + len(outgoing.meetings)


def refuse_file(out: Path) -> None:
    """Raise ExportRefused unless a new file can take the name `out`."""
    if out.exists():
        raise ExportRefused("There is something of that name already. Choose a new name; nothing was written.")
    if not out.parent.is_dir():
        raise ExportRefused("The folder for the file doesn't exist. Make it first; nothing was written.")


def _as_written(outgoing: OutgoingCalendar) -> tuple[list[SeriesOut], list[MeetingOut]]:
    series = [
        SeriesOut(
            one.series_id,
            one.rrule,
            one.starts_local,
            one.time_zone,
            one.duration_min,
            one.excluded,
            dict(one.moved),
            one.first_name,
        )
        for one in outgoing.series
    ]
    meetings = [
        MeetingOut(one.meeting_id, one.starts_at, one.duration_min, one.first_name) for one in outgoing.meetings
    ]
    return series, meetings
