"""What every page has in common: a title, a route, topics that make it stale, and panes that F6 walks through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from coachdesk.desk.desk import Desk
from coachdesk.store.changes import ChangeSet, Topic
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.route import Route


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """A page of the window. `icon` and `place` are for pages in the sidebar; `build` makes the page on first use,
    as a child of the stack of pages: one that is put there later is styled anew as a whole.
    """

    view_id: str
    build: Callable[[Desk, Appearance, QWidget], View]
    icon: str = ""
    title: str = ""
    is_place: bool = False


class View(QWidget):
    """A page. Subclasses declare `topics`, override `show_route` and `refresh`, and keep their panes in `panes`.

    A visible view refreshes when its topics change and it was not the initiator; a hidden one when it is next shown.
    `route_settled` says how to come back to what was made on the page. `has_own_bar` pages bring their own toolbar row;
    `collapses_sidebar` pages want the width.
    """

    topics: frozenset[Topic] = frozenset()
    collapses_sidebar = False
    has_own_bar = False

    title_changed = Signal(str, str)
    navigate_requested = Signal(Route)
    route_settled = Signal(Route)
    back_requested = Signal()
    action_requested = Signal(str)
    bar_changed = Signal()

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.look = look
        self.route: Route | None = None
        self._is_stale = True
        desk.bus.changed.connect(self._on_vault_changed)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The widgets that F6 moves between on this page, in order."""
        return (self,)

    @property
    def is_in_meeting(self) -> bool:
        """Whether a live meeting shows, which minimising must not lock."""
        return False

    @property
    def bar_lead(self) -> QWidget | None:
        """A widget that stands in the toolbar where the title would be; the page shows and hides it."""
        return None

    @property
    def bar_widgets(self) -> tuple[QWidget, ...]:
        """Widgets for the right side of the window's toolbar while this page shows."""
        return ()

    def show_route(self, route: Route) -> None:
        """Show what `route` names; called on each visit, before the page is visible."""
        self.route = route
        self._is_stale = False
        self.refresh()

    def refresh(self) -> None:
        """Ask the vault again; overridden by pages that show it."""

    def run_action(self, action_id: str) -> bool:
        """Do an action of the window's keyboard map if this page knows it; return whether it did."""
        return False

    def flush(self) -> None:
        """Queue everything typed but not saved; called before leaving the page, on lock and on close."""

    def has_unsaved(self) -> bool:
        """Return whether something typed is not on disk yet."""
        return False

    def showEvent(self, event: QShowEvent) -> None:
        """Refresh a page that went stale while it was hidden."""
        super().showEvent(event)
        if self._is_stale and self.route is not None:
            self._is_stale = False
            self.refresh()

    def _on_vault_changed(self, change_set: ChangeSet, initiator: QObject | None) -> None:
        if initiator is self or not (change_set.topics & self.topics) or self.route is None:
            return
        if self.isVisible():
            self.refresh()
        else:
            self._is_stale = True
