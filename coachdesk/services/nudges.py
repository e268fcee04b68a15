"""Growth nudges: what went quiet in someone's growth, said once, with the reason. The same vault gives the same ones.

Each direct report has at most one, the first that holds of: your promise for their project is due, a goal without a
check-in, never offered a chance, the longest wait for one, no review, old evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from sqlalchemy import func
from sqlmodel import Session, col, select

from coachdesk.model.evidence import Evidence, EvidenceTarget
from coachdesk.model.person import Person
from coachdesk.model.plan import CoachingNote, GoalState, SkillGoal
from coachdesk.model.project import Project
from coachdesk.model.promise import Promise, PromiseOwner
from coachdesk.model.review import Review, ReviewState
from coachdesk.services.access_waits import Wait, find_longest_wait, list_never_offered
from coachdesk.services.ladders import get_ladder, list_placements
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork

CHECK_IN_AFTER = timedelta(weeks=5)
REVIEW_AFTER = timedelta(days=165)
"""Half a year less two weeks, so that the next review can be planned in time."""
EVIDENCE_AFTER = timedelta(days=180)


class NudgeKind(StrEnum):
    """What went quiet, in the order in which one is chosen."""

    PROMISE = "promise"
    CHECK_IN = "check_in"
    NEVER_OFFERED = "never_offered"
    LONGEST_WAIT = "longest_wait"
    REVIEW = "review"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Nudge:
    """One nudge. `subject` is the goal, the promise or the competency in words, `about` the project of a promise.

    `since_on` is the day of the last one of its kind, or the day that something was due; None if there never was one.
    `offers` and `median_offers` are those of twelve months, for nudges about chances.
    """

    kind: NudgeKind
    person_id: str
    name: str
    subject: str
    subject_id: str
    since_on: date | None
    about: str = ""
    offers: int = 0
    median_offers: float = 0.0

    @property
    def nudge_id(self) -> str:
        """What the nudge is known by."""
        return f"{self.kind}/{self.person_id}"


def list_nudges(session: Session, today: date, zone: tzinfo, kinds: frozenset[NudgeKind]) -> tuple[Nudge, ...]:
    """Return the nudges of a day by name, for the owner's direct reports, with a fixed number of queries."""
    names = _reports(session, today)
    if not names or not kinds:
        return ()
    found: dict[str, Nudge] = {}
    readers = {
        NudgeKind.PROMISE: _promises,
        NudgeKind.CHECK_IN: _check_ins,
        NudgeKind.NEVER_OFFERED: _never_offered,
        NudgeKind.LONGEST_WAIT: _longest_wait,
        NudgeKind.REVIEW: _reviews,
        NudgeKind.EVIDENCE: _evidence,
    }
    for kind, read in readers.items():
        if kind in kinds:
            waiting = {person_id: name for person_id, name in names.items() if person_id not in found}
            found.update({one.person_id: one for one in read(session, waiting, today, zone)})
    return tuple(sorted(found.values(), key=lambda one: (one.name.casefold(), one.person_id)))


def pause_nudges(unit: UnitOfWork, person_id: str, until_on: date | None) -> None:
    """Give no nudge about a person before a day; None takes that back. Raises NotFound."""
    person = unit.session.get(Person, person_id)
    if person is None:
        raise NotFound("The person is no longer in the vault.")
    person.nudges_off_until = until_on


def _reports(session: Session, today: date) -> dict[str, str]:
    owner = select(Person.id).where(col(Person.is_owner)).scalar_subquery()
    statement = select(Person.id, Person.name).where(
        Person.manager_id == owner,
        col(Person.archived_at).is_(None),
        col(Person.nudges_off_until).is_(None) | (col(Person.nudges_off_until) <= today),
    )
    return dict(session.exec(statement).all())


def _promises(session: Session, names: dict[str, str], today: date, zone: tzinfo) -> list[Nudge]:
    """Return, for each person, your promise for a project of theirs that has been due the longest."""
    statement = (
        select(Promise, Project.title)
        .join(Project, col(Project.id) == col(Promise.project_id))
        .where(
            col(Promise.person_id).in_(names),
            Promise.owner == PromiseOwner.ME,
            col(Promise.done_at).is_(None),
            col(Promise.dropped_at).is_(None),
            col(Promise.snoozed_until).is_(None) | (col(Promise.snoozed_until) <= today),
            col(Promise.due_on) <= today,
        )
        .order_by(col(Promise.due_on), col(Promise.id))
    )
    first: dict[str, Nudge] = {}
    for one, title in session.exec(statement):
        name = names[one.person_id]
        nudge = Nudge(NudgeKind.PROMISE, one.person_id, name, one.text, one.id, one.due_on, about=title)
        first.setdefault(one.person_id, nudge)
    return list(first.values())


def _never_offered(session: Session, names: dict[str, str], today: date, zone: tzinfo) -> list[Nudge]:
    return [_of_wait(NudgeKind.NEVER_OFFERED, one, names, today) for one in list_never_offered(session, today, names)]


def _longest_wait(session: Session, names: dict[str, str], today: date, zone: tzinfo) -> list[Nudge]:
    wait = find_longest_wait(session, today, names)
    return [] if wait is None else [_of_wait(NudgeKind.LONGEST_WAIT, wait, names, today)]


def _of_wait(kind: NudgeKind, wait: Wait, names: dict[str, str], today: date) -> Nudge:
    since_on = None if wait.days is None else today - timedelta(days=wait.days)
    name = names[wait.person_id]
    return Nudge(
        kind, wait.person_id, name, "", "", since_on, offers=wait.offers, median_offers=wait.median_offers
    )  # fmt: skip


def _check_ins(session: Session, names: dict[str, str], today: date, zone: tzinfo) -> list[Nudge]:
    """Return, for each person, the open goal that was talked about the longest time ago."""
    talked = func.max(CoachingNote.written_on)
    statement = (
        select(SkillGoal, talked)
        .join(CoachingNote, col(CoachingNote.goal_id) == col(SkillGoal.id), isouter=True)
        .where(col(SkillGoal.person_id).in_(names), SkillGoal.state == GoalState.OPEN)
        .group_by(col(SkillGoal.id))
    )
    quiet = []
    for goal, written_on in session.exec(statement):
        since = max(written_on or date.min, _day(goal.created_at, zone))
        if today - since >= CHECK_IN_AFTER:
            quiet.append((since, goal.id, goal.person_id, goal.text))
    first: dict[str, Nudge] = {}
    for since, goal_id, person_id, text in sorted(quiet):
        first.setdefault(person_id, Nudge(NudgeKind.CHECK_IN, person_id, names[person_id], text, goal_id, since))
    return list(first.values())


def _reviews(session: Session, names: dict[str, str], today: date, zone: tzinfo) -> list[Nudge]:
    """Return who was reviewed before, but not lately, and has no review open."""
    is_open = col(Review.state).in_([ReviewState.OPEN, ReviewState.COMPARING])
    statement = (
        select(Review.person_id, func.max(Review.agreed_at), func.sum(is_open))
        .where(col(Review.person_id).in_(names), Review.state != ReviewState.WITHDRAWN)
        .group_by(Review.person_id)
    )
    rows = [(person_id, _day(at, zone)) for person_id, at, under_way in session.exec(statement) if at and not under_way]
    return [
        Nudge(NudgeKind.REVIEW, person_id, names[person_id], "", "", since)
        for person_id, since in rows
        if today - since >= REVIEW_AFTER
    ]


def _evidence(session: Session, names: dict[str, str], today: date, zone: tzinfo) -> list[Nudge]:
    """Return, for each person on a ladder, the competency whose newest supporting evidence is the oldest."""
    placed = {one: row.ladder_pin for one, row in list_placements(session, today).items() if one in names}
    newest = func.max(Evidence.occurred_on)
    statement = (
        select(Evidence.person_id, EvidenceTarget.competency_id, newest)
        .join(EvidenceTarget, col(EvidenceTarget.evidence_id) == col(Evidence.id))
        .where(col(Evidence.person_id).in_(placed), ~col(Evidence.counters))
        .group_by(Evidence.person_id, EvidenceTarget.competency_id)
    )
    old = [
        (occurred_on, competency_id, person_id)
        for person_id, competency_id, occurred_on in session.exec(statement)
        if today - occurred_on >= EVIDENCE_AFTER
    ]
    titles = {
        pin: {one.id: one.name for one in get_ladder(session, pin).rated} for pin in {placed[one] for _, _, one in old}
    }
    first: dict[str, Nudge] = {}
    for occurred_on, competency_id, person_id in sorted(old):
        title = titles[placed[person_id]].get(competency_id)
        if title is not None:
            nudge = Nudge(NudgeKind.EVIDENCE, person_id, names[person_id], title, competency_id, occurred_on)
            first.setdefault(person_id, nudge)
    return list(first.values())


def _day(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()
