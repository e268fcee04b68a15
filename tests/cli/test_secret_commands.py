"""Commands on the ways to unlock."""

from __future__ import annotations

from pathlib import Path

import pytest

from coachdesk.cli import secrets
from coachdesk.vault.bundle import Passphrase, RecoveryCode, open_vault
from coachdesk.vault.key_file import read_key_file
from tests.cli.conftest import PASSPHRASE, Run, write_lines


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_rotating_prints_the_new_code_and_the_backups_that_old_keys_open(run: Run, vault: Path, secret: Path) -> None:
    assert run("vault", "backup", vault, "--passphrase-file", secret).code == 0
    answer = run("vault", "rotate", vault, "--passphrase-file", secret, "--json")
    assert answer.code == 0
    assert (answer.json["notices"], len(answer.json["old_backups"])) == ([], 1)
    open_vault(vault, RecoveryCode(answer.json["recovery_code"])).close()
    assert run("vault", "check", vault, "--passphrase-file", secret).code == 0
    assert run("search", "capacity", "--vault", vault, "--passphrase-file", secret).out.count("\n") == 2
    again = run("vault", "rotate", vault, "--passphrase-file", secret)
    assert "Still opens with the old keys" in again.out
    assert secrets.KEEP_CODE in again.err


def test_a_renewed_recovery_code_opens_and_the_one_before_does_not(run: Run, vault: Path, secret: Path) -> None:
    codes = [run("vault", "recovery-code", vault, "--passphrase-file", secret, "--json").json for _ in range(2)]
    open_vault(vault, RecoveryCode(codes[1]["recovery_code"])).close()
    wrong = write_lines(secret.with_name("wrong"), "wrong")
    for command in ("rotate", "recovery-code", "slots"):
        answer = run("vault", command, vault, "--passphrase-file", wrong)
        assert (answer.code, answer.out) == (3, "")


def test_a_key_file_is_made_asked_for_and_taken_away(run: Run, vault: Path, secret: Path, tmp_path: Path) -> None:
    file = tmp_path / "team.key"
    assert run("vault", "key-file", "remove", vault, file, "--passphrase-file", secret).code == 2
    answer = run("vault", "key-file", "add", vault, file, "--passphrase-file", secret, "--json")
    assert (answer.code, answer.json["made"], file.stat().st_size) == (0, True, 32)
    open_vault(vault, Passphrase(PASSPHRASE, read_key_file(file))).close()
    assert run("vault", "slots", vault, "--passphrase-file", secret).code == 2
    for words in (("vault", "check", vault), ("search", "plan", "--vault", vault)):
        refused = run(*words, "--passphrase-file", secret)
        assert (refused.code, "key file" in refused.err) == (2, True)
    missing = run("vault", "slots", vault, "--passphrase-file", secret, "--key-file", tmp_path / "none")
    wrong = run("vault", "slots", vault, "--passphrase-file", secret, "--key-file", secret)
    assert (missing.code, missing.err) == (wrong.code, wrong.err) == (3, wrong.err)
    shown = run("vault", "slots", vault, "--passphrase-file", secret, "--key-file", file)
    assert "Passphrase with a key file, made " in shown.out
    assert run("vault", "key-file", "add", vault, file, "--passphrase-file", secret).code == 2
    assert run("vault", "key-file", "remove", vault, file, "--passphrase-file", secret).code == 0
    slots = run("vault", "slots", vault, "--passphrase-file", secret, "--json").json["slots"]
    assert [(slot["type"], slot["expires_at"]) for slot in slots] == [("recovery", None), ("passphrase", None)]


def test_a_file_that_is_no_key_file_changes_nothing(run: Run, vault: Path, secret: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert run("vault", "key-file", "add", vault, tmp_path / "empty", "--passphrase-file", secret).code == 2
    assert run("vault", "slots", vault, "--passphrase-file", secret).code == 0
