"""What a person may decide: other roles, near names, words of their own, another table, and to keep it as a recipe."""

from __future__ import annotations

from pathlib import Path

import pytest

from coachdesk.rubric.importing import (
    ImportCancelled,
    LadderUnreadable,
    NothingToBuild,
    Recipe,
    build_ladder,
    dry_run,
    dump_recipe,
    parse_recipe,
    read_sources,
)
from tests.rubric.importing.making import FIXTURES, cell_texts, counts, names, propose, saved, workbook


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_click_gives_a_part_another_role(tmp_path: Path) -> None:
    proposal = propose(_write(tmp_path / "a.csv", "Skill,Junior,Senior,Wizard\nCode,Writes,Reviews,Conjures code up\n"))
    assert names(proposal)[0] == ["Junior", "Senior"]
    ignored = next(part for part in proposal.parts if part.label == "Wizard")
    assert ignored.role == "ignore"
    assert str(ignored.place) == "a.csv, cell D1"
    again = proposal.with_roles({ignored.key: "level"})
    assert names(again)[0] == ["Junior", "Senior", "Wizard"]
    assert cell_texts(again, "Code", "Wizard") == ["Conjures code up"]
    with pytest.raises(ValueError, match="no role"):
        proposal.with_roles({ignored.key: "wizardry"})


def test_a_row_or_heading_can_be_left_out() -> None:
    assert names(propose("inverse.md").with_roles({"heading:running": "ignore"}))[1] == ["Writing"]
    assert names(propose("matrix.csv").with_roles({"row:testing": "ignore"}))[1] == ["Code", "Feedback", "Mentoring"]


def test_a_recipe_is_kept_and_fits_next_years_file(tmp_path: Path) -> None:
    recipe = Recipe(aliases={"maker": "Junior", "shaper": "Senior"}).with_roles({"column:remarks": "ignore"})
    kept = parse_recipe("r.yaml", dump_recipe(recipe))
    assert kept == recipe
    path = _write(tmp_path / "next.csv", "Skill,🛠 MAKER,Shaper,Remarks\nCode,Writes,Reviews,x\n")
    assert propose(path).matrix is None
    assert names(propose(path, recipe=kept)) == (["Junior", "Senior"], ["Code"])


@pytest.mark.parametrize(
    "text",
    ["a: 1", "format: coachdesk-ladder-recipe/1\nroles: [x]", "format: coachdesk-ladder-recipe/1\nroles: {a: b}",
     "format: coachdesk-ladder-recipe/1\nmatrix: '-1'", "format: coachdesk-ladder-recipe/1\nrun: x"],
)  # fmt: skip
def test_a_recipe_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(LadderUnreadable, match=r"r\.yaml"):
        parse_recipe("r.yaml", text)


def test_near_names_are_offered_and_never_joined_silently(tmp_path: Path) -> None:
    text = (
        "## Junior\n### Collaboration\n- Asks\n## Senior\n### Colaboration\n- Answers\n### 🤝 collaboration\n- Hosts\n"
    )
    proposal = propose(_write(tmp_path / "a.md", text))
    assert dry_run(proposal).near_names == (("Collaboration", "Colaboration"),)
    joined = proposal.with_merge("Colaboration", "Collaboration")
    assert names(joined)[1] == ["Collaboration"]
    assert cell_texts(joined, "Collaboration", "Senior") == ["Answers", "Hosts"]


def test_tables_of_another_ladder_are_offered_and_not_mixed_in(tmp_path: Path) -> None:
    text = (
        "## Makers\n\n| | Engineer 1 | Engineer 2 |\n|-|-|-|\n| Code | Writes | Reviews |\n| Tests | Runs | Adds |\n\n"
        "## Managers\n\n| | M1 | M2 |\n|-|-|-|\n| Hiring | Joins interviews | Leads them |\n"
    )
    proposal = propose(_write(tmp_path / "a.md", text))
    assert (counts(dry_run(proposal)), dry_run(proposal).tracks) == ((2, 2, 4, 4), 2)
    assert any("another matrix, “Managers”" in str(one) for one in dry_run(proposal).not_imported)
    assert names(proposal.with_matrix(2)) == (["M1", "M2"], ["Hiring"])


def test_warnings_name_the_cell(tmp_path: Path) -> None:
    text = "Skill,Junior,Senior\nCode,Earns $60k,Ask Ada Sample\nTests,Runs them\nTalk,Runs them,Speaks\n"
    said = [str(one) for one in dry_run(propose(_write(tmp_path / "a.csv", text))).warnings]
    assert any(one.startswith("a.csv, row 3: this row has more or fewer") for one in said)
    assert any(one.startswith("a.csv, cell B2: an amount of money") for one in said)
    assert any(one.startswith("a.csv, cell C2: this seems to name a person") for one in said)
    assert any(
        one.startswith("a.csv, cell B4: a behaviour here is word for word also at a.csv, cell B3") for one in said
    )


def test_every_cell_knows_where_it_came_from() -> None:
    matrix = propose("matrix.csv").matrix
    assert matrix is not None
    assert str(matrix.cells[0, 2].places[0]) == "matrix.csv, cell E2"


def test_reading_tells_how_far_it_is_and_can_be_stopped() -> None:
    told: list[tuple[int, int]] = []
    paths = sorted(FIXTURES.glob("per_level/*.md"))
    read_sources(paths, lambda done, all_: told.append((done, all_)))
    assert told == [(1, 3), (2, 3), (3, 3)]
    with pytest.raises(ImportCancelled):
        read_sources(paths, is_cancelled=lambda: True)


def test_nothing_is_built_from_a_refusal() -> None:
    with pytest.raises(NothingToBuild, match="amounts of pay"):
        build_ladder(propose("not_pay.csv"), "x", "1")


def test_a_workbook_of_ten_thousand_cells_is_taken_in_whole(tmp_path: Path) -> None:
    head = ("Competency", *(f"L{number}" for number in range(1, 11)))
    rows = [(f"Skill number {row}", *(f"Does {row} times {column}" for column in range(10))) for row in range(1_000)]
    report = dry_run(propose(saved(workbook(head, *rows), tmp_path / "large.xlsx")))
    assert (report.competencies, report.filled) == (1_000, 10_000)


def test_what_is_asked_beside_text_is_told_to_be_left_out(tmp_path: Path) -> None:
    text = "Skill,Junior,Senior\nCode,Writes,Reviews what others write\nTesting,Adds tests,Plans them\nCode,1,2\n"
    report = dry_run(propose(_write(tmp_path / "a.csv", text)))
    told = [str(one) for one in report.warnings if "left out" in one.reason]
    assert len(told) == 1 and "2 levels ask of “Code”" in told[0] and told[0].startswith("a.csv, cell B4")
