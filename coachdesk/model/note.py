"""Notes: Markdown in blocks, each shared or only yours, with every kept version."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from coachdesk.model.base import Noun, UtcDateTime, text_enum
from coachdesk.model.visibility import Visibility


class NoteKind(StrEnum):
    """What a note is for; a meeting has at most one of each. `PREP` and `NEXT_TIME` are only yours."""

    NOTES = "notes"
    PREP = "prep"
    NEXT_TIME = "next_time"


class Note(Noun, table=True):
    """What was written about a person, in or outside a meeting. Its text lives in blocks."""

    __tablename__ = "note"

    person_id: str = Field(foreign_key="person.id", index=True)
    meeting_id: str | None = Field(default=None, foreign_key="meeting.id", index=True)
    kind: NoteKind = Field(default=NoteKind.NOTES, sa_type=text_enum(NoteKind))
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)


class NoteBlock(Noun, table=True):
    """A run of Markdown with one visibility. `position` counts from 0 within the note."""

    __tablename__ = "note_block"

    note_id: str = Field(foreign_key="note.id", index=True)
    position: int
    visibility: Visibility = Field(sa_type=text_enum(Visibility))
    text: str


class NoteRevision(Noun, table=True):
    """A version of a whole note as it stood at `saved_at`; `blocks` is JSON `[[visibility, text], …]`."""

    __tablename__ = "note_revision"

    note_id: str = Field(foreign_key="note.id", index=True)
    saved_at: datetime = Field(sa_type=UtcDateTime)
    blocks: str
