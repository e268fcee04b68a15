"""Paints a cell of a ladder: what is expected in full ink, signs against it after it, the rest in few words."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from coachdesk.services.ladder_page import CellWord, GridCell
from coachdesk.ui.models.ladder_grid import CELL_ROLE, FOUND_ROLE, GridModel
from coachdesk.ui.theme.appearance import Appearance

_Index = QModelIndex | QPersistentModelIndex
_PADDING = 10
_GAP = 4
FOLDED = 44
"""Width of a folded column at 100 %."""


def wrap(text: str, font: QFont, width: float) -> Iterator[str]:
    """Yield the lines of a text at a width, without the space at their ends."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    while line.isValid():
        line.setLineWidth(max(1.0, width))
        yield text[line.textStart() : line.textStart() + line.textLength()].rstrip()
        line = layout.createLine()
    layout.endLayout()


def paint_wrapped(painter: QPainter, room: QRect, text: str, font: QFont, *, is_mirrored: bool = False) -> int:
    """Draw as many lines of a text as fit, the last one elided; return the height used, 0 when none fits."""
    metrics = QFontMetrics(font)
    height = metrics.lineSpacing()
    most = room.height() // height
    if most < 1:
        return 0
    lines: list[str] = []
    for line in wrap(text, font, room.width()):
        if len(lines) == most:
            lines[-1] = metrics.elidedText(f"{lines[-1]} {line}", Qt.TextElideMode.ElideRight, room.width())
            if not lines[-1].endswith("…"):
                lines[-1] += " …"
            break
        lines.append(line)
    painter.setFont(font)
    for at, line in enumerate(lines):
        left = room.right() + 1 - metrics.horizontalAdvance(line) if is_mirrored else room.left()
        painter.drawText(QPointF(left, room.top() + at * height + metrics.ascent()), line)
    return len(lines) * height


class LadderCellDelegate(QStyledItemDelegate):
    """Draws a `GridCell`; a column that is narrower than 60 px shows only how many behaviours stand there."""

    def __init__(self, look: Appearance, view: QAbstractItemView, model: GridModel) -> None:
        super().__init__(view)
        self.look = look
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return a square; the table sets rows and columns itself."""
        return QSize(self.look.px(60), self.look.px(60))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the ground, the words and the ring of the current cell."""
        cell = index.data(CELL_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, is_found=bool(index.data(FOUND_ROLE)))
        if isinstance(cell, GridCell):
            if option.rect.width() < self.look.px(FOLDED + 16):
                self._paint_count(painter, option.rect, cell)
            else:
                self._paint_cell(painter, option, cell)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, *, is_found: bool) -> None:
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        rect = option.rect
        painter.fillRect(rect, self.look.colour("selected" if is_current else "warnTint" if is_found else "surface"))
        painter.fillRect(rect.adjusted(0, rect.height() - 1, 0, 0), self.look.colour("divider"))
        painter.fillRect(rect.adjusted(rect.width() - 1, 0, 0, 0), self.look.colour("divider"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self.look.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.toRectF().adjusted(1, 1, -2, -2), self.look.px(4), self.look.px(4))

    def _paint_count(self, painter: QPainter, rect: QRect, cell: GridCell) -> None:
        words = {CellWord.NOTHING_NEW: "=", CellWord.NOT_APPLICABLE: "–", CellWord.NOT_WRITTEN: ""}
        painter.setFont(self.look.font("small"))
        painter.setPen(self.look.colour("text3"))
        text = str(len(cell.lines)) if cell.lines else words.get(cell.word, "")
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), text)

    def _paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, cell: GridCell) -> None:
        pad = self.look.px(_PADDING)
        room = option.rect.adjusted(pad, self.look.px(8), -pad, -self.look.px(8))
        font, is_mirrored = self.look.font("small"), option.direction == Qt.LayoutDirection.RightToLeft
        if not cell.lines:
            painter.setPen(self.look.colour("text3"))
            paint_wrapped(painter, room, self._model.empty_words(cell), font, is_mirrored=is_mirrored)
            return
        for line in cell.lines:
            painter.setPen(self.look.colour("text3" if line.kind == "anti" else "text"))
            text = self._model.line_words(line)
            used = paint_wrapped(painter, room, text, font, is_mirrored=is_mirrored)
            if not used:
                break
            room.setTop(room.top() + used + self.look.px(_GAP))
