"""Goals and ladder marks as both may see them: shared goals, own marks, and what was agreed."""

from __future__ import annotations

from datetime import tzinfo

from sqlmodel import Session, col

from coachdesk.model.plan import CoachingNote, GoalState, SkillGoal
from coachdesk.model.review import Mark, Rater, Review, ReviewState
from coachdesk.model.visibility import Visibility
from coachdesk.rubric.expectations import steps
from coachdesk.rubric.format import Ladder
from coachdesk.rubric.queries import get_competency
from coachdesk.rubric.selectors import UnknownName
from coachdesk.services.ladders import get_ladder
from coachdesk.services.shared.columns import columns, read
from coachdesk.services.shared.rows import SharedGoal, SharedMark, SharedMarks
from coachdesk.store.failures import NotFound


def list_shared_goals(session: Session, person_id: str, zone: tzinfo) -> tuple[SharedGoal, ...]:
    """Return shared goals, open ones by day and then those reached; dropped ones are gone."""
    statement = (
        columns(
            SkillGoal.id,
            SkillGoal.text,
            SkillGoal.ladder_pin,
            SkillGoal.competency_id,
            SkillGoal.due_on,
            SkillGoal.state,
            SkillGoal.created_at,
        )
        .where(
            col(SkillGoal.person_id) == person_id,
            col(SkillGoal.visibility) == Visibility.SHARED,
            col(SkillGoal.state).in_([GoalState.OPEN, GoalState.REACHED]),
        )
        .order_by(col(SkillGoal.state), col(SkillGoal.due_on).is_(None), col(SkillGoal.due_on), col(SkillGoal.text))
    )
    found = read(session, statement)
    talks = _latest_talks(session, [row[0] for row in found])
    return tuple(
        SharedGoal(
            goal_id,
            text,
            _competency_title(_find_ladder(session, pin), competency_id),
            talks.get(goal_id, ""),
            created_at.astimezone(zone).date(),
            due_on,
            state is GoalState.REACHED,
        )
        for goal_id, text, pin, competency_id, due_on, state, created_at in found
    )


def list_shared_marks(session: Session, person_id: str, zone: tzinfo) -> tuple[SharedMarks, ...]:
    """Return the ladder reviews of a person, newest first.

    Their own marks show from the comparison on, yours and the agreed ones once the review is agreed.
    """
    statement = (
        columns(Review.id, Review.ladder_pin, Review.period_to_on, Review.agreed_at)
        .where(col(Review.person_id) == person_id, col(Review.state).in_([ReviewState.COMPARING, ReviewState.AGREED]))
        .order_by(col(Review.period_to_on).desc(), col(Review.created_at).desc())
    )
    reviews = []
    for review_id, pin, period_to_on, agreed_at in read(session, statement):
        ladder = _find_ladder(session, pin)
        marks = _list_marks(session, review_id, ladder)
        agreed_on = None if agreed_at is None else agreed_at.astimezone(zone).date()
        if marks:
            reviews.append(SharedMarks(review_id, ladder.name if ladder else pin, period_to_on, agreed_on, marks))
    return tuple(reviews)


def _list_marks(session: Session, review_id: str, ladder: Ladder | None) -> tuple[SharedMark, ...]:
    is_own = (col(Mark.rater) == Rater.SELF) & col(Review.state).in_([ReviewState.COMPARING, ReviewState.AGREED])
    is_agreed = col(Review.state) == ReviewState.AGREED
    statement = (
        columns(Mark.competency_id, Mark.rater, Mark.step_id)
        .join(Review, col(Review.id) == col(Mark.review_id))
        .where(col(Mark.review_id) == review_id, col(Mark.step_id) != "", is_own | is_agreed)
    )
    by_competency: dict[str, dict[Rater, str]] = {}
    for competency_id, rater, step_id in read(session, statement):
        by_competency.setdefault(competency_id, {})[rater] = _step_label(ladder, competency_id, step_id)
    order = [one.id for one in ladder.rated] if ladder else []
    known = sorted(by_competency, key=lambda one: (order.index(one) if one in order else len(order), one))
    return tuple(
        SharedMark(
            _competency_title(ladder, competency_id),
            by_competency[competency_id].get(Rater.SELF, ""),
            by_competency[competency_id].get(Rater.MANAGER, ""),
            by_competency[competency_id].get(Rater.AGREED, ""),
        )
        for competency_id in known
    )


def _latest_talks(session: Session, goal_ids: list[str]) -> dict[str, str]:
    """Return what each goal's newest shared talk agreed on."""
    statement = (
        columns(CoachingNote.goal_id, CoachingNote.will)
        .where(
            col(CoachingNote.goal_id).in_(goal_ids),
            col(CoachingNote.visibility) == Visibility.SHARED,
            col(CoachingNote.will) != "",
        )
        .order_by(col(CoachingNote.written_on), col(CoachingNote.created_at))
    )
    return dict(read(session, statement))


def _find_ladder(session: Session, pin: str) -> Ladder | None:
    try:
        return get_ladder(session, pin) if pin else None
    except NotFound:
        return None


def _competency_title(ladder: Ladder | None, competency_id: str) -> str:
    if ladder is None:
        return competency_id.replace("-", " ").replace("_", " ").capitalize()
    try:
        return get_competency(ladder, competency_id).name
    except UnknownName:
        return competency_id


def _step_label(ladder: Ladder | None, competency_id: str, step_id: str) -> str:
    if ladder is None:
        return step_id
    try:
        return next((step.label for step in steps(ladder, competency_id) if step.id == step_id), step_id)
    except UnknownName:
        return step_id
