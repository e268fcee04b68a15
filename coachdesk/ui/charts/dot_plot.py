"""Marks of several people beside each other: a row for each competency, a column for each step, a dot for each person.

People stand in the order of their names, below each other where they share a step. Nothing ranks them.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from coachdesk.ui.charts.ink import Ink, Measure, Text, draw_text, elide

_HEAD = 44
_PITCH = 26
_RADIUS = 11
_PAD = 9
_NAMES = 168
_OPEN_COLUMN = 96
_LEAST_COLUMN = 40
_INSET = 8


@dataclass(frozen=True, slots=True)
class Dot:
    """One person: the letters in the dot, the step (None while not assessed), and whether the mark is agreed."""

    letters: str
    step: int | None
    is_agreed: bool


@dataclass(frozen=True, slots=True)
class DotLine:
    """One competency. `expected` is the first and the last step that the level asks for, None where unknown."""

    name: str
    about: str
    expected: tuple[int, int] | None
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class DotPanel:
    """Competencies that share their steps. `steps` are pairs of a long and a short word."""

    title: str
    steps: tuple[tuple[str, str], ...]
    lines: tuple[DotLine, ...]


@dataclass(frozen=True, slots=True)
class DotFigure:
    """The panels below each other, and the words over the column of those without a mark."""

    panels: tuple[DotPanel, ...]
    not_assessed: str


@dataclass(frozen=True, slots=True)
class PlacedDot:
    """A dot and its centre."""

    dot: Dot
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class DotLayout:
    """Everything in painter units; rectangles are (left, top, width, height)."""

    width: float
    radius: float
    rules: tuple[float, ...]
    bands: tuple[tuple[float, float, float, float], ...]
    texts: tuple[Text, ...]
    dots: tuple[PlacedDot, ...]


def line_height(line: DotLine) -> float:
    """Return the height of a row in pixels of the design: as many dots as stand on one step."""
    return max(1, *(len(stack) for stack in _stacks(line).values()), 1) * _PITCH + 2 * _PAD


def needed_height(figure: DotFigure) -> float:
    """Return the height of a figure in pixels of the design."""
    return sum(_HEAD + sum(map(line_height, panel.lines)) for panel in figure.panels) + 8


def lay_out_dots(figure: DotFigure, width: float, height: float, measure: Measure) -> DotLayout:
    """Return where everything stands in `width`; the figure takes the height that it needs."""
    unit = measure.unit
    rules: list[float] = []
    bands: list[tuple[float, float, float, float]] = []
    texts: list[Text] = []
    dots: list[PlacedDot] = []
    top = 0.0
    for panel in figure.panels:
        open_left = width - _OPEN_COLUMN * unit
        first, last = shown_steps(panel)
        count = last - first + 1
        left = min(_NAMES * unit, width * 0.34, max(width * 0.2, open_left - count * _LEAST_COLUMN * unit))
        column = (open_left - left) / count
        texts += _heads(panel, figure.not_assessed, top, left, column, open_left, measure)
        top += _HEAD * unit
        for line in panel.lines:
            rules.append(top)
            high = line_height(line) * unit
            texts += _names(line, top + high / 2, left - 16 * unit, measure)
            if line.expected is not None:
                low, upper = line.expected
                bands.append((left + (low - first) * column, top + 1, (upper - low + 1) * column, high - 1))
            dots += _dots(line, first, (left, open_left), top + _PAD * unit, column, unit)
            top += high
    return DotLayout(width, _RADIUS * unit, tuple(rules), tuple(bands), tuple(texts), tuple(dots))


def shown_steps(panel: DotPanel) -> tuple[int, int]:
    """Return the first and the last step to show: those that are marked or expected, with one at each side."""
    used = [dot.step for line in panel.lines for dot in line.dots if dot.step is not None]
    used += [step for line in panel.lines if line.expected is not None for step in line.expected]
    end = len(panel.steps) - 1
    if not used:
        return 0, max(0, end)
    return max(0, min(used) - 1), min(end, max(used) + 1)


def paint_dots(painter: QPainter, layout: DotLayout, ink: Ink) -> None:
    """Draw a layout: what is expected as a tinted column with dashed edges, agreed marks filled, others hollow."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for left, top, width, height in layout.bands:
        painter.fillRect(QRectF(left, top, width, height), ink.colours["span_band"])
        painter.setPen(ink.pen("expected", 1, (3, 3)))
        for x in (left, left + width):
            painter.drawLine(QLineF(x, top, x, top + height))
    painter.setPen(ink.pen("divider", 1))
    for y in layout.rules:
        painter.drawLine(QLineF(0, y, layout.width, y))
    for text in layout.texts:
        draw_text(painter, text, ink)
    for placed in layout.dots:
        _paint_dot(painter, placed, layout.radius, ink)
    painter.restore()


def _paint_dot(painter: QPainter, placed: PlacedDot, radius: float, ink: Ink) -> None:
    dot = placed.dot
    is_filled = dot.is_agreed and dot.step is not None
    painter.setBrush(ink.colours["manager_now"] if is_filled else ink.colours["surface"])
    painter.setPen(ink.pen("text3", 1.25, (2, 2)) if dot.step is None else ink.pen("manager_now", 1.5))
    painter.drawEllipse(QPointF(placed.x, placed.y), radius, radius)
    tone = "surface" if is_filled else "text2" if dot.step is None else "text"
    painter.setBrush(Qt.BrushStyle.NoBrush)
    draw_text(painter, Text(dot.letters, placed.x, placed.y + radius * 0.33, "step", tone, "middle"), ink)


def _heads(
    panel: DotPanel, open_words: str, top: float, left: float, column: float, open_left: float, measure: Measure
) -> list[Text]:
    unit = measure.unit
    first, last = shown_steps(panel)
    texts = [
        Text(elide(panel.title, "strong", left - 16 * unit, measure), _INSET * unit, top + 34 * unit, "strong", "text2")
    ]
    before = ""
    for step in range(first, last + 1):
        long, short = panel.steps[step]
        x = left + (step - first) * column
        if long != before:
            room = column * sum(panel.steps[one][0] == long for one in range(step, last + 1)) - 6 * unit
            texts.append(Text(elide(long, "chip", room, measure), x + 4 * unit, top + 18 * unit, "chip", "text2"))
        if short:
            words = elide(short, "tick", column - 6 * unit, measure)
            texts.append(Text(words, x + column / 2, top + 34 * unit, "tick", "text3", "middle"))
        before = long
    words = elide(open_words, "tick", _OPEN_COLUMN * unit - 8 * unit, measure)
    texts.append(Text(words, open_left + _OPEN_COLUMN * unit / 2, top + 34 * unit, "tick", "text3", "middle"))
    return texts


def _names(line: DotLine, middle: float, room: float, measure: Measure) -> list[Text]:
    unit = measure.unit
    baseline = middle + (-2 if line.about else 4) * unit
    texts = [Text(elide(line.name, "strong", room, measure), _INSET * unit, baseline, "strong", "text")]
    if line.about:
        texts.append(Text(elide(line.about, "tick", room, measure), _INSET * unit, middle + 13 * unit, "tick", "text3"))
    return texts


def _dots(
    line: DotLine, first: int, edges: tuple[float, float], top: float, column: float, unit: float
) -> list[PlacedDot]:
    left, open_left = edges
    placed = []
    for step, stack in _stacks(line).items():
        x = open_left + _OPEN_COLUMN * unit / 2 if step is None else left + (step - first + 0.5) * column
        for at, dot in enumerate(stack):
            placed.append(PlacedDot(dot, x, top + (at + 0.5) * _PITCH * unit))
    return placed


def _stacks(line: DotLine) -> dict[int | None, list[Dot]]:
    stacks: dict[int | None, list[Dot]] = {}
    for dot in line.dots:
        stacks.setdefault(dot.step, []).append(dot)
    return stacks
