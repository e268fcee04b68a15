"""Replacing the recovery code in place: the passphrase, the new code once, and two groups of it typed back."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.unkept_code import UnkeptCode
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.settings_passphrase import Proof, SecretForm
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.windows.first_run_dialogs import FirstRunDialogs, SystemDialogs
from coachdesk.ui.windows.recovery_step import RecoveryStep
from coachdesk.ui.windows.secret_copy import SecretCopy
from coachdesk.vault.unlocked import Typed

_GROUPS = 8


def ask_two() -> tuple[int, int]:
    """Return two different groups to type back, one of each half, from 0."""
    half = _GROUPS // 2
    return secrets.randbelow(half), half + secrets.randbelow(half)


class RecoveryForm(SecretForm):
    """Asks for the passphrase, then shows the new code. `confirmed` once both groups were typed back."""

    replaced = Signal()
    confirmed = Signal()

    def __init__(
        self,
        look: Appearance,
        desk: Desk,
        *,
        dialogs: FirstRunDialogs | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, desk, self.tr("Passphrase"), parent)
        self.apply = Button(look, self.tr("Make a new code"), kind="primary")
        self.code = RecoveryStep(look, dialogs or SystemDialogs(), SecretCopy())
        self.done = Button(look, self.tr("I have kept it"), kind="primary")
        self._unkept = UnkeptCode(desk.settings, desk.vault)
        self._ask = QWidget()
        self._lay_out()
        self.current.edit.textChanged.connect(self._on_typed)
        self.current.edit.returnPressed.connect(self._on_apply)
        self.apply.clicked.connect(self._on_apply)
        self.code.ready_changed.connect(self._on_typed)
        self.done.clicked.connect(self._on_done_clicked)
        self._on_typed()

    @property
    def shows_code(self) -> bool:
        """Whether a new code is on the screen."""
        return bool(self.code.groups)

    def forget(self) -> None:
        """Empty the field and take the code off the screen."""
        super().forget()
        self.code.forget()
        self._show_part()

    def show_busy(self) -> None:
        """Lock the field while the code is replaced."""
        super().show_busy()
        self._on_typed()

    def on_done(self, result: object) -> None:
        """Show the new code, which is not shown again."""
        self.current.set_text("")
        self.code.set_code(str(result), ask_two(), self.desk.vault.name)
        self._show_part()
        self.code.start()
        self.replaced.emit()

    def on_refused(self, error: Exception) -> None:
        """The old code holds."""
        self._unkept.take_back()

    def _lay_out(self) -> None:
        px = self.look.px
        words = self.tr("A new code is made and shown once. The old code opens only copies of the vault made before.")
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.busy, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.apply)
        ask = QVBoxLayout(self._ask)
        ask.setContentsMargins(0, 0, 0, 0)
        ask.setSpacing(px(16))
        for widget in (Label(self.look, words, tone="text2"), self.banner, self.current, self.key_file):
            ask.addWidget(widget)
        ask.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(8), 0, px(16))
        column.setSpacing(px(8))
        column.addWidget(self._ask)
        column.addWidget(self.code)
        column.addWidget(self.done, 0, Qt.AlignmentFlag.AlignRight)
        self.hide()
        self._show_part()

    def _show_part(self) -> None:
        self._ask.setVisible(not self.shows_code)
        self.code.setVisible(self.shows_code)
        self.done.setVisible(self.shows_code)
        self._on_typed()

    def _on_typed(self) -> None:
        self.apply.setEnabled(bool(self.current.text()) and not self.is_busy)
        self.done.setEnabled(self.shows_code and self.code.is_ready)

    def _on_apply(self) -> None:
        proof = self.proof() if self.apply.isEnabled() else None
        if proof is not None:
            self._unkept.begin()
            work = _ReplaceCode(self.desk.vault.replace_recovery_code, proof)
            self.run_work(work, self.tr("Making a new code"))

    def _on_done_clicked(self) -> None:
        self._unkept.confirm()
        self.close_form()
        self.confirmed.emit()


class _ReplaceCode:
    """The work on the lane."""

    def __init__(self, replace: Callable[[Typed], str], proof: Proof) -> None:
        self._replace = replace
        self._proof = proof

    def __call__(self, progress: Callable[[int, int], None]) -> str:
        return self._replace(self._proof.read())
