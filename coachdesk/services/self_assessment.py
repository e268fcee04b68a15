"""The self-assessment round trip: what a form asks, and an answer that is taken in only where it belongs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from coachdesk.model.base import new_id
from coachdesk.model.person import Person
from coachdesk.model.review import Rater, Review, ReviewState
from coachdesk.rubric.expectations import Step, steps
from coachdesk.rubric.format import Ladder
from coachdesk.rubric.load import content_hash
from coachdesk.rubric.queries import cell, get_level
from coachdesk.services.ladders import get_ladder
from coachdesk.services.reviews import MarkDraft, hand_in, save_mark
from coachdesk.store.failures import NotFound, StoreFailure
from coachdesk.store.unit_of_work import UnitOfWork

NEAR_LEVELS = 1
"""How many levels below and above the present and the target one are open in the form from the start."""


class AnswerRefused(StoreFailure):
    """An answer that does not belong to this review, or says what its form never asked."""


@dataclass(frozen=True, slots=True)
class FormPlace:
    """A level or stage of a competency with its words and the marks that can be given there."""

    place_id: str
    title: str
    lines: tuple[str, ...]
    steps: tuple[Step, ...]
    is_near: bool


@dataclass(frozen=True, slots=True)
class FormCompetency:
    """One competency as the form asks about it."""

    competency_id: str
    name: str
    area: str
    description: str
    places: tuple[FormPlace, ...]


@dataclass(frozen=True, slots=True)
class FormContent:
    """All that a form shows. It holds the ladder and the person's name, and nothing that anyone wrote about them."""

    form_key: str
    review_id: str
    person_id: str
    person_name: str
    ladder_pin: str
    ladder_hash: str
    ladder_title: str
    level_title: str
    target_id: str
    target_title: str
    competencies: tuple[FormCompetency, ...]


@dataclass(frozen=True, slots=True)
class SelfAnswer:
    """What came back, as read from the file; `check_answer` says whether it belongs."""

    form_key: str
    review_id: str
    person_id: str
    ladder_pin: str
    ladder_hash: str
    written_at: datetime
    marks: tuple[MarkDraft, ...]


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer in words, to be looked at before it is taken in."""

    competency: str
    mark: str
    comment: str


@dataclass(frozen=True, slots=True)
class AnswerPreview:
    """An answer that belongs: whose it is, when it was written, and every line of it."""

    review_id: str
    person_name: str
    written_at: datetime
    lines: tuple[AnswerLine, ...]
    given: int
    asked: int


def ensure_form_key(unit: UnitOfWork, review_id: str) -> str:
    """Return the key that ties forms to a review, made at the first form; later copies of the form have the same."""
    review = _get(unit.session, review_id)
    if review.state is not ReviewState.OPEN or review.self_handed_in_at is not None:
        raise AnswerRefused("The self-assessment of this review is in already, so it needs no form.")
    review.form_key = review.form_key or new_id()
    return review.form_key


def get_form_content(session: Session, review_id: str) -> FormContent:
    """Return what the form of a review shows. Raises NotFound; `ensure_form_key` comes first."""
    review = _get(session, review_id)
    ladder = get_ladder(session, review.ladder_pin)
    level = get_level(ladder, review.level_id)
    target = get_level(ladder, review.target_level_id or review.level_id)
    areas = {area.id: area.name for area in ladder.areas}
    return FormContent(
        review.form_key,
        review.id,
        review.person_id,
        session.get_one(Person, review.person_id).name,
        ladder.pin,
        content_hash(ladder),
        ladder.name,
        level.title,
        target.id,
        target.title,
        tuple(
            FormCompetency(
                one.id,
                one.name,
                areas.get(one.area or "", ""),
                one.summary or "",
                _places(ladder, one.id, level.id, target.id, target.track or ""),
            )
            for one in ladder.rated
        ),
    )


def find_open_review(session: Session, person_id: str) -> str | None:
    """Return the newest review of a person whose self-assessment is still out, if there is one."""
    statement = select(Review).where(
        Review.person_id == person_id, Review.state == ReviewState.OPEN, col(Review.self_handed_in_at).is_(None)
    )
    review = session.exec(statement.order_by(col(Review.created_at).desc())).first()
    return None if review is None else review.id


def check_answer(session: Session, answer: SelfAnswer) -> AnswerPreview:
    """Return the answer in words. Raises AnswerRefused, saying why, when it does not belong to an open review."""
    review = session.exec(select(Review).where(Review.form_key == answer.form_key)).first()
    if review is None or not answer.form_key or review.id != answer.review_id:
        raise AnswerRefused("This answer belongs to no review in this vault. Nothing was changed.")
    if review.person_id != answer.person_id:
        raise AnswerRefused("This answer is about another person than its review. Nothing was changed.")
    ladder = get_ladder(session, review.ladder_pin)
    if answer.ladder_pin != review.ladder_pin or answer.ladder_hash != content_hash(ladder):
        raise AnswerRefused(
            f"This answer was given to another version of the ladder than {review.ladder_pin}. Nothing was changed. "
            "Send the form of this review again."
        )
    if review.state is not ReviewState.OPEN or review.self_handed_in_at is not None:
        raise AnswerRefused("The self-assessment of this review is in already. Nothing was changed.")
    _check_marks(ladder, answer)
    return _preview(session, review, ladder, answer)


def take_answer(unit: UnitOfWork, answer: SelfAnswer) -> str:
    """Keep an answer as the person's own marks, hand them in, and return the review. Raises AnswerRefused."""
    preview = check_answer(unit.session, answer)
    for mark in answer.marks:
        save_mark(unit, preview.review_id, Rater.SELF, mark)
    unit.session.flush()
    hand_in(unit, preview.review_id, Rater.SELF)
    return preview.review_id


def _check_marks(ladder: Ladder, answer: SelfAnswer) -> None:
    names = {one.id for one in ladder.rated}
    seen: set[str] = set()
    for mark in answer.marks:
        if mark.competency_id not in names or mark.competency_id in seen:
            raise AnswerRefused(
                f"The answer names “{mark.competency_id[:60]}”, which its form did not ask, or asked once. "
                "Nothing was changed."
            )
        seen.add(mark.competency_id)
        if mark.step_id and mark.step_id not in {step.id for step in steps(ladder, mark.competency_id)}:
            raise AnswerRefused(
                f"The answer gives “{mark.competency_id}” a mark that the ladder does not have. Nothing was changed."
            )


def _preview(session: Session, review: Review, ladder: Ladder, answer: SelfAnswer) -> AnswerPreview:
    labels = {one.id: {step.id: step.label for step in steps(ladder, one.id)} for one in ladder.rated}
    given = {mark.competency_id: mark for mark in answer.marks}
    lines = []
    for one in ladder.rated:
        mark = given.get(one.id, MarkDraft(one.id))
        word = "n/a" if mark.is_not_applicable else labels[one.id].get(mark.step_id, "")
        lines.append(AnswerLine(one.name, word, mark.comment))
    return AnswerPreview(
        review.id,
        session.get_one(Person, review.person_id).name,
        answer.written_at,
        tuple(lines),
        sum(mark.is_given for mark in answer.marks),
        len(ladder.rated),
    )


def _places(ladder: Ladder, competency_id: str, level_id: str, target_id: str, track: str) -> tuple[FormPlace, ...]:
    scale = steps(ladder, competency_id, track)
    names = list(dict.fromkeys(step.id.split(":")[0] for step in scale))
    anchors = [names.index(one) for one in (level_id, target_id) if one in names] or list(range(len(names)))
    low, high = min(anchors) - NEAR_LEVELS, max(anchors) + NEAR_LEVELS
    titles = {level.id: level.title for level in ladder.levels}
    places = []
    for number, name in enumerate(names):
        here = tuple(step for step in scale if step.id.split(":")[0] == name)
        found = cell(ladder, competency_id, name).own
        lines = tuple(one.behaviour.text for one in found if one.behaviour.kind == "expect")
        places.append(FormPlace(name, titles.get(name, here[0].label), lines, here, low <= number <= high))
    return tuple(places)


def _get(session: Session, review_id: str) -> Review:
    review = session.get(Review, review_id)
    if review is None:
        raise NotFound("The review is no longer in the vault.")
    return review
