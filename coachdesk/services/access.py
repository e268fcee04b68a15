"""Who gets the chances: the offers of twelve months for each person, from the ledger and what the projects became."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import func
from sqlmodel import Session, col, select

from coachdesk.growth.balance import WINDOW_DAYS, OfferState, balance_access, is_behind
from coachdesk.growth.balance import Offer as Chance
from coachdesk.model.opportunity import Offer, OfferAnswer
from coachdesk.model.person import Person
from coachdesk.model.project import Project, ProjectState
from coachdesk.services.shared.columns import columns, read
from coachdesk.services.themes import fold_team


class Scope(StrEnum):
    """Whose chances to compare: the owner's direct reports, one team by its name, or everyone but the owner."""

    DIRECT = "direct"
    TEAM = "team"
    EVERYONE = "everyone"


_ENDED = {ProjectState.LANDED: OfferState.LANDED, ProjectState.STOPPED: OfferState.STOPPED}


@dataclass(frozen=True, slots=True)
class PersonAccess:
    """What one person was offered, in drawing order. `days_since` is None if nothing was ever offered, never 0.

    `is_behind`: fewer than half as many offers as the median.
    """

    person_id: str
    name: str
    units: tuple[OfferState, ...]
    days_since: int | None
    is_behind: bool


@dataclass(frozen=True, slots=True)
class AccessPage:
    """Who was offered what: fewest offers first, the longest wait first among equals.

    `has_projects` is False while the vault knows no stretch project at all.
    """

    on: date
    scope: Scope
    people: tuple[PersonAccess, ...]
    median_offers: float
    has_projects: bool


@dataclass(frozen=True, slots=True)
class ChanceRow:
    """A project that someone works on or was offered."""

    project_id: str
    title: str
    state: ProjectState


def load_access(session: Session, today: date, scope: Scope = Scope.DIRECT, team: str = "") -> AccessPage:
    """Return the balance of the 365 days that end today, with a fixed number of queries.

    `team` is the name of the team for `Scope.TEAM`; people who were archived are left out. An accepted offer counts
    as what its project became. An offer that was withdrawn does not count: it was taken back before an answer, so
    nobody had that chance. A declined one does, for it was one.
    """
    names = _names_of(session, scope, team)
    balance = balance_access(names, _chances(session, names, today), on=today)
    rows = tuple(
        PersonAccess(
            row.person_id,
            names[row.person_id],
            row.units,
            row.days_since,
            is_behind(len(row.units), balance.median_offers),
        )
        for row in balance.rows
    )
    has_projects = session.exec(select(Project.id).limit(1)).first() is not None
    return AccessPage(today, scope, rows, balance.median_offers, has_projects)


def list_chances(session: Session, person_id: str) -> tuple[ChanceRow, ...]:
    """Return the projects that a person works on, then those offered to them now; by title."""
    states = (ProjectState.ACTIVE, ProjectState.OFFERED)
    statement = select(Project.id, Project.title, Project.state).where(
        Project.person_id == person_id, col(Project.state).in_(states)
    )
    rows = [ChanceRow(project_id, title, ProjectState(state)) for project_id, title, state in session.exec(statement)]
    return tuple(sorted(rows, key=lambda row: (states.index(row.state), row.title.casefold(), row.project_id)))


def unit_of(answer: OfferAnswer, state: ProjectState) -> OfferState:
    """Return what became of an offer that was not withdrawn, of a project in a state.

    >>> unit_of(OfferAnswer.ACCEPTED, ProjectState.STOPPED), unit_of(OfferAnswer.DECLINED, ProjectState.LANDED)
    (<OfferState.STOPPED: 2>, <OfferState.DECLINED: 4>)
    """
    if answer is OfferAnswer.DECLINED:
        return OfferState.DECLINED
    if answer is OfferAnswer.OPEN:
        return OfferState.OFFERED
    return _ENDED.get(state, OfferState.ACTIVE)


def _names_of(session: Session, scope: Scope, team: str) -> dict[str, str]:
    """Return who is compared, by identity."""
    owner = select(Person.id).where(col(Person.is_owner)).scalar_subquery()
    statement = select(Person.id, Person.name, Person.team).where(
        ~col(Person.is_owner), col(Person.archived_at).is_(None)
    )
    if scope is Scope.DIRECT:
        statement = statement.where(Person.manager_id == owner)
    rows = session.exec(statement)
    return {
        person_id: name for person_id, name, own in rows if scope is not Scope.TEAM or fold_team(own) == fold_team(team)
    }


def _chances(session: Session, names: Mapping[str, str], today: date) -> Iterator[Chance]:
    """Give every offer of the window, and the last one ever of those who had none in it: all that the balance needs."""
    first_on = today - timedelta(days=WINDOW_DAYS)
    offered_on = col(Offer.offered_on)
    recent = (col(Offer.answer) != OfferAnswer.WITHDRAWN, offered_on > first_on, offered_on <= today)
    statement = (
        columns(Offer.person_id, Offer.offered_on, Offer.answer, Project.state)
        .select_from(Offer)
        .join(Project, col(Project.id) == col(Offer.project_id))
        .where(*recent)
    )
    for person_id, on, answer, state in read(session, statement):
        if person_id in names:
            yield Chance(person_id, on, unit_of(answer, state))
    lately = select(Offer.person_id).where(*recent)
    older = select(Offer.person_id, func.max(Offer.offered_on)).where(
        Offer.answer != OfferAnswer.WITHDRAWN, Offer.offered_on <= first_on, col(Offer.person_id).not_in(lately)
    )
    for person_id, on in session.exec(older.group_by(Offer.person_id)):
        if person_id in names:
            yield Chance(person_id, on, OfferState.LANDED)
