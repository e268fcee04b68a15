"""The radar: what holds now, what held six months ago and what is expected, one spoke a competency.

Shapes differ as well as colours: now is solid with squares, before is dotted with circles, expected is dashed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from coachdesk.ui.charts.ink import Ink, Measure, Point, Text, draw_text

_LABEL_GAP = 10
_LINE = 15
_WIDEST_LABEL = 88
_LEAST_RADIUS = 48
_SQUARE, _CIRCLE = 7, 2.6


@dataclass(frozen=True, slots=True)
class Spoke:
    """One competency. Values count rings from the middle (0 to the number of rings), None for no mark.

    `is_short` prints the name bold: it is below what is expected.
    """

    name: str
    now: float | None
    before: float | None
    expected: float | None
    is_short: bool = False


@dataclass(frozen=True, slots=True)
class RadarFigure:
    """Spokes clockwise from the top, and the names of the rings from the inside; an empty name is not printed."""

    spokes: tuple[Spoke, ...]
    rings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RadarLayout:
    """The radar in painter units. A trace has None where a value is missing; spokes lead from `centre` to `ends`."""

    centre: Point
    radius: float
    ends: tuple[Point, ...]
    rings: tuple[tuple[Point, ...], ...]
    names: tuple[Text, ...]
    ring_names: tuple[Text, ...]
    now: tuple[Point | None, ...]
    before: tuple[Point | None, ...]
    expected: tuple[Point | None, ...]


def lay_out_radar(figure: RadarFigure, width: float, height: float, measure: Measure) -> RadarLayout:
    """Return where everything stands so that all names fit into `width` × `height`."""
    count, levels = len(figure.spokes), max(1, len(figure.rings))
    turns = [_direction(at, count) for at in range(count)]
    names = [_break_name(spoke.name, _style(spoke), measure) for spoke in figure.spokes]
    radius = _radius(figure, turns, names, width, height, measure)
    top = max((len(lines) for lines in names[:1]), default=1) * _LINE * measure.unit
    centre = (width / 2, (height + top - _LINE * measure.unit) / 2)

    def at(turn: Point, share: float) -> Point:
        return centre[0] + turn[0] * radius * share, centre[1] + turn[1] * radius * share

    def trace(values: Sequence[float | None]) -> tuple[Point | None, ...]:
        return tuple(
            None if value is None else at(turn, min(1.0, value / levels))
            for turn, value in zip(turns, values, strict=True)
        )

    return RadarLayout(
        centre,
        radius,
        tuple(at(turn, 1) for turn in turns),
        tuple(tuple(at(turn, ring / levels) for turn in turns) for ring in range(1, levels + 1)),
        tuple(
            text
            for spoke, turn, lines in zip(figure.spokes, turns, names, strict=True)
            for text in _place_name(spoke, turn, lines, centre, radius, measure)
        ),
        _place_ring_names(figure.rings, count, centre, radius, measure),
        trace([spoke.now for spoke in figure.spokes]),
        trace([spoke.before for spoke in figure.spokes]),
        trace([spoke.expected for spoke in figure.spokes]),
    )


def paint_radar(painter: QPainter, layout: RadarLayout, ink: Ink) -> None:
    """Draw the radar."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(ink.pen("grid", 1))
    for ring in layout.rings:
        painter.drawPolygon(_polygon(ring))
    for end in layout.ends:
        painter.drawLine(QPointF(*layout.centre), QPointF(*end))
    _fill(painter, layout.now, ink)
    dotted = ink.pen("before", 1.5, (0.01, 4.2))
    dotted.setCapStyle(Qt.PenCapStyle.RoundCap)
    _draw_trace(painter, layout.before, dotted)
    _draw_trace(painter, layout.expected, ink.pen("expected", 1.5, (6, 4)))
    _draw_trace(painter, layout.now, ink.pen("manager_now", 2))
    painter.setPen(ink.pen("before", 1.4))
    painter.setBrush(ink.colours["surface"])
    for point in layout.before:
        if point is not None:
            painter.drawEllipse(QPointF(*point), _CIRCLE * ink.unit, _CIRCLE * ink.unit)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.colours["manager_now"])
    edge = _SQUARE * ink.unit
    for point in layout.now:
        if point is not None:
            painter.drawRoundedRect(QRectF(point[0] - edge / 2, point[1] - edge / 2, edge, edge), edge / 6, edge / 6)
    for text in layout.ring_names:
        _draw_with_halo(painter, text, ink)
    for text in layout.names:
        draw_text(painter, text, ink)


def _direction(at: int, count: int) -> Point:
    angle = 2 * pi * at / max(1, count) - pi / 2
    return cos(angle), sin(angle)


def _style(spoke: Spoke) -> str:
    return "strong" if spoke.is_short else "label"


def _break_name(name: str, style: str, measure: Measure) -> tuple[str, ...]:
    """Return the name on one line, or on two as equal as its words allow."""
    words = name.split()
    if len(words) < 2 or measure.width(name, style) <= _WIDEST_LABEL * measure.unit:
        return (name,)
    breaks = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words)))
    return min(breaks, key=lambda lines: max(measure.width(line, style) for line in lines))


def _radius(
    figure: RadarFigure,
    turns: list[Point],
    names: list[tuple[str, ...]],
    width: float,
    height: float,
    measure: Measure,
) -> float:
    unit = measure.unit
    found = min(width, height) / 2
    for spoke, (across, down), lines in zip(figure.spokes, turns, names, strict=True):
        widest = max(measure.width(line, _style(spoke)) for line in lines)
        tall = len(lines) * _LINE * unit
        if abs(across) > 0.01:
            found = min(found, (width / 2 - widest) / abs(across) - _LABEL_GAP * unit)
        if abs(down) > 0.5:
            found = min(found, (height / 2 - tall / 2) / abs(down) - _LABEL_GAP * unit)
    return max(_LEAST_RADIUS * unit, found)


def _place_name(
    spoke: Spoke, turn: Point, lines: tuple[str, ...], centre: Point, radius: float, measure: Measure
) -> list[Text]:
    unit = measure.unit
    reach = radius + _LABEL_GAP * unit
    x, y = centre[0] + turn[0] * reach, centre[1] + turn[1] * reach
    anchor = "middle" if abs(turn[0]) < 0.2 else "start" if turn[0] > 0 else "end"
    first = y + 4 * unit + (len(lines) - 1) * _LINE * unit * (turn[1] - 1) / 2
    return [
        Text(line, x, first + number * _LINE * unit, _style(spoke), "text", anchor) for number, line in enumerate(lines)
    ]


def _place_ring_names(
    rings: tuple[str, ...], count: int, centre: Point, radius: float, measure: Measure
) -> tuple[Text, ...]:
    """Put each name in the middle of its ring, between the first two spokes."""
    angle = pi / max(3, count) - pi / 2
    inner = cos(pi / max(3, count))
    found = []
    for number, name in enumerate(rings):
        if name:
            reach = radius * inner * (number + 0.5) / len(rings)
            x, y = centre[0] + cos(angle) * reach, centre[1] + sin(angle) * reach + 3.5 * measure.unit
            found.append(Text(name, x, y, "step", "text2", "middle"))
    return tuple(found)


def _polygon(points: Sequence[Point]) -> QPolygonF:
    return QPolygonF([QPointF(*point) for point in points])


def _fill(painter: QPainter, trace: tuple[Point | None, ...], ink: Ink) -> None:
    """Fill what is enclosed; a trace with a gap encloses nothing, for what was not assessed is not zero."""
    points = [point for point in trace if point is not None]
    if len(points) < len(trace) or len(points) < 3:
        return
    colour = ink.colours["fill_now"]
    painter.save()
    painter.setOpacity(0.65)
    path = QPainterPath()
    path.addPolygon(_polygon(points))
    painter.fillPath(path, colour)
    painter.restore()


def _draw_trace(painter: QPainter, trace: tuple[Point | None, ...], pen: QPen) -> None:
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    points = [point for point in trace if point is not None]
    if len(points) == len(trace):
        painter.drawPolygon(_polygon(points))
        return
    for first, second in zip(trace, (*trace[1:], *trace[:1]), strict=True):
        if first is not None and second is not None:
            painter.drawLine(QPointF(*first), QPointF(*second))


def _draw_with_halo(painter: QPainter, text: Text, ink: Ink) -> None:
    """Draw a name over the lines, with the ground showing round it."""
    path = QPainterPath()
    width = ink.width(text.words, text.style)
    path.addText(QPointF(text.x - width / 2, text.y), ink.fonts[text.style], text.words)
    painter.strokePath(path, ink.pen("surface", 3))
    draw_text(painter, text, ink)
