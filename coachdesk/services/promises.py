"""Promises both ways; mine come first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from coachdesk.model.person import Person
from coachdesk.model.project import Project
from coachdesk.model.promise import Promise, PromiseOwner
from coachdesk.model.visibility import Visibility
from coachdesk.services.day_words import parse_day
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise in a list. `days_late` is 0 unless it is open and its day is past.

    `raise_with_id` is the other person in whose next meeting it is to come up, with that person's name. `project_id` is
    the stretch project that it was promised for, with that project's title.
    """

    promise_id: str
    person_id: str
    person_name: str
    text: str
    owner: PromiseOwner
    due_on: date | None
    is_done: bool
    days_late: int
    is_private: bool = False
    raise_with_id: str | None = None
    raise_with_name: str = ""
    is_dropped: bool = False
    project_id: str | None = None
    project_title: str = ""


@dataclass(frozen=True, slots=True)
class PromiseDraft:
    """A new promise."""

    person_id: str
    text: str
    owner: PromiseOwner = PromiseOwner.ME
    due_on: date | None = None
    meeting_id: str | None = None
    visibility: Visibility = Visibility.SHARED
    project_id: str | None = None


_NEXT_MEETING = frozenset({"next one-on-one", "next one on one", "next 1:1", "next meeting", "next time", "next talk"})


def parse_due(text: str, today: date, next_on: date | None) -> date | None:
    """Return the day that words such as `fri`, `in 2 weeks` or `next one-on-one` mean; None for no words.

    `next_on` is the day of the next meeting with the person, if it is known. Raises UnknownDay.
    """
    words = " ".join(text.casefold().split())
    if words in _NEXT_MEETING and next_on is not None:
        return next_on
    return parse_day(words, today) if words else None


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
        visibility=draft.visibility,
        project_id=draft.project_id,
        created_at=unit.now,
    )
    unit.add(promise)
    return promise.id


def set_promise_done(unit: UnitOfWork, promise_id: str, *, is_done: bool) -> None:
    """Tick a promise as kept, or open it again; one that was dropped comes back too."""
    promise = get_promise(unit.session, promise_id)
    promise.done_at = unit.now if is_done else None
    promise.dropped_at = None


def set_promise_text(unit: UnitOfWork, promise_id: str, text: str) -> None:
    """Change the words of a promise. Raises ValueError when they are empty."""
    if not text.strip():
        raise ValueError("a promise needs words")
    get_promise(unit.session, promise_id).text = text.strip()


def set_promise_owner(unit: UnitOfWork, promise_id: str, owner: PromiseOwner) -> None:
    """Say who owes it."""
    get_promise(unit.session, promise_id).owner = owner


def set_promise_day(unit: UnitOfWork, promise_id: str, due_on: date | None) -> None:
    """Set the day by which it is to be kept, or take it away."""
    get_promise(unit.session, promise_id).due_on = due_on


def snooze_promise(unit: UnitOfWork, promise_id: str, until: date | None) -> None:
    """Hide a promise from the lists before a day, or bring it back with None. Its own day stays what was promised."""
    get_promise(unit.session, promise_id).snoozed_until = until


def hand_promise(unit: UnitOfWork, promise_id: str, person_id: str | None) -> None:
    """Have a promise come up in the next meeting with another person; None or its own person takes that back.

    Raises NotFound when there is no such person.
    """
    promise = get_promise(unit.session, promise_id)
    if person_id is not None and unit.session.get(Person, person_id) is None:
        raise NotFound("The person is no longer in the vault.")
    promise.raise_with_id = None if person_id == promise.person_id else person_id


def drop_promise(unit: UnitOfWork, promise_id: str) -> None:
    """Give a promise up, openly: it counts as dropped, neither kept nor open."""
    get_promise(unit.session, promise_id).dropped_at = unit.now


def remove_promise(unit: UnitOfWork, promise_id: str) -> None:
    """Remove a promise; undoable."""
    unit.remove([get_promise(unit.session, promise_id)])


def get_promise(session: Session, promise_id: str) -> Promise:
    """Return a promise. Raises NotFound."""
    promise = session.get(Promise, promise_id)
    if promise is None:
        raise NotFound("The follow-up is no longer in the vault.")
    return promise


def list_open_promises(session: Session, today: date, person_id: str | None = None) -> tuple[PromiseRow, ...]:
    """Return open promises, of one person or of all: mine first, then by day, those without a day last.

    What is snoozed beyond `today` is left out. Those of one person include what is to be raised with that person.
    """
    statement = select(Promise).where(
        col(Promise.done_at).is_(None),
        col(Promise.dropped_at).is_(None),
        col(Promise.snoozed_until).is_(None) | (col(Promise.snoozed_until) <= today),
    )
    if person_id is not None:
        statement = statement.where((Promise.person_id == person_id) | (Promise.raise_with_id == person_id))
    return sort_rows(build_promise_rows(session, session.exec(statement).all(), today))


def sort_rows(rows: Iterable[PromiseRow]) -> tuple[PromiseRow, ...]:
    """Return rows with mine first, then by day, those without a day last."""
    return tuple(
        sorted(rows, key=lambda r: (r.owner is not PromiseOwner.ME, r.due_on is None, r.due_on or date.max, r.text))
    )


def list_overdue(session: Session, today: date) -> tuple[PromiseRow, ...]:
    """Return what the owner of the vault promised and is late with, latest first."""
    return pick_overdue(list_open_promises(session, today))


def pick_overdue(promises: tuple[PromiseRow, ...]) -> tuple[PromiseRow, ...]:
    """Return those of open promises that the owner of the vault is late with, latest first."""
    late = [row for row in promises if row.days_late and row.owner is PromiseOwner.ME]
    return tuple(sorted(late, key=lambda row: -row.days_late))


def build_promise_rows(session: Session, promises: Sequence[Promise], today: date) -> tuple[PromiseRow, ...]:
    """Return rows for promises in their order, with one query for the names and one for the projects."""
    ids = {p.person_id for p in promises} | {p.raise_with_id for p in promises if p.raise_with_id}
    names: dict[str, str] = {}
    if ids:
        names = dict(session.exec(select(Person.id, Person.name).where(col(Person.id).in_(ids))).all())
    projects = {p.project_id for p in promises if p.project_id}
    titles: dict[str, str] = {}
    if projects:
        titles = dict(session.exec(select(Project.id, Project.title).where(col(Project.id).in_(projects))).all())
    return tuple(_row(promise, names, titles, today) for promise in promises)


def _row(promise: Promise, names: dict[str, str], titles: dict[str, str], today: date) -> PromiseRow:
    is_open = promise.done_at is None and promise.dropped_at is None
    days_late = (today - promise.due_on).days if promise.due_on and is_open else 0
    return PromiseRow(
        promise.id,
        promise.person_id,
        names[promise.person_id],
        promise.text,
        promise.owner,
        promise.due_on,
        promise.done_at is not None,
        max(0, days_late),
        promise.visibility is Visibility.ONLY_YOU,
        promise.raise_with_id,
        names.get(promise.raise_with_id or "", ""),
        promise.dropped_at is not None,
        promise.project_id,
        titles.get(promise.project_id or "", ""),
    )
