"""The chart of chances as numbers and as shapes: equal counts are equally long, and no state hangs on its colour."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from coachdesk.growth.balance import OfferState
from coachdesk.ui.charts.balance_bars import BalanceBar, lay_out_bars
from coachdesk.ui.charts.ink import build_ink
from coachdesk.ui.charts.unit_chart import UnitFigure, UnitRow, lay_out_units, needed_height
from coachdesk.ui.charts.unit_chart_paint import paint_unit, paint_units
from coachdesk.ui.theme.appearance import Appearance


class Plain:
    """Six units a letter, at any text size."""

    def __init__(self, unit: float = 1.0) -> None:
        self.unit = unit

    def width(self, text: str, style: str) -> float:
        return len(text) * 6 * self.unit


ROWS = st.lists(
    st.builds(
        UnitRow,
        st.text("abcdefgh ", min_size=1, max_size=40),
        st.lists(st.sampled_from(OfferState), max_size=40).map(lambda units: tuple(sorted(units))),
        st.sampled_from(["none yet", "5 days", "8 months"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
).map(tuple)


def figure_of(rows: tuple[UnitRow, ...], median: float = 3.0) -> UnitFigure:
    return UnitFigure(rows, median, f"median {median:g}", "Last offer")


@given(ROWS, st.floats(0, 20), st.sampled_from([1.0, 2.0]), st.sampled_from([360, 520, 900]))
@settings(deadline=None, max_examples=80)
def test_units_stand_beside_each_other_and_stay_clear_of_the_last_offer(
    rows: tuple[UnitRow, ...], median: float, unit: float, width: int
) -> None:
    measure, wide = Plain(unit), width * unit
    layout = lay_out_units(figure_of(rows, median), wide, needed_height(len(rows)) * unit, measure)
    ends: dict[int, float] = {}
    for row, placed in zip(rows, layout.rows, strict=True):
        name, count, last = placed.texts
        assert count.words == str(len(row.units)) and last.x <= wide
        assert measure.width(name.words, name.style) + name.x <= (placed.units[0].place[0] if row.units else wide)
        assert all(one.place[0] + one.place[2] <= two.place[0] for one, two in pairwise(placed.units))
        assert all(placed.top <= one.place[1] and one.place[1] + one.place[3] <= placed.bottom for one in placed.units)
        assert count.x + measure.width(count.words, "strong") <= last.x - measure.width(last.words, last.style)
        assert ends.setdefault(len(row.units), count.x) == count.x
        assert (placed.zero is None) == bool(row.units)
    assert [number for number, _ in sorted(ends.items())] == [number for number, _ in sorted(ends.items(), key=_end)]
    assert layout.row_at(layout.rows[-1].bottom + 1) is None


def _end(pair: tuple[int, float]) -> float:
    return pair[1] if pair[0] else -1


def test_the_median_line_lies_between_those_above_and_those_below() -> None:
    rows = tuple(UnitRow("A", (OfferState.LANDED,) * count, "5 days", is_behind=False) for count in (2, 3, 4))
    layout = lay_out_units(figure_of(rows, 3.0), 520, needed_height(3), Plain())
    assert layout.median_x is not None
    ends = [row.units[-1].place[0] + row.units[-1].place[2] for row in layout.rows]
    assert ends[0] < ends[1] <= layout.median_x < ends[2]
    assert lay_out_units(figure_of(()), 520, needed_height(0), Plain()).median_x is None


def test_states_differ_in_shape_where_all_colours_are_one(look: Appearance) -> None:
    ink = build_ink(look.theme, look.metrics)
    one_colour = dict.fromkeys(ink.colours, QColor("black")) | {"surface": QColor("white")}
    ink = replace(ink, colours=MappingProxyType(one_colour))
    drawn = set()
    for state in OfferState:
        image = QImage(40, 18, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_unit(painter, state, QRectF(2, 2, 36, 14), ink)
        painter.end()
        drawn.add(bytes(image.constBits()))
    assert len(drawn) == len(OfferState)


def test_it_prints_as_vectors_with_the_median_in_words(look: Appearance, tmp_path: Path) -> None:
    ink = build_ink(look.theme, look.metrics)
    layout = lay_out_units(figure_of((UnitRow("Diego", tuple(OfferState), "5 days", is_behind=True),)), 520, 60, ink)
    svg = QSvgGenerator()
    svg.setFileName(str(tmp_path / "chart.svg"))
    svg.setViewBox(QRectF(0, 0, 520, 60))
    painter = QPainter(svg)
    paint_units(painter, layout, ink)
    painter.end()
    text = (tmp_path / "chart.svg").read_text("utf-8")
    assert ">median 3</text>" in text and ">Diego</text>" in text and "<image" not in text


@given(st.lists(st.integers(0, 30), min_size=1, max_size=40), st.sampled_from([1.0, 2.0]))
@settings(deadline=None, max_examples=50)
def test_bars_are_as_high_as_their_counts_and_none_for_nothing(counts: list[int], unit: float) -> None:
    figure = tuple(BalanceBar("AB", count, is_behind=False) for count in counts)
    layout = lay_out_bars(figure, 304 * unit, 0, Plain(unit))
    heights = [height for _, _, _, height in layout.bars]
    assert len(heights) == sum(count > 0 for count in counts)
    assert all(left >= 0 and left + wide <= 304 * unit for left, _, wide, _ in layout.bars)
    known = [count for count in counts if count]
    assert all(abs(high / count - heights[0] / known[0]) < 1e-6 for high, count in zip(heights, known, strict=True))
