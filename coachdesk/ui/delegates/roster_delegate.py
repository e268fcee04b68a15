"""Paints the check table of an import: tick boxes, names with avatars, results with the offered fix."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from coachdesk.ui.models.roster_model import CELL_ROLE, COLUMN_ROLE, ROW_ROLE, CellKind, RosterCell
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.marks import paint_avatar

_Index = QModelIndex | QPersistentModelIndex
_State = QStyle.StateFlag
_PADDING = 10


def paint_tick(
    painter: QPainter, rect: QRectF, look: Appearance, state: Qt.CheckState, *, enabled: bool = True
) -> None:
    """Draw a check box of 16 px at 100 %: empty, with a check, or with a dash for some."""
    on = state != Qt.CheckState.Unchecked
    edge = "border" if not enabled else "accentFill" if on else "controlBorder"
    painter.setPen(QPen(look.colour(edge), look.scaled_line(1.5)))
    painter.setBrush(look.colour("pressed" if on and not enabled else "accentFill" if on else "surface"))
    painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), look.px(4), look.px(4))
    if on:
        name = "check" if state == Qt.CheckState.Checked else "minus"
        size = look.px(12)
        ratio = painter.device().devicePixelRatioF()
        pixmap = look.pixmap(name, "onAccent", 12, ratio)
        painter.drawPixmap(round(rect.center().x() - size / 2), round(rect.center().y() - size / 2), pixmap)


class RosterDelegate(QStyledItemDelegate):
    """Draws a `RosterCell`. A click on the painted fix emits `fix_requested(row number)`; Enter does so by the view."""

    fix_requested = Signal(int)

    def __init__(self, look: Appearance, view: QAbstractItemView) -> None:
        super().__init__(view)
        self.look = look
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height of a row, 36 px at 100 %; the widths are the header's."""
        return QSize(self.look.px(60), self.row_height())

    def row_height(self) -> int:
        """Return the one height of all rows."""
        return max(self.look.px(36), QFontMetrics(self.look.font("body")).height() + self.look.px(12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the ground and then what the column's kind asks for."""
        row, cell, kind = index.data(ROW_ROLE), index.data(CELL_ROLE), index.data(COLUMN_ROLE).kind
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, warned=row.needs_look)
        rect = option.rect.adjusted(self.look.px(_PADDING), 0, -self.look.px(_PADDING), 0)
        if kind is CellKind.TICK:
            state = Qt.CheckState.Checked if row.included else Qt.CheckState.Unchecked
            paint_tick(painter, self._tick_rect(option.rect), self.look, state, enabled=row.may_include)
        elif kind is CellKind.NAME:
            self._paint_name(painter, option, rect, cell)
        elif kind is CellKind.RESULT:
            self._paint_result(painter, option, rect, cell)
        else:
            self._paint_text(painter, option, rect, cell)
        self._paint_focus(painter, option)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        """Return a line edit for one cell."""
        editor = QLineEdit(parent)
        editor.setProperty("small", True)
        editor.setProperty("ring", False)
        title = index.data(COLUMN_ROLE).title
        editor.setAccessibleName(self.tr("{field} of {name}").format(field=title, name=index.data(ROW_ROLE).name))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        """Let the edit fill its cell."""
        height = min(option.rect.height() - 2, max(self.look.px(30), editor.sizeHint().height()))
        top = option.rect.top() + (option.rect.height() - height) // 2
        editor.setGeometry(option.rect.left() + 1, top, option.rect.width() - 2, height)

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """Tick at a click anywhere in the tick's cell; apply the fix at a click on its button."""
        if event.type() != QEvent.Type.MouseButtonRelease or not isinstance(event, QMouseEvent):
            return super().editorEvent(event, model, option, index)
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        kind, cell = index.data(COLUMN_ROLE).kind, index.data(CELL_ROLE)
        if kind is CellKind.TICK:
            return self._toggle(model, index)
        if (
            kind is CellKind.RESULT
            and cell.button
            and self._button_rect(option, cell).contains(event.position().toPoint())
        ):
            self.fix_requested.emit(index.data(ROW_ROLE).row_number)
            return True
        return False

    def _toggle(self, model: QAbstractItemModel, index: _Index) -> bool:
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        state = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
        return model.setData(index, state, Qt.ItemDataRole.CheckStateRole)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, *, warned: bool) -> None:
        chosen = bool(option.state & _State.State_Selected)
        hovered = bool(option.state & _State.State_MouseOver)
        token = "selected" if chosen else "warnTint" if warned else "hover" if hovered else "surface"
        painter.fillRect(option.rect, self.look.colour(token))
        line = option.rect.adjusted(0, option.rect.height() - 1, 0, 0)
        painter.fillRect(line, self.look.colour("divider"))

    def _paint_focus(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        if option.state & _State.State_HasFocus:
            painter.setPen(QPen(self.look.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(option.rect.toRectF().adjusted(1, 1, -1, -2), self.look.px(4), self.look.px(4))

    def _tick_rect(self, cell: QRect) -> QRectF:
        edge = self.look.px(16)
        return QRectF(cell.center().x() - edge / 2 + 1, cell.center().y() - edge / 2 + 1, edge, edge)

    def _paint_name(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, cell: RosterCell) -> None:
        edge = self.look.px(20)
        mark = QRect(rect.left(), rect.center().y() - edge // 2 + 1, edge, edge)
        paint_avatar(painter, QStyle.visualRect(option.direction, rect, mark).toRectF(), self.look, cell.text)
        room = rect.adjusted(edge + self.look.px(6), 0, 0, 0)
        self._paint_text(painter, option, QStyle.visualRect(option.direction, rect, room), cell)

    def _paint_result(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, cell: RosterCell) -> None:
        if cell.button:
            button = self._button_rect(option, cell)
            self._paint_button(painter, button, cell.button)
            gap = self.look.px(8)
            if option.direction == Qt.LayoutDirection.RightToLeft:
                rect.setLeft(button.right() + gap)
            else:
                rect.setRight(button.left() - gap)
        if cell.icon:
            size = self.look.px(14)
            place = QRect(rect.left(), rect.center().y() - size // 2 + 1, size, size)
            mark = QStyle.visualRect(option.direction, rect, place)
            painter.drawPixmap(mark.topLeft(), self.look.pixmap(cell.icon, cell.tone, 14, self._ratio(painter)))
            rect = QStyle.visualRect(option.direction, rect, rect.adjusted(size + self.look.px(6), 0, 0, 0))
        self._paint_text(painter, option, rect, cell)

    def _paint_button(self, painter: QPainter, rect: QRect, text: str) -> None:
        painter.setPen(QPen(self.look.colour("border"), 1))
        painter.setBrush(self.look.colour("button"))
        painter.drawRoundedRect(rect.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), self.look.px(6), self.look.px(6))
        painter.setPen(self.look.colour("text"))
        painter.setFont(self.look.font("small", weight=500))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), text)

    def _button_rect(self, option: QStyleOptionViewItem, cell: RosterCell) -> QRect:
        metrics = QFontMetrics(self.look.font("small", weight=500))
        width = min(metrics.horizontalAdvance(cell.button) + self.look.px(20), option.rect.width() // 2)
        height = max(self.look.px(26), metrics.height() + self.look.px(4))
        left = option.rect.right() - self.look.px(_PADDING) - width
        rect = QRect(left, option.rect.center().y() - height // 2, width, height)
        return QStyle.visualRect(option.direction, option.rect, rect)

    def _paint_text(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, cell: RosterCell) -> None:
        font = self.look.font("body")
        painter.setFont(font)
        painter.setPen(self.look.colour(cell.tone))
        text = QFontMetrics(font).elidedText(cell.text, Qt.TextElideMode.ElideRight, rect.width())
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect, int(side | Qt.AlignmentFlag.AlignVCenter), text)

    @staticmethod
    def _ratio(painter: QPainter) -> float:
        return painter.device().devicePixelRatioF()
