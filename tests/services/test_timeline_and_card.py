"""The timeline, the card and observations over a real store."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.model.observation import ObservationKind
from coachdesk.model.promise import PromiseOwner
from coachdesk.model.visibility import Visibility
from coachdesk.services import agenda, capture, card, meetings, notes, observations, people, promises
from coachdesk.services.blocks import Block
from coachdesk.services.capture_words import CaptureKind
from coachdesk.services.day_words import UnknownDay
from coachdesk.services.search import search_newest
from coachdesk.services.timeline import TimelineKind, list_timeline, parse_month, position_at
from coachdesk.store.store import Store

TODAY = date(2026, 5, 12)


@pytest.fixture
def write(store: Store) -> Any:
    return lambda service, *arguments, **options: store.write(lambda u: service(u, *arguments, **options)).result


@pytest.fixture
def sam(write: Any, clock: Any) -> str:
    clock.now = datetime(2026, 5, 12, 9, tzinfo=UTC)
    write(people.ensure_owner, "Priya Raman")
    return str(write(people.save_person, people.PersonDraft(None, "Sam Okoro", "Engineer", level="L4")))


def _draft(sam: str, kind: CaptureKind, text: str, **more: Any) -> capture.CaptureDraft:
    return capture.CaptureDraft((sam,), kind, text, capture.default_visibility(kind), TODAY, **more)


def test_each_kind_of_capture_is_in_the_timeline_where_it_belongs(store: Store, write: Any, sam: str) -> None:
    write(capture.save_capture, _draft(sam, CaptureKind.WIN, "Ran the incident"))
    write(capture.save_capture, _draft(sam, CaptureKind.FEEDBACK, "Saved us a day", said_by="Thandi Nkosi"))
    write(capture.save_capture, _draft(sam, CaptureKind.PROMISE, "Send numbers", due_on=TODAY, is_theirs=True))
    write(capture.save_capture, _draft(sam, CaptureKind.TOPIC, "Leave in July"))
    write(capture.save_capture, _draft(sam, CaptureKind.NOTE, "Moved house"))
    meeting = write(meetings.start_meeting, sam)
    (item,) = store.read(lambda s: agenda.list_agenda(s, sam))
    write(agenda.set_discussed, item.item_id, meeting, is_done=True)
    (promise,) = store.read(lambda s: promises.list_open_promises(s, TODAY, sam))
    assert promise.owner is PromiseOwner.THEM
    write(promises.set_promise_done, promise.promise_id, is_done=True)
    write(card.save_answer, sam, "feedback", "In writing first", TODAY)
    rows = store.read(lambda s: list_timeline(s, sam, UTC))
    assert {row.kind for row in rows} == {
        TimelineKind.WIN,
        TimelineKind.FEEDBACK,
        TimelineKind.PROMISED,
        TimelineKind.KEPT,
        TimelineKind.TOPIC,
        TimelineKind.NOTE,
        TimelineKind.MEETING,
        TimelineKind.CARD,
        TimelineKind.ROLE,
    }
    by_kind = {row.kind: row for row in rows}
    assert by_kind[TimelineKind.FEEDBACK].detail == "Thandi Nkosi" and by_kind[TimelineKind.FEEDBACK].is_private
    assert by_kind[TimelineKind.NOTE].is_private and not by_kind[TimelineKind.PROMISED].is_private
    assert by_kind[TimelineKind.TOPIC].meeting_id == meeting
    assert len(store.read(lambda s: list_timeline(s, sam, UTC, 4))) == 4


def test_the_timeline_is_newest_first_and_counts_days_where_the_manager_is(
    store: Store, write: Any, sam: str, clock: Any
) -> None:
    for day in (1, 20, 9):
        clock.now = datetime(2026, 3, day, 23, 30, tzinfo=UTC)
        blocks = (Block(Visibility.SHARED, f"## Day {day}\nmore"),)
        write(notes.save_note, notes.NoteDraft(notes.new_note_id(), sam, None, blocks))
    rows = store.read(lambda s: list_timeline(s, sam, ZoneInfo("Asia/Tokyo")))
    found = [(row.text, row.on.day) for row in rows if row.kind is TimelineKind.NOTE]
    assert found == [("Day 20", 21), ("Day 9", 10), ("Day 1", 2)]
    assert rows[position_at(rows, date(2026, 3, 15))].text == "Day 9"
    assert position_at(rows, date(1990, 1, 1)) == len(rows) - 1


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("march 2024", "2024-03-31"),
        ("Dec 2025", "2025-12-31"),
        ("2024-03", "2024-03-31"),
        ("2024", "2024-12-31"),
        ("2026", "2026-05-12"),
        ("june", "2025-06-30"),
        ("may", "2026-05-12"),
        ("5 march 2024", "2024-03-05"),
        ("yesterday", "2026-05-11"),
    ],
)
def test_months_are_understood_as_typed(words: str, day: str) -> None:
    assert parse_month(words, TODAY).isoformat() == day


@given(st.one_of(st.text(max_size=12), st.from_regex(r"[a-z]{3,4} \d{4}|\d{4}-\d{1,2}", fullmatch=True)))
def test_no_words_break_the_jump(words: str) -> None:
    with contextlib.suppress(UnknownDay):
        parse_month(words, TODAY)


def test_answers_are_dated_and_earlier_ones_stay(store: Store, write: Any, sam: str) -> None:
    first = date(2025, 3, 1)
    write(card.save_answer, sam, "feedback", "In writing", first)
    write(card.save_answer, sam, "feedback", "In writing first", first)
    line = _line(store, sam, "feedback")
    assert [one.text for one in line.answers] == ["In writing first"] and line.is_due
    write(card.confirm_answer, sam, "feedback", date(2026, 3, 1))
    assert not _line(store, sam, "feedback").is_due
    write(card.save_answer, sam, "feedback", "Say it", TODAY)
    write(card.save_answer, sam, "feedback", "Say it", TODAY)
    assert [one.text for one in _line(store, sam, "feedback").answers] == ["Say it"] + ["In writing first"] * 2
    write(card.save_answer, sam, "feedback", " ", TODAY)
    assert _line(store, sam, "feedback").present.text == "In writing first"
    with pytest.raises(ValueError, match="no such question"):
        write(card.save_answer, sam, "shoe-size", "44", TODAY)


def _line(store: Store, sam: str, key: str) -> Any:
    lines = store.read(lambda s: card.list_card(s, sam, TODAY))
    return next(line for line in lines if line.question.key == key)


def test_keys_of_the_card_never_change() -> None:
    assert [question.key for question in card.CARD_QUESTIONS] == [
        "feedback",
        "recognition",
        "stress",
        "support",
        "needs",
        "hours",
        "decisions",
        "direction",
        "me",
        "else",
    ]


def test_feedback_waits_until_it_is_passed_on(store: Store, write: Any, sam: str) -> None:
    def draft(kind: ObservationKind, text: str, day: int) -> observations.ObservationDraft:
        return observations.ObservationDraft(sam, kind, text, date(2026, 5, day))

    write(observations.add_observation, draft(ObservationKind.WIN, "Ran it", 9))
    older = write(observations.add_observation, draft(ObservationKind.FEEDBACK, "Older", 1))
    newer = write(observations.add_observation, draft(ObservationKind.FEEDBACK, "Newer", 6))
    write(observations.set_passed_on, newer, is_done=True)
    glance = store.read(lambda s: observations.get_glance(s, sam))
    assert (glance.latest.text, glance.count, glance.waiting) == ("Newer", 2, 1)
    write(observations.toggle_observation_visibility, older)
    write(observations.set_observation_text, older, "Old words")
    listed = store.read(lambda s: observations.list_observations(s, sam))
    assert [(row.text, row.is_private) for row in listed] == [("Old words", False), ("Ran it", True), ("Newer", False)]
    write(observations.remove_observation, older)
    assert store.read(lambda s: observations.get_glance(s, sam)).waiting == 0


def test_what_is_unfinished_is_kept_until_it_is_finished(store: Store, write: Any, sam: str) -> None:
    write(capture.save_unfinished, "@sam +win half a")
    write(capture.save_unfinished, "@sam +win half a thought")
    choices = store.read(capture.get_choices)
    assert choices.unfinished == "@sam +win half a thought"
    assert not store.read(lambda session: search_newest(session, "half thought")), "Ctrl+N shows it, not a search"
    assert [name.name for name in choices.names] == ["Sam Okoro"]
    write(capture.save_capture, _draft(sam, CaptureKind.WIN, "half a thought"))
    assert store.read(capture.get_choices).unfinished == ""
