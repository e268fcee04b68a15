"""Attachments: files that are kept, encrypted, beside the database."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from coachdesk.model.base import Noun, UtcDateTime


class Attachment(Noun, table=True):
    """A file that belongs to a person, and to a note if `note_id` is set.

    `content_id` names it in the blob store, `content_key` is its own key wrapped by the vault's blob key.
    """

    __tablename__ = "attachment"

    person_id: str = Field(foreign_key="person.id", index=True)
    note_id: str | None = Field(default=None, foreign_key="note.id", index=True)
    file_name: str
    media_type: str
    size_bytes: int
    content_id: str = Field(index=True)
    content_key: bytes
    created_at: datetime = Field(sa_type=UtcDateTime)
