"""Toward a level: one short lane a competency with the mark that holds and a bar where the target expects it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter

from coachdesk.ui.charts.ink import Ink, Measure, Point, Text, draw_text, elide

LANE = 24
_FOOT = 20
_NAMES = 104
_SQUARE = 9


@dataclass(frozen=True, slots=True)
class AreaLane:
    """One competency; values count levels from the left, None where there is no mark or no expectation."""

    name: str
    now: float | None
    expected: float | None
    is_short: bool


@dataclass(frozen=True, slots=True)
class AreaLanesFigure:
    """Lanes over the named levels."""

    lanes: tuple[AreaLane, ...]
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AreaLanesLayout:
    """Everything in painter units; a lane is its middle, the mark and the bar."""

    left: float
    bottom: float
    grid: tuple[float, ...]
    texts: tuple[Text, ...]
    marks: tuple[Point, ...]
    bars: tuple[Point, ...]


def needed_height(lanes: int, unit: float = 1) -> float:
    """Return the height of `lanes` with the level names under them."""
    return (lanes * LANE + _FOOT) * unit


def lay_out_area_lanes(figure: AreaLanesFigure, width: float, height: float, measure: Measure) -> AreaLanesLayout:
    """Return where everything stands in `width`; lanes share `height`."""
    unit, count = measure.unit, max(1, len(figure.levels))
    widest = max((measure.width(one.name, "strong") for one in figure.lanes), default=0) + 10 * unit
    left = min(max(_NAMES * unit, widest), width * 0.5)
    lane = (height - _FOOT * unit) / max(1, len(figure.lanes))
    bottom, right = lane * len(figure.lanes), width - 8 * unit

    def x(value: float) -> float:
        return left + (right - left) * min(1.0, max(0.0, value / count))

    middles = [(at + 0.5) * lane for at in range(len(figure.lanes))]
    texts = []
    for one, middle in zip(figure.lanes, middles, strict=True):
        style = "strong" if one.is_short else "label"
        texts.append(Text(elide(one.name, style, left - 8 * unit, measure), 0, middle + 4 * unit, style, "text"))
    for at, name in enumerate(figure.levels):
        texts.append(Text(name, x(at + 0.5), bottom + 14 * unit, "tick", "text3", "middle"))
    pairs = tuple(zip(figure.lanes, middles, strict=True))
    return AreaLanesLayout(
        left,
        bottom,
        tuple(x(at) for at in range(count + 1)),
        tuple(texts),
        tuple((x(one.now), middle) for one, middle in pairs if one.now is not None),
        tuple((x(one.expected), middle) for one, middle in pairs if one.expected is not None),
    )


def paint_area_lanes(painter: QPainter, layout: AreaLanesLayout, ink: Ink) -> None:
    """Draw the lanes."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(ink.pen("grid", 1))
    for x in layout.grid:
        painter.drawLine(QLineF(x, 0, x, layout.bottom))
    painter.setPen(ink.pen("manager_now", 2))
    for x, y in layout.marks:
        painter.drawLine(QLineF(layout.left, y, x, y))
    painter.setPen(Qt.PenStyle.NoPen)
    edge = _SQUARE * ink.unit
    for x, y in layout.marks:
        painter.setBrush(ink.colours["manager_now"])
        painter.drawRoundedRect(QRectF(x - edge / 2, y - edge / 2, edge, edge), ink.unit, ink.unit)
    painter.setPen(ink.pen("expected", 2))
    for x, y in layout.bars:
        painter.drawLine(QLineF(x, y - 7 * ink.unit, x, y + 7 * ink.unit))
    for text in layout.texts:
        draw_text(painter, text, ink)
