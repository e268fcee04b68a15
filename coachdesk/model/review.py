"""Ladder reviews: two people mark, compare and agree; what is agreed is frozen with its words."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from coachdesk.model.base import Noun, UtcDateTime, text_enum


class ReviewState(StrEnum):
    """Where a review stands; it only moves forward, and `AGREED` is final."""

    OPEN = "open"
    COMPARING = "comparing"
    AGREED = "agreed"
    WITHDRAWN = "withdrawn"


class Rater(StrEnum):
    """Whose mark it is."""

    SELF = "self"
    MANAGER = "manager"
    AGREED = "agreed"


class Confidence(StrEnum):
    """How sure the rater is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Review(Noun, table=True):
    """One review of one person by one ladder version.

    `self_handed_in_at` and `yours_handed_in_at` say when each side was complete; the other side stays hidden until
    both are set. `form_key` ties an exported form to this review. `content_hash` covers the agreed marks with their
    rubric text.
    """

    __tablename__ = "review"

    person_id: str = Field(foreign_key="person.id", index=True)
    ladder_pin: str
    level_id: str
    target_level_id: str = ""
    shape_id: str = ""
    state: ReviewState = Field(default=ReviewState.OPEN, sa_type=text_enum(ReviewState))
    period_from_on: date | None = None
    period_to_on: date
    form_key: str = ""
    self_handed_in_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    yours_handed_in_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    agreed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    content_hash: str = ""
    notes: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)


class Mark(Noun, table=True):
    """One rating of one competency.

    `step_id` is a step of the ladder (`l5:solid`, or a stage such as `leading`; see `coachdesk.rubric.expectations`),
    empty with `is_not_applicable` or when it was left open. `rubric_text` keeps the words that were marked, for agreed
    marks.
    """

    __tablename__ = "mark"

    review_id: str = Field(foreign_key="review.id", index=True)
    competency_id: str
    rater: Rater = Field(sa_type=text_enum(Rater))
    step_id: str = ""
    is_not_applicable: bool = False
    confidence: Confidence = Field(default=Confidence.MEDIUM, sa_type=text_enum(Confidence))
    comment: str = ""
    rubric_text: str = ""
    updated_at: datetime = Field(sa_type=UtcDateTime)


class GateAnswer(Noun, table=True):
    """What was confirmed in a review about a gate that only people can judge (`confirm` in the ladder)."""

    __tablename__ = "gate_answer"

    review_id: str = Field(foreign_key="review.id", index=True)
    gate_id: str
    is_met: bool
    comment: str = ""
