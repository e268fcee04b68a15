"""Adding in place: a follow-up, a topic for the agenda, or a meeting, typed in one row that Esc closes."""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.model.agenda import AgendaSource
from coachdesk.model.promise import PromiseOwner
from coachdesk.model.visibility import Visibility
from coachdesk.services.day_words import UnknownDay, parse_moment
from coachdesk.services.promises import parse_due
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button, IconButton
from coachdesk.ui.widgets.choices import Segmented
from coachdesk.ui.widgets.fields import Hint, LineEdit

USUAL_START = time(10, 0)
"""When a meeting begins if only its day was typed."""


class InlineAdd(QWidget):
    """A row of small fields with Add; Enter in any field adds, Esc closes. Hidden until `open_row`."""

    closed = Signal()

    def __init__(self, look: Appearance, action: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.text = LineEdit(look, small=True)
        self.add = Button(look, action, small=True)
        self.hint = Hint(look)
        self._row = QHBoxLayout()
        self._row.setSpacing(look.px(8))
        self._row.addWidget(self.text, 1)
        self._row.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(4), 0, look.px(8))
        column.setSpacing(0)
        column.addLayout(self._row)
        column.addWidget(self.hint)
        self.setFocusProxy(self.text)
        self.add.clicked.connect(self._on_add)
        self.text.returnPressed.connect(self._on_add)
        self.hide()

    def open_row(self) -> None:
        """Show the row and put the keyboard in it."""
        self.show()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Be ready for the next one; the row stays open."""
        self._committed = ""
        self.text.clear()
        self.set_error(self.text, "")
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def commit_typed(self) -> None:
        """Add once what is typed though Enter was not pressed; called before the page or the vault closes."""
        typed = self.text.text().strip()
        if typed and typed != self._committed and not self.isHidden():
            self._committed = typed
            self._on_add()

    def close_row(self) -> None:
        """Take the row away; does nothing when it is not there."""
        if self.isHidden():
            return
        self.text.clear()
        self.set_error(self.text, "")
        self.hide()
        self.closed.emit()

    def set_error(self, field: LineEdit, text: str) -> None:
        """Say under the row what is wrong with a field; an empty text takes it back."""
        field.set_wrong(bool(text))
        field.setAccessibleDescription(text)
        self.hint.set_text(text, tone="danger", icon="alert")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_row()
        else:
            super().keyPressEvent(event)

    _committed = ""

    def _insert(self, widget: QWidget) -> None:
        self._row.insertWidget(self._row.count() - 1, widget)

    def _on_add(self) -> None:
        """Check what is typed and wish for it; overridden."""


class PromiseAdd(InlineAdd):
    """A follow-up: its words, who owes it, and a day in words. `add_requested(text, owner, day or None)`."""

    add_requested = Signal(str, object, object)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(look, "", parent)
        self._today = date.min
        self._next_on: date | None = None
        self.add.setText(self.tr("Add"))
        self.text.setPlaceholderText(self.tr("What will be done"))
        self.text.setAccessibleName(self.tr("Follow-up"))
        self.owner = Segmented(look, self.tr("Who does it"), (self.tr("You"), self.tr("Them")), small=True)
        self.day = LineEdit(look, small=True)
        self.day.setPlaceholderText(self.tr("Day, such as fri"))
        self.day.setAccessibleName(self.tr("Day"))
        self.day.setMaximumWidth(look.px(132))
        self.day.returnPressed.connect(self._on_add)
        self._insert(self.owner)
        self._insert(self.day)

    def set_today(self, today: date, next_on: date | None = None) -> None:
        """Tell which day `fri` is counted from, and which one `next one-on-one` means."""
        self._today, self._next_on = today, next_on

    def clear(self) -> None:
        """Keep the owner, drop the words and the day."""
        self.day.clear()
        self.day.set_wrong(False)
        super().clear()

    def _on_add(self) -> None:
        self.set_error(self.day, "")
        if not self.text.text().strip():
            self.set_error(self.text, self.tr("Type what will be done."))
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        try:
            day = parse_due(self.day.text(), self._today, self._next_on)
        except UnknownDay as error:
            self.set_error(self.day, str(error))
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        owner = PromiseOwner.ME if self.owner.index() == 0 else PromiseOwner.THEM
        self.add_requested.emit(self.text.text().strip(), owner, day)


class AgendaAdd(InlineAdd):
    """A topic: its words, whose it is, and whether only the manager sees it.

    `add_requested(text, source, visibility)`.
    """

    add_requested = Signal(str, object, object)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(look, "", parent)
        self.add.setText(self.tr("Add"))
        self.text.setPlaceholderText(self.tr("What to talk about"))
        self.text.setAccessibleName(self.tr("Agenda item"))
        self.source = Segmented(look, self.tr("Whose topic"), (self.tr("You"), self.tr("Them")), small=True)
        self.private = IconButton(look, "lock", self.tr("Only you"), edge=28)
        self.private.setCheckable(True)
        self._insert(self.source)
        self._insert(self.private)

    def toggle_private(self) -> None:
        """Make the topic private, or shared."""
        self.private.toggle()

    def _on_add(self) -> None:
        if not self.text.text().strip():
            self.set_error(self.text, self.tr("Type what to talk about."))
            return
        source = AgendaSource.MINE if self.source.index() == 0 else AgendaSource.THEIRS
        visibility = Visibility.ONLY_YOU if self.private.isChecked() else Visibility.SHARED
        self.add_requested.emit(self.text.text().strip(), source, visibility)


class MeetingAdd(InlineAdd):
    """A meeting at a day and time in words. `add_requested(aware datetime)`."""

    add_requested = Signal(object)

    def __init__(self, look: Appearance, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(look, "", parent)
        self._zone = zone
        self._today = date.min
        self.add.setText(self.tr("Plan"))
        self.text.setPlaceholderText(self.tr("Day and time, such as fri 10:00"))
        self.text.setAccessibleName(self.tr("When to meet"))

    def set_today(self, today: date) -> None:
        """Tell which day `fri` is counted from."""
        self._today = today

    def _on_add(self) -> None:
        try:
            moment: datetime = parse_moment(self.text.text(), self._today, self._zone, default=USUAL_START)
        except UnknownDay:
            self.set_error(self.text, self.tr("Type a day and a time such as fri 10:00 or 15 May 14:30."))
            return
        self.add_requested.emit(moment)
