"""The form of a self-description: the person's own words, the groups to count them in, and the day of their consent."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from coachdesk.services.day_words import UnknownDay, parse_day
from coachdesk.services.self_descriptions import Description, DescriptionDraft, split_groups
from coachdesk.ui.editor.concealed import conceal
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.choices import Switch
from coachdesk.ui.widgets.fields import Field, Hint
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.words import day_words


class WordsField(QPlainTextEdit):
    """Plain private text; Tab leaves it. `copied` when words of it went to the clipboard, marked as not to be kept."""

    copied = Signal()
    _selected = ""

    def createMimeDataFromSelection(self) -> QMimeData:
        """Ask clipboard managers not to keep what is copied, and tell of it once it is there."""
        words = super().createMimeDataFromSelection()
        conceal(words)
        self._selected = words.text()
        QTimer.singleShot(0, self, self._on_selected)
        return words

    def _on_selected(self) -> None:
        """Selecting and dragging pass here too, and leave the clipboard as it is."""
        selected, self._selected = self._selected, ""
        if selected and QGuiApplication.clipboard().text() == selected:
            self.copied.emit()


class GroupsCompleter(QCompleter):
    """Completes the last name of a list with commas from the names that are known."""

    def splitPath(self, path: str) -> list[str]:
        """Return what is completed: the words after the last comma."""
        return [path.rpartition(",")[2].strip()]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """Return the whole list with its last name completed."""
        before, comma, _last = self.widget().text().rpartition(",")  # type: ignore[attr-defined]
        chosen = super().pathFromIndex(index)
        return f"{before}{comma} {chosen}" if comma else chosen


class DescriptionForm(QWidget):
    """`keep_requested` and `remove_requested` are wishes; `copied` tells that private words are in the clipboard."""

    keep_requested = Signal()
    remove_requested = Signal()
    copied = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._today = date.min
        self._saved = ("", "", "", False)
        self.words = WordsField()
        self.words.setProperty("boxed", True)
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName(self.tr("In their own words"))
        self.words_hint = Hint(look)
        self.groups = Field(look, self.tr("Groups to count them in, with commas between"))
        self._known = QStringListModel(self)
        completer = GroupsCompleter(self._known, self.groups.edit)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.groups.edit.setCompleter(completer)
        self.consent = Switch(look, self.tr("They agreed that this is kept"))
        self.day = Field(look, self.tr("Day on which they agreed"))
        self.keep = Button(look, self.tr("Keep"), kind="primary")
        self.remove = Button(look, self.tr("Remove consent"), icon="trash")
        self.confirm = Button(look, self.tr("Remove the words for good"), kind="danger")
        self.cancel = Button(look, self.tr("Leave them"))
        self._confirming = QWidget()
        self._lay_out()
        self._connect()

    def set_description(self, found: Description | None, name: str, today: date) -> None:
        """Show what is kept of a person, or an empty form in which consent is still to be ticked."""
        self._today = today
        day = today if found is None else found.consented_on
        self.words.setPlaceholderText(self.tr("What {name} said, as they said it").format(name=name))
        self.words.setPlainText(found.words if found else "")
        self.groups.set_text(", ".join(found.groups) if found else "")
        self.consent.setChecked(found is not None)
        self.day.set_text(day_words(day, today, with_year=True))
        self._confirming.hide()
        self._show_errors("", "", "")
        self._settle(is_kept=found is not None)

    def set_kept(self) -> None:
        """Take what is typed as what is kept now."""
        self._settle(is_kept=True)

    def set_known(self, names: tuple[str, ...]) -> None:
        """Offer the names of groups that somebody is counted in."""
        self._known.setStringList(list(names))

    def forget(self) -> None:
        """Take every word off the screen, out of the field's undo and out of the names that are offered."""
        self.set_description(None, "", self._today)
        self.set_known(())
        self.remove.hide()

    @property
    def is_edited(self) -> bool:
        """Whether something differs from what is kept."""
        return self._entry() != self._saved

    def draft(self, person_id: str) -> DescriptionDraft | None:
        """Return what is typed; None, and said at its field, when the day is none or they have not agreed."""
        self._show_errors("", "", "")
        if not self.consent.isChecked():
            self._show_errors("", self.tr("Nothing is kept without their consent."), "")
            return None
        try:
            day = parse_day(self.day.text(), self._today, is_past=True)
        except UnknownDay as error:
            self._show_errors("", "", str(error))
            return None
        return DescriptionDraft(person_id, self.words.toPlainText(), split_groups(self.groups.text()), day)

    def set_error(self, text: str) -> None:
        """Say under the words what is wrong."""
        self._show_errors(text, "", "")

    def _lay_out(self) -> None:
        px, look = self.look.px, self.look
        self.words.setFixedHeight(px(120))
        title = Label(look, self.tr("In their own words"), role="section")
        title.setBuddy(self.words)
        self.groups.set_hint(self.tr("Names that they choose, or none: then nothing is counted."))
        self.consent_hint = Hint(look)
        agreed = QHBoxLayout()
        agreed.setSpacing(px(8))
        agreed.addWidget(self.consent)
        agreed.addWidget(Label(look, self.tr("They agreed that this is kept and used as said here")), 1)
        self.day.edit.setMaximumWidth(px(220))
        confirming = QVBoxLayout(self._confirming)
        confirming.setContentsMargins(0, 0, 0, 0)
        confirming.setSpacing(px(8))
        words = self.tr(
            "The words go at once and Undo doesn’t bring them back. Shares that were shown before stay as they were. "
            "Backups made before keep the words, sealed, until those backups are deleted."
        )
        confirming.addWidget(Label(look, words, tone="text2"))
        confirming.addLayout(_row(look, self.confirm, self.cancel))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        for widget in (title, self.words, self.words_hint, self.groups):
            column.addWidget(widget)
        column.addLayout(agreed)
        for widget in (self.consent_hint, self.day):
            column.addWidget(widget)
        column.addLayout(_row(look, self.keep, self.remove))
        column.addWidget(self._confirming)

    def _connect(self) -> None:
        self.words.textChanged.connect(self._on_edited)
        self.words.copied.connect(self.copied)
        self.groups.edit.textChanged.connect(self._on_edited)
        self.day.edit.textChanged.connect(self._on_edited)
        self.consent.toggled.connect(self._on_edited)
        self.keep.clicked.connect(self.keep_requested)
        self.remove.clicked.connect(self._on_remove)
        self.confirm.clicked.connect(self.remove_requested)
        self.cancel.clicked.connect(self._on_cancel)

    def _settle(self, *, is_kept: bool) -> None:
        self.remove.setVisible(is_kept)
        self.keep.setText(self.tr("Replace") if is_kept else self.tr("Keep"))
        self._saved = self._entry()
        self._on_edited()

    def _entry(self) -> tuple[str, str, str, bool]:
        return self.words.toPlainText(), self.groups.text(), self.day.text(), self.consent.isChecked()

    def _show_errors(self, words: str, consent: str, day: str) -> None:
        self.words_hint.set_text(words, tone="danger", icon="alert")
        self.consent_hint.set_text(consent, tone="danger", icon="alert")
        self.day.set_error(day)

    def _on_edited(self) -> None:
        self.keep.setEnabled(self.is_edited)

    def _on_remove(self) -> None:
        self._confirming.show()
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_cancel(self) -> None:
        self._confirming.hide()
        self.remove.setFocus(Qt.FocusReason.OtherFocusReason)


def _row(look: Appearance, *buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(look.px(8))
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
