"""The writer's self-audit: the owner's own comments and feedback of a year, counted. Nobody is scored.

It reads what only the owner may read, shows it to the owner alone, and nothing of it can be exported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from enum import StrEnum

from sqlmodel import Session, col, select

from coachdesk.growth.outcome import TooLittleHistory
from coachdesk.growth.writing_audit import (
    Completeness,
    FeedbackParts,
    LengthRow,
    Recency,
    TraitWord,
    WrittenText,
    compare_lengths,
    count_complete,
    count_recency,
    find_trait_words,
)
from coachdesk.model.observation import Observation, ObservationKind
from coachdesk.model.person import Person
from coachdesk.model.review import Mark, Rater, Review, ReviewState

PERIOD_DAYS = 365
_LABELS = ("situation", "behaviou?r", "impact")


class TextKind(StrEnum):
    """Where a text stands."""

    COMMENT = "comment"
    FEEDBACK = "feedback"


@dataclass(frozen=True, slots=True)
class TraitLine:
    """A word about character in its sentence, with the place that opens: a review or a piece of feedback."""

    line_id: str
    kind: TextKind
    noun_id: str
    person_id: str
    name: str
    word: str
    sentence: str
    written_on: date


@dataclass(frozen=True, slots=True)
class LengthLine:
    """Words written about a person, beside the median over all."""

    person_id: str
    name: str
    words: int
    median_words: float


@dataclass(frozen=True, slots=True)
class WritingAudit:
    """The counts of a year up to `until_on`. `lengths` go by name."""

    from_on: date
    until_on: date
    texts: int
    recency: Recency | TooLittleHistory
    traits: tuple[TraitLine, ...]
    lengths: tuple[LengthLine, ...] | TooLittleHistory
    complete: Completeness


@dataclass(frozen=True, slots=True)
class _Text:
    written: WrittenText
    kind: TextKind
    noun_id: str


def get_writing_audit(session: Session, today: date, zone: tzinfo) -> WritingAudit:
    """Return what the owner wrote in the last year, counted, with three queries."""
    from_on = today - timedelta(days=PERIOD_DAYS)
    names = dict(session.exec(select(Person.id, Person.name)).all())
    feedback = _feedback(session, from_on, today)
    texts = [*_comments(session, from_on, today, zone), *feedback]
    written = [one.written for one in texts]
    return WritingAudit(
        from_on,
        today,
        len(texts),
        count_recency(written, period_end_on=today),
        _traits(texts, names),
        _lengths(compare_lengths(written), names),
        count_complete(_parts(one.written) for one in feedback),
    )


def _comments(session: Session, from_on: date, until_on: date, zone: tzinfo) -> list[_Text]:
    statement = (
        select(Mark, Review)
        .join(Review, col(Review.id) == col(Mark.review_id))
        .where(
            Mark.rater == Rater.MANAGER,
            Mark.comment != "",
            Review.state != ReviewState.WITHDRAWN,
            col(Review.period_to_on) >= from_on,
        )
        .order_by(col(Mark.updated_at), col(Mark.id))
    )
    found = []
    for mark, review in session.exec(statement):
        written_on = mark.updated_at.astimezone(zone).date()
        if from_on < written_on <= until_on:
            text = WrittenText(mark.id, review.person_id, written_on, mark.comment)
            found.append(_Text(text, TextKind.COMMENT, review.id))
    return found


def _feedback(session: Session, from_on: date, until_on: date) -> list[_Text]:
    """Return feedback in the owner's own words; what others said is theirs."""
    statement = (
        select(Observation)
        .where(
            Observation.kind == ObservationKind.FEEDBACK,
            Observation.said_by == "",
            col(Observation.observed_on) > from_on,
            col(Observation.observed_on) <= until_on,
        )
        .order_by(col(Observation.observed_on), col(Observation.id))
    )
    return [
        _Text(WrittenText(row.id, row.person_id, row.observed_on, row.text), TextKind.FEEDBACK, row.id)
        for row in session.exec(statement)
    ]


def _parts(text: WrittenText) -> FeedbackParts:
    """Read which parts a piece of feedback names as `Situation: …`, `Behaviour: …`, `Impact: …`."""
    has = [re.search(rf"\b{label}\s*:\s*\S", text.text, re.IGNORECASE) is not None for label in _LABELS]
    return FeedbackParts(text.text_id, *has)


def _traits(texts: Iterable[_Text], names: dict[str, str]) -> tuple[TraitLine, ...]:
    by_id = {one.written.text_id: one for one in texts}
    found = [
        _trait(by_id[word.text_id], word, names) for word in find_trait_words(one.written for one in by_id.values())
    ]
    return tuple(sorted(found, key=lambda line: (line.name.casefold(), line.written_on)))


def _trait(text: _Text, word: TraitWord, names: dict[str, str]) -> TraitLine:
    written = text.written
    return TraitLine(
        f"{word.text_id}/{word.start}",
        text.kind,
        text.noun_id,
        written.person_id,
        names.get(written.person_id, ""),
        word.word,
        sentence_at(written.text, word.start, word.end),
        written.written_on,
    )


def sentence_at(text: str, start: int, end: int) -> str:
    """Return the sentence around a word.

    >>> sentence_at("It held. A smart fix! Then more.", 11, 16)
    'A smart fix!'
    """
    ends = [found.end() for found in re.finditer(r"[.!?]+(?=\s|$)|\n", text)]
    left = max((at for at in ends if at <= start), default=0)
    right = min((at for at in ends if at >= end), default=len(text))
    return text[left:right].strip()


def _lengths(
    rows: tuple[LengthRow, ...] | TooLittleHistory, names: dict[str, str]
) -> tuple[LengthLine, ...] | TooLittleHistory:
    if isinstance(rows, TooLittleHistory):
        return rows
    lines = (LengthLine(row.person_id, names.get(row.person_id, ""), row.words, row.median_words) for row in rows)
    return tuple(sorted(lines, key=lambda line: line.name.casefold()))
