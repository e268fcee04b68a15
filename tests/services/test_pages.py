"""The pages of the day and of a person: what they hold, and that their queries don't grow with the vault."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import event

from coachdesk.model.meeting import MeetingKind, MeetingState
from coachdesk.model.visibility import Visibility
from coachdesk.services import agenda, meetings, notes, people, promises
from coachdesk.services.blocks import Block
from coachdesk.services.person_page import get_person_form, get_person_page, list_person_meetings
from coachdesk.services.today import get_today
from coachdesk.store.failures import NotFound
from coachdesk.store.store import Store

NOW = datetime(2026, 5, 12, 9, 12, tzinfo=UTC)


def _person(store: Store, name: str, **fields: Any) -> str:
    def make(unit: Any) -> str:
        people.ensure_owner(unit, "Priya Raman")
        return people.save_person(unit, people.PersonDraft(None, name, **fields))

    return store.write(make).result


def _held(store: Store, person: str, at: datetime, text: str = "", pulse: int | None = None) -> str:
    def make(unit: Any) -> str:
        meeting = meetings.plan_meeting(unit, meetings.MeetingPlan(person, at))
        unit.session.flush()
        meetings.finish_meeting(unit, meeting)
        meetings.set_pulse(unit, meeting, pulse)
        blocks = (Block(Visibility.SHARED, text),) if text else ()
        notes.save_note(unit, notes.NoteDraft(notes.new_note_id(), person, meeting, blocks))
        return meeting

    return store.write(make).result


def _count_queries(store: Store, query: Any) -> int:
    count = 0

    def on_execute(*_: Any) -> None:
        nonlocal count
        count += 1

    event.listen(store._reader, "before_cursor_execute", on_execute)
    store.read(query)
    event.remove(store._reader, "before_cursor_execute", on_execute)
    return count


def test_a_day_is_that_of_the_zone(store: Store, clock: Any) -> None:
    clock.now = NOW
    person = _person(store, "Amara Okafor")
    store.write(lambda u: meetings.plan_meeting(u, meetings.MeetingPlan(person, datetime(2026, 5, 12, 23, tzinfo=UTC))))
    east = timezone(timedelta(hours=9))
    assert len(store.read(lambda s: get_today(s, NOW, UTC)).meetings) == 1
    assert store.read(lambda s: get_today(s, NOW, east)).meetings == ()


def test_a_live_meeting_stays_until_it_is_finished(store: Store, clock: Any) -> None:
    clock.now = NOW - timedelta(days=3)
    person = _person(store, "Amara Okafor")
    store.write(lambda u: meetings.start_meeting(u, person))
    page = store.read(lambda s: get_today(s, NOW, UTC))
    assert [row.meeting.state for row in page.meetings] == [MeetingState.LIVE]


def test_the_team_of_a_skip_level_is_named(store: Store, clock: Any) -> None:
    clock.now = NOW
    lead = _person(store, "Yusuf Demir")
    middle = _person(store, "Noor Siddiqui", manager_id=lead)
    below = _person(store, "Grace Kim", manager_id=middle)
    for one in (lead, below):
        store.write(lambda u, one=one: meetings.plan_meeting(u, meetings.MeetingPlan(one, NOW)))
    page = store.read(lambda s: get_today(s, NOW, UTC))
    assert {row.meeting.person_name: row.lead_name for row in page.meetings} == {
        "Yusuf Demir": "",
        "Grace Kim": "Yusuf Demir",
    }


def test_queries_do_not_grow_with_the_day(store: Store, clock: Any) -> None:
    clock.now = NOW
    counts = []
    for round_ in range(3):
        for number in range(3):
            person = _person(store, f"Person {round_} {number}")
            _held(store, person, NOW - timedelta(days=9), "Words")
            store.write(lambda u, p=person: meetings.plan_meeting(u, meetings.MeetingPlan(p, NOW + timedelta(hours=1))))
            store.write(lambda u, p=person: agenda.add_item(u, agenda.AgendaDraft(p, "Topic")))
            store.write(lambda u, p=person: promises.add_promise(u, promises.PromiseDraft(p, "Promise")))
        counts.append(_count_queries(store, lambda s: get_today(s, NOW, UTC)))
    assert len(set(counts)) == 1
    assert counts[0] <= 10


def test_queries_do_not_grow_with_the_years(store: Store, clock: Any) -> None:
    clock.now = NOW
    person = _person(store, "Amara Okafor")
    counts = []
    for year in range(3):
        for week in range(5):
            _held(store, person, NOW - timedelta(weeks=52 * year + week + 1), "Words", 3)
        counts.append(_count_queries(store, lambda s: list_person_meetings(s, person)))
        assert _count_queries(store, lambda s: get_person_page(s, person, NOW, UTC)) <= 18
    assert len(set(counts)) == 1


def test_a_person_page_holds_what_was_and_what_comes(store: Store, clock: Any) -> None:
    clock.now = NOW
    person = _person(store, "Amara Okafor")
    for weeks, pulse in ((1, 2), (2, 3), (3, None), (4, 4)):
        _held(store, person, NOW - timedelta(weeks=weeks), f"# Week {weeks}\nmore", pulse)
    early = NOW - timedelta(minutes=20)
    store.write(lambda u: meetings.plan_meeting(u, meetings.MeetingPlan(person, early)))
    page = store.read(lambda s: get_person_page(s, person, NOW, UTC))
    assert page.next is not None and page.next.starts_at == early
    assert page.last is not None and page.last.summary == "Week 1"
    assert [row.summary for row in page.latest] == ["Week 1", "Week 2", "Week 3"]
    assert (page.held_count, page.pulses, page.kind) == (4, (4, 3, 2), MeetingKind.ONE_ON_ONE)
    assert len(store.read(lambda s: list_person_meetings(s, person))) == 5


def test_a_form_offers_everybody_but_the_person(store: Store, clock: Any) -> None:
    clock.now = NOW
    amara = _person(store, "Amara Okafor", team="Ledger", level="L5")
    _person(store, "Kwame Mensah", team="Payouts")
    form = store.read(lambda s: get_person_form(s, amara))
    assert [row.name for row in form.managers] == ["Kwame Mensah"]
    assert (form.teams, form.levels, form.tracks) == (("Ledger", "Payouts"), ("L5",), ())
    assert store.read(lambda s: get_person_form(s, None)).person is None


def test_nobody_has_no_page(store: Store) -> None:
    with pytest.raises(NotFound):
        store.read(lambda s: get_person_page(s, "nobody", NOW, UTC))
