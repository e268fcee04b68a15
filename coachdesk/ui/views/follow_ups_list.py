"""The list of the follow-ups page, with a choice of what it shows."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QVBoxLayout, QWidget

from coachdesk.services.promises_page import PromiseFilter
from coachdesk.ui.models.follow_up_rows import FollowUpsModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.messages import EmptyState

_KEYS = {
    Qt.Key.Key_S: "snooze",
    Qt.Key.Key_H: "hand",
    Qt.Key.Key_X: "drop",
    Qt.Key.Key_F2: "reword",
    Qt.Key.Key_M: "meeting",
}


class PromiseList(RowList):
    """A `RowList` whose current row is chosen. `row_shown(id)` on each move, `act_requested(act)` by letter."""

    row_shown = Signal(str)
    act_requested = Signal(str)

    def __init__(self, look: Appearance, name: str, model: FollowUpsModel, parent: QWidget | None = None) -> None:
        super().__init__(look, name, model, two_lines=True, min_height=56, scrolls=True, padding=16, parent=parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Tell which row is chosen."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.row_shown.emit(self.current_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do an act on the current row by its letter."""
        act = None if event.modifiers() else _KEYS.get(Qt.Key(event.key()))
        if act is not None and self.current_id:
            self.act_requested.emit(act)
        else:
            super().keyPressEvent(event)


class ListPanel(QWidget):
    """The choice, the list, and a sentence where it is empty. `filter_chosen(PromiseFilter)`."""

    filter_chosen = Signal(object)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.is_stacked = False
        self.model = FollowUpsModel()
        self.list = PromiseList(look, self.tr("Follow-ups"), self.model)
        self.choice = QComboBox()
        self.choice.setProperty("small", True)
        self.choice.setAccessibleName(self.tr("Which follow-ups"))
        self.choice.setFont(look.font("small"))
        self.nothing = EmptyState(look, self.tr("Nothing open"), "", framed=False)
        for words, shown in self._filters():
            self.choice.addItem(words, shown)
        top = QVBoxLayout()
        top.setContentsMargins(look.px(16), look.px(8), look.px(16), look.px(8))
        top.addWidget(self.choice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 1)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        self.choice.activated.connect(self._on_activated)

    def set_filter(self, shown: PromiseFilter) -> None:
        """Show which promises are listed."""
        self.choice.setCurrentIndex(self.choice.findData(shown))

    def show_rows(self, is_empty: bool, shown: PromiseFilter) -> None:
        """Show the list, or say that there is nothing in it."""
        words = {
            PromiseFilter.OVERDUE: self.tr("Nothing overdue"),
            PromiseFilter.SNOOZED: self.tr("Nothing snoozed"),
            PromiseFilter.DONE: self.tr("Nothing done yet"),
        }
        self.nothing.title.setText(words.get(shown, self.tr("Nothing open")))
        self.nothing.setVisible(is_empty)
        self.list.setVisible(not is_empty)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the hairline towards the detail."""
        painter = QPainter(self)
        if self.is_stacked:
            painter.fillRect(0, self.height() - 1, self.width(), 1, self.look.colour("divider"))
        else:
            at = 0 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else self.width() - 1
            painter.fillRect(at, 0, 1, self.height(), self.look.colour("divider"))

    def _filters(self) -> tuple[tuple[str, PromiseFilter], ...]:
        return (
            (self.tr("All open, mine first"), PromiseFilter.OPEN),
            (self.tr("Mine"), PromiseFilter.MINE),
            (self.tr("Theirs"), PromiseFilter.THEIRS),
            (self.tr("Overdue"), PromiseFilter.OVERDUE),
            (self.tr("Snoozed"), PromiseFilter.SNOOZED),
            (self.tr("Done or dropped"), PromiseFilter.DONE),
        )

    def _on_activated(self, index: int) -> None:
        self.filter_chosen.emit(PromiseFilter(self.choice.itemData(index)))
