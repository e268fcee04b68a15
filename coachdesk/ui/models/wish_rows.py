"""What someone said they would like to do, as rows; a tick lets a wish end."""

from __future__ import annotations

from datetime import date

from coachdesk.services.wishes import WishRow
from coachdesk.ui.models.rows import Cell, RowCells, RowsModel
from coachdesk.ui.words import age_words


class WishesModel(RowsModel):
    """Shows `WishRow`s. `set_skill` names the competency of the project, whose wishes carry its name."""

    is_checkable = True

    _today = date.min
    _competency_id = ""
    _skill = ""

    def set_today(self, today: date) -> None:
        """Tell which day ages are counted to."""
        self._today = today

    def set_skill(self, competency_id: str, skill: str) -> None:
        """Tell which competency the project grows."""
        self._competency_id, self._skill = competency_id, skill

    def row_id(self, row: WishRow) -> str:
        """Return the identity of the wish."""
        return row.wish_id

    def cells(self, row: WishRow) -> RowCells:
        """Return the words, what they are about and when they were said."""
        is_here = bool(self._competency_id) and row.competency_id == self._competency_id
        about = (Cell(self._skill, tone="accent"),) if is_here else ()
        said = Cell(self.tr("said {age}").format(age=age_words(row.said_on, self._today)))
        return RowCells(row.text, tail=(*about, said), is_ticked=row.ended_on is not None)
