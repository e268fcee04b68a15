"""Attachments survive a rotation of the keys: new names, new keys, the same bytes."""

from __future__ import annotations

from pathlib import Path

from sqlmodel import select

from coachdesk.model.attachment import Attachment
from coachdesk.model.note import Note
from coachdesk.model.person import Person
from coachdesk.services.attachments import AttachmentDraft, add_attachment, new_attachment_id, read_attachment
from coachdesk.store.attachment_rows import AttachmentRows
from coachdesk.store.clock import system_clock
from coachdesk.store.schema import open_store
from coachdesk.vault.attachments import attachments_of
from coachdesk.vault.bundle import create_vault
from coachdesk.vault.kdf import FLOOR
from coachdesk.vault.rotation import rotate_keys
from coachdesk.vault.slot_secrets import Passphrase

PHRASE = "tulip cobalt ladder heron"


def test_attachments_follow_a_rotation_of_the_keys(tmp_path: Path) -> None:
    made = create_vault(tmp_path / "team", PHRASE, kdf=FLOOR, state_dir=tmp_path / "state")
    vault = made.vault
    store = open_store(vault)
    now = system_clock()

    def begin(unit):  # type: ignore[no-untyped-def]
        person = Person(name="Amara Okafor", created_at=now, updated_at=now)
        unit.add(person)
        unit.session.flush()
        unit.add(Note(id="n" * 32, person_id=person.id, created_at=now, updated_at=now))

    store.write(begin)
    draft = AttachmentDraft("n" * 32, "minutes.txt", b"words" * 40_000, new_attachment_id())
    store.write(lambda unit: add_attachment(unit, attachments_of(vault), draft))
    old = store.read(lambda session: session.exec(select(Attachment)).one())
    store.close()
    rotate_keys(vault, Passphrase(PHRASE), blob_rows=AttachmentRows())
    store = open_store(vault)
    new = store.read(lambda session: session.exec(select(Attachment)).one())
    assert new.content_id != old.content_id and new.content_key != old.content_key and new.id == old.id
    found = store.read(lambda session: read_attachment(session, attachments_of(vault), new.id))
    assert found.content == b"words" * 40_000
    assert len(attachments_of(vault).list_names()) == 1
    store.close()
    vault.close()
