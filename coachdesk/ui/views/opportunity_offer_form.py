"""The two small forms of the last step: an offer to one person, and a no with when to ask again."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.model.person import first_name
from coachdesk.services.day_words import UnknownDay
from coachdesk.services.review_talk import parse_look
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.opportunity_text import Sentences
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.fields import Field
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.words import day_words


class _Form(QFrame):
    """A quiet card with fields, one act and a way out. Esc closes; Ctrl+Enter, by the page, keeps."""

    closed = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setProperty("surface", "quietCard")
        self.title = Label(look, role="section")
        self.keep = Button(look, "", kind="primary")
        self.cancel = Button(look, self.tr("Cancel"), kind="quiet")
        self.keep.clicked.connect(self.commit)
        self.cancel.clicked.connect(self.close_form)
        self.hide()

    @property
    def holds_focus(self) -> bool:
        """Whether the keyboard is in this form."""
        focus = self.window().focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def commit(self) -> None:
        """Keep what is typed, or say what is wrong; overridden."""

    def close_form(self) -> None:
        """Take the form away."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
        else:
            super().keyPressEvent(event)

    def _lay_out(self, *parts: QWidget) -> None:
        px = self.look.px
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self.keep)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(12), px(16), px(12))
        column.setSpacing(px(12))
        column.addWidget(self.title)
        for part in parts:
            column.addWidget(part)
        column.addLayout(foot)


class OfferForm(_Form):
    """Why this person, and by when they should answer. `offer_requested(person id, why, day or None)`."""

    offer_requested = Signal(str, str, object)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.person_id = ""
        self._today = date.min
        self.why = Sentences(
            look, self.tr("Why them"), placeholder=self.tr("Which of the criteria they meet"), lines=2
        )  # fmt: skip
        self.day = Field(look, self.tr("Reply by"), placeholder=self.tr("fri, in 2 weeks, 19 May"))
        self.day.setMaximumWidth(look.px(240))
        self.day.edit.returnPressed.connect(self.commit)
        self._lay_out(self.why, self.day)

    @property
    def typed(self) -> str:
        """The words that stand here and that nobody kept."""
        return "" if self.isHidden() else self.why.text()

    def open_form(self, person_id: str, name: str, today: date) -> None:
        """Ask why this person; words typed for the same one stay."""
        if person_id != self.person_id:
            self.why.set_text("")
            self.day.set_text("")
            self.day.set_error("")
        self.person_id, self._today = person_id, today
        self.title.setText(self.tr("Offer it to {name}").format(name=name))
        self.keep.setText(self.tr("Offer it to {name}").format(name=first_name(name)))
        self.show()
        self.why.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_kept(self) -> None:
        """Be done: the offer is in the vault."""
        self.why.set_text("")
        self.day.set_text("")
        self.person_id = ""
        self.hide()

    def commit(self) -> None:
        """Offer it, or say what is wrong with the day."""
        if self.isHidden() or not self.person_id:
            return
        self.day.set_error("")
        words = self.day.text().strip()
        try:
            reply_by_on = parse_look(words, self._today) if words else None
        except UnknownDay as error:
            self.day.set_error(str(error))
            self.day.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if reply_by_on is not None and reply_by_on < self._today:
            self.day.set_error(self.tr("Type today or a day after it."))
            self.day.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.offer_requested.emit(self.person_id, self.why.text(), reply_by_on)


class DeclineForm(_Form):
    """When to ask again, or that they did not say; and their words. `declined(words, day or None)`."""

    declined = Signal(str, object)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._today = date.min
        self._before = ("", "")
        self.day = Field(
            look, self.tr("When may you ask again?"), placeholder=self.tr("August, in 3 months, 1 July")
        )  # fmt: skip
        self.day.setMaximumWidth(look.px(280))
        self.silent = QCheckBox(self.tr("They did not say"))
        self.reason = Sentences(
            look, self.tr("Their reason, in their words"), placeholder=self.tr("Only if they gave one"), lines=2
        )
        self.keep.setText(self.tr("Keep the answer"))
        private = self._build_private()
        self._lay_out(self.day, self.silent, self.reason, private)
        self.day.edit.returnPressed.connect(self.commit)
        self.day.edit.textEdited.connect(self._on_day_typed)
        self.silent.toggled.connect(self._on_silent)

    @property
    def has_typed(self) -> bool:
        """Whether words stand here that nobody kept."""
        return not self.isHidden() and self._typed() != self._before

    def open_form(self, name: str, today: date, reason: str = "", ask_again_on: date | None = None) -> None:
        """Ask for the answer of someone; `reason` and the day are what is known already."""
        self._today = today
        self.title.setText(self.tr("{name} said no. That is fine.").format(name=first_name(name)))
        self.reason.set_text(reason)
        self.day.set_text(day_words(ask_again_on, today) if ask_again_on else "")
        self.day.set_error("")
        self.silent.setChecked(False)
        self._before = self._typed()
        self.show()
        self.day.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_kept(self) -> None:
        """Be done: the answer is in the vault."""
        self.day.set_text("")
        self.reason.set_text("")
        self.hide()

    def commit_typed(self) -> None:
        """Keep the answer as far as it is typed, before the page or the vault closes; the day can follow later."""
        if not self.has_typed:
            return
        try:
            day = parse_look(self.day.text().strip(), self._today)
        except UnknownDay:
            day = None
        self.declined.emit(self.reason.text(), day if day is not None and day > self._today else None)

    def commit(self) -> None:
        """Keep the answer, or ask for what is missing."""
        if self.isHidden():
            return
        self.day.set_error("")
        words = self.day.text().strip()
        if not words and not self.silent.isChecked():
            self._fail(self.tr("Type a day, such as August or in 3 months, or tick “They did not say”."))
            return
        try:
            day = parse_look(words, self._today) if words else None
        except UnknownDay as error:
            self._fail(str(error))
            return
        if day is not None and day <= self._today:
            self._fail(self.tr("Type a day after today."))
            return
        self.declined.emit(self.reason.text(), day)

    def _typed(self) -> tuple[str, str]:
        return self.reason.text(), self.day.text().strip()

    def _fail(self, words: str) -> None:
        self.day.set_error(words)
        self.day.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_private(self) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.look.px(6))
        row.addWidget(Icon(self.look, "lock", "private", size=14), 0, Qt.AlignmentFlag.AlignVCenter)
        words = self.tr("Only you: their reason and the day stay out of the ledger that you export")
        row.addWidget(Label(self.look, words, role="small", tone="private"), 1)
        return line

    def _on_day_typed(self, text: str) -> None:
        if text.strip():
            self.silent.setChecked(False)
        self.day.set_error("")

    def _on_silent(self, is_silent: bool) -> None:
        if is_silent:
            self.day.set_text("")
            self.day.set_error("")
