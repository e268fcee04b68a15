"""Painting a page, the same way on the screen, to a printer and to a PDF."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from coachdesk.ui.charts.ink import Ink
from coachdesk.ui.charts.radar import RadarLayout, paint_radar
from coachdesk.ui.charts.step_lines_paint import paint_step_lines
from coachdesk.ui.packets.paper import paper_ink
from coachdesk.ui.packets.sheet import Figure, LegendMark, Page

_SAMPLE = 18


def paint_page(painter: QPainter, page: Page, *, is_grey: bool) -> None:
    """Paint a page; the painter's unit is 1/96 inch. Text comes before charts, on which `tagging` relies."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = paper_ink(is_grey)
    for rule in page.rules:
        painter.setPen(ink.pen(rule.tone, 1))
        painter.drawLine(QPointF(rule.x, rule.y), QPointF(rule.x + rule.width, rule.y))
    for run in page.runs:
        painter.setFont(ink.fonts[f"paper.{run.style}"])
        painter.setPen(ink.colours[run.tone])
        painter.drawText(QPointF(run.x, run.y), run.text)
    for mark in page.marks:
        _paint_mark(painter, mark, ink)
    for figure in page.figures:
        _paint_figure(painter, figure, ink)


def _paint_figure(painter: QPainter, figure: Figure, ink: Ink) -> None:
    painter.save()
    painter.translate(figure.x, figure.y)
    if isinstance(figure.layout, RadarLayout):
        paint_radar(painter, figure.layout, ink)
    else:
        paint_step_lines(painter, figure.layout, ink)
    painter.restore()


def _paint_mark(painter: QPainter, mark: LegendMark, ink: Ink) -> None:
    left, middle = QPointF(mark.x, mark.y), mark.x + _SAMPLE / 2
    right = QPointF(mark.x + _SAMPLE, mark.y)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if mark.kind == "expected":
        painter.setPen(ink.pen("expected", 1.5, (6, 3)))
        painter.drawLine(left, right)
    elif mark.kind == "before":
        painter.setPen(ink.pen("before", 1.5, (1.5, 3.2)))
        painter.drawLine(left, right)
        painter.setPen(ink.pen("before", 1.4))
        painter.setBrush(ink.colours["surface"])
        painter.drawEllipse(QPointF(middle, mark.y), 3, 3)
    else:
        painter.setPen(ink.pen("manager_now", 2))
        painter.drawLine(left, right)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.colours["manager_now"])
        painter.drawRoundedRect(QRectF(middle - 3.5, mark.y - 3.5, 7, 7), 1, 1)
