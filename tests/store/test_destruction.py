"""After a person is destroyed no page of the vault holds a word of them, and every known copy is named."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import col, select

from coachdesk.model.note import Note, NoteBlock, NoteRevision
from coachdesk.model.person import Person
from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block
from coachdesk.services.notes import NoteDraft, new_note_id, save_note
from coachdesk.services.people import PersonDraft, ensure_owner, save_person
from coachdesk.store import destruction
from coachdesk.store.destruction import destroy_remains
from coachdesk.store.failures import StoreFailure
from coachdesk.store.schema import open_store
from coachdesk.store.store import Store
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.vault.attachments import attachments_of
from coachdesk.vault.bundle import OpenVault, create_vault
from coachdesk.vault.kdf import FLOOR
from coachdesk.vault.pages import Pages

SENTINEL = "xylophonist quandary with the zwieback"
KEPT = "The roadmap is settled"


def fill(unit: UnitOfWork) -> str:
    ensure_owner(unit, "Priya Raman")
    gone = save_person(unit, PersonDraft(None, "Wilhelmina Zwyx", about=SENTINEL))
    stays = save_person(unit, PersonDraft(None, "Luca Ferri"))
    unit.session.flush()
    for number in range(60):
        text = f"{SENTINEL} {number} " * (1 + number % 40)
        save_note(unit, NoteDraft(new_note_id(), gone, None, (Block(Visibility.ONLY_YOU, text),)))
        save_note(unit, NoteDraft(new_note_id(), stays, None, (Block(Visibility.SHARED, f"{KEPT} {number}"),)))
    return gone


def remove_person(unit: UnitOfWork, person_id: str) -> None:
    notes = select(Note.id).where(Note.person_id == person_id)
    for rows in (
        select(NoteRevision).where(col(NoteRevision.note_id).in_(notes)),
        select(NoteBlock).where(col(NoteBlock.note_id).in_(notes)),
        select(Note).where(Note.person_id == person_id),
        select(Person).where(Person.id == person_id),
    ):
        unit.remove(unit.session.exec(rows).all())


def clear_pages(vault: OpenVault) -> bytes:
    """Return every page of the database and of its log, decrypted, the free ones too."""
    vault.seal()
    with Pages(vault.database, vault.keys.use("database")) as pages:
        found = [pages.find(number) for number in range(1, pages.count + 1)]
    assert None not in found
    return b"".join(page for page in found if page is not None)


@pytest.fixture
def vault(tmp_path: Path):
    made = create_vault(tmp_path / "team", "tulip cobalt ladder heron", kdf=FLOOR, state_dir=tmp_path / "state").vault
    yield made
    made.close()


@pytest.fixture
def store(vault: OpenVault):
    opened = open_store(vault, lambda: datetime(2026, 5, 12, 9, 44, tzinfo=UTC))
    yield opened
    opened.close()


def test_no_page_holds_a_word_of_a_destroyed_person(vault: OpenVault, store: Store):
    gone = store.write(fill).result
    receipt = attachments_of(vault).write(SENTINEL.encode())
    removed = store.write(lambda unit: remove_person(unit, gone))
    assert removed.change_set
    store.close()
    assert b"ylophonist" in clear_pages(vault)  # the search index still has the words
    destroy_remains(vault, [receipt.content_id])
    left = clear_pages(vault)
    for word in (b"ylophonist", b"uandary", b"wieback", b"Wilhelmina", b"wilhelmina", gone.encode()):
        assert word not in left
    assert KEPT.encode() in left
    assert attachments_of(vault).list_names() == ()
    again = open_store(vault)
    found = again.read(lambda session: session.exec(select(NoteBlock.text)).all())
    again.close()
    assert len(found) == 60 and all(text.startswith(KEPT) for text in found)


def test_every_known_copy_is_named(vault: OpenVault, store: Store, tmp_path: Path):
    store.write(fill)
    store.close()
    vault.seal()
    aside = tmp_path / "team (set aside 2026-05-12 094400Z).coachdesk"
    shutil.copytree(vault.path, aside)
    other = create_vault(tmp_path / "other", "tulip cobalt ladder heron", kdf=FLOOR, state_dir=tmp_path / "state").vault
    other.close()
    (vault.path / "before-0002.db").write_bytes(b"")
    backup = tmp_path / "team.coachdesk-backup"
    remains = destroy_remains(vault, backups=[backup])
    assert remains.backups == (backup,)
    assert remains.copies_before_updates == (vault.path / "before-0002.db",)
    assert remains.other_bundles == (aside,)
    assert remains.elsewhere == destruction.ELSEWHERE


def test_a_reader_in_the_way_is_told(vault: OpenVault, store: Store, monkeypatch: pytest.MonkeyPatch):
    store.write(fill)
    store.close()
    monkeypatch.setattr(destruction, "checkpoint", lambda _connection, truncate: False)
    with pytest.raises(StoreFailure, match="Try again"):
        destroy_remains(vault)
