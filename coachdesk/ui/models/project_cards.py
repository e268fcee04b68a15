"""Stretch projects as one table model; the columns of the board and the list are filters of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractProxyModel,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from coachdesk.model.person import first_name
from coachdesk.model.project import ProjectState
from coachdesk.services.project_board import Card
from coachdesk.services.project_suits import SuitReason
from coachdesk.ui.models.rows import ID_ROLE
from coachdesk.ui.views.sponsorship_words import either_words, month_words, state_words
from coachdesk.ui.words import day_words

FACE_ROLE = Qt.ItemDataRole.UserRole + 120
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class CardFace:
    """What a card shows: `person_name` is empty while it is open, `line` says what comes next, in the colour `tone`.

    `end` follows the line and is never cut; `why` gives the reasons for the names that the line suggests.
    """

    title: str
    person_name: str
    skill: str
    line: str
    tone: str = "text3"
    end: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the board. Its first state names it; the last column also holds stopped projects."""

    states: tuple[ProjectState, ...]
    icon: str

    @property
    def state(self) -> ProjectState:
        """The state that names the column."""
        return self.states[0]

    def holds(self, state: ProjectState) -> bool:
        """Return whether projects of a state stand here."""
        return state in self.states


COLUMNS = (
    Column((ProjectState.IDEA,), "bulb"),
    Column((ProjectState.OFFERED,), "mail"),
    Column((ProjectState.ACTIVE,), "pulse"),
    Column((ProjectState.LANDED,), "award"),
    Column((ProjectState.DECLINED, ProjectState.STOPPED), "x"),
)


class Fact(IntEnum):
    """The columns of the table."""

    TITLE = 0
    PERSON = 1
    SKILL = 2
    STATE = 3
    NEXT = 4
    SINCE = 5


class ProjectsModel(QAbstractTableModel):
    """Frozen cards. `FACE_ROLE` is what a card shows, `ID_ROLE` its identity. What was shown once is kept as it is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: tuple[Card, ...] = ()
        self._rows: dict[str, int] = {}
        self._today = date.min
        self._faces: dict[str, CardFace] = {}

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards, in the order of the board."""
        return self._cards

    def set_cards(self, cards: tuple[Card, ...], today: date) -> None:
        """Show other cards on a day. The same projects in the same order are patched, without a reset."""
        if cards == self._cards and today == self._today:
            return
        self._today = today
        self._faces.clear()
        rows = {card.project_id: row for row, card in enumerate(cards)}
        if cards and list(rows) == list(self._rows):
            before, self._cards = self._cards, cards
            for row, (old, new) in enumerate(zip(before, cards, strict=True)):
                if old != new:
                    self.dataChanged.emit(self.index(row, 0), self.index(row, len(Fact) - 1))
            return
        self.beginResetModel()
        self._cards, self._rows = cards, rows
        self.endResetModel()

    def find_card(self, project_id: str) -> Card | None:
        """Return a card by its project."""
        row = self._rows.get(project_id)
        return None if row is None else self._cards[row]

    def row_of(self, project_id: str) -> int:
        """Return where a project stands, -1 when it is not shown."""
        return self._rows.get(project_id, -1)

    def face(self, card: Card) -> CardFace:
        """Return what a card shows."""
        line, tone = self._line(card)
        end = ""
        if card.state is ProjectState.DECLINED and card.ask_again_on is not None and card.reason.strip():
            line, end = card.reason.strip(), f"; {self._again_words(card.ask_again_on)}"
        return CardFace(card.title, card.person_name, card.competency, line, tone, end, self._why(card))

    def spoken(self, card: Card) -> str:
        """Return, for example, `Lead the interface guild, offered, Mei-Lin Chen, Growing others, Reply by 15 May`."""
        who = card.person_name or self.tr("open")
        why = self._why(card).replace("\n", ", ")
        parts = (card.title, state_words(card.state).lower(), who, card.competency, self._line(card)[0], why)
        return ", ".join(part for part in parts if part)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many projects there are."""
        return 0 if parent.isValid() else len(self._cards)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Return the facts of a project."""
        return 0 if parent.isValid() else len(Fact)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a card shows, its identity, the words of a fact, or what they sort by."""
        if not index.isValid():
            return None
        card = self._cards[index.row()]
        if role == FACE_ROLE:
            return self._faces.get(card.project_id) or self._keep_face(card)
        if role == ID_ROLE:
            return card.project_id
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(card) if index.column() == Fact.TITLE else self._words(card, Fact(index.column()))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._words(card, Fact(index.column()))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a column of the list is called."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        heads = (self.tr("Project"), self.tr("Whose"), self.tr("Skill"), self.tr("State"), self.tr("Next"),
                 self.tr("Since"))  # fmt: skip
        return heads[section] if 0 <= section < len(heads) else None

    def _keep_face(self, card: Card) -> CardFace:
        face = self._faces[card.project_id] = self.face(card)
        return face

    def _words(self, card: Card, fact: Fact) -> str:
        if fact is Fact.TITLE:
            return card.title
        if fact is Fact.PERSON:
            return card.person_name or self.tr("Open")
        if fact is Fact.SKILL:
            return card.competency
        if fact is Fact.STATE:
            return state_words(card.state)
        if fact is Fact.NEXT:
            return "" if card.state in (ProjectState.LANDED, ProjectState.STOPPED) else self._line(card)[0]
        return day_words(card.since_on, self._today)

    def sort_key(self, card: Card, fact: Fact) -> str | int:
        """Return a sortable value; what is open, or comes next on no day, sorts last."""
        if fact is Fact.STATE:
            return list(ProjectState).index(card.state)
        if fact is Fact.SINCE:
            return card.since_on.toordinal()
        if fact is Fact.NEXT:
            day = card.reply_by_on or card.check_in_on or card.ask_again_on or date.max
            return day.toordinal()
        if fact is Fact.PERSON:
            return card.person_name.casefold() or "\U0010ffff"
        return self._words(card, fact).casefold()

    def _line(self, card: Card) -> tuple[str, str]:
        """Return what stands under a card, and its colour."""
        state, today = card.state, self._today
        if state is ProjectState.IDEA:
            return self._idea_line(card)
        if state is ProjectState.OFFERED:
            return self._offered_line(card)
        if state is ProjectState.ACTIVE:
            return self._active_line(card)
        if state is ProjectState.DECLINED:
            return self._declined_line(card), "text3"
        month = month_words(card.since_on) if today != card.since_on else self.tr("Today")
        return (self.tr("Stopped, {month}").format(month=month) if state is ProjectState.STOPPED else month), "text3"

    def _idea_line(self, card: Card) -> tuple[str, str]:
        if card.suits:
            names = tuple(first_name(suit.name) for suit in card.suits)
            return self.tr("Could suit {names}").format(names=either_words(names)), "accent"
        if card.offers_made:
            return self.tr("Open again"), "text3"
        return self.tr("No one asked yet"), "text3"

    def _why(self, card: Card) -> str:
        """Return why names stand under an idea, a line each."""
        reasons = {
            SuitReason.WISH: self.tr("{name} wished for something like it"),
            SuitReason.EVIDENCE: self.tr("{name} has little evidence of this skill"),
        }
        return "\n".join(reasons[suit.reason].format(name=first_name(suit.name)) for suit in card.suits)

    def _offered_line(self, card: Card) -> tuple[str, str]:
        if card.reply_by_on is None:
            return self.tr("Offered {day}").format(day=day_words(card.since_on, self._today)), "text3"
        day = day_words(card.reply_by_on, self._today)
        is_late = card.reply_by_on < self._today
        words = self.tr("Reply was due {day}") if is_late else self.tr("Reply by {day}")
        return words.format(day=day), "warn" if is_late else "text3"

    def _active_line(self, card: Card) -> tuple[str, str]:
        if card.check_in_on is None:
            return self.tr("No check-in planned"), "text3"
        day = day_words(card.check_in_on, self._today)
        is_late = card.check_in_on < self._today
        words = self.tr("Check-in was {day}") if is_late else self.tr("Check-in {day}")
        return words.format(day=day), "warn" if is_late else "text3"

    def _declined_line(self, card: Card) -> str:
        """Return, for example, `Timing; ask in July`: the reason and when to ask again, as far as they were said."""
        again = ""
        if card.ask_again_on is not None:
            again = self._again_words(card.ask_again_on)
        reason = card.reason.strip()
        if reason and again:
            return f"{reason}; {again}"
        return (
            reason
            or again[:1].upper() + again[1:]
            or self.tr("Declined {day}").format(day=day_words(card.since_on, self._today))
        )

    def _again_words(self, day: date) -> str:
        if day <= self._today:
            return self.tr("ask again")
        month = month_words(day)
        return self.tr("ask in {month}").format(month=month.split()[0] if day.year == self._today.year else month)


class ColumnProxy(QSortFilterProxyModel):
    """The recent projects of one column of the board, in the order of the model."""

    def __init__(self, model: ProjectsModel, column: Column, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._projects = model
        self._column = column
        self.setSourceModel(model)

    def row_of(self, project_id: str) -> int:
        """Return where a project stands in this column, -1 when it is elsewhere."""
        row = self._projects.row_of(project_id)
        return self.mapFromSource(self._projects.index(row, 0)).row() if row >= 0 else -1

    def filterAcceptsRow(self, source_row: int, source_parent: _Index) -> bool:
        """Take what stands in the column."""
        card = self._projects.cards[source_row]
        return card.is_recent and self._column.holds(card.state)


class ListProxy(QAbstractProxyModel):
    """The projects of the list: of one state or all, in the order of the board or sorted by any fact.

    Python sorts the keys at once: a `QSortFilterProxyModel` would ask the model for two of them at each comparison.
    """

    def __init__(self, model: ProjectsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._projects = model
        self._state: ProjectState | None = None
        self._sorted_by: tuple[Fact, Qt.SortOrder] | None = None
        self._rows: list[int] = []
        self._places: dict[int, int] = {}
        self.setSourceModel(model)
        model.modelAboutToBeReset.connect(self.beginResetModel)
        model.modelReset.connect(self._on_source_reset)
        model.dataChanged.connect(self._arrange)
        self._arrange()

    @property
    def state(self) -> ProjectState | None:
        """The state that shows, None for all."""
        return self._state

    def set_state(self, state: ProjectState | None) -> None:
        """Show the projects of a state, or all with None."""
        self._state = state
        self._arrange()

    def row_of(self, project_id: str) -> int:
        """Return where a project stands in the list, -1 when it is filtered away."""
        return self._places.get(self._projects.row_of(project_id), -1)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a fact, or with -1 as the board does."""
        self._sorted_by = (Fact(column), order) if column >= 0 else None
        self._arrange()

    def mapToSource(self, proxy_index: _Index) -> QModelIndex:
        """Return the place in the model."""
        if not proxy_index.isValid():
            return QModelIndex()
        return self._projects.index(self._rows[proxy_index.row()], proxy_index.column())

    def mapFromSource(self, source_index: _Index) -> QModelIndex:
        """Return the place in the list, none for what is filtered away."""
        row = self._places.get(source_index.row(), -1) if source_index.isValid() else -1
        return self.index(row, source_index.column()) if row >= 0 else QModelIndex()

    def index(self, row: int, column: int, parent: _Index = _NOWHERE) -> QModelIndex:
        """Return a cell."""
        is_there = not parent.isValid() and 0 <= row < len(self._rows) and 0 <= column < len(Fact)
        return self.createIndex(row, column) if is_there else QModelIndex()

    def parent(self, index: _Index | None = None) -> Any:
        """Return that rows have no parent; without an index, what owns this model."""
        return super().parent() if index is None else QModelIndex()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many projects are listed."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Return the facts of a project."""
        return 0 if parent.isValid() else len(Fact)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a column is called."""
        return self._projects.headerData(section, orientation, role)

    def _on_source_reset(self) -> None:
        self._place()
        self.endResetModel()

    def _arrange(self) -> None:
        self.beginResetModel()
        self._place()
        self.endResetModel()

    def _place(self) -> None:
        cards = self._projects.cards
        rows = [row for row, card in enumerate(cards) if self._state in (None, card.state)]
        if self._sorted_by is not None:
            fact, order = self._sorted_by
            is_falling = order == Qt.SortOrder.DescendingOrder
            rows.sort(key=lambda row: self._projects.sort_key(cards[row], fact), reverse=is_falling)
        self._rows, self._places = rows, {row: place for place, row in enumerate(rows)}
