"""A ladder to look through: its grids to choose from, the table, and the cell that is read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from coachdesk.services.ladder_page import GridKind, LadderGrid
from coachdesk.ui.models.ladder_grid import GridModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.ladder_reader import CellReader
from coachdesk.ui.views.ladder_table import LadderTable
from coachdesk.ui.views.scrolled import build_scrolled
from coachdesk.ui.widgets.choices import Segmented
from coachdesk.ui.widgets.text import Line

_BESIDE_FROM = 820


class LadderPane(QWidget):
    """Shows grids. `head` is the row above the table, for more widgets before the choice of a grid."""

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.model = GridModel(self)
        self.table = LadderTable(look, self.model)
        self.reader = CellReader(look, self.model)
        self.reader.setProperty("surface", "rail")
        self.grids: tuple[LadderGrid, ...] = ()
        self.choice: Segmented | None = None
        self.head = QHBoxLayout()
        self._rail: QScrollArea = build_scrolled(self.reader, surface="rail")
        self._line = Line()
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        self.setFocusProxy(self.table)
        self.table.cell_chosen.connect(self.reader.show_cell)
        look.changed.connect(self._place)

    def set_grids(self, grids: tuple[LadderGrid, ...]) -> None:
        """Show the first of some grids and offer the others."""
        names = tuple(self._name(one) for one in grids)
        if [self._name(one) for one in self.grids] != list(names):
            self._offer(names)
        kept = self.choice.index() if self.choice is not None else 0
        self.grids = grids
        self._show(kept if kept < len(grids) else 0)

    def _offer(self, names: tuple[str, ...]) -> None:
        if self.choice is not None:
            self.head.removeWidget(self.choice)
            self.choice.hide()
            self.choice.deleteLater()
            self.choice = None
        if len(names) > 1:
            self.choice = Segmented(self.look, self.tr("Table"), names, small=True)
            self.choice.chosen.connect(self._show)
            self.head.addWidget(self.choice)

    def _show(self, number: int) -> None:
        current = self.table.currentIndex()
        place = (current.row(), current.column()) if current.isValid() else (-1, -1)
        self.model.set_grid(self.grids[number] if self.grids else None)
        self.reader.clear()
        if 0 <= place[0] < self.model.rowCount() and 0 <= place[1] < self.model.columnCount():
            self.table.setCurrentIndex(self.model.index(*place))

    def _name(self, grid: LadderGrid) -> str:
        if grid.kind is GridKind.LEVELS:
            return self.tr("Levels")
        if grid.kind is GridKind.ASKED:
            return self.tr("What levels ask")
        return self.tr("Stages") if grid.scale in ("", "stages") else grid.scale.capitalize()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the reader beside the table or below it."""
        super().resizeEvent(event)
        self._place()

    def _lay_out(self) -> None:
        px = self.look.px
        self.head.setContentsMargins(px(24), px(12), px(24), px(12))
        self.head.setSpacing(px(8))
        frame = QFrame()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.table)
        self.table.setMinimumHeight(px(120))
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        self._body.addWidget(frame, 1)
        self._body.addWidget(self._rail)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.head)
        column.addWidget(self._line)
        column.addLayout(self._body, 1)

    def _place(self) -> None:
        px = self.look.px
        is_beside = self.look.text_scale <= 1.5 and self.width() >= px(_BESIDE_FROM)
        direction = QBoxLayout.Direction.LeftToRight if is_beside else QBoxLayout.Direction.TopToBottom
        self._body.setDirection(direction)
        if is_beside:
            self._rail.setFixedWidth(px(320) if self.width() >= px(1000) else px(264))
            self._rail.setMaximumHeight(16_777_215)
        else:
            self._rail.setMinimumWidth(0)
            self._rail.setMaximumWidth(16_777_215)
            self._rail.setMaximumHeight(max(px(120), self.height() // 3))
        self._rail.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
