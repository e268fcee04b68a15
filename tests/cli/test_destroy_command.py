"""Destroying a person by the command line, and vaults that ask for a key file."""

from __future__ import annotations

from pathlib import Path

import pytest

from coachdesk.vault.bundle import Passphrase, open_vault
from coachdesk.vault.key_file import make_key_file
from tests.cli.conftest import PASSPHRASE, SECRET, Run


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_a_person_is_gone_from_search_and_copies_are_listed(run: Run, vault: Path, secret: Path) -> None:
    assert run("vault", "backup", vault, "--passphrase-file", secret).code == 0
    words = ("vault", "destroy-person", "Amara Okafor", "--vault", vault, "--passphrase-file", secret)
    refused = run(*words, "--confirm", "Amara")
    assert refused.code == 2 and "Nothing was changed" in refused.err
    answer = run(*words, "--confirm", "Amara Okafor", "--json")
    assert answer.code == 0, answer.err
    assert answer.json["removed"]["person"] == 1 and len(answer.json["backups"]) == 1
    found = run("search", *SECRET.split()[:2], "quince", "--vault", vault, "--passphrase-file", secret, "--json")
    assert found.json["hits"] == []
    assert run("vault", "check", vault, "--passphrase-file", secret).code == 0
    again = run(*words, "--confirm", "Amara Okafor")
    assert again.code == 1 and "Nobody has this name" in again.err


def test_commands_take_the_key_file_of_vaults_and_backups(run: Run, vault: Path, secret: Path, tmp_path: Path) -> None:
    key = tmp_path / "coachdesk.key"
    with open_vault(vault, Passphrase(PASSPHRASE)) as opened:
        opened.add_key_file(Passphrase(PASSPHRASE), make_key_file(key))
    given = ("--passphrase-file", secret)
    refused = run("vault", "check", vault, *given)
    assert refused.code == 2 and "--key-file" in refused.err
    both = (*given, "--key-file", key)
    assert run("search", "roadmap", "--vault", vault, *both).code == 0
    backup = run("vault", "backup", vault, *both, "--json")
    assert backup.code == 0
    assert run("vault", "drill", vault, *both).code == 0
    restored = tmp_path / "again.coachdesk"
    assert run("vault", "restore", backup.json["backup"], "--to", restored, *given).code == 2
    assert run("vault", "restore", backup.json["backup"], "--to", restored, *both).code == 0
    assert run("vault", "check", restored, *both).code == 0
