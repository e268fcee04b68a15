"""The table of a ladder: competencies down the side, levels or stages across; it can be searched."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from coachdesk.services.ladder_page import CellLine, CellWord, GridCell, GridColumn, GridRow, LadderGrid

CELL_ROLE = Qt.ItemDataRole.UserRole + 120
HEAD_ROLE = Qt.ItemDataRole.UserRole + 121
FOUND_ROLE = Qt.ItemDataRole.UserRole + 122
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class GridModel(QAbstractTableModel):
    """One grid of a ladder. `HEAD_ROLE` of a header is its GridColumn or GridRow, `FOUND_ROLE` of a cell whether it
    holds all words that are looked for.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grid: LadderGrid | None = None
        self._words: tuple[str, ...] = ()
        self._found: tuple[tuple[int, int], ...] = ()

    @property
    def grid(self) -> LadderGrid | None:
        """What is shown."""
        return self._grid

    @property
    def found(self) -> tuple[tuple[int, int], ...]:
        """The cells that hold the words looked for, by row and then column."""
        return self._found

    @property
    def columns(self) -> tuple[GridColumn, ...]:
        """The levels or stages."""
        return self._grid.columns if self._grid is not None else ()

    @property
    def rows(self) -> tuple[GridRow, ...]:
        """The competencies."""
        return self._grid.rows if self._grid is not None else ()

    def set_grid(self, grid: LadderGrid | None) -> None:
        """Show another grid."""
        self.beginResetModel()
        self._grid = grid
        self._found = self._find()
        self.endResetModel()

    def set_words(self, words: tuple[str, ...]) -> None:
        """Look for words, in lower case; none ends the search."""
        if words == self._words:
            return
        self._words, self._found = words, ()
        self._found = self._find()
        if self.rowCount() and self.columnCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last, [FOUND_ROLE])

    def cell(self, row: int, column: int) -> GridCell:
        """Return a cell."""
        return self.rows[row].cells[column]

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many competencies there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many levels or stages there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell, its words, or one sentence for screen readers."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        cell = self.cell(row, column)
        if role == CELL_ROLE:
            return cell
        if role == FOUND_ROLE:
            return (row, column) in self._found
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words_of(cell)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = self.words_of(cell).replace("\n", " ")
            return f"{self.rows[row].name}, {self.columns[column].title}: {words}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the name of a competency or the title of a level."""
        across = orientation == Qt.Orientation.Horizontal
        heads: tuple[GridColumn | GridRow, ...] = self.columns if across else self.rows
        if not 0 <= section < len(heads):
            return None
        head = heads[section]
        if role == HEAD_ROLE:
            return head
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return head.title if isinstance(head, GridColumn) else head.name
        return None

    def words_of(self, cell: GridCell) -> str:
        """Return all words of a cell, a line each."""
        if cell.lines:
            return "\n".join(self.line_words(one) for one in cell.lines)
        return self.empty_words(cell)

    def empty_words(self, cell: GridCell) -> str:
        """Return why a cell holds no behaviours."""
        words = {
            CellWord.WRITTEN: "",
            CellWord.NOTHING_NEW: self.tr("Nothing new at this level"),
            CellWord.NOT_APPLICABLE: self.tr("Does not apply"),
            CellWord.NOT_WRITTEN: self.tr("Not written yet"),
        }
        return ": ".join(part for part in (words[cell.word], cell.reason) if part)

    def line_words(self, line: CellLine) -> str:
        """Return a behaviour with what it stands for, where that is not what is expected."""
        words = {
            "not-yet": self.tr("Not yet: {text}"),
            "overdone": self.tr("Overdone: {text}"),
            "anti": self.tr("Speaks against it: {text}"),
            "signal": self.tr("A sign: {text}"),
            "optional": self.tr("Fine without: {text}"),
        }
        key = line.tag if line.kind == "anti" and line.tag in words else line.kind
        return words.get(key, "{text}").format(text=line.text)

    def _find(self) -> tuple[tuple[int, int], ...]:
        if not self._words:
            return ()
        found = []
        for at, row in enumerate(self.rows):
            for place, cell in enumerate(row.cells):
                text = " ".join((row.name, row.area, *(one.text for one in cell.lines))).casefold()
                if cell.lines and all(word in text for word in self._words):
                    found.append((at, place))
        return tuple(found)
