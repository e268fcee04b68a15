"""A rhythm in the words that one types, and read back as a sentence so that nobody has to guess."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QCoreApplication, QLocale

from coachdesk.services.cadence_words import CadenceKind, CadenceWords, describe_cadence, parse_cadence
from coachdesk.services.series import Rhythm
from coachdesk.ui.words import cadence_words

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PLACES = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}
_THEIR_TIME = "their time"


def _tr(text: str) -> str:
    return QCoreApplication.translate("rhythm", text)


def parse_rhythm(text: str, own_zone: str, their_zone: str) -> Rhythm:
    """Return the rhythm that typed words mean; `their time` at the end puts it on the other's clock.

    Raises UnknownCadence, and ZoneInfoNotFoundError when their zone is wanted and not known.
    """
    words = " ".join(text.lower().split())
    if not words:
        return Rhythm(time_zone=own_zone)
    is_theirs = words.endswith(_THEIR_TIME)
    typed = parse_cadence(words.removesuffix(_THEIR_TIME).strip())
    if is_theirs and not their_zone:
        raise ZoneInfoNotFoundError
    return Rhythm(typed.rrule, typed.at, ZoneInfo(their_zone).key if is_theirs else own_zone)


def typed_words(rhythm: Rhythm, own_zone: str) -> str:
    """Return what one would type for a rhythm, such as `every 2 weeks tue 10:00`."""
    parts = describe_cadence(rhythm.rrule) if rhythm.rrule else None
    if parts is None:
        return ""
    words = _typed_rule(parts) or cadence_words(rhythm.rrule).lower()
    if rhythm.at is not None:
        words += f" {rhythm.at:%H:%M}" + ("" if rhythm.time_zone == own_zone else f" {_THEIR_TIME}")
    return words


def reading_words(rhythm: Rhythm, own_zone: str, their_zone: str, now: datetime) -> str:
    """Return what a rhythm means: `Every 2 weeks on Tuesday at 10:00 your time, 18:00 theirs.`"""
    parts = describe_cadence(rhythm.rrule) if rhythm.rrule else None
    if parts is None:
        return ""
    words = _said_rule(parts) or cadence_words(rhythm.rrule)
    if rhythm.at is None:
        return _tr("{rhythm}. Add a time of day to have the meetings planned ahead.").format(rhythm=words)
    is_own = rhythm.time_zone == own_zone
    sentence = _tr("{rhythm} at {time} your time{there}.") if is_own else _tr("{rhythm} at {time} their time{there}.")
    other = their_zone if is_own else own_zone
    there = _other_clock(rhythm, other, now, is_own=is_own)
    return sentence.format(rhythm=words, time=f"{rhythm.at:%H:%M}", there=there)


def _other_clock(rhythm: Rhythm, other: str, now: datetime, *, is_own: bool) -> str:
    assert rhythm.at is not None
    try:
        here, there = ZoneInfo(rhythm.time_zone), ZoneInfo(other)
    except (ZoneInfoNotFoundError, ValueError):
        return ""
    start = datetime.combine(now.astimezone(here).date(), rhythm.at, here)
    moment = start.astimezone(there)
    if moment.time() == rhythm.at:
        return ""
    words = _tr(", {time} theirs now") if is_own else _tr(", {time} yours now")
    next_day = (moment.date() - start.date()).days
    day = {1: _tr(" on the next day"), -1: _tr(" on the day before")}.get(next_day, "")
    return words.format(time=f"{moment:%H:%M}") + day


def _typed_rule(parts: CadenceWords) -> str:
    every = parts.every
    days = " ".join(_DAYS[day] for day in parts.weekdays)
    match parts.kind:
        case CadenceKind.DAILY:
            return "daily" if every == 1 else f"every {every} days"
        case CadenceKind.WORKDAYS:
            return "weekly " + " ".join(_DAYS[:5])
        case CadenceKind.WEEKLY:
            return ("weekly" if every == 1 else f"every {every} weeks") + (f" {days}" if days else "")
        case CadenceKind.MONTHLY:
            return "monthly" if every == 1 else f"every {every} months"
        case CadenceKind.MONTHLY_WEEKDAY if parts.place in _PLACES:
            return ("monthly" if every == 1 else f"every {every} months") + f" {_PLACES[parts.place]} {days}"
        case CadenceKind.YEARLY if every == 1:
            return "yearly"
    return ""


def _said_rule(parts: CadenceWords) -> str:
    every = parts.every
    names = [QLocale().dayName(day + 1) for day in parts.weekdays]
    days = _tr(" and ").join(names) if len(names) < 3 else ", ".join(names)
    match parts.kind:
        case CadenceKind.WORKDAYS:
            return _tr("Every working day")
        case CadenceKind.WEEKLY:
            words = _tr("Every week") if every == 1 else _tr("Every {count} weeks").format(count=every)
            return words + (_tr(" on {days}").format(days=days) if days else "")
        case CadenceKind.MONTHLY_WEEKDAY if parts.place in _PLACES:
            words = _tr("Every month") if every == 1 else _tr("Every {count} months").format(count=every)
            places = {1: _tr("first"), 2: _tr("second"), 3: _tr("third"), 4: _tr("fourth"), -1: _tr("last")}
            return words + _tr(" on the {place} {day}").format(place=places[parts.place], day=days)
    return ""
