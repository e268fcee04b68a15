"""Changing the passphrase in place: the present one, the new one twice, and what old copies keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QThreadPool, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Task
from coachdesk.desk.settings import KEY_FILE
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.fields import Field
from coachdesk.ui.widgets.messages import Banner
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.windows.key_file_row import KeyFileRow
from coachdesk.ui.windows.passphrase_panel import PassphrasePanel
from coachdesk.ui.windows.rating import Rating
from coachdesk.ui.windows.unlock_dialogs import SystemUnlockDialogs, UnlockDialogs
from coachdesk.vault.errors import VaultError, WrongSecret
from coachdesk.vault.key_file import key_file_to_try
from coachdesk.vault.slot_secrets import PASSPHRASE_FILE, Passphrase
from coachdesk.vault.unlocked import Typed


def rate(text: str, names: tuple[str, ...]) -> Rating:
    """Rate a passphrase; called on a worker, where the word lists are loaded."""
    from coachdesk.vault.passphrase import rate_passphrase

    return rate_passphrase(text, also=names)


def suggest() -> str:
    """Return random words for a passphrase."""
    from coachdesk.vault.passphrase import suggest_words

    return suggest_words()


@dataclass(frozen=True, slots=True, repr=False)
class Proof:
    """A typed passphrase and where its key file is; `read` it on a lane."""

    text: str
    key_file: Path | None

    def read(self) -> Passphrase:
        """Return the secret. A key file that can't be read gives one that opens nothing."""
        return Passphrase(self.text, None if self.key_file is None else key_file_to_try(self.key_file))


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
        self.key_file = KeyFileRow(look)
        self.dialogs: UnlockDialogs = SystemUnlockDialogs()
        self.banner = Banner(look, "danger", "")
        self.cancel = Button(look, self.tr("Cancel"))
        self.busy = Label(look, "", role="small", tone="text3")
        self._task: Task | None = None
        self.banner.hide()
        self.cancel.clicked.connect(self.close_form)
        self.key_file.choose_requested.connect(self._on_choose_key_file)

    @property
    def is_busy(self) -> bool:
        """Whether a change is being made."""
        return self._task is not None

    @property
    def uses_key_file(self) -> bool:
        """Whether the vault asks for a key file beside the passphrase."""
        return any(slot.slot_type == PASSPHRASE_FILE for slot in self.desk.vault.slots())

    def proof(self) -> Proof | None:
        """Return what proves the owner, to be read on a lane; None, and said in the form, when the file is missing."""
        if not self.uses_key_file:
            return Proof(self.current.text(), None)
        if self.key_file.path is None:
            self.key_file.set_error(self.tr("This vault also asks for its key file. Choose it first."))
            self.key_file.button.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        return Proof(self.current.text(), self.key_file.path)

    def open_form(self) -> None:
        """Show the form empty, with the keyboard in its first field."""
        self.forget()
        self.set_key_file()
        self.show()
        self.current.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_key_file(self) -> None:
        """Ask for the key file where the vault has one, beginning with the one that was used last."""
        remembered = self.desk.settings.get(KEY_FILE)
        self.key_file.set_path(Path(remembered) if remembered else None)
        self.key_file.setVisible(self.uses_key_file)

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

    def on_refused(self, error: Exception) -> None:
        """Go on after the form said why it could not be made; overridden."""

    def _on_choose_key_file(self) -> None:
        chosen = self.dialogs.choose_key_file(self)
        if chosen is not None:
            self.key_file.set_path(chosen)

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
        self.on_refused(error)


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
        for widget in (Label(self.look, words, tone="text2"), self.banner, self.current, self.key_file, self.panel):
            column.addWidget(widget)
        column.addLayout(row)
        self.hide()

    def _on_typed(self) -> None:
        self.apply.setEnabled(self.panel.is_ready and bool(self.current.text()) and not self.is_busy)

    def _on_apply(self) -> None:
        proof = self.proof() if self.apply.isEnabled() else None
        if proof is not None:
            work = _ChangePassphrase(self.desk.vault.change_passphrase, proof, self.panel.passphrase())
            self.run_work(work, self.tr("Changing the passphrase. This takes a few seconds."))


class _ChangePassphrase:
    """The work on the lane."""

    def __init__(self, change: Callable[[Typed, str], None], proof: Proof, new: str) -> None:
        self._change = change
        self._proof = proof
        self._new = new

    def __call__(self, progress: Callable[[int, int], None]) -> None:
        self._change(self._proof.read(), self._new)
