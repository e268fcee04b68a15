"""All that is known about someone's growth, read once, so that every day of it can be shown without the vault.

`growth_at` in `coachdesk.services.growth` turns it into the picture of one day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from itertools import pairwise

from sqlmodel import Session, col, select

from coachdesk.growth.gap import Absent, Expectation
from coachdesk.model.evidence import Evidence, EvidenceSource, EvidenceTarget
from coachdesk.model.ladder import Placement
from coachdesk.model.meeting import Meeting
from coachdesk.model.observation import Observation, ObservationKind
from coachdesk.model.person import Person, RoleChange
from coachdesk.model.plan import GoalState, SkillGoal
from coachdesk.model.review import GateAnswer, Mark, Rater, Review, ReviewState
from coachdesk.rubric.expectations import Expectation as RubricExpectation
from coachdesk.rubric.expectations import NotApplicable, chosen, expectation, gates, steps
from coachdesk.rubric.format import Ladder
from coachdesk.rubric.queries import get_level
from coachdesk.rubric.requirements import CountRule, FloorRule
from coachdesk.rubric.requirements import Gate as RubricGate
from coachdesk.services.growth_marks import Axis, HeldMark, Mappings, SeenMark, expected_behaviours, see_mark
from coachdesk.services.growth_projects import ProjectSpan, list_project_spans
from coachdesk.services.ladder_mappings import get_mappings
from coachdesk.services.ladders import get_ladder
from coachdesk.store.failures import NotFound


@dataclass(frozen=True, slots=True)
class GateRule:
    """A gate of the target level with the competencies it speaks of. `level_id` is a stage or level of its rule."""

    gate_id: str
    is_must: bool
    kind: str
    competencies: tuple[str, ...]
    level_id: str
    count: int
    sentence: str
    checks: int
    days: int


@dataclass(frozen=True, slots=True)
class Frame:
    """By what someone is looked at from a day on."""

    placed_on: date
    pin: str
    ladder_title: str
    level_id: str
    level_title: str
    target_id: str
    target_title: str
    axes: tuple[Axis, ...]
    gates: tuple[GateRule, ...]
    seen: dict[str, tuple[SeenMark, ...]]


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A piece of evidence for one competency."""

    evidence_id: str
    text: str
    source: EvidenceSource
    source_id: str
    said_by: str
    occurred_on: date
    is_counter: bool
    is_redacted: bool
    is_private: bool
    competency_id: str
    level_id: str
    behaviour_id: str


@dataclass(frozen=True, slots=True)
class GrowthEvent:
    """Something that happened on a day: a role change, a review, feedback. `noun_id` is what opens."""

    happened_on: date
    kind: str
    text: str
    noun_id: str


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A skill goal; `closed_on` is None while it is open."""

    goal_id: str
    text: str
    competency_id: str
    due_on: date | None
    opened_on: date
    closed_on: date | None
    state: GoalState


@dataclass(frozen=True, slots=True)
class GrowthHistory:
    """Everything about one person's growth, oldest first. `frames` is empty while nobody placed the person."""

    person_id: str
    name: str
    role: str
    level: str
    frames: tuple[Frame, ...]
    marks: tuple[HeldMark, ...]
    answers: dict[str, dict[str, bool]]
    evidence: tuple[EvidenceLine, ...]
    goals: tuple[GoalLine, ...]
    events: tuple[GrowthEvent, ...]
    spans: tuple[ProjectSpan, ...]
    pulses: tuple[tuple[date, int], ...]


def get_growth_history(session: Session, person_id: str, zone: tzinfo) -> GrowthHistory:
    """Return the history of a person with a fixed number of queries; days are those of `zone`. Raises NotFound."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("The person is no longer in the vault.")
    placed = select(Placement).where(Placement.person_id == person_id).order_by(col(Placement.placed_on))
    reviews = _reviews(session, person_id)
    marks = _marks(session, reviews, zone)
    mappings = get_mappings(session)
    frames = tuple(
        build_frame(get_ladder(session, row.ladder_pin), row, marks, mappings) for row in session.exec(placed).all()
    )
    return GrowthHistory(
        person_id,
        person.name,
        person.role,
        person.level,
        frames,
        marks,
        _answers(session, reviews),
        _evidence(session, person_id),
        _goals(session, person_id, zone),
        _events(session, person_id, reviews, zone),
        list_project_spans(session, person_id),
        _pulses(session, person_id, zone),
    )


def build_frame(ladder: Ladder, placement: Placement, marks: tuple[HeldMark, ...], mappings: Mappings) -> Frame:
    """Return how a ladder looks at a placement and at the marks; the target is the level itself when none is named."""
    target = placement.target_level_id or placement.level_id
    level = get_level(ladder, placement.level_id)
    aim = get_level(ladder, target)
    areas = {area.id: area.name for area in ladder.areas}
    track = aim.track or ""
    axes = []
    for rated in ladder.rated:
        wanted = expectation(ladder, rated.id, target, track, placement.shape_id)
        given = wanted if isinstance(wanted, RubricExpectation) else None
        place = given.lo.id if given and rated.scale else target
        axes.append(
            Axis(
                rated.id,
                rated.name,
                areas.get(rated.area or "", ""),
                rated.scale or "",
                steps(ladder, rated.id, track),
                Expectation(given.lo.index, given.hi.index) if given else None,
                not isinstance(wanted, NotApplicable),
                expected_behaviours(ladder, rated.id, place) if given else {},
            )
        )
    rules = tuple(_rule(ladder, gate) for gate in gates(ladder, target, placement.shape_id))
    seen = {
        axis.competency_id: tuple(mark for held in marks for mark in see_mark(ladder.pin, axis, held, mappings))
        for axis in axes
    }
    return Frame(
        placement.placed_on, ladder.pin, ladder.name, level.id, level.title, aim.id, aim.title, tuple(axes), rules, seen
    )


def _rule(ladder: Ladder, gate: RubricGate) -> GateRule:
    kind, level, count, sentence = "points", "", 0, ""
    who: tuple[str, ...] = ()
    if gate.meet is not None:
        kind, who = "meet", chosen(ladder, gate.meet)
    elif isinstance(gate.count, CountRule):
        kind, who, level = "count", chosen(ladder, gate.count.of), gate.count.stage
        count = gate.count.at_least
    elif gate.none_below is not None:
        floor = gate.none_below if isinstance(gate.none_below, FloorRule) else FloorRule(stage=gate.none_below)
        kind, who, level = "floor", chosen(ladder, floor.of), floor.stage
    elif gate.confirm is not None:
        kind, sentence = "confirm", gate.confirm
    checks, days = (gate.sustained.checks, gate.sustained.days) if gate.sustained else (1, 0)
    return GateRule(gate.id, gate.strength == "must", kind, who, level, count, sentence, checks, days)


def _reviews(session: Session, person_id: str) -> list[Review]:
    statement = select(Review).where(Review.person_id == person_id, Review.state != ReviewState.WITHDRAWN)
    return list(session.exec(statement.order_by(col(Review.period_to_on), col(Review.created_at))))


def _marks(session: Session, reviews: list[Review], zone: tzinfo) -> tuple[HeldMark, ...]:
    """Return agreed marks, and the owner's own of a review that is still being talked about."""
    by_id = {review.id: review for review in reviews}
    rows = session.exec(select(Mark).where(col(Mark.review_id).in_(by_id))).all()
    found = []
    for row in rows:
        review = by_id[row.review_id]
        is_agreed = review.state is ReviewState.AGREED
        if row.rater is not (Rater.AGREED if is_agreed else Rater.MANAGER):
            continue
        absent = Absent.NOT_APPLICABLE if row.is_not_applicable else None if row.step_id else Absent.NOT_ASSESSED
        day = review.agreed_at.astimezone(zone).date() if review.agreed_at else review.period_to_on
        found.append(
            HeldMark(
                review.id, day, review.ladder_pin, row.competency_id, row.step_id, absent, is_agreed, row.rubric_text
            )
        )
    return tuple(sorted(found, key=lambda mark: (mark.given_on, mark.review_id, mark.competency_id)))


def _answers(session: Session, reviews: list[Review]) -> dict[str, dict[str, bool]]:
    answers: dict[str, dict[str, bool]] = {}
    for row in session.exec(select(GateAnswer).where(col(GateAnswer.review_id).in_([one.id for one in reviews]))):
        answers.setdefault(row.review_id, {})[row.gate_id] = row.is_met
    return answers


def _evidence(session: Session, person_id: str) -> tuple[EvidenceLine, ...]:
    statement = (
        select(Evidence, EvidenceTarget)
        .join(EvidenceTarget, col(EvidenceTarget.evidence_id) == col(Evidence.id))
        .where(Evidence.person_id == person_id)
        .order_by(col(Evidence.occurred_on), col(Evidence.id))
    )
    return tuple(
        EvidenceLine(
            one.id,
            one.text,
            one.source,
            one.source_id,
            one.said_by,
            one.occurred_on,
            one.counters,
            one.redacted_at is not None,
            one.visibility != "shared",
            target.competency_id,
            target.level_id,
            target.behaviour_id,
        )
        for one, target in session.exec(statement)
    )


def _goals(session: Session, person_id: str, zone: tzinfo) -> tuple[GoalLine, ...]:
    rows = session.exec(select(SkillGoal).where(SkillGoal.person_id == person_id).order_by(col(SkillGoal.created_at)))
    return tuple(
        GoalLine(
            row.id,
            row.text,
            row.competency_id,
            row.due_on,
            _day(row.created_at, zone),
            _day(row.closed_at, zone) if row.closed_at else None,
            row.state,
        )
        for row in rows
    )


def _events(session: Session, person_id: str, reviews: list[Review], zone: tzinfo) -> tuple[GrowthEvent, ...]:
    roles = session.exec(
        select(RoleChange).where(RoleChange.person_id == person_id).order_by(col(RoleChange.changed_on))
    ).all()
    events = [
        GrowthEvent(after.changed_on, "promotion", after.level, after.id)
        for before, after in pairwise(roles)
        if after.level != before.level
    ]
    events += [
        GrowthEvent(_day(one.agreed_at, zone) if one.agreed_at else one.period_to_on, "review", "", one.id)
        for one in reviews
    ]
    heard = select(Observation).where(Observation.person_id == person_id, Observation.kind == ObservationKind.FEEDBACK)
    events += [GrowthEvent(one.observed_on, "feedback", one.text, one.id) for one in session.exec(heard)]
    return tuple(sorted(events, key=lambda event: (event.happened_on, event.noun_id)))


def _pulses(session: Session, person_id: str, zone: tzinfo) -> tuple[tuple[date, int], ...]:
    rows = session.exec(
        select(Meeting.starts_at, Meeting.pulse)
        .where(Meeting.person_id == person_id, col(Meeting.pulse).is_not(None))
        .order_by(col(Meeting.starts_at))
    )
    return tuple((_day(starts_at, zone), pulse) for starts_at, pulse in rows if pulse is not None)


def _day(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()
