"""Ladder reviews: both mark, compare and agree; what is agreed is frozen with the words it was agreed by."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from coachdesk.model.review import Confidence, GateAnswer, Mark, Rater, Review, ReviewState
from coachdesk.rubric.expectations import steps
from coachdesk.rubric.format import Ladder
from coachdesk.rubric.queries import cell, get_level
from coachdesk.services.ladders import find_placement, get_ladder, use_ladder
from coachdesk.store.failures import NotFound, StoreFailure
from coachdesk.store.unit_of_work import UnitOfWork


class ReviewFrozen(StoreFailure):
    """The marks are handed in or agreed; a later change is a new review."""


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """A review to begin, over a period that ends on `period_to_on`."""

    person_id: str
    ladder_pin: str
    level_id: str
    period_to_on: date
    target_level_id: str = ""
    shape_id: str = ""
    period_from_on: date | None = None


@dataclass(frozen=True, slots=True)
class MarkDraft:
    """A rating of one competency. Neither a step nor *not applicable* means that it is open."""

    competency_id: str
    step_id: str = ""
    is_not_applicable: bool = False
    confidence: Confidence = Confidence.MEDIUM
    comment: str = ""

    @property
    def is_given(self) -> bool:
        """Whether the competency was rated at all."""
        return bool(self.step_id) or self.is_not_applicable


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review in a list."""

    review_id: str
    person_id: str
    ladder_pin: str
    level_id: str
    target_level_id: str
    shape_id: str
    state: ReviewState
    period_from_on: date | None
    period_to_on: date
    self_handed_in_at: datetime | None
    yours_handed_in_at: datetime | None
    agreed_at: datetime | None
    content_hash: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ReviewMarks:
    """The marks of a review by competency. `theirs` is empty until both sides are in: it is not read before."""

    yours: dict[str, MarkDraft]
    theirs: dict[str, MarkDraft]
    agreed: dict[str, MarkDraft]
    rubric_texts: dict[str, str]


def begin_review(unit: UnitOfWork, draft: ReviewDraft) -> str:
    """Begin a review and return its identity; the ladder version is fixed from now on.

    Raises NotFound for a ladder, and rubric's UnknownName for a level, that does not exist.
    """
    ladder = use_ladder(unit, draft.ladder_pin)
    get_level(ladder, draft.level_id)
    review = Review(
        person_id=draft.person_id,
        ladder_pin=draft.ladder_pin,
        level_id=draft.level_id,
        target_level_id=draft.target_level_id,
        shape_id=draft.shape_id,
        period_from_on=draft.period_from_on,
        period_to_on=draft.period_to_on,
        created_at=unit.now,
    )
    unit.add(review)
    return review.id


def save_mark(unit: UnitOfWork, review_id: str, rater: Rater, draft: MarkDraft) -> None:
    """Keep a mark of one side. Raises ReviewFrozen once that side is handed in, or the review agreed."""
    review = _get(unit.session, review_id)
    if _is_closed(review, rater):
        raise ReviewFrozen("These marks are handed in and can't change. Begin a new review for a later view.")
    _write(unit, review_id, rater, draft)


def hand_in(unit: UnitOfWork, review_id: str, rater: Rater) -> None:
    """Close one side. When both are in, the review can be compared, and equal marks count as agreed already."""
    review = _get(unit.session, review_id)
    if rater is Rater.SELF:
        review.self_handed_in_at = review.self_handed_in_at or unit.now
    else:
        review.yours_handed_in_at = review.yours_handed_in_at or unit.now
    if review.state is ReviewState.OPEN and review.self_handed_in_at and review.yours_handed_in_at:
        review.state = ReviewState.COMPARING
        unit.session.flush()
        _agree_on_equals(unit, review_id)


def begin_again(unit: UnitOfWork, review_id: str, on: date) -> str:
    """Begin a new review after an agreed one, by where the person stands on that day, and return its identity."""
    before = _get(unit.session, review_id)
    placed = find_placement(unit.session, before.person_id, on)
    where = before if placed is None else placed
    draft = ReviewDraft(
        before.person_id,
        where.ladder_pin,
        where.level_id,
        on,
        where.target_level_id,
        where.shape_id,
        min(before.period_to_on, on),
    )
    return begin_review(unit, draft)


def set_target(unit: UnitOfWork, review_id: str, target_level_id: str) -> None:
    """Choose the level that is looked towards. Raises ReviewFrozen once agreed, UnknownName for no such level."""
    review = _get(unit.session, review_id)
    if review.state is ReviewState.AGREED:
        raise ReviewFrozen("An agreed review stays as it is. Begin a new one for a later view.")
    if target_level_id:
        get_level(get_ladder(unit.session, review.ladder_pin), target_level_id)
    review.target_level_id = target_level_id


def answer_gate(unit: UnitOfWork, review_id: str, gate_id: str, *, is_met: bool | None, comment: str = "") -> None:
    """Keep whether a gate that only people can judge is met, or take the answer back with None.

    Raises ReviewFrozen once the review is agreed.
    """
    if _get(unit.session, review_id).state is ReviewState.AGREED:
        raise ReviewFrozen("An agreed review stays as it is. Begin a new one for a later view.")
    where = select(GateAnswer).where(GateAnswer.review_id == review_id, GateAnswer.gate_id == gate_id)
    answer = unit.session.exec(where).first()
    if is_met is None:
        unit.remove([answer] if answer else [])
    elif answer is None:
        unit.add(GateAnswer(review_id=review_id, gate_id=gate_id, is_met=is_met, comment=comment.strip()))
    else:
        answer.is_met, answer.comment = is_met, comment.strip()


def agree_review(unit: UnitOfWork, review_id: str) -> None:
    """Freeze the agreed marks with the text of the rubric and a hash over both.

    Competencies without an agreed mark stay *not assessed*. Raises ReviewFrozen when it is not being compared.
    """
    review = _get(unit.session, review_id)
    if review.state is not ReviewState.COMPARING:
        raise ReviewFrozen("Both sides must be handed in before a review can be agreed.")
    ladder = get_ladder(unit.session, review.ladder_pin)
    marks = _marks(unit.session, review_id, Rater.AGREED)
    for mark in marks:
        mark.rubric_text = rubric_text(ladder, mark.competency_id, mark.step_id)
    review.content_hash = marks_hash(review, marks)
    review.state = ReviewState.AGREED
    review.agreed_at = unit.now


def withdraw_review(unit: UnitOfWork, review_id: str) -> None:
    """Stop a review that was not agreed. Raises ReviewFrozen for an agreed one."""
    review = _get(unit.session, review_id)
    if review.state is ReviewState.AGREED:
        raise ReviewFrozen("An agreed review stays as it is. Begin a new one for a later view.")
    review.state = ReviewState.WITHDRAWN


def remove_review(unit: UnitOfWork, review_id: str) -> None:
    """Remove a review with its marks; undoable."""
    review = _get(unit.session, review_id)
    unit.remove(unit.session.exec(select(Mark).where(Mark.review_id == review_id)).all())
    unit.remove(unit.session.exec(select(GateAnswer).where(GateAnswer.review_id == review_id)).all())
    unit.remove([review])


def is_intact(session: Session, review_id: str) -> bool:
    """Return whether an agreed review still is what its hash says."""
    review = _get(session, review_id)
    return review.content_hash == marks_hash(review, _marks(session, review_id, Rater.AGREED))


def get_review(session: Session, review_id: str) -> ReviewRow:
    """Return a review. Raises NotFound."""
    return _row(_get(session, review_id))


def list_reviews(session: Session, person_id: str | None = None) -> tuple[ReviewRow, ...]:
    """Return reviews of one person or of all that were not withdrawn, newest period first."""
    statement = select(Review).where(Review.state != ReviewState.WITHDRAWN)
    if person_id is not None:
        statement = statement.where(Review.person_id == person_id)
    ordered = statement.order_by(col(Review.period_to_on).desc(), col(Review.created_at).desc())
    return tuple(_row(review) for review in session.exec(ordered))


def get_marks(session: Session, review_id: str) -> ReviewMarks:
    """Return the marks that may be seen by now: theirs are read only after both sides are in."""
    review = _get(session, review_id)
    is_revealed = review.state in (ReviewState.COMPARING, ReviewState.AGREED)
    agreed = _marks(session, review_id, Rater.AGREED)
    return ReviewMarks(
        _drafts(_marks(session, review_id, Rater.MANAGER)),
        _drafts(_marks(session, review_id, Rater.SELF)) if is_revealed else {},
        _drafts(agreed),
        {mark.competency_id: mark.rubric_text for mark in agreed},
    )


def get_room_marks(session: Session, review_id: str) -> dict[str, MarkDraft]:
    """Return the person's marks while they are typed together in the room; none from the moment they are handed in."""
    if _get(session, review_id).self_handed_in_at is not None:
        return {}
    return _drafts(_marks(session, review_id, Rater.SELF))


def rubric_text(ladder: Ladder, competency_id: str, step_id: str) -> str:
    """Return what the ladder says where a mark stands, one behaviour a line; empty for an open mark."""
    if not step_id:
        return ""
    place = step_id.split(":")[0]
    return "\n".join(placed.behaviour.text for placed in cell(ladder, competency_id, place).own)


def step_index(ladder: Ladder, competency_id: str, step_id: str, track: str = "") -> int | None:
    """Return the place of a mark on its scale, from 0; None for an open mark or a step that the scale lacks."""
    return next((step.index for step in steps(ladder, competency_id, track) if step.id == step_id), None)


def _is_closed(review: Review, rater: Rater) -> bool:
    if rater is Rater.AGREED:
        return review.state is not ReviewState.COMPARING
    handed_in = review.self_handed_in_at if rater is Rater.SELF else review.yours_handed_in_at
    return handed_in is not None or review.state is not ReviewState.OPEN


def _agree_on_equals(unit: UnitOfWork, review_id: str) -> None:
    yours = _drafts(_marks(unit.session, review_id, Rater.MANAGER))
    theirs = _drafts(_marks(unit.session, review_id, Rater.SELF))
    for competency_id, mine in yours.items():
        other = theirs.get(competency_id)
        same = other and (mine.step_id, mine.is_not_applicable) == (other.step_id, other.is_not_applicable)
        if same and mine.is_given:
            agreed = MarkDraft(competency_id, mine.step_id, mine.is_not_applicable, mine.confidence)
            _write(unit, review_id, Rater.AGREED, agreed)


def _write(unit: UnitOfWork, review_id: str, rater: Rater, draft: MarkDraft) -> None:
    statement = select(Mark).where(
        Mark.review_id == review_id, Mark.rater == rater, Mark.competency_id == draft.competency_id
    )
    mark = unit.session.exec(statement).first()
    if mark is None:
        mark = Mark(review_id=review_id, competency_id=draft.competency_id, rater=rater, updated_at=unit.now)
        unit.add(mark)
    mark.step_id = "" if draft.is_not_applicable else draft.step_id
    mark.is_not_applicable = draft.is_not_applicable
    mark.confidence = draft.confidence
    mark.comment = draft.comment.strip()
    mark.updated_at = unit.now


def marks_hash(review: Review, marks: list[Mark]) -> str:
    """SHA-256 over canonical JSON of what was agreed: sorted keys, no spaces, UTF-8."""
    content = {
        "ladder": review.ladder_pin,
        "level": review.level_id,
        "shape": review.shape_id,
        "marks": [
            [mark.competency_id, mark.step_id, mark.is_not_applicable, mark.confidence, mark.comment, mark.rubric_text]
            for mark in sorted(marks, key=lambda mark: mark.competency_id)
        ],
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _marks(session: Session, review_id: str, rater: Rater) -> list[Mark]:
    return list(session.exec(select(Mark).where(Mark.review_id == review_id, Mark.rater == rater)))


def _drafts(marks: list[Mark]) -> dict[str, MarkDraft]:
    return {
        mark.competency_id: MarkDraft(
            mark.competency_id, mark.step_id, mark.is_not_applicable, mark.confidence, mark.comment
        )
        for mark in marks
    }


def _get(session: Session, review_id: str) -> Review:
    review = session.get(Review, review_id)
    if review is None:
        raise NotFound("The review is no longer in the vault.")
    return review


def _row(review: Review) -> ReviewRow:
    return ReviewRow(
        review.id,
        review.person_id,
        review.ladder_pin,
        review.level_id,
        review.target_level_id,
        review.shape_id,
        review.state,
        review.period_from_on,
        review.period_to_on,
        review.self_handed_in_at,
        review.yours_handed_in_at,
        review.agreed_at,
        review.content_hash,
        review.created_at,
    )
