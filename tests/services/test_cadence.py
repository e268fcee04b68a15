from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from coachdesk.services.cadence import (
    NO_EXCEPTIONS,
    Exceptions,
    Window,
    cadence_days,
    key_of,
    occurrences,
    resolve_local,
)
from coachdesk.services.cadence_rule import UnusableRule, parse_rule
from coachdesk.services.cadence_words import (
    CadenceKind,
    CadenceWords,
    TypedCadence,
    UnknownCadence,
    describe_cadence,
    parse_cadence,
)


def span(first: str, last: str) -> Window:
    return Window(datetime.fromisoformat(first).replace(tzinfo=UTC), datetime.fromisoformat(last).replace(tzinfo=UTC))


def starts(rule: str, first: datetime, zone: str, window: Window, exceptions: Exceptions = NO_EXCEPTIONS) -> list[str]:
    found = occurrences(rule, first, ZoneInfo(zone), exceptions, window)
    return [occurrence.starts_at.strftime("%m-%d %H:%M") for occurrence in found]


@pytest.mark.parametrize(
    ("zone", "window", "expected"),
    [
        ("Europe/London", span("2026-03-23", "2026-04-07"), ["03-24 10:00", "03-31 09:00"]),
        ("America/New_York", span("2026-03-02", "2026-03-16"), ["03-03 15:00", "03-10 14:00"]),
        ("Asia/Tokyo", span("2026-03-23", "2026-04-07"), ["03-24 01:00", "03-31 01:00", "04-07 01:00"][:2]),
        ("Australia/Lord_Howe", span("2026-03-29", "2026-04-12"), ["03-30 23:00", "04-06 23:30"]),
        ("Africa/Casablanca", span("2026-02-09", "2026-02-23"), ["02-10 09:00", "02-17 10:00"]),
    ],
)
def test_a_series_keeps_its_wall_time_when_the_clocks_change(zone, window, expected):
    assert starts("FREQ=WEEKLY", datetime(2026, 1, 6, 10, 0), zone, window) == expected


def test_a_time_that_is_skipped_or_comes_twice_is_read_as_rfc_5545_says():
    london, new_york = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
    assert resolve_local(datetime(2026, 3, 29, 1, 30), london) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert resolve_local(datetime(2026, 10, 25, 1, 30), london) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    # The example of the RFC itself: 2:30 on 11 March 2007 in New York is 3:30 summer time.
    assert resolve_local(datetime(2007, 3, 11, 2, 30), new_york) == datetime(2007, 3, 11, 7, 30, tzinfo=UTC)
    howe = ZoneInfo("Australia/Lord_Howe")
    assert resolve_local(datetime(2026, 10, 4, 2, 15), howe) == datetime(2026, 10, 3, 15, 45, tzinfo=UTC)
    found = occurrences(
        "FREQ=DAILY", datetime(2026, 3, 28, 1, 30), london, NO_EXCEPTIONS, span("2026-03-28", "2026-03-31")
    )
    assert [occurrence.starts_at.strftime("%d %H:%M") for occurrence in found] == ["28 01:30", "29 01:30", "30 00:30"]


def test_exceptions_leave_out_and_move_single_meetings_by_where_the_rule_had_put_them():
    tuesday, next_tuesday = datetime(2026, 5, 5, 9, tzinfo=UTC), datetime(2026, 5, 12, 9, tzinfo=UTC)
    exceptions = Exceptions(frozenset({key_of(tuesday)}), {key_of(next_tuesday): datetime(2026, 5, 14, 13, tzinfo=UTC)})
    found = occurrences(
        "FREQ=WEEKLY",
        datetime(2026, 4, 28, 10),
        ZoneInfo("Europe/London"),
        exceptions,
        span("2026-04-28", "2026-05-20"),
    )
    assert [(o.key, o.starts_at.isoformat()) for o in found] == [
        ("20260428T090000Z", "2026-04-28T09:00:00+00:00"),
        ("20260512T090000Z", "2026-05-14T13:00:00+00:00"),
        ("20260519T090000Z", "2026-05-19T09:00:00+00:00"),
    ]


RULES = st.one_of(
    st.builds("FREQ=DAILY;INTERVAL={}".format, st.integers(1, 40)),
    st.builds(
        "FREQ=WEEKLY;INTERVAL={};BYDAY={};WKST={}".format,
        st.integers(1, 6),
        st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SU"]), min_size=1, max_size=3, unique=True).map(
            ",".join
        ),
        st.sampled_from(["MO", "SU"]),
    ),
    st.builds(
        "FREQ=MONTHLY;INTERVAL={};BYDAY={}{}".format,
        st.integers(1, 5),
        st.sampled_from([1, 2, 4, -1, -2]),
        st.sampled_from(["MO", "WE", "FR"]),
    ),
    st.builds("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS={}".format, st.sampled_from([1, 3, -1])),
    st.builds("FREQ=MONTHLY;INTERVAL={};BYMONTHDAY={}".format, st.integers(1, 4), st.sampled_from([1, 15, 30, 31, -1])),
    st.builds("FREQ=YEARLY;BYMONTH={};BYDAY={}TU".format, st.integers(1, 12), st.sampled_from([1, 3, -1])),
)


@settings(max_examples=120, deadline=None)
@given(
    rule=RULES,
    ending=st.sampled_from(["", ";COUNT=1", ";COUNT=7", ";UNTIL=20250301", ";UNTIL=20250301T100000"]),
    first=st.dates(date(2019, 1, 1), date(2025, 6, 1)),
    begin=st.dates(date(2023, 1, 1), date(2025, 6, 1)),
)
def test_the_days_are_those_of_the_reference_implementation(rule, ending, first, begin):
    oracle = rrulestr(rule, dtstart=datetime.combine(first, time(10)))
    first_at = next(iter(oracle))
    end = begin + timedelta(days=400)
    # dateutil reads a last day as its midnight; RFC 5545 includes that day.
    reference = rrulestr(rule + (f"{ending}T235959" if ending.endswith("0301") else ending), dtstart=first_at)
    expected = reference.between(datetime.combine(begin, time()), datetime.combine(end, time()), inc=True)
    window = Window(datetime.combine(begin, time(), UTC), datetime.combine(end, time(), UTC))
    found = occurrences(rule + ending, first_at, UTC, NO_EXCEPTIONS, window)
    assert [occurrence.starts_at.replace(tzinfo=None) for occurrence in found] == expected


@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=DAILY;BYSECOND=1", "FREQ=HOURLY", "FREQ=YEARLY;BYWEEKNO=3", "", "FREQ=", "FREQ=WEEKLY;X",
     "FREQ=WEEKLY;INTERVAL=0", "FREQ=WEEKLY;COUNT=-1", "FREQ=WEEKLY;BYDAY=2MO", "FREQ=MONTHLY;BYDAY=9MO",
     "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=WEEKLY;UNTIL=20261399", "FREQ=WEEKLY;" + "X" * 999],
)  # fmt: skip
def test_rules_that_no_meeting_has_are_refused(rule):
    with pytest.raises(UnusableRule):
        parse_rule(rule)


def test_rules_that_never_come_true_end_with_the_window():
    window = span("2020-01-01", "2030-01-01")
    for rule in (
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=WE",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9",
    ):
        assert starts(rule, datetime(2026, 5, 5, 10), "Etc/UTC", window) == ["05-05 10:00"]
    far = occurrences("FREQ=YEARLY", datetime(9998, 5, 5), UTC, NO_EXCEPTIONS, span("9998-01-01", "9999-12-01"))
    assert len(far) == 2


def test_the_usual_days_between_two_meetings():
    assert cadence_days("FREQ=WEEKLY") == 7
    assert cadence_days("FREQ=WEEKLY;INTERVAL=2") == 14
    assert cadence_days("FREQ=MONTHLY;INTERVAL=3") == pytest.approx(91, abs=1)
    assert cadence_days("") is None
    assert cadence_days("often") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("weekly tue 10:00", TypedCadence("FREQ=WEEKLY;BYDAY=TU", time(10))),
        ("every 2 weeks", TypedCadence("FREQ=WEEKLY;INTERVAL=2")),
        ("every two weeks on Tuesday at 9.30", TypedCadence("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", time(9, 30))),
        ("monthly first monday", TypedCadence("FREQ=MONTHLY;BYDAY=1MO")),
        ("monthly on the last friday 3 pm", TypedCadence("FREQ=MONTHLY;BYDAY=-1FR", time(15))),
        ("every other thursday", TypedCadence("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH")),
        ("every mon and wed", TypedCadence("FREQ=WEEKLY;BYDAY=MO,WE")),
        ("quarterly", TypedCadence("FREQ=MONTHLY;INTERVAL=3")),
        ("every day", TypedCadence("FREQ=DAILY")),
    ],
)
def test_words_become_a_rule(text, expected):
    assert parse_cadence(text) == expected
    assert describe_cadence(expected.rrule) is not None


@pytest.mark.parametrize(
    "text", ["", "often", "every", "weekly 25:00", "monthly first", "monthly monday", "daily mon", "every 0 weeks"]
)
def test_words_that_are_no_rhythm_are_refused_with_examples(text):
    with pytest.raises(UnknownCadence, match="every 2 weeks"):
        parse_cadence(text)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", CadenceWords(CadenceKind.WEEKLY, 2, (1,))),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", CadenceWords(CadenceKind.WORKDAYS)),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", CadenceWords(CadenceKind.MONTHLY_WEEKDAY, 1, (0,), 1)),
        ("FREQ=MONTHLY;BYMONTHDAY=15", CadenceWords(CadenceKind.MONTHLY_DAY, month_day=15)),
        ("FREQ=MONTHLY;INTERVAL=3", CadenceWords(CadenceKind.MONTHLY, 3)),
        ("FREQ=MONTHLY;BYDAY=1MO,3MO", CadenceWords(CadenceKind.OTHER)),
    ],
)
def test_a_rule_becomes_the_parts_of_a_sentence(rule, words):
    assert describe_cadence(rule) == words


def test_no_rule_has_no_sentence():
    assert describe_cadence("") is None
    assert describe_cadence("FREQ=SECONDLY") is None
