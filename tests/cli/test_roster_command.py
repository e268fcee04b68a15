"""import roster: a preview, an import, and files that mean harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, write_lines


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    return write_lines(
        tmp_path / "people.csv",
        "Name,Manager,Title",
        "Priya Raman,,Manager",
        "Amara Okafor,Priya Raman,Staff engineer",
        "Mei-Lin Chen,Amara Okafor,Engineer",
        "Bo Lost,Somebody Else,Engineer",
    )


def _names(run: Run, vault: Path, secret: Path, tmp_path: Path) -> set[str]:
    out = tmp_path / "names"
    run("export", out, "--vault", vault, "--passphrase-file", secret)
    return {path.stem for path in out.glob("*.md")}


def test_import_writes_who_is_ready_and_names_who_needs_a_look(
    run: Run, vault: Path, secret: Path, csv: Path, tmp_path: Path
) -> None:
    answer = run("import", "roster", csv, "--vault", vault, "--passphrase-file", secret)
    assert answer.code == 1
    assert "row 5, Bo Lost: left out" in answer.out
    assert "1 added, 1 changed" in answer.out
    assert _names(run, vault, secret, tmp_path) == {"amara-okafor", "luca-ferri", "mei-lin-chen"}


def test_json_tells_rows_and_counts(run: Run, vault: Path, secret: Path, csv: Path) -> None:
    told = run("import", "roster", csv, "--vault", vault, "--passphrase-file", secret, "--json").json
    assert told["imported"] == {"added": 1, "updated": 1}
    assert told["counts"]["need_look"] == 1
    assert [row["row"] for row in told["rows"] if row["needs_look"]] == [5]
    assert told["columns"] == {"name": "Name", "role": "Title", "manager": "Manager"}


def test_a_dry_run_writes_nothing(run: Run, vault: Path, secret: Path, csv: Path) -> None:
    before = {path.name: path.read_bytes() for path in vault.iterdir() if path.is_file()}
    answer = run("import", "roster", csv, "--vault", vault, "--passphrase-file", secret, "--dry-run", "--json")
    assert answer.json["dry_run"] is True and answer.json["imported"] is None
    assert {path.name: path.read_bytes() for path in vault.iterdir() if path.is_file()} == before


def test_a_clean_file_is_done(run: Run, vault: Path, secret: Path, tmp_path: Path) -> None:
    clean = write_lines(tmp_path / "c.csv", "Person,Boss", "Ada Moss,Priya Raman")
    words = ("--vault", vault, "--passphrase-file", secret)
    assert run("import", "roster", clean, *words, "--map", "name=Person,manager=Boss").code == 0
    again = run("import", "roster", clean, *words, "--json")
    assert again.code == 0 and again.json["imported"] == {"added": 0, "updated": 0}


def test_owner_names_the_row_that_is_mine(run: Run, vault: Path, secret: Path, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "c.csv", "Name,Manager", "P. Raman,", "Ada Moss,P. Raman")
    words = ("import", "roster", file, "--vault", vault, "--passphrase-file", secret, "--dry-run", "--json")
    rows = run(*words, "--owner", "P. Raman").json["rows"]
    assert next(row for row in rows if row["name"] == "Ada Moss")["relation"] == "direct report"


@pytest.mark.parametrize("mapping", ["nonsense", "name=No such column", "hat=Name", "name=#99"])
def test_a_wrong_mapping_is_a_slip_of_the_command(run: Run, vault: Path, secret: Path, csv: Path, mapping: str) -> None:
    assert run("import", "roster", csv, "--vault", vault, "--passphrase-file", secret, "--map", mapping).code == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", b"PK\x03\x04broken", b"\x00\x01\x02\x03" * 50, b"\xd0\xcf\x11\xe0", b"\x1f\x8b\x08"],
)
def test_a_file_that_is_no_roster_is_a_problem_found(
    run: Run, vault: Path, secret: Path, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "odd.csv"
    file.write_bytes(content)
    assert run("import", "roster", file, "--vault", vault, "--passphrase-file", secret).code == 1


def test_a_hostile_file_cannot_steer_the_terminal(run: Run, vault: Path, secret: Path, tmp_path: Path) -> None:
    file = tmp_path / "hostile.csv"
    file.write_bytes(
        "Name\x1b[31m,Manager\r\nEve\x1b]0;owned\x07\u202e,\x9b2JNobody\r\n=cmd|'/c calc'!A0,Eve\r\n".encode()
    )
    answer = run("import", "roster", file, "--vault", vault, "--passphrase-file", secret, "--dry-run")
    assert answer.code in (0, 1)
    assert not set("\x1b\x07\x9b\u202e") & set(answer.out + answer.err)


def test_a_missing_file_is_a_slip_of_the_command(run: Run, vault: Path, secret: Path, tmp_path: Path) -> None:
    for file in (tmp_path / "none.csv", tmp_path):
        assert run("import", "roster", file, "--vault", vault, "--passphrase-file", secret).code == 2
