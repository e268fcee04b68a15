"""Paints a theme: title and number of people, a dot for each talk, and below it the change and what is done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QToolTip

from coachdesk.services.theme_book import OwnTheme
from coachdesk.ui.models.skip_rows import ThemesModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.marks import paint_tag
from coachdesk.ui.widgets.rows import RowDelegate

_Index = QModelIndex | QPersistentModelIndex
_PADDING, _GAP, _DOTS = 10, 6, 10


def lay_out_dots(count: int, width: float, radius: float) -> tuple[float, ...]:
    """Return the middle of each dot so that they spread over a width, from its start.

    >>> lay_out_dots(3, 100, 5)
    (5.0, 50.0, 95.0)
    """
    step = (width - 2 * radius) / (count - 1) if count > 1 else 0.0
    return tuple(float(radius + step * at) for at in range(count))


class ThemeDelegate(RowDelegate):
    """Draws the rows of a `ThemesModel`."""

    def __init__(self, look: Appearance, view: QAbstractItemView, model: ThemesModel) -> None:
        self._model = model
        super().__init__(look, view, divided=True)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the one height of all rows."""
        px = self.look.px
        lines = self._line() + px(_DOTS) + self._tag_height()
        return QSize(px(120), lines + 2 * px(_GAP) + 2 * px(_PADDING))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw title and count, dots, change and tag."""
        row: OwnTheme = self._model.row_at(index)
        px, rect = self.look.px, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        self.paint_ground(painter, option)
        top = rect.top() + px(_PADDING)
        self._paint_title(painter, option, QRect(rect.left(), top, rect.width(), self._line()), row)
        top += self._line() + px(_GAP)
        self._paint_dots(painter, option, QRect(rect.left(), top, rect.width(), px(_DOTS)), row)
        top += px(_DOTS) + px(_GAP)
        self._paint_foot(painter, option, QRect(rect.left(), top, rect.width(), self._tag_height()), row)
        painter.restore()

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """Show the whole row as a tool tip."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), self._model.spoken(self._model.row_at(index)), view)
        return True

    def _line(self) -> int:
        return QFontMetrics(self.look.font("section")).height()

    def _tag_height(self) -> int:
        return max(self.look.px(20), QFontMetrics(self.look.font("small")).height())

    def _paint_title(self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, row: OwnTheme) -> None:
        strong = self.look.font("section")
        count = str(row.people)
        width = QFontMetrics(strong).horizontalAdvance(count)
        painter.setPen(self.look.colour("text"))
        painter.setFont(strong)
        place = QRect(room.right() + 1 - width, room.top(), width, room.height())
        painter.drawText(QStyle.visualRect(option.direction, option.rect, place), Qt.AlignmentFlag.AlignVCenter, count)
        font = self.look.font("body", weight=500)
        painter.setFont(font)
        room = room.adjusted(0, 0, -width - self.look.px(8), 0)
        words = QFontMetrics(font).elidedText(row.title, Qt.TextElideMode.ElideRight, room.width())
        self._draw(painter, option, room, words)

    def _paint_dots(self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, row: OwnTheme) -> None:
        radius = self.look.scaled_line(3.6)
        count = max(self._model.talks, row.people)
        full = self.look.theme.chart("manager_now")
        middles = lay_out_dots(min(count, 40), room.width(), self.look.scaled_line(5))
        for at, middle in enumerate(middles):
            x = room.width() - middle if option.direction == Qt.LayoutDirection.RightToLeft else middle
            is_full = at < row.people
            painter.setPen(Qt.PenStyle.NoPen if is_full else QPen(self.look.colour("border"), 1.2))
            painter.setBrush(full if is_full else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(room.left() + x, room.center().y() + 0.5), radius, radius)

    def _paint_foot(self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, row: OwnTheme) -> None:
        words, kind = self._model.state_words(row)
        metrics = QFontMetrics(self.look.font("small"))
        second = self._model.second_words(row)
        most = max(self.look.px(60), room.width() - metrics.horizontalAdvance(second) - self.look.px(12))
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, most - self.look.px(14))
        width = metrics.horizontalAdvance(words) + self.look.px(15)
        tag = QRect(room.right() + 1 - width, room.top(), width, room.height())
        paint_tag(painter, QRectF(QStyle.visualRect(option.direction, option.rect, tag)), self.look, words, kind)
        painter.setFont(self.look.font("small"))
        painter.setPen(self.look.colour("text3"))
        self._draw(painter, option, room.adjusted(0, 0, -width - self.look.px(8), 0), second)

    def _draw(self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, words: str) -> None:
        is_mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
        flags = Qt.AlignmentFlag.AlignVCenter | side | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(QStyle.visualRect(option.direction, option.rect, room), int(flags), words)
