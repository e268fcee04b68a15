"""Models of the page of ladders: the versions, and the changes between them."""

from __future__ import annotations

from coachdesk.services.ladder_page import ChangeListRow, LadderListRow
from coachdesk.ui.models.rows import Cell, RowCells, RowsModel
from coachdesk.ui.words import count_words


class LaddersModel(RowsModel):
    """Versions of ladders: title, pin and counts, who is on them, whether their text is fixed."""

    def row_id(self, row: LadderListRow) -> str:
        """Return the pin."""
        return row.pin

    def cells(self, row: LadderListRow) -> RowCells:
        """Return title, counts and state."""
        counts = (
            row.pin,
            count_words(row.counts.levels, self.tr("level"), self.tr("levels")),
            count_words(row.counts.competencies, self.tr("competency"), self.tr("competencies")),
        )
        people = count_words(row.people, self.tr("person"), self.tr("people")) if row.people else ""
        if row.is_used:
            state = Cell(self.tr("In use"), 88, "ok", icon="check")
        else:
            state = Cell(self.tr("Kept") if row.is_kept else self.tr("Built in"), 88)
        return RowCells(
            row.title,
            ", ".join(counts),
            lead=(Cell(icon="ladder", width=20, tone="text2"),),
            tail=(Cell(people, 80, "text2", at_end=True), state),
            opens=True,
        )


class ChangesModel(RowsModel):
    """Pairs of versions of one ladder and whether the way between them is confirmed."""

    def row_id(self, row: ChangeListRow) -> str:
        """Return both pins."""
        return f"{row.from_pin} {row.to_pin}"

    def cells(self, row: ChangeListRow) -> RowCells:
        """Return title, versions and state."""
        versions = self.tr("{old} to {new}").format(
            old=row.from_pin.partition("@")[2], new=row.to_pin.partition("@")[2]
        )
        if row.is_confirmed:
            state = Cell(self.tr("Confirmed"), 104, "ok", icon="check")
        elif row.is_begun:
            state = Cell(self.tr("Begun"), 104, "warn", icon="alert")
        else:
            state = Cell(self.tr("Not mapped"), 104)
        return RowCells(row.title, versions, tail=(state,), opens=True)
