"""The pulse of a person over the last meetings as a short line; the newest reading is a dot.

Below five readings it says that there is too little history: a line through fewer shows chance, not a change.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from coachdesk.ui.theme.appearance import Appearance

LOWEST, HIGHEST = 1, 5
FEWEST = 5
"""With fewer readings no line is drawn."""


def lay_out_pulse(values: Sequence[int], width: float, height: float, inset: float) -> tuple[tuple[float, float], ...]:
    """Return a point for each reading, oldest at the left, 5 at the top; `inset` keeps the dot within the area.

    >>> lay_out_pulse((1, 5), 20, 12, 2)
    ((2.0, 10.0), (18.0, 2.0))
    """
    span_x, span_y = width - 2 * inset, height - 2 * inset
    step = span_x / (len(values) - 1) if len(values) > 1 else 0.0
    first = inset if len(values) > 1 else width - inset
    return tuple(
        (float(first + step * index), float(inset + span_y * (HIGHEST - value) / (HIGHEST - LOWEST)))
        for index, value in enumerate(values)
    )


class PulseLine(QWidget):
    """Draws readings from 1 to 5, oldest first; its accessible name reads them out."""

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._values: tuple[int, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._on_look_changed)
        self.set_values(())

    def set_values(self, values: Sequence[int]) -> None:
        """Show other readings."""
        self._values = tuple(values)
        words = ", ".join(map(str, self._values)) if self._values else self.tr("none yet")
        self.setAccessibleName(self.tr("Pulse, oldest first: {readings}").format(readings=words))
        self.setToolTip(self.accessibleName() if self._values else "")
        self.updateGeometry()
        self.update()

    @property
    def words(self) -> str:
        """What stands in the place of the line while there is too little history; else empty."""
        return "" if len(self._values) >= FEWEST else self.tr("Too little history")

    def sizeHint(self) -> QSize:
        """Return the size of the line at the current text size."""
        width = QFontMetrics(self.look.font("small")).horizontalAdvance(self.words) + 2
        return QSize(max(self.look.px(88), width), self.look.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line and the dot, or say why there is none."""
        if self.words:
            self._paint_words()
            return
        px = self.look.px
        points = [QPointF(x, y) for x, y in lay_out_pulse(self._values, self.width(), self.height(), px(4))]
        colour = self.look.theme.chart("manager_now")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(colour, self.look.scaled_line(1.6))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(points[-1], px(3), px(3))

    def _paint_words(self) -> None:
        painter = QPainter(self)
        painter.setFont(self.look.font("small"))
        painter.setPen(self.look.colour("text3"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), self.words)

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()
