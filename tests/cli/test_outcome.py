"""Exit codes, errors and the page that documents them."""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import Any

import pytest
import typer.main

from coachdesk.assets import resource_path
from coachdesk.cli import main
from coachdesk.cli.app import build_app
from coachdesk.cli.outcome import ExitCode, explain
from coachdesk.store import failures
from coachdesk.vault import errors
from tests.cli.conftest import Run


def test_every_vault_and_store_error_has_a_code_of_its_own() -> None:
    expected = {
        errors.WrongSecret: 3,
        errors.DamagedVault: 4,
        failures.VaultDamaged: 4,
        errors.VaultMissing: 2,
        errors.NotAVault: 2,
        errors.VaultExists: 2,
        errors.SecretRefused: 2,
        errors.LastWayIn: 2,
        errors.KeyFileRefused: 2,
        errors.GroupsLocked: 5,
        errors.KeychainRefused: 5,
        errors.QuickUnlockGone: 5,
        errors.RotationUnfinished: 5,
        errors.VaultInUse: 5,
        errors.NewerFormat: 5,
        errors.DiskFull: 5,
        errors.PlaceNotWritable: 5,
        errors.StorageFailed: 5,
        errors.EngineUnfit: 5,
        failures.DiskFull: 5,
        failures.VaultNotWritable: 5,
    }
    known = {kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.VaultError)}
    assert known - {errors.VaultError} <= set(expected)
    for kind, code in expected.items():
        assert explain(kind("plain words"))[0] == code


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO])
def test_the_disk_is_the_environment_and_its_path_is_not_said(number: int) -> None:
    code, text = explain(OSError(number, "reason", "/home/priya/amara.txt"))
    assert code == 5
    assert "amara" not in text


def test_damage_is_told_line_by_line() -> None:
    assert explain(errors.DamagedVault("Damaged.", ("page 3 does not authenticate",)))[1].splitlines() == [
        "Damaged.",
        "page 3 does not authenticate",
    ]


def test_a_bug_is_named_by_its_place_and_never_by_its_text(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_words: Any, **_options: Any) -> None:
        raise KeyError("Amara's salary")

    monkeypatch.setattr("coachdesk.cli.vaults.peek_vault", fail)
    answer = run("vault", "passwd", "x")
    assert answer.code == 70
    assert "KeyError" in answer.err and "salary" not in answer.err


def test_stopping_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_words: Any, **_options: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("coachdesk.cli.vaults.peek_vault", stop)
    assert run("vault", "passwd", "x").code == 130


def test_a_reader_that_has_enough_is_no_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Closed:
        """Standard output whose reader has gone; its descriptor is one of ours."""

        def __init__(self) -> None:
            self.file = (tmp_path / "gone").open("w")

        def write(self, _text: str) -> int:
            raise BrokenPipeError

        def flush(self) -> None:
            """Nothing to flush."""

        def fileno(self) -> int:
            return self.file.fileno()

    closed = Closed()
    with closed.file:
        monkeypatch.setattr(sys, "stdout", closed)
        assert main(["--version"]) == 0
        monkeypatch.undo()


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("vault",),
        ("import",),
        ("vault", "check"),
        ("search", "plan"),
        ("tour", "out", "--scale", "3"),
        ("tour", "out", "--theme", "pink"),
        ("tour", "out", "--size", "big"),
        ("--vault", "a.coachdesk", "demo"),
        ("--vault", "nothing.coachdesk"),
    ],
)
def test_a_wrong_command_line_is_usage(run: Run, words: tuple[str, ...]) -> None:
    answer = run(*words)
    assert answer.code == 2
    assert answer.out == "" and answer.err


def test_help_and_version_are_done(run: Run) -> None:
    assert run("--help").code == 0
    assert run("export", "--help").code == 0
    assert run("--version").out.startswith("CoachDesk ")


def _walk(command: Any, words: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    found = [(words, command)]
    for name, below in getattr(command, "commands", {}).items():
        found += _walk(below, (*words, name))
    return found


def test_the_help_page_names_every_command_option_and_code() -> None:
    page = resource_path("help", "command-line.md").read_text("utf-8")
    for words, command in _walk(typer.main.get_command(build_app())):
        if not hasattr(command, "commands"):
            assert " ".join(("coachdesk", *words)) in page
        for parameter in command.params:
            for option in (name for name in parameter.opts if name.startswith("--")):
                assert option in page, option
    for code in ExitCode:
        assert f"| {code.value} |" in page
