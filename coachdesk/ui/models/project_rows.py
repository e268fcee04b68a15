"""Models of a project's page: talks about it, and what the sponsor promised for it."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from coachdesk.services.project_page import CheckInRow
from coachdesk.services.promises import PromiseRow
from coachdesk.ui.models.promise_rows import PromisesModel
from coachdesk.ui.models.rows import Cell, RowCells, RowsModel
from coachdesk.ui.words import day_words

_Index = QModelIndex | QPersistentModelIndex


class CheckInsModel(RowsModel):
    """Talks: ticked when held, what came of it worded in place."""

    is_checkable = True
    is_editable = True

    def set_check_ins(self, rows: tuple[CheckInRow, ...], today: date) -> None:
        """Show other talks."""
        self._today = today
        self.set_rows(rows)

    def row_id(self, row: CheckInRow) -> str:
        """Return the talk's identity."""
        return row.check_in_id

    def cells(self, row: CheckInRow) -> RowCells:
        """Return what came of a talk, or that it is planned, and its day."""
        if row.held_on is not None:
            day = Cell(self.tr("Held {day}").format(day=day_words(row.held_on, self._today)), 0, at_end=True)
            return RowCells(row.text or self.tr("Held"), tail=(day,), is_ticked=True)
        is_late = row.planned_on < self._today
        words = day_words(row.planned_on, self._today)
        day = Cell(words, 0, "warn" if is_late else "text3", icon="clock" if is_late else "", at_end=True)
        return RowCells(row.text or self.tr("Planned"), tail=(day,), is_ticked=False)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words alone for an edit, without what stands there while there are none."""
        if role == Qt.ItemDataRole.EditRole and index.isValid():
            return self.row_at(index).text
        return super().data(index, role)


class SponsorPromisesModel(PromisesModel):
    """What you promised for one project: the words and the day."""

    def cells(self, row: PromiseRow) -> RowCells:
        """Return the words and day of a promise."""
        tone = "text3" if row.is_done or row.is_dropped else "text"
        day = Cell(self.tr("Dropped"), 0, at_end=True) if row.is_dropped else self._day(row)
        return RowCells(row.text, tail=(day,), is_ticked=row.is_done, title_tone=tone)
