"""When backups are made: hourly in use and at lock, each time only when content changed.

Work runs on a lane of its own, so neither the window nor a save waits for it; only the moving of the log into the file
is put off while a copy is read. At lock nothing long may happen while keys and text are in memory: the backup's signed
beginning is written from the seal in a moment, the process is replaced, and the fresh one finishes the copy without any
key behind the unlock window (`coachdesk.vault.backups.sealed_copy` says how). It is test-opened after the next unlock.
When CoachDesk is closed for good, the copy is finished after the keys are gone and the window is hidden.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from coachdesk.desk.lanes import Lane, Outcome
from coachdesk.desk.settings import BACK_UP, BACKUP_FOLDER, SECOND_BACKUP_FOLDER, Settings
from coachdesk.store import backup
from coachdesk.store.clock import Clock, system_clock
from coachdesk.store.failures import StoreFailure
from coachdesk.vault.backups.listing import BackupRow, is_covered, list_backups
from coachdesk.vault.backups.places import backup_folder
from coachdesk.vault.backups.sealed_copy import begin_sealed_copy, finish_sealed_copy, has_begun
from coachdesk.vault.bundle import OpenVault
from coachdesk.vault.errors import VaultError

FIRST_AFTER_MS = 60_000
EVERY_MS = 3_600_000
DAMAGED_AT_LOCK = (
    "The backup made when the vault was last locked is damaged and does not count. The vault itself is open as before; "
    "a new backup is made within the hour."
)


class Stopped(Exception):
    """The work was cancelled; nothing half-written stays."""


class BackingUp(QObject):
    """Makes, tests and lists the backups of an open vault; signals come on the UI thread.

    `timer` is a QTimer that the owner of a test may bring. Nothing happens by itself before `start`.
    """

    made = Signal(object)
    """A `store.backup.BackedUp`, also when there was nothing to do."""
    drilled = Signal(object)
    """A `store.backup.DrillReport`."""
    failed = Signal(object)
    """A VaultError or StoreFailure: a plain sentence, and nothing was lost."""
    noticed = Signal(str)
    """A plain sentence, such as that the second place is away."""
    progressed = Signal(float, str)
    """A fraction and a phrase."""
    cancelled = Signal()
    restore_requested = Signal()
    """Restoring needs the vault closed: whoever owns it locks, and asks which backup afterwards."""
    changed = Signal()
    """The list of backups may be another."""

    def __init__(
        self,
        vault: OpenVault,
        settings: Settings,
        *,
        clock: Clock = system_clock,
        timer: QTimer | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._vault = vault
        self._settings = settings
        self._clock = clock
        self._lane = Lane("backup", self)
        self._cancel = threading.Event()
        self._is_stopped = False
        self._timer = timer or QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.make_if_due)

    @property
    def is_running(self) -> bool:
        """Whether a backup or a drill is under way."""
        return self._lane.pending > 0

    @property
    def places(self) -> backup.Places:
        """Where backups go, by the settings."""
        second = self._settings.get(SECOND_BACKUP_FOLDER)
        return backup.Places(folder_for(self._vault.path, self._settings), Path(second) if second else None)

    def start(self) -> None:
        """Begin: soon test what was made at lock, then work hourly."""
        self._timer.start(FIRST_AFTER_MS)

    def make_if_due(self) -> None:
        """Test the newest backup if nobody has, and make one if content changed; then wait an hour."""
        self._timer.start(EVERY_MS)
        if self._settings.get(BACK_UP) and not self._vault.read_only and not self.is_running:
            self._submit(self._make_if_due, self._on_made)

    def make_now(self) -> None:
        """Make a backup although nothing may have changed."""
        self._submit(lambda: self._back_up(force=True), self._on_made)

    def drill_now(self, row: BackupRow) -> None:
        """Practise restoring a backup of this vault."""
        self._submit(lambda: backup.drill(self._vault, row, now=self._clock(), report=self._report), self._on_drilled)

    def cancel(self) -> None:
        """Stop what is under way at its next report."""
        self._cancel.set()

    def list_rows(self) -> tuple[BackupRow, ...]:
        """Return the backups of this vault in its folder, newest first; reads their beginnings. Raises VaultError."""
        return list_backups(self.places.folder, vault_id=self._vault.vault_id, state_dir=self._vault.state_dir)

    def last_drill_at(self) -> datetime | None:
        """Return when a drill last went well."""
        return backup.last_drill_at(self._vault)

    def drill_due_at(self) -> datetime:
        """Return when the next drill should be: monthly."""
        return backup.drill_due_at(self._vault, self._clock())

    def stop(self) -> None:
        """Stop the timer and what is under way, on the UI thread; nothing starts again."""
        self._is_stopped = True
        self._timer.stop()
        self._cancel.set()

    def close(self) -> None:
        """Wait until what was under way has stopped; may run on any thread, after `stop`."""
        self._is_stopped = True
        self._cancel.set()
        self._lane.stop()

    def begin_at_lock(self) -> None:
        """Write the beginning of a backup of the vault just sealed, if content changed; a failure delays no lock."""
        if not self._settings.get(BACK_UP) or self._vault.read_only:
            return
        with suppress(VaultError):
            if not is_covered(self._vault, self.list_rows(), self._vault.sealed_as.commits):
                begin_sealed_copy(self._vault, self.places.folder, self._clock())

    def _submit(self, work: Callable[[], Any], receive: Callable[[Outcome], None]) -> None:
        if not self._is_stopped:
            self._cancel.clear()
            self._lane.submit(work, receive)

    def _make_if_due(self) -> backup.BackedUp:
        tested = backup.verify_newest(self._vault, self.places.folder, report=self._report)
        done = self._back_up(force=False)
        if tested is None or tested.ok:
            return done
        return backup.BackedUp(done.path, done.copies, done.removed, (DAMAGED_AT_LOCK, *done.notices))

    def _back_up(self, *, force: bool) -> backup.BackedUp:
        return backup.back_up(self._vault, self.places, now=self._clock(), report=self._report, force=force)

    def _report(self, fraction: float, words: str) -> None:
        if self._cancel.is_set():
            raise Stopped
        self.progressed.emit(fraction, words)

    def _on_made(self, outcome: Outcome) -> None:
        if self._has_failed(outcome):
            return
        for notice in outcome.result.notices:
            self.noticed.emit(notice)
        self.made.emit(outcome.result)
        self.changed.emit()

    def _on_drilled(self, outcome: Outcome) -> None:
        if not self._has_failed(outcome):
            self.drilled.emit(outcome.result)
            self.changed.emit()

    def _has_failed(self, outcome: Outcome) -> bool:
        error = outcome.error
        if isinstance(error, Stopped):
            self.cancelled.emit()
        elif isinstance(error, VaultError | StoreFailure):
            self.failed.emit(error)
            self.changed.emit()
        elif error is not None:
            raise error
        return error is not None


def folder_for(bundle: Path, settings: Settings) -> Path:
    """Return the folder that backups of a vault go to."""
    chosen = settings.get(BACKUP_FOLDER)
    return Path(chosen) if chosen else backup_folder(bundle)


def has_unfinished(bundle: Path, settings: Settings) -> bool:
    """Tell whether the backup that was begun at lock waits to be finished."""
    return has_begun(bundle, folder_for(bundle, settings))


def finish_begun(bundle: Path, settings: Settings, stopped: threading.Event) -> Path | None:
    """Finish the backup that was begun at lock; needs no key. A failure leaves the next one to be made."""

    def report(_fraction: float, _words: str) -> None:
        if stopped.is_set():
            raise Stopped

    with suppress(VaultError, Stopped):
        return finish_sealed_copy(bundle, folder_for(bundle, settings), report)
    return None
