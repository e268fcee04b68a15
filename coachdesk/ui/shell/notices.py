"""The banner over the page: what failed, what the backups say, what the owner should know of the vault."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.unkept_code import UnkeptCode
from coachdesk.ui.shell.crash_report import build_report
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.messages import Banner


class Notices(Banner):
    """Shows one message at a time, the newest. `failed` tells that something could not be saved."""

    failed = Signal()

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(look, "danger", "", can_dismiss=True, parent=parent)
        self._report = ""
        self.hide()
        self.dismissed.connect(self.hide)
        self.acted.connect(self._on_acted)
        desk.bus.failed.connect(self._on_failed)
        desk.bus.crashed.connect(self._on_crashed)
        desk.backups.noticed.connect(self._on_noticed)
        desk.backups.failed.connect(self._on_backup_failed)
        for notice in (*desk.vault.notices, (desk.vault.read_only and desk.vault.read_only_reason) or ""):
            if notice:
                self.show_message("warn", notice)
        if UnkeptCode(desk.settings, desk.vault).is_open:
            self.show_message("warn", self._say_unkept())

    def show_message(self, kind: str, text: str, action: str = "") -> None:
        """Show a message of a kind: info, warn or danger."""
        self.set_message(kind, text, action=action)
        self.show()

    def _say_unkept(self) -> str:
        return self.tr(
            "The recovery code was replaced, and nobody confirmed that the new one was kept; it can't be shown again. "
            "The passphrase opens the vault as before. Make another code in the settings, under Security."
        )

    def _on_failed(self, error: Exception) -> None:
        self.failed.emit()
        self.show_message("danger", str(error))

    def _on_crashed(self, error: Exception) -> None:
        self._report = build_report(error)
        self.show_message(
            "danger",
            self.tr("Something went wrong in CoachDesk. What is saved is safe; what you typed is still here."),
            self.tr("Copy report"),
        )

    def _on_noticed(self, text: str) -> None:
        self.show_message("warn", text)

    def _on_backup_failed(self, error: Exception) -> None:
        self.show_message("warn", str(error))

    def _on_acted(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
        self.hide()
