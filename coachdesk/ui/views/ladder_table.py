"""The table of a ladder: the first column stays, columns fold, and the current cell is read beside it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from coachdesk.services.ladder_page import GridColumn, GridKind, GridRow
from coachdesk.ui.delegates.ladder_cell import FOLDED, LadderCellDelegate, paint_wrapped
from coachdesk.ui.models.ladder_grid import HEAD_ROLE, GridModel
from coachdesk.ui.theme.appearance import Appearance

_Index = QModelIndex | QPersistentModelIndex
_SIDE, _NARROWEST, _LINES = 184, 176, 6


class LevelHeader(QHeaderView):
    """Titles of levels or stages; a click folds the column or unfolds it."""

    fold_requested = Signal(int)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.look = look
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sectionClicked.connect(self.fold_requested)

    def sizeHint(self) -> QSize:
        """Return two lines."""
        lines = QFontMetrics(self.look.font("section")).height() + QFontMetrics(self.look.font("small")).height()
        return QSize(super().sizeHint().width(), lines + self.look.px(16))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw the title and under it the track or grade; a folded column shows its first letters."""
        column = self.model().headerData(section, Qt.Orientation.Horizontal, HEAD_ROLE)
        if not isinstance(column, GridColumn):
            return
        painter.save()
        painter.fillRect(rect, self.look.colour("rail"))
        painter.fillRect(rect.adjusted(0, rect.height() - 1, 0, 0), self.look.colour("border"))
        painter.fillRect(rect.adjusted(rect.width() - 1, 0, 0, 0), self.look.colour("divider"))
        pad = self.look.px(10)
        room = rect.adjusted(pad, 0, -pad, -1)
        if rect.width() < self.look.px(FOLDED + 16):
            room = rect.adjusted(2, 0, -2, -1)
            self._say(painter, room, column.note.partition(",")[0] or column.title, "small", "text3")
        elif column.note:
            title, small = (QFontMetrics(self.look.font(role)).height() for role in ("section", "small"))
            top = room.top() + (room.height() - title - small) // 2
            self._say(painter, QRect(room.left(), top, room.width(), title), column.title, "section", "text")
            self._say(painter, QRect(room.left(), top + title, room.width(), small), column.note, "small", "text3")
        else:
            self._say(painter, room, column.title, "section", "text")
        painter.restore()

    def _say(self, painter: QPainter, room: QRect, text: str, role: str, tone: str) -> None:
        font = self.look.font(role)
        painter.setFont(font)
        painter.setPen(self.look.colour(tone))
        elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        side = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, int(side), elided)


class CompetencyHeader(QHeaderView):
    """Names of competencies with their areas; as a header it stays while the columns scroll."""

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.look = look
        self.setHighlightSections(False)
        self.setMinimumSectionSize(1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:
        """Return the width of the frozen column."""
        return QSize(self.look.px(min(_SIDE, 100 + 84 / self.look.text_scale)), super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw the name and under it the area."""
        row = self.model().headerData(section, Qt.Orientation.Vertical, HEAD_ROLE)
        if not isinstance(row, GridRow):
            return
        painter.save()
        painter.fillRect(rect, self.look.colour("rail"))
        painter.fillRect(rect.adjusted(0, rect.height() - 1, 0, 0), self.look.colour("divider"))
        painter.fillRect(rect.adjusted(rect.width() - 1, 0, 0, 0), self.look.colour("border"))
        room = rect.adjusted(self.look.px(12), self.look.px(8), -self.look.px(8), -self.look.px(6))
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter.setPen(self.look.colour("text"))
        used = paint_wrapped(painter, room, row.name, self.look.font("section"), is_mirrored=is_mirrored)
        room.setTop(room.top() + used + self.look.px(2))
        painter.setPen(self.look.colour("text3"))
        if row.area:
            paint_wrapped(painter, room, row.area, self.look.font("small"), is_mirrored=is_mirrored)
        painter.restore()


class LadderTable(QTableView):
    """Walked by the arrow keys; F folds the current column, Shift+F all others, U unfolds all.

    `cell_chosen(row, column)` whenever another cell is current.
    """

    cell_chosen = Signal(int, int)

    def __init__(self, look: Appearance, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._grid_model = model
        self._folded: set[str] = set()
        self.head = LevelHeader(look, self)
        self.side = CompetencyHeader(look, self)
        self.setHorizontalHeader(self.head)
        self.setVerticalHeader(self.side)
        self.setModel(model)
        self.setItemDelegate(LadderCellDelegate(look, self, model))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setProperty("ring", False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.setAccessibleName(self.tr("Ladder"))
        self.head.fold_requested.connect(self.toggle_fold)
        model.modelReset.connect(self._on_reset)
        look.changed.connect(self.arrange)

    @property
    def folded(self) -> frozenset[str]:
        """The levels or stages that are folded, by id."""
        return frozenset(self._folded)

    def toggle_fold(self, column: int) -> None:
        """Fold a column to its first letters, or unfold it; one always stays open."""
        columns = self._grid_model.columns
        if not 0 <= column < len(columns):
            return
        name = columns[column].column_id
        if name in self._folded:
            self._folded.discard(name)
        elif len(self._folded) < len(columns) - 1:
            self._folded.add(name)
        self.arrange()

    def fold_others(self, column: int) -> None:
        """Fold all columns but one and its neighbours."""
        near = range(column - 1, column + 2)
        self._folded = {one.column_id for at, one in enumerate(self._grid_model.columns) if at not in near}
        self.arrange()

    def unfold_all(self) -> None:
        """Show all columns in full."""
        self._folded.clear()
        self.arrange()

    def arrange(self) -> None:
        """Share the width among the columns that are open; the rest are scrolled to."""
        columns = self._grid_model.columns
        if not columns or self.head.count() != len(columns):
            return
        open_ones = sum(one.column_id not in self._folded for one in columns)
        room = self.viewport().width() - (len(columns) - open_ones) * self.look.px(FOLDED)
        width = max(self.look.px(_NARROWEST), room // max(1, open_ones))
        for at, one in enumerate(columns):
            self.setColumnWidth(at, self.look.px(FOLDED) if one.column_id in self._folded else width)
        self.side.setDefaultSectionSize(self._row_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        self.arrange()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first cell."""
        if not self.currentIndex().isValid() and self._grid_model.rowCount():
            self.setCurrentIndex(self._grid_model.index(0, 0))
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Fold and unfold, or move."""
        column, shift = self.currentIndex().column(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier or column < 0:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_F and shift:
            self.fold_others(column)
        elif event.key() == Qt.Key.Key_F:
            self.toggle_fold(column)
        elif event.key() == Qt.Key.Key_U:
            self.unfold_all()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: letters are keys here, and Ctrl+F finds."""

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Say which cell is current."""
        super().currentChanged(current, previous)
        self.cell_chosen.emit(current.row(), current.column())

    def _row_height(self) -> int:
        grid = self._grid_model.grid
        lines = 2 if grid is not None and grid.kind is GridKind.ASKED else _LINES
        return QFontMetrics(self.look.font("small")).lineSpacing() * lines + self.look.px(18)

    def _on_reset(self) -> None:
        known = {one.column_id for one in self._grid_model.columns}
        self._folded &= known
        self.arrange()
