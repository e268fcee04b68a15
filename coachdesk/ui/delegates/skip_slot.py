"""Paints a place of the week table: a booked talk, one that was held, the next one, or a free place."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from coachdesk.model.meeting import MeetingState
from coachdesk.model.person import first_name
from coachdesk.services.skip_levels import Talk
from coachdesk.ui.models.skip_weeks import WeeksModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.marks import paint_avatar

_Index = QModelIndex | QPersistentModelIndex
COLUMN_GAP, ROW_GAP = 20, 6


class SlotDelegate(QStyledItemDelegate):
    """Draws the cells of a `WeeksModel`; the last column has no gap after it."""

    def __init__(self, look: Appearance, view: QTableView, model: WeeksModel) -> None:
        super().__init__(view)
        self.look = look
        self._view = view
        self._model = model
        self.target: QPersistentModelIndex | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height of a place and the gap under it; widths are the header's."""
        return QSize(self.look.px(60), self.row_height())

    def row_height(self) -> int:
        """Return the height of a row, 46 px at 100 %."""
        line = QFontMetrics(self.look.font("body")).height()
        return max(self.look.px(40), line + self.look.px(16)) + self.look.px(ROW_GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the box, and who is in it or a plus."""
        talk = self._model.talk_at(index)
        if talk is None and not self._model.is_free(index):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = self.look.px(COLUMN_GAP) if index.column() + 1 < self._model.columnCount() else 0
        box = QRect(option.rect.left(), option.rect.top(), option.rect.width() - gap, option.rect.height())
        box.setHeight(box.height() - self.look.px(ROW_GAP))
        box = QStyle.visualRect(option.direction, option.rect, box)
        is_target = self.target is not None and self.target == index
        self._paint_box(painter, box, talk, is_target=is_target)
        if talk is None:
            self._paint_plus(painter, box)
        else:
            self._paint_talk(painter, option, box, talk)
        if option.state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            painter.setPen(QPen(self.look.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), self.look.px(6), self.look.px(6))
        painter.restore()

    def _paint_box(self, painter: QPainter, box: QRect, talk: Talk | None, *, is_target: bool) -> None:
        edge, ground, style = "border", "surface", Qt.PenStyle.SolidLine
        if talk is None:
            style = Qt.PenStyle.DashLine
        elif talk.state is MeetingState.HELD:
            edge, ground = "divider", "sunken"
        elif self._model.is_next(talk):
            edge, ground = "accentFill", "accentTint"
        if is_target:
            edge, ground = "accent", "accentTint"
        painter.setPen(QPen(self.look.colour(edge), 1, style))
        painter.setBrush(self.look.colour(ground))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), self.look.px(6), self.look.px(6))

    def _paint_plus(self, painter: QPainter, box: QRect) -> None:
        size = self.look.px(14)
        pixmap = self.look.pixmap("plus", "text3", 14, painter.device().devicePixelRatioF())
        painter.drawPixmap(box.center().x() - size // 2, box.center().y() - size // 2, pixmap)

    def _paint_talk(self, painter: QPainter, option: QStyleOptionViewItem, box: QRect, talk: Talk) -> None:
        px, ratio = self.look.px, painter.device().devicePixelRatioF()
        is_held = talk.state is MeetingState.HELD
        edge, inset, gap = px(20), px(7), px(6)
        mark = QRect(box.left() + inset, box.center().y() + 1 - edge // 2, edge, edge)
        paint_avatar(painter, QStyle.visualRect(option.direction, box, mark).toRectF(), self.look, talk.name)
        right = box.right() + 1 - inset
        if is_held:
            tick = QRect(right - px(14), box.center().y() + 1 - px(7), px(14), px(14))
            tick = QStyle.visualRect(option.direction, box, tick)
            painter.drawPixmap(tick.topLeft(), self.look.pixmap("check", "ok", 14, ratio))
            right -= px(14) + px(2)
        room = QRect(mark.right() + 1 + gap, box.top(), max(0, right - mark.right() - 1 - gap), box.height())
        font = self.look.font("section" if self._model.is_next(talk) else "body")
        painter.setFont(font)
        painter.setPen(self.look.colour("text2" if is_held else "text"))
        words = QFontMetrics(font).elidedText(first_name(talk.name), Qt.TextElideMode.ElideRight, room.width())
        side = (
            Qt.AlignmentFlag.AlignRight
            if option.direction == Qt.LayoutDirection.RightToLeft
            else Qt.AlignmentFlag.AlignLeft
        )
        painter.drawText(
            QStyle.visualRect(option.direction, box, room),
            int(Qt.AlignmentFlag.AlignVCenter | side | Qt.AlignmentFlag.AlignAbsolute),
            words,
        )
