"""Glue work: what holds a team together and few see. Who carries how much, how it came to them, and credit for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from coachdesk.model.evidence import Evidence, EvidenceTarget
from coachdesk.model.person import Person
from coachdesk.model.sponsorship import GlueOrigin, GlueWork
from coachdesk.services.day_words import UnknownDay, parse_day
from coachdesk.services.evidence import CompetencyChoice, EvidenceDraft, Target, add_evidence, list_competencies
from coachdesk.services.evidence_stub import redact_evidence_of
from coachdesk.services.people import PersonRow, list_people
from coachdesk.services.timeline import parse_month
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork

_USUAL_WORDS = (
    "collaborat",
    "team",
    "working together",
    "working with",
    "ways of working",
    "growing others",
    "helping",
)
"""What the name of a competency says that glue work is usually credited for, best first; always shown before."""


@dataclass(frozen=True, slots=True)
class GlueDraft:
    """New glue work. `hours_a_month` is an estimate, None when nobody made one."""

    person_id: str
    text: str
    began_on: date
    origin: GlueOrigin = GlueOrigin.ASKED
    hours_a_month: int | None = None


@dataclass(frozen=True, slots=True)
class GlueRow:
    """Glue work as lists show it. It goes on while `ended_on` is None; `rotated_to` names who took it over.

    `credit_for` is the competency that it would be credited for, None where the ladder suggests none.
    """

    glue_id: str
    person_id: str
    person: str
    text: str
    origin: GlueOrigin
    hours_a_month: int | None
    began_on: date
    ended_on: date | None
    credited_on: date | None
    rotated_to: str
    credit_for: CompetencyChoice | None


@dataclass(frozen=True, slots=True)
class GlueLoad:
    """What one person carries: work that goes on, its known hours a month, and how much of it nobody estimated."""

    person_id: str
    person: str
    going_on: int
    hours: int
    unknown: int


@dataclass(frozen=True, slots=True)
class GluePage:
    """Who carries how much, all that goes on, and who could take some of it over."""

    today: date
    loads: tuple[GlueLoad, ...]
    rows: tuple[GlueRow, ...]
    people: tuple[PersonRow, ...]


def parse_since(text: str, today: date) -> date:
    """Return the first day that words such as `March`, `March 2024`, `2024` or a day mean. Raises UnknownDay.

    >>> parse_since("March", date(2026, 5, 12)).isoformat(), parse_since("2024", date(2026, 5, 12)).isoformat()
    ('2026-03-01', '2024-01-01')
    """
    try:
        return parse_day(text, today, is_past=True)
    except UnknownDay:
        end_on = parse_month(text, today)
        is_year = text.strip().isdecimal()
        return end_on.replace(month=1, day=1) if is_year else end_on.replace(day=1)


def add_glue(unit: UnitOfWork, draft: GlueDraft) -> str:
    """Keep glue work and return its identity. Raises ValueError without words or with negative hours."""
    row = GlueWork(
        person_id=draft.person_id,
        text=_words(draft.text),
        origin=draft.origin,
        hours_a_month=_hours(draft.hours_a_month),
        began_on=draft.began_on,
        created_at=unit.now,
    )
    unit.add(row)
    return row.id


def set_glue_text(unit: UnitOfWork, glue_id: str, text: str) -> None:
    """Say it in other words. Raises ValueError when they are empty, NotFound."""
    _get(unit.session, glue_id).text = _words(text)


def save_glue(unit: UnitOfWork, glue_id: str, draft: GlueDraft) -> None:
    """Replace words, origin, beginning and estimate. Raises ValueError as `add_glue` does, NotFound."""
    row = _get(unit.session, glue_id)
    row.text, row.origin, row.began_on = _words(draft.text), draft.origin, draft.began_on
    row.hours_a_month = _hours(draft.hours_a_month)


def end_glue(unit: UnitOfWork, glue_id: str, ended_on: date | None) -> None:
    """Say that it ended on a day, or with None that it goes on. Raises ValueError for a day before it began."""
    row = _get(unit.session, glue_id)
    if ended_on is not None and ended_on < row.began_on:
        raise ValueError("It can't end before it began.")
    row.ended_on = ended_on
    if ended_on is None:
        row.rotated_to_id = None


def credit_glue(unit: UnitOfWork, glue_id: str, competency: CompetencyChoice, on: date) -> str:
    """Make it evidence for a competency in one act with the day of credit, and return the evidence's identity.

    Raises ValueError when it is evidence already, NotFound.
    """
    row = _get(unit.session, glue_id)
    if unit.session.exec(select(Evidence.id).where(Evidence.source_id == glue_id)).first() is not None:
        raise ValueError("It is kept as evidence already.")
    row.credited_on = on
    target = Target(competency.competency_id, competency.ladder_pin)
    return add_evidence(unit, EvidenceDraft(row.person_id, row.text, on, (target,), source_id=glue_id))


def rotate_glue(unit: UnitOfWork, glue_id: str, to_id: str, on: date) -> str:
    """End it for one person and begin it for another, assigned, on the same day; return the identity of the new one.

    The estimate goes along. Raises ValueError when it ended, began later or stays with the same person; NotFound.
    """
    row = _get(unit.session, glue_id)
    if row.ended_on is not None:
        raise ValueError("It ended already.")
    if row.person_id == to_id:
        raise ValueError("They carry it already. Choose somebody else.")
    end_glue(unit, glue_id, on)
    row.rotated_to_id = to_id
    return add_glue(unit, GlueDraft(to_id, row.text, on, GlueOrigin.ASSIGNED, row.hours_a_month))


def remove_glue(unit: UnitOfWork, glue_id: str) -> None:
    """Remove glue work; evidence from it keeps only a stub. Undoable. Raises NotFound."""
    row = _get(unit.session, glue_id)
    redact_evidence_of(unit, glue_id)
    unit.remove([row])


def list_glue(session: Session, today: date, person_id: str | None = None) -> tuple[GlueRow, ...]:
    """Return the glue work of a person, what goes on first, newest first; without one what goes on, by person."""
    statement = select(GlueWork, Person.name).join(Person, col(Person.id) == col(GlueWork.person_id))
    if person_id is None:
        going_on = col(GlueWork.ended_on).is_(None), col(Person.archived_at).is_(None)
        statement = statement.where(*going_on).order_by(Person.name, col(GlueWork.began_on).desc(), col(GlueWork.id))
    else:
        newest = col(GlueWork.began_on).desc(), col(GlueWork.id)
        statement = statement.where(GlueWork.person_id == person_id)
        statement = statement.order_by(col(GlueWork.ended_on).is_not(None), *newest)
    found = session.exec(statement).all()
    takers = {row.rotated_to_id for row, _ in found if row.rotated_to_id}
    names = dict(session.exec(select(Person.id, Person.name).where(col(Person.id).in_(takers))).all())
    before = _credited_before(session)
    suggested = {one: _suggest(session, one, today, before) for one in {row.person_id for row, _ in found}}
    return tuple(
        GlueRow(
            row.id,
            row.person_id,
            name,
            row.text,
            row.origin,
            row.hours_a_month,
            row.began_on,
            row.ended_on,
            row.credited_on,
            names.get(row.rotated_to_id or "", ""),
            suggested[row.person_id],
        )
        for row, name in found
    )


def get_glue_page(session: Session, today: date) -> GluePage:
    """Return the glue work of everybody on a day."""
    rows = list_glue(session, today)
    return GluePage(today, sum_loads(rows), rows, list_people(session))


def sum_loads(rows: Iterable[GlueRow]) -> tuple[GlueLoad, ...]:
    """Return what each person carries now, most pieces first and then by name. An unknown estimate is not zero hours.

    >>> day = date(2026, 5, 1)
    >>> row = GlueRow("1", "d", "Diego", "Rota", GlueOrigin.ASKED, 4, day, None, None, "", None)
    >>> other = GlueRow("2", "d", "Diego", "Notes", GlueOrigin.ASKED, None, day, None, None, "", None)
    >>> sum_loads([row, other])
    (GlueLoad(person_id='d', person='Diego', going_on=2, hours=4, unknown=1),)
    """
    by_person: dict[str, list[GlueRow]] = {}
    for row in rows:
        if row.ended_on is None:
            by_person.setdefault(row.person_id, []).append(row)
    loads = (
        GlueLoad(
            person_id,
            own[0].person,
            len(own),
            sum(row.hours_a_month or 0 for row in own),
            sum(row.hours_a_month is None for row in own),
        )
        for person_id, own in by_person.items()
    )
    return tuple(sorted(loads, key=lambda load: (-load.going_on, load.person, load.person_id)))


def _credited_before(session: Session) -> dict[str, str]:
    """Return the competency that glue work was credited for last, by ladder version."""
    statement = (
        select(EvidenceTarget.ladder_pin, EvidenceTarget.competency_id)
        .join(Evidence, col(Evidence.id) == col(EvidenceTarget.evidence_id))
        .join(GlueWork, col(GlueWork.id) == col(Evidence.source_id))
        .order_by(col(Evidence.created_at))
    )
    return dict(session.exec(statement).all())


def _suggest(session: Session, person_id: str, today: date, before: dict[str, str]) -> CompetencyChoice | None:
    choices = list_competencies(session, person_id, today)
    known = next((one for one in choices if before.get(one.ladder_pin) == one.competency_id), None)
    if known is not None:
        return known
    named = (one for word in _USUAL_WORDS for one in choices if word in one.name.casefold())
    return next(named, None)


def _words(text: str) -> str:
    if not text.strip():
        raise ValueError("Say in a few words what the work is.")
    return text.strip()


def _hours(hours: int | None) -> int | None:
    if hours is not None and hours < 0:
        raise ValueError("Hours can't be less than zero.")
    return hours


def _get(session: Session, glue_id: str) -> GlueWork:
    row = session.get(GlueWork, glue_id)
    if row is None:
        raise NotFound("The glue work is no longer in the vault.")
    return row
