"""The source table of an import: what stands in the file, with the role of each row and column in its headers."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from coachdesk.desk.translate import QT_TRANSLATE_NOOP
from coachdesk.services.ladder_source import Slot, SourceSheet

SLOT_ROLE = Qt.ItemDataRole.UserRole + 130
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_SHOWN = 400

ROLE_WORDS = {
    "level": QT_TRANSLATE_NOOP("ladder roles", "Level"),
    "competency": QT_TRANSLATE_NOOP("ladder roles", "Competency"),
    "area": QT_TRANSLATE_NOOP("ladder roles", "Area"),
    "text": QT_TRANSLATE_NOOP("ladder roles", "Text"),
    "example": QT_TRANSLATE_NOOP("ladder roles", "Examples"),
    "weight": QT_TRANSLATE_NOOP("ladder roles", "Weight"),
    "expected": QT_TRANSLATE_NOOP("ladder roles", "Expected"),
    "requirement": QT_TRANSLATE_NOOP("ladder roles", "What is asked"),
    "title": QT_TRANSLATE_NOOP("ladder roles", "Titles"),
    "track": QT_TRANSLATE_NOOP("ladder roles", "Track"),
    "note": QT_TRANSLATE_NOOP("ladder roles", "Note, left out"),
    "pay": QT_TRANSLATE_NOOP("ladder roles", "Pay, left out"),
    "person": QT_TRANSLATE_NOOP("ladder roles", "People, left out"),
    "ignore": QT_TRANSLATE_NOOP("ladder roles", "Left out"),
}
OFFERED = {
    "column": ("level", "competency", "area", "text", "example", "weight", "expected", "ignore"),
    "row": ("competency", "area", "level", "example", "title", "ignore"),
    "heading": ("level", "competency", "area", "text", "ignore"),
    "key": ("level", "competency", "area", "text", "ignore"),
}
LEFT_OUT = frozenset(("note", "pay", "person", "ignore"))


def role_words(role: str) -> str:
    """Return a role in the user's language, empty for none."""
    return QCoreApplication.translate("ladder roles", ROLE_WORDS[role]) if role else ""


class SourceModel(QAbstractTableModel):
    """One sheet of the files. `SLOT_ROLE` of a header is its Slot; of a cell, the one of its row or else its column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sheet: SourceSheet | None = None

    @property
    def sheet(self) -> SourceSheet | None:
        """What is shown."""
        return self._sheet

    def set_sheet(self, sheet: SourceSheet | None) -> None:
        """Show another sheet; the same texts with other roles keep the place of the keyboard."""
        same = self._sheet is not None and sheet is not None and self._sheet.rows == sheet.rows
        if same and self.rowCount():
            self._sheet = sheet
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)
            return
        self.beginResetModel()
        self._sheet = sheet
        self.endResetModel()

    def row_slot(self, row: int) -> Slot:
        """Return the slot of a row."""
        return self._sheet.row_slots[row] if self._sheet is not None else Slot()

    def column_slot(self, column: int) -> Slot:
        """Return the slot of a column."""
        return self._sheet.column_slots[column] if self._sheet is not None else Slot()

    def is_left_out(self, row: int, column: int) -> bool:
        """Return whether a cell stays behind with its row or column."""
        return bool({self.row_slot(row).role, self.column_slot(column).role} & LEFT_OUT)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many rows the sheet has."""
        return 0 if parent.isValid() or self._sheet is None else len(self._sheet.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many columns the sheet has."""
        return 0 if parent.isValid() or self._sheet is None else len(self._sheet.column_slots)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text, its tip, or a sentence with its roles."""
        if not index.isValid() or self._sheet is None:
            return None
        row, column = index.row(), index.column()
        cells = self._sheet.rows[row]
        text = cells[column] if column < len(cells) else ""
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(text[:_SHOWN].split()) if self._sheet.is_table else text[:_SHOWN]
        if role == Qt.ItemDataRole.ToolTipRole:
            return text[: _SHOWN * 5] if len(text) > 30 else None
        if role == SLOT_ROLE:
            return self.row_slot(row) if self.row_slot(row).key else self.column_slot(column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            roles = [role_words(one.role) for one in (self.row_slot(row), self.column_slot(column)) if one.role]
            return ", ".join((" ".join(text[:_SHOWN].split()) or self.tr("empty"), *roles))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the role of a row or column in words, or its slot."""
        across = orientation == Qt.Orientation.Horizontal
        if not 0 <= section < (self.columnCount() if across else self.rowCount()):
            return None
        slot = self.column_slot(section) if across else self.row_slot(section)
        if role == SLOT_ROLE:
            return slot
        if role == Qt.ItemDataRole.DisplayRole:
            return role_words(slot.role) or ("–" if slot.key else "")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (slot.label, role_words(slot.role)) if part)
        return None
