"""The life of the vault on screen: unlock, open, lock. Only the unlock window exists while it is locked."""

from __future__ import annotations

import gc
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from coachdesk.desk.lanes import Lane, Outcome
from coachdesk.desk.opening import (
    Replace,
    create_with,
    finish_backup,
    has_unfinished_backup,
    is_store_failure,
    rate,
    replace_process,
    seal,
    seal_and_back_up,
    suggest,
)
from coachdesk.desk.settings import LAST_VAULT, WINDOW_SIZE, Settings
from coachdesk.ui.shell.crash_report import build_report
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.unlocking import Unlocking
from coachdesk.ui.windows.unlock import UnlockWindow
from coachdesk.ui.windows.unlock_dialogs import SystemUnlockDialogs, UnlockDialogs

if TYPE_CHECKING:
    from coachdesk.desk.autolock import AutoLock
    from coachdesk.desk.desk import Desk
    from coachdesk.desk.reminders import Notifier, Reminders
    from coachdesk.desk.single_instance import SingleInstance
    from coachdesk.store.store import Store
    from coachdesk.ui.windows.first_run import FirstRunWindow
    from coachdesk.ui.windows.main import MainWindow
    from coachdesk.vault.bundle import OpenVault
    from coachdesk.vault.keychain import Keychain

GEOMETRY_VARIABLE = "COACHDESK_GEOMETRY"
PRESENTING_VARIABLE = "COACHDESK_PRESENTING"
"""Hands the random identity of the person to the fresh process that lock starts; it is in no file and names nobody."""
VAULT_VARIABLE = "COACHDESK_VAULT"
WISH_VARIABLE = "COACHDESK_WISH"
RESTORE_WISH = "restore"
"""The fresh process shows the page that restores a backup, because the vault must be closed for it."""


class VaultLife(QObject):
    """Unlock, open, lock: the life of the vault on screen. Only the unlock window exists while it is locked."""

    def __init__(
        self,
        settings: Settings,
        look: Appearance,
        *,
        vault_path: Path | None,
        replace: Replace = replace_process,
        dialogs: UnlockDialogs | None = None,
        keychain: Keychain | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self.look = look
        self.lane = Lane("vault", self)
        self.backup_lane = Lane("finish-backup", self)
        self.main: MainWindow | None = None
        self.unlock: UnlockWindow | None = None
        self.unlocking: Unlocking | None = None
        self.first_run: FirstRunWindow | None = None
        self.instance: SingleInstance | None = None
        self._vault_path = vault_path
        self._replace = replace
        self._is_leaving = threading.Event()
        self._dialogs = dialogs or SystemUnlockDialogs()
        self._keychain = keychain
        self._desk: Desk | None = None
        self._vault: OpenVault | None = None
        self._autolock: AutoLock | None = None
        self._reminders: Reminders | None = None
        self._notifier: Notifier | None = None
        self._import_path: str | None = None
        self._wish = ""
        self._quits = False
        self._wants_restore = False
        self._is_locking = self._is_sealing = False

    @property
    def window(self) -> QWidget | None:
        """The window that is on screen now."""
        return self.main or self.first_run or self.unlock

    def start(self) -> None:
        """Show the unlock window, or the first run when there is no vault yet."""
        if self._vault_path is None:
            self._show_first_run()
        else:
            self._show_unlock(self._vault_path)

    def report_crash(self, _kind: type[BaseException], error: BaseException, _trace: object) -> None:
        """Tell of a bug without its message, which may quote what was typed; stands in for Python's own hook."""
        print(build_report(error), file=sys.stderr)  # noqa: T201
        if self._desk is not None and isinstance(error, Exception):
            self._desk.bus.crashed.emit(error)

    def raise_window(self) -> None:
        """Bring the window to the front, for a second start."""
        window = self.window
        if window is not None:
            window.setWindowState(window.windowState() & ~window.windowState().WindowMinimized)
            window.show()
            window.raise_()
            window.activateWindow()

    def _show_unlock(self, path: Path) -> None:
        unlocking = Unlocking(
            self.settings, self.look, self.lane, path, dialogs=self._dialogs, keychain=self._keychain, parent=self
        )
        unlocking.opened.connect(self._show_main)
        unlocking.vault_chosen.connect(self._on_vault_chosen)
        unlocking.new_vault_requested.connect(self._on_new_vault)
        window = unlocking.window
        window.first_painted.connect(self._on_painted)
        window.setGeometry(self._geometry())
        window.show()
        self.unlocking, self.unlock = unlocking, window
        if os.environ.pop(WISH_VARIABLE, "") == RESTORE_WISH:
            unlocking.rescue.show_restore()

    def _on_vault_chosen(self, path: Path) -> None:
        self._vault_path = path

    def _show_first_run(self) -> None:
        from coachdesk.ui.windows.first_run import FirstRunWindow

        folder = Path(platformdirs.user_documents_path())
        place = folder if folder.is_dir() else Path.home()
        window = FirstRunWindow(self.look, default_place=place, rate=rate, suggest=suggest)
        window.create_requested.connect(self._on_create)
        window.finished.connect(self._on_first_run_finished)
        window.restore_requested.connect(self._on_restore_first)
        if hasattr(window, "first_painted"):
            window.first_painted.connect(self._on_painted)
        window.setGeometry(self._geometry())
        window.show()
        self.first_run = window

    def _geometry(self) -> QRect:
        given = os.environ.pop(GEOMETRY_VARIABLE, "")
        parts = [int(part) for part in given.split(",") if part.lstrip("-").isdigit()]
        if len(parts) == 4:
            return QRect(*parts)
        width, _, height = self.settings.get(WINDOW_SIZE).partition("x")
        screen = QApplication.primaryScreen().availableGeometry()
        shown = QRect(0, 0, min(int(width or 1280), screen.width()), min(int(height or 800), screen.height()))
        shown.moveCenter(screen.center())
        return shown

    def _on_painted(self) -> None:
        if self.instance is not None:
            self.instance.listen()
        self.lane.submit(load_rest, self._on_loaded)
        if self.unlocking is not None:
            self.unlocking.look()

    def _on_loaded(self, _outcome: Outcome) -> None:
        """Everything heavy is imported; what it made lives to the end, so the collector need not look at it again."""
        gc.freeze()
        path, leaving = self._vault_path, self._is_leaving
        if path is not None and self.main is None and has_unfinished_backup(path, self.settings):
            self.backup_lane.submit(lambda: finish_backup(path, self.settings, leaving), self._on_backup_finished)

    def _on_backup_finished(self, _outcome: Outcome) -> None:
        """What could not be finished is made up for within the hour after unlocking."""

    def _on_new_vault(self) -> None:
        if self.unlock is not None:
            self._close_window(self.unlock)
            self.unlock = self.unlocking = None
        self._show_first_run()

    def _on_restore_first(self, path: Path) -> None:
        """Go on with a backup where there is no vault yet, such as on a new computer."""
        assert self.first_run is not None
        self._close_window(self.first_run)
        self.first_run, self._vault_path = None, path
        self._show_unlock(path)
        assert self.unlocking is not None
        self.unlocking.rescue.show_restore()

    def _on_create(self, path: Path, passphrase: str) -> None:
        assert self.first_run is not None
        self.first_run.set_creating()
        self.lane.submit(lambda: create_with(path, passphrase), self._on_created)

    def _on_created(self, outcome: Outcome) -> None:
        assert self.first_run is not None
        if outcome.error is not None:
            from coachdesk.vault.errors import VaultError

            if not isinstance(outcome.error, VaultError) and not is_store_failure(outcome.error):
                raise outcome.error
            self.first_run.set_error(str(outcome.error))
            return
        self._vault, self._store, code = outcome.result
        self._vault_path = self._vault.path
        self.first_run.set_recovery_code(code)

    def _on_first_run_finished(self, choice: str, path: object) -> None:
        assert self._vault is not None
        self._wish = choice
        self._import_path = str(path) if path else None
        self._show_main(self._vault, self._store)

    def _show_main(self, vault: OpenVault, store: Store) -> None:
        from coachdesk.desk.desk import Desk
        from coachdesk.ui.windows.main import MainWindow

        self._vault, self._vault_path = vault, vault.path
        self._desk = Desk(vault, store, self.settings, parent=self)
        window = MainWindow(self._desk, self.look)
        window.lock_requested.connect(self.lock)
        window.close_requested.connect(self._on_close)
        self._desk.backups.restore_requested.connect(self.lock_to_restore)
        old = self.unlock or self.first_run
        window.setGeometry(old.geometry() if old is not None else self._geometry())
        presented = os.environ.pop(PRESENTING_VARIABLE, "")
        if presented:
            window.present(presented)
        window.show()
        self.main = window
        for other in (self.unlock, self.first_run):
            if other is not None:
                self._close_window(other)
        self.unlock = self.first_run = None
        if self.unlocking is not None:
            self.unlocking.deleteLater()
            self.unlocking = None
        if not os.environ.get(VAULT_VARIABLE):
            self.settings.set(LAST_VAULT, str(vault.path))
        self._watch(window)
        self._desk.backups.start()
        self._begin_reminders(self._desk)
        if self._wish in ("roster", "import"):
            window.import_file(self._import_path) if self._import_path else window.run_action("roster.import")
        elif self._wish == "person":
            window.run_action("person.add")
        self._wish = ""

    def _watch(self, window: MainWindow) -> None:
        from coachdesk.desk.autolock import AutoLock
        from coachdesk.desk.session_signals import build_session_signals

        self._autolock = AutoLock(self.settings, build_session_signals(self), parent=self)
        self._autolock.lock_requested.connect(self.lock)
        handle = window.windowHandle()
        if handle is not None:
            self._autolock.watch(handle)
        presenter = window.presenter_mode
        presenter.window_opened.connect(self._autolock.watch)
        if presenter.window is not None:
            self._autolock.watch(presenter.window.windowHandle())

    def _begin_reminders(self, desk: Desk) -> None:
        """Plan the turns of every series that came near, and remind of meetings until the vault locks."""
        from coachdesk.desk.operations import Operation
        from coachdesk.desk.reminders import Reminders
        from coachdesk.services.series import extend_series
        from coachdesk.ui.tray import Tray, build_notifier

        if not desk.vault.read_only:
            Operation(desk, desk, extend_series).start()
        self._notifier = build_notifier(self)
        if isinstance(self._notifier, Tray):
            self._notifier.open_requested.connect(self.raise_window)
            self._notifier.lock_requested.connect(self.lock)
            self._notifier.quit_requested.connect(self._on_close)
            self._notifier.show_icon()
        self._reminders = Reminders(desk, self._notifier, desk)
        self._reminders.start()

    def _end_reminders(self) -> None:
        if self._reminders is not None:
            self._reminders.stop()
        if self._notifier is not None:
            self._notifier.close()
        self._reminders = self._notifier = None

    def lock(self) -> None:
        """Lock: hide at once, save what is typed, seal, then become a fresh process. It never asks."""
        if self.main is None or self._desk is None or self._is_locking:
            return
        self._is_locking = True
        main, desk = self.main, self._desk
        main.flush()
        self._show_cover(main)
        main.hide()
        main.clipboard_guard.clear()
        if self._autolock is not None:
            self._autolock.stop()
        self._end_reminders()
        desk.store_lane.idle.connect(self._on_flushed)
        if desk.store_lane.pending == 0:
            self._on_flushed()

    def lock_to_restore(self) -> None:
        """Lock, and have the fresh process ask which backup to restore."""
        self._wants_restore = True
        self.lock()

    def _on_close(self) -> None:
        self._quits = True
        self.lock()

    def _show_cover(self, main: MainWindow) -> None:
        if self._quits:
            return
        cover = UnlockWindow(self.look, vault_name=self._vault_path.stem if self._vault_path else "CoachDesk")
        cover.setGeometry(main.geometry())
        cover.set_notice(self.tr("Locking. Your last words are being saved."))
        cover.setEnabled(False)
        cover.show()
        self.unlock = cover

    def _on_flushed(self) -> None:
        if self.main is None or self._desk is None or self._desk.store_lane.pending or self._is_sealing:
            return
        if self.main.has_unsaved():
            self._keep_unsaved()
            return
        self._is_sealing = True
        self._desk.rest()
        desk, vault = self._desk, self._vault
        assert vault is not None
        finish = seal_and_back_up if self._quits else seal
        self.lane.submit(lambda: finish(desk, vault), self._on_sealed)

    def _keep_unsaved(self) -> None:
        """The disk refused the last words: stay hidden, keep them, and try again until there is room."""
        if self.unlock is not None:
            self.unlock.set_notice(
                self.tr("Locked. The last words are not on disk yet, because it can't be written. They are kept here "
                        "and saved as soon as there is room."),
                kind="warn",
            )  # fmt: skip
        QTimer.singleShot(2000, self, self._on_retry)

    def _on_retry(self) -> None:
        if self.main is not None:
            self.main.flush()
            if self._desk is not None and self._desk.store_lane.pending == 0:
                self._on_flushed()

    def _on_sealed(self, outcome: Outcome) -> None:
        """Sealed or not, nothing is lost: an unsealed vault is checked when it is opened next."""
        assert self.main is not None
        geometry = self.main.geometry()
        if not self.main.isMaximized():
            self.settings.set(WINDOW_SIZE, f"{geometry.width()}x{geometry.height()}")
        self.main.clipboard_guard.release()
        self.main.allow_close()
        if self.instance is not None:
            self.instance.close()
        self.lane.stop()
        self._is_leaving.set()
        self.backup_lane.stop()
        if self._quits:
            self._close_window(self.main)
            QApplication.quit()
            return
        environment = dict(os.environ)
        if self._wants_restore:
            environment[WISH_VARIABLE] = RESTORE_WISH
        if self.main.presenter_mode.person_id:
            environment[PRESENTING_VARIABLE] = self.main.presenter_mode.person_id
        environment[GEOMETRY_VARIABLE] = ",".join(
            map(str, (geometry.x(), geometry.y(), geometry.width(), geometry.height()))
        )
        self._replace([sys.executable, "-m", "coachdesk"], environment)

    def _close_window(self, window: QWidget) -> None:
        window.hide()
        window.close()
        window.deleteLater()


def load_rest() -> None:
    """Import what the open vault needs, while the passphrase is typed."""
    import coachdesk.desk.desk
    import coachdesk.ui.views.glue_view
    import coachdesk.ui.views.meeting_view
    import coachdesk.ui.views.opportunity_view
    import coachdesk.ui.views.person_sponsorship
    import coachdesk.ui.views.person_view
    import coachdesk.ui.views.project_view
    import coachdesk.ui.views.sponsorship_view
    import coachdesk.ui.views.today_view
    import coachdesk.ui.windows.main
    import coachdesk.vault.bundle  # noqa: F401
