"""Finds the table inside raw rows: titles above, footers below, short and long rows between."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from coachdesk.exchange.roster.table import (
    MAX_CELL_CHARS,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    RosterUnreadable,
    Row,
    Table,
)
from coachdesk.exchange.roster.vocabulary import is_header_word

_LOOK_FOR_HEADER = 20
_LAST_SHEET_ROW = 1_048_576
_VALUE_LIKE = re.compile(r"^(?:\S+@\S+\.\S+|\d[\d./:\- ]*|[A-Z]{1,3}\d{1,2})$")

RawRow = tuple[int, list[str]]


def gather_rows(file_name: str, raw: Iterable[Sequence[str]]) -> list[RawRow]:
    """Number and trim the rows of a file, drop blank ones, and stop at the first limit that is passed.

    Raises RosterUnreadable when the file has too many rows, columns or cells.
    """
    gathered: list[RawRow] = []
    cells_seen = 0
    for number, source in enumerate(raw, start=1):
        cells_seen += len(source)
        if cells_seen > MAX_CELLS or number > _LAST_SHEET_ROW:
            raise RosterUnreadable(
                file_name, "The table has too many cells.", "Keep only the columns you need and try again."
            )
        filled = len(source)
        while filled and not source[filled - 1].strip():
            filled -= 1
        if not filled:
            continue
        if filled > MAX_COLUMNS:
            raise RosterUnreadable(
                file_name,
                f"Row {number} has {filled:,} columns; a roster may have {MAX_COLUMNS}.",
                "Keep only the columns you need and try again.",
                line=number,
            )
        if len(gathered) > MAX_ROWS + _LOOK_FOR_HEADER:
            raise _too_many_rows(file_name)
        gathered.append((number, [cell.strip()[:MAX_CELL_CHARS] for cell in source[:filled]]))
    return gathered


def build_table(file_name: str, raw: list[RawRow], notes: Iterable[str] = ()) -> Table:
    """Return the table that the numbered rows hold. Raises RosterUnreadable when there is no row to import."""
    said = list(notes)
    if not raw:
        raise RosterUnreadable(file_name, "The file is empty.", "Choose a file with a header row and one row a person.")
    start = _find_header(raw)
    if start is None:
        width = max(len(cells) for _, cells in raw)
        header = [f"Column {index}" for index in range(1, width + 1)]
        said.append("The file has no header row. Its columns are numbered from left to right.")
        body = raw
    else:
        header = raw[start][1]
        body = raw[start + 1 :]
        if start:
            said.append(f"Skipped {_count(start, 'row')} above the header.")
    body = _drop_footer(body, len(header), said)
    if not body:
        raise RosterUnreadable(
            file_name, "There is a header but no person under it.", "Choose a file with one row a person."
        )
    if len(body) > MAX_ROWS:
        raise _too_many_rows(file_name)
    return Table(file_name, tuple(header), tuple(_square(body, len(header), said)), tuple(said))


def _too_many_rows(file_name: str) -> RosterUnreadable:
    return RosterUnreadable(
        file_name, f"The file has more than {MAX_ROWS:,} rows.", "Filter it to your own organisation and try again."
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _find_header(raw: list[RawRow]) -> int | None:
    """Return the place of the header row, None when the first row already holds values."""
    top = [cells for _, cells in raw[:_LOOK_FOR_HEADER]]
    known = [sum(is_header_word(cell) for cell in cells if cell) for cells in top]
    best = max(known)
    if best >= 2 or (best == 1 and max(len(cells) for cells in top) <= 2):
        return known.index(best)
    typical = Counter(len(cells) for _, cells in raw[:200]).most_common(1)[0][0]
    for place, cells in enumerate(top):
        filled = [cell for cell in cells if cell]
        if 2 * len(filled) > typical:
            return None if any(_VALUE_LIKE.match(cell) for cell in filled) and not known[place] else place
    return 0


def _drop_footer(body: list[RawRow], width: int, said: list[str]) -> list[RawRow]:
    """Leave out lone cells that stand apart under the table, such as a total or an export stamp."""
    end = len(body)
    while end > 1 and width > 2:
        number, cells = body[end - 1]
        stands_apart = number > body[end - 2][0] + 1 or end < len(body)
        if sum(bool(cell) for cell in cells) > 1 or not _is_footer(cells, stands_apart):
            break
        end -= 1
    if end < len(body):
        said.append(f"Skipped {_count(len(body) - end, 'row')} under the table.")
    return body[:end]


def _is_footer(cells: list[str], stands_apart: bool) -> bool:
    lone = next(cell for cell in cells if cell)
    if re.match(r"(?i)(total|exported|generated|report run|summe|end of|confidential)\b", lone):
        return True
    return stands_apart and (len(lone.split()) > 4 or any(char.isdigit() for char in lone))


def _square(body: list[RawRow], width: int, said: list[str]) -> Iterable[Row]:
    long_rows = [number for number, cells in body if len(cells) > width]
    if long_rows:
        said.append(f"{_count(len(long_rows), 'row')} with more cells than the header, first row {long_rows[0]}.")
    for number, cells in body:
        surplus = sum(bool(cell) for cell in cells[width:])
        yield Row(number, tuple(cells[:width] + [""] * (width - len(cells))), surplus)
