"""ladder check, list, show and schema: answers for people and for scripts, without a vault."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coachdesk.rubric.schema import schema_text
from tests.cli.conftest import Run

GOOD = """format: coachdesk-ladder/1
id: birch
name: Birch
version: 2026.10
levels:
  - {id: l1, title: Engineer}
competencies:
  - {id: testing, name: Testing, at: {l1: [Tests own changes]}}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "birch.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_a_sound_ladder_passes_and_advice_does_not_fail_it(run: Run, file: Path) -> None:
    answer = run("ladder", "check", file)
    assert (answer.code, answer.out) == (
        0,
        "No problems, no pieces of advice. Birch, version 2026.10: 1 level, 1 competency.\n",
    )
    file.write_text(GOOD.replace("Tests own", "A ninja tests"), encoding="utf-8")
    answer = run("ladder", "check", file)
    assert answer.code == 0
    assert f"advice: {file}:8: competencies[0].at.l1[0]: “ninja”" in answer.out


def test_problems_name_file_line_and_what_to_do(run: Run, file: Path) -> None:
    file.write_text(GOOD.replace("at: {", "area: craft, at: {").replace("l1: [", "l2: ["), encoding="utf-8")
    answer = run("ladder", "check", file)
    assert answer.code == 1
    assert f"{file}:8: competencies[0].area: there is no area craft (" in answer.out
    assert f"{file}:8: competencies[0].at.l2: there is no level, stage or track l2 (use l1)" in answer.out
    found = run("ladder", "check", file, "--json")
    assert found.code == 1
    assert [one["line"] for one in found.json["problems"]] == [8, 8]
    assert found.json["ladder"] is None


def test_hostile_files_end_in_one_line(run: Run, file: Path) -> None:
    for content in (b"\xff\xfe\x00", b"", b"a: &a [*a]", b"[" * 2000, b"\x1b[2J: 1", b"x" * 5_000_000):
        file.write_bytes(content)
        answer = run("ladder", "check", file)
        assert answer.code == 1
        assert f"{file}:" in answer.out or f"{file}: " in answer.out
        assert "\x1b" not in answer.out


def test_a_missing_file_is_a_slip_of_the_command(run: Run, tmp_path: Path) -> None:
    assert run("ladder", "check", tmp_path / "none.yaml").code == 2
    assert run("ladder", "check", tmp_path).code == 2
    assert run("ladder", "show", "no-such-ladder").code == 2
    assert run("ladder", "show", "starter", "--level", "l99").code == 2


def test_built_in_ladders_are_listed_and_shown(run: Run, file: Path) -> None:
    assert "starter@" in run("ladder", "list").out
    assert "starter" in {one["id"] for one in run("ladder", "list", "--json").json}
    shown = run("ladder", "show", "starter", "--level", "s2")
    assert "s2" in shown.out
    assert "s3" not in shown.out
    cells = run("ladder", "show", file, "--json").json["cells"]
    assert [(one["at"], one["state"]) for one in cells] == [("l1", "written")]
    assert "texts have no translation" in run("ladder", "show", file, "--lang", "de").err
    file.write_text("a: b", encoding="utf-8")
    broken = run("ladder", "show", file)
    assert broken.code == 1
    assert f"{file}:1: format: this field is missing" in broken.err


def test_the_schema_is_printed_for_editors(run: Run) -> None:
    assert json.loads(run("ladder", "schema").out) == json.loads(schema_text())
