"""Evidence outlives its source as a stub without words, and comes back with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from coachdesk.model.evidence import Evidence, EvidenceSource
from coachdesk.model.observation import ObservationKind
from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block
from coachdesk.services.evidence import EvidenceDraft, Target, add_evidence, list_evidence
from coachdesk.services.evidence_stub import STUB
from coachdesk.services.history import History
from coachdesk.services.meetings import remove_meeting, start_meeting
from coachdesk.services.notes import NoteDraft, remove_note, save_note
from coachdesk.services.observations import ObservationDraft, add_observation, remove_observation
from coachdesk.services.people import PersonDraft, save_person
from coachdesk.store.store import Store

SECRET = "She told the auditors no, and was right."


def _person(store: Store) -> str:
    return str(store.write(lambda unit: save_person(unit, PersonDraft(None, "Amara Okafor", "Engineer", "L5"))).result)


def _note(store: Store, person: str) -> tuple[str, Callable[..., Any], str]:
    draft = NoteDraft("note-1", person, None, (Block(Visibility.ONLY_YOU, SECRET),))
    store.write(lambda unit: save_note(unit, draft))
    return "note-1", remove_note, "note-1"


def _observation(store: Store, person: str) -> tuple[str, Callable[..., Any], str]:
    draft = ObservationDraft(person, ObservationKind.FEEDBACK, SECRET, date(2026, 5, 6), "Kwame Mensah")
    made = str(store.write(lambda unit: add_observation(unit, draft)).result)
    return made, remove_observation, made


def _meeting(store: Store, person: str) -> tuple[str, Callable[..., Any], str]:
    meeting = str(store.write(lambda unit: start_meeting(unit, person)).result)
    draft = NoteDraft("note-2", person, meeting, (Block(Visibility.ONLY_YOU, SECRET),))
    store.write(lambda unit: save_note(unit, draft))
    return "note-2", remove_meeting, meeting


@pytest.mark.parametrize("make", [_note, _observation, _meeting])
def test_deleting_the_source_takes_the_words_and_one_undo_brings_both_back(
    store: Store, make: Callable[..., Any]
) -> None:
    person = _person(store)
    source_id, remove, removed = make(store, person)
    target = Target("ownership", "software-engineer@2026.1", "l6", "1")
    draft = EvidenceDraft(
        person, SECRET, date(2026, 5, 6), (target,), EvidenceSource.NOTE, source_id, said_by="Kwame Mensah"
    )
    kept = store.write(lambda unit: add_evidence(unit, draft)).result
    history = History()
    history.record("Removed", store.write(lambda unit: remove(unit, removed)).changes)
    stub = store.read(lambda session: session.get(Evidence, kept))
    assert (stub.text, stub.said_by, stub.occurred_on) == (STUB, "", date(2026, 5, 6))
    assert stub.redacted_at is not None
    assert store.read(lambda session: list_evidence(session, person))[0].targets == (target,)
    store.write(history.undo)
    back = store.read(lambda session: session.get(Evidence, kept))
    assert (back.text, back.said_by, back.redacted_at) == (SECRET, "Kwame Mensah", None)


def test_evidence_of_another_source_keeps_its_words(store: Store) -> None:
    person = _person(store)
    _, remove, removed = _observation(store, person)
    store.write(lambda unit: add_evidence(unit, EvidenceDraft(person, "Written down", date(2026, 5, 6))))
    store.write(lambda unit: remove(unit, removed))
    assert [row.text for row in store.read(lambda session: list_evidence(session, person))] == ["Written down"]
