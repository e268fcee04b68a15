"""Backups from the command line: made, practised on, restored where nothing else is left."""

from __future__ import annotations

from pathlib import Path

import pytest

from coachdesk.services.people import PersonDraft, save_person
from coachdesk.store.schema import open_store
from coachdesk.vault.bundle import Passphrase, RecoveryCode, open_vault

from .conftest import PASSPHRASE, SHARED, Run, write_lines


@pytest.fixture
def code(run: Run, vault: Path) -> str:
    """The recovery code of the vault, a new one."""
    with open_vault(vault, Passphrase(PASSPHRASE)) as opened:
        return opened.replace_recovery_code(PASSPHRASE)


def _backup(run: Run, vault: Path, secret: Path, *words: object) -> Path:
    answer = run("vault", "backup", vault, "--passphrase-file", secret, "--json", *words)
    assert answer.code == 0, answer.err
    assert answer.json["verified"] is True
    return Path(answer.json["backup"])


def test_backup_then_restore_on_a_machine_that_knows_nothing(
    run: Run, vault: Path, secret: Path, code: str, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = _backup(run, vault, secret)
    empty = tmp_path / "fresh"
    for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        place = empty / variable
        place.mkdir(parents=True)
        monkeypatch.setenv(variable, str(place))
    carried = empty / "carried.coachdesk-backup"
    backup.rename(carried)
    paper = write_lines(empty / "paper", code)
    target = empty / "HOME" / "back.coachdesk"
    answer = run("vault", "restore", carried, "--to", target, "--recovery-code-file", paper, "--json")
    assert answer.code == 0, answer.err
    assert answer.json["vault"] == str(target) and answer.json["set_aside"] is None
    assert run("vault", "check", target, "--passphrase-file", secret).code == 0
    found = run("search", "capacity", "--vault", target, "--passphrase-file", secret)
    assert SHARED in found.out
    with open_vault(target, RecoveryCode(code)) as opened:
        store = open_store(opened)
        store.write(lambda unit: save_person(unit, PersonDraft(None, "Noor Haddad")))
        store.close()


def test_a_drill_counts_what_it_found(run: Run, vault: Path, secret: Path, code: str) -> None:
    backup = _backup(run, vault, secret)
    for words in (
        (vault, "--passphrase-file", secret),
        (backup, "--recovery-code-file", write_lines(vault.parent / "paper", code)),
    ):
        answer = run("vault", "drill", *words, "--json")
        assert answer.code == 0, answer.err
        assert answer.json["ok"] is True
        assert answer.json["backup"] == str(backup)
        assert answer.json["counts"]["person"] == 3
        assert answer.json["counts"]["note block"] == 2
    said = run("vault", "drill", vault, "--passphrase-file", secret)
    assert "would restore whole" in said.out and "person: 3" in said.out


def test_a_folder_can_be_named_and_old_backups_go_there(run: Run, vault: Path, secret: Path, tmp_path: Path) -> None:
    backup = _backup(run, vault, secret, "--to", tmp_path / "stick")
    assert backup.parent == tmp_path / "stick"
    for _ in range(10):
        _backup(run, vault, secret, "--to", tmp_path / "stick")
    assert len(list((tmp_path / "stick").iterdir())) == 10
    said = run("vault", "backup", vault, "--passphrase-file", secret)
    assert said.code == 0 and "opened and checked" in said.out


def test_codes_for_what_can_go_wrong(run: Run, vault: Path, secret: Path, tmp_path: Path) -> None:
    wrong = write_lines(tmp_path / "wrong", "not the passphrase")
    assert run("vault", "drill", vault, "--passphrase-file", secret).code == 2  # there is no backup yet
    backup = _backup(run, vault, secret)
    new = tmp_path / "new.coachdesk"
    assert run("vault", "restore", backup, "--to", vault, "--passphrase-file", secret).code == 2
    assert run("vault", "restore", secret, "--to", new, "--passphrase-file", secret).code == 2
    assert run("vault", "restore", tmp_path / "none", "--to", new, "--passphrase-file", secret).code == 2
    assert run("vault", "restore", backup, "--to", new, "--passphrase-file", wrong).code == 3
    assert run("vault", "restore", backup, "--to", new).code == 2
    assert run("vault", "restore", backup, "--to", tmp_path / "no" / "x", "--passphrase-file", secret).code == 5
    torn = bytearray(backup.read_bytes())
    torn[-2000] ^= 8
    backup.write_bytes(torn)
    assert run("vault", "restore", backup, "--to", new, "--passphrase-file", secret).code == 4
    assert run("vault", "drill", backup, "--passphrase-file", secret).code == 4
    assert run("vault", "drill", vault, "--passphrase-file", secret).code == 4
    assert not new.exists()
    assert not list(tmp_path.glob(".*"))


def test_set_aside_keeps_the_present_vault(run: Run, vault: Path, secret: Path) -> None:
    backup = _backup(run, vault, secret)
    answer = run("vault", "restore", backup, "--to", vault, "--set-aside", "--passphrase-file", secret, "--json")
    assert answer.code == 0, answer.err
    for path in (vault, answer.json["set_aside"]):
        assert run("search", "capacity", "--vault", path, "--passphrase-file", secret).code == 0


def test_a_lost_search_index_fails_the_backup(run: Run, vault: Path, secret: Path) -> None:
    with open_vault(vault, Passphrase(PASSPHRASE)) as opened:
        connection = opened.connect()
        connection.execute("DELETE FROM search_entry WHERE noun = 'note_block'")
    answer = run("vault", "backup", vault, "--passphrase-file", secret)
    assert answer.code == 4
    assert "can't be found by search" in answer.err
    assert not list((vault.parent / "team backups").iterdir())
