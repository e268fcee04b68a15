"""Offers per person as small bars with their counts, over initials; in the order of names, so that nobody is ranked."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter

from coachdesk.ui.charts.ink import Ink, Measure, Text, draw_text

_LANE = 88
_BASE = 68
_FULL = 48
_BAR = 20
_IN_LANE = 13
"""So many bars stand beside each other; further ones go on below."""


@dataclass(frozen=True, slots=True)
class BalanceBar:
    """One person: initials, the number of offers, and whether they are far below the median."""

    letters: str
    count: int
    is_behind: bool


@dataclass(frozen=True, slots=True)
class BarsLayout:
    """Everything in painter units; `bars` are (left, top, width, height), `lines` the heights of the axes."""

    width: float
    lines: tuple[float, ...]
    bars: tuple[tuple[float, float, float, float], ...]
    texts: tuple[Text, ...]


def needed_height(people: int) -> float:
    """Return the height for so many people in pixels of the design."""
    return _LANE * max(1, -(-people // _IN_LANE))


def lay_out_bars(figure: tuple[BalanceBar, ...], width: float, height: float, measure: Measure) -> BarsLayout:
    """Return where everything stands; the tallest bar is as high as there is room for, at most 8 pixels an offer."""
    unit = measure.unit
    lanes = max(1, -(-len(figure) // _IN_LANE))
    per_lane = max(1, -(-len(figure) // lanes))
    pitch = width / per_lane
    high = min(8.0, _FULL / max([1, *(one.count for one in figure)])) * unit
    bars, texts = [], []
    for at, one in enumerate(figure):
        base = ((at // per_lane) * _LANE + _BASE) * unit
        middle, top = (at % per_lane + 0.5) * pitch, base - one.count * high
        wide = min(_BAR * unit, pitch * 0.6)
        if one.count:
            bars.append((middle - wide / 2, top, wide, base - top))
        style = ("tick_strong", "warn") if one.is_behind else ("chip", "text2")
        texts.append(Text(str(one.count), middle, top - 4 * unit, *style, "middle"))
        name = ("tick_strong", "warn") if one.is_behind else ("tick", "text3")
        texts.append(Text(one.letters, middle, base + 15 * unit, *name, "middle"))
    lines = tuple((lane * _LANE + _BASE + 0.5) * unit for lane in range(lanes))
    return BarsLayout(width, lines, tuple(bars), tuple(texts))


def paint_bars(painter: QPainter, layout: BarsLayout, ink: Ink) -> None:
    """Draw bars, axes, counts and initials."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.colours["active"])
    for bar in layout.bars:
        painter.drawRoundedRect(QRectF(*bar), 2 * ink.unit, 2 * ink.unit)
    painter.setPen(ink.pen("axis", 1))
    for y in layout.lines:
        painter.drawLine(QLineF(0, y, layout.width, y))
    for text in layout.texts:
        draw_text(painter, text, ink)
    painter.restore()
