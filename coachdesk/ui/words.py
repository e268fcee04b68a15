"""Dates, times and cadences in words, in one place, so that every screen says them alike."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from coachdesk.model.meeting import MeetingKind
from coachdesk.services.cadence import cadence_days


def _tr(text: str) -> str:
    return QCoreApplication.translate("words", text)


def day_words(day: date, today: date, *, with_year: bool | None = None) -> str:
    """Return `12 May`, with the year when it is not this one."""
    shows_year = day.year != today.year if with_year is None else with_year
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMM yyyy" if shows_year else "d MMM")


def long_day_words(day: date) -> str:
    """Return `Tuesday 12 May`."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "dddd d MMMM")


def near_day_words(moment: datetime, today: date, zone: tzinfo) -> str:
    """Return a day of the coming week in `zone`: `today`, `tomorrow`, or its name as `Thu`."""
    day = moment.astimezone(zone).date()
    near = {0: _tr("today"), 1: _tr("tomorrow")}
    return near.get((day - today).days) or QLocale().toString(QDate(day.year, day.month, day.day), "ddd")


def weekday_words(moment: datetime, zone: tzinfo) -> str:
    """Return the day in `zone`, as `Tue 12 May`."""
    day = moment.astimezone(zone).date()
    return QLocale().toString(QDate(day.year, day.month, day.day), "ddd d MMM")


def clock_words(moment: datetime, zone: tzinfo) -> str:
    """Return the time of day in `zone`, as `09:30`."""
    local = moment.astimezone(zone)
    return QLocale().toString(QTime(local.hour, local.minute), "HH:mm")


def ago_words(day: date, today: date) -> str:
    """Return how long ago a day was: `today`, `yesterday`, `7 days ago`."""
    days = (today - day).days
    if days < 0:
        return _tr("in 1 day") if days == -1 else _tr("in {count} days").format(count=-days)
    return waited_words(days)


def waited_words(days: int) -> str:
    """Return a number of days gone by: `today`, `yesterday`, `7 days ago`."""
    near = {0: _tr("today"), 1: _tr("yesterday")}
    return near.get(days) or _tr("{count} days ago").format(count=days)


def age_words(day: date, today: date) -> str:
    """Return how long ago a day was in the coarsest fitting unit: `12 days ago`, `14 months ago`, `3 years ago`."""
    days = (today - day).days
    if days < 61:
        return ago_words(day, today)
    months = round(days / 30.44)
    if months < 24:
        return _tr("{count} months ago").format(count=months)
    return _tr("{count} years ago").format(count=round(days / 365.25))


def count_words(count: int, one: str, many: str) -> str:
    """Return `1 day` or `4 days`; pass both forms translated."""
    return f"{count} {one if count == 1 else many}"


def cadence_words(cadence: str) -> str:
    """Return an RRULE in words: `Weekly`, `Every 2 weeks`, `Monthly`; empty when there is none."""
    if not cadence:
        return ""
    days = cadence_days(cadence)
    if days is None:
        return _tr("Irregular")
    known = {1: _tr("Daily"), 7: _tr("Weekly"), 14: _tr("Every 2 weeks"), 21: _tr("Every 3 weeks")}
    if round(days) in known:
        return known[round(days)]
    if 27 <= days <= 32:
        return _tr("Monthly")
    if 85 <= days <= 95:
        return _tr("Every 3 months")
    return _tr("Every {count} days").format(count=round(days))


def kind_words(kind: MeetingKind) -> str:
    """Return what a meeting is called."""
    return _tr("Skip-level") if kind is MeetingKind.SKIP_LEVEL else _tr("One-on-one")
