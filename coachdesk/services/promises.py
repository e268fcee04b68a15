"""Promises both ways; mine come first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from coachdesk.model.person import Person
from coachdesk.model.promise import Promise, PromiseOwner
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise in a list. `days_late` is 0 unless it is open and its day is past."""

    promise_id: str
    person_id: str
    person_name: str
    text: str
    owner: PromiseOwner
    due_on: date | None
    is_done: bool
    days_late: int


@dataclass(frozen=True, slots=True)
class PromiseDraft:
    """A new promise."""

    person_id: str
    text: str
    owner: PromiseOwner = PromiseOwner.ME
    due_on: date | None = None
    meeting_id: str | None = None


def add_promise(unit: UnitOfWork, draft: PromiseDraft) -> str:
    """Keep a promise and return its identity. Raises ValueError when it has no words."""
    if not draft.text.strip():
        raise ValueError("a promise needs words")
    promise = Promise(
        person_id=draft.person_id,
        meeting_id=draft.meeting_id,
        text=draft.text.strip(),
        owner=draft.owner,
        due_on=draft.due_on,
        created_at=unit.now,
    )
    unit.add(promise)
    return promise.id


def set_promise_done(unit: UnitOfWork, promise_id: str, *, is_done: bool) -> None:
    """Tick a promise as kept, or open it again."""
    promise = unit.session.get(Promise, promise_id)
    if promise is None:
        raise NotFound("The follow-up is no longer in the vault.")
    promise.done_at = unit.now if is_done else None


def remove_promise(unit: UnitOfWork, promise_id: str) -> None:
    """Remove a promise; undoable."""
    promise = unit.session.get(Promise, promise_id)
    if promise is None:
        raise NotFound("The follow-up is no longer in the vault.")
    unit.remove([promise])


def list_open_promises(session: Session, today: date, person_id: str | None = None) -> tuple[PromiseRow, ...]:
    """Return open promises, of one person or of all: mine first, then by day, those without a day last."""
    statement = (
        select(Promise, Person.name)
        .join(Person, col(Person.id) == col(Promise.person_id))
        .where(col(Promise.done_at).is_(None))
    )
    if person_id is not None:
        statement = statement.where(Promise.person_id == person_id)
    rows = [_row(promise, name, today) for promise, name in session.exec(statement)]
    return tuple(
        sorted(
            rows,
            key=lambda r: (r.owner is not PromiseOwner.ME, r.due_on is None, r.due_on or date.max, r.text),
        )
    )


def list_overdue(session: Session, today: date) -> tuple[PromiseRow, ...]:
    """Return what the owner of the vault promised and is late with, latest first."""
    return pick_overdue(list_open_promises(session, today))


def pick_overdue(promises: tuple[PromiseRow, ...]) -> tuple[PromiseRow, ...]:
    """Return those of open promises that the owner of the vault is late with, latest first."""
    late = [row for row in promises if row.days_late and row.owner is PromiseOwner.ME]
    return tuple(sorted(late, key=lambda row: -row.days_late))


def _row(promise: Promise, person_name: str, today: date) -> PromiseRow:
    open_days = (today - promise.due_on).days if promise.due_on and promise.done_at is None else 0
    return PromiseRow(
        promise.id,
        promise.person_id,
        person_name,
        promise.text,
        promise.owner,
        promise.due_on,
        promise.done_at is not None,
        max(0, open_days),
    )
