"""Two shares of each group on a line: a ring for its share of people, a square for that of those with an offer."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter

from coachdesk.ui.charts.ink import Ink, Measure, Text, draw_icon, draw_text, elide

_HEAD, _PITCH, _GAP, _INSET = 24, 34, 12, 8
_TICK_STEP, _LEAST_MAX = 20, 60
_RADIUS, _RADIUS_AROUND = 5.5, 7
_EDGE, _EDGE_WITHIN = 10, 8
_LOCK, _LOCK_GAP, _HATCH = 13, 7, 14
_NAMES_SHARE = 0.36


@dataclass(frozen=True, slots=True)
class ShareLine:
    """One group: shares in percent, `offered` None where it isn't told, and the words at the end of the line."""

    name: str
    people: int
    offered: int | None
    is_strong: bool
    about: str


@dataclass(frozen=True, slots=True)
class ShareFigure:
    """The lines in order, and the words for groups that are not shown: both empty when there are none."""

    lines: tuple[ShareLine, ...]
    withheld: str
    withheld_about: str


@dataclass(frozen=True, slots=True)
class PlacedShares:
    """The centres of both marks of a line; `offered_x` None without a square."""

    people_x: float
    offered_x: float | None
    y: float


@dataclass(frozen=True, slots=True)
class ShareLayout:
    """Everything in painter units; rectangles are (left, top, width, height)."""

    unit: float
    grid: tuple[tuple[float, float, float], ...]
    texts: tuple[Text, ...]
    shares: tuple[PlacedShares, ...]
    lock: tuple[float, float, float, float] | None
    hatch: tuple[float, float, float, float] | None


def needed_height(figure: ShareFigure) -> float:
    """Return the height of a figure in pixels of the design."""
    return _HEAD + _PITCH * (len(figure.lines) + bool(figure.withheld)) + 4


def top_percent(figure: ShareFigure) -> int:
    """Return where the axis ends: the step of 20 that holds every share, 60 at least."""
    most = max((max(line.people, line.offered or 0) for line in figure.lines), default=0)
    return max(_LEAST_MAX, -(-most // _TICK_STEP) * _TICK_STEP)


def lay_out_shares(figure: ShareFigure, width: float, height: float, measure: Measure) -> ShareLayout:
    """Return where everything stands in `width`; the figure takes the height that it needs."""
    unit, (left, right) = measure.unit, _edges(figure, width, measure)
    most, inset = top_percent(figure), _INSET * unit

    def at(percent: int) -> float:
        return left + (right - left) * percent / most

    bottom = (_HEAD + _PITCH * len(figure.lines)) * unit
    texts: list[Text] = []
    grid: list[tuple[float, float, float]] = []
    for percent in _ticks(most, right - left, measure) if figure.lines else ():
        grid.append((at(percent), (_HEAD - 4) * unit, bottom))
        texts.append(Text(f"{percent} %", at(percent), (_HEAD - 10) * unit, "tick", "text3", "middle"))
    shares = []
    for number, line in enumerate(figure.lines):
        y = (_HEAD + _PITCH * (number + 0.5)) * unit
        style = "strong" if line.is_strong else "label"
        texts.append(
            Text(elide(line.name, style, left - inset - _GAP * unit, measure), inset, y + 4 * unit, style, "text")
        )
        texts.append(Text(line.about, width - inset, y + 4 * unit, "tick", "text3", "end"))
        shares.append(PlacedShares(at(line.people), None if line.offered is None else at(line.offered), y))
    if not figure.withheld:
        return ShareLayout(unit, tuple(grid), tuple(texts), tuple(shares), None, None)
    y, indent = bottom + _PITCH * unit / 2, inset + (_LOCK + _LOCK_GAP) * unit
    words = elide(figure.withheld, "label", left - _GAP * unit - indent, measure)
    texts.append(Text(words, indent, y + 4 * unit, "label", "text2"))
    texts.append(Text(figure.withheld_about, width - inset, y + 4 * unit, "tick", "text3", "end"))
    lock = (inset, y - _LOCK * unit / 2, _LOCK * unit, _LOCK * unit)
    hatch = (left, y - _HATCH * unit / 2, right - left, _HATCH * unit)
    return ShareLayout(unit, tuple(grid), tuple(texts), tuple(shares), lock, hatch)


def paint_shares(painter: QPainter, layout: ShareLayout, ink: Ink) -> None:
    """Draw a layout; equal shares are a square within its ring."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(ink.pen("grid", 1))
    for x, top, bottom in layout.grid:
        painter.drawLine(QLineF(x, top, x, bottom))
    for text in layout.texts:
        draw_text(painter, text, ink)
    for placed in layout.shares:
        _paint_line(painter, placed, layout.unit, ink)
    if layout.lock is not None:
        draw_icon(painter, "lock", "text3", QRectF(*layout.lock), ink)
    if layout.hatch is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setOpacity(0.5)
        painter.setBrush(QBrush(ink.colours["before"], Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(QRectF(*layout.hatch), 3 * layout.unit, 3 * layout.unit)
    painter.restore()


def _paint_line(painter: QPainter, placed: PlacedShares, unit: float, ink: Ink) -> None:
    is_equal = placed.offered_x == placed.people_x
    if placed.offered_x is not None and not is_equal:
        painter.setPen(ink.pen("expected", 2))
        painter.drawLine(QLineF(placed.people_x, placed.y, placed.offered_x, placed.y))
    radius = (_RADIUS_AROUND if is_equal else _RADIUS) * unit
    painter.setPen(ink.pen("expected", 1.8))
    painter.setBrush(ink.colours["surface"])
    painter.drawEllipse(QPointF(placed.people_x, placed.y), radius, radius)
    if placed.offered_x is not None:
        edge = (_EDGE_WITHIN if is_equal else _EDGE) * unit
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.colours["manager_now"])
        square = QRectF(placed.offered_x - edge / 2, placed.y - edge / 2, edge, edge)
        painter.drawRoundedRect(square, 1.5 * unit, 1.5 * unit)


def _edges(figure: ShareFigure, width: float, measure: Measure) -> tuple[float, float]:
    """Return where the axis begins, after the longest name that has room, and ends, before the words at the end."""
    unit = measure.unit
    names = [measure.width(line.name, "strong") for line in figure.lines]
    names.append(measure.width(figure.withheld, "label") + (_LOCK + _LOCK_GAP) * unit)
    left = _INSET * unit + min(max(names), width * _NAMES_SHARE) + _GAP * unit
    abouts = [measure.width(words, "tick") for words in (figure.withheld_about, *(one.about for one in figure.lines))]
    return left, max(left + unit, width - max(abouts) - (_GAP + _INSET) * unit)


def _ticks(most: int, room: float, measure: Measure) -> tuple[int, ...]:
    """Return the percents to write: each step where there is room, else both ends."""
    every = tuple(range(0, most + 1, _TICK_STEP))
    need = measure.width(f"{most} %", "tick") + 8 * measure.unit
    return every if need * (len(every) - 1) <= room else (0, most)
