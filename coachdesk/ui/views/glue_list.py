"""Glue work as a list with its keys: C credits it, Shift+C asks for what, R who takes it over, E changes it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery
from coachdesk.services.evidence import CompetencyChoice, list_competencies, match_competencies
from coachdesk.services.glue import GlueRow
from coachdesk.services.people import PersonRow
from coachdesk.services.promises_page import find_person
from coachdesk.ui.models.chance_rows import GlueModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.person_sponsorship_acts import SponsorshipActs
from coachdesk.ui.views.person_sponsorship_add import AskField
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.fields import Hint


class GlueList(QWidget):
    """Rows of glue work; `add_requested` at A, `edit_requested(GlueRow)` at E. With `names` each row says whose."""

    add_requested = Signal()
    edit_requested = Signal(object)

    def __init__(
        self, desk: Desk, look: Appearance, acts: SponsorshipActs, *, names: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._acts = acts
        self._people: tuple[PersonRow, ...] = ()
        self._choices: tuple[CompetencyChoice, ...] = ()
        self._query = LatestQuery(self, desk)
        self.model = GlueModel(names=names)
        self.rows = RowList(look, self.tr("Glue work"), self.model, two_lines=True, min_height=52)
        self.rows.setToolTip(
            self.tr("C credits as evidence, Shift+C asks for what, R rotates, Space ends, E edits, Del removes")
        )
        self.rotate_ask = AskField(look, self.tr("Rotate"), self.tr("Who takes it over"))
        self.credit_ask = AskField(look, self.tr("Credit"), self.tr("Which competency it speaks for"))
        self.hint = Hint(look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.rotate_ask, self.credit_ask, self.hint, self.rows):
            column.addWidget(part)
        self.setFocusProxy(self.rows)
        self._connect()

    def set_glue(self, rows: tuple[GlueRow, ...], people: tuple[PersonRow, ...], today: date) -> None:
        """Show other glue work; `people` may take it over."""
        self._people = people
        self.model.set_dated(rows, today)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Credit, rotate and add by letters while the list has the keyboard."""
        if watched is self.rows and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        return False

    def _connect(self) -> None:
        self.rows.installEventFilter(self)
        self.model.ticked.connect(self._acts.end_glue)
        self.model.renamed.connect(self._acts.rename_glue)
        self.rows.removal_requested.connect(self._acts.remove_glue)
        self.rotate_ask.answered.connect(self._on_rotate)
        self.credit_ask.answered.connect(self._on_credit)
        self._acts.refused.connect(self._on_refused)
        self._acts.written.connect(self._on_written)
        self._query.answered.connect(self._on_choices)
        for ask in (self.rotate_ask, self.credit_ask):
            ask.closed.connect(self._on_closed)

    @property
    def _current(self) -> GlueRow | None:
        row: GlueRow | None = self.model.row_at(self.rows.currentIndex())
        return row

    def _on_key(self, event: QKeyEvent) -> bool:
        key, row = event.key(), self._current
        is_shifted = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if event.modifiers() and not is_shifted:
            return False
        if key == Qt.Key.Key_A:
            self.add_requested.emit()
        elif row is None or self.rows.state() == RowList.State.EditingState:
            return False
        elif key == Qt.Key.Key_C and row.credit_for is not None and not is_shifted:
            self._acts.credit_glue(row.glue_id, row.credit_for)
        elif key == Qt.Key.Key_C:
            self._query.ask(list_competencies, row.person_id, self._desk.local_now.date())
        elif key == Qt.Key.Key_R:
            self._ask_who(row)
        elif key == Qt.Key.Key_E:
            self.edit_requested.emit(row)
        else:
            return False
        return True

    def _ask_who(self, row: GlueRow) -> None:
        self.credit_ask.close_row()
        self.hint.set_text("")
        if row.ended_on is not None:
            self._on_refused(self.tr("It ended already. Press Space if it goes on."))
            return
        others = tuple(one.name for one in self._people if one.person_id != row.person_id)
        self.rotate_ask.ask(row.glue_id, choices=others)

    def _on_choices(self, choices: tuple[CompetencyChoice, ...]) -> None:
        row = self._current
        if row is None:
            return
        self._choices = choices
        self.rotate_ask.close_row()
        self.hint.set_text("")
        text = row.credit_for.name if row.credit_for else ""
        self.credit_ask.ask(row.glue_id, text, tuple(one.name for one in choices))

    def _on_rotate(self, glue_id: str, text: str) -> None:
        person = find_person(self._people, text)
        if person is None:
            self.rotate_ask.refuse(self.tr("Type enough of a name to tell one person."))
            return
        self.rotate_ask.close_row()
        self._acts.rotate_glue(glue_id, person)

    def _on_credit(self, glue_id: str, text: str) -> None:
        found = match_competencies(self._choices, text) if text else ()
        if not found:
            self.credit_ask.refuse(self.tr("Type the beginning of a competency of their ladder."))
            return
        self.credit_ask.close_row()
        self._acts.credit_glue(glue_id, found[0])

    def _on_refused(self, words: str) -> None:
        self._is_refused = True
        self.hint.set_text(words, tone="danger", icon="alert")

    def _on_written(self) -> None:
        if not self._is_refused:
            self.hint.set_text("")
        self._is_refused = False

    def _on_closed(self) -> None:
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    _is_refused = False
