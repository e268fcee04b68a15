"""An agenda belongs to the person: no sequence of what happens to meetings loses an item or forgets that it waited."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlmodel import select

from coachdesk.model.agenda import AgendaItem, AgendaState
from coachdesk.services import agenda, meetings, people
from coachdesk.services.agenda import AgendaDraft, list_agenda
from coachdesk.services.history import History
from coachdesk.store.clock import Clock
from coachdesk.store.store import Store
from tests.services.clock import SetClock
from tests.services.conftest import PlainConnector

_DATABASE: list[Path] = []


@dataclass(frozen=True)
class State:
    """What the model believes: open items by id with whether they wait since before a meeting, and meetings."""

    open: dict[str, datetime]
    closed: frozenset[str]
    planned: tuple[str, ...]
    held: tuple[tuple[str, datetime, datetime], ...]


class AgendaLife(RuleBasedStateMachine):
    """Random weeks with one person; the store is compared with a model that knows no meeting but its end."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="coachdesk-agenda-"))
        path = self.folder / "vault.db"
        path.write_bytes(_DATABASE[0].read_bytes())
        self.clock = SetClock()
        clock: Clock = self.clock
        self.store = Store(PlainConnector(path), clock)
        self.history = History()
        self.now_state = State({}, frozenset(), (), ())
        self.done: list[State] = []
        self.undone: list[State] = []

    @initialize()
    def meet(self) -> None:
        self.person = self.store.write(
            lambda unit: people.save_person(unit, people.PersonDraft(None, "Amara Okafor"))
        ).result

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    def act(self, service: Any, *arguments: Any, **named: Any) -> Any:
        self.clock.now += timedelta(minutes=7)
        written = self.store.write(lambda unit: service(unit, *arguments, **named))
        self.history.record("act", written.changes)
        return written.result

    def believe(self, **changes: Any) -> None:
        self.done.append(self.now_state)
        self.undone.clear()
        fields = {name: getattr(self.now_state, name) for name in ("open", "closed", "planned", "held")}
        self.now_state = State(**{**fields, **changes})

    @rule()
    def add(self) -> None:
        item = self.act(agenda.add_item, AgendaDraft(self.person, "A topic"))
        self.believe(open={**self.now_state.open, item: self.clock.now})

    @precondition(lambda self: self.now_state.open)
    @rule(pick=st.integers(0, 9), is_dropped=st.booleans())
    def close(self, pick: int, is_dropped: bool) -> None:
        item = sorted(self.now_state.open)[pick % len(self.now_state.open)]
        if is_dropped:
            self.act(agenda.drop_item, item)
        else:
            self.act(agenda.set_discussed, item, None, is_done=True)
        rest = {one: at for one, at in self.now_state.open.items() if one != item}
        self.believe(open=rest, closed=self.now_state.closed | {item})

    @precondition(lambda self: len(self.now_state.open) > 1)
    @rule(pick=st.integers(0, 9), step=st.sampled_from((-1, 1)))
    def move(self, pick: int, step: int) -> None:
        before = self.store.read(lambda s: [row.item_id for row in list_agenda(s, self.person)])
        item = before[pick % len(before)]
        self.act(agenda.move_item, item, step)
        after = self.store.read(lambda s: [row.item_id for row in list_agenda(s, self.person)])
        if before != after:
            self.believe()
        assert sorted(before) == sorted(after)

    @rule()
    def plan(self) -> None:
        plan = meetings.MeetingPlan(self.person, self.clock.now + timedelta(days=7))
        meeting = self.act(meetings.plan_meeting, plan)
        self.believe(planned=(*self.now_state.planned, meeting))

    @precondition(lambda self: self.now_state.planned)
    @rule(is_held=st.booleans())
    def come(self, is_held: bool) -> None:
        meeting, *rest = self.now_state.planned
        if is_held:
            started_at = self.store.read(lambda s: meetings.get_meeting(s, meeting)).starts_at
            self.act(meetings.finish_meeting, meeting)
            held = (*self.now_state.held, (meeting, started_at, self.clock.now))
            self.believe(planned=tuple(rest), held=held)
        else:
            self.act(meetings.mark_missed, meeting)
            self.believe(planned=tuple(rest))

    @precondition(lambda self: self.now_state.planned)
    @rule(days=st.integers(1, 20))
    def reschedule(self, days: int) -> None:
        meeting = self.act(meetings.plan_next, self.person, self.clock.now + timedelta(days=days, minutes=3))
        known = self.now_state.planned
        self.believe(planned=known if meeting in known else (*known, meeting))

    @precondition(lambda self: self.now_state.held)
    @rule()
    def remove_meeting(self) -> None:
        (meeting, _, _), *rest = self.now_state.held
        self.act(meetings.remove_meeting, meeting)
        self.believe(held=tuple(rest))

    @precondition(lambda self: self.done and self.history.undo_label)
    @rule()
    def undo(self) -> None:
        self.store.write(self.history.undo)
        self.history.undone()
        self.undone.append(self.now_state)
        self.now_state = self.done.pop()

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        self.store.write(self.history.redo)
        self.history.redone()
        self.done.append(self.now_state)
        self.now_state = self.undone.pop()

    @invariant()
    def nothing_is_lost(self) -> None:
        if not hasattr(self, "person"):
            return
        rows = self.store.read(lambda s: list_agenda(s, self.person))
        assert {row.item_id for row in rows} == set(self.now_state.open)
        newest = max(self.now_state.held, key=lambda one: one[1], default=None)
        for row in rows:
            waited = newest is not None and self.now_state.open[row.item_id] < newest[2]
            assert row.is_carried == waited
        states = self.store.read(lambda s: dict(s.exec(select(AgendaItem.id, AgendaItem.state)).all()))
        assert {one for one, state in states.items() if state is not AgendaState.OPEN} == self.now_state.closed


def test_no_sequence_loses_an_item(empty_database: Path) -> None:
    _DATABASE[:] = [empty_database]
    case = AgendaLife.TestCase
    case.settings = settings(
        max_examples=12, stateful_step_count=16, deadline=None, suppress_health_check=list(HealthCheck)
    )
    case().runTest()


def test_a_past_meeting_shows_what_was_open_and_discussed_then(store: Store, clock: Any) -> None:
    def act(service: Any, *arguments: Any, **named: Any) -> Any:
        clock.now += timedelta(hours=1)
        return store.write(lambda unit: service(unit, *arguments, **named)).result

    person = act(people.save_person, people.PersonDraft(None, "Amara Okafor"))
    talked, left, dropped = (act(agenda.add_item, AgendaDraft(person, text)) for text in ("One", "Two", "Three"))
    first = act(meetings.start_meeting, person)
    act(agenda.set_discussed, talked, first, is_done=True)
    act(meetings.finish_meeting, first)
    after = act(agenda.add_item, AgendaDraft(person, "Four"))
    now = store.read(lambda s: list_agenda(s, person, first))
    assert {row.item_id for row in now} == {talked, left, dropped, after}, "until the next one it is the present agenda"
    clock.now += timedelta(days=7)
    second = act(meetings.start_meeting, person)
    act(agenda.set_discussed, left, second, is_done=True)
    act(agenda.drop_item, dropped)
    act(meetings.finish_meeting, second)
    then = store.read(lambda s: list_agenda(s, person, first))
    assert {row.item_id: row.is_done for row in then} == {talked: True, left: False, dropped: False}
    assert not any(row.is_carried for row in then)
    here = store.read(lambda s: list_agenda(s, person, second))
    assert {row.item_id: (row.is_done, row.is_carried) for row in here} == {left: (True, True), after: (False, False)}
