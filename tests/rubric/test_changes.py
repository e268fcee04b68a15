"""From one version of a ladder to the next: what differs, what is proposed, and what an old mark is good for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.rubric.changes import OFFERED_FROM, difference, propose_mapping, similarity
from coachdesk.rubric.format import Ladder
from coachdesk.rubric.load import load_ladder
from coachdesk.rubric.mapping import Carry, Mark, NotReviewed, VersionMapping, dump_mapping, load_mapping, project
from coachdesk.rubric.mapping_check import check_mapping
from coachdesk.rubric.problems import LadderProblems

MIGRATION = load_mapping(Path(__file__).parent / "ladders" / "migration.yaml")
OLD = load_ladder(
    """
format: coachdesk-ladder/1
id: birch
name: Birch
version: "1"
levels: [{id: l1, rank: 1, title: Engineer}, {id: l2, rank: 2, title: Senior engineer}]
scales: {skill: [Learning, Working]}
competencies:
  - id: qa
    name: Testing
    at: {l1: [Tests own changes so that failures say what broke], l2: [Picks the cheapest test]}
  - id: plan
    name: Planning
    at: {l1: [Cuts work into steps that can each be shown to somebody], l2: [Says early what slips]}
  - {id: old, name: Tooling, at: {l1: [Keeps the build fast], l2: [Writes scripts]}}
  - {id: mentor, name: Mentoring, scale: skill, at: {"0": [Asks], "1": [Answers]}}
"""
)
NEW = load_ladder(
    """
format: coachdesk-ladder/1
id: birch
name: Birch
version: "2"
levels: [{id: l1, rank: 1, title: Engineer}, {id: l3, rank: 2, title: Senior engineer}]
scales: {depth: [Learning, Working, Leading]}
competencies:
  - id: testing
    name: Testing
    at: {l1: [Tests own changes so that failures say what broke], l3: [Picks the cheapest test]}
  - id: plan
    name: Planning
    at: {l1: [Cuts work into steps that can each be used by somebody], l3: [Names risks soon]}
  - {id: mentor, name: Mentoring, scale: depth, at: {"0": [Asks], "1": [Answers], "2": [Sets up]}}
"""
)


def reviewed(mapping: VersionMapping) -> VersionMapping:
    return load_mapping(dump_mapping(mapping) + "reviewed: {by: manager, on: 2026-03-20}\n")


def test_the_difference_names_what_came_went_and_was_reworded() -> None:
    found = difference(OLD, NEW)
    assert (found.levels.added, found.levels.removed) == (("l3",), ("l2",))
    assert found.competencies.added == ("testing",)
    assert found.competencies.removed == ("qa", "old")
    assert found.competencies.edited == ("plan", "mentor")
    assert difference(OLD, OLD).behaviours.edited == ()
    assert difference(OLD, OLD).unchanged_behaviours == 8


def test_only_near_texts_are_proposed_and_only_very_near_ones_ticked() -> None:
    draft = propose_mapping(OLD, NEW)
    found = {one.old: [(near.new, near.is_preselected) for near in one.candidates] for one in draft.competencies}
    assert found["qa"] == [("testing", True)]
    assert found["plan"] == [("plan", False)]
    assert found["old"] == []
    assert {one.old: one.preselected for one in draft.levels} == {"l1": ("l1",), "l2": ("l3",)}
    assert draft.scales["skill"][0] == "depth"
    assert propose_mapping(OLD, NEW) == draft


def test_a_draft_is_a_mapping_that_lacks_only_the_review() -> None:
    mapping = propose_mapping(OLD, NEW).to_mapping()
    assert [one.field for one in check_mapping(mapping, OLD, NEW)] == ["reviewed"]
    with pytest.raises(NotReviewed):
        project(Mark("qa", "l1:solid"), mapping)
    confirmed = reviewed(mapping)
    assert check_mapping(confirmed, OLD, NEW) == ()
    assert project(Mark("qa", "l2:emerging"), confirmed).steps == ("l3:emerging",)
    assert project(Mark("qa", "l2:emerging"), confirmed).carry is Carry.EXACT
    assert project(Mark("plan", "l1:solid"), confirmed).carry is Carry.NONE


def test_a_mapping_read_and_written_is_the_same() -> None:
    assert load_mapping(dump_mapping(MIGRATION)) == MIGRATION
    draft = propose_mapping(OLD, NEW).to_mapping()
    assert load_mapping(dump_mapping(draft)) == draft


@pytest.mark.parametrize(
    ("mark", "competencies", "steps", "carry"),
    [
        (Mark("qa", "senior:solid"), ("testing",), ("l3:solid",), Carry.EXACT),
        (Mark("qa", "lead:emerging"), ("testing",), ("l4:emerging", "m1:emerging"), Carry.INDICATIVE),
        (Mark("qa", "a", "skill"), ("testing",), ("0",), Carry.EXACT),
        (Mark("qa", "c", "skill"), ("testing",), ("2", "3"), Carry.INDICATIVE),
        (Mark("leadership", "senior:solid"), ("mentoring", "influence"), ("l3:solid",), Carry.INDICATIVE),
        (Mark("code", "senior:solid"), ("craft-code",), ("l3:solid",), Carry.INDICATIVE),
        (Mark("tooling", "senior:solid"), (), (), Carry.NONE),
        (Mark("unheard", "senior:solid"), (), (), Carry.NONE),
        (Mark("qa", "intern:solid"), (), (), Carry.NONE),
    ],
)
def test_a_mark_is_projected_no_further_than_it_carries(
    mark: Mark, competencies: tuple[str, ...], steps: tuple[str, ...], carry: Carry
) -> None:
    found = project(mark, MIGRATION)
    assert (found.competencies, found.steps, found.carry) == (competencies, steps, carry)


def test_two_levels_that_fall_into_one_are_not_counted_with() -> None:
    text = dump_mapping(MIGRATION).replace("  senior:\n", "  junior:\n  - l3\n  senior:\n")
    assert project(Mark("qa", "senior:solid"), load_mapping(text)).carry is Carry.ORDINAL


def test_everything_wrong_with_a_mapping_is_said() -> None:
    mapping = load_mapping(
        """
format: coachdesk-ladder-migration/1
from: birch@1
to: birch@3
levels: {l1: [l1, l9]}
scales: {skill: {to: depth, map: {"0": "2", "1": "0"}}}
competencies:
  - {from: [qa, plan], to: [testing], kind: merge, carry: exact}
  - {from: [qa], to: [plan], kind: split, carry: indicative}
  - {from: [mentor], to: [testing], kind: renamed, carry: exact}
behaviours: {b-1: b-2}
"""
    )
    said = "\n".join(str(one) for one in check_mapping(mapping, OLD, NEW))
    for words in (
        "the mapping is for birch@3",
        "l2 is missing",
        "no new level or stage l9",
        "order of the stages is turned around",
        "old is missing",
        "qa stands in 2 entries",
        "merge cannot carry exact",
        "split does not fit",
        "old steps do not lead to the new ones",
        "no old behaviour b-1",
        "nobody confirmed",
    ):
        assert words in said


def test_a_mapping_that_is_none_is_refused_with_its_line() -> None:
    with pytest.raises(LadderProblems) as refused:
        load_mapping("format: coachdesk-ladder-migration/1\nfrom: birch\nto: birch@2\ncompetencies: [{from: a}]\n")
    assert {one.line for one in refused.value.problems} == {2, 4}


_sentences = st.lists(st.sampled_from(["tests", "plans", "own", "work", "early"]), max_size=8).map(" ".join)


@given(_sentences, _sentences)
def test_similarity_is_symmetric_and_one_only_for_the_same_words(left: str, right: str) -> None:
    assert similarity(left, right) == similarity(right, left)
    assert 0 <= similarity(left, right) <= 1
    assert (similarity(left, right) == 1) == (left == right != "")
    assert OFFERED_FROM < 1


def test_a_thousand_alike_competencies_follow_their_own_names() -> None:
    def made(version: str, tail: str) -> Ladder:
        cells = {"l1": [f"Does one thing with care{tail}", "Says what was done"], "l2": ["Shows others how"]}
        rated = [{"id": f"c{at}", "name": f"Competency {at}", "at": cells} for at in range(1_000)]
        levels = [{"id": "l1", "title": "One"}, {"id": "l2", "title": "Two"}]
        fields = {"format": "coachdesk-ladder/1", "id": "big", "name": "Big", "version": version}
        return Ladder.model_validate({**fields, "levels": levels, "competencies": rated})

    draft = propose_mapping(made("1", ""), made("2", " now"))
    assert all(one.preselected == (one.old,) for one in draft.competencies)
    assert max(len(one.candidates) for one in draft.competencies) <= 10
