"""A packet holds shared content alone: its types have no place for more, and nothing private is found in it."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterator
from datetime import UTC, date, timedelta
from enum import Enum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, or_, select

from coachdesk.model.agenda import AgendaItem
from coachdesk.model.evidence import Evidence
from coachdesk.model.note import NoteBlock
from coachdesk.model.observation import Observation
from coachdesk.model.person import Person
from coachdesk.model.promise import Promise
from coachdesk.model.review import Mark, Rater, Review, ReviewState
from coachdesk.model.visibility import Visibility
from coachdesk.sample.sample import build_sample
from coachdesk.services.packet_rows import Packet, PacketKind
from coachdesk.services.packet_sources import count_left_out, list_rated
from coachdesk.services.packets import MOST_QUARTERS, get_packet, list_quarters
from coachdesk.services.people import list_people
from coachdesk.store.store import Store
from tests.services.conftest import PlainConnector
from tests.services.private_words import MARK, add_private_words

TODAY = date(2026, 5, 12)
LEAVES = (str, int, bool, date, type(None))


@pytest.fixture(scope="module")
def sample(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("packets") / "vault.db"
    path.write_bytes(empty_database.read_bytes())
    store = Store(PlainConnector(path))
    build_sample(store, years=1, reports=9, skips=0, today=TODAY)
    yield store
    store.close()


def person(store: Store, name: str) -> str:
    return next(row.person_id for row in store.read(list_people) if row.name == name)


def packet(store: Store, name: str, kind: PacketKind = PacketKind.GROWTH, on: date = TODAY) -> Packet:
    person_id = person(store, name)
    return store.read(lambda session: get_packet(session, person_id, kind, on, UTC))


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from strings(one)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from strings(getattr(value, field.name))


def leaf_types(kind: object) -> Iterator[object]:
    """Every type that a value of a type can hold, through tuples, unions and dataclasses."""
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
        for name, inner in hints.items():
            assert not any(word in name for word in ("private", "visib", "pulse", "about", "note")), name
            yield from leaf_types(inner)
    elif typing.get_origin(kind) in (tuple, types.UnionType):
        for inner in typing.get_args(kind):
            if inner is not Ellipsis:
                yield from leaf_types(inner)
    else:
        yield kind


def test_no_type_of_a_packet_has_a_place_for_anything_private() -> None:
    for leaf in leaf_types(Packet):
        assert isinstance(leaf, type)
        assert leaf in LEAVES or issubclass(leaf, Enum), leaf
        assert leaf is not Visibility


def test_no_private_sentence_of_the_sample_is_in_any_packet(sample: Store) -> None:
    def private(session: typing.Any) -> set[str]:
        only_you = Visibility.ONLY_YOU
        kept = or_(col(Observation.visibility) == only_you, col(Observation.passed_on_at).is_(None))
        found = [
            *session.exec(select(NoteBlock.text).where(NoteBlock.visibility == only_you)),
            *session.exec(select(Evidence.text).where(Evidence.visibility == only_you)),
            *session.exec(select(Promise.text).where(Promise.visibility == only_you)),
            *session.exec(select(AgendaItem.text).where(AgendaItem.visibility == only_you)),
            *session.exec(select(Observation.text).where(kept)),
            *session.exec(select(Person.about)),
            *session.exec(select(Mark.comment).join(Review).where(Review.state != ReviewState.AGREED)),
        ]
        return {text for text in found if text}

    sentences = sample.read(private)
    assert len(sentences) > 20
    for name in ("Amara Okafor", "Sofia Rinaldi", "Tomasz Zieliński", "Arjun Nair", "Diego Fuentes"):
        for kind in PacketKind:
            printed = set(strings(packet(sample, name, kind)))
            assert not printed & sentences


def test_rows_of_every_private_kind_stay_out(store: Store) -> None:
    from coachdesk.services.people import PersonDraft, save_person

    ids = [store.write(lambda unit, n=name: save_person(unit, PersonDraft(None, n))).result for name in ("Ada", "Bo")]
    store.write(lambda unit: add_private_words(unit, *ids))

    def hide_evidence(unit: typing.Any) -> None:
        for row in unit.session.exec(select(Evidence)):
            row.visibility = Visibility.ONLY_YOU

    store.write(hide_evidence)
    for kind in PacketKind:
        found = store.read(lambda session, k=kind: get_packet(session, ids[0], k, TODAY, UTC))
        assert not [text for text in strings(found) if MARK in text]
        assert [goal.text for goal in found.goals] == ["Shown goal"]
    assert store.read(lambda session: count_left_out(session, ids[0])) >= 6


def test_the_owners_own_marks_cannot_be_asked_for(sample: Store) -> None:
    person_id = person(sample, "Amara Okafor")
    with pytest.raises(ValueError, match="never shared"):
        sample.read(lambda session: list_rated(session, person_id, Rater.MANAGER, UTC))


def test_the_figures_are_those_of_the_newest_agreed_review(sample: Store) -> None:
    found = packet(sample, "Amara Okafor")
    assert (found.level, found.target, found.reviewed_on) == ("L5", "L6", TODAY - timedelta(days=178))
    assert sum(mark.meets for mark in found.marks) == 8
    growing = next(mark for mark in found.marks if mark.name == "Growing others")
    assert (growing.own_label, growing.agreed_label, growing.expected_label) == (
        "L5 emerging",
        "L5 emerging",
        "L6 solid",
    )
    assert growing.gap == 3


def test_a_day_before_the_first_review_has_no_marks(sample: Store) -> None:
    found = packet(sample, "Amara Okafor", on=TODAY - timedelta(days=1500))
    assert found.reviewed_on is None
    assert all(mark.now is None for mark in found.marks)
    assert not found.evidence


def test_each_criterion_counts_its_supporting_evidence_once(sample: Store) -> None:
    found = packet(sample, "Amara Okafor", PacketKind.PROMOTION)
    supporting = [line for line in found.evidence if not line.counters]
    assert 0 < sum(row.total for row in found.criteria) <= len(supporting)
    assert all(len(row.counts) == len(found.quarters) for row in found.criteria)
    assert found.quarters[-1] == (2026, 2)


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 4000))
def test_quarters_follow_one_another_and_end_at_the_day(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    quarters = list_quarters(first, last)
    assert 1 <= len(quarters) <= MOST_QUARTERS
    assert quarters[-1] == (last.year, (last.month + 2) // 3)
    numbers = [year * 4 + number for year, number in quarters]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
