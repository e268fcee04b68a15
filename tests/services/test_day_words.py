"""Days and times as people type them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.services.day_words import UnknownDay, parse_day, parse_moment

TUESDAY = date(2026, 5, 12)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", "2026-05-12"),
        ("Tomorrow", "2026-05-13"),
        ("fri", "2026-05-15"),
        (" on  Friday ", "2026-05-15"),
        ("tue", "2026-05-12"),
        ("next tue", "2026-05-19"),
        ("next week", "2026-05-19"),
        ("in 3 days", "2026-05-15"),
        ("2w", "2026-05-26"),
        ("15 May", "2026-05-15"),
        ("May 15th", "2026-05-15"),
        ("1 may", "2027-05-01"),
        ("29 feb", "2028-02-29"),
        ("15 May 2030", "2030-05-15"),
        ("2026-05-15", "2026-05-15"),
        ("15.5.26", "2026-05-15"),
        ("15/05/2026", "2026-05-15"),
    ],
)
def test_words_mean_a_day(words: str, day: str) -> None:
    assert parse_day(words, TUESDAY).isoformat() == day


@pytest.mark.parametrize(("words", "day"), [("1 may", "2026-05-01"), ("3 June", "2025-06-03"), ("fri", "2026-05-08")])
def test_words_of_the_past_mean_the_last_such_day(words: str, day: str) -> None:
    assert parse_day(words, TUESDAY, is_past=True).isoformat() == day


@pytest.mark.parametrize("words", ["", "soon", "32 May", "2026-13-01", "fr", "31.2.2026", "may"])
def test_other_words_are_refused_with_examples(words: str) -> None:
    with pytest.raises(UnknownDay, match="2026-05-15"):
        parse_day(words, TUESDAY)


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("fri 10:00", "2026-05-15T10:00"),
        ("15 May at 14:30", "2026-05-15T14:30"),
        ("tomorrow 3 pm", "2026-05-13T15:00"),
        ("12am", "2026-05-12T00:00"),
        ("15:45", "2026-05-12T15:45"),
        ("fri", "2026-05-15T09:00"),
        ("15 May", "2026-05-15T09:00"),
    ],
)
def test_words_mean_a_moment(words: str, moment: str) -> None:
    found = parse_moment(words, TUESDAY, UTC, default=time(9))
    assert found == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize("words", ["25:00", "fri 10:75", "fri 13 pm", "noon"])
def test_other_moments_are_refused(words: str) -> None:
    with pytest.raises(UnknownDay):
        parse_moment(words, TUESDAY, UTC, default=time(9))


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_refused(words: str) -> None:
    for read in (parse_day, lambda text, today: parse_moment(text, today, UTC, default=time(9))):
        try:
            read(words, TUESDAY)
        except UnknownDay:
            continue


@given(st.dates(date(1980, 1, 1), date(2080, 1, 1)))
def test_a_written_day_is_read_back(day: date) -> None:
    assert parse_day(day.isoformat(), TUESDAY) == day
    assert parse_day(f"{day.day} {day:%B} {day.year}", TUESDAY) == day
