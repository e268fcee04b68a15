"""The plain table that every roster file is turned into, and the limits it must keep."""

from __future__ import annotations

from dataclasses import dataclass

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 500
MAX_CELLS = 4_000_000
MAX_CELL_CHARS = 32_767


class RosterUnreadable(Exception):
    """The file cannot be read as a roster. The text says what happened and what to do; nothing was changed.

    `file_name` is the name without its folder; `line` and `column` count from 1 where they are known.
    """

    def __init__(
        self, file_name: str, reason: str, advice: str, *, line: int | None = None, column: int | None = None
    ) -> None:
        place = "" if line is None else f", line {line}" + ("" if column is None else f", column {column}")
        super().__init__(f"{file_name}{place}: {reason} {advice}")
        self.file_name = file_name
        self.reason = reason
        self.advice = advice
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `number` is the row that a spreadsheet shows beside it; `cells` is as wide as the header.

    `surplus` counts filled cells beyond the last column, a sign that values slipped into wrong columns.
    """

    number: int
    cells: tuple[str, ...]
    surplus: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A roster file as text. `name` is the file's name only; dates from a workbook are ISO text.

    `notes` are plain sentences about what was skipped or assumed, for the person who imports.
    """

    name: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    def column(self, index: int) -> tuple[str, ...]:
        """Return the cells of one column, from the first row to the last."""
        return tuple(row.cells[index] for row in self.rows)
