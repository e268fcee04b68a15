"""Reads CSV with any common delimiter, quoted newlines and stray quotes."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from contextlib import suppress

from coachdesk.rubric.importing.failures import MAX_CELL_CHARS, MAX_CELLS, MAX_COLUMNS, LadderUnreadable, too_big
from coachdesk.rubric.importing.neutral import Cell, Place, Source, Table
from coachdesk.rubric.importing.readers.text import decode_text

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_CHARS = 64 * 1024
_SAMPLE_ROWS = 60
_MAX_LINE_CHARS = 400_000


def read_delimited(file_name: str, content: bytes) -> Source:
    """Return the one table of a CSV or TSV file. Raises LadderUnreadable with the line where it is known."""
    text, notes = decode_text(file_name, content)
    declared = re.match(r'"?sep=(.)"?[,;\t|]*(?:\r\n|\r|\n)', text, re.IGNORECASE)
    skipped = 1 if declared else 0
    body = text[declared.end() :] if declared else text
    delimiter = declared[1] if declared else sniff_delimiter(body)
    records = _records(file_name, body, delimiter, skipped)
    table = to_table(file_name, "", records)
    return Source(file_name, "csv", tables=(table,) if table.rows else (), notes=notes)


def sniff_delimiter(text: str) -> str:
    """Return the delimiter under which the first rows line up best; a comma when nothing does."""
    scored = [(_score(text[:_SAMPLE_CHARS], delimiter), -at) for at, delimiter in enumerate(_DELIMITERS)]
    return _DELIMITERS[-max(scored)[1]]


def _score(sample: str, delimiter: str) -> float:
    widths: list[int] = []
    with suppress(csv.Error):
        for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in cells):
                widths.append(len(cells))
            if len(widths) >= _SAMPLE_ROWS:
                break
    counted = Counter(width for width in widths if width > 1)
    if not counted:
        return 0.0
    width, times = max(counted.items(), key=lambda item: (item[1], item[0]))
    return 4.0 * times / len(widths) + min(width, 12) / 12


def _records(file_name: str, text: str, delimiter: str, skipped: int) -> list[tuple[int, list[str]]]:
    found: list[tuple[int, list[str]]] = []
    cells_seen, began = 0, 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, cells in enumerate(reader, start=1 + skipped):
            cells_seen += len(cells)
            if cells_seen > MAX_CELLS or len(cells) > MAX_COLUMNS or number > MAX_CELLS:
                raise too_big(file_name, f"more than {MAX_CELLS:,} cells or {MAX_COLUMNS:,} columns")
            if any(len(cell) > MAX_CELL_CHARS for cell in cells):
                reason = "A cell is longer than any spreadsheet allows; a quotation mark may never be closed."
                raise LadderUnreadable(file_name, reason, "Look at the quotation marks there.", line=began + skipped)
            found.append((number, cells))
            began = reader.line_num + 1
    except csv.Error:
        reason = "A quotation mark is opened here and never closed, or the line is too long."
        raise LadderUnreadable(file_name, reason, "Look at it and try again.", line=began + skipped) from None
    return found


def to_table(file_name: str, name: str, records: list[tuple[int, list[str]]]) -> Table:
    """Return records, numbered as a spreadsheet would, as a table trimmed to what is filled."""
    filled = [(number, cells) for number, cells in records if any(cell.strip() for cell in cells)]
    width = max((_used(cells) for _, cells in filled), default=0)
    usual = Counter(len(cells) for _, cells in filled).most_common(1)
    ragged = tuple(number for number, cells in filled if usual and len(cells) != usual[0][0])
    rows = tuple(
        tuple(
            Cell(cells[at] if at < len(cells) else "", Place(file_name, name, row=number, column=at + 1))
            for at in range(width)
        )
        for number, cells in filled
    )
    return Table(name, rows, Place(file_name, name), ragged=ragged)


def _used(cells: list[str]) -> int:
    return max((at + 1 for at, cell in enumerate(cells) if cell.strip()), default=0)
