"""What a person's sponsorship tab shows: projects and offers with their days, wishes, acts and glue work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, or_, select

from coachdesk.model.opportunity import Offer, OfferAnswer
from coachdesk.model.project import Project, ProjectState, ProjectStep
from coachdesk.services.acts import ActCounts, ActRow, count_acts, list_acts
from coachdesk.services.competency_names import name_competencies
from coachdesk.services.evidence import CompetencyChoice, list_competencies
from coachdesk.services.glue import GlueRow, list_glue
from coachdesk.services.people import PersonRow, list_people
from coachdesk.services.wishes import WishRow, list_wishes
from coachdesk.store.failures import NotFound

_STATES = {
    OfferAnswer.OPEN: ProjectState.OFFERED,
    OfferAnswer.ACCEPTED: ProjectState.ACTIVE,
    OfferAnswer.DECLINED: ProjectState.DECLINED,
}
_UNDER_WAY = (ProjectState.ACTIVE, ProjectState.OFFERED)


@dataclass(frozen=True, slots=True)
class ChanceRow:
    """A project that is theirs, or was offered to them. `days` are (state, day) as far as they concern the person.

    `state` is where it stands with this person: declined stays declined when somebody else took it on.
    `ask_again_on` is None where they did not say; `reply_by_on` is of an open offer.
    """

    project_id: str
    title: str
    competency: str
    state: ProjectState
    days: tuple[tuple[ProjectState, date], ...]
    reason: str
    ask_again_on: date | None
    reply_by_on: date | None

    @property
    def since_on(self) -> date:
        """The newest day."""
        return self.days[-1][1]


@dataclass(frozen=True, slots=True)
class SponsorshipPage:
    """Everything of one tab, on the day `today`; `people` are those who could take glue work over.

    `competencies` are those of the person's ladder, which a wish may be about.
    """

    person_id: str
    today: date
    chances: tuple[ChanceRow, ...]
    wishes: tuple[WishRow, ...]
    acts: tuple[ActRow, ...]
    counts: ActCounts
    glue: tuple[GlueRow, ...]
    people: tuple[PersonRow, ...]
    competencies: tuple[CompetencyChoice, ...]


def get_person_sponsorship(session: Session, person_id: str, today: date) -> SponsorshipPage:
    """Return the tab of a person. Raises NotFound."""
    people = list_people(session, with_archived=True)
    if all(one.person_id != person_id for one in people):
        raise NotFound("The person is no longer in the vault.")
    acts = list_acts(session, person_id)
    return SponsorshipPage(
        person_id,
        today,
        list_chances(session, person_id),
        list_wishes(session, person_id, with_ended=True),
        acts,
        count_acts(((act.kind, act.acted_on) for act in acts), today),
        list_glue(session, today, person_id),
        tuple(one for one in people if one.person_id != person_id and not one.is_archived),
        list_competencies(session, person_id, today),
    )


def list_chances(session: Session, person_id: str) -> tuple[ChanceRow, ...]:
    """Return what was theirs or offered to them: what is under way first, then newest first."""
    offers: dict[str, list[Offer]] = {}
    for offer in session.exec(
        select(Offer).where(Offer.person_id == person_id).order_by(col(Offer.offered_on), col(Offer.created_at))
    ):
        offers.setdefault(offer.project_id, []).append(offer)
    theirs = select(Project).where(or_(Project.person_id == person_id, col(Project.id).in_(offers)))
    projects = session.exec(theirs).all()
    steps: dict[str, list[ProjectStep]] = {}
    for step in session.exec(
        select(ProjectStep)
        .where(col(ProjectStep.project_id).in_([one.id for one in projects]), ProjectStep.person_id == person_id)
        .order_by(col(ProjectStep.created_at))
    ):
        steps.setdefault(step.project_id, []).append(step)
    names = name_competencies(session, ((one.ladder_pin, one.competency_id) for one in projects))
    rows = [
        _chance(
            one,
            person_id,
            names[one.ladder_pin, one.competency_id],
            offers.get(one.id, []),
            steps.get(one.id, []),
        )
        for one in projects
    ]
    shown = [row for row in rows if row is not None]
    return tuple(sorted(shown, key=lambda row: (row.state not in _UNDER_WAY, -row.since_on.toordinal(), row.title)))


def _chance(
    project: Project, person_id: str, competency: str, offers: list[Offer], steps: list[ProjectStep]
) -> ChanceRow | None:
    """Return a row; None for an offer that was only taken back, which is no chance any more."""
    last = offers[-1] if offers else None
    if project.person_id == person_id:
        state = project.state
    elif last is not None and last.answer in _STATES:
        state = _STATES[last.answer]
    else:
        return None
    days = tuple((step.state, step.stepped_on) for step in steps) or (
        ((ProjectState.OFFERED, last.offered_on),) if last else ((state, project.created_at.date()),)
    )
    declined = last is not None and last.answer is OfferAnswer.DECLINED
    return ChanceRow(
        project.id,
        project.title,
        competency,
        state,
        days,
        last.reason if last and declined else "",
        last.ask_again_on if last and declined else None,
        last.reply_by_on if last and last.answer is OfferAnswer.OPEN else None,
    )
