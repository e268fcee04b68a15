"""What presenter mode may read: no private field in its types, no private word in its values."""

from __future__ import annotations

import dataclasses
import typing
from datetime import UTC, date, datetime
from enum import Enum
from types import UnionType
from typing import Any

import pytest
from sqlmodel import select

from coachdesk.model.agenda import AgendaItem, AgendaState
from coachdesk.model.promise import Promise
from coachdesk.model.review import Review, ReviewState
from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import SharedNote
from coachdesk.services.history import History
from coachdesk.services.people import PersonDraft, ensure_owner, save_person
from coachdesk.services.shared import rows
from coachdesk.services.shared.acts import add_shared_item, tick_shared_item, tick_shared_promise
from coachdesk.services.shared.find import search_shared
from coachdesk.services.shared.page import get_shared_page, list_shared_meetings
from coachdesk.services.shared.rows import SharedHit, SharedPage
from coachdesk.store.changes import RowChange
from coachdesk.store.failures import NotFound
from coachdesk.store.store import Store
from tests.services.private_words import MARK, add_private_words

NOW = datetime(2026, 5, 12, 9, 12, tzinfo=UTC)
PLAIN = {str, int, bool, date, datetime, type(None)}
FORBIDDEN = ("private", "visib", "pulse", "about", "tag", "comment", "days_", "secret", "hidden", "count", "manager")


@pytest.fixture
def people(store: Store) -> tuple[str, str]:
    """Amara, about whom every kind of private word is written, and Kwame."""
    store.write(lambda unit: ensure_owner(unit, "Priya Raman"))
    amara, kwame = (
        store.write(lambda unit, name=name: save_person(unit, PersonDraft(None, name))).result
        for name in ("Amara Okafor", "Kwame Mensah")
    )
    store.write(lambda unit: add_private_words(unit, amara, kwame))
    return amara, kwame


def page_of(store: Store, person_id: str) -> SharedPage:
    return store.read(lambda session: get_shared_page(session, person_id, NOW, UTC))


def find(store: Store, person_id: str, words: str) -> tuple[SharedHit, ...]:
    return store.read(lambda session: search_shared(session, person_id, words, UTC))


def reach(kind: Any, found: set[Any]) -> None:
    """Collect every type that a read model can hold."""
    for part in typing.get_args(kind):
        if part is not Ellipsis:
            reach(part, found)
    if isinstance(kind, UnionType) or typing.get_origin(kind) is not None or kind in found:
        return
    found.add(kind)
    if dataclasses.is_dataclass(kind):
        for hint in typing.get_type_hints(kind).values():
            reach(hint, found)


def test_no_read_model_can_hold_anything_private() -> None:
    models = [one for one in vars(rows).values() if dataclasses.is_dataclass(one)]
    found: set[Any] = set()
    for model in models:
        reach(model, found)
    assert SharedPage in found and SharedNote in found
    for kind in found - PLAIN:
        assert kind.__module__ == rows.__name__ or kind is SharedNote, kind
        if dataclasses.is_dataclass(kind):
            assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
            assert "__slots__" in vars(kind)
            names = [field.name for field in dataclasses.fields(kind)]
            assert not [name for name in names if any(word in name for word in FORBIDDEN)], kind
        else:
            assert issubclass(kind, Enum)


def test_the_page_has_the_shared_words_and_no_other(store: Store, people: tuple[str, str]) -> None:
    page = page_of(store, people[0])
    meetings = store.read(lambda session: list_shared_meetings(session, people[0], UTC))
    assert MARK not in repr(page) and MARK not in repr(meetings)
    assert [item.text for item in page.agenda] == ["Shown topic"]
    assert [(goal.text, goal.next_step) for goal in page.goals] == [("Shown goal", "Shown step")]
    assert page.latest is None and page.promises == page.feedback == ()
    assert [(mark.own, mark.yours, mark.agreed) for mark in page.reviews[0].marks] == [("shown-own-step", "", "")]
    assert len(page.reviews) == 1


def test_your_marks_appear_once_the_review_is_agreed(store: Store, people: tuple[str, str]) -> None:
    def agree(unit: Any) -> None:
        for review in unit.session.exec(select(Review).where(Review.state == ReviewState.COMPARING)):
            review.state, review.agreed_at = ReviewState.AGREED, NOW

    store.write(agree)
    (review,) = page_of(store, people[0]).reviews
    assert review.agreed_on == NOW.date()
    assert [(mark.yours, mark.agreed) for mark in review.marks] == [(f"{MARK}yours", f"{MARK}agreed")]


def test_search_finds_shared_words_of_this_person_only(store: Store, people: tuple[str, str]) -> None:
    assert find(store, people[0], MARK) == ()
    assert {hit.line for hit in find(store, people[0], "shown")} == {"Shown topic", "Shown goal"}
    assert find(store, people[1], "shown") == ()
    assert all(MARK in hit.line for hit in find(store, people[1], MARK)), "their own shared words are theirs"


def test_acts_refuse_what_is_not_shared_with_this_person(store: Store, people: tuple[str, str]) -> None:
    def ids(kind: Any) -> list[str]:
        rows = store.read(lambda session: session.exec(select(kind)).all())
        return [row.id for row in rows if MARK in row.text and row.visibility is Visibility.ONLY_YOU] + [
            row.id for row in rows if row.person_id == people[1]
        ]

    for kind, act in ((AgendaItem, tick_shared_item), (Promise, tick_shared_promise)):
        for row_id in ids(kind):
            with pytest.raises(NotFound):
                store.write(lambda unit, act=act, row_id=row_id: act(unit, people[0], row_id, is_done=True))


def test_what_is_added_is_shared_and_can_be_ticked(store: Store, people: tuple[str, str]) -> None:
    item_id = store.write(lambda unit: add_shared_item(unit, people[0], " New ", is_theirs=True)).result
    assert page_of(store, people[0]).agenda[-1].text == "New"
    store.write(lambda unit: tick_shared_item(unit, people[0], item_id, is_done=True))
    item = store.read(lambda session: session.get_one(AgendaItem, item_id))
    assert item.state is AgendaState.DISCUSSED and item.visibility is Visibility.SHARED
    assert item_id not in {row.item_id for row in page_of(store, people[0]).agenda}


def test_someone_unknown_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        page_of(store, "nobody")


def test_earlier_steps_are_out_of_reach_until_they_are_brought_back() -> None:
    history, change = History(), RowChange("person", "1", None, {"name": "A"})
    history.record("before", (change,))
    history.set_aside()
    assert history.undo_label is None
    history.record("meanwhile", (change,))
    history.bring_back()
    assert history.undo_label == "meanwhile"
    history.undone()
    assert history.undo_label == "before"


def test_the_owner_of_a_follow_up_is_told_by_name(store: Store, people: tuple[str, str]) -> None:
    store.write(lambda unit: unit.add(Promise(person_id=people[0], text="Write", created_at=NOW)))
    assert [row.owner_name for row in page_of(store, people[0]).promises] == ["Priya Raman"]
