"""Reads one sheet of an XLSX file within fixed limits, however the file was made."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from coachdesk.exchange.roster.shape import build_table, gather_rows
from coachdesk.exchange.roster.table import RosterUnreadable, Table

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

MAX_UNPACKED_BYTES = 120 * 1024 * 1024
MAX_RATIO = 250
MAX_MEMBERS = 2_000
_RATIO_MATTERS_BYTES = 4 * 1024 * 1024
_SAVE_AS_CSV = "Open it in a spreadsheet, save the sheet as CSV and try again."


def read_workbook(file_name: str, content: bytes, sheet: str | None = None) -> Table:
    """Return the table of the named sheet, else of the first visible sheet that is not empty.

    Formulas are read as the values that were saved with them. Raises RosterUnreadable.
    """
    _check_archive(file_name, content)
    try:
        return _read(file_name, content, sheet)
    except RosterUnreadable:
        raise
    except Exception:  # a hostile or broken file may raise anything inside the XML and ZIP readers
        raise RosterUnreadable(file_name, "The workbook is damaged.", _SAVE_AS_CSV) from None


def _check_archive(file_name: str, content: bytes) -> None:
    """Refuse, before anything is unpacked, an archive that is not a workbook or unpacks to far too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise RosterUnreadable(file_name, "The workbook is damaged.", _SAVE_AS_CSV) from None
    unpacked = sum(member.file_size for member in members)
    too_dense = any(
        member.file_size > _RATIO_MATTERS_BYTES and member.file_size > MAX_RATIO * max(member.compress_size, 1)
        for member in members
    )
    if unpacked > MAX_UNPACKED_BYTES or too_dense or len(members) > MAX_MEMBERS:
        raise RosterUnreadable(
            file_name, "The workbook unpacks to far more than a roster needs, so it was not opened.", _SAVE_AS_CSV
        )
    names = {member.filename for member in members}
    if "xl/workbook.xml" not in names:
        kind = "an OpenDocument or Numbers file" if names & {"content.xml", "Index/Document.iwa"} else "another kind"
        raise RosterUnreadable(file_name, f"This is not an Excel workbook but {kind}.", _SAVE_AS_CSV)


def _read(file_name: str, content: bytes, sheet: str | None) -> Table:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            return _read_sheet(file_name, workbook, sheet, _has_formulas(content), content)
        finally:
            workbook.close()


def _read_sheet(file_name: str, workbook: Workbook, sheet: str | None, formulas: bool, content: bytes) -> Table:
    notes: list[str] = []
    for worksheet in _candidates(file_name, workbook, sheet, notes):
        rows = gather_rows(file_name, _cells(worksheet))
        if rows or sheet is not None:
            others = len(workbook.worksheets) - 1
            if others and sheet is None:
                notes.insert(0, f"Read the sheet “{worksheet.title}”.")
            if formulas:
                notes.extend(_unsaved_formulas(content, worksheet.title))
            return build_table(file_name, rows, notes)
    raise RosterUnreadable(file_name, "No visible sheet holds any rows.", "Unhide the sheet or choose another file.")


def _candidates(file_name: str, workbook: Workbook, sheet: str | None, notes: list[str]) -> Iterator[ReadOnlyWorksheet]:
    if sheet is not None:
        for worksheet in workbook.worksheets:
            if worksheet.title.casefold() == sheet.casefold():
                yield worksheet
                return
        titles = ", ".join(worksheet.title for worksheet in workbook.worksheets)
        raise RosterUnreadable(file_name, f"There is no sheet “{sheet}”.", f"The sheets are: {titles}.")
    hidden = [worksheet.title for worksheet in workbook.worksheets if worksheet.sheet_state != "visible"]
    if hidden:
        notes.append(f"Skipped hidden sheets: {', '.join(hidden)}.")
    for worksheet in workbook.worksheets:
        if worksheet.sheet_state == "visible":
            yield worksheet


def _cells(worksheet: ReadOnlyWorksheet) -> Iterator[list[str]]:
    for values in _values(worksheet):
        yield [_as_text(value) for value in values]


def _as_text(value: object) -> str:
    """Return a cell's value as text: ISO dates, whole numbers without a decimal point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _has_formulas(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.namelist():
            if member.startswith("xl/worksheets/") and _contains_formula(archive, member):
                return True
    return False


def _contains_formula(archive: zipfile.ZipFile, member: str) -> bool:
    tail = b""
    with archive.open(member) as source:
        while chunk := source.read(1 << 20):
            if b"<f>" in tail + chunk or b"<f " in tail + chunk:
                return True
            tail = chunk[-2:]
    return False


def _unsaved_formulas(content: bytes, title: str) -> list[str]:
    """Say how many formulas came without a saved value, because those cells read as empty."""
    import openpyxl

    shown, stored = (
        openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False)
        for data_only in (True, False)
    )
    try:
        pairs = (
            (value, formula)
            for values, formulas in zip(_values(shown[title]), _values(stored[title]), strict=False)
            for value, formula in zip(values, formulas, strict=False)
        )
        empty = sum(value is None and formula is not None for value, formula in pairs)
    finally:
        shown.close()
        stored.close()
    if not empty:
        return []
    return [f"{empty} formulas had no saved value and read as empty. Open and save the file in a spreadsheet first."]


def _values(worksheet: Any) -> Iterator[tuple[object, ...]]:
    """Yield the rows as they are stored, whatever size the sheet claims to have."""
    worksheet.reset_dimensions()
    yield from worksheet.iter_rows(values_only=True)
