"""One review in one read: indirect ladders by stages, the discussion by competency, days to look again."""

from __future__ import annotations

from datetime import UTC, date
from functools import partial

import pytest

from coachdesk.model.ladder import LadderChange
from coachdesk.model.review import Rater
from coachdesk.model.visibility import Visibility
from coachdesk.rubric.load import load_ladder
from coachdesk.services.blocks import Block
from coachdesk.services.day_words import UnknownDay
from coachdesk.services.ladders import keep_ladder
from coachdesk.services.people import PersonDraft, save_person
from coachdesk.services.review_page import Standing, get_review_page, list_review_states
from coachdesk.services.review_talk import parse_look, read_talk, save_talk, set_look_again
from coachdesk.services.reviews import (
    MarkDraft,
    ReviewDraft,
    ReviewFrozen,
    agree_review,
    begin_again,
    begin_review,
    get_review,
    hand_in,
    save_mark,
    set_target,
)
from coachdesk.store.store import Store

_STAGES = """
format: coachdesk-ladder/1
id: guild
name: Guild
version: "1"
scales: {craft: [{id: learning, name: Learning}, {id: working, name: Working}, {id: leading, name: Leading}]}
levels: [{id: one, title: One}, {id: two, title: Two}]
competencies:
  - id: wood
    name: Wood
    scale: craft
    at: {learning: [Holds a saw], working: [Cuts true], leading: [Teaches cutting]}
profiles:
  - {for: two, targets: {wood: working}}
"""


_CHANGE = """
format: coachdesk-ladder-migration/1
from: guild@1
to: guild@2
competencies: [{{from: [wood], to: [timber], kind: renamed, carry: {}}}]
reviewed: {{by: manager, on: 2026-08-01}}
"""


@pytest.fixture
def review_id(store: Store) -> str:
    person_id = store.write(lambda unit: save_person(unit, PersonDraft(None, "Amara"))).result
    store.write(lambda unit: keep_ladder(unit, load_ladder(_STAGES, "test")))
    draft = ReviewDraft(person_id, "guild@1", "one", date(2026, 5, 1), "two")
    return store.write(lambda unit: begin_review(unit, draft)).result


def test_the_columns_of_an_indirect_ladder_are_stages_and_the_profile_is_the_target(
    store: Store, review_id: str
) -> None:
    page = store.read(lambda session: get_review_page(session, review_id, UTC))
    assert [place.code for place in page.places] == ["Learning", "Working", "Leading"]
    (line,) = page.lines
    assert line.expected == {"craft/working"} and [sign.text for sign in line.signs] == ["Cuts true"]
    assert line.step_words("leading") == "Leading" and line.place_of("leading") == "craft/leading"


def test_a_review_moves_through_the_list_and_its_target_holds_until_it_is_agreed(store: Store, review_id: str) -> None:
    def standing() -> tuple[Standing, int]:
        (row,) = store.read(list_review_states)
        return row.standing, row.missing

    assert standing() == (Standing.TO_MARK, 1)
    store.write(lambda unit: save_mark(unit, review_id, Rater.MANAGER, MarkDraft("wood", "working")))
    store.write(lambda unit: hand_in(unit, review_id, Rater.MANAGER))
    assert standing() == (Standing.WAITING, 0)
    store.write(lambda unit: save_mark(unit, review_id, Rater.SELF, MarkDraft("wood", "leading")))
    store.write(lambda unit: hand_in(unit, review_id, Rater.SELF))
    assert standing() == (Standing.TO_COMPARE, 1)
    page = store.read(lambda session: get_review_page(session, review_id, UTC))
    assert page.differing == 1 and page.agreement is not None and page.agreement.one_apart == 1
    store.write(lambda unit: set_target(unit, review_id, "one"))
    store.write(lambda unit: agree_review(unit, review_id))
    assert standing() == (Standing.AGREED, 0)
    with pytest.raises(ReviewFrozen):
        store.write(lambda unit: set_target(unit, review_id, "two"))
    again = store.write(lambda unit: begin_again(unit, review_id, date(2026, 11, 1))).result
    row = store.read(lambda session: get_review(session, again))
    assert (row.ladder_pin, row.period_from_on) == ("guild@1", date(2026, 5, 1))


@pytest.mark.parametrize(("carry", "shown"), [("exact", "leading"), ("ordinal", None)])
def test_what_was_agreed_on_an_earlier_version_is_shown_only_where_it_carries_exactly(
    store: Store, review_id: str, carry: str, shown: str | None
) -> None:
    for rater in (Rater.SELF, Rater.MANAGER):
        store.write(partial(save_mark, review_id=review_id, rater=rater, draft=MarkDraft("wood", "leading")))
        store.write(partial(hand_in, review_id=review_id, rater=rater))
    store.write(lambda unit: agree_review(unit, review_id))
    later = _STAGES.replace('version: "1"', 'version: "2"').replace("id: wood", "id: timber")
    store.write(lambda unit: keep_ladder(unit, load_ladder(later.replace("wood: working", "timber: working"), "test")))
    store.write(lambda unit: unit.add(LadderChange(from_pin="guild@1", to_pin="guild@2", yaml=_CHANGE.format(carry),
                                                   confirmed_at=unit.now, created_at=unit.now)))  # fmt: skip
    person_id = store.read(lambda session: get_review(session, review_id)).person_id
    draft = ReviewDraft(person_id, "guild@2", "one", date(2026, 9, 1), "two")
    again = store.write(lambda unit: begin_review(unit, draft)).result
    page = store.read(lambda session: get_review_page(session, again, UTC))
    assert {name: mark.step_id for name, mark in page.before.items()} == ({"timber": shown} if shown else {})
    assert (page.before_at is None) == (shown is None)


def test_what_is_said_keeps_its_visibility_and_plain_words_are_private(store: Store, review_id: str) -> None:
    said = (Block(Visibility.SHARED, "Next sign"), Block(Visibility.ONLY_YOU, "Doubtful"))
    store.write(lambda unit: save_talk(unit, review_id, "wood", said))
    assert store.read(lambda session: get_review_page(session, review_id, UTC)).talk == {"wood": said}
    store.write(lambda unit: save_talk(unit, review_id, "wood", ()))
    assert store.read(lambda session: get_review_page(session, review_id, UTC)).talk == {}
    assert read_talk("words of before")[""][0].visibility is Visibility.ONLY_YOU


def test_a_day_to_look_again_is_one_follow_up_that_moves_and_goes(store: Store, review_id: str) -> None:
    for day in (date(2026, 8, 1), date(2026, 9, 1)):
        store.write(partial(set_look_again, review_id=review_id, competency_id="wood", due_on=day))
        assert store.read(lambda session: get_review_page(session, review_id, UTC)).looks == {"wood": day}
    store.write(lambda unit: set_look_again(unit, review_id, "wood", None))
    assert store.read(lambda session: get_review_page(session, review_id, UTC)).looks == {}


def test_months_are_days_to_look_again() -> None:
    today = date(2026, 11, 30)
    assert parse_look("feb", today) == date(2027, 2, 1)
    assert parse_look("November", today) == date(2027, 11, 1)
    assert parse_look("in 3 months", today) == date(2027, 2, 28)
    assert parse_look("15 Dec", today) == date(2026, 12, 15)
    with pytest.raises(UnknownDay):
        parse_look("some day", today)
