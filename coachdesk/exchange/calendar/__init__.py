"""The calendar exchange as pure functions: read an .ics file, match its events to people, plan the import; and write.

draft = read_calendar(content, "work.ics", zone=zone, window=window)
matches = match_people(draft.events, people, owner_emails)
plan = plan_import(matches, existing, window)
"""

from coachdesk.exchange.calendar.draft import (
    DEFAULT_LIMITS,
    Attendee,
    CalendarDraft,
    CalendarEvent,
    CalendarProblem,
    CalendarProblemCode,
    CalendarUnreadable,
    Limits,
)
from coachdesk.exchange.calendar.matching import EventKind, Match, MatchedBy, PersonKey, match_people
from coachdesk.exchange.calendar.plan import (
    CalendarPlan,
    CalendarPlanRow,
    ExistingLink,
    PlanAction,
    PlanReason,
    plan_import,
)
from coachdesk.exchange.calendar.reader import read_calendar
from coachdesk.exchange.calendar.writer import MeetingOut, SeriesOut, write_calendar
from coachdesk.services.cadence import Window

__all__ = [
    "DEFAULT_LIMITS",
    "Attendee",
    "CalendarDraft",
    "CalendarEvent",
    "CalendarPlan",
    "CalendarPlanRow",
    "CalendarProblem",
    "CalendarProblemCode",
    "CalendarUnreadable",
    "EventKind",
    "ExistingLink",
    "Limits",
    "Match",
    "MatchedBy",
    "MeetingOut",
    "PersonKey",
    "PlanAction",
    "PlanReason",
    "SeriesOut",
    "Window",
    "match_people",
    "plan_import",
    "read_calendar",
    "write_calendar",
]
