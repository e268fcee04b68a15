"""What a brief is made of, read from the vault with one query a kind, however much history there is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, tzinfo

from sqlalchemy import func
from sqlmodel import Session, col, select

from coachdesk.model.card import CardAnswer
from coachdesk.model.evidence import Evidence, EvidenceTarget
from coachdesk.model.observation import Observation, ObservationKind
from coachdesk.model.plan import CoachingNote, GoalState, SkillGoal
from coachdesk.model.promise import Promise, PromiseOwner
from coachdesk.model.review import Review, ReviewState
from coachdesk.rubric.expectations import Expectation, expectation
from coachdesk.services.brief_lines import BriefKind, BriefLine
from coachdesk.services.ladders import PlacementRow, find_placement, get_ladder

_SINCE_LIMIT = 40
HIGHLIGHTS = 3
"""How many answers of the person card a brief repeats."""


def read_observations(session: Session, person_id: str, since: date) -> Iterator[BriefLine]:
    """Return feedback that was not passed on, however old, and the wins since a day."""
    statement = (
        select(Observation)
        .where(
            Observation.person_id == person_id,
            (col(Observation.observed_on) >= since)
            | ((col(Observation.kind) == ObservationKind.FEEDBACK) & col(Observation.passed_on_at).is_(None)),
        )
        .order_by(col(Observation.observed_on), col(Observation.id))
        .limit(_SINCE_LIMIT)
    )
    for row in session.exec(statement):
        if row.kind is ObservationKind.WIN:
            yield BriefLine(BriefKind.WIN, row.text, row.observed_on, row.said_by, "observation", row.id)
        elif row.passed_on_at is None:
            yield BriefLine(BriefKind.FEEDBACK, row.text, row.observed_on, row.said_by, "observation", row.id)


def read_kept(session: Session, person_id: str, since_at: datetime, zone: tzinfo) -> Iterator[BriefLine]:
    """Return the promises that were kept since an instant."""
    statement = (
        select(Promise)
        .where(Promise.person_id == person_id, col(Promise.done_at) >= since_at)
        .order_by(col(Promise.done_at))
        .limit(_SINCE_LIMIT)
    )
    for row in session.exec(statement):
        if row.done_at is not None:
            mine = "me" if row.owner is PromiseOwner.ME else "them"
            yield BriefLine(BriefKind.KEPT, row.text, _day(row.done_at, zone), mine, "promise", row.id)


def read_evidence(session: Session, person_id: str, since: date, names: dict[str, str]) -> Iterator[BriefLine]:
    """Return the evidence of a person since a day, with the competency that it speaks of; `names` maps their ids."""
    statement = (
        select(Evidence, func.min(EvidenceTarget.competency_id))
        .join(EvidenceTarget, col(EvidenceTarget.evidence_id) == col(Evidence.id), isouter=True)
        .where(Evidence.person_id == person_id, col(Evidence.occurred_on) >= since, col(Evidence.redacted_at).is_(None))
        .group_by(col(Evidence.id))
        .order_by(col(Evidence.occurred_on), col(Evidence.id))
        .limit(_SINCE_LIMIT)
    )
    for row, competency in session.exec(statement):
        about = names.get(competency or "", competency or "")
        yield BriefLine(BriefKind.EVIDENCE, row.text, row.occurred_on, about, "evidence", row.id)


def read_goals(session: Session, person_id: str, since_at: datetime, zone: tzinfo) -> Iterator[BriefLine]:
    """Return the open skill goals, with the last talk about each, and those reached since an instant."""
    talked = select(CoachingNote.goal_id, func.max(CoachingNote.written_on)).group_by(CoachingNote.goal_id)
    last = talked.subquery()
    statement = (
        select(SkillGoal, last.c[1])
        .join(last, last.c[0] == SkillGoal.id, isouter=True)
        .where(
            SkillGoal.person_id == person_id,
            (col(SkillGoal.state) == GoalState.OPEN)
            | ((col(SkillGoal.state) == GoalState.REACHED) & (col(SkillGoal.closed_at) >= since_at)),
        )
        .order_by(col(SkillGoal.created_at), col(SkillGoal.id))
        .limit(_SINCE_LIMIT)
    )
    for row, talked_on in session.exec(statement):
        if row.state is GoalState.REACHED and row.closed_at is not None:
            yield BriefLine(BriefKind.GOAL_REACHED, row.text, _day(row.closed_at, zone), "", "skill_goal", row.id)
        else:
            yield BriefLine(BriefKind.GOAL, row.text, talked_on or _day(row.created_at, zone), "", "skill_goal", row.id)


def read_wills(session: Session, person_id: str) -> Iterator[BriefLine]:
    """Return what someone last said they will do about each open skill goal, with the day until when."""
    statement = (
        select(CoachingNote, SkillGoal)
        .join(SkillGoal, col(SkillGoal.id) == col(CoachingNote.goal_id))
        .where(SkillGoal.person_id == person_id, SkillGoal.state == GoalState.OPEN, CoachingNote.will != "")
        .order_by(col(CoachingNote.written_on), col(CoachingNote.created_at))
    )
    newest = {goal.id: (note, goal) for note, goal in session.exec(statement)}
    for note, goal in list(newest.values())[:_SINCE_LIMIT]:
        yield BriefLine(BriefKind.WILL, note.will, note.will_on or note.written_on, goal.text, "skill_goal", goal.id)


def read_reviews(session: Session, person_id: str, since_at: datetime, zone: tzinfo) -> Iterator[BriefLine]:
    """Return what happened to ladder reviews since an instant: handed in by the person, or agreed."""
    statement = (
        select(Review)
        .where(
            Review.person_id == person_id,
            col(Review.state) != ReviewState.WITHDRAWN,
            (col(Review.self_handed_in_at) >= since_at) | (col(Review.agreed_at) >= since_at),
        )
        .order_by(col(Review.created_at))
        .limit(_SINCE_LIMIT)
    )
    for row in session.exec(statement):
        moment = row.agreed_at or row.self_handed_in_at
        if moment is not None:
            kind = BriefKind.REVIEW_AGREED if row.agreed_at else BriefKind.REVIEW_HANDED_IN
            yield BriefLine(kind, "", _day(moment, zone), row.level_id, "review", row.id)


def read_card(session: Session, person_id: str) -> Iterator[BriefLine]:
    """Return the newest answers of the person card, one a question, as many as a brief repeats."""
    statement = (
        select(CardAnswer)
        .where(CardAnswer.person_id == person_id)
        .order_by(col(CardAnswer.answered_on).desc(), col(CardAnswer.created_at).desc(), col(CardAnswer.id))
        .limit(_SINCE_LIMIT)
    )
    seen: dict[str, CardAnswer] = {}
    for row in session.exec(statement):
        seen.setdefault(row.question_key, row)
    shown = [row for row in seen.values() if row.text.strip()]
    for row in shown[:HIGHLIGHTS]:
        yield BriefLine(BriefKind.CARD, row.text, row.answered_on, row.question_key, "card_answer", row.id)


def read_competencies(session: Session, person_id: str, on: date) -> tuple[PlacementRow | None, dict[str, str]]:
    """Return where a person stands on a ladder and the names of what the next level asks for, in the ladder's order."""
    placed = find_placement(session, person_id, on)
    if placed is None:
        return None, {}
    ladder = get_ladder(session, placed.ladder_pin)
    level = placed.target_level_id or placed.level_id
    asked = (one for one in ladder.rated if isinstance(expectation(ladder, one.id, level), Expectation))
    return placed, {one.id: one.name for one in asked}


def find_gap(session: Session, person_id: str, names: dict[str, str]) -> BriefLine | None:
    """Return the competency without evidence, else the one whose newest evidence is the oldest; None without any."""
    if not names:
        return None
    statement = (
        select(EvidenceTarget.competency_id, func.max(Evidence.occurred_on))
        .join(Evidence, col(Evidence.id) == col(EvidenceTarget.evidence_id))
        .where(Evidence.person_id == person_id, col(Evidence.redacted_at).is_(None))
        .group_by(EvidenceTarget.competency_id)
    )
    newest: dict[str, date] = {}
    for competency, day in session.exec(statement):
        newest[competency] = day if isinstance(day, date) else date.fromisoformat(day)
    order = list(names)
    gap = min(order, key=lambda one: (one in newest, newest.get(one, date.min), order.index(one)))
    return BriefLine(BriefKind.GAP, names[gap], newest.get(gap), "", "competency", gap)


def midnight(day: date, zone: tzinfo) -> datetime:
    """Return the instant that a day begins in `zone`."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _day(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()
