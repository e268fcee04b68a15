from __future__ import annotations

import codecs
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachdesk.exchange.calendar import (
    CalendarDraft,
    CalendarProblemCode,
    CalendarUnreadable,
    Limits,
    Window,
    read_calendar,
)

FIXTURES = Path(__file__).parent.parent / "fixtures" / "calendars"
LONDON = ZoneInfo("Europe/London")
SPRING = Window(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC))


def read(name: str) -> CalendarDraft:
    return read_calendar((FIXTURES / name).read_bytes(), name, zone=LONDON, window=SPRING)


def read_lines(*lines: str, limits: Limits | None = None) -> CalendarDraft:
    content = "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""]).encode()
    return read_calendar(content, "x.ics", zone=LONDON, window=SPRING, limits=limits or Limits())


def event(*lines: str) -> list[str]:
    return ["BEGIN:VEVENT", *lines, "END:VEVENT"]


def starts(draft: CalendarDraft, uid: str) -> list[tuple[str, bool]]:
    return [(e.starts_at.strftime("%m-%d %H:%M"), e.is_cancelled) for e in draft.events if e.uid == uid]


def test_a_google_export_with_a_moved_a_cancelled_and_a_left_out_meeting():
    draft = read("google.ics")
    assert draft.problems == ()
    assert starts(draft, "sam-weekly@google.com") == [
        ("03-03 10:00", False),
        ("03-10 10:00", False),
        ("03-17 10:00", True),
        ("03-25 14:00", False),
        ("03-31 09:00", False),
        ("04-07 09:00", True),
        ("04-14 09:00", False),
        ("04-21 09:00", False),
        ("04-28 09:00", False),
    ]
    moved = next(e for e in draft.events if e.starts_at.day == 25)
    assert (moved.recurrence_key, moved.duration_min, moved.zone) == ("20260324T100000Z", 45, "Europe/London")
    assert moved.is_series and moved.rrule.startswith("FREQ=WEEKLY")
    first = draft.events[0]
    assert {attendee.address for attendee in first.attendees} == {"priya@example.com", "sam.weber@example.com"}
    assert [e.uid for e in draft.events if e.is_all_day] == ["holiday@google.com"]


def test_an_outlook_export_with_windows_zones_and_one_of_its_own():
    draft = read("outlook.ics")
    assert draft.problems == ()
    assert starts(draft, "040000008200E00074C5B7101A82E00800000000SAM") == [
        ("03-05 08:00", False),
        ("03-12 08:00", False),
        ("03-19 08:00", True),
        ("03-26 08:00", True),
        ("04-02 07:00", False),
        ("04-09 07:00", False),
    ]
    lee = next(e for e in draft.events if e.uid.endswith("LEE"))
    assert lee.starts_at == datetime(2026, 3, 10, 14, tzinfo=UTC)
    assert {e.zone for e in draft.events} == {"Europe/Berlin", "America/New_York"}


def test_an_apple_export_without_time_zones_defined():
    draft = read("apple.ics")
    hana = "5A0E2F10-0000-4000-8000-000000000001"
    assert [moment for moment, _ in starts(draft, hana)][:3] == ["03-02 09:00", "03-11 09:00", "03-16 09:00"]
    assert {a.address for a in draft.events[0].attendees} == {"hana@example.com", "priya@example.com"}
    floating = next(e for e in draft.events if e.uid != hana)
    assert (floating.starts_at, floating.duration_min) == (datetime(2026, 3, 4, 11, tzinfo=UTC), 25)


def test_a_nextcloud_export_where_all_later_meetings_move():
    draft = read("nextcloud.ics")
    assert [(e.starts_at.strftime("%m-%d %H:%M"), e.recurrence_key, e.duration_min) for e in draft.events] == [
        ("03-06 15:00", "20260306T150000Z", 30),
        ("04-03 15:00", "20260403T140000Z", 60),
        ("05-01 15:00", "20260501T140000Z", 60),
    ]
    assert draft.events[1].attendees[0].name == "Zoë Müller"


def test_a_broken_file_gives_what_is_good_and_names_the_rest_by_line_without_its_words():
    draft = read("broken.ics")
    assert [e.uid for e in draft.events if not e.uid.startswith("no-uid")] == ["good-1", "odd-zone"]
    assert draft.events[0].attendees[0].address == "sam.weber@example.com"
    assert [(p.code.value, p.line, p.property_name, p.is_left_out) for p in draft.problems] == [
        ("broken_line", 9, "", False),
        ("no_start", 11, "", True),
        ("unreadable_time", 17, "DTSTART", True),
        ("unreadable_rule", 23, "RRULE", True),
        ("no_uid", 25, "", False),
        ("unknown_zone", 31, "DTSTART", False),
        ("unreadable_time", 32, "DTEND", False),
        ("unreadable_time", 37, "DTSTART", True),
        ("not_closed", 40, "", True),
    ]
    said = " ".join(map(str, draft.problems))
    assert "line 17, VEVENT, DTSTART: It is no date or time that can be read." in said
    for private in ("private", "Sam", "Lee", "Middle Earth", "note came", "2026"):
        assert private not in said
    again = read("broken.ics")
    assert [e.uid for e in again.events] == [e.uid for e in draft.events]


def test_encodings_folds_and_line_ends_as_programs_write_them():
    text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20260303T100000Z\nSUMMARY:Zoë\nEND:VEVENT\nEND:VCALENDAR\n"
    split = text.replace("\n", "\r\n").encode().replace("ë".encode(), "ë".encode()[:1] + b"\r\n " + "ë".encode()[1:])
    variants = [
        text.encode(),
        codecs.BOM_UTF8 + text.encode(),
        text.encode("utf-16"),
        text.replace("\n", "\r").encode(),
        split,
    ]
    for content in variants:
        draft = read_calendar(content, "x.ics", zone=LONDON, window=SPRING)
        assert [(e.title, draft.problems) for e in draft.events] == [("Zoë", ())]
    latin = read_calendar(text.encode("latin-1"), "x.ics", zone=LONDON, window=SPRING)
    assert latin.events[0].title == "Zoë"
    assert [problem.code for problem in latin.problems] == [CalendarProblemCode.ENCODING]


def test_of_two_versions_the_newer_is_taken_and_two_events_of_one_uid_are_named():
    old = event("UID:1", "SEQUENCE:1", "DTSTART:20260303T100000Z")
    new = event("UID:1", "SEQUENCE:2", "DTSTART:20260304T100000Z")
    draft = read_lines(*new, *old)
    assert [e.starts_at.day for e in draft.events] == [4]
    assert draft.problems == ()
    twins = read_lines(*event("UID:1", "DTSTART:20260303T100000Z"), *event("UID:1", "DTSTART:20260304T100000Z"))
    assert [problem.code for problem in twins.problems] == [CalendarProblemCode.SAME_UID]
    assert len(twins.events) == 1


def test_a_cancellation_sent_by_mail_cancels_and_an_answer_is_no_calendar():
    draft = read_lines("METHOD:CANCEL", *event("UID:1", "DTSTART:20260303T100000Z"))
    assert [e.is_cancelled for e in draft.events] == [True]
    with pytest.raises(CalendarUnreadable, match="answer to an invitation"):
        read_lines("METHOD:REPLY", *event("UID:1", "DTSTART:20260303T100000Z"))


def test_an_all_day_exdate_and_a_lone_change_without_its_series():
    draft = read_lines(
        *event("UID:1", "DTSTART;TZID=Europe/London:20260330T100000", "RRULE:FREQ=DAILY;COUNT=3",
               "EXDATE;VALUE=DATE:20260331"),
        *event("UID:2", "RECURRENCE-ID:20260401T100000Z", "DTSTART:20260402T100000Z"),
    )  # fmt: skip
    assert starts(draft, "1") == [("03-30 09:00", False), ("03-31 09:00", True), ("04-01 09:00", False)]
    assert [(e.recurrence_key, e.is_series) for e in draft.events if e.uid == "2"] == [("20260401T100000Z", True)]


def test_a_zone_of_the_file_never_changes_a_known_one():
    zone = ["BEGIN:VTIMEZONE", "TZID:Europe/London", "BEGIN:STANDARD", "DTSTART:19700101T000000",
            "TZOFFSETFROM:+0900", "TZOFFSETTO:+0900", "END:STANDARD", "END:VTIMEZONE"]  # fmt: skip
    draft = read_lines(*zone, *event("UID:1", "DTSTART;TZID=Europe/London:20260303T100000"))
    assert draft.events[0].starts_at.hour == 10
    own = [line.replace("Europe/London", "Here").replace("+0900", "+0917") for line in zone]
    here = read_lines(*own, *event("UID:1", "DTSTART;TZID=Here:20260303T100000"))
    assert (here.events[0].starts_at, here.events[0].zone) == (datetime(2026, 3, 3, 0, 43, tzinfo=UTC), "")
    later = read_lines(*event("UID:1", "DTSTART;TZID=Here:20260303T100000"))
    assert [problem.code for problem in later.problems] == [CalendarProblemCode.UNKNOWN_ZONE]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a calendar"),
        (b"PK\x03\x04 not", "not a calendar"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n\x00", "not a text file"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 50, "nested too deeply"),
        (b"BEGIN:VCALENDAR\n" + b"x" * (10 * 1024 * 1024), "larger than 10 MB"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 50_001, "more than 50,000 events"),
    ],
)
def test_what_is_no_calendar_is_refused_in_words(content, words):
    with pytest.raises(CalendarUnreadable, match=words):
        read_calendar(content, "x.ics", zone=LONDON, window=SPRING)


@pytest.mark.parametrize(
    "lines",
    [
        ["DTSTART:19700101T000000Z", "RRULE:FREQ=DAILY;COUNT=10000"],
        ["DTSTART:20260303T100000Z", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"],
        ["DTSTART:20260303T100000Z", "RRULE:FREQ=DAILY"],
    ],
)
def test_endless_repetition_ends_in_a_draft_or_a_refusal(lines):
    many = [line for number in range(1500) for line in event(f"UID:{number}", *lines)]
    try:
        draft = read_lines(*many)
    except CalendarUnreadable as refusal:
        assert "try again" in str(refusal) or "only the calendar" in str(refusal)
    else:
        assert len(draft.events) <= 1500


def test_one_series_with_very_many_changes_and_dates_stays_bounded():
    changes = [
        line
        for _ in range(3000)
        for line in event("UID:1", "RECURRENCE-ID:20260303T100000Z", "DTSTART:20260303T110000Z")
    ]
    dates = "RDATE:" + ",".join(f"202603{day:02}T1{hour}0000Z" for day in range(1, 29) for hour in range(10))
    draft = read_lines(*event("UID:1", "DTSTART:20260303T100000Z", dates, "RRULE:FREQ=WEEKLY;COUNT=2"), *changes)
    assert len(draft.events) <= 290


GOOD_LINES = [
    line
    for name in ("google.ics", "outlook.ics", "nextcloud.ics")
    for line in (FIXTURES / name).read_text("utf-8").splitlines()
]
ODD_VALUES = [
    *("", ":", ";", "=", '"', ",", "-1", "0", "é", chr(92), chr(11), "TZID", "FREQ=", "P1W", "20260303"),
    *("20260303T100000Z", "99999999T999999", "RRULE:FREQ=DAILY", "RANGE=THISANDFUTURE", "END:VEVENT", "BEGIN:VEVENT"),
]


@settings(max_examples=40, deadline=None)
@given(
    edits=st.lists(
        st.tuples(
            st.integers(0, len(GOOD_LINES) - 1),
            st.integers(0, 60),
            st.integers(0, 20),
            st.one_of(st.sampled_from(ODD_VALUES), st.sampled_from(GOOD_LINES), st.text(max_size=6)),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_a_file_damaged_anywhere_ends_in_a_draft_or_a_refusal(edits):
    lines = list(GOOD_LINES)
    for place, start, length, text in edits:
        lines[place] = lines[place][:start] + text + lines[place][start + length :]
    content = "\r\n".join(lines).encode("utf-8", "surrogatepass")
    try:
        draft = read_calendar(content, "x.ics", zone=LONDON, window=SPRING)
    except CalendarUnreadable as refusal:
        assert str(refusal).startswith("x.ics")
    else:
        assert all(SPRING.holds(event.starts_at) for event in draft.events)
