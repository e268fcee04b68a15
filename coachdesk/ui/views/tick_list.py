"""A list of things to choose several of by Space or click: titles with a word at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.rows import ROW_ROLE, RowDelegate, RowText

_SHOWN = 6
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class _TickModel(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[tuple[str, str], ...] = ()
        self.ticked: set[int] = set()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        title, right = self.rows[index.row()]
        is_ticked = index.row() in self.ticked
        if role == ROW_ROLE:
            return RowText(title, right=right, icon="checkbox" if is_ticked else "minus", icon_tone="accent")
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = self.tr("ticked") if is_ticked else self.tr("not ticked")
            return f"{title}, {right}, {state}"
        return title if role == Qt.ItemDataRole.DisplayRole else None

    def set_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        self.beginResetModel()
        self.rows, self.ticked = tuple(rows), set()
        self.endResetModel()

    def toggle(self, row: int) -> None:
        self.ticked ^= {row}
        self.dataChanged.emit(self.index(row, 0), self.index(row, 0))


class TickList(QListView):
    """`changed` when a tick is set or taken; `ticked` gives the rows."""

    changed = Signal()

    def __init__(self, look: Appearance, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ticks = _TickModel(self)
        self.setModel(self._ticks)
        self.setItemDelegate(RowDelegate(look, self, min_height=36, padding=8, divided=True))
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._on_clicked)

    def set_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show rows of a title and a word at the end; none is ticked."""
        self._ticks.set_rows(rows)
        self.setFixedHeight(self.sizeHintForRow(0) * min(_SHOWN, len(rows)) + 2 if rows else 0)
        if rows:
            self.setCurrentIndex(self._ticks.index(0, 0))

    def ticked(self) -> tuple[int, ...]:
        """Return the numbers of the ticked rows."""
        return tuple(sorted(self._ticks.ticked))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick at Space."""
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._on_clicked(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _on_clicked(self, index: QModelIndex) -> None:
        self._ticks.toggle(index.row())
        self.changed.emit()
