"""Ladder reviews as the screen shows them: the list by state, and one review in one read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum

from sqlalchemy import func
from sqlmodel import Session, col, select

from coachdesk.growth.agreement import Agreement, MarkPair, compare_marks
from coachdesk.growth.gap import Absent
from coachdesk.model.person import Person
from coachdesk.model.review import GateAnswer, Mark, Rater, Review, ReviewState
from coachdesk.rubric.expectations import gates
from coachdesk.rubric.format import Ladder, Level
from coachdesk.rubric.queries import get_level
from coachdesk.rubric.selectors import ordered_levels
from coachdesk.services.evidence import EvidenceRow, list_evidence
from coachdesk.services.ladders import get_ladder
from coachdesk.services.review_before import find_before
from coachdesk.services.review_rubric import Line, Place, build_lines, build_places
from coachdesk.services.review_talk import Talk, list_looks, read_talk
from coachdesk.services.reviews import (
    MarkDraft,
    ReviewMarks,
    ReviewRow,
    get_marks,
    get_review,
    get_room_marks,
    is_intact,
    list_reviews,
)


class Standing(StrEnum):
    """What a review waits for."""

    TO_MARK = "to_mark"
    WAITING = "waiting"
    TO_COMPARE = "to_compare"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class ReviewListRow:
    """A review in the list. `missing` are your own marks still to give, or agreed ones while it is compared.

    `self_is_in` never says more of the person's marks than that they are there.
    """

    review_id: str
    person_id: str
    person_name: str
    ladder_name: str
    ladder_pin: str
    level_title: str
    target_title: str
    standing: Standing
    period_from_on: date | None
    period_to_on: date
    missing: int
    asked: int
    self_is_in: bool
    agreed_at: datetime | None


@dataclass(frozen=True, slots=True)
class GateLine:
    """A gate that only people can judge, and what was answered: None is open."""

    gate_id: str
    text: str
    is_met: bool | None


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One review as its page shows it.

    `theirs` is empty until both sides are in; `room` are marks that are being typed together. `before` are the marks
    that were agreed last time, on this ladder version or carried exactly into it. `looks` are days to look again.
    """

    review: ReviewRow
    person_name: str
    ladder_name: str
    levels: tuple[Level, ...]
    places: tuple[Place, ...]
    lines: tuple[Line, ...]
    marks: ReviewMarks
    room: dict[str, MarkDraft]
    before: dict[str, MarkDraft]
    before_at: datetime | None
    talk: Talk
    looks: dict[str, date]
    gates: tuple[GateLine, ...]
    evidence: tuple[EvidenceRow, ...]
    agreement: Agreement | None
    is_intact: bool

    @property
    def is_open(self) -> bool:
        """Whether a side is still to be handed in."""
        return self.review.state is ReviewState.OPEN

    @property
    def is_agreed(self) -> bool:
        """Whether the review is frozen."""
        return self.review.state is ReviewState.AGREED

    @property
    def differing(self) -> int:
        """How many competencies both sides marked differently."""
        return sum(bool(self.apart(line)) for line in self.lines)

    def apart(self, line: Line) -> int | None:
        """Return how many steps the two marks of a line lie apart; None while one of them is not there."""
        mine, other = self.marks.yours.get(line.competency_id), self.marks.theirs.get(line.competency_id)
        if mine is None or other is None or not (mine.is_given and other.is_given):
            return None
        if mine.is_not_applicable or other.is_not_applicable:
            return 0 if mine.is_not_applicable and other.is_not_applicable else None
        ends = line.index_of(mine.step_id), line.index_of(other.step_id)
        return None if None in ends else abs((ends[0] or 0) - (ends[1] or 0))

    def missing(self, marks: Mapping[str, MarkDraft]) -> int:
        """Return how many competencies a side has not marked."""
        return sum(line.competency_id not in marks or not marks[line.competency_id].is_given for line in self.lines)


def list_review_states(session: Session) -> tuple[ReviewListRow, ...]:
    """Return every review that was not withdrawn, newest period first, with what it waits for."""
    names = dict(session.exec(select(Person.id, Person.name)).all())
    counts = _count_marks(session)
    ladders: dict[str, Ladder] = {}
    rows = []
    for review in list_reviews(session):
        if review.person_id in names:
            pin = review.ladder_pin
            ladder = ladders[pin] if pin in ladders else ladders.setdefault(pin, get_ladder(session, pin))
            rows.append(_list_row(review, ladder, names[review.person_id], counts))
    return tuple(rows)


def get_review_page(session: Session, review_id: str, zone: tzinfo) -> ReviewPage:
    """Return one review by the text of its own ladder version. Raises NotFound."""
    review = get_review(session, review_id)
    ladder = get_ladder(session, review.ladder_pin)
    lines = build_lines(ladder, review)
    marks = get_marks(session, review_id)
    before, before_at = find_before(session, review, ladder, lines)
    target = get_level(ladder, review.target_level_id or review.level_id)
    notes = session.get_one(Review, review_id).notes
    return ReviewPage(
        review,
        session.get_one(Person, review.person_id).name,
        ladder.name,
        ordered_levels(ladder),
        build_places(ladder, review, lines),
        lines,
        marks,
        get_room_marks(session, review_id),
        before,
        before_at,
        read_talk(notes),
        list_looks(session, review.person_id, {line.competency_id: line.name for line in lines}),
        _gates(session, ladder, review, target.id),
        list_evidence(session, review.person_id),
        _agreement(review, lines, marks, zone),
        review.state is not ReviewState.AGREED or is_intact(session, review_id),
    )


def _count_marks(session: Session) -> dict[tuple[str, Rater], int]:
    given = select(Mark.review_id, Mark.rater, func.count()).where(
        col(Mark.rater) != Rater.SELF, (col(Mark.step_id) != "") | col(Mark.is_not_applicable)
    )
    grouped = given.group_by(col(Mark.review_id), col(Mark.rater))
    return {(review_id, Rater(rater)): count for review_id, rater, count in session.exec(grouped)}


def _list_row(
    review: ReviewRow, ladder: Ladder, person_name: str, counts: Mapping[tuple[str, Rater], int]
) -> ReviewListRow:
    asked = len(ladder.rated)
    rater = Rater.AGREED if review.state is ReviewState.COMPARING else Rater.MANAGER
    missing = max(0, asked - counts.get((review.review_id, rater), 0))
    titles = {level.id: f"{level.id.upper()} {level.title}" for level in ladder.levels}
    if review.state is ReviewState.OPEN:
        standing = Standing.TO_MARK if review.yours_handed_in_at is None else Standing.WAITING
    else:
        standing = Standing.AGREED if review.state is ReviewState.AGREED else Standing.TO_COMPARE
    return ReviewListRow(
        review.review_id,
        review.person_id,
        person_name,
        ladder.name,
        review.ladder_pin,
        titles.get(review.level_id, review.level_id),
        titles.get(review.target_level_id, ""),
        standing,
        review.period_from_on,
        review.period_to_on,
        0 if standing in (Standing.AGREED, Standing.WAITING) else missing,
        asked,
        review.self_handed_in_at is not None,
        review.agreed_at,
    )


def _gates(session: Session, ladder: Ladder, review: ReviewRow, level_id: str) -> tuple[GateLine, ...]:
    rows = session.exec(select(GateAnswer).where(GateAnswer.review_id == review.review_id)).all()
    answers = {row.gate_id: row.is_met for row in rows}
    found = gates(ladder, level_id, review.shape_id)
    return tuple(GateLine(gate.id, gate.confirm, answers.get(gate.id)) for gate in found if gate.confirm is not None)


def _agreement(review: ReviewRow, lines: tuple[Line, ...], marks: ReviewMarks, zone: tzinfo) -> Agreement | None:
    if review.self_handed_in_at is None or review.yours_handed_in_at is None:
        return None
    self_on = review.self_handed_in_at.astimezone(zone).date()
    your_on = review.yours_handed_in_at.astimezone(zone).date()
    return compare_marks(
        MarkPair(
            line.competency_id,
            _rating(line, marks.theirs.get(line.competency_id)),
            _rating(line, marks.yours.get(line.competency_id)),
            self_on,
            your_on,
            self_first=True,
        )
        for line in lines
    )


def _rating(line: Line, mark: MarkDraft | None) -> int | Absent:
    if mark is not None and mark.is_not_applicable:
        return Absent.NOT_APPLICABLE
    index = None if mark is None else line.index_of(mark.step_id)
    return Absent.NOT_ASSESSED if index is None else index
