"""The pages of the unlock window: passphrase, recovery code, and a new passphrase after a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.fields import Field
from coachdesk.ui.widgets.icon import IconTile
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.windows.caps_lock import CapsLock, caps_from_key
from coachdesk.ui.windows.key_file_row import KeyFileRow
from coachdesk.ui.windows.recovery_edit import CODE_LENGTH, RecoveryCodeEdit, code_letters

if TYPE_CHECKING:
    from coachdesk.ui.windows.passphrase_panel import PassphrasePanel

_WIDE_TEXT = 1.5


class _SecretPage(QWidget):
    """What the pages share: a field, a default button, and the states opening, wrong and pause."""

    submitted = Signal(str)

    def __init__(self, look: Appearance, words: str, opening: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._words, self._opening = words, opening
        self._busy = False
        self._seconds = 0
        self.button = Button(look, words, kind="primary", tall=True)
        self.button.setDefault(True)
        self.button.clicked.connect(self._on_submit)
        self._opening_timer = QTimer(self)
        self._opening_timer.setSingleShot(True)
        self._opening_timer.setInterval(look.timing_ms("show_progress_after"))
        self._opening_timer.timeout.connect(self._on_opening_slow)
        self._pause_timer = QTimer(self)
        self._pause_timer.setInterval(1000)
        self._pause_timer.timeout.connect(self._on_second)

    def secret(self) -> str:
        """Return what is typed."""
        raise NotImplementedError

    def main_field(self) -> Field:
        """Return the field that messages belong to."""
        raise NotImplementedError

    def can_submit(self) -> bool:
        """Return whether what is typed may be tried."""
        return bool(self.secret())

    def set_opening(self) -> None:
        """Take no more input; say so only when it lasts."""
        self._busy = True
        self.main_field().set_error("")
        self._enable(False)
        self._opening_timer.start()

    def set_ready(self) -> None:
        """Take input again."""
        self._busy = False
        self._opening_timer.stop()
        self._pause_timer.stop()
        self.button.setText(self._words)
        self._enable(True)

    def set_wrong(self, message: str) -> None:
        """Say that the secret did not fit, keep it selected for the next try."""
        self.set_ready()
        self.main_field().set_error(message)
        self.main_field().edit.setFocus()
        self.main_field().edit.selectAll()

    def set_pause(self, seconds: int) -> None:
        """Take no input for some seconds and count them down on the button."""
        self.set_ready()
        self._seconds = seconds
        if seconds > 0:
            self._enable(False)
            self._show_seconds()
            self._pause_timer.start()

    def refresh(self) -> None:
        """Let the button follow what is typed."""
        idle = not self._busy and not self._pause_timer.isActive()
        self.button.setEnabled(idle and self.can_submit())

    def _enable(self, enabled: bool) -> None:
        self.main_field().edit.setEnabled(enabled)
        self.button.setEnabled(enabled and self.can_submit())

    def _show_seconds(self) -> None:
        self.button.setText(self.tr("Try again in {seconds} s").format(seconds=self._seconds))

    def _on_second(self) -> None:
        self._seconds -= 1
        if self._seconds > 0:
            self._show_seconds()
        else:
            self.set_ready()
            self.main_field().edit.setFocus()
            self.main_field().edit.selectAll()

    def _on_opening_slow(self) -> None:
        self.button.setText(self._opening)

    def _on_submit(self) -> None:
        if not self._busy and not self._pause_timer.isActive() and self.can_submit():
            self.submitted.emit(self.secret())


class PassphrasePage(_SecretPage):
    """The mark, the vault's name, one field and Unlock; a key file and quick unlock where the vault has them."""

    def __init__(self, look: Appearance, vault_name: str, last_opened: str, caps_lock: CapsLock) -> None:
        super().__init__(look, "", "")
        self._words, self._opening = self.tr("Unlock"), self.tr("Opening")
        self.button.setText(self._words)
        self._caps_lock = caps_lock
        self._has_painted = False
        self.name = Label(look, role="display")
        self.last_opened = Label(look, role="small", tone="text3")
        self.field = Field(look, self.tr("Passphrase"), tall=True, secret=True)
        self.recovery_link = Button(look, self.tr("Use a recovery code"), kind="link")
        self.other_link = Button(look, self.tr("Open another vault"), kind="link")
        self.new_link = Button(look, self.tr("Make a new vault"), kind="link")
        self.restore_link = Button(look, self.tr("Restore a backup"), kind="link")
        self.key_file = KeyFileRow(look)
        self.quick = Button(look, "", tall=True, icon="key")
        self._lay_out()
        self.set_vault(vault_name, last_opened)
        self.set_ways(uses_key_file=False, quick_words="")
        self.field.edit.installEventFilter(self)
        self.field.edit.returnPressed.connect(self._on_submit)
        self.field.edit.textChanged.connect(self._on_typed)
        self.refresh()

    def secret(self) -> str:
        """Return the passphrase typed."""
        return self.field.text()

    def main_field(self) -> Field:
        """Return the passphrase field."""
        return self.field

    def set_vault(self, name: str, last_opened: str) -> None:
        """Show which vault this is."""
        self.name.setText(name)
        self.last_opened.setText(last_opened)
        self.last_opened.setVisible(bool(last_opened))

    def set_ways(self, *, uses_key_file: bool, quick_words: str) -> None:
        """Ask for a key file too, and offer quick unlock when it has words."""
        self.key_file.setVisible(uses_key_file)
        self.quick.setText(quick_words)
        self.quick.setVisible(bool(quick_words))

    def _enable(self, enabled: bool) -> None:
        super()._enable(enabled)
        self.quick.setEnabled(enabled)
        self.key_file.setEnabled(enabled)

    def clear(self) -> None:
        """Forget what was typed."""
        self.field.set_text("")
        self.field.set_revealed(False)
        self.field.set_error("")
        self.set_ready()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice Caps Lock when the field gains the focus or a key is pressed."""
        if event.type() == QEvent.Type.FocusIn:
            QTimer.singleShot(0, self, self.check_caps)
        elif isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            known = self._caps_lock.is_on()
            self._show_caps(caps_from_key(event) if known is None else known)
            # A key held down must not spend one try after the other.
            return event.isAutoRepeat() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return False

    def check_caps(self) -> None:
        """Ask the system for Caps Lock; not before the first paint, which it would delay."""
        if self._has_painted:
            self._show_caps(self._caps_lock.is_on())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw nothing, but notice the first paint."""
        if not self._has_painted:
            self._has_painted = True
            QTimer.singleShot(0, self, self.check_caps)

    def _show_caps(self, on: bool | None) -> None:
        if on is None:
            return
        hint = self.field.hint
        words = self.tr("Caps Lock is on")
        if on and not hint.text():
            self.field.set_hint(words, tone="warn")
        elif not on and hint.text() == words:
            self.field.set_hint("")

    def _on_typed(self, _text: str) -> None:
        if self.field.edit.property("wrong"):
            self.field.set_error("")
        self.refresh()

    def _lay_out(self) -> None:
        px = self.look.px
        column = QVBoxLayout()
        column.setSpacing(0)
        mark = IconTile(self.look, "logo", edge=56, size=32, radius=14, filled=True)
        column.addWidget(mark, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(px(16))
        for label in (self.name, self.last_opened):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
            column.addSpacing(px(4))
        column.addSpacing(px(28))
        column.addWidget(self.field)
        column.addSpacing(px(12))
        column.addWidget(self.key_file)
        column.addSpacing(px(8))
        column.addWidget(self.button)
        column.addSpacing(px(8))
        column.addWidget(self.quick)
        links = (self.recovery_link, self.other_link, self.restore_link, self.new_link)
        lay_out_page(self, column, 360, links)


class RecoveryPage(_SecretPage):
    """The recovery code in one field that forms its groups while it is typed or pasted."""

    def __init__(self, look: Appearance) -> None:
        super().__init__(look, "", "")
        self._words, self._opening = self.tr("Open with the code"), self.tr("Opening")
        self.button.setText(self._words)
        self.field = Field(look, self.tr("Recovery code"), tall=True, edit=RecoveryCodeEdit(look))
        self.back = Button(look, self.tr("Back to the passphrase"), kind="link")
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(Label(look, self.tr("Use a recovery code"), role="display"))
        column.addSpacing(look.px(8))
        words = self.tr(
            "Type the eight groups from your copy. Capitals, spaces and hyphens do not matter. "
            "You then choose a new passphrase."
        )
        column.addWidget(Label(look, words, role="note", tone="text2"))
        column.addSpacing(look.px(24))
        column.addWidget(self.field)
        column.addSpacing(look.px(12))
        column.addWidget(self.button)
        lay_out_page(self, column, 440, (self.back,))
        self.field.edit.returnPressed.connect(self._on_submit)
        self.field.edit.textChanged.connect(self._on_typed)
        self._on_typed("")

    def secret(self) -> str:
        """Return the code as typed, in groups."""
        return self.field.text()

    def main_field(self) -> Field:
        """Return the field of the code."""
        return self.field

    def can_submit(self) -> bool:
        """Return whether all 32 characters are there."""
        return len(code_letters(self.secret())) == CODE_LENGTH

    def clear(self) -> None:
        """Forget what was typed."""
        self.field.set_text("")
        self.set_ready()
        self._on_typed("")

    def _on_typed(self, text: str) -> None:
        done = len(code_letters(text)) // 4
        words = self.tr("{done} of 8 groups").format(done=done)
        self.field.set_hint(words, icon="check" if done == 8 else "", tone="ok" if done == 8 else "text3")
        self.refresh()


class NewPassphrasePage(_SecretPage):
    """A new passphrase, after the recovery code opened the vault."""

    def __init__(self, look: Appearance, panel: PassphrasePanel) -> None:
        super().__init__(look, "", "")
        self._words, self._opening = self.tr("Set the new passphrase"), self.tr("Opening")
        self.button.setText(self._words)
        self.panel = panel
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(Label(look, self.tr("Choose a new passphrase"), role="display"))
        column.addSpacing(look.px(8))
        words = self.tr("The code opened the vault. The new passphrase replaces the forgotten one.")
        column.addWidget(Label(look, words, role="note", tone="text2"))
        column.addSpacing(look.px(24))
        column.addWidget(panel)
        column.addSpacing(look.px(24))
        column.addWidget(self.button)
        lay_out_page(self, column, 480, ())
        panel.changed.connect(self.refresh)
        panel.first.edit.returnPressed.connect(panel.again.edit.setFocus)
        panel.again.edit.returnPressed.connect(self._on_submit)
        self.refresh()

    def secret(self) -> str:
        """Return the passphrase chosen."""
        return self.panel.passphrase()

    def main_field(self) -> Field:
        """Return the first field."""
        return self.panel.first

    def can_submit(self) -> bool:
        """Return whether the passphrase passes every check."""
        return self.panel.is_ready


def centred(widget: QWidget) -> QHBoxLayout:
    """Return a row with the widget in its middle. An alignment would measure wrapped text too wide."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget)
    row.addStretch(1)
    return row


def lay_out_page(page: QWidget, column: QVBoxLayout, width: int, links: tuple[Button, ...]) -> None:
    """Set a column of fixed width in the middle and a row of links under it, stacked when text is large."""
    look: Appearance = page.look  # type: ignore[attr-defined]
    holder = QWidget()
    holder.setLayout(column)
    column.setContentsMargins(look.px(4), look.px(4), look.px(4), look.px(4))
    holder.setFixedWidth(look.px(width + 8))
    outer = QVBoxLayout(page)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.setSpacing(0)
    outer.addLayout(centred(holder))
    stacked = look.text_scale > _WIDE_TEXT
    direction = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
    row = QBoxLayout(direction)
    row.setSpacing(look.px(8 if stacked else 24))
    row.setContentsMargins(0, look.px(20), 0, look.px(4))
    row.addStretch(1)
    for link in links:
        row.addWidget(link, 0, Qt.AlignmentFlag.AlignCenter)
    row.addStretch(1)
    outer.addLayout(row)
