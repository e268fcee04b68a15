"""The charts as numbers: all within their place, nothing after the shown day, unknown never drawn as zero, vectors."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from coachdesk.ui.charts.ink import build_ink
from coachdesk.ui.charts.radar import RadarFigure, Spoke, lay_out_radar, paint_radar
from coachdesk.ui.charts.step_lines import (
    Lane,
    LaneEvent,
    LaneStep,
    StepLinesFigure,
    StepWords,
    lay_out_step_lines,
    needed_height,
)
from coachdesk.ui.charts.step_lines_paint import paint_step_lines
from coachdesk.ui.theme.appearance import Appearance

START, END = date(2024, 5, 12), date(2026, 5, 12)
DAYS = st.dates(START - timedelta(days=900), END)
WORDS = StepWords("Events", "Projects", "Newest evidence", "Now")


class Plain:
    """Six units a letter, at any text size."""

    def __init__(self, unit: float = 1.0) -> None:
        self.unit = unit

    def width(self, text: str, style: str) -> float:
        return len(text) * 6 * self.unit


def figure_of(steps: list[tuple[date, int]], on: date, hollow: tuple[LaneStep, ...] = ()) -> StepLinesFigure:
    known = sorted(dict(steps).items())
    lane = Lane("Ownership", "L6 solid", tuple(LaneStep(day, level, f"L{level}") for day, level in known), hollow,
                9.0, 0.0, 11.0, "3 weeks", "fresh")  # fmt: skip
    events = (LaneEvent(date(2025, 3, 1), "review"), LaneEvent(date(2025, 3, 2), "feedback"))
    return StepLinesFigure(START, END, on, (lane,), events, (), (), WORDS)


@given(st.lists(st.tuples(DAYS, st.integers(0, 11)), max_size=12), DAYS, st.sampled_from([1.0, 2.0]))
@settings(deadline=None, max_examples=60)
def test_lines_stay_in_their_lane_and_end_at_the_shown_day(
    steps: list[tuple[date, int]], on: date, unit: float
) -> None:
    on = max(on, START)
    layout = lay_out_step_lines(figure_of(steps, on), 600 * unit, needed_height(1, unit), Plain(unit))
    lane, end = layout.lanes[0], layout.axis.x(on)
    for x, y in (*lane.line, *lane.squares, *lane.hollow):
        assert layout.axis.left <= x <= end + 0.01 and lane.top <= y <= lane.bottom
    assert [x for x, _ in lane.line] == sorted(x for x, _ in lane.line)
    assert all(event.x <= end for event in layout.events)
    if any(day <= on for day, _ in steps):
        assert lane.line[-1][0] == end


def test_a_crowded_event_is_a_dot_and_never_missing() -> None:
    layout = lay_out_step_lines(figure_of([], END), 600, 160, Plain())
    assert [(event.kind, event.has_circle) for event in layout.events] == [("review", True), ("feedback", False)]


def test_what_was_not_assessed_has_no_point() -> None:
    spokes = (Spoke("Craft", 2.0, None, 3.0), Spoke("Delivery", None, 0.5, 3.0), Spoke("People", 4.0, 1.0, None))
    layout = lay_out_radar(RadarFigure(spokes, ("L4", "L5", "L6", "L7")), 360, 320, Plain())
    assert [point is None for point in layout.now] == [False, True, False]
    assert [point is None for point in layout.expected] == [False, False, True]


@given(st.lists(st.text("abcdefgh ", min_size=3, max_size=26), min_size=3, max_size=14), st.floats(0, 4))
@settings(deadline=None, max_examples=60)
def test_names_of_the_radar_fit_and_values_grow_outwards(names: list[str], value: float) -> None:
    spokes = tuple(Spoke(name.strip() or "x", value, value / 2, 4.0) for name in names)
    layout = lay_out_radar(RadarFigure(spokes, ("a", "b", "c", "d")), 380, 316, Plain())

    def reach(point: tuple[float, float] | None) -> float:
        assert point is not None
        return ((point[0] - layout.centre[0]) ** 2 + (point[1] - layout.centre[1]) ** 2) ** 0.5

    for now, before, end in zip(layout.now, layout.before, layout.ends, strict=True):
        assert reach(before) <= reach(now) + 0.01 <= reach(end) + 0.02
    assert layout.radius >= 48


def test_charts_print_as_vectors_with_text(look: Appearance, tmp_path: Path) -> None:
    ink = build_ink(look.theme, look.metrics)
    spokes = tuple(Spoke(name, 3.0, 2.0, 4.0) for name in ("Craft", "Delivery", "People"))
    radar = lay_out_radar(RadarFigure(spokes, ("L4", "L5", "L6", "L7")), 360, 320, ink)
    lines = lay_out_step_lines(figure_of([(date(2025, 1, 1), 7)], END), 600, 160, ink)
    svg = QSvgGenerator()
    svg.setFileName(str(tmp_path / "chart.svg"))
    svg.setViewBox(QRectF(0, 0, 600, 320))
    painter = QPainter(svg)
    paint_radar(painter, radar, ink)
    paint_step_lines(painter, lines, ink)
    painter.end()
    drawn = (tmp_path / "chart.svg").read_text("utf-8")
    assert "<text" in drawn and ">Delivery</text>" in drawn and "<image" not in drawn
    pdf = QPdfWriter(str(tmp_path / "chart.pdf"))
    pdf.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    painter = QPainter(pdf)
    paint_step_lines(painter, lines, ink)
    painter.end()
    assert b"/Subtype /Image" not in (tmp_path / "chart.pdf").read_bytes()
