"""The table of the Check step: two-line header, Space ticks, Enter applies the offered fix, F2 edits a cell."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from coachdesk.exchange.roster.vocabulary import Field
from coachdesk.ui.delegates.roster_delegate import RosterDelegate, paint_tick
from coachdesk.ui.models.roster_model import COLUMN_ROLE, ROW_ROLE, CellKind, RosterColumn, RosterModel
from coachdesk.ui.theme.appearance import Appearance

_Index = QModelIndex | QPersistentModelIndex
_WIDTHS = {
    Field.NAME: (176, 150),
    Field.ROLE: (168, 120),
    Field.LEVEL: (92, 60),
    Field.MANAGER: (176, 124),
    Field.START_ON: (116, 108),
}
_TICK = 36
_RESULT = 300
_OTHER = 140
_SCROLL_BAR = 10
_RESULT_AFTER_NAME_UNDER = 820


class RosterHeader(QHeaderView):
    """Field names over the file's own words for them, and a tick for all rows at once."""

    all_requested = Signal(bool)

    def __init__(self, look: Appearance, model: RosterModel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.look = look
        self._roster = model
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        """Return two lines, 64 px at 100 %."""
        lines = QFontMetrics(self.look.font("section")).height() + QFontMetrics(self._mono()).height()
        return QSize(super().sizeHint().width(), max(self.look.px(64), lines + self.look.px(20)))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw one column's head."""
        column = self.model().headerData(section, Qt.Orientation.Horizontal, COLUMN_ROLE)
        if not isinstance(column, RosterColumn):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, self.look.colour("rail"))
        painter.fillRect(rect.adjusted(0, rect.height() - 1, 0, 0), self.look.colour("border"))
        if column.kind is CellKind.TICK:
            edge = self.look.px(16)
            box = QRectF(rect.center().x() - edge / 2 + 1, rect.center().y() - edge / 2 + 1, edge, edge)
            paint_tick(painter, box, self.look, self._roster.tick_state())
        else:
            self._paint_words(painter, rect.adjusted(self.look.px(10), 0, -self.look.px(10), -1), column)
        painter.restore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick or clear all rows at a click on the tick."""
        super().mouseReleaseEvent(event)
        section = self.logicalIndexAt(event.position().toPoint())
        column = self.model().headerData(section, Qt.Orientation.Horizontal, COLUMN_ROLE)
        if isinstance(column, RosterColumn) and column.kind is CellKind.TICK:
            self.all_requested.emit(self._roster.tick_state() != Qt.CheckState.Checked)

    def _paint_words(self, painter: QPainter, rect: QRect, column: RosterColumn) -> None:
        title, mono = self.look.font("section"), self._mono()
        first, second = QFontMetrics(title).height(), QFontMetrics(mono).height()
        gap = self.look.px(4)
        top = rect.center().y() - (first + (second + gap if column.source else 0)) // 2
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = int(
            (Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
        )
        painter.setFont(title)
        painter.setPen(self.look.colour("text"))
        words = QFontMetrics(title).elidedText(column.title, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(QRect(rect.left(), top, rect.width(), first), side, words)
        if column.source:
            painter.setFont(mono)
            painter.setPen(self.look.colour("text3"))
            words = QFontMetrics(mono).elidedText(column.source, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(QRect(rect.left(), top + first + gap, rect.width(), second), side, words)

    def _mono(self) -> QFont:
        font = self.look.font("mono")
        font.setPixelSize(self.look.px(11))
        return font


class RosterTable(QTableView):
    """Emits what the keys and clicks wish: a fix, ticks, the menu of a row. The step decides."""

    fix_requested = Signal(int)
    tick_requested = Signal(int, bool)
    all_requested = Signal(bool)
    row_chosen = Signal(int)

    def __init__(self, look: Appearance, model: RosterModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._roster = model
        self.painter_of_cells = RosterDelegate(look, self)
        self.head = RosterHeader(look, model, self)
        self.setHorizontalHeader(self.head)
        self.setModel(model)
        self.setItemDelegate(self.painter_of_cells)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setProperty("ring", False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("People in the file"))
        self.painter_of_cells.fix_requested.connect(self.fix_requested)
        self.head.all_requested.connect(self.all_requested)
        model.modelReset.connect(self.arrange)
        look.changed.connect(self.arrange)

    def current_row(self) -> int:
        """Return the file's number of the current row, -1 when there is none."""
        row = self.currentIndex().data(ROW_ROLE)
        return -1 if row is None else row.row_number

    def arrange(self) -> None:
        """Give the columns their widths; where it is narrow, the result stands right after the name."""
        self.verticalHeader().setDefaultSectionSize(self.painter_of_cells.row_height())
        self.verticalHeader().setMinimumSectionSize(1)
        columns = self._roster.columns
        if not columns or self.head.count() != len(columns):
            return
        whole = self.width() - self.look.px(_SCROLL_BAR) - 2
        room = whole / self.look.text_scale
        fixed = [
            _WIDTHS.get(column.field, (_OTHER, _OTHER)) if column.field else (_OTHER, _OTHER)
            for column in columns
            if _is_main(column, columns)
        ]
        wide, small = (sum(pair[side] for pair in fixed) for side in (0, 1))
        share = min(1.0, max(0.0, (room - _TICK - _RESULT - small) / max(wide - small, 1)))
        used = self.look.px(_TICK)
        for place, column in enumerate(columns):
            if column.kind is CellKind.TICK:
                self.setColumnWidth(place, self.look.px(_TICK))
            elif column.kind is not CellKind.RESULT:
                most, least = _WIDTHS.get(column.field, (_OTHER, _OTHER)) if column.field else (_OTHER, _OTHER)
                width = self.look.px(least + (most - least) * share)
                used += width if _is_main(column, columns) else 0
                self.setColumnWidth(place, width)
        result = next(place for place, column in enumerate(columns) if column.kind is CellKind.RESULT)
        narrow = room < _RESULT_AFTER_NAME_UNDER
        others = any(place > result for place in range(len(columns)))
        spare = whole - used - (self.look.px(24) if others else 0)
        self.setColumnWidth(result, max(self.look.px(_RESULT), 0 if narrow else spare))
        self.head.moveSection(self.head.visualIndex(result), 2 if narrow else result)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width among the columns."""
        super().resizeEvent(event)
        self.arrange()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose the first row when the keyboard comes and none is chosen."""
        if not self.currentIndex().isValid() and self._roster.rowCount():
            self.setCurrentIndex(self._roster.index(0, 1))
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks the row, Ctrl+Space all rows, Enter applies the fix or else edits; the rest moves."""
        row = self.currentIndex().data(ROW_ROLE)
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        editing = self.state() == QAbstractItemView.State.EditingState
        if row is None or editing:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Space and control:
            self.all_requested.emit(self._roster.tick_state() != Qt.CheckState.Checked)
        elif key == Qt.Key.Key_Space:
            if row.may_include:
                self.tick_requested.emit(row.row_number, not row.included)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
            if row.needs_look:
                self.fix_requested.emit(row.row_number)
            else:
                self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Say which row of the file is current."""
        super().currentChanged(current, previous)
        row = current.data(ROW_ROLE) if current.isValid() else None
        self.row_chosen.emit(-1 if row is None else row.row_number)


def _is_main(column: RosterColumn, columns: tuple[RosterColumn, ...]) -> bool:
    """Return whether a column stands before the result in the usual order."""
    place = columns.index(column)
    result = next(at for at, one in enumerate(columns) if one.kind is CellKind.RESULT)
    return 0 < place < result and column.field is not None
