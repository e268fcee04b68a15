"""Notes: saving what is typed, block by block, and keeping every version."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from coachdesk.model.base import new_id
from coachdesk.model.note import Note, NoteBlock, NoteKind, NoteRevision
from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block
from coachdesk.services.evidence_stub import redact_evidence_of
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork

REVISION_SPAN = timedelta(minutes=5)
"""Typing within this span becomes one version, so that history shows sittings rather than keystrokes."""


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """What the editor asks to save. `note_id` is chosen by the editor, so that a repeated save is the same note."""

    note_id: str
    person_id: str
    meeting_id: str | None
    blocks: tuple[Block, ...]
    kind: NoteKind = NoteKind.NOTES


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note as the editor opens it."""

    note_id: str
    person_id: str
    meeting_id: str | None
    updated_at: datetime
    blocks: tuple[Block, ...]
    kind: NoteKind = NoteKind.NOTES


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One kept version of a note."""

    revision_id: str
    saved_at: datetime
    blocks: tuple[Block, ...]


def new_note_id() -> str:
    """Return an identity for a note that the editor is about to write."""
    return new_id()


def save_note(unit: UnitOfWork, draft: NoteDraft) -> datetime:
    """Write the draft, reusing the blocks that did not change, and keep a version. Returns the time of saving."""
    note = unit.session.get(Note, draft.note_id)
    if note is None:
        note = Note(
            id=draft.note_id,
            person_id=draft.person_id,
            meeting_id=draft.meeting_id,
            kind=draft.kind,
            created_at=unit.now,
            updated_at=unit.now,
        )
        unit.add(note)
        unit.session.flush()
    stored = _stored_blocks(unit.session, draft.note_id)
    if tuple(Block(b.visibility, b.text) for b in stored) == draft.blocks:
        return note.updated_at
    _replace_blocks(unit, draft, stored)
    _keep_version(unit, draft)
    note.updated_at = unit.now
    return unit.now


def get_note(session: Session, note_id: str) -> NoteRow:
    """Return a note. Raises NotFound when it was removed."""
    note = session.get(Note, note_id)
    if note is None:
        raise NotFound("The note is no longer in the vault.")
    return _row(session, note)


def find_note_of_meeting(session: Session, meeting_id: str, kind: NoteKind = NoteKind.NOTES) -> NoteRow | None:
    """Return the note of one kind of a meeting, if one was begun."""
    note = session.exec(select(Note).where(Note.meeting_id == meeting_id, Note.kind == kind)).first()
    return None if note is None else _row(session, note)


def list_revisions(session: Session, note_id: str) -> tuple[RevisionRow, ...]:
    """Return the kept versions of a note, newest first."""
    rows = session.exec(
        select(NoteRevision).where(NoteRevision.note_id == note_id).order_by(col(NoteRevision.saved_at).desc())
    )
    return tuple(RevisionRow(row.id, row.saved_at, decode_blocks(row.blocks)) for row in rows)


def restore_revision(unit: UnitOfWork, revision_id: str) -> None:
    """Make an old version the present one; the version that it replaces stays in the list."""
    revision = unit.session.get(NoteRevision, revision_id)
    if revision is None:
        raise NotFound("That version is no longer in the vault.")
    note = unit.session.get_one(Note, revision.note_id)
    draft = NoteDraft(note.id, note.person_id, note.meeting_id, decode_blocks(revision.blocks), note.kind)
    stored = _stored_blocks(unit.session, note.id)
    if tuple(Block(b.visibility, b.text) for b in stored) != draft.blocks:
        _replace_blocks(unit, draft, stored)
        unit.add(NoteRevision(note_id=note.id, saved_at=unit.now, blocks=encode_blocks(draft.blocks)))
        note.updated_at = unit.now


def remove_note(unit: UnitOfWork, note_id: str) -> None:
    """Remove a note with its versions; evidence from it keeps only a stub. Undoable."""
    session = unit.session
    redact_evidence_of(unit, note_id)
    unit.remove(session.exec(select(NoteRevision).where(NoteRevision.note_id == note_id)).all())
    unit.remove(_stored_blocks(session, note_id))
    note = session.get(Note, note_id)
    if note is not None:
        unit.remove([note])


def _stored_blocks(session: Session, note_id: str) -> list[NoteBlock]:
    statement = select(NoteBlock).where(NoteBlock.note_id == note_id).order_by(col(NoteBlock.position))
    return list(session.exec(statement))


def _replace_blocks(unit: UnitOfWork, draft: NoteDraft, stored: list[NoteBlock]) -> None:
    for position, block in enumerate(draft.blocks):
        if position < len(stored):
            stored[position].visibility = block.visibility
            stored[position].text = block.text
        else:
            unit.add(NoteBlock(note_id=draft.note_id, position=position, visibility=block.visibility, text=block.text))
    unit.remove(stored[len(draft.blocks) :])


def _keep_version(unit: UnitOfWork, draft: NoteDraft) -> None:
    statement = (
        select(NoteRevision)
        .where(NoteRevision.note_id == draft.note_id)
        .order_by(col(NoteRevision.saved_at).desc())
        .limit(1)
    )
    newest = unit.session.exec(statement).first()
    encoded = encode_blocks(draft.blocks)
    if newest is not None and unit.now - newest.saved_at < REVISION_SPAN and not _loses(newest, draft):
        newest.blocks = encoded
    else:
        unit.add(NoteRevision(note_id=draft.note_id, saved_at=unit.now, blocks=encoded))


def _loses(newest: NoteRevision, draft: NoteDraft) -> bool:
    """Return whether the draft drops a block or much text, so that the newest version must stay as it is."""
    before = decode_blocks(newest.blocks)
    letters = sum(len(block.text) for block in draft.blocks)
    return len(draft.blocks) < len(before) or letters < sum(len(block.text) for block in before) * 0.8


def encode_blocks(blocks: tuple[Block, ...]) -> str:
    """Return blocks as the JSON that a version keeps."""
    return json.dumps([[b.visibility.value, b.text] for b in blocks], ensure_ascii=False)


def decode_blocks(encoded: str) -> tuple[Block, ...]:
    """Return the blocks of a kept version."""
    return tuple(Block(Visibility(visibility), text) for visibility, text in json.loads(encoded))


def _row(session: Session, note: Note) -> NoteRow:
    blocks = tuple(Block(b.visibility, b.text) for b in _stored_blocks(session, note.id))
    return NoteRow(note.id, note.person_id, note.meeting_id, note.updated_at, blocks, note.kind)
