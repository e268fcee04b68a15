"""What people said they would like to do, in their words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from coachdesk.model.opportunity import Wish
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class WishDraft:
    """A new wish; `competency_id` is empty when it is about no competency in particular."""

    person_id: str
    text: str
    said_on: date
    competency_id: str = ""


@dataclass(frozen=True, slots=True)
class WishRow:
    """A wish; `ended_on` is None while it holds."""

    wish_id: str
    person_id: str
    text: str
    competency_id: str
    said_on: date
    ended_on: date | None


def add_wish(unit: UnitOfWork, draft: WishDraft) -> str:
    """Keep a wish and return its identity. Raises ValueError when it has no words."""
    row = Wish(
        person_id=draft.person_id,
        text=_words(draft.text),
        competency_id=draft.competency_id,
        said_on=draft.said_on,
        created_at=unit.now,
    )
    unit.add(row)
    return row.id


def set_wish_text(unit: UnitOfWork, wish_id: str, text: str) -> None:
    """Change the words. Raises ValueError when they are empty, NotFound."""
    _get(unit.session, wish_id).text = _words(text)


def save_wish(unit: UnitOfWork, wish_id: str, text: str, competency_id: str) -> None:
    """Change the words and which competency they are about, none for "". Raises ValueError without words, NotFound."""
    row = _get(unit.session, wish_id)
    row.text, row.competency_id = _words(text), competency_id


def end_wish(unit: UnitOfWork, wish_id: str, ended_on: date | None) -> None:
    """Say on which day it came true or no longer held; None lets it hold again. Raises NotFound."""
    _get(unit.session, wish_id).ended_on = ended_on


def remove_wish(unit: UnitOfWork, wish_id: str) -> None:
    """Remove a wish; undoable. Raises NotFound."""
    unit.remove([_get(unit.session, wish_id)])


def list_wishes(session: Session, person_id: str | None = None, *, with_ended: bool = False) -> tuple[WishRow, ...]:
    """Return the wishes of one person or of all, newest first; those that hold, or ended ones too."""
    statement = select(Wish).order_by(col(Wish.said_on).desc(), col(Wish.created_at).desc(), col(Wish.id))
    if person_id is not None:
        statement = statement.where(Wish.person_id == person_id)
    if not with_ended:
        statement = statement.where(col(Wish.ended_on).is_(None))
    return tuple(
        WishRow(row.id, row.person_id, row.text, row.competency_id, row.said_on, row.ended_on)
        for row in session.exec(statement)
    )


def _words(text: str) -> str:
    if not text.strip():
        raise ValueError("A wish needs words.")
    return text.strip()


def _get(session: Session, wish_id: str) -> Wish:
    row = session.get(Wish, wish_id)
    if row is None:
        raise NotFound("The wish is no longer in the vault.")
    return row
