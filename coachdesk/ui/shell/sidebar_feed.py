"""What the sidebar shows of the vault: the people by team, and the badges of the day."""

from __future__ import annotations

from PySide6.QtCore import QObject

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery
from coachdesk.services.people import PersonRow, ReportingTree, get_tree, list_people
from coachdesk.services.today import TodayPage, get_today
from coachdesk.store.changes import ChangeSet, Topic
from coachdesk.ui.shell.sidebar import Sidebar
from coachdesk.ui.shell.sidebar_model import Badge, build_badges, build_entries
from coachdesk.ui.views.registry import list_places


class SidebarFeed(QObject):
    """Asks the vault when people or the day change. `names` maps identities to names for the whole window."""

    def __init__(self, desk: Desk, sidebar: Sidebar, parent: QObject) -> None:
        super().__init__(parent)
        self.names: dict[str, str] = {}
        self._desk = desk
        self._sidebar = sidebar
        self._tree = LatestQuery(self, desk)
        self._names = LatestQuery(self, desk)
        self._day = LatestQuery(self, desk)
        self._shown: ReportingTree | None = None
        self._badges: dict[str, Badge] = {}
        self._tree.answered.connect(self._on_tree)
        self._names.answered.connect(self._on_names)
        self._day.answered.connect(self._on_day)
        desk.bus.changed.connect(self._on_changed)
        self._reload()

    def _reload(self) -> None:
        self._tree.ask(get_tree)
        self._names.ask(list_people)
        self._reload_day()

    def _reload_day(self) -> None:
        self._day.ask(get_today, self._desk.now, self._desk.zone)

    def _on_changed(self, change_set: ChangeSet, _initiator: QObject | None) -> None:
        if Topic.PEOPLE in change_set.topics:
            self._reload()
        elif change_set.topics & {Topic.MEETINGS, Topic.PROMISES}:
            self._reload_day()

    def _on_tree(self, tree: ReportingTree) -> None:
        self._shown = tree
        self._show()

    def _on_day(self, page: TodayPage) -> None:
        self._badges = build_badges(page, self._desk.zone)
        self._show()

    def _on_names(self, people: tuple[PersonRow, ...]) -> None:
        self.names = {person.person_id: person.name for person in people}

    def _show(self) -> None:
        self._sidebar.set_entries(build_entries(list_places(), self._shown, self._badges))
