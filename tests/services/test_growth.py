"""The picture of a day: what is later is unknown, only exact marks are computed with, gates say what would change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.growth.outcome import TooLittleHistory
from coachdesk.growth.readiness import Readiness
from coachdesk.growth.three_valued import Truth
from coachdesk.rubric.mapping import Carry
from coachdesk.sample.careers import NEW_PIN, OLD_PIN, REVIEW_DAYS, VERSION_CHANGED
from coachdesk.sample.sample import build_sample
from coachdesk.services.growth import CompetencyGrowth, Finding, GrowthPage, growth_at
from coachdesk.services.growth_history import GrowthHistory, get_growth_history
from coachdesk.services.people import list_people
from coachdesk.store.store import Store
from tests.services.conftest import PlainConnector

TODAY = date(2026, 5, 12)


@pytest.fixture(scope="module")
def histories(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, GrowthHistory]]:
    path = tmp_path_factory.mktemp("growth") / "vault.db"
    path.write_bytes(empty_database.read_bytes())
    connector = PlainConnector(path)
    store = Store(connector)
    build_sample(store, years=1, reports=9, skips=0, today=TODAY)
    people = store.read(list_people)
    names = ("Amara Okafor", "Sofia Rinaldi", "Tomasz Zieliński", "Diego Fuentes")
    ids = {person.name: person.person_id for person in people if person.name in names}
    yield {name: store.read(lambda session, p=one: get_growth_history(session, p, UTC)) for name, one in ids.items()}
    store.close()


def competency(page: GrowthPage, name: str) -> CompetencyGrowth:
    return next(row for row in page.competencies if row.axis.competency_id == name)


def test_three_engineers_have_eight_agreed_reviews_over_four_years(histories: dict[str, GrowthHistory]) -> None:
    for name in ("Amara Okafor", "Sofia Rinaldi", "Tomasz Zieliński"):
        days = {mark.given_on for mark in histories[name].marks if mark.is_agreed}
        assert days == {TODAY - timedelta(days=one) for one in REVIEW_DAYS}


def test_the_headline_counts_and_the_open_mark_stays_out(histories: dict[str, GrowthHistory]) -> None:
    page = growth_at(histories["Amara Okafor"], TODAY)
    assert (page.counts.inside, page.counts.below, page.counts.not_assessed) == (8, 4, 0)
    growing = competency(page, "growing-others")
    assert (growing.finding, growing.gap, growing.now.step_label) == (Finding.BELOW, 3, "Senior Engineer, emerging")
    assert [mark.is_agreed for mark in growing.hollow] == [False]


def test_a_split_competency_is_shown_but_not_computed_with(histories: dict[str, GrowthHistory]) -> None:
    page = growth_at(histories["Amara Okafor"], TODAY)
    running = competency(page, "running-systems")
    assert {mark.carry for mark in running.hollow if mark.pin == OLD_PIN} == {Carry.INDICATIVE}
    assert len(running.line) == 2
    renamed = competency(page, "collaboration")
    assert len(renamed.line) == len(REVIEW_DAYS)


def test_before_the_version_change_the_old_ladder_is_shown(histories: dict[str, GrowthHistory]) -> None:
    page = growth_at(histories["Amara Okafor"], TODAY - timedelta(days=VERSION_CHANGED + 1))
    assert page.frame is not None and page.frame.pin == OLD_PIN
    assert "teamwork" in {row.axis.competency_id for row in page.competencies}
    assert page.version_changes == ()
    now = growth_at(histories["Amara Okafor"], TODAY)
    assert [pin for _, pin in now.version_changes] == [NEW_PIN]


def test_readiness_names_the_gates_that_would_change_it(histories: dict[str, GrowthHistory]) -> None:
    page = growth_at(histories["Amara Okafor"], TODAY)
    assert page.readiness is not None
    assert page.readiness.readiness is Readiness.CANNOT_TELL
    assert page.readiness.would_change_it == ("core",)
    assert {gate.rule.gate_id: gate.truth for gate in page.gates}["core"] is Truth.UNKNOWN


def test_a_stalled_area_shows_no_step(histories: dict[str, GrowthHistory]) -> None:
    planning = competency(growth_at(histories["Tomasz Zieliński"], TODAY), "planning")
    assert len({tread.mark for tread in planning.line}) == 1


def test_someone_without_a_placement_has_an_empty_page(histories: dict[str, GrowthHistory]) -> None:
    page = growth_at(histories["Diego Fuentes"], TODAY)
    assert (page.frame, page.competencies, page.readiness) == (None, (), None)


@given(back=st.integers(0, 1700))
def test_nothing_that_is_later_is_known(histories: dict[str, GrowthHistory], back: int) -> None:
    on = TODAY - timedelta(days=back)
    page = growth_at(histories["Amara Okafor"], on)
    assert all(event.happened_on <= on for event in page.events)
    for row in page.competencies:
        assert all(line.occurred_on <= on for line in row.evidence)
        assert all(tread.from_on <= on for tread in row.line)
        assert row.now is None or row.now.given_on <= on
        assert isinstance(row.change_year, int | TooLittleHistory)
