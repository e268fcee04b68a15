"""Paints a sentence to pick: a box, all its words on as many lines as they need, and whose they are."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from coachdesk.ui.widgets.rows import ROW_ROLE, RowDelegate, RowText

_Index = QModelIndex | QPersistentModelIndex
_WRAP = int(Qt.TextFlag.TextWordWrap)


class SentenceDelegate(RowDelegate):
    """Rows are as high as their words at the width of the view."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height of the words."""
        row: RowText = index.data(ROW_ROLE)
        words = self._room(QRect(0, 0, self._view.viewport().width(), 1), row).width()
        metrics = QFontMetrics(self.look.font("body"))
        height = metrics.boundingRect(QRect(0, 0, max(1, words), 10_000), _WRAP, row.title).height()
        return QSize(self.look.px(120), max(self.look.px(36), height + self.look.px(14)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the ground, the box, the words and whose they are."""
        row: RowText = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter, option)
        inner = option.rect.adjusted(self.look.px(self._padding), 0, -self.look.px(self._padding), 0)
        self._paint_mark(painter, option, inner, row)
        self._paint_right(painter, option, inner, row)
        words = QStyle.visualRect(option.direction, option.rect, self._room(option.rect, row))
        painter.setFont(self.look.font("body"))
        painter.setPen(self.look.colour(row.title_tone))
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        flags = int(Qt.AlignmentFlag.AlignVCenter | side | Qt.AlignmentFlag.AlignAbsolute) | _WRAP
        painter.drawText(words, flags, row.title)
        painter.restore()

    def _paint_mark(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, row: RowText) -> QRect:
        """Draw the box, ticked or not; what is kept already has a check without one."""
        if row.icon == "check":
            return super()._paint_mark(painter, option, rect, row)
        edge, is_ticked = self.look.px(16), row.icon == "checkbox"
        box = QRect(rect.left(), rect.center().y() + 1 - edge // 2, edge, edge)
        box = QStyle.visualRect(option.direction, option.rect, box)
        painter.setPen(QPen(self.look.colour("accentFill" if is_ticked else "controlBorder"), 1.5))
        painter.setBrush(self.look.colour("accentFill" if is_ticked else "surface"))
        radius = self.look.px(4)
        painter.drawRoundedRect(box.toRectF().adjusted(0.75, 0.75, -0.75, -0.75), radius, radius)
        if is_ticked:
            size = self.look.px(12)
            corner = box.center() - QRect(0, 0, size, size).center()
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(corner, self.look.pixmap("check", "onAccent", 12, ratio))
        return rect.adjusted(self._mark_width(row), 0, 0, 0)

    def _room(self, rect: QRect, row: RowText) -> QRect:
        padding = self.look.px(self._padding)
        left, right = padding + self._mark_width(row), padding + self._right_width(row)
        return rect.adjusted(left, 0, -right, 0)
