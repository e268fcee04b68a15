"""A pair to talk about: the evidence of both, side by side. It asks a question and corrects nothing."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.model.person import first_name
from coachdesk.services.calibration import CoveredLine, InversionRow, Standing
from coachdesk.ui.models.rows import RowCells, RowsModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.calibration_words import behaviours_words, mark_words, pair_words
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.buttons import Button, IconButton
from coachdesk.ui.widgets.marks import Avatar
from coachdesk.ui.widgets.text import Label, Line
from coachdesk.ui.words import day_words


class PairsModel(RowsModel):
    """The pairs, by competency and name."""

    def row_id(self, row: InversionRow) -> str:
        """Return what the pair is known by."""
        return row.pair_id

    def cells(self, row: InversionRow) -> RowCells:
        """Return the competency, and who is marked above whom."""
        words = self.tr("{higher} above {lower}, with less evidence").format(
            higher=first_name(row.higher.name), lower=first_name(row.lower.name)
        )
        return RowCells(row.competency, words, opens=True)

    def spoken(self, row: InversionRow) -> str:
        """Return the pair as a sentence."""
        return pair_words(row)


class CoveredModel(RowsModel):
    """Behaviours that have evidence, each with the sentence that speaks for it."""

    def set_lines(self, lines: tuple[CoveredLine, ...], today: date) -> None:
        """Show other lines."""
        self._today = today
        self.set_rows(lines)

    def row_id(self, row: CoveredLine) -> str:
        """Return the behaviour and its sentence."""
        return f"{row.behaviour_id}/{row.text}"

    def cells(self, row: CoveredLine) -> RowCells:
        """Return the evidence, and the behaviour under it with the day."""
        about = ", ".join(part for part in (row.said_by, day_words(row.occurred_on, self._today)) if part)
        return RowCells(row.text, f"{about}: {row.behaviour}", is_private=row.is_private)

    _today = date.min


class SidePanel(QWidget):
    """One of the two: name, mark, and what has evidence."""

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._avatar = Avatar(look, "", size=28)
        self._name = Label(look, role="section", wraps=False)
        self._mark = Label(look, tone="text2")
        self._count = Label(look, role="small", tone="text3")
        self.model = CoveredModel()
        self.list = RowList(look, self.tr("Evidence"), self.model, two_lines=True, min_height=48)
        self.person = Button(look, "", kind="link", small=True)
        head = QHBoxLayout()
        head.setSpacing(look.px(8))
        head.addWidget(self._avatar)
        head.addWidget(self._name, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(4))
        column.addLayout(head)
        for part in (self._mark, self._count, self.list, self.person):
            column.addWidget(part)
        column.setAlignment(self.person, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def set_standing(self, one: Standing, today: date) -> None:
        """Show a person."""
        self._avatar.set_name(one.name)
        self._name.setText(one.name)
        self._mark.setText(mark_words(one))
        self._count.setText(behaviours_words(len(one.covered)))
        self.model.set_lines(one.evidence, today)
        self.list.setVisible(bool(one.evidence))
        self.list.setAccessibleName(self.tr("Evidence for {name}").format(name=one.name))
        self.person.setText(self.tr("Open {name}’s growth").format(name=first_name(one.name)))


class PairPanel(QFrame):
    """Both sides. `person_requested(person id)` opens one of them, `closed` on Esc or the cross."""

    person_requested = Signal(str)
    closed = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        px = look.px
        self._pair: InversionRow | None = None
        self._title = Label(look, role="section")
        self.close_button = IconButton(look, "x", self.tr("Close (Esc)"), edge=28, size=14)
        self.sides = (SidePanel(look), SidePanel(look))
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.close_button)
        both = QHBoxLayout()
        both.setSpacing(px(24))
        for side in self.sides:
            both.addWidget(side, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(12))
        column.setSpacing(px(8))
        column.addLayout(head)
        column.addLayout(both)
        column.addWidget(Line())
        self.close_button.clicked.connect(self.close_panel)
        self.sides[0].person.clicked.connect(self._on_higher)
        self.sides[1].person.clicked.connect(self._on_lower)
        self.hide()

    def set_pair(self, pair: InversionRow, today: date) -> None:
        """Show a pair, the higher mark first."""
        self._pair = pair
        self._title.setText(pair_words(pair))
        for side, one in zip(self.sides, (pair.higher, pair.lower), strict=True):
            side.set_standing(one, today)
        self.show()

    def close_panel(self) -> None:
        """Take the pair away."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def _on_higher(self) -> None:
        if self._pair is not None:
            self.person_requested.emit(self._pair.higher.person_id)

    def _on_lower(self) -> None:
        if self._pair is not None:
            self.person_requested.emit(self._pair.lower.person_id)
