"""The base of list models: frozen rows in, cells for the painter and one spoken sentence out."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

CELLS_ROLE = Qt.ItemDataRole.UserRole + 110
ID_ROLE = Qt.ItemDataRole.UserRole + 111
_BATCH = 256
_NOWHERE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Cell:
    """One part of a row beside its title.

    `width` is in pixels of the 100 % design, 0 for as wide as the text; `tone` and `role` name a colour and a step of
    the type scale; `avatar` is a person's name whose mark stands before the text, `icon` an icon's name, `ring` the
    done and all parts of a preparation.
    """

    text: str = ""
    width: float = 0
    tone: str = "text3"
    role: str = "small"
    icon: str = ""
    avatar: str = ""
    at_end: bool = False
    ring: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class RowCells:
    """What a row shows: cells before and after the title and its second line.

    `is_ticked` is None for rows without a box; `is_private` draws the violet bar; `icon` stands before the title.
    """

    title: str
    second: str = ""
    lead: tuple[Cell, ...] = ()
    tail: tuple[Cell, ...] = ()
    title_tone: str = "text"
    is_strong: bool = False
    is_ticked: bool | None = None
    is_private: bool = False
    opens: bool = False


class RowsModel(QAbstractListModel):
    """A list over a tuple of frozen rows, shown in batches. Subclasses say what a row shows and how it is spoken.

    `ticked(row id, is_done)` and `renamed(row id, text)` are wishes of the user; the model itself changes nothing.
    """

    ticked = Signal(str, bool)
    renamed = Signal(str, str)

    is_checkable = False
    is_editable = False

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Any, ...] = ()
        self._shown = 0

    @property
    def rows(self) -> tuple[Any, ...]:
        """All rows, also those that are not fetched yet."""
        return self._rows

    @abstractmethod
    def row_id(self, row: Any) -> str:
        """Return what a row is known by."""

    @abstractmethod
    def cells(self, row: Any) -> RowCells:
        """Return what a row shows."""

    def spoken(self, row: Any) -> str:
        """Return a row as one sentence for screen readers."""
        cells = self.cells(row)
        parts = [cells.title, cells.second, *(cell.text for cell in (*cells.lead, *cells.tail))]
        return ", ".join(part for part in parts if part)

    def set_rows(self, rows: tuple[Any, ...]) -> None:
        """Show other rows. The same ones in the same order are patched and more at the end added, without a reset."""
        if rows == self._rows:
            return
        if 0 < len(self._rows) < len(rows) and rows[: len(self._rows)] == self._rows:
            self._rows = rows
            if self._shown < _BATCH:
                self.fetchMore(_NOWHERE)
            return
        if [self.row_id(row) for row in rows] == [self.row_id(row) for row in self._rows]:
            self._rows = rows
            self.refresh_words()
            return
        self.beginResetModel()
        self._rows = rows
        self._shown = min(len(rows), _BATCH)
        self.endResetModel()

    def patch_row(self, position: int, row: Any) -> None:
        """Show one row differently."""
        self._rows = (*self._rows[:position], row, *self._rows[position + 1 :])
        if position < self._shown:
            self.dataChanged.emit(self.index(position), self.index(position))

    def refresh_words(self) -> None:
        """Say every row anew, after the words or the time changed."""
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(self._shown - 1))

    def row_at(self, index: _Index) -> Any:
        """Return the frozen row of an index, None for no index."""
        return self._rows[index.row()] if index.isValid() else None

    def position_of(self, row_id: str) -> int:
        """Return where a row stands, -1 when it is not shown."""
        return next((at for at, row in enumerate(self._rows[: self._shown]) if self.row_id(row) == row_id), -1)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many rows are fetched."""
        return 0 if parent.isValid() else self._shown

    def canFetchMore(self, parent: _Index) -> bool:
        """Return whether rows are left."""
        return not parent.isValid() and self._shown < len(self._rows)

    def fetchMore(self, parent: _Index) -> None:
        """Show the next batch."""
        if self.canFetchMore(parent):
            end = min(len(self._rows), self._shown + _BATCH)
            self.beginInsertRows(_NOWHERE, self._shown, end - 1)
            self._shown = end
            self.endInsertRows()

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Return what can be done with a row."""
        flags = super().flags(index)
        if index.isValid() and self.is_checkable:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        if index.isValid() and self.is_editable:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a row's cells, its words, its spoken sentence or its tick."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == CELLS_ROLE:
            return self.cells(row)
        if role == ID_ROLE:
            return self.row_id(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(row)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.cells(row).title
        if role == Qt.ItemDataRole.CheckStateRole and self.is_checkable:
            return Qt.CheckState.Checked if self.cells(row).is_ticked else Qt.CheckState.Unchecked
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Pass a tick or another wording on as a wish."""
        if not index.isValid():
            return False
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and self.is_checkable:
            self.ticked.emit(self.row_id(row), Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        text = str(value).strip()
        if role == Qt.ItemDataRole.EditRole and self.is_editable and text and text != self.cells(row).title:
            self.renamed.emit(self.row_id(row), text)
            return True
        return False
