"""Agreed marks over time: one lane a competency on one shared axis, with events and projects over them.

`lay_out_step_lines` is pure; `paint_step_lines` in `step_lines_paint` draws what it returns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from coachdesk.ui.charts.ink import Measure, Point, Text, elide
from coachdesk.ui.charts.step_spans import MOST_ROWS, SPAN_ROW, SPAN_TOP, LaneSpan, SpanLayout, lay_out_spans
from coachdesk.ui.charts.time_axis import TimeAxis, month_words

LANE = 70
"""The height of a lane in the design; `LEAST_LANE` where many share the page."""
LEAST_LANE = 44
_HEAD = 66
_FOOT = 28
_EVENT_Y, _EVENT_RADIUS = 18, 11
_AGE_COLUMN = 124
_STEP = 10
_PAD = 8


@dataclass(frozen=True, slots=True)
class LaneStep:
    """A mark that holds from a day on. `level` counts steps; `label` names its level, printed where it changes."""

    on: date
    level: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """One competency. `low` and `high` bound its steps; `expected` is None where the ladder does not say.

    `age` is how old the newest evidence is in words, with its kind: fresh, ageing, stale or empty for none.
    """

    name: str
    state: str
    steps: tuple[LaneStep, ...]
    hollow: tuple[LaneStep, ...]
    expected: float | None
    low: float
    high: float
    age: str = ""
    age_kind: str = ""


@dataclass(frozen=True, slots=True)
class LaneEvent:
    """Something on a day. Kinds: promotion, review, feedback."""

    on: date
    kind: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class StepWords:
    """The few words that the chart prints, in the user's language."""

    events: str
    projects: str
    newest: str
    now: str


@dataclass(frozen=True, slots=True)
class StepLinesFigure:
    """Lanes on the days `from_on` to `to_on`; nothing after `on` is drawn. `versions` are ladder changes with names."""

    from_on: date
    to_on: date
    on: date
    lanes: tuple[Lane, ...]
    events: tuple[LaneEvent, ...]
    spans: tuple[LaneSpan, ...]
    versions: tuple[tuple[date, str], ...]
    words: StepWords


@dataclass(frozen=True, slots=True)
class LaneLayout:
    """One lane in painter units: corners of the step line, squares, hollow squares and the expected line."""

    top: float
    bottom: float
    texts: tuple[Text, ...]
    line: tuple[Point, ...]
    squares: tuple[Point, ...]
    hollow: tuple[Point, ...]
    expected_y: float | None
    age_icon: Point | None
    age_kind: str


@dataclass(frozen=True, slots=True)
class EventLayout:
    """An event over the lanes; without room for its circle it is a dot."""

    x: float
    y: float
    kind: str
    has_circle: bool


@dataclass(frozen=True, slots=True)
class StepLinesLayout:
    """The whole chart in painter units. `cut_x` is where the shown day stands, None while it is the newest."""

    width: float
    axis: TimeAxis
    head: float
    bottom: float
    lanes: tuple[LaneLayout, ...]
    events: tuple[EventLayout, ...]
    spans: tuple[SpanLayout, ...]
    versions: tuple[float, ...]
    ticks: tuple[float, ...]
    texts: tuple[Text, ...]
    cut_x: float | None


def needed_height(lanes: int, unit: float = 1, spans: int = 0) -> float:
    """Return a height at which `lanes` are readable under the rows that up to `spans` projects may take."""
    rows = min(MOST_ROWS, max(1, spans))
    return (_HEAD + (rows - 1) * SPAN_ROW + _FOOT + lanes * LEAST_LANE) * unit


def lay_out_step_lines(figure: StepLinesFigure, width: float, height: float, measure: Measure) -> StepLinesLayout:
    """Return where everything stands in `width` × `height`; lanes share the height up to that of the design."""
    unit = measure.unit
    names = max((measure.width(one.name, "strong") for one in figure.lanes), default=0) + 14 * unit
    left = min(max(104 * unit, names), width * 0.3)
    axis = TimeAxis(figure.from_on, figure.to_on, left, max(left + 40 * unit, width - _AGE_COLUMN * unit))
    events, event_texts = _events(figure, axis, measure)
    spans, span_texts = lay_out_spans(figure.spans, figure.on, axis, measure)
    head = max([_HEAD * unit, *(span.top + (_HEAD - SPAN_TOP) * unit for span in spans)])
    lane = min(LANE * unit, max(LEAST_LANE * unit, (height - head - _FOOT * unit) / max(1, len(figure.lanes))))
    bottom = head + lane * len(figure.lanes)
    versions, version_texts = _versions(figure, axis, head - 2 * unit, measure)
    ticks, tick_texts = _ticks(figure, axis, bottom, measure)
    heads = [
        Text(figure.words.events, 0, 22 * unit, "label", "text3"),
        Text(figure.words.projects, 0, 50 * unit, "label", "text3"),
        Text(figure.words.newest, axis.right + 20 * unit, head - 12 * unit, "chip", "text3"),
    ]
    if not spans:
        del heads[1]
    return StepLinesLayout(
        width,
        axis,
        head,
        bottom,
        tuple(
            _lane(figure, one, head + at * lane, head + (at + 1) * lane, axis, measure)
            for at, one in enumerate(figure.lanes)
        ),
        events,
        spans,
        versions,
        ticks,
        (*heads, *event_texts, *span_texts, *version_texts, *tick_texts),
        axis.x(figure.on) if figure.on < figure.to_on else None,
    )


def _lane(
    figure: StepLinesFigure, lane: Lane, top: float, bottom: float, axis: TimeAxis, measure: Measure
) -> LaneLayout:
    unit, middle = measure.unit, (top + bottom) / 2
    room = bottom - top - 2 * _PAD * unit
    step = min(_STEP * unit, room / max(1.0, lane.high - lane.low))
    base = middle + step * (lane.high - lane.low) / 2

    def y(level: float) -> float:
        return base - (level - lane.low) * step

    known = [one for one in lane.steps if one.on <= figure.on]
    shown = _from_the_left(known, figure.from_on)
    end = axis.x(figure.on)
    line = _corners(shown, axis, y, end)
    texts = [
        Text(elide(lane.name, "strong", axis.left - 8 * unit, measure), 0, middle - 3 * unit, "strong", "text"),
        Text(elide(lane.state, "tick", axis.left - 8 * unit, measure), 0, middle + 12 * unit, "tick", "text2"),
        *_level_names(shown, axis, y, end, bottom, measure),
    ]
    if lane.age:
        style, tone = ("strong", "warn") if lane.age_kind == "stale" else ("label", "text2")
        texts.append(Text(lane.age, axis.right + (40 if lane.age_kind else 20) * unit, middle + 5 * unit, style, tone))
    hollow = (one for one in lane.hollow if figure.from_on <= one.on <= figure.on)
    return LaneLayout(
        top,
        bottom,
        tuple(texts),
        line,
        tuple((axis.x(one.on), y(one.level)) for one in known if one.on >= figure.from_on),
        tuple((axis.x(one.on), y(min(lane.high, max(lane.low, one.level)))) for one in hollow),
        None if lane.expected is None else y(lane.expected),
        (axis.right + 20 * unit, middle - 6 * unit) if lane.age_kind else None,
        lane.age_kind,
    )


def _from_the_left(steps: Sequence[LaneStep], from_on: date) -> list[LaneStep]:
    """Return the steps that show, the first moved to the left edge when it was agreed before."""
    standing = [one for one in steps if one.on < from_on][-1:]
    return [
        *(LaneStep(from_on, one.level, one.label) for one in standing),
        *(one for one in steps if one.on >= from_on),
    ]


def _corners(steps: list[LaneStep], axis: TimeAxis, y: Callable[[float], float], end: float) -> tuple[Point, ...]:
    points: list[Point] = []
    for one in steps:
        if points:
            points.append((axis.x(one.on), points[-1][1]))
        points.append((axis.x(one.on), y(one.level)))
    return (*points, (end, points[-1][1])) if points else ()


def _level_names(
    steps: list[LaneStep], axis: TimeAxis, y: Callable[[float], float], end: float, bottom: float, measure: Measure
) -> list[Text]:
    """Name the level above the first tread and below those where it changes, where there is room."""
    unit, found, shown = measure.unit, [], ""
    for at, one in enumerate(steps):
        until = axis.x(steps[at + 1].on) if at + 1 < len(steps) else end
        left = axis.x(one.on) + (1 if at == 0 else 6) * unit
        level_y = y(one.level)
        fits = until - left >= measure.width(one.label, "step") + 2 * unit
        if not one.label or one.label == shown or not fits:
            continue
        under = level_y + 13 * unit
        is_over = one.on <= axis.from_on or under > bottom - unit
        found.append(Text(one.label, left, level_y - 6 * unit if is_over else under, "step", "text3"))
        shown = one.label
    return found


def _events(
    figure: StepLinesFigure, axis: TimeAxis, measure: Measure
) -> tuple[tuple[EventLayout, ...], tuple[Text, ...]]:
    """Place promotions first, then reviews, then feedback; a circle that would touch another becomes a dot."""
    unit = measure.unit
    shown = [one for one in figure.events if figure.from_on <= one.on <= figure.on]
    rank = {"promotion": 0, "review": 1, "feedback": 2}
    taken: list[tuple[float, float]] = []
    found, texts = [], []
    for one in sorted(shown, key=lambda event: (rank.get(event.kind, 3), event.on)):
        x, reach = axis.x(one.on), (_EVENT_RADIUS + 0.5) * unit
        has_circle = all(x + reach <= left or x - reach >= right for left, right in taken)
        found.append(EventLayout(x, _EVENT_Y * unit, one.kind, has_circle))
        if not has_circle:
            continue
        taken.append((x - reach, x + reach))
        width = measure.width(one.words, "chip")
        left = x - 16 * unit - width
        if one.words and one.kind == "promotion" and left > measure.width(figure.words.events, "label") + 8 * unit:
            texts.append(Text(one.words, left, 22 * unit, "chip", "text2"))
            taken.append((left, x))
    return tuple(found), tuple(texts)


def _versions(
    figure: StepLinesFigure, axis: TimeAxis, top: float, measure: Measure
) -> tuple[tuple[float, ...], tuple[Text, ...]]:
    shown = [(axis.x(on), name) for on, name in figure.versions if figure.from_on < on <= figure.on]
    texts = [Text(name, x - 4 * measure.unit, top, "step", "text3", "end") for x, name in shown]
    return tuple(x for x, _ in shown), tuple(text for text in texts if text.x - axis.left > 60 * measure.unit)


def _ticks(
    figure: StepLinesFigure, axis: TimeAxis, bottom: float, measure: Measure
) -> tuple[tuple[float, ...], tuple[Text, ...]]:
    unit = measure.unit
    room = measure.width(month_words(figure.to_on), "tick") + 24 * unit
    is_newest = figure.on >= figure.to_on
    end = Text(
        figure.words.now if is_newest else month_words(figure.on),
        axis.x(figure.on),
        bottom + 19 * unit,
        "tick_strong",
        "text2",
        "end",
    )
    clear = (end.x - measure.width(end.words, "tick_strong") - 6 * unit, end.x + 6 * unit)
    found, texts = [], [end]
    for month in axis.months(room):
        x, half = axis.x(month), measure.width(month_words(month), "tick") / 2
        found.append(x)
        if x + half < clear[0] or x - half > clear[1]:
            texts.append(Text(month_words(month), x, bottom + 19 * unit, "tick", "text3", "middle"))
    return tuple(found), tuple(texts)
