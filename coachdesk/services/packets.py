"""Packets: what may be handed over about someone's growth, put together from shared content alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from sqlmodel import Session

from coachdesk.model.review import Rater
from coachdesk.rubric.expectations import Step
from coachdesk.services.growth import CompetencyGrowth, GateView, GrowthPage, growth_at
from coachdesk.services.growth_history import Frame, GrowthHistory
from coachdesk.services.packet_rows import (
    Packet,
    PacketComment,
    PacketCriterion,
    PacketEvidence,
    PacketGate,
    PacketGoal,
    PacketKind,
    PacketLane,
    PacketMark,
    PacketStep,
)
from coachdesk.services.packet_sources import (
    count_left_out,
    find_owner_name,
    get_shared_history,
    list_comments,
    list_passed_on,
    list_rated,
    list_roles,
)
from coachdesk.services.shared.growth import list_shared_goals

MOST_QUARTERS = 8
"""How many quarters a coverage table has at most: more would not fit beside the criteria."""


@dataclass(frozen=True, slots=True)
class PacketPage:
    """A packet for the window, with how many private items it leaves out. The number is for the window alone."""

    packet: Packet
    left_out: int


def get_packet_page(session: Session, person_id: str, kind: PacketKind, on: date, zone: tzinfo) -> PacketPage:
    """Return a packet with what it leaves out. Raises NotFound."""
    return PacketPage(get_packet(session, person_id, kind, on, zone), count_left_out(session, person_id))


def get_packet(session: Session, person_id: str, kind: PacketKind, on: date, zone: tzinfo) -> Packet:
    """Return what is shared about someone's growth, as it was known on a day. Raises NotFound.

    Marks are those of agreed reviews, evidence and goals are shared, feedback is shared and passed on.
    """
    history = get_shared_history(session, person_id, zone)
    page = growth_at(history, on)
    frame = page.frame
    own = _own_labels(session, history, on, zone)
    reviews = [mark for mark in history.marks if mark.given_on <= on]
    newest = reviews[-1] if reviews else None
    names = {row.axis.competency_id: row.axis.name for row in page.competencies}
    quarters = list_quarters(frame.placed_on if frame else on, on)
    return Packet(
        kind,
        history.name,
        find_owner_name(session),
        on,
        frame.level_title if frame else history.role,
        frame.level_id.upper() if frame else history.level,
        frame.target_title if frame and frame.target_id != frame.level_id else "",
        frame.target_id.upper() if frame and frame.target_id != frame.level_id else "",
        frame.ladder_title if frame else "",
        newest.given_on if newest else None,
        max((row.before.given_on for row in page.competencies if row.before), default=None),
        _level_names(frame),
        tuple(_mark(row, own.get(row.axis.competency_id, "")) for row in page.competencies),
        tuple(_lane(row) for row in page.competencies if row.line),
        tuple(line for row in page.competencies for line in reversed(_evidence(row))),
        _goals(session, person_id, on, zone),
        list_passed_on(session, person_id, on),
        _comments(session, newest.review_id, names) if newest else (),
        list_roles(session, person_id, on),
        tuple(_gate(view, names) for view in page.gates),
        page.readiness.readiness.value if page.readiness else "",
        quarters,
        _criteria(page, quarters),
    )


def list_quarters(from_on: date, to_on: date) -> tuple[tuple[int, int], ...]:
    """Return year and number of the quarters from a day to a day, the newest `MOST_QUARTERS` of them.

    >>> list_quarters(date(2025, 11, 3), date(2026, 5, 12))
    ((2025, 4), (2026, 1), (2026, 2))
    """
    first, last = (day.year * 4 + (day.month - 1) // 3 for day in (from_on, to_on))
    return tuple((number // 4, number % 4 + 1) for number in range(max(first, last - MOST_QUARTERS + 1), last + 1))


def short_label(step: Step) -> str:
    """Return a mark in as few words as a table has room for: the level and how firmly, or the name of the stage.

    >>> short_label(Step("l6:solid", "Staff Engineer, solid", 11)), short_label(Step("leading", "Leading", 3))
    ('L6 solid', 'Leading')
    """
    level, _, firmness = step.id.partition(":")
    return f"{level.upper()} {firmness}" if firmness else step.label


def _level_names(frame: Frame | None) -> tuple[str, ...]:
    """Return the names of the levels or stages of the first scale, one for each place that has its own."""
    if frame is None or not frame.axes:
        return ()
    return tuple(short_label(step) for step in frame.axes[0].steps)


def _own_labels(session: Session, history: GrowthHistory, on: date, zone: tzinfo) -> dict[str, str]:
    """Return the person's own marks in the newest agreed review, where it was held by the ladder of the day."""
    frame = next((one for one in reversed(history.frames) if one.placed_on <= on), None)
    marks = [mark for mark in list_rated(session, history.person_id, Rater.SELF, zone) if mark.given_on <= on]
    if frame is None or not marks:
        return {}
    steps = {axis.competency_id: {step.id: step for step in axis.steps} for axis in frame.axes}
    newest = marks[-1].review_id
    return {
        mark.competency_id: short_label(step)
        for mark in marks
        if mark.review_id == newest
        and mark.pin == frame.pin
        and (step := steps.get(mark.competency_id, {}).get(mark.step_id)) is not None
    }


def _place(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _mark(row: CompetencyGrowth, own_label: str) -> PacketMark:
    steps = row.axis.steps
    now = _place(row.now.rating) if row.now else None
    expected = row.axis.expected.low if row.axis.expected else None
    return PacketMark(
        row.axis.name,
        own_label,
        "" if now is None else short_label(steps[now]),
        "" if expected is None else short_label(steps[expected]),
        now,
        _place(row.before.rating) if row.before else None,
        expected,
        len(steps) - 1,
        row.gap,
    )


def _lane(row: CompetencyGrowth) -> PacketLane:
    return PacketLane(
        row.axis.name,
        tuple(PacketStep(tread.from_on, tread.mark, short_label(row.axis.steps[tread.mark])) for tread in row.line),
        row.axis.expected.low if row.axis.expected else None,
        len(row.axis.steps) - 1,
    )


def _evidence(row: CompetencyGrowth) -> tuple[PacketEvidence, ...]:
    """Return the evidence of one competency, oldest first, each piece once."""
    lines = {line.evidence_id: line for line in row.evidence}
    return tuple(
        PacketEvidence(row.axis.name, line.text, line.source, line.said_by, line.occurred_on, line.is_counter)
        for line in lines.values()
    )


def _goals(session: Session, person_id: str, on: date, zone: tzinfo) -> tuple[PacketGoal, ...]:
    return tuple(
        PacketGoal(goal.text, goal.competency, goal.next_step, goal.due_on, goal.is_reached)
        for goal in list_shared_goals(session, person_id, zone)
        if goal.agreed_on <= on
    )


def _comments(session: Session, review_id: str, names: dict[str, str]) -> tuple[PacketComment, ...]:
    found = list_comments(session, review_id)
    return tuple(PacketComment(names[one.competency], one.text, one.is_own) for one in found if one.competency in names)


def _gate(view: GateView, names: dict[str, str]) -> PacketGate:
    rule = view.rule
    return PacketGate(
        rule.kind,
        rule.is_must,
        tuple(names.get(one, one) for one in rule.competencies),
        tuple(names.get(one, one) for one in view.missing),
        rule.level_id.upper(),
        rule.count,
        rule.sentence,
        rule.checks,
        rule.days,
        view.truth,
    )


def _criteria(page: GrowthPage, quarters: tuple[tuple[int, int], ...]) -> tuple[PacketCriterion, ...]:
    first = date(quarters[0][0], quarters[0][1] * 3 - 2, 1) - timedelta(days=1)
    rows = []
    for row in page.competencies:
        for behaviour_id, text in row.axis.behaviours.items():
            days = {
                line.evidence_id: line.occurred_on
                for line in row.evidence
                if line.behaviour_id == behaviour_id and not line.is_counter
            }.values()
            held = [(day.year, (day.month - 1) // 3 + 1) for day in days]
            counts = tuple(held.count(quarter) for quarter in quarters)
            rows.append(PacketCriterion(row.axis.name, text, counts, sum(day <= first for day in days)))
    return tuple(rows)
