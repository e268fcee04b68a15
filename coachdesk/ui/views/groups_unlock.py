"""The second unlock: the passphrase once more for what people said of themselves; its key is held for minutes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.settings_passphrase import Proof, SecretForm
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.text import Label
from coachdesk.vault.errors import GroupsLocked
from coachdesk.vault.groups_key import GroupsKey
from coachdesk.vault.unlocked import Typed

HELD_MS = 5 * 60 * 1000


class HeldKey(QObject):
    """The groups key while a page shows what it opens. `forgotten` when it is overwritten: at the latest in 5 minutes.

    Its owner calls `forget` when it is hidden: on leaving the page, at lock and when presenter mode begins.
    """

    expiring = Signal()
    """The time is over: the last moment to seal what is typed."""
    forgotten = Signal()

    def __init__(self, parent: QObject, *, held_ms: int = HELD_MS) -> None:
        super().__init__(parent)
        self._key: GroupsKey | None = None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(held_ms)
        self.timer.timeout.connect(self._on_time_over)

    @property
    def key(self) -> GroupsKey | None:
        """The key, or None when it is not held."""
        return self._key

    def hold(self, key: GroupsKey) -> None:
        """Keep a key from now on."""
        self.forget()
        self._key = key
        self.timer.start()

    def forget(self) -> None:
        """Overwrite the key; safe to call twice."""
        self.timer.stop()
        key, self._key = self._key, None
        if key is not None:
            key.forget()
            self.forgotten.emit()

    def _on_time_over(self) -> None:
        self.expiring.emit()
        self.forget()


class GroupsUnlock(SecretForm):
    """Asks for the passphrase again. `opened` with the key, which the receiver holds and forgets.

    Only what is asked here reaches the key: the vault's own key and quick unlock don't hold it.
    """

    opened = Signal(object)
    groups_locked = Signal()
    """The passphrase opens the vault, but the words need an earlier one."""

    def __init__(self, look: Appearance, desk: Desk, words: str, parent: QWidget | None = None) -> None:
        super().__init__(look, desk, self.tr("Passphrase again"), parent)
        self.apply = Button(look, self.tr("Unlock"), icon="unlock")
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        row.addWidget(self.apply)
        row.addWidget(self.busy, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(12))
        for widget in (Label(look, words, tone="text2"), self.banner, self.current, self.key_file):
            column.addWidget(widget)
        column.addLayout(row)
        self.cancel.setParent(self)
        self.cancel.hide()
        self.current.edit.textChanged.connect(self.show_busy)
        self.current.edit.returnPressed.connect(self._on_apply)
        self.apply.clicked.connect(self._on_apply)
        self.show_busy()

    def ask(self) -> None:
        """Show the form empty, without taking the keyboard from where it is."""
        if not self.is_busy:
            self.forget()
        self.set_key_file()
        self.show()

    def close_form(self) -> None:
        """Empty the field at Esc; the form stays."""
        if not self.is_busy:
            self.forget()

    def show_busy(self) -> None:
        """Lock the field while the key is derived."""
        super().show_busy()
        self.apply.setEnabled(bool(self.current.text()) and not self.is_busy)

    def on_done(self, result: object) -> None:
        """Give the key to whoever shows; a key that comes when nobody looks any more is forgotten at once."""
        assert isinstance(result, GroupsKey)
        self.forget()
        if self.isVisible() and not self.desk.is_presenting:
            self.opened.emit(result)
        else:
            result.forget()

    def on_refused(self, error: Exception) -> None:
        """Tell apart that the passphrase was right."""
        if isinstance(error, GroupsLocked):
            self.groups_locked.emit()

    def _on_apply(self) -> None:
        proof = self.proof() if self.apply.isEnabled() else None
        if proof is not None:
            self.run_work(_OpenGroups(self.desk.vault.groups_key, proof), self.tr("Unlocking"))


class _OpenGroups:
    """The work on the lane, where one key is derived at a time."""

    def __init__(self, open_groups: Callable[[Typed], GroupsKey], proof: Proof) -> None:
        self._open_groups = open_groups
        self._proof = proof

    def __call__(self, progress: Callable[[int, int], None]) -> GroupsKey:
        return self._open_groups(self._proof.read())
