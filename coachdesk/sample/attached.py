"""The files of the sample: a plan as text and a small chart, drawn here, beside two notes of the present weeks."""

from __future__ import annotations

import struct
import zlib
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from random import Random

from sqlmodel import col, select

from coachdesk.model.attachment import Attachment
from coachdesk.model.meeting import Meeting
from coachdesk.model.note import Note, NoteKind
from coachdesk.model.person import Person
from coachdesk.sample.story import AMARA, TOMASZ
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.vault.attachments import BlobStore

_PLAN = """Dry run of the ledger cut-over

1. Freeze the old postings at 14:00.
2. Copy, reconcile, compare the two gaps: rounding, late refunds.
3. Kwame and Thandi watch; anybody may stop it.
4. Back to the old ledger by 16:00, whatever the result.
"""
_SLATE, _PAPER = (38, 104, 116), (250, 250, 248)


def add_files(unit: UnitOfWork, blobs: BlobStore, today: date, zone: tzinfo, seed: int) -> None:
    """Attach the files to notes of a week ago; people who are not in this sample have none."""
    random = Random(f"{seed}/attached")  # noqa: S311 - made-up bars, no secret
    bars = [random.randint(20, 90) for _ in range(12)]
    files = (
        (AMARA, "Dry run, plan.txt", "text/plain", _PLAN.encode()),
        (TOMASZ, "Pages by service.png", "image/png", _draw(bars)),
    )
    for name, file_name, media_type, content in files:
        note = _find_note(unit, name, today, zone)
        if note is None:
            continue
        receipt = blobs.write(content)
        unit.add(
            Attachment(
                id=f"{random.getrandbits(128):032x}",
                person_id=note.person_id,
                note_id=note.id,
                file_name=file_name,
                media_type=media_type,
                size_bytes=receipt.size_bytes,
                content_id=receipt.content_id,
                content_key=receipt.wrapped_key,
                created_at=note.created_at,
            )
        )


def _find_note(unit: UnitOfWork, name: str, today: date, zone: tzinfo) -> Note | None:
    """Return the newest note of the two weeks before today."""
    begin = datetime.combine(today - timedelta(days=15), time(), zone).astimezone(UTC)
    end = datetime.combine(today, time(), zone).astimezone(UTC)
    statement = (
        select(Note)
        .join(Meeting, col(Meeting.id) == col(Note.meeting_id))
        .join(Person, col(Person.id) == col(Note.person_id))
        .where(Person.name == name, Note.kind == NoteKind.NOTES, Meeting.starts_at >= begin, Meeting.starts_at < end)
        .order_by(col(Meeting.starts_at).desc())
    )
    return unit.session.exec(statement).first()


def _draw(bars: list[int], width: int = 240, height: int = 100) -> bytes:
    """Return a chart of bars as a PNG file (https://www.w3.org/TR/png-3/: signature, IHDR, IDAT, IEND)."""
    step = width // len(bars)
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            is_bar = x % step < step - 4 and height - y <= bars[min(x // step, len(bars) - 1)]
            rows += bytes(_SLATE if is_bar else _PAPER)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(rows), 9)),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
