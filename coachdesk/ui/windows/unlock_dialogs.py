"""What unlocking asks of the system: files and folders, behind an interface with a fake in tests."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget


class UnlockDialogs(Protocol):
    """The system's choosers. Each returns None when the user cancels."""

    def choose_vault(self, parent: QWidget) -> Path | None:
        """Ask for a vault's folder."""

    def choose_key_file(self, parent: QWidget) -> Path | None:
        """Ask for a key file that exists."""

    def choose_new_key_file(self, parent: QWidget) -> Path | None:
        """Ask where to make a key file."""

    def choose_backup(self, parent: QWidget) -> Path | None:
        """Ask for a backup."""

    def choose_folder(self, parent: QWidget, start: Path) -> Path | None:
        """Ask for a folder."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("UnlockDialogs", text)


class SystemUnlockDialogs:
    """The system's own choosers."""

    def choose_vault(self, parent: QWidget) -> Path | None:
        """Ask for a vault's folder."""
        return _path(QFileDialog.getExistingDirectory(parent, _tr("Open a vault"), str(Path.home())))

    def choose_key_file(self, parent: QWidget) -> Path | None:
        """Ask for a key file that exists."""
        return _path(QFileDialog.getOpenFileName(parent, _tr("Choose the key file"), str(Path.home()))[0])

    def choose_new_key_file(self, parent: QWidget) -> Path | None:
        """Ask where to make a key file."""
        start = str(Path.home() / "coachdesk.key")
        return _path(QFileDialog.getSaveFileName(parent, _tr("Make a key file"), start)[0])

    def choose_backup(self, parent: QWidget) -> Path | None:
        """Ask for a backup."""
        kinds = _tr("Backups (*.coachdesk-backup)")
        return _path(QFileDialog.getOpenFileName(parent, _tr("Choose a backup"), str(Path.home()), kinds)[0])

    def choose_folder(self, parent: QWidget, start: Path) -> Path | None:
        """Ask for a folder."""
        return _path(QFileDialog.getExistingDirectory(parent, _tr("Choose a folder"), str(start)))


def _path(found: str) -> Path | None:
    return Path(found) if found else None
