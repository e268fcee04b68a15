"""What the lines and marks of a chart mean, in as many lines as the width needs."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from coachdesk.growth.balance import OfferState
from coachdesk.ui.charts.ink import Ink, Text, build_ink, draw_icon, draw_text
from coachdesk.ui.charts.unit_chart_paint import paint_unit
from coachdesk.ui.theme.appearance import Appearance

_SAMPLE, _GAP, _SPACE, _LINE = 20, 6, 16, 22


@dataclass(frozen=True, slots=True)
class LegendItem:
    """A mark and its words. Kinds: now, before, expected, step, hollow, bar, square, ring, or `icon:NAME`."""

    kind: str
    words: str


class Legend(QWidget):
    """Shows items along the reading direction, wrapped."""

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._items: tuple[LegendItem, ...] = ()
        self._ink = build_ink(look.theme, look.metrics)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self._on_look_changed)

    def set_items(self, items: tuple[LegendItem, ...]) -> None:
        """Show other items."""
        if items != self._items:
            self._items = items
            self.setAccessibleName(", ".join(item.words for item in items))
            self.updateGeometry()
            self.update()

    def hasHeightForWidth(self) -> bool:
        """Return that items wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        places = self._places(width)
        last = places[-1][1] if places else 0.0
        return round(last + _LINE * self._ink.unit)

    def sizeHint(self) -> QSize:
        """Return one line."""
        return QSize(self.look.px(240), self.heightForWidth(max(self.width(), self.look.px(240))))

    def minimumSizeHint(self) -> QSize:
        """Return a narrow line."""
        return QSize(self.look.px(120), self.look.px(_LINE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for as many lines as the new width needs."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw samples and words."""
        painter, ink = QPainter(self), self._ink
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for item, (x, y) in zip(self._items, self._places(self.width()), strict=True):
            middle = y + _LINE * ink.unit / 2
            _paint_sample(painter, item.kind, QPointF(x, middle), ink)
            left = x + (_SAMPLE + _GAP) * ink.unit
            draw_text(painter, Text(item.words, left, middle + 4 * ink.unit, "label", "text2"), ink)

    def _places(self, width: float) -> list[tuple[float, float]]:
        unit, x, y, found = self._ink.unit, 0.0, 0.0, []
        for item in self._items:
            need = (_SAMPLE + _GAP) * unit + self._ink.width(item.words, "label")
            if x and x + need > width:
                x, y = 0.0, y + _LINE * unit
            found.append((x, y))
            x += need + _SPACE * unit
        return found

    def _on_look_changed(self) -> None:
        self._ink = build_ink(self.look.theme, self.look.metrics)
        self.updateGeometry()
        self.update()


def _paint_sample(painter: QPainter, kind: str, left: QPointF, ink: Ink) -> None:
    unit, x, y = ink.unit, left.x(), left.y()
    middle = x + _SAMPLE * unit / 2
    if kind.startswith("icon:"):
        edge = 14 * unit
        draw_icon(painter, kind[5:], "text2", QRectF(middle - edge / 2, y - edge / 2, edge, edge), ink)
        return
    if kind.startswith("unit:"):
        paint_unit(painter, OfferState[kind[5:]], QRectF(x + unit, y - 6 * unit, 18 * unit, 12 * unit), ink)
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    line = QLineF(x, y, x + _SAMPLE * unit, y)
    if kind == "step":
        painter.setPen(ink.pen("manager_now", 2))
        corners = ((0, 3.5), (9, 3.5), (9, -3.5), (20, -3.5))
        painter.drawPolyline(QPolygonF([QPointF(x + a * unit, y + b * unit) for a, b in corners]))
    elif kind == "expected":
        painter.setPen(ink.pen("expected", 1.5, (6, 3)))
        painter.drawLine(line)
    elif kind == "before":
        pen = ink.pen("before", 1.5, (0.01, 4.2))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(line)
        painter.setPen(ink.pen("before", 1.4))
        painter.setBrush(ink.colours["surface"])
        painter.drawEllipse(QPointF(middle, y), 3 * unit, 3 * unit)
    elif kind == "ring":
        painter.setPen(ink.pen("expected", 1.8))
        painter.setBrush(ink.colours["surface"])
        painter.drawEllipse(QPointF(middle, y), 5 * unit, 5 * unit)
    elif kind == "bar":
        painter.setPen(ink.pen("expected", 2))
        painter.drawLine(QLineF(middle, y - 6 * unit, middle, y + 6 * unit))
    else:
        _paint_square(painter, kind, QPointF(middle, y), line, ink)


def _paint_square(painter: QPainter, kind: str, middle: QPointF, line: QLineF, ink: Ink) -> None:
    if kind == "now":
        painter.setPen(ink.pen("manager_now", 2))
        painter.drawLine(line)
    edge = 7 * ink.unit
    painter.setPen(ink.pen("manager_now", 1.5))
    painter.setBrush(ink.colours["surface" if kind == "hollow" else "manager_now"])
    square = QRectF(middle.x() - edge / 2, middle.y() - edge / 2, edge, edge)
    painter.drawRoundedRect(square, ink.unit, ink.unit)
