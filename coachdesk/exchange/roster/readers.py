"""Opens a roster file, whatever it is, and returns its table or says plainly why not."""

from __future__ import annotations

from pathlib import Path

from coachdesk.exchange.roster.delimited import read_delimited
from coachdesk.exchange.roster.table import MAX_FILE_BYTES, RosterUnreadable, Table
from coachdesk.exchange.roster.workbook import read_workbook

_ZIP = b"PK\x03\x04"
_OTHER_KINDS = (
    (b"\xd0\xcf\x11\xe0", "This is an older Excel file or one with a password.", "Save it as XLSX or CSV"),
    (b"%PDF", "This is a PDF.", "Export the list as CSV or XLSX"),
    (b"{\\rtf", "This is a rich text document.", "Export the list as CSV or XLSX"),
    (b"\x89PNG", "This is a picture.", "Export the list as CSV or XLSX"),
    (b"\x1f\x8b", "This is a compressed file.", "Unpack it"),
    (b"<html", "This is a web page.", "Open it in a spreadsheet, save it as XLSX or CSV"),
    (b"<!doctype", "This is a web page.", "Open it in a spreadsheet, save it as XLSX or CSV"),
    (b"<table", "This is a web page.", "Open it in a spreadsheet, save it as XLSX or CSV"),
    (b"<?xml", "This is an XML file.", "Open it in a spreadsheet, save it as XLSX or CSV"),
)


def read_roster(path: Path, sheet: str | None = None) -> Table:
    """Return the table in a CSV or XLSX file of at most 20 MB and 20,000 rows; `sheet` names a sheet.

    The content decides what the file is, not its name. Raises RosterUnreadable.
    """
    return read_content(path.name, _load(path), sheet)


def read_content(file_name: str, content: bytes, sheet: str | None = None) -> Table:
    """Return the table in the bytes of a roster file. Raises RosterUnreadable."""
    if len(content) > MAX_FILE_BYTES:
        raise _too_large(file_name)
    head = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark, reason, advice in _OTHER_KINDS:
        if head.startswith(mark.lower()):
            raise RosterUnreadable(file_name, reason, f"{advice} and try again.")
    if content.startswith(_ZIP):
        return read_workbook(file_name, content, sheet)
    return read_delimited(file_name, content)


def _load(path: Path) -> bytes:
    try:
        if not path.is_file():
            reason = "This is a folder." if path.is_dir() else "There is no such file."
            raise RosterUnreadable(path.name, reason, "Choose a CSV or XLSX file.")
        with path.open("rb") as source:
            content = source.read(MAX_FILE_BYTES + 1)
    except PermissionError:
        raise RosterUnreadable(path.name, "You may not read this file.", "Check its permissions.") from None
    except OSError as error:
        reason = f"The file could not be read ({error.strerror or 'unknown reason'})."
        raise RosterUnreadable(path.name, reason, "Check the disk and try again.") from None
    if len(content) > MAX_FILE_BYTES:
        raise _too_large(path.name)
    return content


def _too_large(file_name: str) -> RosterUnreadable:
    limit = MAX_FILE_BYTES // (1024 * 1024)
    return RosterUnreadable(
        file_name, f"The file is larger than {limit} MB.", "Keep only the columns you need and try again."
    )
