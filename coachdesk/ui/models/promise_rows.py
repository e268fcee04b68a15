"""Models of follow-ups: those of one person, and what is overdue with everybody."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject

from coachdesk.model.person import first_name
from coachdesk.model.promise import PromiseOwner
from coachdesk.services.promises import PromiseRow
from coachdesk.ui.models.rows import Cell, RowCells, RowsModel
from coachdesk.ui.words import count_words, day_words


class PromisesModel(RowsModel):
    """Follow-ups with one person: the words, who owes it, and the day."""

    is_checkable = True

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today: date | None = None

    def set_today(self, today: date) -> None:
        """Tell which day it is."""
        self._today = today

    def row_id(self, row: PromiseRow) -> str:
        """Return the follow-up's identity."""
        return row.promise_id

    def cells(self, row: PromiseRow) -> RowCells:
        """Return the words, owner and day of a follow-up."""
        owner = self.tr("You") if row.owner is PromiseOwner.ME else first_name(row.person_name)
        tail = (Cell(owner, 72, "text2"), self._day(row))
        tone = "text3" if row.is_done else "text"
        return RowCells(row.text, tail=tail, is_ticked=row.is_done, title_tone=tone)

    def _day(self, row: PromiseRow) -> Cell:
        if row.days_late:
            return self._late(row)
        if row.due_on is None:
            return Cell(self.tr("No day"), 112, at_end=True)
        words = day_words(row.due_on, self._today or row.due_on)
        if row.due_on == self._today:
            words = self.tr("{day}, today").format(day=words)
        return Cell(words, 112, at_end=True)

    def _late(self, row: PromiseRow) -> Cell:
        days = count_words(row.days_late, one=self.tr("day late"), many=self.tr("days late"))
        return Cell(days, 112, "danger", icon="clock", at_end=True)


class OverdueModel(PromisesModel):
    """What the manager is late with, with everybody."""

    def cells(self, row: PromiseRow) -> RowCells:
        """Return the words, the person and how late it is."""
        who = Cell(first_name(row.person_name), 132, "text2", avatar=row.person_name)
        tone = "text3" if row.is_done else "text"
        return RowCells(row.text, tail=(who, self._late(row)), is_ticked=row.is_done, title_tone=tone)

    def spoken(self, row: PromiseRow) -> str:
        """Return, for example, `Send the budget, Diego Fuentes, 3 days late`."""
        return ", ".join((row.text, row.person_name, self._late(row).text))
