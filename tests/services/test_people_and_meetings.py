"""People, meetings, agenda, promises and the day."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from typing import Any

import pytest

from coachdesk.model.agenda import AgendaSource
from coachdesk.model.meeting import MeetingKind, MeetingState
from coachdesk.model.promise import PromiseOwner
from coachdesk.services.agenda import AgendaDraft, add_item, drop_item, list_agenda, move_item, set_discussed
from coachdesk.services.cadence import cadence_days
from coachdesk.services.history import CannotUndo, History
from coachdesk.services.meetings import (
    MeetingPlan,
    finish_meeting,
    get_meeting,
    mark_missed,
    plan_meeting,
    set_pulse,
    start_meeting,
)
from coachdesk.services.people import (
    BadPerson,
    PersonDraft,
    archive_person,
    get_person,
    get_tree,
    list_people,
    restore_person,
    save_person,
)
from coachdesk.services.promises import PromiseDraft, add_promise, list_open_promises, list_overdue, set_promise_done
from coachdesk.services.today import get_today
from coachdesk.store.store import Store


def add(store: Store, name: str, **fields: Any) -> str:
    result: str = store.write(lambda unit: save_person(unit, PersonDraft(None, name, **fields))).result
    return result


def test_a_person_without_a_name_is_refused_and_nothing_is_written(store: Store) -> None:
    with pytest.raises(BadPerson, match="name"):
        add(store, "  ")
    assert store.read(list_people) == ()


def test_nobody_manages_themself_at_any_distance(store: Store) -> None:
    kwame = add(store, "Kwame")
    grace = add(store, "Grace", manager_id=kwame)
    with pytest.raises(BadPerson, match="manager"):
        store.write(lambda unit: save_person(unit, PersonDraft(kwame, "Kwame", manager_id=grace)))
    assert store.read(lambda session: get_person(session, kwame)).is_direct


def test_skip_levels_follow_from_the_tree_at_any_depth(store: Store) -> None:
    kwame = add(store, "Kwame")
    lead = add(store, "Lena", manager_id=kwame)
    add(store, "Grace", manager_id=lead)
    tree = store.read(get_tree)
    assert [row.name for row in tree.direct] == ["Kwame"]
    assert [row.name for row in tree.teams[0].members] == ["Grace", "Lena"]


def test_archiving_keeps_everything_and_hands_reports_up(store: Store) -> None:
    kwame = add(store, "Kwame")
    add(store, "Grace", manager_id=kwame)
    store.write(lambda unit: archive_person(unit, kwame))
    assert [row.name for row in store.read(get_tree).direct] == ["Grace"]
    store.write(lambda unit: restore_person(unit, kwame))
    assert len(store.read(list_people)) == 2


def test_starting_twice_is_one_meeting_and_takes_the_planned_one(store: Store, clock: Any) -> None:
    amara = add(store, "Amara")
    planned = store.write(lambda unit: plan_meeting(unit, MeetingPlan(amara, clock.now + timedelta(minutes=18)))).result
    first = store.write(lambda unit: start_meeting(unit, amara)).result
    again = store.write(lambda unit: start_meeting(unit, amara)).result
    assert first == again == planned
    store.write(lambda unit: finish_meeting(unit, first))
    assert store.read(lambda session: get_meeting(session, first)).state is MeetingState.HELD
    assert store.write(lambda unit: start_meeting(unit, amara)).result != first


def test_a_meeting_with_a_skip_level_says_so(store: Store) -> None:
    kwame = add(store, "Kwame")
    grace = add(store, "Grace", manager_id=kwame)
    meeting_id = store.write(lambda unit: start_meeting(unit, grace)).result
    assert store.read(lambda session: get_meeting(session, meeting_id)).kind is MeetingKind.SKIP_LEVEL


@pytest.mark.parametrize("pulse", [0, 6, -1])
def test_a_pulse_outside_its_range_is_refused(store: Store, pulse: int) -> None:
    meeting_id = store.write(lambda unit: start_meeting(unit, add_within(unit))).result
    with pytest.raises(ValueError, match="1 to 5"):
        store.write(lambda unit: set_pulse(unit, meeting_id, pulse))


def add_within(unit: Any) -> str:
    result = save_person(unit, PersonDraft(None, "Amara"))
    unit.session.flush()
    return result


def test_a_missed_meeting_loses_no_topic(store: Store, clock: Any) -> None:
    amara = add(store, "Amara")
    item = store.write(lambda unit: add_item(unit, AgendaDraft(amara, "Leave in July", AgendaSource.THEIRS))).result
    meeting = store.write(lambda unit: plan_meeting(unit, MeetingPlan(amara, clock.now))).result
    store.write(lambda unit: mark_missed(unit, meeting))
    (row,) = store.read(lambda session: list_agenda(session, amara))
    assert (row.item_id, row.is_carried) == (item, False)


def test_what_was_not_discussed_is_carried_over(store: Store, clock: Any) -> None:
    amara = add(store, "Amara")
    done = store.write(lambda unit: add_item(unit, AgendaDraft(amara, "Dry run"))).result
    store.write(lambda unit: add_item(unit, AgendaDraft(amara, "Budget")))
    clock.advance(minutes=1)
    meeting = store.write(lambda unit: start_meeting(unit, amara)).result
    store.write(lambda unit: set_discussed(unit, done, meeting, is_done=True))
    clock.advance(minutes=30)
    store.write(lambda unit: finish_meeting(unit, meeting))
    rows = store.read(lambda session: list_agenda(session, amara))
    assert [(row.text, row.is_carried) for row in rows] == [("Budget", True)]
    during = store.read(lambda session: list_agenda(session, amara, meeting))
    assert [row.is_done for row in during] == [True, False]


def test_items_move_by_keys_and_dropping_is_undone(store: Store) -> None:
    amara = add(store, "Amara")
    ids = [store.write(lambda unit, text=text: add_item(unit, AgendaDraft(amara, text))).result for text in "abc"]
    store.write(lambda unit: move_item(unit, ids[2], -1))
    store.write(lambda unit: move_item(unit, ids[0], -1))
    assert [row.text for row in store.read(lambda session: list_agenda(session, amara))] == ["a", "c", "b"]
    history = History()
    history.record("Dropped", store.write(lambda unit: drop_item(unit, ids[0])).changes)
    assert len(store.read(lambda session: list_agenda(session, amara))) == 2
    store.write(history.undo)
    assert [row.text for row in store.read(lambda session: list_agenda(session, amara))] == ["a", "c", "b"]


def test_my_promises_come_first_and_late_ones_say_by_how_much(store: Store) -> None:
    amara, today = add(store, "Amara"), date(2026, 5, 12)
    for text, owner, due in (
        ("theirs", PromiseOwner.THEM, date(2026, 5, 1)),
        ("no day", PromiseOwner.ME, None),
        ("late", PromiseOwner.ME, date(2026, 5, 6)),
    ):
        draft = PromiseDraft(amara, text, owner, due)
        store.write(lambda unit, draft=draft: add_promise(unit, draft))
    rows = store.read(lambda session: list_open_promises(session, today))
    assert [row.text for row in rows] == ["late", "no day", "theirs"]
    (late,) = store.read(lambda session: list_overdue(session, today))
    assert late.days_late == 6
    store.write(lambda unit: set_promise_done(unit, late.promise_id, is_done=True))
    assert store.read(lambda session: list_overdue(session, today)) == ()


def test_undo_refuses_when_something_stands_on_the_step(store: Store) -> None:
    history = History()
    written = store.write(lambda unit: save_person(unit, PersonDraft(None, "Amara")))
    history.record("Person added", written.changes)
    store.write(lambda unit: start_meeting(unit, written.result))
    with pytest.raises(CannotUndo):
        store.write(history.undo)
    assert len(store.read(list_people)) == 1
    assert history.undo_label == "Person added"


def test_undo_refuses_to_overwrite_a_later_change(store: Store) -> None:
    amara, history = add(store, "Amara"), History()
    history.record("Renamed", store.write(lambda u: save_person(u, PersonDraft(amara, "Amara O."))).changes)
    store.write(lambda u: save_person(u, PersonDraft(amara, "Amara Okafor")))
    with pytest.raises(CannotUndo):
        store.write(history.undo)
    assert store.read(lambda session: get_person(session, amara)).name == "Amara Okafor"


def test_history_keeps_a_hundred_steps(store: Store) -> None:
    history = History()
    for number in range(105):
        written = store.write(lambda unit, number=number: save_person(unit, PersonDraft(None, f"P{number}")))
        history.record(f"Person {number}", written.changes)
    for _ in range(100):
        assert store.write(history.undo).result is not None
        history.undone()
    assert store.write(history.undo).result is None
    assert len(store.read(list_people)) == 5


def test_the_day_shows_its_meetings_in_the_managers_zone(store: Store, clock: Any) -> None:
    amara = add(store, "Amara", cadence="FREQ=WEEKLY")
    store.write(lambda unit: plan_meeting(unit, MeetingPlan(amara, clock.now + timedelta(minutes=18))))
    store.write(lambda unit: plan_meeting(unit, MeetingPlan(amara, clock.now + timedelta(days=1))))
    page = store.read(lambda session: get_today(session, clock.now, UTC))
    assert (page.has_people, len(page.meetings), page.today) == (True, 1, date(2026, 5, 12))


@pytest.mark.parametrize(
    ("cadence", "days"),
    [("FREQ=WEEKLY", 7.0), ("FREQ=WEEKLY;INTERVAL=2", 14.0), ("", None), ("nonsense", None), ("FREQ=DAILY", 1.0)],
)
def test_a_cadence_in_days(cadence: str, days: float | None) -> None:
    assert cadence_days(cadence) == days
