"""What the pages for a damaged vault and for restoring share: a column, a secret, progress and an answer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.fields import Field
from coachdesk.ui.widgets.messages import Banner, ProgressRow
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.windows.key_file_row import KeyFileRow
from coachdesk.ui.windows.unlock_pages import lay_out_page

WIDTH = 560


class RescuePage(QWidget):
    """A page in the unlock window. Its owner does the work; `set_busy`, `set_progress` and `set_answer` tell of it."""

    back_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, look: Appearance, title: str, secret_label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._is_busy = False
        self.setProperty("surface", "window")  # the motif would run through the words
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = Label(look, title, role="display")
        self.secret = Field(look, secret_label, secret=True)
        self.key_file = KeyFileRow(look)
        self.key_file.hide()
        self.answer = Banner(look, "info", "")
        self.answer.hide()
        self.progress = ProgressRow(look, "")
        self.progress.hide()
        self.back = Button(look, self.tr("Back to the passphrase"), kind="link")
        self.column = QVBoxLayout()
        self.column.setSpacing(look.px(12))
        self.back.clicked.connect(self.back_requested)
        self.progress.cancel_requested.connect(self.cancel_requested)
        self.secret.edit.textChanged.connect(self.refresh)

    @property
    def is_busy(self) -> bool:
        """Whether work is under way, so that no other may begin."""
        return self._is_busy

    def finish_layout(self) -> None:
        """Put the column in the middle, once a subclass has filled it."""
        lay_out_page(self, self.column, WIDTH, (self.back,))

    def set_busy(self, words: str) -> None:
        """Say what is done and take no other wish; empty words end it."""
        self._is_busy = bool(words)
        self.progress.set_text(words)
        self.progress.set_percent(-1)
        self.progress.setVisible(self._is_busy)
        if self._is_busy:
            self.answer.hide()
        self.back.setEnabled(not self._is_busy)
        self.secret.setEnabled(not self._is_busy)
        self.refresh()

    def set_progress(self, fraction: float, words: str) -> None:
        """Show how far the work is."""
        self.progress.set_percent(round(100 * fraction))
        if words:
            self.progress.set_text(words)

    def set_answer(self, kind: str, text: str) -> None:
        """Say what came of it, where the work is."""
        self.set_busy("")
        self.answer.show()
        self.answer.set_message(kind, text)

    def set_wrong(self, text: str) -> None:
        """Say at the field that the secret does not fit."""
        self.set_busy("")
        self.secret.set_error(text)
        self.secret.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.secret.edit.selectAll()

    def ask_key_file(self) -> None:
        """Say that a key file is needed as well."""
        self.set_busy("")
        self.key_file.show()
        self.key_file.set_error(self.tr("This also needs the key file. Choose it and try again."))
        self.key_file.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Empty the field."""
        self.secret.set_text("")
        self.secret.set_revealed(False)
        self.secret.set_error("")

    def refresh(self) -> None:
        """Enable what may be asked for now; overridden."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back at Esc unless something is under way."""
        if event.key() == Qt.Key.Key_Escape and not self._is_busy:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)
