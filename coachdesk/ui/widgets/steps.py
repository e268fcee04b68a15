"""The steps of a set-up and the step motif behind it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from coachdesk.ui.theme.appearance import Appearance

_OPACITIES = (0.28, 0.40, 0.52, 0.64, 0.70)


class StepList(QWidget):
    """Numbered steps from the first to the last; done ones carry a check, the current one is filled."""

    def __init__(self, look: Appearance, steps: Sequence[str], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._steps = tuple(steps)
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._on_look_changed)
        self.set_current(0)

    def set_current(self, index: int) -> None:
        """Show which step is being done, counted from 0."""
        self._current = index
        words = self.tr("Step {number} of {count}: {name}")
        self.setAccessibleName(words.format(number=index + 1, count=len(self._steps), name=self._steps[index]))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the steps under each other, 44 px each at 100 %."""
        metrics = QFontMetrics(self.look.font("section"))
        widest = max(metrics.horizontalAdvance(step) for step in self._steps)
        return QSize(widest + self.look.px(40), self._row() * len(self._steps) - self.look.px(4))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint's height and room for the circles."""
        return QSize(self.look.px(80), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the circles and names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in range(len(self._steps)):
            self._paint_step(painter, index)

    def _row(self) -> int:
        return max(self.look.px(44), QFontMetrics(self.look.font("section")).height() + self.look.px(16))

    def _paint_step(self, painter: QPainter, index: int) -> None:
        px, row = self.look.px, self._row()
        top, edge = index * row, self.look.px(24)
        height = row - px(4)
        done, current = index < self._current, index == self._current
        box = self._mirrored(QRectF(0, top + (height - edge) / 2, edge, edge))
        painter.setPen(QPen(self.look.colour("accentFill" if done or current else "controlBorder"), 1.5))
        painter.setBrush(self.look.colour("accentFill") if current else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box.adjusted(0.75, 0.75, -0.75, -0.75))
        if done:
            size = px(14)
            corner = box.center() - QPointF(size / 2, size / 2)
            painter.drawPixmap(corner, self.look.pixmap("check", "accent", 14, self.devicePixelRatioF()))
        else:
            painter.setPen(self.look.colour("onAccent" if current else "text3"))
            painter.setFont(self.look.font("small", weight=600))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(index + 1))
        painter.setPen(self.look.colour("text" if current else "text2" if done else "text3"))
        font = self.look.font("section" if current else "body")
        painter.setFont(font)
        room = self._mirrored(QRectF(px(36), top, self.width() - px(36), height))
        text = QFontMetrics(font).elidedText(self._steps[index], Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | self._start()), text)

    def _start(self) -> Qt.AlignmentFlag:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignAbsolute

    def _mirrored(self, rect: QRectF) -> QRectF:
        whole = self.rect()
        return QStyle.visualRect(self.layoutDirection(), whole, rect.toRect()).toRectF()

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()


def steps_from_path(path: str) -> tuple[QPointF, ...]:
    """Return the points of an SVG path of M, H and V commands with absolute numbers."""
    points: list[QPointF] = []
    words = path.replace("M", "M ").replace("H", "H ").replace("V", "V ").split()
    x = y = 0.0
    place = 0
    while place < len(words):
        command = words[place]
        if command == "M":
            x, y = float(words[place + 1]), float(words[place + 2])
            place += 3
        else:
            x = float(words[place + 1]) if command == "H" else x
            y = float(words[place + 1]) if command == "V" else y
            place += 2
        points.append(QPointF(x, y))
    return tuple(points)


def paint_motif(
    painter: QPainter, look: Appearance, lines: Sequence[tuple[QPointF, ...]], origin: QPointF, stretch: float = 1.0
) -> None:
    """Draw the rising steps at `origin`, stretched sideways to the width of the window."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(origin)
    for line, opacity in zip(lines, _OPACITIES, strict=True):
        colour = look.colour("accentLine")
        colour.setAlphaF(opacity)
        painter.setPen(QPen(colour, 1.5, Qt.PenStyle.SolidLine, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(QPolygonF([QPointF(p.x() * stretch, p.y()) for p in line]))
    painter.restore()
