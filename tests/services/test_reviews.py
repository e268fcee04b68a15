"""Reviews: one side stays hidden until both are in, equal marks agree by themselves, agreed words are frozen."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from coachdesk.model.review import Mark, Rater, ReviewState
from coachdesk.services.ladders import (
    PlacementDraft,
    VersionInUse,
    find_placement,
    get_ladder,
    keep_ladder,
    place_person,
)
from coachdesk.services.people import PersonDraft, save_person
from coachdesk.services.reviews import (
    MarkDraft,
    ReviewDraft,
    ReviewFrozen,
    agree_review,
    begin_review,
    get_marks,
    get_review,
    hand_in,
    is_intact,
    save_mark,
)
from coachdesk.store.store import Store

PIN = "software-engineer@2026.1"


@pytest.fixture
def review_id(store: Store) -> str:
    person_id = store.write(lambda unit: save_person(unit, PersonDraft(None, "Amara"))).result
    draft = ReviewDraft(person_id, PIN, "l5", date(2026, 5, 1), "l6")
    return store.write(lambda unit: begin_review(unit, draft)).result


def competencies(store: Store) -> tuple[str, str]:
    rated = store.read(lambda session: get_ladder(session, PIN)).rated
    return rated[0].id, rated[1].id


def both_in(store: Store, review_id: str) -> tuple[str, str]:
    one, two = competencies(store)
    for rater, step in ((Rater.MANAGER, "l5:solid"), (Rater.SELF, "l6:emerging")):
        store.write(lambda unit, r=rater: save_mark(unit, review_id, r, MarkDraft(one, "l5:solid")))
        store.write(lambda unit, r=rater, s=step: save_mark(unit, review_id, r, MarkDraft(two, s, comment="why")))
        store.write(lambda unit, r=rater: hand_in(unit, review_id, r))
    return one, two


def test_their_marks_are_not_read_before_both_sides_are_in(store: Store, review_id: str) -> None:
    one, _ = competencies(store)
    store.write(lambda unit: save_mark(unit, review_id, Rater.SELF, MarkDraft(one, "l6:solid")))
    store.write(lambda unit: hand_in(unit, review_id, Rater.SELF))
    assert store.read(lambda session: get_marks(session, review_id)).theirs == {}
    store.write(lambda unit: save_mark(unit, review_id, Rater.MANAGER, MarkDraft(one, "l5:solid")))
    store.write(lambda unit: hand_in(unit, review_id, Rater.MANAGER))
    assert store.read(lambda session: get_marks(session, review_id)).theirs[one].step_id == "l6:solid"


def test_equal_marks_are_agreed_and_others_wait(store: Store, review_id: str) -> None:
    one, two = both_in(store, review_id)
    agreed = store.read(lambda session: get_marks(session, review_id)).agreed
    assert agreed[one].step_id == "l5:solid"
    assert two not in agreed


def test_marks_that_are_handed_in_do_not_change(store: Store, review_id: str) -> None:
    one, _ = both_in(store, review_id)
    with pytest.raises(ReviewFrozen):
        store.write(lambda unit: save_mark(unit, review_id, Rater.MANAGER, MarkDraft(one, "l8:solid")))


def test_an_agreed_review_keeps_its_words_and_notices_a_change(store: Store, review_id: str) -> None:
    one, two = both_in(store, review_id)
    store.write(lambda unit: save_mark(unit, review_id, Rater.AGREED, MarkDraft(two, "l5:solid")))
    store.write(lambda unit: agree_review(unit, review_id))
    assert store.read(lambda session: get_review(session, review_id)).state is ReviewState.AGREED
    texts = store.read(lambda session: get_marks(session, review_id)).rubric_texts
    assert texts[one] and texts[two]
    assert store.read(lambda session: is_intact(session, review_id))
    with pytest.raises(ReviewFrozen):
        store.write(lambda unit: save_mark(unit, review_id, Rater.AGREED, MarkDraft(two, "l6:solid")))

    def tamper(unit: object) -> None:
        mark = unit.session.exec(select(Mark).where(Mark.rater == Rater.AGREED)).first()  # type: ignore[attr-defined]
        mark.step_id = "l8:solid"

    store.write(tamper)
    assert not store.read(lambda session: is_intact(session, review_id))


def test_a_version_that_is_used_keeps_its_text(store: Store, review_id: str) -> None:
    ladder = store.read(lambda session: get_ladder(session, PIN))
    assert store.write(lambda unit: keep_ladder(unit, ladder)).result == PIN
    other = ladder.model_copy(update={"name": "Another text"})
    with pytest.raises(VersionInUse):
        store.write(lambda unit: keep_ladder(unit, other))


def test_a_placement_holds_from_its_day_on(store: Store, review_id: str) -> None:
    person_id = store.read(lambda session: get_review(session, review_id)).person_id
    for day, level in ((date(2024, 3, 1), "l4"), (date(2025, 3, 1), "l5")):
        draft = PlacementDraft(person_id, PIN, level, "l6", day)
        store.write(lambda unit, d=draft: place_person(unit, d))
    at = {day: store.read(lambda session, d=day: find_placement(session, person_id, d)) for day in (
        date(2024, 1, 1), date(2024, 3, 1), date(2026, 1, 1)
    )}  # fmt: skip
    assert [row.level_id if row else None for row in at.values()] == [None, "l4", "l5"]
