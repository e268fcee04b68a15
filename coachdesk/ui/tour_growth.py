"""What the tour does on the growth page once it is there."""

from __future__ import annotations

from coachdesk.ui.views.growth_explaining import RADAR
from coachdesk.ui.views.person_growth import PersonGrowth
from coachdesk.ui.windows.main import MainWindow


def _part(main: MainWindow) -> PersonGrowth:
    """Return the tab as it is at first: charts, today, nothing over them."""
    part = main.view.get_part("growth")  # type: ignore[attr-defined]
    assert isinstance(part, PersonGrowth)
    part.panel.close_panel()
    part.sheet.evidence.close_panel()
    part.sheet.time.go_today()
    for box in part.sheet.figures:
        box.show_as_table(False)
    return part


def show_tables(main: MainWindow) -> None:
    """Show the figures as tables."""
    _part(main).run_action("figure.table")


def show_past(main: MainWindow) -> None:
    """Go back fourteen months."""
    _part(main).sheet.time.step_months(-14)


def show_explained(main: MainWindow) -> None:
    """Explain the radar."""
    _part(main).sheet.explain_requested.emit(RADAR)


def show_evidence(main: MainWindow) -> None:
    """Open the fields for evidence."""
    _part(main).open_evidence()
