"""Paints units and rows of units; the same for screen, legend, PDF and SVG."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from coachdesk.growth.balance import OfferState
from coachdesk.ui.charts.ink import Ink, draw_text
from coachdesk.ui.charts.unit_chart import PlacedRow, UnitLayout

_RADIUS = 2
_HATCH = 5
_DOT = 2
_LEAST_FOR_DOT = 8


def paint_units(painter: QPainter, layout: UnitLayout, ink: Ink) -> None:
    """Draw a whole layout."""
    paint_unit_rows(painter, layout, ink, layout.rows)
    paint_unit_heads(painter, layout, ink)


def paint_unit_heads(painter: QPainter, layout: UnitLayout, ink: Ink) -> None:
    """Draw the words over the line and over the last offers."""
    for text in layout.heads:
        draw_text(painter, text, ink)


def paint_unit_rows(painter: QPainter, layout: UnitLayout, ink: Ink, rows: tuple[PlacedRow, ...]) -> None:
    """Draw the line and only these rows: those in sight, of hundreds."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if layout.median_x is not None:
        painter.setPen(ink.pen("axis", 1, (3, 3)))
        painter.drawLine(QLineF(layout.median_x, layout.line[0], layout.median_x, layout.line[1]))
    for row in rows:
        for unit in row.units:
            paint_unit(painter, unit.state, QRectF(*unit.place), ink)
        if row.zero is not None:
            x, top, bottom = row.zero
            painter.setPen(ink.pen("axis", 2))
            painter.drawLine(QLineF(x + ink.unit, top, x + ink.unit, bottom))
        for text in row.texts:
            draw_text(painter, text, ink)
    painter.restore()


def paint_unit(painter: QPainter, state: OfferState, box: QRectF, ink: Ink) -> None:
    """Draw one unit: landed full, active with a dot, stopped half full, offered hollow, declined hatched."""
    _PAINT[state](painter, box, ink)


def _paint_landed(painter: QPainter, box: QRectF, ink: Ink) -> None:
    _fill(painter, box, ink, "landed")


def _paint_active(painter: QPainter, box: QRectF, ink: Ink) -> None:
    _fill(painter, box, ink, "active")
    if box.width() >= _LEAST_FOR_DOT * ink.unit:
        painter.setBrush(ink.colours["surface"])
        painter.drawEllipse(box.center(), _DOT * ink.unit, _DOT * ink.unit)


def _paint_stopped(painter: QPainter, box: QRectF, ink: Ink) -> None:
    _outline(painter, box, ink, "active", 1.5)
    _fill(painter, QRectF(box.left(), box.top(), box.width() / 2, box.height()), ink, "active")


def _paint_offered(painter: QPainter, box: QRectF, ink: Ink) -> None:
    _outline(painter, box, ink, "offered", 1.5)


def _paint_declined(painter: QPainter, box: QRectF, ink: Ink) -> None:
    painter.setPen(ink.pen("declined", 1.3))
    for line in _hatch(box, _HATCH * ink.unit):
        painter.drawLine(line)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(ink.pen("declined", 1))
    _round(painter, box, 0.5 * ink.unit, ink)


_PAINT: dict[OfferState, Callable[[QPainter, QRectF, Ink], None]] = {
    OfferState.LANDED: _paint_landed,
    OfferState.ACTIVE: _paint_active,
    OfferState.STOPPED: _paint_stopped,
    OfferState.OFFERED: _paint_offered,
    OfferState.DECLINED: _paint_declined,
}


def _fill(painter: QPainter, box: QRectF, ink: Ink, tone: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.colours[tone])
    _round(painter, box, 0, ink)


def _outline(painter: QPainter, box: QRectF, ink: Ink, tone: str, width: float) -> None:
    painter.setPen(ink.pen(tone, width))
    painter.setBrush(ink.colours["surface"])
    _round(painter, box, width / 2 * ink.unit, ink)


def _round(painter: QPainter, box: QRectF, inset: float, ink: Ink) -> None:
    inner = box.adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(inner, _RADIUS * ink.unit, _RADIUS * ink.unit)


def _hatch(box: QRectF, pitch: float) -> list[QLineF]:
    """Return lines that rise to the right, cut at the box: clipping would not survive every vector format."""
    lines, start = [], box.left() - box.height() + pitch / 2
    while start < box.right():
        low, high = max(start, box.left()), min(start + box.height(), box.right())
        if high > low:
            lines.append(
                QLineF(QPointF(low, box.bottom() - (low - start)), QPointF(high, box.bottom() - (high - start)))
            )
        start += pitch
    return lines
