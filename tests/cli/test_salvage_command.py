"""vault salvage: a damaged vault is read, written out for programs and people, accounted for, and left as it was."""

from __future__ import annotations

import json
import random
import shutil
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coachdesk.exchange import salvage as salvaging
from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block
from coachdesk.services.notes import NoteDraft, new_note_id, save_note
from coachdesk.services.people import PersonDraft, ensure_owner, save_person
from coachdesk.store.schema import open_store
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.vault.attachments import attachments_of
from coachdesk.vault.bundle import Passphrase, create_vault, open_vault
from coachdesk.vault.kdf import FLOOR
from tests.cli.conftest import PASSPHRASE, SECRET, SHARED, Run, write_lines

PAGE = 4096
NOTES = 300


def content_of(vault: Path) -> dict[str, bytes]:
    return {str(path.relative_to(vault)): path.read_bytes() for path in vault.rglob("*") if path.is_file()}


def lines_of(out: Path, table: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (out / "tables" / f"{table}.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sealed vault of three people with 300 notes; not to be changed."""
    folder = tmp_path_factory.mktemp("long")
    made = create_vault(folder / "long", PASSPHRASE, kdf=FLOOR, state_dir=folder / "state")
    now = datetime(2026, 5, 12, 9, 44, tzinfo=UTC)

    def fill(unit: UnitOfWork) -> None:
        ensure_owner(unit, "Priya Raman")
        people = [save_person(unit, PersonDraft(None, name)) for name in ("Amara Okafor", "Luca Ferri", "Kai Sato")]
        unit.session.flush()
        for number in range(NOTES):
            block = Block(Visibility.SHARED, f"Note {number}: " + f"word{number} " * 60)
            save_note(unit, NoteDraft(new_note_id(), people[number % 3], None, (block,)))

    store = open_store(made.vault, lambda: now + timedelta(minutes=1))
    store.write(fill)
    store.close()
    made.vault.close()
    return made.vault.path


def test_a_whole_vault_is_written_out_wholly_and_privately(run: Run, vault: Path, secret: Path, tmp_path: Path) -> None:
    before, out = content_of(vault), tmp_path / "out"
    answer = run("vault", "salvage", vault, "--out", out, "--passphrase-file", secret, "--json")
    assert answer.code == 0
    assert answer.json["whole"] and answer.json["pages"]["damaged"] == []
    assert "not encrypted" in answer.err
    assert content_of(vault) == before
    document = (out / "people" / "amara-okafor.md").read_text("utf-8")
    assert SHARED in document and SECRET in document
    assert {row["text"] for row in lines_of(out, "note_block")} == {SHARED, SECRET}
    assert json.loads((out / "report.json").read_text("utf-8"))["whole"] is True
    assert not any("search" in path.name for path in (out / "tables").iterdir())
    if sys.platform != "win32":
        assert stat.S_IMODE(out.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in out.rglob("*") if path.is_file()} == {0o600}


def test_of_damaged_pages_the_rest_is_read_and_the_lost_are_listed(
    run: Run, long: Path, secret: Path, tmp_path: Path
) -> None:
    vault, out = tmp_path / "long.coachdesk", tmp_path / "out"
    shutil.copytree(long, vault)
    octets = bytearray((vault / "vault.db").read_bytes())
    chance = random.Random(7)
    for page in chance.sample(range(2, len(octets) // PAGE), 12):
        octets[page * PAGE + chance.randrange(PAGE)] ^= 1
    (vault / "vault.db").write_bytes(octets)
    before = content_of(vault)
    assert run("vault", "check", vault, "--passphrase-file", secret).code == 4
    answer = run("vault", "salvage", vault, "--out", out, "--passphrase-file", secret, "--json")
    assert answer.code == 1
    assert content_of(vault) == before
    assert len(answer.json["pages"]["damaged"]) == 12
    blocks = lines_of(out, "note_block")
    told = answer.json["tables"]["note_block"]
    assert told["rows"] == len(blocks)
    if told["exact"]:
        assert len(told["lost"]) + len(blocks) == NOTES
    texts = {int(str(row["text"]).split(":")[0][5:]): row["text"] for row in blocks}
    assert len(texts) == len(blocks)
    assert all(str(text).split() == ["Note", f"{number}:", *[f"word{number}"] * 60] for number, text in texts.items())
    documents = "".join(path.read_text("utf-8") for path in (out / "people").glob("*.md"))
    assert all(f"Note {number}: word{number} " in documents for number in texts)
    report = (out / "report.md").read_text("utf-8")
    assert "Not every row could be read" in report
    assert "word" not in report and "Amara" not in report


def test_an_attachment_is_written_out_and_a_damaged_one_is_listed(
    run: Run, vault: Path, secret: Path, tmp_path: Path
) -> None:
    with open_vault(vault, Passphrase(PASSPHRASE)) as opened:
        whole, broken = (attachments_of(opened).write(content) for content in (b"whole", b"broken"))
        name = attachments_of(opened).name_of(broken.content_id)
        connection = opened.connect()
        person_id = connection.execute("SELECT id FROM person").fetchone()[0]
        for number, (file_name, receipt) in enumerate({"../Plan B.PDF": whole, "b.png": broken}.items()):
            connection.execute(
                "INSERT INTO attachment (id, person_id, file_name, media_type, size_bytes, content_id, content_key, "
                "created_at) VALUES (?, ?, ?, '', 1, ?, ?, '2026-05-12 09:00:00')",
                (f"{number:032x}", person_id, file_name, receipt.content_id, receipt.wrapped_key),
            )
        connection.close()
    (vault / "blobs" / name).write_bytes(b"spoiled")
    checked = run("vault", "check", vault, "--passphrase-file", secret)
    assert (checked.code, "1 of 2 attachments can't be read" in checked.out + checked.err) == (4, True)
    out = tmp_path / "out"
    answer = run("vault", "salvage", vault, "--out", out, "--passphrase-file", secret, "--json")
    assert answer.code == 1
    assert answer.json["attachments"] == {"read": 1, "damaged": [broken.content_id], "without_row": 0}
    assert [(path.name, path.read_bytes()) for path in (out / "attachments").iterdir()] == [("plan-b.pdf", b"whole")]


def test_notes_of_a_lost_person_are_kept_under_a_stand_in(run: Run, long: Path, secret: Path, tmp_path: Path) -> None:
    vault, out = tmp_path / "long.coachdesk", tmp_path / "out"
    shutil.copytree(long, vault)
    with open_vault(vault, Passphrase(PASSPHRASE)) as opened:
        connection = opened.connect()
        connection.execute("DELETE FROM person WHERE name = 'Kai Sato'")
        connection.execute("DELETE FROM note WHERE rowid = 1")
        connection.close()
    assert run("vault", "salvage", vault, "--out", out, "--passphrase-file", secret).code == 0
    documents = {path.name: path.read_text("utf-8") for path in (out / "people").glob("*.md")}
    assert set(documents) == {
        "amara-okafor.md",
        "luca-ferri.md",
        "someone-whose-entry-was-lost.md",
        "someone-whose-entry-was-lost-2.md",
    }
    together = "".join(documents.values())
    assert all(f"Note {number}: " in together for number in range(NOTES))


def test_both_headers_lost_and_a_wrong_secret_are_told_before_anything_is_written(
    run: Run, vault: Path, secret: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    wrong = write_lines(tmp_path / "wrong", "a wrong passphrase")
    assert run("vault", "salvage", vault, "--out", out, "--passphrase-file", wrong).code == 3
    for name in ("header.a", "header.b"):
        (vault / name).write_bytes((vault / name).read_bytes()[:-40])
    answer = run("vault", "salvage", vault, "--out", out, "--passphrase-file", secret)
    assert answer.code == 4
    assert "A backup is needed" in answer.err
    assert not out.exists()
    assert not list(tmp_path.glob(".*.new"))


def test_a_database_of_which_nothing_is_left_ends_with_code_4(
    run: Run, vault: Path, secret: Path, tmp_path: Path
) -> None:
    (vault / "vault.db").write_bytes(bytes((vault / "vault.db").stat().st_size))
    answer = run("vault", "salvage", vault, "--out", tmp_path / "out", "--passphrase-file", secret)
    assert answer.code == 4
    assert salvaging.NOTHING_READABLE in answer.err
    assert not (tmp_path / "out").exists()


def test_a_key_file_and_a_recovery_code_salvage_too(run: Run, vault: Path, secret: Path, tmp_path: Path) -> None:
    file = tmp_path / "key"
    assert run("vault", "key-file", "add", vault, file, "--passphrase-file", secret).code == 0
    words = ("vault", "salvage", vault, "--passphrase-file", secret)
    answer = run(*words, "--out", tmp_path / "one")
    assert answer.code == 2
    assert "--key-file" in answer.err
    assert run(*words, "--out", tmp_path / "one", "--key-file", secret).code == 3
    assert run(*words, "--out", tmp_path / "one", "--key-file", file).code == 0
    answer = run("vault", "recovery-code", vault, "--passphrase-file", secret, "--key-file", file, "--json")
    code = write_lines(tmp_path / "code", answer.json["recovery_code"])
    words = ("vault", "salvage", vault, "--out", tmp_path / "two", "--recovery-code-file", code)
    assert run(*words, "--passphrase-file", secret).code == 2
    assert run(*words).code == 0


def test_nothing_is_written_into_the_damaged_vault(run: Run, vault: Path, secret: Path) -> None:
    before = content_of(vault)
    answer = run("vault", "salvage", vault, "--out", vault / "out", "--passphrase-file", secret)
    assert answer.code == 2
    assert "inside the damaged vault" in answer.err
    assert content_of(vault) == before


def test_a_taken_folder_is_refused_before_anything_is_asked(run: Run, vault: Path, tmp_path: Path) -> None:
    answer = run("vault", "salvage", vault, "--out", vault)
    assert answer.code == 2
    assert "not empty" in answer.err
    assert run("vault", "salvage", tmp_path / "none", "--out", tmp_path / "out").code == 2
