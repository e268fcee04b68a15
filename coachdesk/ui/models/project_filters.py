"""Parts of the projects: a column of the board, and the list. Each tells its view only of what is new in that part."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractProxyModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from coachdesk.model.project import ProjectState
from coachdesk.services.project_board import Card
from coachdesk.ui.models.project_cards import Column, Fact, ProjectsModel

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_FACTS = len(Fact)


class CardsProxy(QAbstractProxyModel):
    """Some cards of a `ProjectsModel` in some order. When the model changes, a part whose projects are the same only
    says which of their cards changed, and one that stays as it is says nothing.

    Python chooses the rows in one pass: a `QSortFilterProxyModel` would ask it about each row, for each part.
    """

    def __init__(self, model: ProjectsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._projects = model
        self._shown: Sequence[Card] = ()
        self._places: dict[str, int] = {}
        self.setSourceModel(model)
        model.modelReset.connect(self.arrange)

    @abstractmethod
    def choose(self, cards: Sequence[Card]) -> list[Card]:
        """Return what belongs here of all cards, in order."""

    def arrange(self) -> None:
        """Choose anew, and tell what changed."""
        before, shown = self._shown, self.choose(self._projects.cards)
        places = {card.project_id: place for place, card in enumerate(shown)}
        if list(places) != list(self._places):
            self.beginResetModel()
            self._shown, self._places = shown, places
            self.endResetModel()
            return
        self._shown = shown
        changed = [place for place, card in enumerate(shown) if card is not before[place]]
        if changed:
            self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], _FACTS - 1))

    def row_of(self, project_id: str) -> int:
        """Return where a project stands here, -1 when it is elsewhere."""
        return self._places.get(project_id, -1)

    def mapToSource(self, proxy_index: _Index) -> QModelIndex:
        """Return the place in the model."""
        if not proxy_index.isValid():
            return QModelIndex()
        row = self._projects.row_of(self._shown[proxy_index.row()].project_id)
        return self._projects.index(row, proxy_index.column())

    def mapFromSource(self, source_index: _Index) -> QModelIndex:
        """Return the place here, none for what is elsewhere."""
        if not source_index.isValid():
            return QModelIndex()
        return self.index(self.row_of(self._projects.cards[source_index.row()].project_id), source_index.column())

    def index(self, row: int, column: int, parent: _Index = _NOWHERE) -> QModelIndex:
        """Return a cell."""
        is_there = not parent.isValid() and 0 <= row < len(self._shown) and 0 <= column < _FACTS
        return self.createIndex(row, column) if is_there else QModelIndex()

    def parent(self, index: _Index | None = None) -> Any:
        """Return that rows have no parent; without an index, what owns this model."""
        return super().parent() if index is None else QModelIndex()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many projects are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Return the facts of a project."""
        return 0 if parent.isValid() else _FACTS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a column is called."""
        return self._projects.headerData(section, orientation, role)


class ColumnProxy(CardsProxy):
    """The recent projects of one column of the board, in the order of the model."""

    def __init__(self, model: ProjectsModel, column: Column, parent: QObject | None = None) -> None:
        super().__init__(model, parent)
        self._column = column
        self.arrange()

    def choose(self, cards: Sequence[Card]) -> list[Card]:
        """Take what stands in the column."""
        states = self._column.states
        return [card for card in cards if card.state in states and card.is_recent]


class ListProxy(CardsProxy):
    """The projects of the list: of one state or all, in the order of the board or sorted by any fact."""

    def __init__(self, model: ProjectsModel, parent: QObject | None = None) -> None:
        super().__init__(model, parent)
        self._state: ProjectState | None = None
        self._sorted_by: tuple[Fact, Qt.SortOrder] | None = None
        self.arrange()

    @property
    def state(self) -> ProjectState | None:
        """The state that shows, None for all."""
        return self._state

    def set_state(self, state: ProjectState | None) -> None:
        """Show the projects of a state, or all with None."""
        self._state = state
        self.arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a fact, or with -1 as the board does."""
        self._sorted_by = (Fact(column), order) if column >= 0 else None
        self.arrange()

    def choose(self, cards: Sequence[Card]) -> list[Card]:
        """Take what is of the state, sorted by its keys at once."""
        shown = [card for card in cards if self._state in (None, card.state)]
        if self._sorted_by is not None:
            fact, order = self._sorted_by
            is_falling = order == Qt.SortOrder.DescendingOrder
            shown.sort(key=lambda card: self._projects.sort_key(card, fact), reverse=is_falling)
        return shown
