"""Lays out an HTML table, spreading cells that span rows or columns."""

from __future__ import annotations

from typing import Any

from coachdesk.rubric.importing.failures import MAX_CELL_CHARS, MAX_CELLS, MAX_COLUMNS, too_big
from coachdesk.rubric.importing.neutral import Cell, Place, Table
from coachdesk.rubric.importing.readers.element_text import element_text


def read_table(file_name: str, table: Any, headings: tuple[str, ...], line_offset: int = 0) -> list[Table]:
    """Return the table, and before it any that stands inside one of its cells. Raises LadderUnreadable when huge."""
    caption = table.find("caption")
    name = " ".join(caption.text_content().split()) if caption is not None else (headings[-1] if headings else "")
    grid: dict[tuple[int, int], Cell] = {}
    height, ragged, widths = 0, [], set()
    for row, element in enumerate(_own_rows(table), start=1):
        column = 1
        for cell in element:
            if cell.tag not in ("td", "th"):
                continue
            while (row, column) in grid:
                column += 1
            column = _place_cell(file_name, grid, cell, row, column, name, line_offset)
        height = row
    width = max((column for _, column in grid), default=0)
    for row in range(1, height + 1):
        filled = sum((row, column) in grid for column in range(1, width + 1))
        widths.add(filled)
        if filled not in (0, width):
            ragged.append(row)
    rows = tuple(
        tuple(grid.get((row, column), Cell("", Place(file_name, name, row, column))) for column in range(1, width + 1))
        for row in range(1, height + 1)
        if any(grid[row, column].text for column in range(1, width + 1) if (row, column) in grid)
    )
    place = Place(file_name, name, line=(table.sourceline or 1) + line_offset)
    return [Table(name, rows, place, headings, tuple(ragged))] if rows else []


def _own_rows(table: Any) -> list[Any]:
    rows: list[Any] = []
    for child in table:
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows.extend(row for row in child if row.tag == "tr")
    return rows


def _place_cell(
    file_name: str, grid: dict[tuple[int, int], Cell], cell: Any, row: int, column: int, name: str, offset: int
) -> int:
    text = element_text(cell)[:MAX_CELL_CHARS]
    down, across = _span(cell, "rowspan"), _span(cell, "colspan")
    if column + across > MAX_COLUMNS or len(grid) + down * across > MAX_CELLS:
        raise too_big(file_name, f"a table of more than {MAX_CELLS:,} cells")
    line = (cell.sourceline or 1) + offset
    for below in range(down):
        for right in range(across):
            place = Place(file_name, name, row + below, column + right, line)
            grid.setdefault((row + below, column + right), Cell(text, place, bool(below or right)))
    return column + across


def _span(cell: Any, name: str) -> int:
    value = cell.get(name, "1").strip()
    return min(max(int(value), 1), 1_000) if value.isascii() and value.isdigit() and len(value) < 5 else 1
