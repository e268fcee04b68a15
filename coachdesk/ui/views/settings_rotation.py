"""Changing the keys in place: the passphrase, progress with Cancel, the new code typed back, old backups by choice."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.rotating import Rotating
from coachdesk.desk.unkept_code import UnkeptCode
from coachdesk.ui.backup_words import size_words
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.settings_passphrase import SecretForm
from coachdesk.ui.views.settings_recovery import ask_two
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.messages import ProgressRow
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.windows.first_run_dialogs import FirstRunDialogs, SystemDialogs
from coachdesk.ui.windows.recovery_step import RecoveryStep
from coachdesk.ui.windows.secret_copy import SecretCopy
from coachdesk.vault.errors import RotationUnfinished
from coachdesk.vault.keychain import Keychain


class RotationForm(SecretForm):
    """`changed` when the keys are new and the code was typed back."""

    changed = Signal()

    def __init__(
        self, look: Appearance, desk: Desk, *, dialogs: FirstRunDialogs | None = None, keychain: Keychain | None = None
    ) -> None:
        self._rotating: Rotating | None = None
        super().__init__(look, desk, "")
        self.current.label.setText(self.tr("Passphrase"))
        self.current.edit.setAccessibleName(self.tr("Passphrase"))
        self._keychain = keychain
        self._unkept = UnkeptCode(desk.settings, desk.vault)
        self.apply = Button(look, self.tr("Change the keys"), kind="primary")
        self.progress = ProgressRow(look, self.tr("Encrypting the vault anew"))
        self.code = RecoveryStep(look, dialogs or SystemDialogs(), SecretCopy())
        self.done = Button(look, self.tr("I have kept it"), kind="primary")
        self.notices = Label(look, "", tone="text2")
        self.old_backups = OldBackups(look)
        self._ask = QWidget()
        self._lay_out()
        self.current.edit.textChanged.connect(self.show_busy)
        self.current.edit.returnPressed.connect(self._on_apply)
        self.apply.clicked.connect(self._on_apply)
        self.progress.cancel_requested.connect(self._on_cancel)
        self.code.ready_changed.connect(self.show_busy)
        self.done.clicked.connect(self._on_done_clicked)
        self.old_backups.finished.connect(self.close_form)
        self._show_part()

    @property
    def is_busy(self) -> bool:
        """Whether the keys are being changed."""
        return self._rotating is not None

    @property
    def shows_code(self) -> bool:
        """Whether the new code is on the screen."""
        return bool(self.code.groups)

    def close_form(self) -> None:
        """Forget what was typed and hide; a code that nobody has kept yet stays while its page does."""
        super().close_form()
        self._show_part()

    def stop(self) -> None:
        """Cancel on leaving the page: a code that appears where nobody looks would be lost."""
        self._on_cancel()

    def forget(self) -> None:
        """Empty the field, and take the code and the list of old backups off the screen."""
        super().forget()
        self.code.forget()
        self.old_backups.set_paths(())
        self.notices.setText("")

    def show_busy(self) -> None:
        """Lock the field while the keys are changed."""
        super().show_busy()
        self.apply.setEnabled(bool(self.current.text()) and not self.is_busy)
        self.done.setEnabled(self.shows_code and self.code.is_ready)

    def _lay_out(self) -> None:
        px = self.look.px
        words = self.tr(
            "Everything is encrypted anew under a new key, and a new recovery code is made. Do this when somebody may "
            "have learnt the passphrase: a changed passphrase alone does not reach into old copies. It takes as much "
            "room again as the vault, and what you type meanwhile is saved afterwards."
        )
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.apply)
        ask = QVBoxLayout(self._ask)
        ask.setContentsMargins(0, 0, 0, 0)
        ask.setSpacing(px(16))
        for widget in (Label(self.look, words, tone="text2"), self.banner, self.current, self.key_file, self.progress):
            ask.addWidget(widget)
        ask.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(8), 0, px(16))
        column.setSpacing(px(8))
        for part in (self._ask, self.code, self.notices, self.old_backups):
            column.addWidget(part)
        column.addWidget(self.done, 0, Qt.AlignmentFlag.AlignRight)
        self.progress.hide()
        self.hide()

    def _show_part(self) -> None:
        has_old = bool(self.old_backups.paths)
        self._ask.setVisible(not self.shows_code and not has_old)
        self.code.setVisible(self.shows_code)
        self.done.setVisible(self.shows_code)
        self.notices.setVisible(bool(self.notices.text()))
        self.old_backups.setVisible(has_old and not self.shows_code)
        self.show_busy()

    def _on_apply(self) -> None:
        if self.desk.backups.is_running:
            self.banner.show()
            self.banner.set_message("info", self.tr("A backup is being made. Try again when it is done."))
            return
        proof = self.proof() if self.apply.isEnabled() else None
        if proof is None:
            return
        self.banner.hide()
        self._unkept.begin()
        self._rotating = Rotating(self, self.desk, self._keychain)
        self._rotating.succeeded.connect(self._on_rotated)
        self._rotating.failed.connect(self._on_rotation_failed)
        self._rotating.cancelled.connect(self._on_cancelled)
        self._rotating.progressed.connect(self._on_progressed)
        self._rotating.start(proof.read())
        self.progress.set_percent(0)
        self.progress.show()
        self.show_busy()

    def _settle(self) -> None:
        if self._rotating is not None:
            self._rotating.deleteLater()
        self._rotating = None
        self.progress.hide()
        self.show_busy()

    def _on_rotated(self, rotation: object) -> None:
        self._settle()
        self.current.set_text("")
        self.code.set_code(rotation.recovery_code, ask_two(), self.desk.vault.name)  # type: ignore[attr-defined]
        self.notices.setText(" ".join(rotation.notices))  # type: ignore[attr-defined]
        self.old_backups.set_paths(rotation.old_backups)  # type: ignore[attr-defined]
        self._show_part()
        self.code.start()
        self.changed.emit()

    def _on_rotation_failed(self, error: Exception) -> None:
        self._settle()
        if not isinstance(error, RotationUnfinished):
            self._unkept.take_back()
        self._on_failed(error)

    def _on_cancelled(self) -> None:
        self._settle()
        self._unkept.take_back()
        self.banner.show()
        self.banner.set_message("info", self.tr("Stopped. The vault is as it was."))

    def _on_progressed(self, done: int, total: int) -> None:
        self.progress.set_percent(round(100 * done / total) if total else -1)

    def _on_cancel(self) -> None:
        if self._rotating is not None:
            self._rotating.cancel()

    def _on_done_clicked(self) -> None:
        self._unkept.confirm()
        self.code.forget()
        if self.old_backups.paths:
            self._show_part()
            self.old_backups.start()
        else:
            self.close_form()


class OldBackups(QWidget):
    """Backups that the old keys still open, each kept or deleted by choice; none is deleted unasked."""

    finished = Signal()

    def __init__(self, look: Appearance, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from coachdesk.ui.views.tick_list import TickList

        self.look = look
        self.paths: tuple[Path, ...] = ()
        self.words = Label(
            look, words or self.tr("The old passphrase and code still open these backups."), tone="text2"
        )
        self.list = TickList(look, self.tr("Old backups"))
        self.error = Label(look, "", tone="danger")
        self.delete = Button(look, self.tr("Delete the ticked backups"), kind="danger")
        self.keep = Button(look, self.tr("Keep the rest"))
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        row.addStretch(1)
        row.addWidget(self.keep)
        row.addWidget(self.delete)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(12))
        for widget in (self.words, self.list, self.error):
            column.addWidget(widget)
        column.addLayout(row)
        self.list.changed.connect(self._on_ticked)
        self.delete.clicked.connect(self._on_delete)
        self.keep.clicked.connect(self.finished)

    def set_paths(self, paths: tuple[Path, ...]) -> None:
        """Show backups with their sizes; none is ticked."""
        self.paths = paths
        self.error.hide()
        self.list.set_rows([(path.name, size_words(_size(path))) for path in paths])
        self._on_ticked()

    def start(self) -> None:
        """Put the keyboard into the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_ticked(self) -> None:
        self.delete.setEnabled(bool(self.list.ticked()))

    def _on_delete(self) -> None:
        chosen = [self.paths[number] for number in self.list.ticked()]
        try:
            for path in chosen:
                path.unlink(missing_ok=True)
        except OSError:
            self.error.setText(self.tr("A backup could not be deleted. The others are as listed."))
            self.error.show()
        self.set_paths(tuple(path for path in self.paths if path.exists()))
        if not self.paths:
            self.finished.emit()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
