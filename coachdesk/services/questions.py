"""Questions for one person: the bank with one's own, when each was last asked to this person, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import lru_cache

from sqlmodel import Session, col, select

from coachdesk.model.agenda import AgendaItem, AgendaSource, AgendaState
from coachdesk.model.meeting import Meeting, MeetingKind
from coachdesk.model.person import Person
from coachdesk.model.question import OwnQuestion
from coachdesk.services.agenda import AgendaDraft, add_item
from coachdesk.services.question_bank import (
    Purpose,
    Question,
    QuestionBank,
    choose,
    fold_question,
    load_bank,
    with_own,
)
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork

SKIP_PURPOSES = (Purpose.SKIP_LISTENING, Purpose.SKIP_FIRST, Purpose.SKIP_CHANGE)
"""What a skip-level may be for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """When a question was last talked about with a person, and what came of it in a few words."""

    on: date
    outcome: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question to choose. `asked` is None when this person was never asked; `is_chosen` is on the agenda now."""

    question: Question
    asked: Asked | None
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class QuestionChoice:
    """What the question bank offers for a person: purposes and areas to choose by, and the next questions."""

    purpose: Purpose
    area: str
    areas: tuple[str, ...]
    rows: tuple[QuestionRow, ...]


@dataclass(frozen=True, slots=True)
class QuestionPast:
    """What was asked so far: by question id the last talk about it, and the ids on the agenda now."""

    asked: dict[str, Asked]
    chosen: frozenset[str]


def get_bank(session: Session) -> QuestionBank:
    """Return the bank with the user's own questions first."""
    own = (
        Question(
            row.id,
            row.text,
            frozenset(Purpose(word) for word in row.purposes.split(",") if word in set(Purpose)),
            tuple(word for word in row.areas.split(",") if word),
            is_own=True,
        )
        for row in session.exec(select(OwnQuestion).order_by(col(OwnQuestion.created_at).desc()))
    )
    return with_own(_shipped(), own)


def get_choice(
    session: Session,
    meeting_id: str,
    zone: tzinfo,
    purpose: Purpose | None = None,
    area: str = "",
    count: int = 12,
) -> QuestionChoice:
    """Return the questions for a meeting, least recently asked first; without a purpose, by what the meeting is for.

    Raises NotFound when the meeting is gone.
    """
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        raise NotFound("The meeting is no longer in the vault.")
    person = session.get_one(Person, meeting.person_id)
    chosen = purpose or usual_purpose(meeting)
    bank = get_bank(session)
    past = get_past(session, person.id, zone)
    days = {question_id: asked.on for question_id, asked in past.asked.items()}
    found = choose(bank, days, chosen, area, count, person_id=person.id)
    areas = sorted({one for question in bank.list_for(chosen) for one in question.areas})
    rows = (QuestionRow(q, past.asked.get(q.question_id), q.question_id in past.chosen) for q in found)
    return QuestionChoice(chosen, area, tuple(areas), tuple(rows))


def usual_purpose(meeting: Meeting) -> Purpose:
    """Return what a meeting is for, by its own word or by its kind."""
    if meeting.purpose in set(Purpose):
        return Purpose(meeting.purpose)
    return Purpose.SKIP_LISTENING if meeting.kind is MeetingKind.SKIP_LEVEL else Purpose.WEEKLY


def get_past(session: Session, person_id: str, zone: tzinfo) -> QuestionPast:
    """Return what a person was asked, with one query; a question counts as asked once its item was discussed."""
    statement = (
        select(AgendaItem, Meeting.starts_at)
        .join(Meeting, col(Meeting.id) == col(AgendaItem.discussed_in), isouter=True)
        .where(AgendaItem.person_id == person_id, AgendaItem.question_id != "")
    )
    asked: dict[str, Asked] = {}
    chosen = set()
    for item, starts_at in session.exec(statement):
        if item.state is AgendaState.OPEN:
            chosen.add(item.question_id)
        elif item.state is AgendaState.DISCUSSED:
            one = Asked(_day(starts_at or item.closed_at or item.created_at, zone), item.outcome)
            before = asked.get(item.question_id)
            if before is None or before.on < one.on:
                asked[item.question_id] = one
    return QuestionPast(asked, frozenset(chosen))


def ask_question(unit: UnitOfWork, person_id: str, question: Question) -> str:
    """Put a question on a person's agenda and return the item's identity."""
    draft = AgendaDraft(person_id, question.text, AgendaSource.BANK, question_id=question.question_id)
    return add_item(unit, draft)


def save_own_question(
    unit: UnitOfWork, question_id: str | None, text: str, purposes: frozenset[Purpose], areas: tuple[str, ...] = ()
) -> str:
    """Keep a question of one's own, new with None, and return its identity. Raises ValueError when it has no words."""
    if not fold_question(text):
        raise ValueError("a question needs words")
    row = unit.session.get(OwnQuestion, question_id) if question_id else None
    if question_id and row is None:
        raise NotFound("The question is no longer in the vault.")
    if row is None:
        row = OwnQuestion(text="", created_at=unit.now)
        unit.add(row)
    row.text = " ".join(text.split())
    row.purposes = ",".join(sorted(purposes))
    row.areas = ",".join(areas)
    return row.id


def set_own_question_text(unit: UnitOfWork, question_id: str, text: str) -> None:
    """Reword a question of one's own. Raises ValueError when it has no words."""
    row = unit.session.get(OwnQuestion, question_id)
    if row is None:
        raise NotFound("The question is no longer in the vault.")
    if not fold_question(text):
        raise ValueError("a question needs words")
    row.text = " ".join(text.split())


def remove_own_question(unit: UnitOfWork, question_id: str) -> None:
    """Remove a question of one's own; undoable. Items that it became stay on their agendas."""
    row = unit.session.get(OwnQuestion, question_id)
    if row is not None:
        unit.remove([row])


@lru_cache(maxsize=1)
def _shipped() -> QuestionBank:
    return load_bank()


def _day(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()
