"""Below the table at the last step: gates that people confirm, and how both marks compare in one sentence."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.growth.agreement import Agreement, Direction
from coachdesk.model.person import first_name
from coachdesk.services.review_page import ReviewPage
from coachdesk.ui.models.review_rows import GatesModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.messages import SectionHeading
from coachdesk.ui.widgets.text import Label


class GateList(RowList):
    """Space says met or open, X says not met. `not_met(gate id)`."""

    not_met = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Say not met by X."""
        if event.key() == Qt.Key.Key_X and not event.modifiers() and self.current_id:
            self.not_met.emit(self.current_id)
        else:
            super().keyPressEvent(event)


class AgreePanel(QWidget):
    """`gate_answered(gate id, is met or None)`, `again_requested` for a new review after an agreed one."""

    gate_answered = Signal(str, object)
    again_requested = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._can_edit = True
        self.summary = Label(look, tone="text2")
        self.state = Label(look, role="section")
        self.again = Button(look, self.tr("New review"), icon="plus", small=True)
        self.heading = SectionHeading(look, self.tr("To confirm together"))
        self.gates = GatesModel()
        self.list = GateList(look, self.tr("To confirm together"), self.gates, min_height=36)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(4))
        for widget in (self.state, self.summary, self.heading, self.list):
            column.addWidget(widget)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        self.setFocusProxy(self.list)
        self.gates.ticked.connect(self._on_ticked)
        self.list.not_met.connect(self._on_not_met)
        self.again.clicked.connect(self.again_requested)

    def set_page(self, page: ReviewPage, agreed_words: str, *, can_edit: bool) -> None:
        """Show the gates and the summary; an agreed review says when and by which version."""
        self._can_edit = can_edit
        missing = page.missing(page.marks.agreed)
        open_words = self.tr("1 competency has no agreed mark and stays not assessed.")
        if missing > 1:
            open_words = self.tr("{count} competencies have no agreed mark and stay not assessed.")
        all_agreed = self.tr("Every competency has an agreed mark.")
        self.state.setText(agreed_words or (open_words.format(count=missing) if missing else all_agreed))
        self.summary.setText(self.summary_words(page.agreement, first_name(page.person_name)))
        self.summary.setVisible(page.agreement is not None)
        self.gates.set_rows(page.gates)
        self.heading.setVisible(bool(page.gates))
        self.list.setVisible(bool(page.gates))
        self.list.updateGeometry()
        self.again.setVisible(page.is_agreed)

    def summary_words(self, agreement: Agreement | None, name: str) -> str:
        """Return the counts, and a direction only where chance would rarely look like this."""
        if agreement is None:
            return ""
        words = self.tr("Both marks: {same} the same, {one} one step apart, {more} two or more apart.").format(
            same=agreement.same, one=agreement.one_apart, more=agreement.more_apart
        )
        if agreement.direction is Direction.SELF_HIGHER:
            words += " " + self.tr("{name} marked higher more often than chance would.").format(name=name)
        elif agreement.direction is Direction.YOURS_HIGHER:
            words += " " + self.tr("You marked higher more often than chance would.")
        return words

    def _on_ticked(self, gate_id: str, is_done: bool) -> None:
        if self._can_edit:
            self.gate_answered.emit(gate_id, True if is_done else None)

    def _on_not_met(self, gate_id: str) -> None:
        if self._can_edit:
            self.gate_answered.emit(gate_id, False)
