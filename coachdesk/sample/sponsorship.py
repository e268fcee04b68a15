"""Stretch projects with their ledger, wishes, acts and glue work of the sample as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from random import Random

from sqlmodel import col, select

from coachdesk.model.base import Noun
from coachdesk.model.evidence import Evidence, EvidenceSource, EvidenceTarget
from coachdesk.model.opportunity import Candidate, Offer, OfferAnswer, Wish
from coachdesk.model.project import CheckIn, Project, ProjectState, ProjectStep
from coachdesk.model.promise import Promise
from coachdesk.model.sponsorship import ActKind, GlueOrigin, GlueWork, SponsorshipAct
from coachdesk.sample.careers import NEW_PIN
from coachdesk.sample.projects import ACTS, COURSES, CRITERIA, EARLIER_OFFERS, GLUE, HELD, REFLECTIONS, WISHES, Course
from coachdesk.sample.story import AMARA
from coachdesk.store.unit_of_work import UnitOfWork

_ANSWERS = {
    ProjectState.OFFERED: OfferAnswer.OPEN,
    ProjectState.ACTIVE: OfferAnswer.ACCEPTED,
    ProjectState.LANDED: OfferAnswer.ACCEPTED,
    ProjectState.DECLINED: OfferAnswer.DECLINED,
}
_SUPPORT = "A talk every other week, and my seat in the meeting when it helps."
_PROMISED_FOR = ("Introduce Amara to the capacity-planning group", "Seat in capacity planning")


def plan_sponsorship(person_ids: Mapping[str, str], today: date, zone: tzinfo, seed: int) -> Iterator[Noun]:
    """Return the rows for those who are in the sample, what others refer to first."""
    writer = _Writer(person_ids, today, zone, Random(f"{seed}/sponsorship"))  # noqa: S311 - made-up, no secret
    for course in COURSES:
        if not course.person or course.person in person_ids:
            yield from writer.project(course)
    yield from writer.wishes()
    yield from writer.acts()
    yield from writer.glue()


def link_promises(unit: UnitOfWork, person_ids: Mapping[str, str]) -> None:
    """Tie what was promised for a project to it."""
    text, title = _PROMISED_FOR
    project = unit.session.exec(select(Project).where(Project.title == title)).first()
    promises = select(Promise).where(Promise.text == text, Promise.person_id == person_ids.get(AMARA, ""))
    for promise in unit.session.exec(promises.where(col(Promise.done_at).is_(None))) if project else ():
        promise.project_id = project.id if project else None


class _Writer:
    def __init__(self, person_ids: Mapping[str, str], today: date, zone: tzinfo, random: Random) -> None:
        self._ids, self._today, self._zone, self._random = person_ids, today, zone, random

    def project(self, course: Course) -> Iterator[Noun]:
        """Return a project with its steps, offers, candidates, check-ins and evidence."""
        theirs, yours = REFLECTIONS.get(course.title, ("", ""))
        whose = self._ids.get(course.person)
        project = Project(
            id=self._id(),
            title=course.title,
            state=course.state,
            person_id=whose,
            ladder_pin=NEW_PIN,
            competency_id=course.competency,
            reach=course.reach,
            payoff="Seen by people who decide"
            if course.reach.value in ("company", "outside")
            else "A thing of their own",
            support=_SUPPORT if whose else "",
            criteria=CRITERIA[course.competency] if whose else "",
            criteria_saved_at=self._at(course.written) if whose else None,
            reflection_theirs=theirs,
            reflection_yours=yours,
            created_at=self._at(course.written),
        )
        yield project
        yield self._step(project.id, ProjectState.IDEA, None, course.written)
        yield from self._earlier(project.id, course)
        if whose is None or course.offered is None:
            return
        yield Candidate(
            id=self._id(), project_id=project.id, person_id=whose, considered_at=self._at(course.offered, hour=9)
        )
        yield self._offer(project.id, course)
        yield self._step(project.id, ProjectState.OFFERED, whose, course.offered)
        yield from self._life(project.id, course, whose)
        if theirs and course.ended is not None:
            yield from self._evidence(project.id, course, whose, yours)

    def wishes(self) -> Iterator[Noun]:
        """Return what people said they would like to do."""
        for name, text, competency, days in WISHES:
            row_id = self._id()
            if name in self._ids:
                yield Wish(
                    id=row_id,
                    person_id=self._ids[name],
                    text=text,
                    competency_id=competency,
                    said_on=self._on(days),
                    created_at=self._at(days),
                )

    def acts(self) -> Iterator[Noun]:
        """Return what was done for people."""
        for name, kind, text, audience, result, days in ACTS:
            row_id = self._id()
            if name in self._ids:
                yield SponsorshipAct(
                    id=row_id,
                    person_id=self._ids[name],
                    kind=ActKind(kind),
                    text=text,
                    audience=audience,
                    result=result,
                    acted_on=self._on(days),
                    created_at=self._at(days),
                )

    def glue(self) -> Iterator[Noun]:
        """Return who carries what."""
        for name, text, origin, hours, began, ended, taken_by in GLUE:
            row_id = self._id()
            if name in self._ids:
                yield GlueWork(
                    id=row_id,
                    person_id=self._ids[name],
                    text=text,
                    origin=GlueOrigin(origin),
                    hours_a_month=hours,
                    began_on=self._on(began),
                    ended_on=None if ended is None else self._on(ended),
                    rotated_to_id=self._ids.get(taken_by),
                    created_at=self._at(began),
                )

    def _earlier(self, project_id: str, course: Course) -> Iterator[Noun]:
        for title, name, days, answer, reason in EARLIER_OFFERS:
            if title != course.title or name not in self._ids:
                continue
            whose = self._ids[name]
            yield Candidate(id=self._id(), project_id=project_id, person_id=whose, considered_at=self._at(days, hour=9))
            yield Offer(
                id=self._id(),
                project_id=project_id,
                person_id=whose,
                offered_on=self._on(days),
                answer=answer,
                answered_on=self._on(days - 4),
                reason=reason,
                created_at=self._at(days),
            )
            yield self._step(project_id, ProjectState.OFFERED, whose, days)
            yield self._step(project_id, ProjectState.DECLINED, whose, days - 4)

    def _life(self, project_id: str, course: Course, whose: str) -> Iterator[Noun]:
        if course.answered is None:
            return
        is_taken = course.state is not ProjectState.DECLINED
        answer = ProjectState.ACTIVE if is_taken else ProjectState.DECLINED
        yield self._step(project_id, answer, whose, course.answered)
        if course.state is ProjectState.ACTIVE:
            held = course.answered - 28
            yield self._check_in(project_id, held, held, HELD[course.person])
        if course.ended is not None:
            yield self._step(project_id, ProjectState.LANDED, whose, course.ended)
        elif is_taken and course.until is not None:
            yield self._check_in(project_id, course.until, None, "")

    def _offer(self, project_id: str, course: Course) -> Offer:
        offered = course.offered or 0
        return Offer(
            id=self._id(),
            project_id=project_id,
            person_id=self._ids[course.person],
            why="Meets what was written down",
            offered_on=self._on(offered),
            reply_by_on=self._on(course.until if course.until is not None and course.answered is None else offered - 7),
            answer=_ANSWERS[course.state],
            answered_on=None if course.answered is None else self._on(course.answered),
            reason=course.reason,
            ask_again_on=None if course.ask_again is None else self._on(course.ask_again),
            created_at=self._at(offered),
        )

    def _evidence(self, project_id: str, course: Course, whose: str, words: str) -> Iterator[Noun]:
        evidence = Evidence(
            id=self._id(),
            person_id=whose,
            text=words.split(". ")[0].rstrip(".") + ".",
            source=EvidenceSource.PROJECT,
            source_id=project_id,
            occurred_on=self._on(course.ended or 0),
            created_at=self._at(course.ended or 0),
        )
        yield evidence
        yield EvidenceTarget(
            id=self._id(), evidence_id=evidence.id, ladder_pin=NEW_PIN, competency_id=course.competency
        )

    def _check_in(self, project_id: str, planned: int, held: int | None, text: str) -> CheckIn:
        return CheckIn(
            id=self._id(),
            project_id=project_id,
            planned_on=self._on(planned),
            held_on=None if held is None else self._on(held),
            text=text,
            created_at=self._at(max(planned, 0)),
        )

    def _step(self, project_id: str, state: ProjectState, whose: str | None, days: int) -> ProjectStep:
        return ProjectStep(
            id=self._id(),
            project_id=project_id,
            state=state,
            person_id=whose,
            stepped_on=self._on(days),
            created_at=self._at(days, hour=16),
        )

    def _on(self, days: int) -> date:
        return self._today - timedelta(days=days)

    def _at(self, days: int, *, hour: int = 8) -> datetime:
        return datetime.combine(self._on(days), time(hour, 30), self._zone)

    def _id(self) -> str:
        return f"{self._random.getrandbits(128):032x}"
