"""The page of one opportunity: its criteria and, once these are saved, everyone with the facts that matter.

Facts stand beside one another and are never added up; the order is the user's choice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, select

from coachdesk.model.opportunity import Candidate, Offer, OfferAnswer
from coachdesk.model.person import Person
from coachdesk.model.project import Project, ProjectState, Reach
from coachdesk.services.competency_names import name_competency
from coachdesk.services.people import PersonRow, get_tree
from coachdesk.services.project_offers import CriteriaMissing, list_offers
from coachdesk.services.project_rows import get_project
from coachdesk.services.sponsorship_facts import (
    EvidenceNeed,
    LastOffer,
    Load,
    read_declined,
    read_last_offers,
    read_loads,
    read_needs,
    read_wishes,
)
from coachdesk.services.wishes import WishRow


class CandidateOrder(StrEnum):
    """How the user wants candidates listed. None of them is a score; equals stand by name."""

    WAIT = "wait"
    NAME = "name"
    LOAD = "load"
    EVIDENCE = "evidence"
    WISHES = "wishes"


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """One person with the facts on the day. `days_since` the last offer is None if nothing was ever offered.

    `declined_last` says that they declined what they answered last; `ask_again_on` is when they wish to be asked again.
    `wishes_here` are those of the wishes that are about the competency of the project. `answer` is that to the newest
    offer of this project, None without one. `remark` is private.
    """

    person_id: str
    name: str
    role: str
    level: str
    team: str
    is_direct: bool
    days_since: int | None
    last_offer: LastOffer | None
    wishes: tuple[WishRow, ...]
    wishes_here: tuple[WishRow, ...]
    evidence: EvidenceNeed
    load: Load
    declined_last: bool
    ask_again_on: date | None
    is_considered: bool
    remark: str
    answer: OfferAnswer | None


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One offer of this project; `reason` is in the person's own words and private."""

    offer_id: str
    person_id: str
    name: str
    why: str
    offered_on: date
    reply_by_on: date | None
    answer: OfferAnswer
    answered_on: date | None
    reason: str
    ask_again_on: date | None


@dataclass(frozen=True, slots=True)
class OpportunityPage:
    """A project as an opportunity. `candidates` is empty until `criteria_saved_at` is set.

    `are_criteria_fixed` once somebody was considered. `considered` counts people, `offers` stand oldest first.
    """

    project_id: str
    title: str
    purpose: str
    state: ProjectState
    person_id: str | None
    ladder_pin: str
    competency_id: str
    competency: str
    reach: Reach
    payoff: str
    support: str
    criteria: str
    criteria_saved_at: datetime | None
    are_criteria_fixed: bool
    candidates: tuple[CandidateRow, ...]
    considered: int
    offers: tuple[OfferRow, ...]

    @property
    def open_offer(self) -> OfferRow | None:
        """The offer that waits for an answer."""
        return next((one for one in self.offers if one.answer is OfferAnswer.OPEN), None)


def get_opportunity(
    session: Session,
    project_id: str,
    today: date,
    order: CandidateOrder = CandidateOrder.WAIT,
    *,
    with_teams: bool = False,
) -> OpportunityPage:
    """Return the page of a project on a day; candidates only once the criteria are saved. Raises NotFound."""
    project = get_project(session, project_id)
    is_open = project.criteria_saved_at is not None
    considered = list(session.exec(select(Candidate.id).where(Candidate.project_id == project_id)))
    offers = list_offers(session, project_id)
    return OpportunityPage(
        project.id,
        project.title,
        project.purpose,
        project.state,
        project.person_id,
        project.ladder_pin,
        project.competency_id,
        name_competency(session, project.ladder_pin, project.competency_id),
        project.reach,
        project.payoff,
        project.support,
        project.criteria,
        project.criteria_saved_at,
        bool(considered or offers),
        list_candidates(session, project_id, today, order, with_teams=with_teams) if is_open else (),
        len(considered),
        build_offer_rows(session, offers),
    )


def list_candidates(
    session: Session,
    project_id: str,
    today: date,
    order: CandidateOrder = CandidateOrder.WAIT,
    *,
    with_teams: bool = False,
) -> tuple[CandidateRow, ...]:
    """Return the owner's direct reports, with their teams if asked for, and whoever was considered or offered already.

    A fixed number of queries, whatever the number of people. Raises CriteriaMissing until the criteria are saved,
    NotFound.
    """
    project = get_project(session, project_id)
    if project.criteria_saved_at is None:
        raise CriteriaMissing
    rows = _Rows(session, project, today)
    return sort_candidates((rows.build(person, is_direct) for person, is_direct in rows.list_people(with_teams)), order)


def sort_candidates(rows: Iterable[CandidateRow], order: CandidateOrder) -> tuple[CandidateRow, ...]:
    """Return candidates in the order that the user chose: who was never offered anything waited longest."""
    by_name = sorted(rows, key=lambda row: (row.name.casefold(), row.person_id))
    return tuple(sorted(by_name, key=_KEYS[order]))


def build_offer_rows(session: Session, offers: list[Offer]) -> tuple[OfferRow, ...]:
    """Return rows for offers in their order, with one query for the names."""
    ids = {one.person_id for one in offers}
    names = dict(session.exec(select(Person.id, Person.name).where(col(Person.id).in_(ids))).all()) if ids else {}
    return tuple(
        OfferRow(
            one.id,
            one.person_id,
            names[one.person_id],
            one.why,
            one.offered_on,
            one.reply_by_on,
            one.answer,
            one.answered_on,
            one.reason,
            one.ask_again_on,
        )
        for one in offers
    )


def _by_wait(row: CandidateRow) -> tuple[bool, int]:
    return row.days_since is not None, -(row.days_since or 0)


def _by_load(row: CandidateRow) -> tuple[int, int]:
    return row.load.active + row.load.offered, row.load.glue


def _by_evidence(row: CandidateRow) -> tuple[bool, date]:
    return not row.evidence.needs_evidence, row.evidence.newest_on or date.min


_KEYS: Mapping[CandidateOrder, Callable[[CandidateRow], tuple[Any, ...]]] = {
    CandidateOrder.WAIT: _by_wait,
    CandidateOrder.NAME: lambda _row: (),
    CandidateOrder.LOAD: _by_load,
    CandidateOrder.EVIDENCE: _by_evidence,
    CandidateOrder.WISHES: lambda row: (not row.wishes_here, not row.wishes),
}


class _Rows:
    """All that rows need, read once."""

    def __init__(self, session: Session, project: Project, today: date) -> None:
        self._project = project
        self._today = today
        self._session = session
        candidates = session.exec(select(Candidate).where(Candidate.project_id == project.id))
        self._remarks = {row.person_id: row.remark for row in candidates}
        self._answers = {row.person_id: row.answer for row in list_offers(session, project.id)}

    def list_people(self, with_teams: bool) -> list[tuple[PersonRow, bool]]:
        """Return whom to show with whether they report to the owner, and read the facts about them."""
        tree = get_tree(self._session)
        named = self._remarks.keys() | self._answers.keys()
        found = [(person, True) for person in tree.direct]
        others = [member for team in tree.teams for member in team.members]
        others += tree.others
        placed = {person.person_id for person in tree.direct}
        reporting = {member.person_id for team in tree.teams for member in team.members}
        for person in others:
            is_wanted = with_teams and person.person_id in reporting
            if person.person_id not in placed and (is_wanted or person.person_id in named):
                placed.add(person.person_id)
                found.append((person, False))
        self._read(list(placed))
        return found

    def _read(self, ids: list[str]) -> None:
        session, today = self._session, self._today
        self._last = read_last_offers(session, ids, today)
        self._loads = read_loads(session, ids)
        self._wishes = read_wishes(session)
        self._declined = read_declined(session, ids)
        self._needs = read_needs(session, ids, [self._project.competency_id], today)

    def build(self, person: PersonRow, is_direct: bool) -> CandidateRow:
        """Return the row of one person."""
        key, competency_id = person.person_id, self._project.competency_id
        last = self._last.get(key)
        wishes = self._wishes.get(key, ())
        return CandidateRow(
            key,
            person.name,
            person.role,
            person.level,
            person.team,
            is_direct,
            None if last is None else (self._today - last.offered_on).days,
            last,
            wishes,
            tuple(one for one in wishes if competency_id and one.competency_id == competency_id),
            self._needs.find(key, competency_id),
            self._loads.get(key, Load()),
            key in self._declined,
            self._declined.get(key),
            key in self._remarks,
            self._remarks.get(key, ""),
            self._answers.get(key),
        )
