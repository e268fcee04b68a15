"""When a meeting is, in words: `in 18 min`, `at 14:00`, `Tomorrow, 10:00`."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from PySide6.QtCore import QCoreApplication

from coachdesk.services.meetings import MeetingRow
from coachdesk.ui.words import clock_words, day_words

COUNTED_MIN = 90
"""A meeting nearer than this is told by the minutes left."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("when", text)


def minutes_until(moment: datetime, now: datetime) -> int:
    """Return whole minutes from now on, rounded up so that `in 1 min` is never less; negative in the past."""
    return -int((now - moment).total_seconds() // 60)


def near_words(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """Return when a meeting of about now is: `in 18 min`, `now`, `at 14:00`."""
    minutes = minutes_until(moment, now)
    if 0 < minutes < COUNTED_MIN:
        return _tr("in {count} min").format(count=minutes)
    if minutes == 0:
        return _tr("now")
    if minutes > 0:
        return _tr("at {time}").format(time=clock_words(moment, zone))
    return _tr("planned for {time}").format(time=clock_words(moment, zone))


def day_clock_words(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """Return `Today, 09:30`, `Tomorrow, 10:00` or `15 May, 10:00`."""
    day, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    near = {0: _tr("Today"), 1: _tr("Tomorrow")}
    words = near.get((day - today).days) or day_words(day, today)
    return f"{words}, {clock_words(moment, zone)}"


def span_words(meeting: MeetingRow, zone: tzinfo) -> str:
    """Return `09:30 to 10:00`."""
    end = meeting.starts_at + timedelta(minutes=meeting.duration_min)
    words = _tr("{start} to {end}")
    return words.format(start=clock_words(meeting.starts_at, zone), end=clock_words(end, zone))


def ms_to_next_minute(now: datetime) -> int:
    """Return the milliseconds until words that count minutes change."""
    return 60_000 - now.second * 1000 - now.microsecond // 1000 + 50
