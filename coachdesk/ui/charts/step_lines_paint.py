"""Draws the step lines that `step_lines` laid out."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from coachdesk.ui.charts.ink import Ink, draw_icon, draw_text
from coachdesk.ui.charts.step_lines import EventLayout, LaneLayout, StepLinesLayout
from coachdesk.ui.charts.step_spans import SPAN_HEIGHT, SpanLayout

_EVENT_ICONS = {"promotion": "award", "review": "ladder", "feedback": "feedback"}
_AGE_ICONS = {"fresh": ("check", "ok"), "ageing": ("clock", "text2"), "stale": ("alert", "warn")}
_SQUARE = 7
_RADIUS, _DOT = 11, 3


def paint_step_lines(painter: QPainter, layout: StepLinesLayout, ink: Ink) -> None:
    """Draw bands first, then lines, then marks and words."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for span in layout.spans:
        _paint_band(painter, span, layout, ink)
    painter.setPen(ink.pen("border", 1, (2, 3)))
    for event in (one for one in layout.events if one.has_circle):
        painter.drawLine(QLineF(event.x, layout.head, event.x, layout.bottom))
    painter.setPen(ink.pen("axis", 1))
    for x in layout.versions:
        painter.drawLine(QLineF(x, layout.head - 10 * ink.unit, x, layout.bottom))
    for lane in layout.lanes:
        _paint_lane(painter, lane, layout, ink)
    painter.setPen(ink.pen("axis", 1))
    for x in layout.ticks:
        painter.drawLine(QLineF(x, layout.bottom, x, layout.bottom + 4 * ink.unit))
    if layout.cut_x is not None:
        painter.setPen(ink.pen("accent", 1.5))
        painter.drawLine(QLineF(layout.cut_x, layout.head - 6 * ink.unit, layout.cut_x, layout.bottom + 4 * ink.unit))
    for event in layout.events:
        _paint_event(painter, event, ink)
    for text in layout.texts:
        draw_text(painter, text, ink)


def _paint_band(painter: QPainter, span: SpanLayout, layout: StepLinesLayout, ink: Ink) -> None:
    unit = ink.unit
    painter.fillRect(
        QRectF(span.left, layout.head, span.right - span.left, layout.bottom - layout.head), ink.colours["span_band"]
    )
    painter.setPen(ink.pen("accentLine", 1))
    painter.setBrush(ink.colours["accentTint"])
    painter.drawRoundedRect(QRectF(span.left, span.top, span.right - span.left, SPAN_HEIGHT * unit), 4 * unit, 4 * unit)


def _paint_lane(painter: QPainter, lane: LaneLayout, layout: StepLinesLayout, ink: Ink) -> None:
    axis, unit = layout.axis, ink.unit
    painter.setPen(ink.pen("divider", 1))
    painter.drawLine(QLineF(0, lane.bottom, layout.width, lane.bottom))
    if lane.expected_y is not None:
        painter.setPen(ink.pen("expected", 1.25, (5, 4)))
        painter.drawLine(QLineF(axis.left, lane.expected_y, axis.right, lane.expected_y))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(ink.pen("manager_now", 2))
    if lane.line:
        painter.drawPolyline(QPolygonF([QPointF(*point) for point in lane.line]))
    edge = _SQUARE * unit
    painter.setPen(ink.pen("manager_now", 1.5))
    for ground, points in (("manager_now", lane.squares), ("surface", lane.hollow)):
        painter.setBrush(ink.colours[ground])
        for x, y in points:
            painter.drawRoundedRect(QRectF(x - edge / 2, y - edge / 2, edge, edge), unit, unit)
    if lane.age_icon is not None:
        icon, tone = _AGE_ICONS[lane.age_kind]
        draw_icon(painter, icon, tone, QRectF(*lane.age_icon, 14 * unit, 14 * unit), ink)
    for text in lane.texts:
        draw_text(painter, text, ink)


def _paint_event(painter: QPainter, event: EventLayout, ink: Ink) -> None:
    is_promotion = event.kind == "promotion"
    if not event.has_circle:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.colours["text3"])
        painter.drawEllipse(QPointF(event.x, event.y + 16 * ink.unit), _DOT * ink.unit, _DOT * ink.unit)
        return
    painter.setPen(ink.pen("accentFill" if is_promotion else "border", 1))
    painter.setBrush(ink.colours["accentFill" if is_promotion else "surface"])
    painter.drawEllipse(QPointF(event.x, event.y), _RADIUS * ink.unit, _RADIUS * ink.unit)
    edge = 14 * ink.unit
    place = QRectF(event.x - edge / 2, event.y - edge / 2, edge, edge)
    draw_icon(painter, _EVENT_ICONS.get(event.kind, "info"), "onAccent" if is_promotion else "text2", place, ink)
