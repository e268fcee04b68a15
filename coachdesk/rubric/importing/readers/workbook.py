"""Reads all sheets of an XLSX file as values, with merged cells spread and hidden rows and columns named."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from coachdesk.rubric.importing.failures import MAX_CELL_CHARS, MAX_CELLS, MAX_COLUMNS, LadderUnreadable, too_big
from coachdesk.rubric.importing.neutral import Cell, Place, Source, Table, column_letters
from coachdesk.rubric.importing.readers.archive import check_archive

_ADVICE = "Open it in a spreadsheet, save the sheet as CSV and try again."
_MAX_PADDED = 2_000_000
_MAX_MERGES = 20_000


@dataclass(slots=True)
class _Layout:
    """What a sheet's markup says beside its values; rows and columns count from 1."""

    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)


def read_workbook(file_name: str, content: bytes) -> Source:
    """Return one table for each visible sheet that holds anything. Raises LadderUnreadable."""
    check_archive(file_name, content)
    try:
        return _read(file_name, content)
    except LadderUnreadable:
        raise
    except Exception:  # a hostile or broken file may raise anything inside the XML and ZIP readers
        raise LadderUnreadable(file_name, "The workbook is damaged.", _ADVICE) from None


def _read(file_name: str, content: bytes) -> Source:
    import openpyxl

    notes: list[str] = []
    tables: list[Table] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            for sheet in workbook.worksheets:
                if sheet.sheet_state != "visible":
                    notes.append(f"{file_name}: the hidden sheet “{sheet.title}” was left out.")
                    continue
                layout = _read_layout(content, str(getattr(sheet, "_worksheet_path", "")))
                table = _to_table(file_name, sheet.title, _grid(file_name, sheet), layout)
                notes.extend(_hidden_notes(file_name, sheet.title, table, layout))
                if table.rows:
                    tables.append(table)
        finally:
            workbook.close()
    return Source(file_name, "xlsx", tables=tuple(tables), notes=tuple(notes))


def _grid(file_name: str, sheet: Any) -> dict[tuple[int, int], str]:
    """Return the filled cells by row and column, whatever size the sheet claims to have."""
    found: dict[tuple[int, int], str] = {}
    padded = 0
    sheet.reset_dimensions()
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        padded += len(values) + 1
        if padded > _MAX_PADDED or len(found) > MAX_CELLS:
            raise too_big(file_name, f"a sheet of more than {MAX_CELLS:,} cells")
        for column, value in enumerate(values, start=1):
            text = _as_text(value)
            if text.strip():
                if column > MAX_COLUMNS:
                    raise too_big(file_name, f"a sheet of more than {MAX_COLUMNS:,} columns")
                found[number, column] = text[:MAX_CELL_CHARS]
    return found


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    return str(value)


def _read_layout(content: bytes, path: str) -> _Layout:
    from lxml import etree

    layout = _Layout()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        member = path.lstrip("/")
        if member not in archive.namelist():
            return layout
        with archive.open(member) as part:
            events = etree.iterparse(part, events=("end",), resolve_entities=False, no_network=True, load_dtd=False)
            for _, element in events:
                _note_layout(layout, etree.QName(element).localname, element)
                element.clear()
    return layout


def _note_layout(layout: _Layout, kind: str, element: Any) -> None:
    if kind == "mergeCell" and len(layout.merges) < _MAX_MERGES:
        corners = re.fullmatch(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})", element.get("ref", ""))
        if corners:
            left, top, right, bottom = corners.groups()
            layout.merges.append((int(top), _column_number(left), int(bottom), _column_number(right)))
    elif kind == "row" and element.get("hidden") in ("1", "true") and element.get("r", "").isdigit():
        layout.hidden_rows.append(int(element.get("r")))
    elif kind == "col" and element.get("hidden") in ("1", "true"):
        first, last = int(element.get("min", "1")), int(element.get("max", "1"))
        layout.hidden_columns.extend(range(first, min(last, first + MAX_COLUMNS) + 1))


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _to_table(file_name: str, title: str, grid: dict[tuple[int, int], str], layout: _Layout) -> Table:
    spread = dict(_spread(grid, layout.merges))
    used = sorted({row for row, _ in grid})
    left = min((column for _, column in grid), default=1)
    right = max((column for _, column in grid), default=0)
    rows = tuple(
        tuple(
            Cell(
                grid.get((row, column), spread.get((row, column), "")),
                Place(file_name, title, row=row, column=column),
                (row, column) in spread,
            )
            for column in range(left, right + 1)
        )
        for row in used
    )
    if len(used) * max(right - left + 1, 0) > _MAX_PADDED:
        raise too_big(file_name, "a sheet that is filled far apart")
    return Table(title, rows, Place(file_name, title))


def _spread(
    grid: dict[tuple[int, int], str], merges: list[tuple[int, int, int, int]]
) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the copies of merged cells inside the used range; a shape decides whether it may use them."""
    last_row = max((row for row, _ in grid), default=0)
    last_column = max((column for _, column in grid), default=0)
    copies = 0
    for top, left, bottom, right in merges:
        text = grid.get((top, left), "")
        if not text:
            continue
        for row in range(top, min(bottom, last_row) + 1):
            for column in range(left, min(right, last_column) + 1):
                copies += 1
                if copies > MAX_CELLS:
                    return
                if (row, column) not in grid:
                    yield (row, column), text


def _hidden_notes(file_name: str, title: str, table: Table, layout: _Layout) -> Iterator[str]:
    if not table.rows:
        return
    used_rows = {row[0].place.row for row in table.rows}
    used_columns = {cell.place.column for cell in table.rows[0]}
    rows = [str(row) for row in layout.hidden_rows if row in used_rows]
    columns = [column_letters(column) for column in layout.hidden_columns if column in used_columns]
    if rows:
        yield f"{file_name}, {title}: hidden rows were read too: {', '.join(rows[:20])}."
    if columns:
        yield f"{file_name}, {title}: hidden columns were read too: {', '.join(columns[:20])}."
