"""Backups in words, the same in the settings and in the unlock window."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from coachdesk.ui.windows.restore import BackupChoice


class Backup(Protocol):
    """What is known of a backup, as `coachdesk.vault.backups.listing` tells it."""

    @property
    def path(self) -> Path:
        """Its file."""

    @property
    def made_at(self) -> datetime:
        """When it was made."""

    @property
    def size(self) -> int:
        """Its length in bytes."""

    @property
    def state(self) -> str:
        """verified, unknown or damaged."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("backup_words", text)


def moment_words(moment: datetime) -> str:
    """Return `12 May 2026, 09:44` in this computer's zone."""
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(moment.timestamp())), "d MMMM yyyy, HH:mm")


def size_words(size_bytes: int) -> str:
    """Return `38.2 MB`."""
    return QLocale().formattedDataSize(size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def backup_choice(row: Backup) -> BackupChoice:
    """Return a backup as a row."""
    states = {"verified": _tr("Checked"), "unknown": _tr("Not checked yet"), "damaged": _tr("Damaged")}
    state = str(row.state)
    return BackupChoice(
        row.path, moment_words(row.made_at), size_words(row.size), states[state], is_damaged=state == "damaged"
    )
