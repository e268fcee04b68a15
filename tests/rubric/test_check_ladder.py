"""What a ladder asks for, and what a check of its file says beyond its form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coachdesk.assets import ladder_folder
from coachdesk.rubric.check import check_ladder
from coachdesk.rubric.expectations import Expectation, NotApplicable, Unknown, chosen, expectation, gates, steps
from coachdesk.rubric.load import load_ladder
from coachdesk.rubric.mapping import load_mapping
from coachdesk.rubric.overlays import apply_overlay
from coachdesk.rubric.plain import find_remarks
from coachdesk.rubric.queries import CellState, cell, next_levels
from coachdesk.rubric.selectors import UnknownName
from coachdesk.rubric.translate import translated
from tests.rubric.making import HEAD, LEVELS, ladder_of

BIRCH = load_ladder(Path(__file__).parent / "ladders" / "birch.yaml")
BUILT_INS = sorted(ladder_folder().glob("*.yaml"))


def ends(found: Expectation | NotApplicable | Unknown) -> tuple[str, str]:
    assert isinstance(found, Expectation), found
    return found.lo.id, found.hi.id


def test_a_cumulative_cell_includes_what_stands_below_it() -> None:
    found = cell(BIRCH, "testing", "l4")
    assert found.state is CellState.NOTHING_NEW
    assert [one.at for one in found.behaviours] == ["l2", "l3", "l3"]
    assert cell(BIRCH, "testing", "m1").state is CellState.NOT_APPLICABLE
    assert cell(BIRCH, "testing", "m1").behaviours == ()
    assert [one.at for one in cell(BIRCH, "mentoring", "3").behaviours] == ["1", "2", "3"]
    with pytest.raises(UnknownName):
        cell(BIRCH, "testing", "l9")


def test_behaviours_end_are_replaced_and_stand_alone_where_cells_do() -> None:
    rows = "{l1: [{id: a, text: A, until: l2}, {id: b, text: B}, C], l2: [D], l3: [{text: E, replaces: b}]}"
    both = ladder_of(
        f"competencies:\n  - {{id: x, name: X, at: {rows}}}\n"
        "  - {id: y, name: Y, cumulative: false, at: {l1: [A], l2: [B], l3: '='}}\n"
    )
    assert [one.behaviour.text for one in cell(both, "x", "l2").behaviours] == ["A", "B", "C", "D"]
    assert [one.behaviour.text for one in cell(both, "x", "l3").behaviours] == ["C", "D", "E"]
    assert [one.behaviour.text for one in cell(both, "y", "l2").behaviours] == ["B"]
    assert [one.behaviour.text for one in cell(both, "y", "l3").behaviours] == ["B"]


def test_expectations_of_both_families() -> None:
    assert ends(expectation(BIRCH, "testing", "l3")) == ("l3:solid", "l3:solid")
    assert ends(expectation(BIRCH, "testing", "l4")) == ("l3:solid", "l4:solid")
    assert isinstance(expectation(BIRCH, "testing", "m1"), NotApplicable)
    assert ends(expectation(BIRCH, "mentoring", "l2")) == ("0", "2")
    assert ends(expectation(BIRCH, "mentoring", "l3")) == ("1", "2"), "the profile of fewer levels wins"
    assert isinstance(expectation(BIRCH, "mentoring", "m1"), Unknown), "silence is not nothing"


def test_a_modifier_moves_whole_levels_and_stops_at_the_end() -> None:
    assert ends(expectation(BIRCH, "testing", "l2", discipline="platform")) == ("l3:solid", "l3:solid")
    assert ends(expectation(BIRCH, "testing", "l4", discipline="platform")) == ("l4:solid", "l4:solid")


def test_what_is_optional_or_elsewhere_does_not_apply() -> None:
    ladder = ladder_of(
        "scales: {depth: [No, Yes]}\ncompetencies:\n"
        "  - {id: a, name: A, scale: depth, at: {'0': [X], '1': [Y]}}\n"
        "  - {id: b, name: B, only: [l2..l3], at: {l2: [X], l3: null}}\n"
        "profiles: [{for: '*', targets: {a: 1}}, {for: l1, optional: [a]}]\n"
    )
    assert isinstance(expectation(ladder, "a", "l1"), NotApplicable)
    assert ends(expectation(ladder, "a", "l2")) == ("1", "1")
    assert isinstance(expectation(ladder, "b", "l1"), NotApplicable)
    assert isinstance(expectation(ladder, "b", "l3"), Unknown)


def test_marks_stand_in_order() -> None:
    assert [one.id for one in steps(BIRCH, "mentoring")] == ["0", "1", "2", "3"]
    assert [one.id for one in steps(BIRCH, "testing", "ic")][:3] == ["l2:emerging", "l2:solid", "l3:emerging"]
    assert [one.index for one in steps(BIRCH, "testing", "ic")] == list(range(6))
    assert next_levels(BIRCH, "l3") == ("l4", "m1")
    assert next_levels(BIRCH, "l2") == ("l3",)
    assert next_levels(BIRCH, "l4") == ()


SHAPED = """
areas: [{id: people, name: People}, {id: team, name: Team, parent: people}]
competencies:
  - {id: design, name: Design, at: {l1: [A], l2: [B], l3: "="}}
  - {id: group, name: Group, area: team}
  - {id: planning, name: Planning, parent: group, at: {l1: [C], l2: [D], l3: [E]}}
profiles:
  - {for: "*", gates: [{id: all, meet: "*"}]}
  - {for: l2, discipline: data, targets: {planning: l2}, gates: [{id: all, meet: people}]}
overlays:
  - id: architect
    name: Architect
    for: l2..l3
    at: {design: {l3: [F]}}
    add: {planning: -1}
    targets: {design: {min: l2, max: l3}}
    gates: [{id: wide, confirm: Seen by other teams}]
"""


def test_an_overlay_adds_and_moves_and_leaves_the_rest() -> None:
    base = ladder_of(SHAPED)
    shaped = apply_overlay(base, "architect")
    assert [one.behaviour.text for one in cell(shaped, "design", "l3").behaviours] == ["A", "B", "F"]
    assert cell(shaped, "design", "l2") == cell(base, "design", "l2")
    assert ends(expectation(base, "planning", "l3", shape="architect")) == ("l2:solid", "l2:solid")
    assert ends(expectation(base, "planning", "l1", shape="architect")) == ("l1:solid", "l1:solid")
    for discipline in ("", "data"):
        found = expectation(base, "design", "l2", shape="architect", discipline=discipline)
        assert ends(found) == ("l2:solid", "l3:solid")
    assert [one.id for one in gates(base, "l2", "architect")] == ["all", "wide"]
    assert [one.id for one in gates(base, "l1", "architect")] == ["all"]
    assert gates(base, "l2", discipline="data")[0].meet == "people"
    with pytest.raises(UnknownName):
        apply_overlay(base, "nobody")


def test_a_gate_names_competencies_by_area_or_heading() -> None:
    base = ladder_of(SHAPED)
    assert chosen(base, "*") == ("design", "planning")
    assert chosen(base, "people") == ("planning",)
    assert chosen(base, ("group", "design")) == ("design", "planning")


def test_a_translation_falls_back_and_says_so() -> None:
    german = translated(BIRCH, "de-AT")
    assert german.ladder.competencies[0].name == "Testen"
    assert german.ladder.competencies[1].name == "Mentoring"
    assert "competencies.mentoring.name" in german.missing
    assert "competencies.testing.name" not in german.missing
    assert translated(BIRCH, "en").missing == ()
    before, after = cell(BIRCH, "testing", "l3"), cell(german.ladder, "testing", "l3")
    assert [one.id for one in before.behaviours] == [one.id for one in after.behaviours]


def test_weights_and_bands_are_reported_and_left_as_they_are() -> None:
    text = (
        HEAD
        + LEVELS
        + "competencies: [{id: a, name: A, at: {l1..l3: [X]}}]\n"
        + "profiles: [{for: l1, weights: {a: 0.9}}, {for: l2, weights: {a: 100}}]\n"
        + "points: {per_stage: {l1: 1}, bands: [{level: l1, min: 0, max: 5}, {level: l2, min: 4}]}\n"
    )
    found = check_ladder(text, "birch.yaml")
    assert [(one.line, one.field) for one in found.problems] == [(7, "profiles[0].weights"), (8, "points.bands[1]")]
    assert str(found.problems[0]).startswith("birch.yaml:7: profiles[0].weights: the weights add up to 0.9 (make them")
    assert found.ladder is not None
    assert found.ladder.profiles[0].weights == {"a": 0.9}


def test_an_empty_cell_is_advice_until_a_reason_is_given() -> None:
    rows = HEAD + LEVELS + "competencies: [{id: a, name: A, at: {l1: [X], l2: null, l3: '='}%s}]\n"
    assert ["l2" in one.what for one in check_ladder(rows % "").advice] == [True]
    found = check_ladder(rows % ", reasons: {l2: Told by l1 so far}")
    assert (found.problems, found.advice) == ((), ())
    assert found.ladder is not None
    assert cell(found.ladder, "a", "l2").reason == "Told by l1 so far"


@pytest.mark.parametrize(
    "text",
    [
        "Has 5+ years of experience",
        "Answers on weekends",
        "Is a rockstar",
        "Knows Kubernetes",
        "Gets a higher salary",
        "Shows craftsmanship",
        "Stays after hours",
    ],
)
def test_words_that_judge_something_else_are_found(text: str) -> None:
    assert len(find_remarks(text)) == 1


def test_plain_sentences_pass() -> None:
    for text in ("Pays down debt", "Looks two years ahead", "Reacts within agreed times", "Keeps office equipment"):
        assert find_remarks(text) == ()


@pytest.mark.parametrize("path", BUILT_INS, ids=lambda path: path.stem)
def test_a_built_in_ladder_is_complete_and_plain(path: Path) -> None:
    found = check_ladder(path)
    assert [str(one) for one in (*found.problems, *found.advice)] == []


def _readme_blocks() -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", (ladder_folder() / "README.md").read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("block", _readme_blocks(), ids=lambda block: block.split("\n", 1)[0][:30])
def test_what_the_readme_teaches_is_right(block: str) -> None:
    if "ladder-migration" in block:
        assert load_mapping(block).reviewed is not None
        return
    text = block if block.startswith("format:") else HEAD + block
    if "competencies:\n" not in text:
        text += "competencies: [{id: any, name: Any, at: {'*': [Does something]}}]\n"
    assert not check_ladder(text, "README.md").problems
