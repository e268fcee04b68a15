"""Promises: what the lists show, how they are counted, and that each act can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from coachdesk.model.promise import Promise, PromiseOwner
from coachdesk.services import promises
from coachdesk.services.day_words import UnknownDay
from coachdesk.services.history import History
from coachdesk.services.meetings import MeetingPlan, plan_meeting
from coachdesk.services.people import PersonDraft, ensure_owner, save_person
from coachdesk.services.promises_page import (
    KeptCounts,
    PromiseFilter,
    find_person,
    get_follow_ups,
    get_promise_detail,
)
from coachdesk.services.today import get_today
from coachdesk.store.failures import NotFound
from coachdesk.store.store import Store
from tests.services.clock import SetClock

TODAY = date(2026, 5, 12)


@pytest.fixture
def people(store: Store) -> dict[str, str]:
    store.write(lambda unit: ensure_owner(unit, "Priya Raman"))
    names = ("Amara Okafor", "Kwame Mensah")
    return {name: store.write(lambda unit, n=name: save_person(unit, PersonDraft(None, n))).result for name in names}


def promise(store: Store, person: str, text: str, due: int | None = None, owner: PromiseOwner = PromiseOwner.ME) -> str:
    due_on = None if due is None else TODAY + timedelta(days=due)
    return store.write(
        lambda unit: promises.add_promise(unit, promises.PromiseDraft(person, text, owner, due_on))
    ).result


def texts(store: Store, person: str | None = None, today: date = TODAY) -> list[str]:
    return [row.text for row in store.read(lambda s: promises.list_open_promises(s, today, person))]


def test_snoozed_ones_wait_for_their_day(store: Store, people: dict[str, str], clock: SetClock) -> None:
    late = promise(store, people["Amara Okafor"], "Send the budget", -3)
    until = TODAY + timedelta(days=4)
    store.write(lambda unit: promises.snooze_promise(unit, late, until))
    assert texts(store) == []
    assert store.read(lambda s: get_today(s, clock.now, UTC)).overdue == ()
    assert texts(store, today=until - timedelta(days=1)) == []
    assert texts(store, today=until) == ["Send the budget"]
    page = store.read(lambda s: get_follow_ups(s, PromiseFilter.SNOOZED, clock.now, UTC))
    assert [row.text for row in page.rows] == ["Send the budget"] and page.open_count == 0


def test_a_handed_promise_comes_up_with_the_other_person(store: Store, people: dict[str, str]) -> None:
    amara, kwame = people["Amara Okafor"], people["Kwame Mensah"]
    freeze = promise(store, amara, "Clear the freeze")
    store.write(lambda unit: promises.hand_promise(unit, freeze, kwame))
    assert texts(store, kwame) == ["Clear the freeze"] == texts(store, amara)
    row = store.read(lambda s: promises.list_open_promises(s, TODAY))[0]
    assert (row.raise_with_id, row.raise_with_name) == (kwame, "Kwame Mensah")
    store.write(lambda unit: promises.hand_promise(unit, freeze, amara))
    assert texts(store, kwame) == []
    with pytest.raises(NotFound):
        store.write(lambda unit: promises.hand_promise(unit, freeze, "nobody"))


def test_mine_come_first_and_filters_part_them(store: Store, people: dict[str, str], clock: SetClock) -> None:
    amara = people["Amara Okafor"]
    promise(store, amara, "Theirs late", -9, PromiseOwner.THEM)
    promise(store, amara, "Mine later", 5)
    promise(store, amara, "Mine without a day")
    promise(store, amara, "Mine late", -1)
    shown = {
        one: [row.text for row in store.read(lambda s, f=one: get_follow_ups(s, f, clock.now, UTC)).rows]
        for one in PromiseFilter
    }
    assert shown[PromiseFilter.OPEN] == ["Mine late", "Mine later", "Mine without a day", "Theirs late"]
    assert shown[PromiseFilter.MINE] == ["Mine late", "Mine later", "Mine without a day"]
    assert shown[PromiseFilter.THEIRS] == ["Theirs late"]
    assert shown[PromiseFilter.OVERDUE] == ["Mine late", "Theirs late"]
    assert shown[PromiseFilter.SNOOZED] == shown[PromiseFilter.DONE] == []


def test_kept_late_dropped_and_open_are_counted_both_ways(
    store: Store, people: dict[str, str], clock: SetClock
) -> None:
    amara = people["Amara Okafor"]
    kept, late, dropped, _open = (promise(store, amara, str(n), 2) for n in range(4))
    promise(store, amara, "no day, kept")
    theirs = promise(store, amara, "theirs", 1, PromiseOwner.THEM)
    for one in (kept, theirs):
        store.write(lambda unit, o=one: promises.set_promise_done(unit, o, is_done=True))
    store.write(lambda unit: promises.drop_promise(unit, dropped))
    clock.advance(days=6)
    store.write(lambda unit: promises.set_promise_done(unit, late, is_done=True))
    old = datetime(2026, 1, 30, tzinfo=UTC)
    store.write(lambda unit: unit.add(Promise(person_id=amara, text="before", done_at=old, created_at=old)))
    page = store.read(lambda s: get_follow_ups(s, PromiseFilter.DONE, clock.now, UTC))
    assert page.counted_from == date(2026, 2, 1)
    assert page.mine == KeptCounts(kept=1, kept_late=1, dropped=1, open=2)
    assert page.theirs == KeptCounts(kept=1, kept_late=0, dropped=0, open=0)
    assert page.rows[0].text == "1" and any(row.is_dropped for row in page.rows)


@pytest.mark.parametrize(
    "act",
    [
        lambda unit, one, other: promises.set_promise_done(unit, one, is_done=True),
        lambda unit, one, other: promises.set_promise_text(unit, one, "Other words"),
        lambda unit, one, other: promises.set_promise_owner(unit, one, PromiseOwner.THEM),
        lambda unit, one, other: promises.set_promise_day(unit, one, None),
        lambda unit, one, other: promises.snooze_promise(unit, one, TODAY + timedelta(days=7)),
        lambda unit, one, other: promises.hand_promise(unit, one, other),
        lambda unit, one, other: promises.drop_promise(unit, one),
        lambda unit, one, other: promises.remove_promise(unit, one),
    ],
)
def test_each_act_can_be_taken_back(store: Store, people: dict[str, str], act: Callable[..., Any]) -> None:
    one = promise(store, people["Amara Okafor"], "Send the budget", 3)
    before = store.read(lambda s: promises.get_promise(s, one).model_dump())
    history = History()
    written = store.write(lambda unit: act(unit, one, people["Kwame Mensah"]))
    assert written.changes
    history.record("act", written.changes)
    store.write(history.undo)
    assert store.read(lambda s: promises.get_promise(s, one).model_dump()) == before


def test_a_detail_knows_its_next_meeting(store: Store, people: dict[str, str], clock: SetClock) -> None:
    amara = people["Amara Okafor"]
    one = promise(store, amara, "Send the budget")
    next_at = clock.now + timedelta(days=7)
    store.write(lambda unit: plan_meeting(unit, MeetingPlan(amara, next_at)))
    detail = store.read(lambda s: get_promise_detail(s, one, clock.now, UTC))
    assert detail.next_on == next_at.date() and detail.made_in is None
    assert promises.parse_due("Next one-on-one", TODAY, detail.next_on) == next_at.date()
    assert promises.parse_due("fri", TODAY, None) == date(2026, 5, 15)
    assert promises.parse_due(" ", TODAY, None) is None
    with pytest.raises(UnknownDay):
        promises.parse_due("next one-on-one", TODAY, None)


def test_a_name_is_found_by_its_beginning_when_it_is_the_only_one(
    store: Store, people: dict[str, str], clock: SetClock
) -> None:
    rows = store.read(lambda s: get_follow_ups(s, PromiseFilter.OPEN, clock.now, UTC)).people
    found = find_person(rows, "kwa")
    assert found is not None and found.person_id == people["Kwame Mensah"]
    assert find_person(rows, "okaf") is not None
    assert find_person(rows, "") is None and find_person(rows, "x") is None
