"""The ledger of an opportunity by command."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from coachdesk.services.opportunities import consider, decline, offer, save_criteria
from coachdesk.services.people import PersonDraft, list_people, save_person
from coachdesk.services.projects import ProjectDraft, save_project
from coachdesk.services.self_descriptions import DescriptionDraft, save_description
from coachdesk.store.schema import open_store
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.vault.bundle import Passphrase, open_vault
from tests.cli.conftest import PASSPHRASE, Run

PRIVATE = "quinces", "barely awake"
SEALED = "heliotrope"


@pytest.fixture
def ledger_vault(vault: Path) -> Path:
    """The vault with one opportunity that was declined, and two others of one title."""

    def fill(unit: UnitOfWork) -> None:
        on = date(2026, 5, 12)
        who = save_person(unit, PersonDraft(None, "Diego Fuentes"))
        made = save_project(unit, ProjectDraft(None, "Capacity seat"), on)
        save_criteria(unit, made, "Would gain from a wider view")
        consider(unit, made, who, PRIVATE[0])
        offer(unit, made, who, on, why="Has run no forum")
        decline(unit, made, on, reason=PRIVATE[1])
        for _ in range(2):
            save_project(unit, ProjectDraft(None, "Twice"), on)

    with open_vault(vault, Passphrase(PASSPHRASE)) as opened:
        store = open_store(opened)
        store.write(fill)
        store.close()
    return vault


def test_a_ledger_is_said_and_written_without_a_private_word(
    run: Run, ledger_vault: Path, secret: Path, tmp_path: Path
) -> None:
    words = ("--vault", ledger_vault, "--passphrase-file", secret)
    said = run("sponsorship", "ledger", "capacity", "SEAT", *words)
    assert said.code == 0
    assert "Diego Fuentes, offered 2026-05-12: declined 2026-05-12. Why: Has run no forum" in said.out
    found = run("sponsorship", "ledger", "Capacity seat", *words, "--json")
    assert found.json["criteria"] == "Would gain from a wider view"
    out = tmp_path / "ledger.json"
    written = run("sponsorship", "ledger", "Capacity seat", *words, "--json", "--out", out)
    assert (written.code, written.out) == (0, f"Written to {out}.\n")
    assert json.loads(out.read_text("utf-8")) == found.json
    assert not [one for one in PRIVATE for text in (said.out, found.out, out.read_text("utf-8")) if one in text]
    again = run("sponsorship", "ledger", "Capacity seat", *words, "--out", out)
    assert again.code == 2 and "Nothing was written" in again.err


def test_no_title_or_two_of_it_end_with_what_to_do(run: Run, ledger_vault: Path, secret: Path) -> None:
    words = ("--vault", ledger_vault, "--passphrase-file", secret)
    none = run("sponsorship", "ledger", "Zebra", *words)
    assert none.code == 2 and "Zebra" not in none.err
    two = run("sponsorship", "ledger", "twice", *words)
    assert two.code == 2 and "Give an id" in two.err
    one = two.err.split(": ")[-1].rstrip(".\n").split(", ")[0]
    assert run("sponsorship", "ledger", one, *words).out.startswith("# Twice\n")


def test_no_command_says_how_somebody_described_themselves(
    run: Run, ledger_vault: Path, secret: Path, tmp_path: Path
) -> None:
    with open_vault(ledger_vault, Passphrase(PASSPHRASE)) as opened:
        store, key = open_store(opened), opened.groups_key(PASSPHRASE)
        amara = store.read(lambda session: next(one for one in list_people(session) if one.name == "Amara Okafor"))
        told = DescriptionDraft(amara.person_id, f"I grew up in {SEALED}", (f"{SEALED} people",), date(2026, 5, 12))
        store.write(lambda unit: save_description(unit, key, told))
        key.forget()
        store.close()
    words = ("--vault", ledger_vault, "--passphrase-file", secret)
    for command in (
        ("search", SEALED),
        ("brief", "Amara Okafor", "--json"),
        ("growth", "Amara Okafor", "--json"),
        ("themes", "--json"),
        ("sponsorship", "ledger", "Capacity seat", "--json"),
        ("export", tmp_path / "out", "--include-private", "--json"),
    ):
        said = run(*command, *words)
        assert said.code in (0, 1) and SEALED not in said.out + said.err
    written = [path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert written and not [one for one in written if SEALED.encode() in one]
