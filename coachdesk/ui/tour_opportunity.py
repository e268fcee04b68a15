"""What the tour does on the page of an opportunity before it takes a picture."""

from __future__ import annotations

from coachdesk.model.project import ProjectState
from coachdesk.services.opportunities import consider, save_criteria
from coachdesk.services.opportunity_page import list_candidates
from coachdesk.services.project_rows import get_project
from coachdesk.services.projects import find_projects_titled
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.ui.views.opportunity_view import OpportunityView
from coachdesk.ui.windows.main import MainWindow

FORUM, SEAT, REVIEW = "Run the architecture forum for a month", "Seat in capacity planning", "Merger review team"


_CRITERIA = (
    "Wants to lead a room, and has not done so in front of the whole department. Knows one of the three services."
)
_REMARK = "Asked me twice. Talk about the on-call weeks before offering it."


def write_criteria(unit: UnitOfWork, title: str) -> str:
    """Return the identity of a project; while it is open, give it criteria and two people who were considered."""
    project_id = find_projects_titled(unit.session, title)[0]
    project = get_project(unit.session, project_id)
    if project.state is ProjectState.IDEA and project.criteria_saved_at is None:
        project.purpose = "Decisions wait for the same two people; a forum with a host of its own ends that."
        project.support = "We prepare the first one together. The rota is taken off them for the month."
        save_criteria(unit, project_id, _CRITERIA)
        first, second, *_ = list_candidates(unit.session, project_id, unit.now.date())
        consider(unit, project_id, first.person_id, _REMARK)
        consider(unit, project_id, second.person_id)
    return project_id


def show_people(window: MainWindow) -> None:
    """Put the keyboard on the first person in the table."""
    view = window.view
    if isinstance(view, OpportunityView):
        view.people.focus_table()
        view.body.reveal(view.body.sections[2])


def show_offer(window: MainWindow) -> None:
    """Begin an offer to the first person."""
    view = window.view
    if isinstance(view, OpportunityView):
        view.people.focus_table()
        view.go_on()


def show_decline(window: MainWindow) -> None:
    """Ask when to ask again."""
    view = window.view
    if isinstance(view, OpportunityView):
        view.offer.open_decline()
        view.body.reveal(view.offer)


def show_ledger(window: MainWindow) -> None:
    """Show what an export would hold."""
    view = window.view
    if isinstance(view, OpportunityView):
        view.export.click()
