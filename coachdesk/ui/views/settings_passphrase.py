"""Changing the passphrase in place: the present one, the new one twice, and what old copies keep."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QThreadPool, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Task
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.fields import Field
from coachdesk.ui.widgets.messages import Banner
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.windows.passphrase_panel import PassphrasePanel
from coachdesk.ui.windows.rating import Rating
from coachdesk.vault.errors import VaultError, WrongSecret


def rate(text: str, names: tuple[str, ...]) -> Rating:
    """Rate a passphrase; called on a worker, where the word lists are loaded."""
    from coachdesk.vault.passphrase import rate_passphrase

    return rate_passphrase(text, also=names)


def suggest() -> str:
    """Return random words for a passphrase."""
    from coachdesk.vault.passphrase import suggest_words

    return suggest_words()


class SecretForm(QWidget):
    """The base of forms that prove the passphrase and change a slot off the UI thread. Esc closes it.

    Subclasses call `run_work` and get `on_done`; a wrong passphrase is said at its field.
    """

    closed = Signal()

    def __init__(self, look: Appearance, desk: Desk, current_label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.desk = desk
        self.current = Field(look, current_label, secret=True)
        self.banner = Banner(look, "danger", "")
        self.cancel = Button(look, self.tr("Cancel"))
        self.busy = Label(look, "", role="small", tone="text3")
        self._task: Task | None = None
        self.banner.hide()
        self.cancel.clicked.connect(self.close_form)

    @property
    def is_busy(self) -> bool:
        """Whether a change is being made."""
        return self._task is not None

    def open_form(self) -> None:
        """Show the form empty, with the keyboard in its first field."""
        self.forget()
        self.show()
        self.current.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_form(self) -> None:
        """Forget what was typed and hide, unless a change is being made."""
        if not self.is_busy:
            self.forget()
            self.hide()
            self.closed.emit()

    def forget(self) -> None:
        """Empty every field."""
        self.current.set_text("")
        self.current.set_error("")
        self.current.set_revealed(False)
        self.banner.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close at Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
        else:
            super().keyPressEvent(event)

    def run_work(self, work: Callable[[Callable[[int, int], None]], object], words: str) -> None:
        """Do `work` on the lane; `words` say what happens meanwhile."""
        self.banner.hide()
        self.current.set_error("")
        self.busy.setText(words)
        self._task = Task(self, self.desk, work)
        self._task.succeeded.connect(self._on_succeeded)
        self._task.failed.connect(self._on_failed)
        self._task.start()
        self.show_busy()

    def show_busy(self) -> None:
        """Enable what may be used now; overridden."""
        self.cancel.setEnabled(not self.is_busy)
        self.current.setEnabled(not self.is_busy)

    def on_done(self, result: object) -> None:
        """Go on after the change was made; overridden."""

    def _on_succeeded(self, result: object) -> None:
        self._task = None
        self.busy.setText("")
        self.show_busy()
        self.on_done(result)

    def _on_failed(self, error: Exception) -> None:
        self._task = None
        self.busy.setText("")
        self.show_busy()
        if isinstance(error, WrongSecret):
            self.current.set_error(self.tr("This is not the present passphrase. Nothing was changed."))
            self.current.edit.selectAll()
            self.current.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            known = isinstance(error, VaultError)
            words = str(error) if known else self.tr("The change could not be made. The old one still opens the vault.")
            self.banner.show()
            self.banner.set_message("danger", words)
            if not known:
                self.desk.bus.crashed.emit(error)


class PassphraseForm(SecretForm):
    """Asks for the present passphrase and a new one. `changed` once the vault opens with the new one."""

    changed = Signal()

    def __init__(
        self, look: Appearance, desk: Desk, *, pool: QThreadPool | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, desk, self.tr("Present passphrase"), parent)
        self.panel = PassphrasePanel(look, rate=rate, suggest=suggest, pool=pool or QThreadPool.globalInstance())
        self.panel.set_names((desk.vault.name,))
        self.panel.first.label.setText(self.tr("New passphrase"))
        self.panel.first.edit.setAccessibleName(self.tr("New passphrase"))
        self.apply = Button(look, self.tr("Change passphrase"), kind="primary")
        self._lay_out()
        self.panel.changed.connect(self._on_typed)
        self.current.edit.textChanged.connect(self._on_typed)
        self.panel.again.edit.returnPressed.connect(self._on_apply)
        self.apply.clicked.connect(self._on_apply)
        self._on_typed()

    def forget(self) -> None:
        """Empty every field."""
        super().forget()
        self.panel.clear()

    def show_busy(self) -> None:
        """Lock the fields while the change is made."""
        super().show_busy()
        self.panel.setEnabled(not self.is_busy)
        self._on_typed()

    def on_done(self, result: object) -> None:
        """Close and say so."""
        self.close_form()
        self.changed.emit()

    def _lay_out(self) -> None:
        px = self.look.px
        words = self.tr(
            "The new passphrase opens this vault from now on. Copies of the vault made before keep the old passphrase."
        )
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.busy, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.apply)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(8), 0, px(16))
        column.setSpacing(px(16))
        for widget in (Label(self.look, words, tone="text2"), self.banner, self.current, self.panel):
            column.addWidget(widget)
        column.addLayout(row)
        self.hide()

    def _on_typed(self) -> None:
        self.apply.setEnabled(self.panel.is_ready and bool(self.current.text()) and not self.is_busy)

    def _on_apply(self) -> None:
        if self.apply.isEnabled():
            vault, current, new = self.desk.vault, self.current.text(), self.panel.passphrase()
            work = _ChangePassphrase(vault.change_passphrase, current, new)
            self.run_work(work, self.tr("Changing the passphrase. This takes a few seconds."))


class _ChangePassphrase:
    """The work on the lane."""

    def __init__(self, change: Callable[[str, str], None], current: str, new: str) -> None:
        self._change = change
        self._current = current
        self._new = new

    def __call__(self, progress: Callable[[int, int], None]) -> None:
        self._change(self._current, self._new)
