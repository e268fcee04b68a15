"""The icon in the system's tray: open, lock now, quit, and the reminders that appear beside it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from coachdesk.desk.reminders import Notifier

_SHOWN_MS = 10_000


class Tray(Notifier):
    """Names nobody: neither its tool tip nor its menu nor a notification holds a word of the vault."""

    open_requested = Signal()
    lock_requested = Signal()
    quit_requested = Signal()

    is_available = True

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.icon = QSystemTrayIcon(QApplication.windowIcon(), self)
        self.icon.setToolTip("CoachDesk")
        self.menu = QMenu()
        self.menu.setAccessibleName("CoachDesk")
        for words, signal in (
            (self.tr("Open"), self.open_requested),
            (self.tr("Lock now"), self.lock_requested),
            (self.tr("Quit"), self.quit_requested),
        ):
            action = QAction(words, self)
            action.triggered.connect(signal)
            self.menu.addAction(action)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._on_activated)
        self.icon.messageClicked.connect(self.open_requested)

    def show_icon(self) -> None:
        """Put the icon into the tray."""
        self.icon.show()

    def close(self) -> None:
        """Take it away, before the process ends or is replaced."""
        self.icon.hide()
        self.menu.deleteLater()

    def show_words(self, title: str, text: str) -> None:
        """Show a system notification."""
        self.icon.showMessage(title, text, self.icon.icon(), _SHOWN_MS)

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.open_requested.emit()


def build_notifier(parent: QObject | None = None) -> Notifier:
    """Return the tray, or where the system has none a notifier that shows nothing."""
    return Tray(parent) if QSystemTrayIcon.isSystemTrayAvailable() else Notifier(parent)
