"""A sentence that begins with a name in bold, wrapped as one text."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextLine, QTextOption
from PySide6.QtWidgets import QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.text import Label


class LeadLabel(Label):
    """`lead` in bold, then the text in the tone of second text."""

    def __init__(self, look: Appearance, lead: str, text: str, parent: QWidget | None = None) -> None:
        self._lead = lead
        super().__init__(look, f"{lead} {text}", tone="text2", parent=parent)

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped lines."""
        return len(self._place(width)[1]) * self._pitch()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines at the pitch of the type scale."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        layout, lines = self._place(self.width())
        for number, line in enumerate(lines):
            line.setPosition(QPointF(0, number * self._pitch() + (self._pitch() - line.height()) / 2))
        layout.draw(painter, QPointF(0, 0))

    def _place(self, width: int) -> tuple[QTextLayout, list[QTextLine]]:
        layout = QTextLayout(self.text(), self.font())
        option = QTextOption(self.alignment())
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        bold = QTextLayout.FormatRange()
        bold.start, bold.length = 0, len(self._lead)
        style = QTextCharFormat()
        style.setFont(self.look.font("body", weight=600))
        style.setForeground(self.look.colour("text"))
        bold.format = style
        layout.setFormats([bold])
        lines = []
        layout.beginLayout()
        line = layout.createLine()
        while line.isValid():
            line.setLineWidth(max(width, 1))
            lines.append(line)
            line = layout.createLine()
        layout.endLayout()
        return layout, lines
