"""What a laid-out note shows: its Markdown by visibility, and the bytes of the pictures that it refers to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlmodel import Session

from coachdesk.services.attachments import NotAttached, list_attachments, read_attachment
from coachdesk.services.blocks import Block
from coachdesk.vault.attachments import BlobStore

MOST_PICTURE_BYTES = 40_000_000
_REFERENCE = re.compile(r"attachment:([0-9a-f]{32})")


@dataclass(frozen=True, slots=True, repr=False)
class NotePreview:
    """The blocks of a note and, by attachment, the bytes of its pictures; in memory only."""

    blocks: tuple[Block, ...]
    pictures: dict[str, bytes]


def get_preview(session: Session, blobs: BlobStore, note_id: str, blocks: tuple[Block, ...]) -> NotePreview:
    """Return a note with its pictures, up to `MOST_PICTURE_BYTES`; a damaged picture is left out."""
    rows = {row.attachment_id: row for row in list_attachments(session, note_id)}
    wanted = dict.fromkeys(found for block in blocks for found in _REFERENCE.findall(block.text))
    pictures: dict[str, bytes] = {}
    room = MOST_PICTURE_BYTES
    for attachment_id in wanted:
        row = rows.get(attachment_id)
        if row is None or not row.is_picture or row.size_bytes > room:
            continue
        try:
            pictures[attachment_id] = read_attachment(session, blobs, attachment_id).content
        except NotAttached:
            continue
        room -= row.size_bytes
    return NotePreview(blocks, pictures)
