"""The third step: everyone with the facts, in the order that the user chooses, and the person on the current row."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.services.opportunity_page import CandidateOrder, OpportunityPage
from coachdesk.ui.models.candidate_rows import CandidatesModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.opportunity_person import PersonPanel
from coachdesk.ui.views.opportunity_table import CandidateTable
from coachdesk.ui.widgets.fields import Hint
from coachdesk.ui.widgets.messages import EmptyState
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.words import count_words

_LARGE = 1.4


class PeopleStep(QWidget):
    """Shows the candidates of a page. `order_chosen`, `consider_requested(person id, is considered)`,
    `offer_requested(person id)`, `add_person_requested`.
    """

    order_chosen = Signal()
    consider_requested = Signal(str, bool)
    offer_requested = Signal(str)
    add_person_requested = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._page: OpportunityPage | None = None
        self._today = date.min
        self.order = QComboBox()
        self.order.setProperty("small", True)
        self.order.setAccessibleName(self.tr("Order"))
        for words, value in (
            (self.tr("Longest wait first"), CandidateOrder.WAIT),
            (self.tr("By name"), CandidateOrder.NAME),
            (self.tr("Least load first"), CandidateOrder.LOAD),
            (self.tr("Evidence needed first"), CandidateOrder.EVIDENCE),
            (self.tr("Stated wishes first"), CandidateOrder.WISHES),
        ):
            self.order.addItem(words, value)
        self.teams = QCheckBox(self.tr("Their teams too"))
        self.teams.setToolTip(self.tr("Also show the people who report to your direct reports"))
        self.count = Label(look, role="small", tone="text2")
        self.model = CandidatesModel(self)
        self.table = CandidateTable(look, self.model)
        self.hint = Hint(look)
        self.person = PersonPanel(look)
        self.empty = EmptyState(
            look,
            self.tr("Nobody to offer it to yet"),
            self.tr("Your direct reports appear here with how long they have waited. Your criteria are kept."),
            action=self.tr("Add a person"),
        )
        self._lay_out()
        self._connect()

    @property
    def chosen_order(self) -> CandidateOrder:
        """The order that the user wants."""
        return CandidateOrder(self.order.currentData())

    def set_page(self, page: OpportunityPage, today: date) -> None:
        """Show the candidates of a project."""
        self._page, self._today = page, today
        self.model.set_candidates(page.candidates, page.competency, today)
        words = count_words(page.considered, self.tr("person considered"), self.tr("people considered"))
        self.count.setText(words if page.considered else self.tr("Space puts someone on the list, Enter offers it"))
        has_people = bool(page.candidates)
        self._frame.setVisible(has_people)
        self._head.setVisible(has_people)
        self.empty.setVisible(not has_people)
        self._show_person()

    def clear(self) -> None:
        """Turn to another project: nobody is shown until its criteria are known to be saved."""
        self._page = None
        self.say("")
        self.person.set_row(None, None, self._today)
        self.model.set_candidates((), "", self._today)

    def say(self, words: str) -> None:
        """Say why something was not possible; an empty text takes it back."""
        self.hint.set_text(words, tone="danger", icon="alert")

    def focus_table(self) -> None:
        """Put the keyboard in the table, on the first person unless one is current."""
        self.table.begin()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        px = self.look.px
        self._head = QWidget()
        large = self.look.text_scale > _LARGE
        head = QVBoxLayout(self._head) if large else QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(px(12))
        head.addWidget(self.count, 1)
        for widget in (self.teams, self.order):
            head.addWidget(widget)
        self._frame = QFrame()
        self._frame.setProperty("surface", "card")
        inner = QVBoxLayout(self._frame)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        for part in (self._head, self._frame, self.hint, self.person, self.empty):
            column.addWidget(part)

    def _connect(self) -> None:
        self.order.activated.connect(self._on_order)
        self.teams.toggled.connect(self._on_order)
        self.model.tick_requested.connect(self._on_tick)
        self.table.row_chosen.connect(self._show_person)
        self.table.offer_requested.connect(self.offer_requested)
        self.table.remark_requested.connect(self.person.edit_remark)
        self.person.offer_requested.connect(self.offer_requested)
        self.empty.acted.connect(self.add_person_requested)

    def _show_person(self) -> None:
        self.person.set_row(self.model.find_row(self.table.current_id), self._page, self._today)

    def _on_order(self, _value: object) -> None:
        self.order_chosen.emit()

    def _on_tick(self, person_id: str, is_considered: bool) -> None:
        self.say("")
        self.consider_requested.emit(person_id, is_considered)
