from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest

from coachdesk.exchange.calendar import MeetingOut, SeriesOut, Window, read_calendar, write_calendar
from coachdesk.services.cadence import Exceptions, key_of, occurrences
from coachdesk.services.cadence_rule import UnusableRule

NOW = datetime(2026, 5, 1, 8, tzinfo=UTC)
TOKYO = ZoneInfo("Asia/Tokyo")
FIRST = datetime(2026, 3, 3, 10, 0)
SERIES = SeriesOut(
    "series-1",
    "FREQ=WEEKLY",
    FIRST,
    "Europe/London",
    45,
    excluded=(datetime(2026, 3, 17, 10, tzinfo=UTC),),
    moved={datetime(2026, 3, 31, 9, tzinfo=UTC): datetime(2026, 4, 1, 13, tzinfo=UTC)},
)
SPRING = Window(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC))


def test_what_is_written_is_read_back_as_the_same_meetings_by_us_and_by_the_library():
    single = MeetingOut("meeting-1", datetime(2026, 4, 9, 1, tzinfo=UTC), first_name="Hana")
    content = write_calendar([SERIES], [single], zone=TOKYO, now=NOW)
    draft = read_calendar(content, "out.ics", zone=TOKYO, window=SPRING)
    assert draft.problems == ()
    expected = occurrences(
        SERIES.rrule,
        FIRST,
        ZoneInfo(SERIES.zone),
        Exceptions(frozenset(map(key_of, SERIES.excluded)), {key_of(k): v for k, v in SERIES.moved.items()}),
        SPRING,
    )
    ours = [e for e in draft.events if e.uid == "series-1@coachdesk" and not e.is_cancelled]
    assert [(e.starts_at, e.recurrence_key, e.duration_min) for e in ours] == [
        (o.starts_at, o.key, 45) for o in expected
    ]
    assert [(e.starts_at, e.title) for e in draft.events if not e.is_series] == [(single.starts_at, "One-on-one: Hana")]
    calendar = icalendar.Calendar.from_ical(content)
    assert sorted(zone.tz_name for zone in calendar.timezones) == ["Asia/Tokyo", "Europe/London"]
    assert calendar.get_missing_tzids() == set()
    assert all(not event.errors for event in calendar.events)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_the_same_series_is_written_the_same_way_each_time():
    assert write_calendar([SERIES], [], zone=TOKYO, now=NOW) == write_calendar([SERIES], [], zone=TOKYO, now=NOW)


def test_no_private_word_has_a_field_and_the_title_names_nobody_unless_chosen():
    private = {"note", "agenda", "pulse", "text", "title", "about", "promises"}
    assert not private & {field.name for kind in (SeriesOut, MeetingOut) for field in fields(kind)}
    calendar = icalendar.Calendar.from_ical(write_calendar([SERIES], [], zone=TOKYO, now=NOW))
    assert {str(event["SUMMARY"]) for event in calendar.events} == {"One-on-one"}
    known = {"UID", "DTSTAMP", "DTSTART", "DURATION", "SUMMARY", "CLASS", "RRULE", "EXDATE", "RECURRENCE-ID"}
    assert {str(name) for event in calendar.events for name in event} <= known


def test_a_name_cannot_add_a_line_to_the_file():
    meeting = MeetingOut("1", NOW, first_name="Sam\r\nATTENDEE:mailto:x@example.com")
    event = icalendar.Calendar.from_ical(write_calendar([], [meeting], zone=TOKYO, now=NOW)).events[0]
    assert "ATTENDEE" not in event


def test_a_rule_that_cannot_be_used_is_not_written():
    with pytest.raises(UnusableRule):
        write_calendar([SeriesOut("1", "FREQ=SECONDLY", FIRST, "Europe/London")], [], zone=TOKYO, now=NOW)
