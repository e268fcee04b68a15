"""Changing the keys of an open vault: both lanes stand still meanwhile, and the store connects anew afterwards."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from coachdesk.desk.desk import Desk
from coachdesk.desk.lanes import Outcome
from coachdesk.desk.standstill import run_alone
from coachdesk.store.attachment_rows import AttachmentRows
from coachdesk.store.backup import check_content
from coachdesk.store.failures import StoreFailure
from coachdesk.vault.backups.listing import list_backups
from coachdesk.vault.errors import VaultError
from coachdesk.vault.keychain import Keychain
from coachdesk.vault.rotation import Rotation, rotate_keys
from coachdesk.vault.slot_secrets import Passphrase


class Stopped(Exception):
    """The owner cancelled; the vault stays as it was."""


class Rotating(QObject):
    """One rotation. Signals come on the UI thread; saves that are asked for meanwhile wait their turn."""

    succeeded = Signal(object)
    """A `coachdesk.vault.rotation.Rotation`."""
    failed = Signal(object)
    cancelled = Signal()
    progressed = Signal(int, int)

    def __init__(self, parent: QObject, desk: Desk, keychain: Keychain | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._keychain = keychain
        self._stop = threading.Event()

    def start(self, passphrase: Passphrase) -> None:
        """Begin as soon as what is queued is written and read."""
        run_alone(self._desk, lambda: self._rotate(passphrase), self._on_outcome)

    def cancel(self) -> None:
        """Stop at the next report; once the new vault counts it is too late, and the rotation goes through."""
        self._stop.set()

    def _rotate(self, passphrase: Passphrase) -> Rotation:
        return rotate_keys(
            self._desk.vault,
            passphrase,
            blob_rows=AttachmentRows(),
            check_text=check_content,
            progress=self._report,
            list_backups=self._list_backups,
            keychain=self._keychain,
        )

    def _list_backups(self) -> tuple[Path, ...]:
        """Return the backups at both places: the old keys open them, whatever the vault's are now."""
        places = self._desk.backups.places
        vault = self._desk.vault
        found = [
            row.path
            for folder in (places.folder, places.second)
            if folder is not None
            for row in list_backups(folder, vault_id=vault.vault_id, state_dir=vault.state_dir)
        ]
        return tuple(found)

    def _report(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise Stopped
        self.progressed.emit(done, total)

    def _on_outcome(self, outcome: Outcome) -> None:
        if isinstance(outcome.error, Stopped):
            self.cancelled.emit()
        elif isinstance(outcome.error, VaultError | StoreFailure):
            self.failed.emit(outcome.error)
        elif outcome.error is not None:
            raise outcome.error
        else:
            self.succeeded.emit(outcome.result)
