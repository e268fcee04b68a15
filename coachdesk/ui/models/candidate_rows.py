"""Candidates of an opportunity as a table: the facts beside one another, never added up, never numbered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from coachdesk.model.opportunity import OfferAnswer
from coachdesk.services.opportunity_page import CandidateRow
from coachdesk.ui.words import age_words, count_words, day_words

CELL_ROLE = Qt.ItemDataRole.UserRole + 130
CANDIDATE_ROLE = Qt.ItemDataRole.UserRole + 131
_NOWHERE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns; `FACTS` says all facts in one cell where there is no room for the others."""

    TICK = 0
    NAME = 1
    WAIT = 2
    WISHES = 3
    SKILL = 4
    LOAD = 5
    AGAIN = 6
    FACTS = 7


@dataclass(frozen=True, slots=True)
class FactCell:
    """What a cell says; `second` is a quieter line under it."""

    text: str
    tone: str = "text"
    second: str = ""
    second_tone: str = "text3"


class CandidatesModel(QAbstractTableModel):
    """Shows `CandidateRow`s. `tick_requested(person id, considered)` is a wish; the model changes nothing itself."""

    tick_requested = Signal(str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[CandidateRow, ...] = ()
        self._skill = ""
        self._today = date.min

    @property
    def rows(self) -> tuple[CandidateRow, ...]:
        """The people in the order shown."""
        return self._rows

    def set_candidates(self, rows: tuple[CandidateRow, ...], skill: str, today: date) -> None:
        """Show other people or facts; the same people in the same order are patched without a reset."""
        if (rows, skill, today) == (self._rows, self._skill, self._today):
            return
        is_same = [row.person_id for row in rows] == [row.person_id for row in self._rows]
        if is_same and rows:
            self._rows, self._skill, self._today = rows, skill, today
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(Column) - 1))
            return
        self.beginResetModel()
        self._rows, self._skill, self._today = rows, skill, today
        self.endResetModel()

    def position_of(self, person_id: str) -> int:
        """Return where a person stands, -1 when they are not shown."""
        return next((at for at, row in enumerate(self._rows) if row.person_id == person_id), -1)

    def find_row(self, person_id: str) -> CandidateRow | None:
        """Return the row of a person."""
        return next((row for row in self._rows if row.person_id == person_id), None)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many people there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Return what can be done with a cell."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == Column.TICK else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the heading of a column."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        heads = {
            Column.TICK: "",
            Column.NAME: self.tr("Name"),
            Column.WAIT: self.tr("Last offer"),
            Column.WISHES: self.tr("Stated wishes"),
            Column.SKILL: self.tr("Skill evidence"),
            Column.LOAD: self.tr("Carries now"),
            Column.AGAIN: self.tr("Ask again"),
            Column.FACTS: self.tr("What is known"),
        }
        return heads.get(Column(section)) if 0 <= section < len(Column) else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell, its words, the spoken row or the tick."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], Column(index.column())
        if role == CANDIDATE_ROLE:
            return row
        if role == CELL_ROLE:
            return self._cell(row, column)
        if role == Qt.ItemDataRole.CheckStateRole and column is Column.TICK:
            return Qt.CheckState.Checked if row.is_considered else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(row) if column in (Column.TICK, Column.NAME) else self._spoken_cell(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tool_tip(row, column)
        if role == Qt.ItemDataRole.DisplayRole and column is not Column.TICK:
            return self._cell(row, column).text
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Pass a tick on as a wish."""
        if not index.isValid() or role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.tick_requested.emit(self._rows[index.row()].person_id, Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def spoken(self, row: CandidateRow) -> str:
        """Return a person with all facts as one sentence for screen readers."""
        state = self.tr("considered") if row.is_considered else self.tr("not considered")
        return ", ".join((row.name, state, *self._facts(row)))

    def _spoken_cell(self, row: CandidateRow, column: Column) -> str:
        cell = self._cell(row, column)
        head = self.headerData(column, Qt.Orientation.Horizontal)
        words = ", ".join(part for part in (cell.text, cell.second) if part)
        return f"{row.name}, {head}: {words}" if words else f"{row.name}, {head}"

    def _cell(self, row: CandidateRow, column: Column) -> FactCell:
        if column is Column.NAME:
            return FactCell(row.name, second=self._answer_words(row) or row.team or row.role, second_tone=_tone_of(row))
        if column is Column.WAIT:
            return self._wait(row)
        if column is Column.WISHES:
            return self._wishes(row)
        if column is Column.SKILL:
            return self._evidence(row)
        if column is Column.LOAD:
            return self._load(row)
        if column is Column.AGAIN:
            return self._again(row)
        return FactCell("\n".join(self._facts(row)) if column is Column.FACTS else "")

    def _answer_words(self, row: CandidateRow) -> str:
        words = {
            OfferAnswer.OPEN: self.tr("Offered this"),
            OfferAnswer.ACCEPTED: self.tr("Took this on"),
            OfferAnswer.DECLINED: self.tr("Declined this"),
            OfferAnswer.WITHDRAWN: self.tr("Offer taken back"),
        }
        return words[row.answer] if row.answer is not None else ""

    def _wait(self, row: CandidateRow) -> FactCell:
        if row.days_since is None:
            return FactCell(self.tr("never"), "warn")
        words = (
            self.tr("today") if row.days_since == 0 else count_words(row.days_since, self.tr("day"), self.tr("days"))
        )
        return FactCell(words)

    def _wishes(self, row: CandidateRow) -> FactCell:
        others = [one for one in row.wishes if one not in row.wishes_here]
        words = "; ".join(one.text for one in (*row.wishes_here, *others))
        if not words:
            return FactCell(self.tr("none written down"), "text3")
        about = self.tr("about {skill}").format(skill=self._skill) if row.wishes_here else ""
        return FactCell(words, second=about, second_tone="accent")

    def _evidence(self, row: CandidateRow) -> FactCell:
        if not self._skill:
            return FactCell(self.tr("no skill chosen"), "text3")
        if not row.evidence.is_theirs:
            return FactCell(self.tr("not on their ladder"), "text3")
        if row.evidence.newest_on is None:
            return FactCell(self.tr("needed"), second=self.tr("none yet"))
        age = age_words(row.evidence.newest_on, self._today)
        if row.evidence.needs_evidence:
            return FactCell(self.tr("needed"), second=self.tr("newest {age}").format(age=age))
        return FactCell(self.tr("there is some"), "text2", second=self.tr("newest {age}").format(age=age))

    def _load(self, row: CandidateRow) -> FactCell:
        load = row.load
        projects = []
        if load.active:
            projects.append(self.tr("{count} active").format(count=load.active))
        if load.offered:
            projects.append(self.tr("{count} offered").format(count=load.offered))
        glue = ""
        if load.glue:
            hours = (
                self.tr(", {hours} h a month").format(hours=load.glue_hours_a_month) if load.glue_hours_a_month else ""
            )
            glue = self.tr("glue work: {count}").format(count=load.glue) + hours
        if not projects:
            return FactCell(self.tr("no project"), "text2", second=glue)
        return FactCell(", ".join(projects), second=glue)

    def _again(self, row: CandidateRow) -> FactCell:
        if not row.declined_last:
            return FactCell("")
        if row.ask_again_on is None:
            return FactCell(self.tr("did not say"), "text2")
        if row.ask_again_on > self._today:
            return FactCell(self.tr("from {day}").format(day=day_words(row.ask_again_on, self._today)))
        return FactCell(self.tr("since {day}").format(day=day_words(row.ask_again_on, self._today)), "ok")

    def _facts(self, row: CandidateRow) -> list[str]:
        """Return all facts, each with its heading."""
        found = [self._answer_words(row)]
        for column in (Column.WAIT, Column.WISHES, Column.SKILL, Column.LOAD, Column.AGAIN):
            cell = self._cell(row, column)
            words = ", ".join(part for part in (cell.text, cell.second) if part)
            if words:
                found.append(f"{self.headerData(column, Qt.Orientation.Horizontal)}: {words}")
        return [words for words in found if words]

    def _tool_tip(self, row: CandidateRow, column: Column) -> str:
        cell = self._cell(row, column)
        if column is Column.WAIT and row.last_offer is not None:
            day = day_words(row.last_offer.offered_on, self._today)
            return self.tr("{title}, offered on {day}").format(title=row.last_offer.title, day=day)
        if column is Column.WISHES:
            return "\n".join(one.text for one in row.wishes)
        return "\n".join(part for part in (cell.text, cell.second) if part) if column is not Column.TICK else ""


def _tone_of(row: CandidateRow) -> str:
    tones = {OfferAnswer.OPEN: "accent", OfferAnswer.ACCEPTED: "ok"}
    return tones.get(row.answer, "text3") if row.answer is not None else "text3"
