"""Search: folding, prefixes, ranking, what is private, and the index following every change."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.model.sponsorship import ActKind
from coachdesk.model.visibility import Visibility
from coachdesk.services.acts import ActDraft, add_act, remove_act
from coachdesk.services.blocks import Block
from coachdesk.services.glue import GlueDraft, add_glue, set_glue_text
from coachdesk.services.meetings import MeetingPlan, plan_meeting
from coachdesk.services.notes import NoteDraft, new_note_id, save_note
from coachdesk.services.people import PersonDraft, save_person
from coachdesk.services.promises import PromiseDraft, add_promise
from coachdesk.services.search import match_expression, search_newest, search_ranked
from coachdesk.store.folding import find_spans, fold, terms_of
from coachdesk.store.store import Store


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=80))
def test_each_word_of_a_text_is_found_where_it_stands(text: str) -> None:
    for term in terms_of(text):
        spans = find_spans(text, (term,))
        assert spans
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(term[:1] in fold(text[start:end]) for start, end in spans)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Tomasz Zieliński", "zielinski"),
        ("Łódź office", "lodz"),
        ("Straße", "strasse"),
        ("Ærø ferry", "aero"),
        ("CAPACITY", "capac"),
        ("naïve café", "NAIVE cafe"),
        ("re\u0301sume\u0301", "resume"),
        ("容量計画", "容量"),
    ],
)
def test_case_and_diacritics_are_folded(store: Store, written: str, asked: str) -> None:
    write_note(store, written)
    for search in (search_newest, search_ranked):
        (hit,) = store.read(lambda session, search=search: search(session, asked))
        assert [fold(hit.snippet[a:b]) for a, b in hit.snippet_spans] == list(terms_of(asked))


@pytest.mark.parametrize("asked", ["", " ", "a", '"', "*", "- - -", "NEAR(", "title:", "a b"])
def test_signs_of_the_engine_are_only_letters(store: Store, asked: str) -> None:
    write_note(store, "Nothing to see")
    assert store.read(lambda session: search_newest(session, asked)) == ()
    assert store.read(lambda session: search_ranked(session, asked)) == ()


@given(st.text(max_size=40))
def test_no_query_breaks_the_expression(text: str) -> None:
    match = match_expression(text)
    assert match is None or match.count('"') % 2 == 0


def test_all_words_must_be_there(store: Store) -> None:
    write_note(store, "capacity planning")
    assert len(store.read(lambda session: search_newest(session, "plan capac"))) == 1
    assert store.read(lambda session: search_newest(session, "plan budget")) == ()


def test_a_private_hit_says_so(store: Store) -> None:
    write_note(store, "Sounded tired", Visibility.ONLY_YOU)
    (hit,) = store.read(lambda session: search_newest(session, "tired"))
    assert hit.is_private
    assert hit.person_name == "Amara Okafor"


def test_the_newest_comes_first_and_a_better_match_wins_among_equals(store: Store, clock: Any) -> None:
    write_note(store, "capacity once among many other words about something else entirely and then some more")
    clock.advance(days=1)
    write_note(store, "capacity capacity")
    clock.advance(days=1)
    write_note(store, "capacity here, and a long tail of words that dilutes it a good deal more than before, really")
    newest = store.read(lambda session: search_newest(session, "capacity"))
    ranked = store.read(lambda session: search_ranked(session, "capacity"))
    assert [hit.occurred_at for hit in newest] == sorted((hit.occurred_at for hit in newest), reverse=True)
    assert ranked[0].snippet == "capacity capacity"


def test_of_two_equal_texts_the_newer_ranks_first(store: Store, clock: Any) -> None:
    write_note(store, "capacity plan")
    clock.advance(days=400)
    write_note(store, "capacity plan")
    hits = store.read(lambda session: search_ranked(session, "capacity"))
    assert hits[0].occurred_at > hits[1].occurred_at


def test_moving_a_meeting_moves_its_words_in_time(store: Store, clock: Any) -> None:
    person_id = person(store)
    meeting_id = store.write(lambda unit: plan_meeting(unit, MeetingPlan(person_id, clock.now))).result
    draft = NoteDraft(new_note_id(), person_id, meeting_id, (Block(Visibility.SHARED, "capacity"),))
    store.write(lambda unit: save_note(unit, draft))
    from coachdesk.model.meeting import Meeting

    def move(unit: Any) -> None:
        unit.session.get_one(Meeting, meeting_id).starts_at = clock.now.replace(year=2030)

    store.write(move)
    (hit,) = store.read(lambda session: search_newest(session, "capacity"))
    assert hit.occurred_at.year == 2030
    assert hit.meeting_id == meeting_id


def test_promises_are_found_by_their_words(store: Store) -> None:
    person_id = person(store)
    store.write(lambda unit: add_promise(unit, PromiseDraft(person_id, "Introduce her to planning")))
    (hit,) = store.read(lambda session: search_newest(session, "introd"))
    assert (hit.noun, hit.title_spans) == ("promise", ((0, 6),))


def test_acts_and_glue_work_are_found_as_private_words(store: Store) -> None:
    person_id, on = person(store), date(2026, 5, 12)
    act = ActDraft(person_id, ActKind.NAMED, "Named her for the forum", on, "the directors", "asked to present")
    act_id = store.write(lambda unit: add_act(unit, act)).result
    glue_id = store.write(lambda unit: add_glue(unit, GlueDraft(person_id, "Runs the rota", on))).result
    for words, noun, noun_id in (
        ("forum", "sponsorship_act", act_id),
        ("directors", "sponsorship_act", act_id),
        ("present", "sponsorship_act", act_id),
        ("rota", "glue_work", glue_id),
    ):
        (hit,) = store.read(lambda session, words=words: search_newest(session, words))
        assert (hit.noun, hit.noun_id, hit.person_id, hit.is_private) == (noun, noun_id, person_id, True)
    store.write(lambda unit: remove_act(unit, act_id))
    store.write(lambda unit: set_glue_text(unit, glue_id, "Runs the offsite"))
    for words in ("forum", "directors", "rota"):
        assert store.read(lambda session, words=words: search_newest(session, words)) == ()


def person(store: Store) -> str:
    result: str = store.write(lambda unit: save_person(unit, PersonDraft(None, "Amara Okafor"))).result
    return result


def write_note(store: Store, text: str, visibility: Visibility = Visibility.SHARED) -> None:
    person_id = person(store)
    draft = NoteDraft(new_note_id(), person_id, None, (Block(visibility, text),))
    store.write(lambda unit: save_note(unit, draft))


def test_many_short_hits_leave_room_for_notes(store: Store) -> None:
    person_id = person(store)
    for number in range(60):
        draft = PromiseDraft(person_id, f"capacity {number}")
        store.write(lambda unit, draft=draft: add_promise(unit, draft))
    for number in range(60):
        note = NoteDraft(new_note_id(), person_id, None, (Block(Visibility.SHARED, f"of capacity, {number} words"),))
        store.write(lambda unit, note=note: save_note(unit, note))
    for search in (search_newest, search_ranked):
        hits = store.read(lambda session, search=search: search(session, "capacity"))
        kinds = [hit.noun for hit in hits]
        assert len(kinds) == 50
        assert kinds.count("note_block") >= 37
        assert kinds.count("promise") >= 12
