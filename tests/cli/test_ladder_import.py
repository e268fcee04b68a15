"""ladder import: a dry run, a draft, JSON for scripts, and refusals."""

from __future__ import annotations

from pathlib import Path

from coachdesk.rubric.load import load_ladder
from tests.cli.conftest import Run

_FIXTURES = Path(__file__).parents[1] / "fixtures" / "ladders"


def test_json_has_exactly_the_promised_fields(run: Run) -> None:
    answer = run("ladder", "import", _FIXTURES / "matrix.csv", "--json")
    assert answer.code == 0
    assert list(answer.json) == [
        "levels", "competencies", "areas", "tracks", "cells", "behaviours", "warnings", "refused",
    ]  # fmt: skip
    assert {**answer.json, "warnings": 0} == {
        "levels": 3, "competencies": 4, "areas": 2, "tracks": 1,
        "cells": 8, "behaviours": 8, "warnings": 0, "refused": None,
    }  # fmt: skip
    assert answer.json["warnings"] == ["matrix.csv, cell F1: the column “Notes” was not imported: it holds notes."]


def test_without_out_it_is_a_dry_run(run: Run, tmp_path: Path) -> None:
    answer = run("ladder", "import", _FIXTURES / "turned.csv")
    assert "3 levels, 2 competencies, 6 filled, 0 empty, 7 behaviours; 1 column ignored." in answer.out
    assert "nothing was written" in answer.out
    assert not list(tmp_path.iterdir())


def test_out_writes_a_valid_draft_and_never_over_a_file(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "ladder.yaml"
    files = sorted(_FIXTURES.glob("per_level/*.md"))
    assert run("ladder", "import", *files, "--out", out).code == 0
    assert [level.title for level in load_ladder(out).levels] == [
        "Junior Engineer",
        "Senior Engineer",
        "Staff Engineer",
    ]
    before = out.read_bytes()
    answer = run("ladder", "import", *files, "--out", out)
    assert (answer.code, out.read_bytes()) == (2, before)
    assert "there already" in answer.err


def test_a_refusal_is_said_in_json_too(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "ladder.yaml"
    answer = run("ladder", "import", _FIXTURES / "not_pay.csv", "--json", "--out", out)
    assert answer.code == 1
    assert "amounts of pay" in answer.json["refused"]
    assert answer.json["levels"] == 0
    assert not out.exists()


def test_a_recipe_is_used_and_a_broken_one_named(run: Run, tmp_path: Path) -> None:
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text("format: coachdesk-ladder-recipe/1\nroles: {'row:testing': ignore}\n")
    assert run("ladder", "import", _FIXTURES / "matrix.csv", "--recipe", recipe, "--json").json["competencies"] == 3
    recipe.write_text("roles: {}\n")
    answer = run("ladder", "import", _FIXTURES / "matrix.csv", "--recipe", recipe)
    assert answer.code == 2
    assert "recipe.yaml: This is not an import recipe." in answer.err
