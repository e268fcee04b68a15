"""Paints a cell of a review: the words of the rubric, and below them its part of the lane with the marks."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from coachdesk.ui.models.review_matrix import CELL_ROLE, LaneCell, MatrixModel
from coachdesk.ui.theme.appearance import Appearance

_Index = QModelIndex | QPersistentModelIndex
TOP, LANE = 7, 28
_MARK, _DOT = 20, 14


class LaneDelegate(QStyledItemDelegate):
    """Draws the cells of a `MatrixModel`; the lane of a row runs on through all of its cells."""

    def __init__(self, look: Appearance, view: QTableView, model: MatrixModel) -> None:
        super().__init__(view)
        self.look = look
        self._model = model

    def row_height(self, row: int) -> int:
        """Return the height of a row: as many lines of words as it shows, and the lane."""
        line = self.look.metrics.line("small")
        return self.look.px(TOP) + self._model.text_lines(row) * line + self.look.px(LANE)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height of the row; widths are the header's."""
        return QSize(self.look.px(40), self.row_height(index.row()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw ground, words, lane and marks."""
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, LaneCell):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(option.rect)
        self._paint_ground(painter, option, cell)
        self._paint_words(painter, option, cell, self._model.text_lines(index.row()))
        self._paint_lane(painter, option, cell, index.column())
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, cell: LaneCell) -> None:
        rect, colour = option.rect, self.look.colour
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_current or cell.is_target:
            painter.fillRect(rect, colour("selected" if is_current else "accentTint"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colour("divider"))
        if cell.is_target:
            for left in (rect.left(), rect.right()):
                painter.fillRect(QRect(left, rect.top(), 1, rect.height()), colour("accentLine"))

    def _paint_words(self, painter: QPainter, option: QStyleOptionViewItem, cell: LaneCell, lines: int) -> None:
        px, font = self.look.px, self.look.font("small")
        pitch = self.look.metrics.line("small")
        painter.setFont(font)
        painter.setPen(self.look.colour("text2"))
        room = option.rect.adjusted(px(12), px(TOP), -px(8), 0)
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        flags = int(QStyle.visualAlignment(option.direction, side) | Qt.TextFlag.TextSingleLine)
        for number, words in enumerate(fit_lines(cell.words, font, room.width(), lines)):
            painter.drawText(QRect(room.left(), room.top() + number * pitch, room.width(), pitch), flags, words)

    def _paint_lane(self, painter: QPainter, option: QStyleOptionViewItem, cell: LaneCell, column: int) -> None:
        if not cell.steps:
            return
        look, rect = self.look, option.rect.toRectF()
        y = rect.bottom() - look.px(17)
        is_mirrored = option.direction == Qt.LayoutDirection.RightToLeft

        def x(part: float) -> float:
            return rect.left() + rect.width() * (1 - part if is_mirrored else part)

        first, last = column == 0, column + 1 == self._model.columnCount()
        start, end = (0.06 if first else 0.0), (0.94 if last else 1.0)
        painter.setPen(QPen(look.theme.chart("grid"), look.scaled_line(1.5)))
        painter.drawLine(QPointF(x(start), y), QPointF(x(end), y))
        painter.setPen(QPen(look.theme.chart("axis"), 1))
        painter.setBrush(look.colour("surface"))
        for part in cell.steps:
            radius = look.scaled_line(2.2)
            painter.drawEllipse(QPointF(x(part), y), radius, radius)
        if cell.before is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.theme.chart("before"))
            radius = look.scaled_line(3.6)
            painter.drawEllipse(QPointF(x(cell.before), y), radius, radius)
        if cell.link is not None:
            pen = QPen(look.colour("text"), look.scaled_line(2), Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([1.5, 1.5])
            painter.setPen(pen)
            painter.drawLine(QPointF(x(cell.link[0]), y), QPointF(x(cell.link[1]), y))
        for part, kinds in cell.marks:
            self._paint_marks(painter, QPointF(x(part), y), kinds)

    def _paint_marks(self, painter: QPainter, centre: QPointF, kinds: tuple[str, ...]) -> None:
        """Draw the marks of one step side by side, in the middle of it."""
        widths = [self.look.px(_DOT if kind == "agreed" else _MARK) for kind in kinds]
        left = centre.x() - sum(widths) / 2
        for kind, width in zip(kinds, widths, strict=True):
            paint_mark(painter, self.look, kind, QPointF(left + width / 2, centre.y()))
            left += width


def paint_mark(painter: QPainter, look: Appearance, kind: str, centre: QPointF) -> None:
    """Draw a mark: `self` a ring with S, `yours` a square with M, `agreed` a full dot in a ring, `before` a dot."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    half = look.px(18) / 2
    box = QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half)
    if kind in ("agreed", "before"):
        radius = look.scaled_line(3.6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("text") if kind == "agreed" else look.theme.chart("before"))
        painter.drawEllipse(centre, radius, radius)
        if kind == "agreed":
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("text"), look.scaled_line(1.5)))
            painter.drawEllipse(centre, radius + look.px(2), radius + look.px(2))
        return
    font = QFont(look.font("micro", weight=700))
    if kind == "self":
        inset = look.scaled_line(1)
        painter.setPen(QPen(look.theme.chart("self"), look.scaled_line(2)))
        painter.setBrush(look.colour("surface"))
        painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))
        painter.setPen(look.theme.chart("self"))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.theme.chart("manager_now"))
        painter.drawRoundedRect(box, look.px(4), look.px(4))
        painter.setPen(look.colour("surface"))
    painter.setFont(font)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), "S" if kind == "self" else "M")


def fit_lines(text: str, font: QFont, width: int, count: int) -> tuple[str, ...]:
    """Break a text at words into at most `count` lines; the last ends in … where there is more."""
    if not text or width <= 0:
        return ()
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines: list[str] = []
    line = layout.createLine()
    while line.isValid() and len(lines) < count:
        line.setLineWidth(width)
        start = line.textStart()
        if len(lines) + 1 == count:
            rest = text[start:]
            lines.append(QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, width))
        else:
            lines.append(text[start : start + line.textLength()].rstrip())
        line = layout.createLine()
    layout.endLayout()
    return tuple(lines)
