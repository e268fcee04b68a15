"""Stretch projects as one table model; `project_filters` are the columns of the board and the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

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
        """Show other cards on a day. A card that says the same as before stays the same object, so that what shows
        the model sees at once what is new. On another day all are new, because all words are.
        """
        if cards == self._cards and today == self._today:
            return
        before = {card.project_id: card for card in self._cards} if today == self._today else {}
        kept = cards
        if before:
            kept = tuple(old if (old := before.get(card.project_id)) == card else card for card in cards)
        self.beginResetModel()
        self._today, self._cards = today, kept
        self._rows = {card.project_id: row for row, card in enumerate(kept)}
        self._faces.clear()
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
