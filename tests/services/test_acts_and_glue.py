"""Acts of sponsorship and glue work over a real store: counted honestly, credited and handed on in one act each."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from coachdesk.model.sponsorship import ActKind, GlueOrigin
from coachdesk.services import acts, evidence, glue, people
from coachdesk.services.evidence_stub import STUB
from coachdesk.services.history import History
from coachdesk.store.store import Store

TODAY = date(2026, 5, 12)


@pytest.fixture
def write(store: Store) -> Any:
    return lambda service, *arguments, **options: store.write(lambda u: service(u, *arguments, **options)).result


@pytest.fixture
def team(write: Any, clock: Any) -> dict[str, str]:
    clock.now = datetime(2026, 5, 12, 9, tzinfo=UTC)
    write(people.ensure_owner, "Priya Raman")
    return {name: str(write(people.save_person, people.PersonDraft(None, name))) for name in ("Diego", "Sofia")}


class _Undoing:
    """Writes with undo, as the window does."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._history = History()

    def write(self, service: Any) -> None:
        self._history.record("", self._store.write(service).changes)

    def undo(self) -> None:
        self._store.write(self._history.undo)
        self._history.undone()

    def redo(self) -> None:
        self._store.write(self._history.redo)
        self._history.redone()


def _act(write: Any, person: str, kind: ActKind, on: date, **more: Any) -> str:
    return str(write(acts.add_act, acts.ActDraft(person, kind, "For the forum", on, **more)))


def test_advice_is_counted_apart_from_sponsorship_over_a_window(store: Store, write: Any, team: dict[str, str]) -> None:
    diego = team["Diego"]
    for kind, on in (
        (ActKind.ADVISED, TODAY),
        (ActKind.ADVISED, date(2025, 5, 13)),
        (ActKind.ADVISED, date(2025, 5, 12)),
        (ActKind.NAMED, date(2026, 4, 1)),
        (ActKind.MADE_VISIBLE, date(2026, 4, 1)),
        (ActKind.CREDITED, date(2026, 5, 13)),
    ):
        _act(write, diego, kind, on)
    counts = store.read(lambda s: acts.count_acts_by_person(s, TODAY))
    assert counts == {diego: acts.ActCounts(mentored=2, sponsored=2)}
    rows = store.read(lambda s: acts.list_acts(s, diego))
    assert acts.count_acts(((row.kind, row.acted_on) for row in rows), TODAY) == counts[diego]
    assert [row.acted_on for row in rows] == sorted((row.acted_on for row in rows), reverse=True)


def test_an_act_has_its_audience_and_result_and_comes_back_when_removed(
    store: Store, write: Any, team: dict[str, str]
) -> None:
    act_id = _act(write, team["Diego"], ActKind.NAMED, TODAY, audience=" the  staff meeting ")
    write(acts.set_act_result, act_id, "Asked to present")
    (row,) = before = store.read(lambda s: acts.list_acts(s, team["Diego"]))
    assert (row.audience, row.result) == ("the staff meeting", "Asked to present")
    history = _Undoing(store)
    history.write(lambda u: acts.remove_act(u, act_id))
    assert store.read(lambda s: acts.list_acts(s, team["Diego"])) == ()
    history.undo()
    assert store.read(lambda s: acts.list_acts(s, team["Diego"])) == before
    with pytest.raises(ValueError, match="few words"):
        write(acts.set_act_text, act_id, "  ")


def _glue(write: Any, person: str, text: str, began_on: date = TODAY, **more: Any) -> str:
    return str(write(glue.add_glue, glue.GlueDraft(person, text, began_on, **more)))


def _rows(store: Store, person: str | None = None) -> tuple[glue.GlueRow, ...]:
    return store.read(lambda s: glue.list_glue(s, TODAY, person))


def test_unknown_hours_are_not_zero_hours(store: Store, write: Any, team: dict[str, str]) -> None:
    _glue(write, team["Sofia"], "Runs the rota", hours_a_month=6)
    _glue(write, team["Sofia"], "Takes the notes")
    _glue(write, team["Diego"], "Onboards", origin=GlueOrigin.VOLUNTEERED)
    ended = _glue(write, team["Diego"], "Old offsite", date(2025, 3, 1), hours_a_month=9)
    write(glue.end_glue, ended, date(2025, 9, 1))
    assert glue.sum_loads(_rows(store)) == (
        glue.GlueLoad(team["Sofia"], "Sofia", 2, 6, 1),
        glue.GlueLoad(team["Diego"], "Diego", 1, 0, 1),
    )
    assert [row.text for row in _rows(store, team["Diego"])] == ["Onboards", "Old offsite"]
    with pytest.raises(ValueError, match="before it began"):
        write(glue.end_glue, ended, date(2025, 2, 1))


def test_credit_makes_evidence_and_one_undo_takes_both_back(store: Store, write: Any, team: dict[str, str]) -> None:
    glue_id = _glue(write, team["Diego"], "Runs the on-call rota")
    (row,) = _rows(store)
    assert row.credit_for is not None and row.credit_for.competency_id == "collaboration"
    history, choice = _Undoing(store), row.credit_for
    history.write(lambda u: glue.credit_glue(u, glue_id, choice, TODAY))
    (found,) = store.read(lambda s: evidence.list_evidence(s, team["Diego"], competency_id="collaboration"))
    assert (found.text, found.occurred_on, found.source_id) == ("Runs the on-call rota", TODAY, glue_id)
    assert _rows(store)[0].credited_on == TODAY
    with pytest.raises(ValueError, match="already"):
        write(glue.credit_glue, glue_id, choice, TODAY)
    history.undo()
    assert _rows(store)[0].credited_on is None
    assert store.read(lambda s: evidence.list_evidence(s, team["Diego"])) == ()
    history.redo()
    write(glue.remove_glue, glue_id)
    (stub,) = store.read(lambda s: evidence.list_evidence(s, team["Diego"]))
    assert stub.text == STUB


def test_what_it_was_credited_for_last_is_suggested_next(store: Store, write: Any, team: dict[str, str]) -> None:
    first = _glue(write, team["Diego"], "Runs the rota")
    choices = store.read(lambda s: evidence.list_competencies(s, team["Diego"], TODAY))
    planning = next(one for one in choices if one.competency_id == "planning")
    write(glue.credit_glue, first, planning, TODAY)
    _glue(write, team["Sofia"], "Takes the notes")
    assert {row.credit_for for row in _rows(store)} == {planning}


def test_rotating_ends_one_and_begins_another_and_one_undo_takes_both_back(
    store: Store, write: Any, team: dict[str, str]
) -> None:
    glue_id = _glue(write, team["Sofia"], "Takes the notes", date(2025, 1, 7), hours_a_month=3)
    before = _rows(store)
    history = _Undoing(store)
    history.write(lambda u: glue.rotate_glue(u, glue_id, team["Diego"], TODAY))
    (ended,) = _rows(store, team["Sofia"])
    assert (ended.ended_on, ended.rotated_to) == (TODAY, "Diego")
    (begun,) = _rows(store)
    assert (begun.person, begun.text, begun.hours_a_month, begun.began_on) == ("Diego", "Takes the notes", 3, TODAY)
    history.undo()
    assert _rows(store) == before and _rows(store, team["Diego"]) == ()
    with pytest.raises(ValueError, match="somebody else"):
        write(glue.rotate_glue, glue_id, team["Sofia"], TODAY)
