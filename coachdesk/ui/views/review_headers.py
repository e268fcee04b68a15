"""The headings of the review table: places on top, and the frozen column of competencies at the side."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QWidget

from coachdesk.ui.delegates.review_lane import TOP, fit_lines
from coachdesk.ui.models.review_matrix import MatrixModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.marks import paint_tag

NAMES_WIDTH = 140


class PlacesHeader(QHeaderView):
    """The levels or stages: code, title, and whether it is now or the target."""

    def __init__(self, look: Appearance, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.look = look
        self._matrix = model
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(look.px(24))
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:
        """Return the height of two lines."""
        lines = self.look.metrics.line("section") + self.look.metrics.line("small")
        return QSize(super().sizeHint().width(), lines + self.look.px(6))

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """Draw one heading."""
        if not 0 <= logical < len(self._matrix.columns):
            return
        look, px = self.look, self.look.px
        column = self._matrix.columns[logical]
        place = column.places[0]
        painter.save()
        is_target = place.is_target and not column.is_folded
        painter.fillRect(rect, look.colour("accentTint" if is_target else "surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), look.colour("border"))
        if is_target:
            for edge in (rect.left(), rect.right()):
                painter.fillRect(QRect(edge, rect.top(), 1, rect.height()), look.colour("accentLine"))
            painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), look.colour("accentLine"))
        room = rect.adjusted(px(4) if column.is_folded else px(12), px(2), -px(4), 0)
        first = QRect(room.left(), room.top(), room.width(), look.metrics.line("section"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_code(painter, first, logical)
        second = QRect(room.left(), first.bottom() + 1, room.width(), look.metrics.line("small"))
        if column.is_folded:
            pixmap = look.pixmap("cr", "text3", 12, painter.device().devicePixelRatioF())
            painter.drawPixmap(self._mirrored(QRect(room.left(), second.top(), px(12), px(12)), rect).topLeft(), pixmap)
        else:
            painter.setFont(look.font("small"))
            painter.setPen(look.colour("text3"))
            metrics = QFontMetrics(look.font("small"))
            words = metrics.elidedText(place.title, Qt.TextElideMode.ElideRight, second.width())
            painter.drawText(self._mirrored(second, rect), self._side(), words)
        painter.restore()

    def _paint_code(self, painter: QPainter, room: QRect, logical: int) -> None:
        look, px = self.look, self.look.px
        column = self._matrix.columns[logical]
        place = column.places[0]
        font = look.font("small" if column.is_folded else "section", weight=600)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(look.colour("text"))
        code = metrics.elidedText(column.code, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(self._mirrored(room, room), self._side(), code)
        words = self.tr("Target") if place.is_target else self.tr("Now") if place.is_now else ""
        if not words or column.is_folded:
            return
        left = room.left() + metrics.horizontalAdvance(code) + px(5)
        width = QFontMetrics(look.font("small")).horizontalAdvance(words) + px(14)
        if left + width > room.right():
            return
        box = self._mirrored(QRect(left, room.top() + px(1), width, px(18)), room)
        if place.is_target:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accentFill"))
            painter.drawRoundedRect(QRectF(box), px(4), px(4))
            painter.setPen(look.colour("onAccent"))
            painter.setFont(look.font("small", weight=500))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)
        else:
            paint_tag(painter, QRectF(box), look, words, "")

    def _mirrored(self, rect: QRect, whole: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), whole, rect)

    def _side(self) -> int:
        side = QStyle.visualAlignment(
            self.layoutDirection(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        )
        return int(side | Qt.TextFlag.TextSingleLine)


class NamesHeader(QHeaderView):
    """The competencies and what stands under each; it never scrolls sideways."""

    def __init__(self, look: Appearance, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.look = look
        self._matrix = model
        self.current = -1
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(look.px(24))
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:
        """Return the width of the column, 140 px at 100 %."""
        return QSize(self.look.px(NAMES_WIDTH), super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """Draw one name, and how far the marks lie apart."""
        line = self._matrix.line_at(logical)
        if line is None:
            return
        look, px = self.look, self.look.px
        is_current = logical == self.current
        painter.save()
        painter.fillRect(rect, look.colour("selected" if is_current else "surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), look.colour("divider"))
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if is_current:
            left = rect.right() + 1 - px(3) if is_mirrored else rect.left()
            painter.fillRect(QRect(left, rect.top(), px(3), rect.height()), look.colour("accentFill"))
        room = rect.adjusted(px(4), px(TOP), -px(16), 0) if is_mirrored else rect.adjusted(px(16), px(TOP), -px(4), 0)
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        flags = int(QStyle.visualAlignment(self.layoutDirection(), side) | Qt.TextFlag.TextSingleLine)
        font, pitch = look.font("section"), look.metrics.line("small")
        painter.setFont(font)
        painter.setPen(look.colour("text"))
        top = room.top()
        for words in fit_lines(line.name, font, room.width(), 2 if self._matrix.text_lines(logical) > 1 else 1):
            painter.drawText(QRect(room.left(), top, room.width(), pitch), flags, words)
            top += pitch
        is_wide = self._matrix.is_wide(line)
        small = look.font("small", weight=600 if is_wide else None)
        painter.setFont(small)
        painter.setPen(look.colour("warn" if is_wide else "text3"))
        status = QFontMetrics(small).elidedText(self._matrix.status(line), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(QRect(room.left(), top + px(4), room.width(), pitch), flags, status)
        painter.restore()
