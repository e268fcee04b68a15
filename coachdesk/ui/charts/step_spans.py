"""Projects over the step lines: a tag for each over the lanes, in rows where titles would touch; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coachdesk.ui.charts.ink import Measure, Text, elide
from coachdesk.ui.charts.time_axis import TimeAxis

SPAN_HEIGHT = 18
"""The height of a tag in the design; the first row begins at `SPAN_TOP`, the next ones `SPAN_ROW` further down."""
SPAN_TOP, SPAN_ROW, MOST_ROWS = 37, 22, 3
_PAD, _GAP, _BASELINE = 4, 5, 13


@dataclass(frozen=True, slots=True)
class LaneSpan:
    """A project from a day to a day."""

    title: str
    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class SpanLayout:
    """A project: its tag over the lanes, from `top`, and the band through them."""

    left: float
    right: float
    top: float
    title: str


def lay_out_spans(
    spans: Sequence[LaneSpan], on: date, axis: TimeAxis, measure: Measure
) -> tuple[tuple[SpanLayout, ...], tuple[Text, ...]]:
    """Return tags and titles of what began by the day `on`; the last row takes what has no room, with titles elided.

    A title that does not fit into its tag stands beside it.
    """
    unit = measure.unit
    taken: list[list[tuple[float, float]]] = [[] for _ in range(MOST_ROWS)]
    found, texts = [], []
    for span in spans:
        if span.from_on > on or span.until_on < axis.from_on:
            continue
        left = axis.x(span.from_on)
        right = max(axis.x(min(span.until_on, on)), left + 4 * unit)
        title = _place(span.title, left, right, axis, measure)
        reach = (min(left, title.start) - _PAD * unit, max(right, title.end) + _PAD * unit)
        row = next((at for at in range(MOST_ROWS) if _is_free(taken[at], *reach)), MOST_ROWS - 1)
        if not _is_free(taken[row], *reach):
            title = _inside(elide(span.title, "chip", right - left - 2 * _PAD * unit, measure), left, right, measure)
            reach = (left, right)
        taken[row].append(reach)
        top = (SPAN_TOP + row * SPAN_ROW) * unit
        found.append(SpanLayout(left, right, top, title.words))
        if len(title.words) > 1:
            tone = "accent" if title.anchor == "middle" else "text2"
            texts.append(Text(title.words, title.x, top + _BASELINE * unit, "chip", tone, title.anchor))
    return tuple(found), tuple(texts)


@dataclass(frozen=True, slots=True)
class _Title:
    """Words at `x` by their anchor, which reach from `start` to `end`."""

    words: str
    x: float
    anchor: str
    start: float
    end: float


def _place(words: str, left: float, right: float, axis: TimeAxis, measure: Measure) -> _Title:
    """Return the title in its tag, else after it, else before it, else as much of it as fits on the wider side."""
    unit, width = measure.unit, measure.width(words, "chip")
    gap = _GAP * unit
    if width <= right - left - 2 * _PAD * unit:
        return _inside(words, left, right, measure)
    after, before = axis.right - right - gap, left - gap - axis.left
    if width > max(after, before):
        words = elide(words, "chip", max(after, before), measure)
        width = measure.width(words, "chip")
    if width <= after:
        return _Title(words, right + gap, "start", right + gap, right + gap + width)
    return _Title(words, left - gap, "end", left - gap - width, left - gap)


def _inside(words: str, left: float, right: float, measure: Measure) -> _Title:
    return _Title(words, (left + right) / 2, "middle", left, right)


def _is_free(taken: Sequence[tuple[float, float]], start: float, end: float) -> bool:
    return all(end <= other_start or start >= other_end for other_start, other_end in taken)
