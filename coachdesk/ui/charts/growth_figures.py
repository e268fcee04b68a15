"""From the picture of a day to the figures that charts lay out. Screen, PDF and SVG start from the same ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication

from coachdesk.rubric.expectations import Step
from coachdesk.services.growth import CompetencyGrowth, Finding, GrowthPage
from coachdesk.services.growth_history import Frame, GrowthHistory
from coachdesk.ui.charts.area_lanes import AreaLane, AreaLanesFigure
from coachdesk.ui.charts.growth_words import (
    age_kind,
    age_words,
    before_index,
    level_words,
    mark_words,
    now_index,
)
from coachdesk.ui.charts.radar import RadarFigure, Spoke
from coachdesk.ui.charts.step_lines import Lane, LaneEvent, LaneStep, StepLinesFigure, StepWords
from coachdesk.ui.charts.step_spans import LaneSpan


def _tr(text: str) -> str:
    return QCoreApplication.translate("growth", text)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Rings of the radar: the first step shown, steps to a ring, and the rings' names."""

    first: int
    per_ring: int
    rings: tuple[str, ...]

    def place(self, index: int | None) -> float | None:
        """Return where a step stands, counted in rings from the middle."""
        return None if index is None else max(0.0, (index - self.first + 0.5) / self.per_ring)


def build_radar_figure(page: GrowthPage) -> RadarFigure:
    """Return the radar of a day. Its rings stay the same on every day by the same ladder."""
    if page.frame is None:
        return RadarFigure((), ())
    scale = _shared_scale(page.frame)
    spokes = []
    for row in page.competencies:
        own = scale or _Scale(0, 1, ("",) * len(row.axis.steps))
        stretch = 1.0 if scale else _most_steps(page.frame) / max(1, len(row.axis.steps))
        expected = row.axis.expected.low if row.axis.expected else None
        places = [own.place(one) for one in (now_index(row), before_index(row), expected)]
        now, before, wanted = (None if one is None else one * stretch for one in places)
        spokes.append(Spoke(row.axis.name, now, before, wanted, row.finding is Finding.BELOW))
    return RadarFigure(tuple(spokes), scale.rings if scale else ("",) * _most_steps(page.frame))


def build_step_figure(page: GrowthPage, *, from_on: date, to_on: date) -> StepLinesFigure:
    """Return the step lines on an axis from a day to a day, drawn as far as the page's day."""
    words = StepWords(_tr("Events"), _tr("Projects"), _tr("Newest evidence"), _tr("Now"))
    return StepLinesFigure(
        from_on,
        to_on,
        page.on,
        tuple(_lane(row, page) for row in page.competencies),
        tuple(LaneEvent(one.happened_on, one.kind, _event_words(one.kind, one.text)) for one in page.events),
        tuple(LaneSpan(one.title, one.started_on, one.ended_on or page.on) for one in page.spans),
        tuple((on, _tr("Ladder {version}").format(version=pin.rpartition("@")[2])) for on, pin in page.version_changes),
        words,
    )


def build_area_lanes(page: GrowthPage) -> AreaLanesFigure:
    """Return one lane a competency from the lowest level that counts to the target, for the rail of a person."""
    if page.frame is None:
        return AreaLanesFigure((), ())
    scale = _shared_scale(page.frame) or _Scale(0, 1, ("",) * _most_steps(page.frame))
    rings = scale.rings
    lanes = []
    for row in page.competencies:
        expected = row.axis.expected.low if row.axis.expected else None
        places = (scale.place(now_index(row)), scale.place(expected))
        lanes.append(AreaLane(row.axis.name, *places, row.finding is Finding.BELOW))
    drop = max(0, len(rings) - 3)
    return AreaLanesFigure(
        tuple(AreaLane(one.name, _less(one.now, drop), _less(one.expected, drop), one.is_short) for one in lanes),
        rings[drop:],
    )


def first_day(history: GrowthHistory, today: date) -> date:
    """Return the day on which the history begins, a year ago at the latest."""
    days = [mark.given_on for mark in history.marks] + [frame.placed_on for frame in history.frames]
    return min([*days, today - timedelta(days=365)])


def _less(value: float | None, drop: int) -> float | None:
    return None if value is None else max(0.0, value - drop)


def _shared_scale(frame: Frame) -> _Scale | None:
    """Return the rings if all competencies are marked on the same steps, None otherwise."""
    scales = {tuple(step.id for step in axis.steps) for axis in frame.axes}
    if len(scales) != 1:
        return None
    steps = frame.axes[0].steps
    per_ring = 2 if any(":" in step.id for step in steps) else 1
    held = [
        mark.rating for marks in frame.seen.values() for mark in marks if mark.counts and isinstance(mark.rating, int)
    ]
    held += [axis.expected.low for axis in frame.axes if axis.expected]
    if not held:
        return _Scale(0, per_ring, _ring_names(steps, per_ring))
    first = min(held) // per_ring * per_ring
    last = max(held) // per_ring * per_ring + per_ring
    if last - first < 3 * per_ring:
        first = max(0, last - 3 * per_ring)
    return _Scale(first, per_ring, _ring_names(steps[first:last], per_ring))


def _ring_names(steps: tuple[Step, ...], per_ring: int) -> tuple[str, ...]:
    return tuple(level_words(step) for step in steps[::per_ring])


def _most_steps(frame: Frame) -> int:
    return max((len(axis.steps) for axis in frame.axes), default=1)


def _lane(row: CompetencyGrowth, page: GrowthPage) -> Lane:
    axis = row.axis
    expected = float(axis.expected.low) if axis.expected else None
    seen = page.frame.seen.get(axis.competency_id, ()) if page.frame else ()
    held = [float(mark.rating) for mark in seen if isinstance(mark.rating, int)]
    bounds = [*held, *([] if expected is None else [expected])] or [0.0]
    return Lane(
        axis.name,
        mark_words(row, now_index(row)),
        tuple(LaneStep(tread.from_on, float(tread.mark), level_words(axis.steps[tread.mark])) for tread in row.line),
        tuple(LaneStep(mark.given_on, float(mark.rating)) for mark in row.hollow if isinstance(mark.rating, int)),
        expected,
        min(bounds),
        max(bounds),
        age_words(row, page.on),
        age_kind(row),
    )


def _event_words(kind: str, text: str) -> str:
    return _tr("Promoted to {level}").format(level=text) if kind == "promotion" and text else text
