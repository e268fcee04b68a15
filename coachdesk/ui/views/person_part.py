"""What the tabs of a person's page have in common."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from coachdesk.services.person_page import PersonPage
from coachdesk.ui.views.route import Route


class PersonPart(QWidget):
    """One tab about one person. `set_person` shows what the page knows, `refresh` asks the vault for the rest.

    Both are called on each visit and whenever the vault changed while the tab shows, always in this order.
    """

    navigate_requested = Signal(Route)
    tab_requested = Signal(str)
    action_requested = Signal(str)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The widgets that F6 moves between, without the tabs themselves."""
        return (self,)

    @property
    def bar_widgets(self) -> tuple[QWidget, ...]:
        """Widgets for the toolbar while this tab shows; the page's own Add and Edit when there are none."""
        return ()

    def set_person(self, page: PersonPage) -> None:
        """Show a person; what belongs to another one is taken away."""

    def set_route(self, route: Route) -> None:
        """Learn what was asked for beyond the person: `terms` to mark, `item_id` to show."""

    def refresh(self) -> None:
        """Ask the vault for what the page does not know."""

    def flush(self) -> None:
        """Queue everything typed but not saved."""

    def has_unsaved(self) -> bool:
        """Return whether something typed is not on disk yet."""
        return False

    def run_action(self, action_id: str) -> bool:
        """Do an action of the keyboard map if this tab knows it; return whether it did."""
        return False
