"""Quiet marks after lines that became a promise or evidence. They are painted, never part of the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QTextEdit

from coachdesk.services.note_lines import plain_line
from coachdesk.ui.editor.run_paint import iter_visible_lines
from coachdesk.ui.theme.appearance import Appearance


@dataclass(frozen=True, slots=True)
class LineChip:
    """The words of a mark and its icon."""

    text: str
    icon: str


def paint_chips(
    painter: QPainter, editor: QTextEdit, look: Appearance, chips: Mapping[str, LineChip], dirty: QRect
) -> None:
    """Draw the marks of the lines within `dirty`, each after its last word; a line without room shows its icon."""
    font = look.font("small", weight=500)
    metrics = QFontMetrics(font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    width, px = editor.viewport().width(), look.px
    mirrored = editor.layoutDirection() == Qt.LayoutDirection.RightToLeft
    for block, rect in iter_visible_lines(editor, dirty.top(), dirty.bottom()):
        chip = chips.get(plain_line(block.text())) if block.layout().lineCount() else None
        if chip is None:
            continue
        line = block.layout().lineAt(block.layout().lineCount() - 1)
        begin = rect.left() + line.x() + line.naturalTextWidth() + px(10)
        room = width - px(8) - begin - block.blockFormat().rightMargin()
        icon, need = px(14), metrics.horizontalAdvance(chip.text) + px(30)
        text = chip.text if need <= room else ""
        if not text:
            need = icon + px(8)
        top = rect.top() + line.y() + (line.height() - metrics.height()) / 2 - px(1)
        left = width - begin - need if mirrored else begin
        area = QRectF(left, top, need, metrics.height() + px(2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accentTint"))
        painter.drawRoundedRect(area, px(3), px(3))
        pixmap = look.pixmap(chip.icon, "accent", 12, painter.device().devicePixelRatioF())
        painter.drawPixmap(QPointF(area.left() + px(5), round(area.center().y() - px(6))), pixmap)
        painter.setPen(look.colour("accent"))
        painter.drawText(area.adjusted(px(21), 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), text)
