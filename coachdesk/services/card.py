"""The person card: how someone likes to be led, in dated answers to a few questions that are asked again each year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from coachdesk.model.card import CardAnswer
from coachdesk.store.unit_of_work import UnitOfWork

ASKED_AGAIN_AFTER = timedelta(days=365)
"""After a year people have changed; the card says so and offers to ask again."""


@dataclass(frozen=True, slots=True)
class CardQuestion:
    """A question of the card. `key` never changes, because answers are kept under it; `title` is its short name."""

    key: str
    title: str
    text: str


CARD_QUESTIONS: tuple[CardQuestion, ...] = (
    CardQuestion("feedback", "Hard feedback", "When I see something you could do better, how should I tell you?"),
    CardQuestion("recognition", "Recognition", "When something went well, who should hear of it, and how?"),
    CardQuestion("stress", "Signs of stress", "How would I notice that it is getting too much, before you say so?"),
    CardQuestion("support", "In a bad week", "What helps you in a hard week, and what makes it worse?"),
    CardQuestion("needs", "Needs, most important first", "What do you need most from work this year? Put it in order."),
    CardQuestion("hours", "Hours and focus", "When do you work best, and when should nobody reach you?"),
    CardQuestion("decisions", "Decisions", "Which decisions do you want to make, share, or only hear about?"),
    CardQuestion("direction", "Direction", "Where would you like to be in two years, if it went your way?"),
    CardQuestion("me", "Working with me", "What should I do more of, or stop, so that you do your best work?"),
    CardQuestion("else", "Anything else", "What else should I know about you that makes working together easier?"),
)
"""In the order in which a first talk would ask them."""


@dataclass(frozen=True, slots=True)
class CardAnswerRow:
    """One dated answer."""

    answer_id: str
    text: str
    answered_on: date


@dataclass(frozen=True, slots=True)
class CardLine:
    """A question with its answers, newest first. `is_due` says that the newest is more than a year old."""

    question: CardQuestion
    answers: tuple[CardAnswerRow, ...]
    is_due: bool

    @property
    def present(self) -> CardAnswerRow | None:
        """The answer that holds."""
        return self.answers[0] if self.answers else None


def list_card(session: Session, person_id: str, today: date) -> tuple[CardLine, ...]:
    """Return every question of the card with what a person answered."""
    order = (col(CardAnswer.answered_on).desc(), col(CardAnswer.created_at).desc())
    found: dict[str, list[CardAnswerRow]] = {}
    for row in session.exec(select(CardAnswer).where(CardAnswer.person_id == person_id).order_by(*order)):
        found.setdefault(row.question_key, []).append(CardAnswerRow(row.id, row.text, row.answered_on))
    return tuple(
        CardLine(question, answers, bool(answers and is_due(answers[0].answered_on, today)))
        for question in CARD_QUESTIONS
        for answers in [tuple(found.get(question.key, ()))]
    )


def is_due(answered_on: date, today: date) -> bool:
    """Return whether an answer is so old that it should be asked again."""
    return today - answered_on > ASKED_AGAIN_AFTER


def save_answer(unit: UnitOfWork, person_id: str, key: str, text: str, today: date) -> None:
    """Keep an answer of `today`; an answer of an earlier day stays as history. Empty words take today's back.

    Raises ValueError for a question that is not on the card.
    """
    if key not in {question.key for question in CARD_QUESTIONS}:
        raise ValueError("the card has no such question")
    words = text.strip()
    newest = _find_newest(unit.session, person_id, key)
    if newest is not None and newest.text == words:
        return
    if newest is not None and newest.answered_on == today:
        if words:
            newest.text = words
        else:
            unit.remove([newest])
    elif words or newest is not None:
        _add(unit, person_id, key, words, today)


def confirm_answer(unit: UnitOfWork, person_id: str, key: str, today: date) -> None:
    """Keep the present answer once more with today's date, after it was asked again and still holds."""
    newest = _find_newest(unit.session, person_id, key)
    if newest is not None and newest.answered_on != today:
        _add(unit, person_id, key, newest.text, today)


def _add(unit: UnitOfWork, person_id: str, key: str, text: str, today: date) -> None:
    answer = CardAnswer(person_id=person_id, question_key=key, text=text, answered_on=today, created_at=unit.now)
    unit.add(answer)


def _find_newest(session: Session, person_id: str, key: str) -> CardAnswer | None:
    statement = select(CardAnswer).where(CardAnswer.person_id == person_id, CardAnswer.question_key == key)
    newest = statement.order_by(col(CardAnswer.answered_on).desc(), col(CardAnswer.created_at).desc())
    return session.exec(newest.limit(1)).first()
