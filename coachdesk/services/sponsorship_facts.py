"""What is known about everyone before a chance is given, read for all people at once by a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from coachdesk.model.evidence import Evidence, EvidenceTarget
from coachdesk.model.opportunity import Offer, OfferAnswer
from coachdesk.model.project import Project, ProjectState
from coachdesk.model.sponsorship import GlueWork
from coachdesk.services.growth import USUAL_AGES
from coachdesk.services.ladders import get_ladders, list_placements
from coachdesk.services.shared.columns import columns, read
from coachdesk.services.wishes import WishRow, list_wishes


@dataclass(frozen=True, slots=True)
class Load:
    """What someone carries at present, in counts; `glue_hours_a_month` adds up the estimates there are."""

    active: int = 0
    offered: int = 0
    glue: int = 0
    glue_hours_a_month: int = 0


@dataclass(frozen=True, slots=True)
class EvidenceNeed:
    """How a competency stands for someone. `is_theirs` says that it is on the ladder that they are placed on.

    `newest_on` is the day of the newest evidence that supports it, None when there is none.
    """

    is_theirs: bool
    newest_on: date | None
    is_fresh: bool

    @property
    def needs_evidence(self) -> bool:
        """Whether a project in this competency would give evidence that is missing or grew old."""
        return self.is_theirs and not self.is_fresh


@dataclass(frozen=True, slots=True)
class LastOffer:
    """The newest offer that someone ever had."""

    project_id: str
    title: str
    offered_on: date


def read_last_offers(session: Session, person_ids: Iterable[str], today: date) -> dict[str, LastOffer]:
    """Return the newest offer up to a day of those of the people who ever had one, by one query.

    Beside `max`, SQLite gives the other columns of the row that holds it (https://sqlite.org/lang_select.html, 2.5).
    """
    statement = (
        columns(Offer.person_id, Offer.project_id, Project.title, func.max(Offer.offered_on))
        .select_from(Offer)
        .join(Project, col(Project.id) == col(Offer.project_id))
        .where(col(Offer.person_id).in_(list(person_ids)), col(Offer.offered_on) <= today)
        .group_by(col(Offer.person_id))
    )
    return {person_id: LastOffer(*rest) for person_id, *rest in read(session, statement)}


def read_loads(session: Session, person_ids: Iterable[str]) -> dict[str, Load]:
    """Return what people carry now: projects under way and offered, and glue work that goes on; by two queries."""
    ids = list(person_ids)
    states = (
        select(Project.person_id, Project.state, func.count())
        .where(
            col(Project.person_id).in_(ids), col(Project.state).in_([ProjectState.ACTIVE, ProjectState.OFFERED])
        )
        .group_by(col(Project.person_id), col(Project.state))
    )  # fmt: skip
    projects = {(person_id, state): count for person_id, state, count in session.exec(states)}
    glue = (
        select(GlueWork.person_id, func.count(), func.coalesce(func.sum(GlueWork.hours_a_month), 0))
        .where(col(GlueWork.person_id).in_(ids), col(GlueWork.ended_on).is_(None))
        .group_by(GlueWork.person_id)
    )
    carried = {person_id: (count, int(hours or 0)) for person_id, count, hours in session.exec(glue)}
    return {
        one: Load(
            projects.get((one, ProjectState.ACTIVE), 0),
            projects.get((one, ProjectState.OFFERED), 0),
            *carried.get(one, (0, 0)),
        )
        for one in ids
    }


def read_wishes(session: Session) -> dict[str, tuple[WishRow, ...]]:
    """Return the wishes that hold, newest first, by person; one query."""
    found: dict[str, list[WishRow]] = defaultdict(list)
    for row in list_wishes(session):
        found[row.person_id].append(row)
    return {person_id: tuple(rows) for person_id, rows in found.items()}


def read_declined(session: Session, person_ids: Iterable[str]) -> dict[str, date | None]:
    """Return, for whom it was the last answer, when they asked to be asked again (None: they did not say)."""
    statement = (
        columns(Offer.person_id, Offer.answer, Offer.ask_again_on, func.max(Offer.answered_on))
        .where(
            col(Offer.person_id).in_(list(person_ids)),
            col(Offer.answer).in_([OfferAnswer.ACCEPTED, OfferAnswer.DECLINED]),
        )
        .group_by(col(Offer.person_id))
    )
    last = {person_id: (answer, again_on) for person_id, answer, again_on, _ in read(session, statement)}
    return {one: again_on for one, (answer, again_on) in last.items() if answer is OfferAnswer.DECLINED}


class EvidenceNeeds:
    """Answers how a competency stands for someone, from what was read at once for all people."""

    def __init__(self, theirs: Mapping[str, frozenset[str]], newest: Mapping[tuple[str, str], date], today: date):
        self._theirs = theirs
        self._newest = newest
        self._today = today

    def find(self, person_id: str, competency_id: str) -> EvidenceNeed:
        """Return how a competency stands for a person; one of nobody's ladder is needed by nobody."""
        newest_on = self._newest.get((person_id, competency_id))
        is_theirs = competency_id in self._theirs.get(person_id, frozenset())
        is_fresh = newest_on is not None and (self._today - newest_on).days <= USUAL_AGES.fresh_days
        return EvidenceNeed(is_theirs, newest_on, is_fresh)


def read_needs(
    session: Session, person_ids: Iterable[str], competency_ids: Iterable[str] | None, today: date
) -> EvidenceNeeds:
    """Return how competencies, or with None all, stand for people: placements, ladders and evidence, a query each."""
    people = list(person_ids)
    placed = {one: row.ladder_pin for one, row in list_placements(session, today).items() if one in set(people)}
    ladders = get_ladders(session, set(placed.values()))
    rated = {pin: frozenset(one.id for one in ladder.rated) for pin, ladder in ladders.items()}
    statement = (
        select(Evidence.person_id, EvidenceTarget.competency_id, func.max(Evidence.occurred_on))
        .join(EvidenceTarget, col(EvidenceTarget.evidence_id) == col(Evidence.id))
        .where(
            col(Evidence.person_id).in_(people),
            ~col(Evidence.counters),
            col(Evidence.occurred_on) <= today,
        )
        .group_by(Evidence.person_id, EvidenceTarget.competency_id)
    )
    if competency_ids is not None:
        statement = statement.where(col(EvidenceTarget.competency_id).in_(list(competency_ids)))
    newest = {(person_id, competency_id): on for person_id, competency_id, on in session.exec(statement)}
    return EvidenceNeeds({one: rated.get(pin, frozenset()) for one, pin in placed.items()}, newest, today)
