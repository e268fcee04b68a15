"""Series of one-on-ones: no turn twice, nothing held ever changes, and undo brings everything back."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from coachdesk.model.meeting import Meeting, MeetingState
from coachdesk.model.person import Person
from coachdesk.model.series import Series
from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block
from coachdesk.services.history import History
from coachdesk.services.meetings import (
    MeetingIsOver,
    MeetingPlan,
    finish_meeting,
    mark_missed,
    move_meeting,
    plan_meeting,
    plan_next,
    remove_meeting,
    start_meeting,
)
from coachdesk.services.notes import NoteDraft, save_note
from coachdesk.services.people import PersonDraft, archive_person, ensure_owner, save_person
from coachdesk.services.series import (
    Rhythm,
    SeriesDraft,
    extend_series,
    find_series,
    save_person_in_rhythm,
    save_series,
    set_rhythm,
)
from coachdesk.store.store import Store
from tests.services.clock import SetClock
from tests.services.conftest import PlainConnector

WEEKLY = "FREQ=WEEKLY;BYDAY=TU"
LONDON = "Europe/London"


@pytest.fixture
def amara(store: Store, clock: SetClock) -> str:
    """Someone to meet; it is Tuesday morning."""
    clock.now = datetime(2026, 5, 12, 7, 0, tzinfo=UTC)
    store.write(lambda unit: ensure_owner(unit, "Priya"))
    return store.write(lambda unit: save_person(unit, PersonDraft(None, "Amara Okafor"))).result


def _meet(store: Store, person_id: str, rrule: str = WEEKLY, at: time = time(10), zone: str = LONDON) -> None:
    store.write(lambda unit: set_rhythm(unit, person_id, Rhythm(rrule, at, zone)))


def _turns(store: Store) -> list[Meeting]:
    return list(store.read(lambda session: session.exec(select(Meeting).order_by(Meeting.starts_at)).all()))


def _locals(store: Store, zone: str = LONDON) -> list[str]:
    return [turn.starts_at.astimezone(ZoneInfo(zone)).strftime("%a %d %b %H:%M") for turn in _turns(store)]


def test_eight_weeks_are_planned_once_and_the_plain_rule_is_in_step(store: Store, clock: SetClock, amara: str) -> None:
    _meet(store, amara)
    assert _locals(store)[:2] == ["Tue 12 May 10:00", "Tue 19 May 10:00"]
    assert len(_turns(store)) == 8
    assert store.read(lambda session: session.get_one(Person, amara)).cadence == WEEKLY
    assert store.write(extend_series).result == 0
    assert not store.write(extend_series).change_set
    clock.advance(days=7)
    assert store.write(extend_series).result == 1


def test_a_moved_missed_or_removed_turn_is_not_planned_again(store: Store, clock: SetClock, amara: str) -> None:
    _meet(store, amara)
    first, second, third = _turns(store)[:3]
    thursday = datetime(2026, 5, 21, 13, 0, tzinfo=UTC)
    store.write(lambda unit: move_meeting(unit, second.id, thursday))
    store.write(lambda unit: mark_missed(unit, first.id))
    store.write(lambda unit: remove_meeting(unit, third.id))
    store.write(extend_series)
    by_id = {turn.id: turn for turn in _turns(store)}
    assert (by_id[second.id].occurrence_key, by_id[second.id].moved_from_at) == (
        second.occurrence_key,
        second.starts_at,
    )
    assert by_id[first.id].state is MeetingState.MISSED
    assert third.id not in by_id and len(by_id) == 7
    store.write(lambda unit: move_meeting(unit, second.id, second.starts_at))
    assert next(turn for turn in _turns(store) if turn.id == second.id).moved_from_at is None
    with pytest.raises(MeetingIsOver):
        store.write(lambda unit: move_meeting(unit, first.id, thursday))


def test_another_rule_moves_only_turns_that_nobody_touched(store: Store, amara: str) -> None:
    _meet(store, amara)
    today, moved, noted = _turns(store)[:3]
    store.write(lambda unit: finish_meeting(unit, start_meeting(unit, amara)))
    thursday = datetime(2026, 5, 21, 13, 0, tzinfo=UTC)
    store.write(lambda unit: move_meeting(unit, moved.id, thursday))
    draft = NoteDraft("n1", amara, noted.id, (Block(Visibility.ONLY_YOU, "Ask about the cut-over."),))
    store.write(lambda unit: save_note(unit, draft))
    before = len(_turns(store))
    _meet(store, amara, "FREQ=WEEKLY;BYDAY=WE", time(14, 30))
    after = {turn.id: turn for turn in _turns(store)}
    assert after[today.id].state is MeetingState.HELD and after[today.id].starts_at == today.starts_at
    assert after[moved.id].starts_at == thursday
    assert after[noted.id].starts_at == noted.starts_at
    others = [turn for turn in _turns(store) if turn.id not in (today.id, moved.id, noted.id)]
    assert {turn.starts_at.astimezone(ZoneInfo(LONDON)).strftime("%a %H:%M") for turn in others} == {"Wed 14:30"}
    assert all(turn.starts_at > datetime(2026, 5, 30, tzinfo=UTC) for turn in others)
    assert len(after) <= before
    assert store.write(extend_series).result == 0


def test_clock_changes_on_either_side_keep_the_owner_zones_clock(store: Store, clock: SetClock, amara: str) -> None:
    clock.now = datetime(2026, 10, 13, 7, 0, tzinfo=UTC)
    _meet(store, amara)
    assert {words[-5:] for words in _locals(store)} == {"10:00"}
    hours = [turn.starts_at.hour for turn in _turns(store)]
    assert hours[:3] == [9, 9, 10]
    new_york = [words[-5:] for words in _locals(store, "America/New_York")]
    assert new_york[:4] == ["05:00", "05:00", "06:00", "05:00"]


def test_a_report_nine_hours_away_keeps_their_own_morning(store: Store, clock: SetClock, amara: str) -> None:
    clock.now = datetime(2026, 3, 10, 7, 0, tzinfo=UTC)
    _meet(store, amara, "FREQ=WEEKLY;BYDAY=TH", time(9, 30), "Asia/Tokyo")
    assert {words[-5:] for words in _locals(store, "Asia/Tokyo")} == {"09:30"}
    assert _locals(store)[0] == "Thu 12 Mar 00:30"
    assert _locals(store)[-1] == "Thu 30 Apr 01:30"


def test_times_that_clocks_skip_or_repeat_are_met_once(store: Store, clock: SetClock, amara: str) -> None:
    clock.now = datetime(2026, 3, 20, 7, 0, tzinfo=UTC)
    _meet(store, amara, "FREQ=WEEKLY;BYDAY=SU", time(1, 30))
    assert _locals(store)[:3] == ["Sun 22 Mar 01:30", "Sun 29 Mar 02:30", "Sun 05 Apr 01:30"]
    assert store.write(extend_series).result == 0


def test_a_rhythm_without_a_time_keeps_the_time_that_there_is(store: Store, amara: str) -> None:
    store.write(lambda unit: set_rhythm(unit, amara, Rhythm("FREQ=WEEKLY;INTERVAL=2")))
    assert _turns(store) == []
    assert store.read(lambda session: find_series(session, amara)) is None
    _meet(store, amara)
    store.write(lambda unit: set_rhythm(unit, amara, Rhythm("FREQ=WEEKLY;INTERVAL=2")))
    days = [turn.starts_at for turn in _turns(store)]
    assert {later - earlier for earlier, later in pairwise(days)} == {timedelta(days=14)}
    assert {words[-5:] for words in _locals(store)} == {"10:00"}


def test_a_fortnight_begins_a_fortnight_after_the_last_meeting(store: Store, clock: SetClock, amara: str) -> None:
    clock.now = datetime(2026, 5, 5, 9, 0, tzinfo=UTC)
    store.write(lambda unit: finish_meeting(unit, start_meeting(unit, amara)))
    clock.now = datetime(2026, 5, 12, 7, 0, tzinfo=UTC)
    _meet(store, amara, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")
    assert _locals(store)[1:3] == ["Tue 19 May 10:00", "Tue 02 Jun 10:00"]


def test_ending_and_beginning_again(store: Store, amara: str) -> None:
    person = PersonDraft(amara, "Amara Okafor", cadence=WEEKLY)
    store.write(lambda unit: save_person_in_rhythm(unit, person, Rhythm(WEEKLY, time(10), LONDON)))
    kept = _turns(store)[2]
    store.write(lambda unit: move_meeting(unit, kept.id, kept.starts_at + timedelta(hours=2)))
    store.write(lambda unit: set_rhythm(unit, amara, Rhythm()))
    assert [turn.id for turn in _turns(store)] == [kept.id]
    assert store.write(extend_series).result == 0
    _meet(store, amara)
    keys = [turn.occurrence_key for turn in _turns(store)]
    assert len(keys) == len(set(keys)) == 8
    store.write(lambda unit: archive_person(unit, amara))
    assert store.write(lambda unit: extend_series(unit, datetime(2027, 1, 1, tzinfo=UTC))).result == 0


def test_a_day_with_an_imported_meeting_needs_no_turn(store: Store, amara: str) -> None:
    tuesday = datetime(2026, 5, 19, 15, 0, tzinfo=UTC)
    store.write(lambda unit: plan_meeting(unit, MeetingPlan(amara, tuesday)))
    _meet(store, amara)
    assert [words[:6] for words in _locals(store)].count("Tue 19") == 1


_RULES = st.sampled_from(
    [("FREQ=WEEKLY;BYDAY=TU", 10), ("FREQ=WEEKLY;BYDAY=WE", 9), ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", 10),
     ("FREQ=WEEKLY;BYDAY=MO,TH", 16), ("FREQ=MONTHLY;BYDAY=1MO", 11)]
)  # fmt: skip
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("hold"), st.none()),
        st.tuples(st.just("miss"), st.integers(0, 7)),
        st.tuples(st.just("move"), st.tuples(st.integers(0, 7), st.integers(-200, 400))),
        st.tuples(st.just("next"), st.integers(1, 300)),
        st.tuples(st.just("exclude"), st.integers(0, 7)),
        st.tuples(st.just("rule"), _RULES),
        st.tuples(st.just("wait"), st.integers(1, 400)),
        st.tuples(st.just("undo"), st.none()),
    ),
    max_size=9,
)


class _Run:
    """One random life of a series, with the acts that undo knows."""

    def __init__(self, store: Store, clock: SetClock) -> None:
        self.store, self.clock, self.history = store, clock, History()
        store.write(lambda unit: ensure_owner(unit, "Priya"))
        self.person = store.write(lambda unit: save_person(unit, PersonDraft(None, "Amara"))).result
        self.snapshots: list[object] = []

    def do(self, act: str, detail: object) -> None:
        planned = [turn for turn in _turns(self.store) if turn.state is MeetingState.PLANNED]
        at = detail[0] if isinstance(detail, tuple) and act == "move" else detail
        if act == "wait":
            self.clock.advance(hours=detail)
            self.history.forget()
            self.snapshots.clear()
            self.store.write(extend_series)
        elif act == "undo":
            self.undo()
        elif act == "hold":
            self.write(lambda unit: finish_meeting(unit, start_meeting(unit, self.person)))
        elif act == "next":
            self.write(lambda unit: plan_next(unit, self.person, unit.now + timedelta(hours=detail)))
        elif act == "rule":
            rule = Rhythm(detail[0], time(detail[1]), LONDON)
            self.write(lambda unit: set_rhythm(unit, self.person, rule))
        elif isinstance(at, int) and at < len(planned):
            turn = planned[at]
            acts = {
                "miss": lambda unit: mark_missed(unit, turn.id),
                "exclude": lambda unit: remove_meeting(unit, turn.id),
                "move": lambda unit: move_meeting(unit, turn.id, turn.starts_at + timedelta(hours=detail[1])),
            }
            self.write(acts[act])

    def write(self, act: object) -> None:
        before = self.state()
        written = self.store.write(act)
        if written.changes:
            self.snapshots.append(before)
            self.history.record("act", written.changes)

    def undo(self) -> None:
        if self.history.undo_label is not None:
            self.store.write(self.history.undo)
            self.history.undone()
            assert self.state() == self.snapshots.pop()

    def state(self) -> object:
        def read(session: object) -> object:
            rows = [*session.exec(select(Meeting)), *session.exec(select(Series)), *session.exec(select(Person))]
            return sorted(repr(row.model_dump()) for row in rows)

        return self.store.read(read)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_any_life_of_a_series(empty_database: Path, tmp_path: Path, steps: list[tuple[str, object]]) -> None:
    path = tmp_path / "life.db"
    for leftover in tmp_path.glob("life.db*"):
        leftover.unlink()
    shutil.copyfile(empty_database, path)
    clock = SetClock()
    store = Store(PlainConnector(path), clock)
    try:
        run = _Run(store, clock)
        _meet(store, run.person)
        held: dict[str, str] = {}
        for act, detail in steps:
            run.do(act, detail)
            turns = _turns(store)
            keys = [(turn.series_id, turn.occurrence_key) for turn in turns if turn.series_id]
            assert len(keys) == len(set(keys))
            now_held = {turn.id: repr(turn.model_dump()) for turn in turns if turn.state is MeetingState.HELD}
            if act != "undo":
                assert {key: now_held.get(key) for key in held} == held
            held = now_held
            assert store.write(extend_series).result == 0 or act in ("wait", "undo")
    finally:
        store.close()


def test_a_series_keeps_its_fortnight_when_its_draft_begins_in_the_past(store: Store, amara: str) -> None:
    draft = SeriesDraft(amara, "FREQ=WEEKLY;INTERVAL=2", datetime(2026, 4, 28, 10, 0), LONDON)
    store.write(lambda unit: save_series(unit, draft))
    assert _locals(store)[:2] == ["Tue 12 May 10:00", "Tue 26 May 10:00"]
