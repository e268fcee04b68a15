"""Destroying a person by the command line, and vaults that ask for a key file."""

from __future__ import annotations

from pathlib import Path

import pytest

from coachdesk.model.base import new_id
from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block
from coachdesk.services.notes import NoteDraft, save_note
from coachdesk.services.people import PersonDraft, save_person
from coachdesk.store.schema import open_store
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


def test_a_name_is_taken_out_only_at_the_places_chosen(run: Run, vault: Path, secret: Path) -> None:
    with open_vault(vault, Passphrase(PASSPHRASE)) as opened:
        store = open_store(opened)
        person_id = store.write(lambda unit: save_person(unit, PersonDraft(None, "Tomasz Nowak"))).result
        for text in ("Amara helped him through the pager week", "Ask Amara Okafor about the rota"):
            note = NoteDraft(new_id(), person_id, None, (Block(Visibility.ONLY_YOU, text),))
            store.write(lambda unit, note=note: save_note(unit, note))
        store.close()
    words = ("vault", "redact", "Amara Okafor", "--vault", vault, "--passphrase-file", secret, "--json")
    listed = run(*words)
    assert listed.code == 0 and listed.json["changed"] == 0
    assert [one["record_of"] for one in listed.json["places"]] == ["Tomasz Nowak", "Tomasz Nowak"]
    assert run(*words, "--place", "3").code == 2
    assert run(*words, "--place", "1").json["changed"] == 1
    assert len(run(*words).json["places"]) == 1
    assert run(*words, "--all").json["changed"] == 1
    assert run(*words).json["places"] == []
    assert run(*words, "--within").code == 0


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
