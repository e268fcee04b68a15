"""One question in place: until when to snooze, or in whose meeting to raise it; Enter answers, Esc closes."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.services.day_words import UnknownDay
from coachdesk.services.people import PersonRow
from coachdesk.services.promises import parse_due
from coachdesk.services.promises_page import find_person
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.fields import Hint, LineEdit
from coachdesk.ui.widgets.text import Label


class AskRow(QWidget):
    """Hidden until asked. `day_given(date)`, `person_given(person id)`, `closed` after either or Esc."""

    day_given = Signal(object)
    person_given = Signal(str)
    closed = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._asks_day = True
        self._today = date.min
        self._next_on: date | None = None
        self._people: tuple[PersonRow, ...] = ()
        self.label = Label(look, role="section", wraps=False)
        self.field = LineEdit(look, small=True)
        self.hint = Hint(look)
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        row.addWidget(self.label)
        row.addWidget(self.field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(4), 0, look.px(4))
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.hint)
        self.setFocusProxy(self.field)
        self.field.returnPressed.connect(self._on_return)
        self.hide()

    def set_context(self, today: date, next_on: date | None, people: tuple[PersonRow, ...]) -> None:
        """Tell which day it is, which one `next one-on-one` means, and who can be named."""
        self._today, self._next_on, self._people = today, next_on, people

    def ask_day(self) -> None:
        """Ask until when to snooze."""
        self._asks_day = True
        self._open(self.tr("Snooze until"), self.tr("fri, in 2 weeks, next one-on-one"))

    def ask_person(self) -> None:
        """Ask in whose next meeting it is to come up."""
        self._asks_day = False
        self._open(self.tr("Raise with"), self.tr("A name"))
        completer = QCompleter([person.name for person in self._people], self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        self.field.setCompleter(completer)

    def close_row(self) -> None:
        """Take the question away; does nothing when there is none."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc; no other key reaches the page from here."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_row()
        event.accept()

    def _open(self, words: str, example: str) -> None:
        self.label.setText(words)
        self.field.setCompleter(None)  # type: ignore[arg-type]  # None takes it away, which the stubs don't know
        self.field.clear()
        self.field.setPlaceholderText(example)
        self.field.setAccessibleName(words)
        self._say("")
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, text: str) -> None:
        self.field.set_wrong(bool(text))
        self.field.setAccessibleDescription(text)
        self.hint.set_text(text, tone="danger", icon="alert")

    def _on_return(self) -> None:
        if self.isHidden():
            return
        if self._asks_day:
            self._give_day()
        else:
            self._give_person()

    def _give_day(self) -> None:
        try:
            day = parse_due(self.field.text(), self._today, self._next_on)
        except UnknownDay as error:
            self._say(str(error))
            return
        if day is None or day <= self._today:
            self._say(self.tr("Type a day after today."))
            return
        self.close_row()
        self.day_given.emit(day)

    def _give_person(self) -> None:
        person = find_person(self._people, self.field.text())
        if person is None:
            self._say(self.tr("Type enough of a name to tell one person."))
            return
        self.close_row()
        self.person_given.emit(person.person_id)
