"""Attachments of notes: the file is sealed first, then its row is written, so that a row never lacks its file.

Removing takes the row away; the sealed file stays until a verified backup holds it, so undo and old backups work.
"""

from __future__ import annotations

import mimetypes
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from sqlmodel import Session, col, select

from coachdesk.model.attachment import Attachment
from coachdesk.model.base import new_id
from coachdesk.model.note import Note
from coachdesk.model.person import Person
from coachdesk.services.evidence_stub import redact_evidence_of
from coachdesk.store.failures import NotFound
from coachdesk.store.store import Store
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.vault.attachments import MOST_BYTES, AttachmentTooLarge, BlobStore
from coachdesk.vault.errors import VaultError

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})
_LONGEST_NAME = 120


class NotAttached(ValueError):
    """The world stands in the way: the file is too large, gone or damaged, or the disk is full. Says what is safe."""


@dataclass(frozen=True, slots=True, repr=False)
class AttachmentDraft:
    """A file for a note: where it lies, or its bytes. `attachment_id` is chosen before, so that text can name it."""

    note_id: str
    file_name: str
    source: Path | bytes
    attachment_id: str


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """An attachment in a list."""

    attachment_id: str
    file_name: str
    media_type: str
    size_bytes: int

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown in the window."""
        return self.media_type in PICTURES


@dataclass(frozen=True, slots=True, repr=False)
class AttachmentContent:
    """An attachment with its bytes, in memory only."""

    row: AttachmentRow
    content: bytes


def new_attachment_id() -> str:
    """Return an identity for an attachment that is about to be written."""
    return new_id()


def add_attachment(unit: UnitOfWork, blobs: BlobStore, draft: AttachmentDraft) -> AttachmentRow:
    """Seal a file into the vault and keep its row; the note must be there.

    Raises NotFound, and NotAttached when the file is above 25 MB, can't be read, or there is no room: then there is
    no row, and nothing readable was written anywhere.
    """
    note = unit.session.get(Note, draft.note_id)
    if note is None:
        raise NotFound("The note is no longer in the vault.")
    try:
        with _open(draft.source) as source:
            receipt = blobs.write(source)
    except AttachmentTooLarge:
        raise NotAttached(
            f"{draft.file_name} is larger than {MOST_BYTES // 1_000_000} MB and was not attached. "
            "Your note is as it was; attach a smaller file."
        ) from None
    except VaultError as error:
        raise NotAttached(f"{draft.file_name} was not attached. {error}") from None
    row = Attachment(
        id=draft.attachment_id,
        person_id=note.person_id,
        note_id=note.id,
        file_name=clean_name(draft.file_name),
        media_type=guess_media_type(draft.file_name),
        size_bytes=receipt.size_bytes,
        content_id=receipt.content_id,
        content_key=receipt.wrapped_key,
        created_at=unit.now,
    )
    unit.add(row)
    return _row(row)


def remove_attachment(unit: UnitOfWork, attachment_id: str) -> None:
    """Take an attachment out of its note; undoable, as the sealed file stays. Raises NotFound."""
    redact_evidence_of(unit, attachment_id)
    unit.remove([_get(unit.session, attachment_id)])


def list_attachments(session: Session, note_id: str) -> tuple[AttachmentRow, ...]:
    """Return the attachments of a note, oldest first."""
    statement = select(Attachment).where(Attachment.note_id == note_id)
    rows = session.exec(statement.order_by(col(Attachment.created_at), col(Attachment.id)))
    return tuple(_row(row) for row in rows)


def name_attachments(session: Session, content_ids: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return file name and person's name of attachments by their content ids, in the order of their names."""
    asked = (
        select(Attachment.file_name, Person.name)
        .join(Person, col(Attachment.person_id) == Person.id)
        .where(col(Attachment.content_id).in_(tuple(content_ids)))
    )
    return tuple(sorted((file_name, name) for file_name, name in session.exec(asked).all()))


def read_attachment(session: Session, blobs: BlobStore, attachment_id: str) -> AttachmentContent:
    """Return an attachment's bytes, proved whole. Raises NotFound, and NotAttached when its file is damaged or gone."""
    row = _get(session, attachment_id)
    try:
        return AttachmentContent(_row(row), blobs.read(row.content_id, row.content_key))
    except VaultError as error:
        raise NotAttached(str(error)) from None


def save_copy(session: Session, blobs: BlobStore, attachment_id: str, path: Path) -> Path:
    """Write an attachment to a file of the owner's choice, for their eyes only, and return the path.

    It goes straight there, never through a temporary file. Raises NotFound, NotAttached.
    """
    found = read_attachment(session, blobs, attachment_id)
    try:
        path.touch(mode=0o600)
        path.write_bytes(found.content)
    except OSError:
        raise NotAttached(
            "The copy could not be written there. The attachment is safe in the vault; choose another place."
        ) from None
    return path


def collect_attachments(store: Store, blobs: BlobStore, still_wanted: Iterable[str] = ()) -> tuple[str, ...]:
    """Remove the sealed files that no row names, after a verified backup; return their names.

    Call it on the lane that writes. `still_wanted` are content ids that undo may bring back.
    """
    rows = store.read(lambda session: tuple(session.exec(select(Attachment.content_id))))
    return blobs.collect((*rows, *still_wanted))


def clean_name(name: str) -> str:
    """Return the last part of a file name without letters that break a line, a folder or a reference to it.

    >>> clean_name("../../etc/x\\n[1].txt")
    'x 1 .txt'
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(" " if c in '[]()<>|:*?"' or unicodedata.category(c)[0] in "CZ" else c for c in last)
    words = " ".join(kept.split()).lstrip(".")
    if len(words) > _LONGEST_NAME:
        stem, dot, ending = words.rpartition(".")
        words = words[:_LONGEST_NAME] if not dot or len(ending) > 10 else f"{stem[: _LONGEST_NAME - 11]}.{ending}"
    return words or "file"


def guess_media_type(name: str) -> str:
    """Return the media type that a file's name stands for."""
    return mimetypes.guess_type(name, strict=False)[0] or "application/octet-stream"


def _open(source: Path | bytes) -> BinaryIO:
    if isinstance(source, bytes):
        return BytesIO(source)
    try:
        if not source.is_file():
            raise NotAttached(f"{source.name} is no file and was not attached. Your note is as it was.")
        return source.open("rb")
    except OSError:
        raise NotAttached(f"{source.name} can't be read and was not attached. Your note is as it was.") from None


def _get(session: Session, attachment_id: str) -> Attachment:
    row = session.get(Attachment, attachment_id)
    if row is None:
        raise NotFound("The attachment is no longer in the vault.")
    return row


def _row(row: Attachment) -> AttachmentRow:
    return AttachmentRow(row.id, row.file_name, row.media_type, row.size_bytes)
