"""Looks into a workbook's archive before anything is unpacked, and refuses what no workbook of a ladder needs."""

from __future__ import annotations

import io
import stat
import zipfile

from coachdesk.rubric.importing.failures import MAX_CELLS, LadderUnreadable, too_big

MAX_UNPACKED_BYTES = 64 * 1024 * 1024
MAX_RATIO = 200
MAX_MEMBERS = 1_000
_RATIO_MATTERS_BYTES = 4 * 1024 * 1024
_ADVICE = "Open it in a spreadsheet, save the sheet as CSV and try again."


def check_archive(file_name: str, content: bytes) -> None:
    """Raise LadderUnreadable for an archive that isn't a plain workbook or unpacks to far too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_members(file_name, members)
            _check_markup(file_name, archive, members)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, RuntimeError, EOFError):
        raise LadderUnreadable(file_name, "The workbook is damaged.", _ADVICE) from None
    except LadderUnreadable:
        raise
    except Exception:  # zlib, lzma and bz2 have error classes of their own
        raise LadderUnreadable(file_name, "The workbook is damaged.", _ADVICE) from None


def _check_members(file_name: str, members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise too_big(file_name, "an archive that unpacks to far more than it seems")
    for member in members:
        dense = member.file_size > MAX_RATIO * max(member.compress_size, 1)
        if dense and member.file_size > _RATIO_MATTERS_BYTES:
            raise too_big(file_name, "an archive that unpacks to far more than it seems")
        path = member.filename.replace("\\", "/")
        if path.startswith("/") or ".." in path.split("/") or stat.S_ISLNK(member.external_attr >> 16):
            reason = "Its archive holds a path that leads out of it, so it was not opened."
            raise LadderUnreadable(file_name, reason, _ADVICE)
    if len(set(names)) != len(names):
        raise LadderUnreadable(file_name, "Its archive holds the same part twice, so it was not opened.", _ADVICE)
    if "xl/workbook.xml" not in names:
        raise LadderUnreadable(
            file_name, "This archive is not an Excel workbook.", "Unpack it, or save it as XLSX or CSV."
        )


def _check_markup(file_name: str, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Refuse document types, which only an attack puts into a workbook, and count cells without parsing them."""
    cells = 0
    for member in members:
        if not member.filename.endswith((".xml", ".rels")):
            continue
        tail = b""
        with archive.open(member) as part:
            while chunk := part.read(1 << 20):
                seen = (tail + chunk).replace(b"\x00", b"")
                if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                    reason = "It defines entities, as no spreadsheet does, so it was not opened."
                    raise LadderUnreadable(file_name, reason, _ADVICE)
                cells += chunk.count(b"<c ") + chunk.count(b"<c>")
                tail = chunk[-9:]
        if cells > MAX_CELLS:
            raise too_big(file_name, f"more than {MAX_CELLS:,} cells")
