"""Evidence by competency and quarter: a count for, and a count against with a minus, in each cell."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter

from coachdesk.ui.charts.ink import Ink, Measure, Text, draw_text, elide

ROW = 28
_HEAD = 24
_NAMES = 104


@dataclass(frozen=True, slots=True)
class MatrixFigure:
    """Names of rows and columns, and (supporting, countering) in each cell."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One cell: (left, top, width, height) and its counts."""

    place: tuple[float, float, float, float]
    supporting: int
    countering: int


@dataclass(frozen=True, slots=True)
class MatrixLayout:
    """The matrix in painter units; `cells[row][column]`."""

    width: float
    lines: tuple[float, ...]
    texts: tuple[Text, ...]
    cells: tuple[tuple[MatrixCell, ...], ...]

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Return (row, column) of a place, None outside."""
        for row, cells in enumerate(self.cells):
            for column, one in enumerate(cells):
                left, top, width, height = one.place
                if left <= x < left + width and top <= y < top + height:
                    return row, column
        return None


def needed_height(rows: int, unit: float = 1) -> float:
    """Return the height of a matrix of `rows`."""
    return (_HEAD + rows * ROW) * unit


def lay_out_matrix(figure: MatrixFigure, width: float, height: float, measure: Measure) -> MatrixLayout:
    """Return where everything stands in `width`; rows share `height`."""
    unit = measure.unit
    widest = max((measure.width(one, "label") for one in figure.rows), default=0) + 12 * unit
    left = min(max(_NAMES * unit, widest), width * 0.34)
    head = _HEAD * unit
    row = (height - head) / max(1, len(figure.rows))
    column = (width - left) / max(1, len(figure.columns))
    texts = [
        Text(elide(name, "tick", column - 4 * unit, measure), left + (at + 0.5) * column, 15 * unit, "tick", "text3",
             "middle")
        for at, name in enumerate(figure.columns)
    ]  # fmt: skip
    cells = []
    for at, (name, counts) in enumerate(zip(figure.rows, figure.counts, strict=True)):
        top = head + at * row
        texts.append(Text(elide(name, "label", left - 8 * unit, measure), 0, top + row / 2 + 4 * unit, "label", "text"))
        line = []
        for number, (supporting, countering) in enumerate(counts):
            place = (left + number * column, top, column, row)
            line.append(MatrixCell(place, supporting, countering))
            texts += _counts(place, supporting, countering, measure)
        cells.append(tuple(line))
    lines = tuple(head + at * row for at in range(len(figure.rows) + 1))
    return MatrixLayout(width, lines, tuple(texts), tuple(cells))


def paint_matrix(painter: QPainter, layout: MatrixLayout, ink: Ink) -> None:
    """Draw hairlines, a ground for what has support, and the counts."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(ink.pen("divider", 1))
    for y in layout.lines:
        painter.drawLine(QLineF(0, y, layout.width, y))
    painter.setPen(Qt.PenStyle.NoPen)
    for cells in layout.cells:
        for one in cells:
            if not (one.supporting or one.countering):
                continue
            left, top, width, height = one.place
            inset = 3 * ink.unit
            box = QRectF(left + inset, top + inset, width - 2 * inset, height - 2 * inset)
            painter.setBrush(ink.colours["accentTint"] if one.supporting else ink.colours["warnTint"])
            painter.drawRoundedRect(box, 4 * ink.unit, 4 * ink.unit)
    for text in layout.texts:
        draw_text(painter, text, ink)


def _counts(place: tuple[float, float, float, float], supporting: int, countering: int, measure: Measure) -> list[Text]:
    left, top, width, height = place
    x, y = left + width / 2, top + height / 2 + 4 * measure.unit
    if supporting and countering:
        gap = 4 * measure.unit
        return [
            Text(str(supporting), x - gap, y, "strong", "accent", "end"),
            Text(f"−{countering}", x + gap, y, "strong", "warn", "start"),
        ]
    if countering:
        return [Text(f"−{countering}", x, y, "strong", "warn", "middle")]
    if supporting:
        return [Text(str(supporting), x, y, "strong", "accent", "middle")]
    return [Text("·", x, y, "label", "text3", "middle")]
