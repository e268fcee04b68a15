"""Paints a fact of a stretch project in a row of the list: a title, someone with their mark, or words."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from coachdesk.ui.models.project_cards import FACE_ROLE, CardFace, Fact
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.marks import paint_avatar

_Index = QModelIndex | QPersistentModelIndex
_PADDING = 8


class ProjectRowDelegate(QStyledItemDelegate):
    """All rows have one height; the row with the keyboard has a tinted ground and a ring."""

    def __init__(self, look: Appearance, view: QTableView) -> None:
        super().__init__(view)
        self.look = look
        self._view = view
        self._measure()
        look.changed.connect(self._measure)

    def row_height(self) -> int:
        """Return the height of a row, 40 px at 100 %."""
        return max(self.look.px(40), self._title[1].height() + self.look.px(16))

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the one height of all rows; widths are the header's."""
        return QSize(self.look.px(80), self.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the ground, the mark of a person, and the words."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, index)
        fact, face = Fact(index.column()), index.data(FACE_ROLE)
        area = option.rect.adjusted(self.look.px(_PADDING), 0, -self.look.px(_PADDING), 0)
        if fact is Fact.PERSON:
            area = self._paint_mark(painter, option, area, face)
        (font, metrics), tone = self._type(fact, face)
        painter.setFont(font)
        painter.setPen(self.look.colour(tone))
        words = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, area.width())
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        flags = Qt.AlignmentFlag.AlignVCenter | side | Qt.AlignmentFlag.AlignAbsolute | Qt.TextFlag.TextSingleLine
        painter.drawText(QStyle.visualRect(option.direction, option.rect, area), int(flags), words)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect = option.rect
        is_current = index.row() == self._view.currentIndex().row() and self._view.hasFocus()
        if is_current:
            painter.fillRect(rect, self.look.colour("selected"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self.look.colour("hover"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self.look.colour("divider"))
        if is_current and index.column() == Fact.TITLE:
            bar = QRect(rect.left(), rect.top(), self.look.px(3), rect.height())
            painter.fillRect(QStyle.visualRect(option.direction, rect, bar), self.look.colour("accentFill"))

    def _paint_mark(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, face: CardFace) -> QRect:
        edge = self.look.px(20)
        mark = QRect(area.left(), area.center().y() + 1 - edge // 2, edge, edge)
        mark = QStyle.visualRect(option.direction, option.rect, mark)
        if face.person_name:
            paint_avatar(painter, mark.toRectF(), self.look, face.person_name)
        else:
            pen = QPen(self.look.colour("controlBorder"), self.look.scaled_line(1), Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([2.5, 2.5])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(mark).adjusted(1, 1, -1, -1))
        return area.adjusted(edge + self.look.px(_PADDING), 0, 0, 0)

    def _type(self, fact: Fact, face: CardFace) -> tuple[tuple[QFont, QFontMetrics], str]:
        if fact is Fact.TITLE:
            return self._title, "text"
        if fact is Fact.PERSON:
            return self._body, "text" if face.person_name else "text3"
        if fact is Fact.NEXT:
            return self._small, "text2" if face.tone == "text3" else face.tone
        return self._small, "text2"

    def _measure(self) -> None:
        fonts = self.look.font("body", weight=500), self.look.font("body"), self.look.font("small")
        self._title, self._body, self._small = ((font, QFontMetrics(font)) for font in fonts)
