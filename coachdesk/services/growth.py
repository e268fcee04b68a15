"""The picture of someone's growth on one day, computed from its history without the vault.

Every figure comes from `coachdesk.growth`; this module only says which marks and which evidence go into it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from dateutil.relativedelta import relativedelta

from coachdesk.growth.coverage import AGEING_DAYS, FRESH_DAYS, Age, Coverage, EvidenceItem, age_of, cover_cell
from coachdesk.growth.gap import Absent, Expectation, GapCounts, count_gaps, gap_steps
from coachdesk.growth.outcome import TooLittleHistory
from coachdesk.growth.readiness import Gate, ReadinessView, judge_mark, view_readiness
from coachdesk.growth.three_valued import Truth, all_of, at_least
from coachdesk.growth.trajectory import AgreedMark, Tread, net_change, step_line
from coachdesk.model.plan import GoalState
from coachdesk.services.growth_history import (
    EvidenceLine,
    Frame,
    GateRule,
    GoalLine,
    GrowthEvent,
    GrowthHistory,
)
from coachdesk.services.growth_marks import Axis, SeenMark
from coachdesk.services.growth_projects import ProjectSpan

BEFORE = relativedelta(months=6)
"""How far back the dotted line of the radar looks."""


@dataclass(frozen=True, slots=True)
class Ages:
    """Up to how many days evidence is fresh, and up to how many it is ageing; both are settings."""

    fresh_days: int = FRESH_DAYS
    ageing_days: int = AGEING_DAYS


USUAL_AGES = Ages()


class Finding(StrEnum):
    """Where a mark stands against what is expected."""

    BELOW = "below"
    INSIDE = "inside"
    ABOVE = "above"
    NOT_ASSESSED = "not_assessed"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class CompetencyGrowth:
    """One competency on one day. `gap` is in steps, positive below what is expected; None where there is no gap.

    `line` holds agreed marks, `hollow` those outside all computation (not agreed yet, or carried only in outline).
    """

    axis: Axis
    now: SeenMark | None
    before: SeenMark | None
    finding: Finding
    gap: int | None
    line: tuple[Tread, ...]
    hollow: tuple[SeenMark, ...]
    change_year: int | TooLittleHistory
    newest: EvidenceLine | None
    age: Age | None
    coverage: Coverage
    evidence: tuple[EvidenceLine, ...]
    goals: tuple[GoalLine, ...]


@dataclass(frozen=True, slots=True)
class GateView:
    """A gate of the target and how it stands, with the competencies that decide it."""

    rule: GateRule
    truth: Truth
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GrowthPage:
    """Someone's growth on a day. `frame` is None, and the rest empty, before the first placement."""

    person_id: str
    name: str
    on: date
    frame: Frame | None
    competencies: tuple[CompetencyGrowth, ...]
    counts: GapCounts
    gates: tuple[GateView, ...]
    readiness: ReadinessView | None
    events: tuple[GrowthEvent, ...]
    spans: tuple[ProjectSpan, ...]
    pulses: tuple[tuple[date, int], ...]
    version_changes: tuple[tuple[date, str], ...]


def growth_at(history: GrowthHistory, on: date, ages: Ages = USUAL_AGES) -> GrowthPage:
    """Return the picture of a day: what is dated later is not known yet. Pure, a few milliseconds for 12 × 10 marks."""
    frame = next((one for one in reversed(history.frames) if one.placed_on <= on), None)
    rows = tuple(_competency(history, frame, axis, on, ages) for axis in frame.axes) if frame else ()
    gates = tuple(_gate(history, rule, rows, on) for rule in frame.gates) if frame else ()
    must = [Gate(view.rule.gate_id, view.truth) for view in gates if view.rule.is_must]
    pairs = ((row.now.rating if row.now else Absent.NOT_ASSESSED, row.axis.expected) for row in rows)
    return GrowthPage(
        history.person_id,
        history.name,
        on,
        frame,
        rows,
        count_gaps((mark, expected) for mark, expected in pairs if expected is not None),
        gates,
        view_readiness(must) if frame else None,
        tuple(event for event in history.events if event.happened_on <= on),
        tuple(_span(span, on) for span in history.spans if span.started_on <= on),
        tuple(pulse for pulse in history.pulses if pulse[0] <= on),
        tuple(
            (later.placed_on, later.pin)
            for earlier, later in pairwise(history.frames)
            if earlier.pin != later.pin and later.placed_on <= on
        ),
    )


def _competency(history: GrowthHistory, frame: Frame, axis: Axis, on: date, ages: Ages) -> CompetencyGrowth:
    seen = [mark for mark in frame.seen.get(axis.competency_id, ()) if mark.given_on <= on]
    agreed = [mark for mark in seen if mark.counts]
    now, before = _last(agreed, on), _last(agreed, on - BEFORE)
    course = [AgreedMark(mark.given_on, mark.rating, line_id=frame.pin) for mark in agreed]
    evidence = tuple(
        line for line in history.evidence if line.competency_id == axis.competency_id and line.occurred_on <= on
    )
    supporting = [line for line in evidence if not line.is_counter]
    newest = supporting[-1] if supporting else None
    gap = gap_steps(now.rating, axis.expected) if now and axis.expected else None
    return CompetencyGrowth(
        axis,
        now,
        before,
        _finding(axis.expected, axis.is_asked, gap),
        gap if isinstance(gap, int) else None,
        step_line(course, on=on),
        tuple(mark for mark in seen if not mark.counts),
        net_change(course, on=on),
        newest,
        age_of(newest.occurred_on, on=on, fresh_days=ages.fresh_days, ageing_days=ages.ageing_days) if newest else None,
        cover_cell(
            frozenset(axis.behaviours),
            map(_item, evidence),
            on=on,
            fresh_days=ages.fresh_days,
            ageing_days=ages.ageing_days,
        ),
        evidence,
        tuple(goal for goal in history.goals if goal.competency_id == axis.competency_id and _is_open(goal, on)),
    )


def _last(marks: list[SeenMark], on: date) -> SeenMark | None:
    return next((mark for mark in reversed(marks) if mark.given_on <= on), None)


def _finding(expected: Expectation | None, is_asked: bool, gap: int | Absent | None) -> Finding:
    if not is_asked or gap is Absent.NOT_APPLICABLE:
        return Finding.NOT_ASKED
    if expected is None or not isinstance(gap, int):
        return Finding.NOT_ASSESSED
    return Finding.BELOW if gap > 0 else Finding.ABOVE if gap < 0 else Finding.INSIDE


def _item(line: EvidenceLine) -> EvidenceItem:
    return EvidenceItem(
        line.evidence_id, line.behaviour_id, line.occurred_on, line.source_id or line.evidence_id, line.is_counter
    )


def _is_open(goal: GoalLine, on: date) -> bool:
    return goal.opened_on <= on and (goal.state is GoalState.OPEN or (goal.closed_on or on) > on)


def _span(span: ProjectSpan, on: date) -> ProjectSpan:
    still = span.ended_on is None or span.ended_on > on
    return ProjectSpan(span.project_id, span.title, span.started_on, None) if still else span


def _gate(history: GrowthHistory, rule: GateRule, rows: tuple[CompetencyGrowth, ...], on: date) -> GateView:
    if rule.kind == "confirm":
        return GateView(rule, _confirmed(history, rule.gate_id, on), ())
    if rule.kind == "points":
        return GateView(rule, Truth.UNKNOWN, ())
    judged = {
        row.axis.competency_id: truth
        for row in rows
        if row.axis.competency_id in rule.competencies and (truth := _judge(rule, row)) is not None
    }
    truth = at_least(rule.count, judged.values()) if rule.kind == "count" else all_of(judged.values())
    missing = tuple(name for name, value in judged.items() if value is not Truth.MET)
    if truth is Truth.MET and rule.kind == "meet" and (rule.checks > 1 or rule.days):
        truth = all_of(_sustained(rule, row) for row in rows if row.axis.competency_id in judged)
    return GateView(rule, truth, missing)


def _judge(rule: GateRule, row: CompetencyGrowth) -> Truth | None:
    """Return whether one competency does its part, None where it has none."""
    wanted = row.axis.expected if rule.kind == "meet" else _at_level(rule, row.axis)
    if not row.axis.is_asked:
        return None
    if wanted is None:
        return Truth.UNKNOWN
    return judge_mark(row.now.rating if row.now else Absent.NOT_ASSESSED, wanted)


def _at_level(rule: GateRule, axis: Axis) -> Expectation | None:
    """Return the range from a stage upwards; of a level, its lower step counts for a floor, its upper for a count."""
    ends = [step.index for step in axis.steps if step.id.split(":")[0] == rule.level_id]
    if not ends:
        return None
    return Expectation(min(ends) if rule.kind == "floor" else max(ends), len(axis.steps) - 1)


def _sustained(rule: GateRule, row: CompetencyGrowth) -> Truth:
    """Return whether the expectation held at enough reviews and days in a row up to now; too short is unknown."""
    held: list[date] = []
    treads = reversed(row.line)
    assert row.axis.expected is not None
    for tread in treads:
        if tread.mark < row.axis.expected.low:
            break
        held.append(tread.from_on)
    long_enough = bool(held) and held[0] - held[-1] >= timedelta(days=rule.days)
    return Truth.MET if len(held) >= rule.checks and long_enough else Truth.UNKNOWN


def _confirmed(history: GrowthHistory, gate_id: str, on: date) -> Truth:
    """Return the newest answer that was given in a review by that day."""
    for mark in reversed(history.marks):
        if mark.given_on <= on and gate_id in history.answers.get(mark.review_id, {}):
            return Truth.MET if history.answers[mark.review_id][gate_id] else Truth.NOT_MET
    return Truth.UNKNOWN
