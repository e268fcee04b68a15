"""The table of chances: hundreds of rows of one height, the names as wide as the numbers leave room for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QTableView, QWidget

from coachdesk.ui.models.figure_table import FigureTableModel
from coachdesk.ui.theme.appearance import Appearance

_ROW, _NAMES = 28, 112


class AccessTable(QTableView):
    """`row_opened(row)` by Enter or a double click."""

    row_opened = Signal(int)

    def __init__(self, look: Appearance, model: FigureTableModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setModel(model)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setStyleSheet(
            "QTableView, QHeaderView { background: transparent; } QTableView::item { padding: 0 1px; }"
            "QHeaderView::section { background: transparent; padding: 4px 5px; }"
        )
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        model.modelReset.connect(self._fit)
        look.changed.connect(self._fit)
        self.doubleClicked.connect(self._on_double_clicked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.row_opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Share the width."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        model, header = self.model(), self.horizontalHeader()
        if not self.isVisible() or not model.columnCount():
            return
        self.setFont(self.look.font("small"))
        self.verticalHeader().setDefaultSectionSize(self.look.px(_ROW))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rest = 0
        for column in range(1, model.columnCount()):
            width = max(header.sectionSizeHint(column), self.sizeHintForColumn(column))
            header.resizeSection(column, width)
            rest += width
        header.resizeSection(0, max(self.look.px(_NAMES), self.viewport().width() - rest))

    def _on_double_clicked(self) -> None:
        self.row_opened.emit(self.currentIndex().row())
