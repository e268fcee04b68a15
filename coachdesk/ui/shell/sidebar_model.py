"""The sidebar as a tree model over frozen entries: places, direct reports, skip-levels by lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt

from coachdesk.services.people import PersonRow, ReportingTree
from coachdesk.services.today import TodayPage
from coachdesk.ui.views.base import ViewSpec
from coachdesk.ui.views.route import Route
from coachdesk.ui.words import clock_words

Index = QModelIndex | QPersistentModelIndex
_NO_BADGES: Mapping[str, Badge] = {}
ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1


class EntryKind(Enum):
    """How an entry looks and whether it can be chosen."""

    PLACE = auto()
    HEADING = auto()
    PERSON = auto()
    TEAM = auto()
    ADD = auto()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the sidebar. `badge` is the quiet text at its end; `route` is where it leads, if anywhere."""

    key: str
    kind: EntryKind
    text: str
    icon: str = ""
    badge: str = ""
    is_warning: bool = False
    is_hot: bool = False
    route: Route | None = None
    children: tuple[Entry, ...] = ()


@dataclass(eq=False, slots=True)
class _Node:
    entry: Entry
    row: int
    parent: _Node | None
    children: list[_Node] = field(default_factory=list)


def _tr(text: str) -> str:
    return QCoreApplication.translate("sidebar", text)


@dataclass(frozen=True, slots=True)
class Badge:
    """The quiet text at the end of a line; a warning has a triangle, `is_hot` is for what is late."""

    text: str
    is_warning: bool = False
    is_hot: bool = False


def build_badges(page: TodayPage, zone: tzinfo) -> dict[str, Badge]:
    """Return the badges by line key: the time of today's meeting, days without one, and what is overdue."""
    badges = {
        f"person:{late.person.person_id}": Badge(_tr("{days} d").format(days=late.days), is_warning=True)
        for late in page.not_met
        if late.is_late and late.days is not None
    }
    for upcoming in reversed(page.meetings):
        badges[f"person:{upcoming.meeting.person_id}"] = Badge(clock_words(upcoming.meeting.starts_at, zone))
    if page.overdue:
        badges["place:today"] = Badge(str(len(page.overdue)), is_hot=True)
    if page.open_promises:
        badges["place:follow_ups"] = Badge(str(page.open_promises), is_hot=bool(page.overdue))
    return badges


def build_entries(
    places: Sequence[ViewSpec], tree: ReportingTree | None, badges: Mapping[str, Badge] = _NO_BADGES
) -> tuple[Entry, ...]:
    """Return the lines of the sidebar; headings appear with their counts even when a list is empty."""
    entries = [
        _badged(
            Entry(f"place:{spec.view_id}", EntryKind.PLACE, spec.title, spec.icon, route=Route(spec.view_id)), badges
        )
        for spec in places
    ]
    if tree is None:
        return tuple(entries)
    entries.append(Entry("heading:direct", EntryKind.HEADING, _tr("Direct reports"), badge=str(len(tree.direct))))
    entries.extend(_person(person, badges) for person in tree.direct)
    if not tree.direct and not tree.others:
        entries.append(Entry("add", EntryKind.ADD, _tr("Add a person"), "plus", route=Route("person_form")))
    skips = sum(len(team.members) for team in tree.teams)
    entries.append(Entry("heading:skips", EntryKind.HEADING, _tr("Skip-levels"), badge=str(skips)))
    for team in tree.teams:
        title = _tr("{name}’s team").format(name=team.lead.name.split()[0])
        entries.append(
            Entry(
                f"team:{team.lead.person_id}",
                EntryKind.TEAM,
                title,
                badge=str(len(team.members)),
                children=tuple(_person(member, badges) for member in team.members),
            )
        )
    if tree.others:
        entries.append(Entry("heading:others", EntryKind.HEADING, _tr("Others"), badge=str(len(tree.others))))
        entries.extend(_person(person, badges) for person in tree.others)
    return tuple(entries)


def _person(person: PersonRow, badges: Mapping[str, Badge]) -> Entry:
    entry = Entry(
        f"person:{person.person_id}",
        EntryKind.PERSON,
        person.name,
        route=Route("person", person_id=person.person_id),
    )
    return _badged(entry, badges)


def _badged(entry: Entry, badges: Mapping[str, Badge]) -> Entry:
    badge = badges.get(entry.key)
    if badge is None:
        return entry
    return replace(entry, badge=badge.text, is_warning=badge.is_warning, is_hot=badge.is_hot)


class SidebarModel(QAbstractItemModel):
    """Two levels: the lines, and the people of a team below its line."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._top: list[_Node] = []

    def set_entries(self, entries: tuple[Entry, ...]) -> None:
        """Show other lines; nothing happens when they are the same."""
        if tuple(node.entry for node in self._top) == entries:
            return
        self.beginResetModel()
        self._top = [_Node(entry, row, None) for row, entry in enumerate(entries)]
        for node in self._top:
            node.children = [_Node(child, row, node) for row, child in enumerate(node.entry.children)]
        self.endResetModel()

    def find(self, key: str) -> QModelIndex:
        """Return the index of the line with a key, invalid when there is none."""
        for node in self._top:
            if node.entry.key == key:
                return self.createIndex(node.row, 0, node)
            for child in node.children:
                if child.entry.key == key:
                    return self.createIndex(child.row, 0, child)
        return QModelIndex()

    def entry(self, index: Index) -> Entry | None:
        """Return the line at an index."""
        return index.internalPointer().entry if index.isValid() else None

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's own default
        """Return the index of a line."""
        nodes = parent.internalPointer().children if parent.isValid() else self._top
        if column != 0 or not 0 <= row < len(nodes):
            return QModelIndex()
        return self.createIndex(row, 0, nodes[row])

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """Return the team that a person's line is below."""
        if not index.isValid() or index.internalPointer().parent is None:
            return QModelIndex()
        node = index.internalPointer().parent
        return self.createIndex(node.row, 0, node)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many lines are at a place of the tree."""
        if not parent.isValid():
            return len(self._top)
        return len(parent.internalPointer().children) if parent.column() == 0 else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return 1."""
        return 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings can't be chosen."""
        entry = self.entry(index)
        if entry is None or entry.kind is EntryKind.HEADING:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a line's words, its entry, or what a screen reader says."""
        entry = self.entry(index)
        if entry is None:
            return None
        if role == ENTRY_ROLE:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return entry.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.text}, {entry.badge}" if entry.badge else entry.text
        return None
