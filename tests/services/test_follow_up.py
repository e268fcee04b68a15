"""The follow-up of a talk: nothing private leaves it, and closing, evidence and the next time are kept."""

from __future__ import annotations

import dataclasses
import typing
from datetime import UTC, date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.exchange.rendering import render_html
from coachdesk.model.agenda import AgendaSource
from coachdesk.model.evidence import Evidence, EvidenceSource
from coachdesk.model.note import NoteKind
from coachdesk.model.promise import Promise, PromiseOwner
from coachdesk.model.visibility import Visibility
from coachdesk.services.agenda import AgendaDraft, add_item
from coachdesk.services.blocks import Block
from coachdesk.services.follow_up import (
    FollowUp,
    LeftOut,
    close_meeting,
    find_next_time,
    get_follow_up,
    mark_summary_copied,
    set_evidence_competency,
)
from coachdesk.services.meetings import MeetingPlan, finish_meeting, plan_meeting, start_meeting
from coachdesk.services.notes import NoteDraft, save_note
from coachdesk.services.people import PersonDraft, ensure_owner, save_person
from coachdesk.services.promises import PromiseDraft, add_promise
from coachdesk.services.summary import SharedAction, SharedSummary, summarise
from coachdesk.store.store import Store
from tests.services.clock import SetClock

SHARED, ONLY_YOU = Visibility.SHARED, Visibility.ONLY_YOU
DAY = date(2026, 5, 12)

_words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Co")), max_size=60)


@given(
    st.lists(st.tuples(st.booleans(), _words), max_size=6),
    st.lists(st.tuples(st.booleans(), st.booleans(), _words), max_size=4),
)
def test_no_private_word_is_in_any_form_of_a_summary(
    blocks: list[tuple[bool, str]], actions: list[tuple[bool, bool, str]]
) -> None:
    secret = "zq7secretqz"
    texts = [Block(ONLY_YOU if private else SHARED, f"{text}{secret if private else ''}") for private, text in blocks]
    made = [
        Promise(
            person_id="p",
            text=f"{text}{secret if private or dropped else ''}",
            visibility=ONLY_YOU if private else SHARED,
            dropped_at=clock_now() if dropped else None,
            created_at=clock_now(),
        )
        for private, dropped, text in actions
    ]
    found = summarise(texts, made, held_on=DAY, owner_name="Priya Raman", person_name="Amara Okafor")
    for form in (found.markdown, found.plain_text, render_html(found.markdown), repr(found)):
        assert secret not in form


def clock_now() -> typing.Any:
    return SetClock().now


def test_the_type_of_a_summary_has_no_field_for_private_text() -> None:
    def names(kind: type) -> set[str]:
        hints = typing.get_type_hints(kind)
        found = set()
        for field in dataclasses.fields(kind):
            found.add(field.name)
            inner = [hints[field.name], *typing.get_args(hints[field.name])]
            for one in inner:
                if dataclasses.is_dataclass(one):
                    found |= names(typing.cast(type, one))
        return found

    assert names(SharedSummary) == {"held_on", "note", "paragraphs", "actions", "owner", "text", "due_on"}
    assert {field.name for field in dataclasses.fields(SharedAction)} == {"owner", "text", "due_on"}


def test_the_three_forms_of_a_summary() -> None:
    blocks = (Block(SHARED, "## Cut-over\n- **Freeze** from 25 May, see [plan](https://x.example/a)"),)
    made = [Promise(person_id="p", text="Write the proposal", owner=PromiseOwner.THEM, due_on=date(2026, 5, 15))]
    found = summarise(blocks, made, held_on=DAY, owner_name="Priya Raman", person_name="Amara Okafor")
    assert found.markdown == (
        "## 12 May\n\n## Cut-over\n- **Freeze** from 25 May, see [plan](https://x.example/a)\n\n"
        "- **Amara:** Write the proposal, 15 May\n"
    )
    assert found.plain_text == (
        "12 May\n\nCut-over\n- Freeze from 25 May, see plan (https://x.example/a)\n\n"
        "- Amara: Write the proposal, 15 May\n"
    )
    assert "<strong>Amara:</strong>" in render_html(found.markdown)


@pytest.fixture
def held(store: Store, clock: SetClock) -> tuple[str, str]:
    """A person and a meeting that was just held, with private and shared words."""

    def make(unit: typing.Any) -> tuple[str, str]:
        ensure_owner(unit, "Priya Raman")
        person = save_person(unit, PersonDraft(None, "Amara Okafor"))
        unit.session.flush()
        meeting = start_meeting(unit, person)
        unit.session.flush()
        save_note(unit, NoteDraft("note", person, meeting, (Block(SHARED, "Went well"), Block(ONLY_YOU, "Tired"))))
        add_promise(unit, PromiseDraft(person, "Clear the freeze", meeting_id=meeting))
        add_promise(unit, PromiseDraft(person, "Ask HR", meeting_id=meeting, visibility=ONLY_YOU))
        add_item(unit, AgendaDraft(person, "Load", AgendaSource.MINE, ONLY_YOU))
        finish_meeting(unit, meeting)
        return person, meeting

    return typing.cast(tuple[str, str], store.write(make).result)


def read(store: Store, meeting: str, clock: SetClock) -> FollowUp:
    return store.read(lambda s: get_follow_up(s, meeting, clock.now, UTC))


def test_what_stays_out_is_counted_and_not_shown(store: Store, held: tuple[str, str], clock: SetClock) -> None:
    found = read(store, held[1], clock)
    assert found.left_out == LeftOut(blocks=1, items=1, actions=1)
    assert {row.text for row in found.actions} == {"Clear the freeze", "Ask HR"}
    assert "Ask HR" not in found.summary.markdown and "Tired" not in found.summary.markdown
    assert found.summary.actions == (SharedAction("Priya", "Clear the freeze", None),)


def test_closing_leads_to_the_next_meeting_of_the_day(store: Store, held: tuple[str, str], clock: SetClock) -> None:
    assert read(store, held[1], clock).next_up is None
    tomorrow = clock.now + timedelta(days=1)
    for at in (tomorrow, clock.now + timedelta(hours=2)):
        store.write(lambda unit, a=at: plan_meeting(unit, MeetingPlan(held[0], a)))
    following = read(store, held[1], clock).next_up
    assert following is not None and following.starts_at == clock.now + timedelta(hours=2)
    store.write(lambda unit: mark_summary_copied(unit, held[1]))
    store.write(lambda unit: close_meeting(unit, held[1]))
    found = read(store, held[1], clock)
    assert found.closed_at == found.summary_copied_at == clock.now


def test_evidence_is_what_was_marked_and_takes_an_area(store: Store, held: tuple[str, str], clock: SetClock) -> None:
    assert read(store, held[1], clock).evidence == ()
    store.write(
        lambda unit: unit.add(
            Evidence(
                id="e",
                person_id=held[0],
                text="Went well",
                source=EvidenceSource.NOTE,
                source_id="note",
                visibility=SHARED,
                occurred_on=DAY,
                created_at=clock.now,
            )
        )
    )
    found = read(store, held[1], clock)
    assert [row.competency_id for row in found.evidence] == [""] and found.ladder_pin.startswith("software-engineer@")
    area = found.competencies[0].competency_id
    for chosen in (area, found.competencies[1].competency_id, ""):
        store.write(lambda unit, c=chosen: set_evidence_competency(unit, "e", found.ladder_pin, c))
        assert [row.competency_id for row in read(store, held[1], clock).evidence] == [chosen]


def test_the_line_for_next_time_is_found_when_preparing(store: Store, held: tuple[str, str], clock: SetClock) -> None:
    blocks = (Block(ONLY_YOU, "Ask about load"),)
    store.write(lambda unit: save_note(unit, NoteDraft("next", *held, blocks, NoteKind.NEXT_TIME)))
    later = clock.now + timedelta(days=7)
    found = store.read(lambda s: find_next_time(s, held[0], before=later))
    assert found is not None and found.blocks == blocks
    assert "load" not in read(store, held[1], clock).summary.markdown
    assert store.read(lambda s: find_next_time(s, held[0], before=clock.now - timedelta(days=1))) is None
