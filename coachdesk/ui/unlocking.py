"""The unlock window's work: opening by any way in, and refusals. Rescue of a damaged vault is `rescuing`'s."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QObject, Qt, Signal

from coachdesk.desk.lanes import Lane, Outcome
from coachdesk.desk.opening import is_store_failure, rate, suggest
from coachdesk.desk.settings import KEY_FILE, WAIT_AFTER_WRONG, Settings
from coachdesk.desk.ways_in import (
    PASSPHRASE,
    QUICK,
    RECOVERY,
    KeyFileWanted,
    Offered,
    WayIn,
    drop_quick_unlock,
    look_at,
    open_by,
)
from coachdesk.ui.rescuing import Rescuing
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.windows.unlock import UnlockWindow
from coachdesk.ui.windows.unlock_dialogs import UnlockDialogs

if TYPE_CHECKING:
    from coachdesk.store.store import Store
    from coachdesk.vault.bundle import OpenVault
    from coachdesk.vault.keychain import Keychain


class Unlocking(QObject):
    """Asks, opens on a lane and says what came of it; `opened` carries the vault and its store."""

    opened = Signal(object, object)
    vault_chosen = Signal(object)
    new_vault_requested = Signal()

    def __init__(
        self,
        settings: Settings,
        look: Appearance,
        lane: Lane,
        path: Path,
        *,
        dialogs: UnlockDialogs,
        keychain: Keychain | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.wrong_tries = 0
        self.path = path
        self.settings = settings
        self.lane = lane
        self.dialogs = dialogs
        self.window = UnlockWindow(
            look, vault_name=path.stem, last_opened_text=last_opened_words(path), rate=rate, suggest=suggest
        )
        self.rescue = Rescuing(self)
        self._keychain = keychain
        self._is_quick_dead = False
        self._way = WayIn(PASSPHRASE)
        self._vault: OpenVault | None = None
        self._store: Store | None = None
        self._connect()

    def look(self) -> None:
        """Find out what the vault asks for, on the lane, once the window is painted."""
        path = self.path
        self.lane.submit(lambda: look_at(path), self._on_looked)

    def open_with(self, way: WayIn, *, rescue: bool = False) -> None:
        """Open the vault; the answer is `opened`, or said in the window."""
        path, keychain, is_dead = self.path, self._keychain, self._is_quick_dead
        self._way = way

        def work() -> tuple[OpenVault, Store]:
            vault, store = open_by(path, way, rescue=rescue, keychain=keychain)
            if is_dead:
                drop_quick_unlock(vault, keychain)
            return vault, store

        self.lane.submit(work, self._on_opened)

    def use(self, path: Path) -> None:
        """Go on with another vault."""
        self.path = path
        self._is_quick_dead = False
        self.window.set_vault(path.stem, last_opened_words(path))
        self.look()
        self.vault_chosen.emit(path)

    def _connect(self) -> None:
        window = self.window
        window.unlock_requested.connect(self._on_unlock)
        window.recovery_requested.connect(self._on_recovery)
        window.quick_requested.connect(self._on_quick)
        window.passphrase_chosen.connect(self._on_new_passphrase)
        window.other_vault_requested.connect(self._on_other_vault)
        window.new_vault_requested.connect(self.new_vault_requested)
        window.key_file_requested.connect(self._on_key_file)
        window.restore_requested.connect(self.rescue.show_restore)

    def _on_looked(self, outcome: Outcome) -> None:
        if outcome.error is not None:
            raise outcome.error
        if self._vault is not None:  # somebody was faster, and the window may be gone
            return
        offered: Offered = outcome.result
        self.window.set_ways(uses_key_file=offered.uses_key_file, quick_until=offered.quick_until)
        remembered = self.settings.get(KEY_FILE)
        if offered.uses_key_file and remembered and self.window.key_file is None:
            self.window.set_key_file(Path(remembered))

    def _on_unlock(self, passphrase: str) -> None:
        self.window.set_opening()
        self.open_with(WayIn(PASSPHRASE, passphrase, self.window.key_file))

    def _on_recovery(self, code: str) -> None:
        self.window.set_opening()
        self.open_with(WayIn(RECOVERY, code))

    def _on_quick(self) -> None:
        self.window.set_opening()
        self.open_with(WayIn(QUICK))

    def _on_key_file(self) -> None:
        chosen = self.dialogs.choose_key_file(self.window)
        if chosen is not None:
            self.window.set_key_file(chosen)
            self.window.passphrase_page.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_other_vault(self) -> None:
        chosen = self.dialogs.choose_vault(self.window)
        if chosen is not None:
            self.use(chosen)

    def _on_opened(self, outcome: Outcome) -> None:
        if outcome.error is not None:
            self._refuse(outcome.error)
            return
        self.wrong_tries = 0
        vault, store = outcome.result
        way, self._vault, self._store = self._way, vault, store
        if way.kind == PASSPHRASE and way.key_file is not None and self.window.passphrase_page.key_file.isVisible():
            self.settings.set(KEY_FILE, str(way.key_file))
        if way.kind == RECOVERY and not vault.read_only:
            self.window.ask_new_passphrase()
            return
        self._way = WayIn(PASSPHRASE)
        self.opened.emit(vault, store)

    def _on_new_passphrase(self, passphrase: str) -> None:
        assert self._vault is not None
        self.window.set_opening()
        vault, code = self._vault, self._way.text
        self._way = WayIn(PASSPHRASE)
        self.lane.submit(lambda: vault.reset_passphrase(code, passphrase), self._on_passphrase_reset)

    def _on_passphrase_reset(self, outcome: Outcome) -> None:
        if outcome.error is not None:
            self._refuse(outcome.error)
            return
        self.opened.emit(self._vault, self._store)

    def _refuse(self, error: Exception) -> None:
        from coachdesk.store.failures import VaultDamaged
        from coachdesk.vault.errors import DamagedVault, QuickUnlockGone, VaultError, VaultInUse, WrongSecret

        window = self.window
        if isinstance(error, KeyFileWanted):
            window.ask_key_file()
        elif isinstance(error, WrongSecret):
            self._say_wrong(str(error))
        elif isinstance(error, QuickUnlockGone):
            self._is_quick_dead = self._is_quick_dead or error.is_dead
            self._ask_passphrase(str(error))
        elif isinstance(error, VaultInUse):
            window.set_error(self.tr("The vault is open already"), str(error))
        elif isinstance(error, DamagedVault | VaultDamaged):
            self.rescue.show_damage(self._way, error)
        elif isinstance(error, VaultError) or is_store_failure(error):
            window.set_error(self.tr("The vault did not open"), str(error))
        else:
            raise error

    def _say_wrong(self, text: str) -> None:
        from coachdesk.vault.passphrase import pause_ms

        self.wrong_tries += 1
        self.window.set_wrong(text)
        pause_s = pause_ms(self.wrong_tries) // 1000
        if pause_s and self.settings.get(WAIT_AFTER_WRONG):
            self.window.set_pause(pause_s)

    def _ask_passphrase(self, notice: str) -> None:
        page = self.window.passphrase_page
        page.set_ready()
        if self._is_quick_dead:
            self.window.set_ways(uses_key_file=not page.key_file.isHidden(), quick_until=None)
        self.window.set_notice(notice, kind="warn")
        page.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)


def last_opened_words(path: Path) -> str:
    """Return when a vault's header last changed, in words; empty when it has none."""
    moments = [copy.stat().st_mtime for copy in path.glob("header.[ab]")]
    if not moments:
        return ""
    moment = QDateTime.fromSecsSinceEpoch(int(max(moments)))
    when = QLocale().toString(moment, "d MMM yyyy, HH:mm")
    return QCoreApplication.translate("VaultLife", "Last opened {when}").format(when=when)
