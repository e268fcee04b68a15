"""Questions for a skip-level talk, one for each part of it: opening, team, sponsorship, lead and close.

They are items on the person's agenda like any other, so a talk that falls away loses none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlmodel import Session, col, select

from coachdesk.model.agenda import AgendaItem, AgendaSource, AgendaState
from coachdesk.model.visibility import Visibility
from coachdesk.services.agenda import AgendaRow, list_agenda
from coachdesk.services.question_bank import Purpose, QuestionBank, choose, fold_question, load_bank
from coachdesk.store.unit_of_work import UnitOfWork

PARTS = ("opening", "team", "sponsorship", "lead", "close")
_PRIVATE_PART = "lead"
"""What is asked about someone's own manager never shows beside others."""


@dataclass(frozen=True, slots=True)
class Question:
    """An item of the agenda with the part of the talk it is made for, empty for the owner's own words."""

    item_id: str
    text: str
    part: str
    is_private: bool
    is_done: bool


def propose_questions(unit: UnitOfWork, person_id: str, purpose: Purpose) -> None:
    """Put one question for each part on a person's agenda, unless questions of the bank wait there already."""
    session = unit.session
    items = session.exec(select(AgendaItem).where(AgendaItem.person_id == person_id)).all()
    if any(item.state is AgendaState.OPEN and item.question_id for item in items):
        return
    asked = _asked(items)
    position = max((item.position for item in items), default=-1)
    for part in PARTS:
        bank = QuestionBank(tuple(question for question in _bank().questions if question.part == part))
        for question in choose(bank, asked, purpose, count=1, person_id=person_id):
            position += 1
            unit.add(
                AgendaItem(
                    person_id=person_id,
                    text=question.text,
                    source=AgendaSource.BANK,
                    visibility=Visibility.ONLY_YOU if part == _PRIVATE_PART else Visibility.SHARED,
                    question_id=question.question_id,
                    position=position,
                    created_at=unit.now,
                )
            )


def replace_questions(unit: UnitOfWork, person_id: str, purpose: Purpose) -> None:
    """Drop the open questions that a purpose brought and put those of another in their place."""
    known = {question.question_id for question in _bank().questions if question.part}
    statement = select(AgendaItem).where(AgendaItem.person_id == person_id, AgendaItem.state == AgendaState.OPEN)
    for item in unit.session.exec(statement):
        if item.question_id in known:
            item.state = AgendaState.DROPPED
            item.closed_at = unit.now
    unit.session.flush()
    propose_questions(unit, person_id, purpose)


def list_questions(session: Session, person_id: str, meeting_id: str) -> tuple[Question, ...]:
    """Return the agenda of a talk with the part each question is made for."""
    rows = list_agenda(session, person_id, meeting_id)
    statement = select(AgendaItem.id, AgendaItem.question_id).where(
        AgendaItem.person_id == person_id, col(AgendaItem.question_id) != ""
    )
    origins: dict[str, str] = dict(session.exec(statement).all())
    return tuple(_question(row, origins.get(row.item_id, "")) for row in rows)


def list_texts(purpose: Purpose) -> tuple[str, ...]:
    """Return the questions of the bank for a purpose, to choose from while typing."""
    return tuple(question.text for question in _bank().list_for(purpose))


def find_question_id(text: str) -> str:
    """Return the id of the question of the bank that has these words, empty for the owner's own."""
    folded = fold_question(text)
    return next((one.question_id for one in _bank().questions if fold_question(one.text) == folded), "")


def add_question(unit: UnitOfWork, person_id: str, text: str) -> str:
    """Put a question at the end of a person's agenda and return the item. Raises ValueError when it is empty."""
    words = text.strip()
    if not words:
        raise ValueError("Type a question.")
    positions = unit.session.exec(select(AgendaItem.position).where(AgendaItem.person_id == person_id)).all()
    question_id = find_question_id(words)
    item = AgendaItem(
        person_id=person_id,
        text=words,
        source=AgendaSource.BANK if question_id else AgendaSource.MINE,
        question_id=question_id,
        position=max(positions, default=-1) + 1,
        created_at=unit.now,
    )
    unit.add(item)
    return item.id


def _question(row: AgendaRow, question_id: str) -> Question:
    found = _bank().find(question_id) if question_id else None
    return Question(row.item_id, row.text, found.part if found else "", row.is_private, row.is_done)


def _asked(items: Iterable[AgendaItem]) -> dict[str, date]:
    """Return when each question was last asked to the person whose items these are."""
    asked: dict[str, date] = {}
    for item in items:
        if item.question_id and item.state is AgendaState.DISCUSSED:
            day = (item.closed_at or item.created_at).date()
            asked[item.question_id] = max(day, asked.get(item.question_id, day))
    return asked


@cache
def _bank() -> QuestionBank:
    return load_bank()
