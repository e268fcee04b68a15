"""Ladder files: strict reading, the schema, what is refused and where, hashes and the way back to YAML."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachdesk.assets import ladder_folder
from coachdesk.rubric.cells import Behaviour, BehaviourKind
from coachdesk.rubric.format import Competency, Family, Ladder, Level
from coachdesk.rubric.library import find_ladder, list_ladders
from coachdesk.rubric.load import content_hash, dump_ladder, load_ladder
from coachdesk.rubric.pins import Pin, parse_pin
from coachdesk.rubric.problems import LadderProblems, Problem
from coachdesk.rubric.schema import SCHEMA_FILE, schema_text
from coachdesk.rubric.strict_yaml import YamlRefused, read_strict_yaml
from tests.rubric.making import HEAD, LEVELS, ladder_of

BIRCH = Path(__file__).parent / "ladders" / "birch.yaml"
TESTING = "competencies: [{id: testing, name: Testing, at: {l1: [Tests own changes]}}]\n"


def problems_of(text: str) -> tuple[Problem, ...]:
    with pytest.raises(LadderProblems) as refused:
        load_ladder(text, "birch.yaml")
    return refused.value.problems


def test_scalars_stay_the_text_that_was_written() -> None:
    read = read_strict_yaml("a: 2026.10\nb: yes\nc: 2026-04-01\nd: 007\ne: .5\nf: null\ng: 'null'\nh:\n").plain()
    assert read == {
        "a": "2026.10",
        "b": "yes",
        "c": "2026-04-01",
        "d": "007",
        "e": ".5",
        "f": None,
        "g": "null",
        "h": None,
    }
    assert load_ladder((HEAD + LEVELS + TESTING).replace('"1"', "2026.10")).pin == "birch@2026.10"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "second time"),
        ("a: !!python/object/apply:os.system [x]\n", 1, "tags"),
        ("a: &a [*a]\n", 1, "contains itself"),
        ("a: *b\n", 1, "anchor"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("a: [1, 2\nb: 3\n", 2, "not YAML"),
        ("? [a, b]\n: 1\n", 1, "key"),
        ("[" * 500 + "]" * 500, 1, "nested"),
        ("a: \x07\n", 0, "characters"),
        ("", 1, "empty"),
        (b"a: \xff\xfe\n", 0, "UTF-8"),
        ("a" * (4 * 1024 * 1024 + 1), 0, "4 MiB"),
    ],
)
def test_what_is_not_plain_yaml_is_refused_with_its_line(text: str | bytes, line: int, words: str) -> None:
    with pytest.raises(YamlRefused) as refused:
        read_strict_yaml(text)
    assert words in refused.value.what
    assert refused.value.line == line
    assert refused.value.what_to_do


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    rows = ["a0: &a0 [" + ",".join("x" * 10) + "]"]
    rows += [f"a{n}: &a{n} [" + ",".join([f"*a{n - 1}"] * 10) + "]" for n in range(1, 9)]
    with pytest.raises(YamlRefused, match="too many values"):
        read_strict_yaml("\n".join(rows))
    with pytest.raises(YamlRefused, match="aliases"):
        read_strict_yaml("a: &a x\nb: [" + ",".join(["*a"] * 101) + "]")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!#|>%@'\"\n ,?=\t0~\u2028\x85"), max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        load_ladder(HEAD + text)
    except LadderProblems as refused:
        assert all(one.what and one.what_to_do for one in refused.problems)


def test_all_broken_fields_are_said_at_once_with_line_and_field() -> None:
    text = HEAD + (
        "levels:\n  - {id: L1, title: One}\n  - {id: l2}\n"
        "cumulative: yes\neffective: 2026-02-30\nlevls: []\n"
        "competencies:\n  - id: testing\n    name: Testing\n    at:\n      l2: Tests own changes\n"
        "profiles:\n  - for: l2\n    weights: {testing: much}\n    gates: [{id: g, meet: '*', points_min: 3}]\n"
    )
    found = {(one.line, one.field) for one in problems_of(text)}
    assert found == {
        (6, "levels[0].id"),
        (7, "levels[1].title"),
        (8, "cumulative"),
        (9, "effective"),
        (10, "levls"),
        (15, "competencies[0].at.l2"),
        (18, "profiles[0].weights.testing"),
        (19, "profiles[0].gates[0]"),
    }


def test_all_broken_references_are_said_at_once() -> None:
    text = (
        HEAD
        + LEVELS
        + "scales: {depth: [Learning, Working]}\ntracks: [{id: ic, name: IC, entry_from: [l9]}]\n"
        + "competencies:\n"
        + "  - {id: testing, name: Testing,\n"
        + "     area: craft, at: {l1..l2: [A], l2: [B], l7: [C], l3: [{text: D, until: x}]}}\n"
        + "  - {id: testing, name: Again, scale: dept, parent: tesing}\n"
        + "  - {id: design, name: Design, scale: depth, at: {'2': [E]}}\n"
        + "profiles:\n"
        + "  - {for: l3..l1, targets: {desing: 1}, weights: {nothing: 1}}\n"
        + "  - {for: l1, targets: {design: 0-5}, gates: [{id: g, meet: [craft]}, {id: h, points_min: 3}]}\n"
        + "modifiers: [{when: {track: em}, add: {design: 1}}]\n"
        + "overlays: [{id: lead, name: Lead, for: l8, add: {nothing: 1}}]\n"
        + "i18n: {de: {competencies.tasting.name: Testen}}\n"
    )
    said = {one.field: f"{one.what} ({one.what_to_do})" for one in problems_of(text)}
    assert "did you mean testing?" in said["competencies[1].parent"]
    assert "did you mean depth?" in said["competencies[1].scale"]
    assert said["competencies[0].at.l2"].startswith("the cell at l2 is also written at l1..l2")
    assert "runs downwards" in said["profiles[0].for"]
    assert "its steps are 0, 1" in said["profiles[1].targets.design"]
    assert "did you mean competencies.testing.name?" in said["i18n.de.competencies.tasting.name"]
    assert set(said) >= {
        "tracks[0].entry_from[0]",
        "competencies[0].area",
        "competencies[0].at.l7",
        "competencies[0].at.l3[0].until",
        "competencies[1].id",
        "competencies[2].at.2",
        "profiles[0].targets.desing",
        "profiles[0].weights.nothing",
        "profiles[1].gates[0].meet.of",
        "profiles[1].gates[1].points_min",
        "modifiers[0].when.track",
        "overlays[0].for",
        "overlays[0].add.nothing",
    }


def test_a_circle_of_headings_and_a_shared_behaviour_id_are_refused() -> None:
    circle = "competencies: [{id: a, name: A, parent: b}, {id: b, name: B, parent: a, at: {l1: [X]}}]\n"
    assert "lies within itself" in problems_of(HEAD + LEVELS + circle)[0].what
    shared = "competencies: [{id: a, name: A, at: {l1: [{id: x, text: One}], l2: [{id: x, text: Two}]}}]\n"
    assert "the id x is taken" in problems_of(HEAD + LEVELS + shared)[0].what


def test_the_example_of_both_families_reads_as_it_is_meant() -> None:
    birch = load_ladder(BIRCH)
    assert (birch.pin, birch.family, birch.supersedes) == ("birch@2026.1", Family.MIXED, "birch@2025.2")
    assert [one.id for one in birch.scales["depth"]] == ["0", "1", "2", "3"]
    assert birch.competencies[0].at["l4"] == "="
    assert birch.competencies[0].at["m1"] == "n/a"
    assert ladder_of(TESTING).family is Family.DIRECT


def test_the_hash_ignores_spelling_and_life_but_not_content() -> None:
    text = BIRCH.read_text("utf-8")
    birch = load_ladder(text)
    head, _, rest = text.partition("tracks:")
    other = "\n".join(reversed([line for line in head.splitlines() if line])) + "\n# note\ntracks:" + rest
    assert load_ladder(other) == birch
    same = load_ladder(other.replace('"="', "'='") + "status: retired\nretired: 2027-01-01\nx-note: mine\n")
    assert content_hash(same) == content_hash(birch)
    explicit = birch.competencies[0].behaviour_id(birch.competencies[0].at["l2"][0])  # type: ignore[index, arg-type]
    named = text.replace("- Covers own", f"- id: {explicit}\n          text: Covers own")
    assert content_hash(load_ladder(named)) == content_hash(birch)
    assert content_hash(load_ladder(text.replace("Covers own", "Covers all"))) != content_hash(birch)
    assert content_hash(load_ladder(text.replace("{testing: 1}", "{testing: 2}"))) != content_hash(birch)


_words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
_behaviours = st.builds(
    Behaviour,
    id=st.none(),
    text=_words,
    kind=st.sampled_from(BehaviourKind),
    examples=st.lists(_words, max_size=2).map(tuple),
    links=st.just(()),
    until=st.none(),
    replaces=st.none(),
    tag=st.none() | _words,
)
_cells = st.sampled_from([None, "=", "n/a"]) | st.lists(_behaviours, max_size=3).map(tuple)


@settings(max_examples=40, deadline=None)
@given(_words, st.lists(_cells, min_size=2, max_size=2), st.floats(-9, 9), st.dictionaries(_words, _words, max_size=2))
def test_a_ladder_written_and_read_is_the_same(name: str, cells: list, rank: float, source: dict[str, str]) -> None:
    ladder = Ladder(
        format="coachdesk-ladder/1",
        id="birch",
        name=name,
        version="2026.10",
        source={"text": source},
        levels=(Level(id="l1", title=name, rank=rank), Level(id="l2", title="yes", terminal=True)),
        competencies=(Competency(id="a", name="null", at=dict(zip(("l1", "l2"), cells, strict=True))),),
        extras={"x-note": {"text": name}},
    )
    text = dump_ladder(ladder)
    assert load_ladder(text) == ladder
    assert dump_ladder(load_ladder(text)) == text
    assert content_hash(load_ladder(text)) == content_hash(ladder)


def test_the_example_written_and_read_is_the_same() -> None:
    for ladder in (load_ladder(BIRCH), *list_ladders(ladder_folder())):
        assert load_ladder(dump_ladder(ladder)) == ladder


def test_the_published_schema_is_that_of_the_models() -> None:
    published = (ladder_folder() / SCHEMA_FILE).read_text("utf-8")
    assert published == schema_text(), "run python -m coachdesk.rubric.schema"


def test_a_large_ladder_is_read_whole() -> None:
    rows = [f"  - {{id: c{n}, name: C{n}, at: {{l1: [a {n}, b {n}], l2: [c {n}], l3: '='}}}}\n" for n in range(2000)]
    assert len(ladder_of("competencies:\n" + "".join(rows)).rated) == 2000


def test_pins_name_a_ladder_at_a_version() -> None:
    assert parse_pin("acme-eng@2026.1") == Pin("acme-eng", "2026.1")
    assert str(Pin("acme-eng", "2026.10")) == "acme-eng@2026.10"
    for wrong in ("acme-eng", "acme@1@2", "Acme@1", "acme@", "acme@1 ", "acme@1\n"):
        with pytest.raises(ValueError, match="written as"):
            parse_pin(wrong)


def test_a_ladder_of_a_folder_is_found_by_id_or_pin() -> None:
    folder = ladder_folder()
    starter = find_ladder(folder, "starter")
    assert starter is not None
    assert find_ladder(folder, starter.pin) == starter
    assert find_ladder(folder, "starter@0") is None
