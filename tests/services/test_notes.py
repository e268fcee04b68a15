"""Notes: blocks, sharing by structure, versions."""

from __future__ import annotations

import dataclasses
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block, SharedNote, first_line, normalise, share
from coachdesk.services.history import History
from coachdesk.services.meetings import remove_meeting, start_meeting
from coachdesk.services.notes import (
    NoteDraft,
    decode_blocks,
    encode_blocks,
    find_note_of_meeting,
    get_note,
    list_revisions,
    new_note_id,
    remove_note,
    restore_revision,
    save_note,
)
from coachdesk.services.people import PersonDraft, save_person
from coachdesk.services.search import search_newest
from coachdesk.store.failures import NotFound
from coachdesk.store.store import Store

SHARED, PRIVATE = Visibility.SHARED, Visibility.ONLY_YOU
BLOCKS = st.lists(st.builds(Block, st.sampled_from(Visibility), st.text(max_size=60)), max_size=12).map(tuple)


@given(BLOCKS)
def test_normalising_twice_changes_nothing_more(blocks: tuple[Block, ...]) -> None:
    once = normalise(blocks)
    assert normalise(once) == once
    assert all(block.text.strip() for block in once)
    assert all(a.visibility is not b.visibility for a, b in pairwise(once))


@given(BLOCKS)
def test_what_is_shared_holds_no_private_sentence(blocks: tuple[Block, ...]) -> None:
    marked = tuple(
        Block(block.visibility, f"{'SECRET' if block.visibility is PRIVATE else 'open'} {number}")
        for number, block in enumerate(blocks)
    )
    shared = share(marked)
    assert "SECRET" not in shared.markdown
    assert len(shared.paragraphs) == sum(1 for block in marked if block.visibility is SHARED)


def test_the_shared_type_has_no_place_for_private_text() -> None:
    assert [field.name for field in dataclasses.fields(SharedNote)] == ["paragraphs"]


@given(BLOCKS)
def test_a_version_comes_back_as_it_was(blocks: tuple[Block, ...]) -> None:
    assert decode_blocks(encode_blocks(blocks)) == blocks


def test_the_first_line_has_no_marks() -> None:
    assert first_line((Block(SHARED, "## Cut-over\n- passed"),)) == "Cut-over"
    assert first_line((Block(SHARED, "\n- [ ] write it"),)) == "write it"
    assert first_line(()) == ""


class Writer:
    """Saves one note of one meeting again and again."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.person_id = store.write(lambda unit: save_person(unit, PersonDraft(None, "Amara Okafor"))).result
        self.meeting_id = store.write(lambda unit: start_meeting(unit, self.person_id)).result
        self.note_id = new_note_id()

    def save(self, *blocks: Block) -> Any:
        draft = NoteDraft(self.note_id, self.person_id, self.meeting_id, blocks)
        return self.store.write(lambda unit: save_note(unit, draft))

    def versions(self) -> list[str]:
        rows = self.store.read(lambda session: list_revisions(session, self.note_id))
        return [" | ".join(block.text for block in row.blocks) for row in rows]


@pytest.fixture
def writer(store: Store) -> Writer:
    return Writer(store)


def test_a_note_comes_back_block_by_block(writer: Writer) -> None:
    writer.save(Block(SHARED, "Plan"), Block(PRIVATE, "Tired"), Block(SHARED, "Next"))
    note = writer.store.read(lambda session: find_note_of_meeting(session, writer.meeting_id))
    assert note is not None
    assert note.blocks == (Block(SHARED, "Plan"), Block(PRIVATE, "Tired"), Block(SHARED, "Next"))


def test_saving_the_same_again_writes_nothing(writer: Writer) -> None:
    writer.save(Block(SHARED, "Plan"))
    assert not writer.save(Block(SHARED, "Plan")).change_set


def test_typing_in_one_sitting_is_one_version(writer: Writer, clock: Any) -> None:
    for text in ("P", "Pl", "Plan"):
        writer.save(Block(SHARED, text))
        clock.advance(seconds=2)
    assert writer.versions() == ["Plan"]
    clock.advance(minutes=6)
    writer.save(Block(SHARED, "Plan B"))
    assert writer.versions() == ["Plan B", "Plan"]


def test_what_was_taken_out_at_once_stays_a_version(writer: Writer) -> None:
    writer.save(Block(SHARED, "Plan"), Block(PRIVATE, "Tired"))
    writer.save(Block(SHARED, "Plan"))
    assert "Plan | Tired" in writer.versions()


def test_an_old_version_comes_back_and_loses_none(writer: Writer, clock: Any) -> None:
    writer.save(Block(SHARED, "First thought"))
    clock.advance(minutes=10)
    writer.save(Block(SHARED, "Second thought"))
    old = writer.store.read(lambda session: list_revisions(session, writer.note_id))[-1]
    clock.advance(minutes=10)
    writer.store.write(lambda unit: restore_revision(unit, old.revision_id))
    note = writer.store.read(lambda session: get_note(session, writer.note_id))
    assert note.blocks == (Block(SHARED, "First thought"),)
    assert writer.versions() == ["First thought", "Second thought", "First thought"]


def test_removing_a_note_or_its_meeting_is_undone_with_its_words_findable(writer: Writer) -> None:
    writer.save(Block(SHARED, "Capacity"), Block(PRIVATE, "Tired"))
    for remove, row in ((remove_note, writer.note_id), (remove_meeting, writer.meeting_id)):
        history = History()
        written = writer.store.write(lambda unit, remove=remove, row=row: remove(unit, row))
        history.record("Removed", written.changes)
        assert writer.store.read(lambda session: search_newest(session, "capacity")) == ()
        with pytest.raises(NotFound):
            writer.store.read(lambda session: get_note(session, writer.note_id))
        writer.store.write(history.undo)
        assert len(writer.store.read(lambda session: search_newest(session, "capacity"))) == 1
        assert len(writer.store.read(lambda session: get_note(session, writer.note_id)).blocks) == 2
