"""vault new, check and passwd, sample, and where a passphrase may come from."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

import pytest

from coachdesk.vault.bundle import RecoveryCode, open_vault
from coachdesk.vault.recovery import format_groups
from tests.cli.conftest import PASSPHRASE, Pipe, Run, write_lines


def test_new_makes_a_vault_that_its_recovery_code_opens(run: Run, secret: Path, tmp_path: Path) -> None:
    made = run("vault", "new", tmp_path / "mine", "--passphrase-file", secret, "--json")
    assert made.code == 0
    code = made.json["recovery_code"]
    assert format_groups(code) == tuple(code.split())
    open_vault(Path(made.json["vault"]), RecoveryCode(code)).close()
    assert code not in made.err


def test_new_replaces_nothing_and_asks_for_nothing_when_the_place_is_taken(run: Run, vault: Path) -> None:
    before = sorted(path.stat().st_mtime_ns for path in vault.iterdir())
    refused = run("vault", "new", vault)
    assert refused.code == 2
    assert "already something" in refused.err
    assert sorted(path.stat().st_mtime_ns for path in vault.iterdir()) == before


def test_new_tells_of_a_weak_passphrase(run: Run, tmp_path: Path) -> None:
    weak = write_lines(tmp_path / "weak", "password1")
    made = run("vault", "new", tmp_path / "mine", "--passphrase-file", weak)
    assert made.code == 0
    assert "easy to guess" in made.err
    assert "password1" not in made.out + made.err


def test_check_says_that_all_is_well(run: Run, vault: Path, secret: Path) -> None:
    answer = run("vault", "check", vault, "--passphrase-file", secret, "--json")
    assert answer.code == 0
    assert answer.json["ok"] and answer.json["search_index_checked"] and answer.json["problems"] == []
    assert "All is well" in run("vault", "check", vault, "--passphrase-file", secret).out


def test_check_finds_texts_missing_from_the_index(run: Run, vault: Path, secret: Path) -> None:
    from coachdesk.cli.opening import opened_vault

    with opened_vault(vault, PASSPHRASE) as open_one:
        connection = open_one.connect()
        connection.execute("DELETE FROM search_entry WHERE noun = 'note_block'")
        connection.close()
    answer = run("vault", "check", vault, "--passphrase-file", secret, "--json")
    assert answer.code == 1
    assert "can't be found by search" in answer.json["problems"][0]


def test_check_of_a_changed_file_is_damaged(run: Run, vault: Path, secret: Path) -> None:
    database = next(path for path in vault.iterdir() if path.suffix == ".db")
    content = bytearray(database.read_bytes())
    content[len(content) // 2] ^= 1
    database.write_bytes(content)
    answer = run("vault", "check", vault, "--passphrase-file", secret)
    assert answer.code == 4
    assert "damaged" in answer.err


def test_passwd_changes_what_opens(run: Run, vault: Path, secret: Path, tmp_path: Path) -> None:
    both = write_lines(tmp_path / "both", PASSPHRASE, "meadow ninety copper swan")
    assert run("vault", "passwd", vault, "--passphrase-file", both, "--json").json["changed"] is True
    assert run("search", "plan", "--vault", vault, "--passphrase-file", secret).code == 3
    new = write_lines(tmp_path / "new", "meadow ninety copper swan")
    assert run("search", "plan", "--vault", vault, "--passphrase-file", new).code == 0


def test_passwd_needs_two_lines(run: Run, vault: Path, secret: Path) -> None:
    refused = run("vault", "passwd", vault, "--passphrase-file", secret)
    assert refused.code == 2
    assert "then the new one" in refused.err


def test_a_wrong_passphrase_cannot_unlock(run: Run, vault: Path, tmp_path: Path) -> None:
    wrong = write_lines(tmp_path / "wrong", "a wrong passphrase")
    answer = run("vault", "check", vault, "--passphrase-file", wrong)
    assert (answer.code, answer.out) == (3, "")
    assert "wrong passphrase" not in answer.err


def test_the_passphrase_may_come_from_standard_input(run: Run, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Pipe(f"{PASSPHRASE}\r\nignored\n".encode()))
    assert run("vault", "check", vault, "--passphrase-file", "-").code == 0


def test_the_passphrase_is_asked_for_on_a_terminal(run: Run, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Pipe(is_terminal=True))
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: PASSPHRASE)
    assert run("vault", "check", vault).code == 0


def test_a_new_passphrase_is_typed_twice_the_same(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter((PASSPHRASE, "another"))
    monkeypatch.setattr(sys, "stdin", Pipe(is_terminal=True))
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: next(typed))
    answer = run("vault", "new", tmp_path / "mine")
    assert answer.code == 2
    assert not (tmp_path / "mine.coachdesk").exists()


def test_without_a_file_or_a_terminal_the_command_stops(run: Run, vault: Path) -> None:
    answer = run("vault", "check", vault)
    assert answer.code == 2
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe\x00secret"])
def test_a_passphrase_file_without_one_is_refused(run: Run, vault: Path, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "odd"
    file.write_bytes(content)
    assert run("vault", "check", vault, "--passphrase-file", file).code == 2


def test_a_passphrase_is_no_argument_and_no_variable(run: Run, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COACHDESK_PASSPHRASE", "PASSPHRASE", "PASSPHRASE_FILE", "COACHDESK_PASSPHRASE_FILE"):
        monkeypatch.setenv(name, PASSPHRASE)
    assert run("vault", "check", vault).code == 2
    for words in (("--passphrase", PASSPHRASE), (PASSPHRASE,)):
        answer = run("vault", "check", vault, *words)
        assert answer.code == 2
        assert PASSPHRASE not in answer.out + answer.err


def test_a_place_without_a_vault_is_a_slip_of_the_command(run: Run, secret: Path, tmp_path: Path) -> None:
    assert run("vault", "check", tmp_path / "nothing", "--passphrase-file", secret).code == 2
    assert run("vault", "check", secret, "--passphrase-file", secret).code == 2


def test_sample_makes_a_filled_vault(run: Run, secret: Path, tmp_path: Path) -> None:
    words = ("sample", tmp_path / "s", "--reports", 2, "--skips", 1, "--passphrase-file", secret, "--json")
    made = run(*words)
    assert made.code == 0
    assert run("vault", "check", made.json["vault"], "--passphrase-file", secret).code == 0
    out = tmp_path / "out"
    done = run("export", out, "--vault", made.json["vault"], "--passphrase-file", secret, "--json")
    assert done.json["people"] >= 3 and done.json["notes"] > 0
    assert run(*words).code == 2
