"""What the tour does on the page of an opportunity before it takes a picture."""

from __future__ import annotations

from sqlmodel import Session

from coachdesk.services.projects import find_projects_titled
from coachdesk.ui.views.opportunity_view import OpportunityView
from coachdesk.ui.windows.main import MainWindow

FORUM, SEAT, REVIEW = "Run the architecture forum for a month", "Seat in capacity planning", "Merger review team"


def find_project(session: Session, title: str) -> str:
    """Return the identity of a project of the sample."""
    return find_projects_titled(session, title)[0]


def show_people(window: MainWindow) -> None:
    """Put the keyboard on the first person in the table."""
    view = window.view
    if isinstance(view, OpportunityView):
        view.people.focus_table()
        view.reveal(view.people)


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
        view.reveal(view.offer)


def show_ledger(window: MainWindow) -> None:
    """Show what an export would hold."""
    view = window.view
    if isinstance(view, OpportunityView):
        view.export.click()
