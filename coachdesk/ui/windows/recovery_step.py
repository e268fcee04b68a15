"""The recovery code: shown once, printed, saved or copied, and two groups of it typed back."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.fields import LineEdit
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.messages import Banner, announce
from coachdesk.ui.widgets.text import Label, Line
from coachdesk.ui.windows.first_run_dialogs import FirstRunDialogs
from coachdesk.ui.windows.recovery_edit import GROUP, code_letters
from coachdesk.ui.windows.secret_copy import CLEAR_AFTER_S, SecretCopy
from coachdesk.ui.windows.set_up_page import SetUpPage

_HIDDEN = "••••"
_GROUPS = 8


class _Check(LineEdit):
    """A field for one group of the code, with its number before it and a check when it is right."""

    def __init__(self, look: Appearance) -> None:
        super().__init__(look, tall=True)
        self.setProperty("code", "short")
        self.setMaxLength(GROUP + 2)
        self.expected = ""
        self._number = Label(look, role="micro", tone="text3", wraps=False)
        self._mark = Icon(look, "check", "ok")
        self.set_leading(self._number)
        self.set_trailing(self._mark)
        self.textChanged.connect(self._on_changed)

    @property
    def is_right(self) -> bool:
        """Whether the group typed is the one asked for."""
        return bool(self.expected) and _as_code(self.text()) == _as_code(self.expected)

    def ask(self, number: int, expected: str) -> None:
        """Ask for group `number`, counted from 1."""
        self.expected = expected
        self._number.setText(str(number))
        self.setAccessibleName(self.tr("Group {number}").format(number=number))
        self.clear()
        self._on_changed("")

    def _on_changed(self, text: str) -> None:
        self._mark.setVisible(self.is_right)
        self.set_wrong(len(code_letters(text)) >= GROUP and not self.is_right)
        said = self.tr("right") if self.is_right else ""
        self.setAccessibleDescription(said)
        self.arrange()


def _as_code(text: str) -> str:
    """Read letters that look like digits as those digits, as the code does."""
    return code_letters(text).translate(str.maketrans("ILO", "110"))


class RecoveryStep(SetUpPage):
    """Shows the code and lets nobody on who has not copied it.

    The two groups asked for are hidden while they are typed back, so that they come from the copy.
    """

    def __init__(self, look: Appearance, dialogs: FirstRunDialogs, copier: SecretCopy) -> None:
        super().__init__(look)
        self.set_words(
            self.tr("Keep this recovery code"),
            self.tr(
                "If you forget the passphrase, this code opens the vault. "
                "Keep it on paper or in a password manager, away from this computer."
            ),
        )
        self._dialogs = dialogs
        self._copier = copier
        self._vault_name = ""
        self.groups: tuple[str, ...] = ()
        self.asked: tuple[int, int] = (2, 6)
        self._labels = [Label(look, role="title", wraps=False) for _ in range(_GROUPS)]
        self.print_button = Button(look, self.tr("Print"), icon="printer")
        self.save_button = Button(look, self.tr("Save as a file"), icon="download")
        self.copy_button = Button(look, self.tr("Copy"), icon="copy")
        self._note = Label(look, role="small", tone="text3")
        self._ask = Label(look, role="section")
        self.fields = (_Check(look), _Check(look))
        self._lay_out()
        self.print_button.clicked.connect(self._on_print)
        self.save_button.clicked.connect(self._on_save)
        self.copy_button.clicked.connect(self._on_copy)
        self.fields[0].returnPressed.connect(self.fields[1].setFocus)
        for field in self.fields:
            field.textChanged.connect(self._on_typed)
            field.installEventFilter(self)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    @property
    def is_ready(self) -> bool:
        """Whether both groups were typed back right."""
        return all(field.is_right for field in self.fields)

    def start(self) -> None:
        """Begin with the ways to keep the code."""
        self.print_button.setFocus()

    def set_code(self, code: str, asked: tuple[int, int], vault_name: str) -> None:
        """Show a code of 32 letters; `asked` are the indexes of the groups to type back, from 0."""
        letters = code_letters(code)
        self._vault_name = vault_name
        self.groups = tuple(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))
        self.asked = asked
        first, second = asked
        for field, index in zip(self.fields, asked, strict=True):
            field.ask(index + 1, self.groups[index])
        words = self.tr("From your copy, type groups {first} and {second}")
        self._ask.setText(words.format(first=first + 1, second=second + 1))
        self._show_groups()

    def forget(self) -> None:
        """Take the code off the screen and out of this page."""
        self.groups = ()
        for field in self.fields:
            field.ask(0, "")
        for label in self._labels:
            label.setText("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hide the groups asked for while the keyboard is in their fields."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            QTimer.singleShot(0, self, self._show_groups)
        return False

    def _lay_out(self) -> None:
        px = self.look.px
        card = QFrame()
        card.setProperty("surface", "strongCard")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(px(24), px(24), px(24), px(16))
        inner.setSpacing(0)
        inner.addLayout(self._build_grid())
        inner.addSpacing(px(20))
        inner.addWidget(Line())
        inner.addSpacing(px(16))
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        for button in (self.print_button, self.save_button, self.copy_button):
            buttons.addWidget(button)
        buttons.addWidget(self._note, 1)
        inner.addLayout(buttons)
        checks = QHBoxLayout()
        checks.setSpacing(px(12))
        for field in self.fields:
            field.setFixedWidth(px(128))
            checks.addWidget(field)
        checks.addStretch(1)
        warning = self.tr("Without the passphrase and without this code, the vault stays closed for good.")
        self.column.addWidget(card)
        self.column.addSpacing(px(32))
        self.column.addWidget(self._ask)
        self.column.addSpacing(px(6))
        self.column.addLayout(checks)
        self.column.addSpacing(px(32))
        self.column.addWidget(Banner(self.look, "warn", warning))
        self.column.addStretch(1)

    def _build_grid(self) -> QGridLayout:
        px = self.look.px
        grid = QGridLayout()
        grid.setVerticalSpacing(px(16))
        columns = 4 if self.look.text_scale <= 1.5 else 2
        for index, label in enumerate(self._labels):
            cell = QHBoxLayout()
            cell.setSpacing(px(8))
            number = Label(self.look, str(index + 1), role="micro", tone="text3", wraps=False)
            number.setFixedWidth(px(12))
            cell.addWidget(number)
            cell.addWidget(label)
            cell.addStretch(1)
            grid.addLayout(cell, index // columns, index % columns)
        return grid

    def _show_groups(self) -> None:
        typing = any(field.hasFocus() or field.text() for field in self.fields)
        for index, (label, group) in enumerate(zip(self._labels, self.groups, strict=False)):
            hidden = typing and index in self.asked
            label.setText(_HIDDEN if hidden else group)
            label.set_tone("text3" if hidden else "")
            name = self.tr("hidden") if hidden else " ".join(group)
            label.setAccessibleName(self.tr("Group {number}: {name}").format(number=index + 1, name=name))

    def _lines(self) -> tuple[str, ...]:
        code = " ".join(self.groups[:4]), " ".join(self.groups[4:])
        words = self.tr("It opens the vault when the passphrase is forgotten. Keep it away from the computer.")
        return (self.tr("Vault: {name}").format(name=self._vault_name), "", *code, "", words)

    def _say(self, text: str) -> None:
        self._note.setText(text)
        self._note.setAccessibleName(text)
        announce(self._note)

    def _on_typed(self, _text: str) -> None:
        self._show_groups()
        self.ready_changed.emit()

    def _on_print(self) -> None:
        if self._dialogs.print_lines(self, self.tr("CoachDesk recovery code"), self._lines()):
            self._say(self.tr("Sent to the printer"))

    def _on_save(self) -> None:
        start = Path.home() / self.tr("CoachDesk recovery code.txt")
        target = self._dialogs.choose_target(self, start)
        if target is None:
            return
        try:
            _write_private(target, "\n".join((self.tr("CoachDesk recovery code"), *self._lines(), "")))
        except OSError:
            self.set_error(self.tr("The code was not saved. Nothing is lost: choose another folder, print or copy it."))
            return
        self.set_error("")
        self._say(self.tr("Saved"))

    def _on_copy(self) -> None:
        self._copier.copy(" ".join(self.groups))
        self._say(self.tr("Copied. Clipboard clears in {seconds} s").format(seconds=CLEAR_AFTER_S))

    def _on_look_changed(self) -> None:
        font = self.look.font("mono", weight=600)
        font.setPixelSize(self.look.px(20))
        for label in self._labels:
            label.setFont(font)


def _write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read. Raises OSError."""
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(number, "w", encoding="utf-8") as file:
        file.write(text)


def build_holder(page: QWidget, width: int) -> QWidget:
    """Return a row that keeps a page at most `width` wide in its middle."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    page.setMaximumWidth(width)
    row.addStretch(1)
    row.addWidget(page, 1000)
    row.addStretch(1)
    return holder
