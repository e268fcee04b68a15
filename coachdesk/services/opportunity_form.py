"""The form of an opportunity: its page with the competencies to choose from, and what its fields save."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from coachdesk.assets import ladder_folder
from coachdesk.rubric.format import Ladder
from coachdesk.rubric.library import find_ladder
from coachdesk.services import opportunities
from coachdesk.services.evidence import USUAL_LADDER, CompetencyChoice
from coachdesk.services.ladders import get_ladders, list_placements
from coachdesk.services.opportunity_page import CandidateOrder, OpportunityPage, get_opportunity
from coachdesk.services.project_rows import get_project
from coachdesk.services.projects import ProjectDraft, save_project
from coachdesk.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class OpportunityForm:
    """A project as a form with the competencies to choose from. `page` is None for a new one."""

    page: OpportunityPage | None
    skills: tuple[CompetencyChoice, ...]

    @property
    def draft(self) -> FormDraft:
        """What the fields hold."""
        page = self.page
        if page is None:
            return FormDraft(ProjectDraft(None, ""))
        project = ProjectDraft(
            page.project_id,
            page.title,
            page.purpose,
            page.ladder_pin,
            page.competency_id,
            page.reach,
            page.payoff,
            page.support,
        )
        return FormDraft(project, page.criteria)

    @property
    def skill(self) -> CompetencyChoice | None:
        """The competency of the project, if it has one."""
        page = self.page
        if page is None or not page.competency_id:
            return None
        wanted = (page.ladder_pin, page.competency_id)
        found = next((one for one in self.skills if (one.ladder_pin, one.competency_id) == wanted), None)
        return found or CompetencyChoice(*wanted, page.competency, "")


@dataclass(frozen=True, slots=True)
class FormDraft:
    """All that is typed in the form: the project and its criteria."""

    project: ProjectDraft
    criteria: str = ""


@dataclass(frozen=True, slots=True)
class SavedForm:
    """Which project was saved, and what of it."""

    project_id: str
    draft: FormDraft


@dataclass(frozen=True, slots=True)
class SavedRemark:
    """On whom, as a candidate of which project, a remark was saved, and its words."""

    project_id: str
    person_id: str
    remark: str


def get_opportunity_form(
    session: Session, project_id: str | None, today: date, order: CandidateOrder, with_teams: bool
) -> OpportunityForm:
    """Return the form of a project, or of a new one. Raises NotFound."""
    page = None
    if project_id is not None:
        page = get_opportunity(session, project_id, today, order, with_teams=with_teams)
    return OpportunityForm(page, _skills(session, page.ladder_pin if page else "", today))


def save_form(unit: UnitOfWork, draft: FormDraft, on: date) -> SavedForm:
    """Make or change a project with what is typed as its criteria.

    Criteria that were never saved as such stay unsaved, so that nobody is named before they are; saved ones that read
    differently now are saved anew, with that moment. Raises as `save_project` and `save_criteria` do.
    """
    project_id = save_project(unit, draft.project, on)
    project = get_project(unit.session, project_id)
    words = draft.criteria.strip()
    if project.criteria_saved_at is None:
        project.criteria = words
    elif words:
        opportunities.save_criteria(unit, project_id, words)
    return SavedForm(project_id, draft)


def save_form_with_criteria(unit: UnitOfWork, draft: FormDraft, on: date) -> SavedForm:
    """Save the form, and its criteria with their moment: from now on people may be considered. Raises likewise."""
    saved = save_form(unit, draft, on)
    opportunities.save_criteria(unit, saved.project_id, draft.criteria)
    return saved


def save_remark(unit: UnitOfWork, project_id: str, person_id: str, remark: str) -> SavedRemark:
    """Keep the private remark on someone, who counts as considered. Raises CriteriaMissing, NotFound."""
    opportunities.consider(unit, project_id, person_id, remark)
    return SavedRemark(project_id, person_id, remark)


def _skills(session: Session, pin: str, today: date) -> tuple[CompetencyChoice, ...]:
    """Return the competencies of the ladders that people are placed on, those of the most people first."""
    counted = Counter(row.ladder_pin for row in list_placements(session, today).values())
    pins = [one for one, _ in counted.most_common()]
    pins += [pin] if pin and pin not in pins else []
    ladders = get_ladders(session, pins)
    found = [ladders[one] for one in pins if one in ladders]
    usual = find_ladder(ladder_folder(), USUAL_LADDER)
    if not found and usual is not None:
        found = [usual]
    choices: dict[str, CompetencyChoice] = {}
    for ladder in found:
        for choice in _choices(ladder):
            choices.setdefault(choice.competency_id, choice)
    return tuple(choices.values())


def _choices(ladder: Ladder) -> list[CompetencyChoice]:
    areas = {area.id: area.name for area in ladder.areas}
    return [CompetencyChoice(ladder.pin, one.id, one.name, areas.get(one.area or "", "")) for one in ladder.rated]
