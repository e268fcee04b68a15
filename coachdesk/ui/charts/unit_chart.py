"""Chances as units, a row for each person: landed, active, stopped, offered, declined; and a line at the median.

Units differ in shape, not only in colour. All widths shrink together where somebody has more than there is room for,
so that equal lengths always mean equal counts.
"""

from __future__ import annotations

from dataclasses import dataclass

from coachdesk.growth.balance import OfferState
from coachdesk.ui.charts.ink import Measure, Text, elide

HEAD = 20
ROW = 28
_NAMES = 126
_NAMES_SHARE = 0.34
_UNIT, _HEIGHT, _GAP = 36, 14, 2
_LAST = 84
_COUNT = 28
_FOOT = 2
INSET = 6
"""Room at both sides, so that the frame of a row goes around its words."""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One person: units in drawing order, and the last offer in words."""

    name: str
    units: tuple[OfferState, ...]
    last: str
    is_behind: bool


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """Everyone, the median with its words, and the heading over the last offers."""

    rows: tuple[UnitRow, ...]
    median: float
    median_words: str
    last_words: str


@dataclass(frozen=True, slots=True)
class PlacedUnit:
    """A unit and its rectangle (left, top, width, height)."""

    state: OfferState
    place: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row: what is written in it, its units, and the short bar that stands for none."""

    top: float
    bottom: float
    texts: tuple[Text, ...]
    units: tuple[PlacedUnit, ...]
    zero: tuple[float, float, float] | None


@dataclass(frozen=True, slots=True)
class UnitLayout:
    """Everything in painter units; `median_x` with where its line begins and ends, None without people."""

    width: float
    heads: tuple[Text, ...]
    rows: tuple[PlacedRow, ...]
    median_x: float | None
    line: tuple[float, float]

    def row_at(self, y: float) -> int | None:
        """Return the row at a height, None outside."""
        return next((at for at, row in enumerate(self.rows) if row.top <= y < row.bottom), None)


def needed_height(rows: int) -> float:
    """Return the height of a figure of `rows` people in pixels of the design."""
    return HEAD + rows * ROW + _FOOT


def lay_out_units(figure: UnitFigure, width: float, height: float, measure: Measure) -> UnitLayout:
    """Return where everything stands in `width`; the figure takes the height that it needs."""
    unit = measure.unit
    start, end = INSET * unit, width - INSET * unit
    widest = max((measure.width(row.name, _name_style(row)) for row in figure.rows), default=0) + 16 * unit
    left = start + min(max(_NAMES * unit, widest), (end - start) * _NAMES_SHARE)
    lasts = [measure.width(row.last, _name_style(row)) for row in figure.rows]
    room = end - left - max([_LAST * unit, *(one + 12 * unit for one in lasts)]) - _COUNT * unit
    most = max([figure.median, *(len(row.units) for row in figure.rows)], default=0)
    pitch = min((_UNIT + _GAP) * unit, max(2 * unit, room / most)) if most else (_UNIT + _GAP) * unit
    rows = tuple(_place(row, at, (start, left, end), pitch, measure) for at, row in enumerate(figure.rows))
    median_x = left + figure.median * pitch - min(_GAP * unit, pitch / 4) / 2 if figure.rows else None
    bottom = needed_height(len(figure.rows)) * unit
    return UnitLayout(width, _heads(figure, median_x, end, measure), rows, median_x, (HEAD * unit - 2 * unit, bottom))


def _name_style(row: UnitRow) -> str:
    return "strong" if row.is_behind else "label"


def _place(row: UnitRow, at: int, columns: tuple[float, float, float], pitch: float, measure: Measure) -> PlacedRow:
    start, left, edge = columns
    unit = measure.unit
    top = (HEAD + at * ROW) * unit
    middle = top + ROW * unit / 2
    high, gap = _HEIGHT * unit, min(_GAP * unit, pitch / 4)
    units = tuple(
        PlacedUnit(state, (left + number * pitch, middle - high / 2, pitch - gap, high))
        for number, state in enumerate(row.units)
    )
    end = left + len(units) * pitch - gap + 6 * unit if units else left + 5 * unit
    base, style = middle + 4 * unit, _name_style(row)
    texts = (
        Text(elide(row.name, style, left - start - 8 * unit, measure), start, base, style, "text"),
        Text(str(len(units)), end, base, "strong", "warn" if row.is_behind else "text2"),
        Text(row.last, edge, base, style, "warn" if row.is_behind else "text2", "end"),
    )
    zero = None if units else (left, middle - high / 2, middle + high / 2)
    return PlacedRow(top, top + ROW * unit, texts, units, zero)


def _heads(figure: UnitFigure, median_x: float | None, edge: float, measure: Measure) -> tuple[Text, ...]:
    unit = measure.unit
    if median_x is None:
        return ()
    last = Text(figure.last_words, edge, 12 * unit, "chip", "text3", "end")
    half = measure.width(figure.median_words, "chip") / 2
    limit = edge - measure.width(figure.last_words, "chip") - 12 * unit - half
    return (Text(figure.median_words, min(max(median_x, half), limit), 12 * unit, "chip", "text3", "middle"), last)
