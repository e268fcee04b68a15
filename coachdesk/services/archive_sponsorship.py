"""What an export with private content says of sponsorship: projects with their whole ledger, wishes, acts, glue work.

All of it is only the manager's, so there is no shared form of it. In the export of one person, others are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlmodel import Session, col, select

from coachdesk.model.opportunity import Candidate, Offer, OfferAnswer, Wish
from coachdesk.model.person import Person
from coachdesk.model.project import CheckIn, Project, ProjectState, ProjectStep, Reach
from coachdesk.model.sponsorship import ActKind, GlueOrigin, GlueWork, SponsorshipAct

_Personal = TypeVar("_Personal", Wish, SponsorshipAct, GlueWork, Candidate, Offer)


@dataclass(frozen=True, slots=True)
class StepRecord:
    """A change of state, its day, and whom it concerned."""

    state: ProjectState
    stepped_on: date
    person: str


@dataclass(frozen=True, slots=True)
class TalkRecord:
    """A check-in."""

    planned_on: date
    held_on: date | None
    text: str


@dataclass(frozen=True, slots=True)
class CandidateRecord:
    """Someone who was considered, with the remark on them."""

    person: str
    considered_at: datetime
    remark: str


@dataclass(frozen=True, slots=True)
class OfferRecord:
    """An offer with its answer and the words of who declined it."""

    person: str
    why: str
    offered_on: date
    reply_by_on: date | None
    answer: OfferAnswer
    answered_on: date | None
    reason: str
    ask_again_on: date | None


@dataclass(frozen=True, slots=True)
class ProjectRecord:
    """A project with everything about it; parts stand oldest first."""

    title: str
    purpose: str
    state: ProjectState
    person: str
    ladder_pin: str
    competency_id: str
    reach: Reach
    payoff: str
    support: str
    criteria: str
    criteria_saved_at: datetime | None
    reflection_theirs: str
    reflection_yours: str
    steps: tuple[StepRecord, ...]
    check_ins: tuple[TalkRecord, ...]
    considered: tuple[CandidateRecord, ...]
    offers: tuple[OfferRecord, ...]


@dataclass(frozen=True, slots=True)
class WishRecord:
    """A wish in the person's words."""

    person: str
    text: str
    competency_id: str
    said_on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class ActRecord:
    """An act of sponsorship."""

    person: str
    kind: ActKind
    text: str
    audience: str
    result: str
    acted_on: date


@dataclass(frozen=True, slots=True)
class GlueRecord:
    """Work that holds a team together, and who took it over."""

    person: str
    text: str
    origin: GlueOrigin
    hours_a_month: int | None
    began_on: date
    ended_on: date | None
    credited_on: date | None
    rotated_to: str


@dataclass(frozen=True, slots=True)
class SponsorshipRecord:
    """All of sponsorship, or what of it concerns one person."""

    projects: tuple[ProjectRecord, ...]
    wishes: tuple[WishRecord, ...]
    acts: tuple[ActRecord, ...]
    glue: tuple[GlueRecord, ...]

    @property
    def pieces(self) -> int:
        """How many projects, wishes, acts and pieces of glue work there are."""
        return len(self.projects) + len(self.wishes) + len(self.acts) + len(self.glue)


def read_sponsorship(session: Session, person_id: str | None = None) -> SponsorshipRecord:
    """Return everything about sponsorship, or only what concerns one person, without the others who were considered."""
    names = dict(session.exec(select(Person.id, Person.name)).all())
    statement = select(Project).order_by(col(Project.created_at), col(Project.id))
    if person_id is not None:
        offered = select(Offer.project_id).where(Offer.person_id == person_id)
        statement = statement.where((col(Project.person_id) == person_id) | col(Project.id).in_(offered))
    projects = session.exec(statement).all()
    return SponsorshipRecord(
        tuple(_project(session, row, names, person_id) for row in projects),
        tuple(
            WishRecord(names[one.person_id], one.text, one.competency_id, one.said_on, one.ended_on)
            for one in _about(session.exec(select(Wish).order_by(col(Wish.said_on))).all(), person_id)
        ),
        tuple(
            ActRecord(names[one.person_id], one.kind, one.text, one.audience, one.result, one.acted_on)
            for one in _about(session.exec(select(SponsorshipAct).order_by(col(SponsorshipAct.acted_on))), person_id)
        ),
        tuple(
            _glue(one, names)
            for one in _about(session.exec(select(GlueWork).order_by(col(GlueWork.began_on))), person_id)
        ),
    )


def _project(session: Session, row: Project, names: dict[str, str], only: str | None) -> ProjectRecord:
    steps = session.exec(select(ProjectStep).where(ProjectStep.project_id == row.id))
    talks = session.exec(select(CheckIn).where(CheckIn.project_id == row.id).order_by(col(CheckIn.planned_on)))
    is_theirs = only in (None, row.person_id)
    considered = session.exec(select(Candidate).where(Candidate.project_id == row.id))
    offers = session.exec(select(Offer).where(Offer.project_id == row.id).order_by(col(Offer.offered_on)))
    return ProjectRecord(
        row.title,
        row.purpose,
        row.state,
        names.get(row.person_id or "", "") if is_theirs else "",
        row.ladder_pin,
        row.competency_id,
        row.reach,
        row.payoff,
        row.support,
        row.criteria,
        row.criteria_saved_at,
        row.reflection_theirs if is_theirs else "",
        row.reflection_yours if is_theirs else "",
        tuple(
            StepRecord(one.state, one.stepped_on, names.get(one.person_id or "", ""))
            for one in sorted(steps, key=lambda step: step.created_at)
            if only in (None, one.person_id)
        ),
        tuple(TalkRecord(one.planned_on, one.held_on, one.text) for one in talks if is_theirs),
        tuple(
            CandidateRecord(names[one.person_id], one.considered_at, one.remark)
            for one in sorted(_about(considered, only), key=lambda one: one.considered_at)
        ),
        tuple(_offer(one, names) for one in _about(offers, only)),
    )


def _offer(row: Offer, names: dict[str, str]) -> OfferRecord:
    return OfferRecord(
        names[row.person_id],
        row.why,
        row.offered_on,
        row.reply_by_on,
        row.answer,
        row.answered_on,
        row.reason,
        row.ask_again_on,
    )


def _glue(row: GlueWork, names: dict[str, str]) -> GlueRecord:
    return GlueRecord(
        names[row.person_id],
        row.text,
        row.origin,
        row.hours_a_month,
        row.began_on,
        row.ended_on,
        row.credited_on,
        names.get(row.rotated_to_id or "", ""),
    )


def _about(rows: Iterable[_Personal], only: str | None) -> list[_Personal]:
    return [one for one in rows if only in (None, one.person_id)]
