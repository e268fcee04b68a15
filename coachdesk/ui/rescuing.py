"""What follows when a vault is damaged, or a backup shall be restored: nothing is touched before it is asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QStandardPaths, Signal

from coachdesk.desk.lanes import Outcome
from coachdesk.desk.opening import is_store_failure
from coachdesk.desk.settings import KEY_FILE
from coachdesk.desk.ways_in import (
    PASSPHRASE,
    KeyFileWanted,
    Report,
    WayIn,
    describe,
    list_known_backups,
    open_damaged,
    restore_by,
    salvage_by,
)

if TYPE_CHECKING:
    from coachdesk.ui.unlocking import Unlocking
    from coachdesk.ui.windows.damaged import DamagedPage
    from coachdesk.ui.windows.rescue_page import RescuePage
    from coachdesk.ui.windows.restore import RestorePage
    from coachdesk.vault.damage import DamageReport


class Stopped(Exception):
    """The work was cancelled; nothing half-written stays."""


class Rescuing(QObject):
    """The pages for damage and for restoring, over the unlock window of its parent."""

    progressed = Signal(float, str)

    def __init__(self, unlocking: Unlocking) -> None:
        super().__init__(unlocking)
        self.damaged: DamagedPage | None = None
        self.restore: RestorePage | None = None
        self._newest: Path | None = None
        self._chosen: Path | None = None
        self._way = WayIn(PASSPHRASE)
        self._stop = threading.Event()
        self._page: RescuePage | None = None
        self.progressed.connect(self._on_progressed)

    @property
    def _unlocking(self) -> Any:
        """The owner, looked up each time: a child must not hold a reference to its parent."""
        return self.parent()

    def show_damage(self, way: WayIn, error: Exception) -> None:
        """Find out what is damaged, on the lane, then say so on a page of its own."""
        owner = self._unlocking
        path, settings = owner.path, owner.settings
        self._way = way
        owner.lane.submit(lambda: describe(path, way, error, settings), self._on_described)

    def show_restore(self) -> None:
        """Offer the backups that are known for the vault at hand."""
        from coachdesk.ui.windows.restore import RestorePage

        owner = self._unlocking
        self._drop()
        has_vault = owner.path.is_dir()
        self.restore = RestorePage(owner.window.look, owner.path, has_vault=has_vault)
        self.restore.restore_requested.connect(self._on_restore)
        self.restore.file_requested.connect(self._on_file)
        self._show(self.restore)
        path, settings = owner.path, owner.settings
        owner.lane.submit(lambda: list_known_backups(path, settings), self._on_listed)

    def _show(self, page: RescuePage) -> None:
        self._page = page
        page.back_requested.connect(self._on_back)
        page.cancel_requested.connect(self._on_cancel)
        page.key_file.choose_requested.connect(self._on_key_file)
        remembered = self._unlocking.window.key_file or self._unlocking.settings.get(KEY_FILE)
        page.key_file.set_path(Path(remembered) if remembered else None)
        page.secret.set_text(self._way.text)
        self._unlocking.window.show_page(page)

    def _drop(self) -> None:
        self._way = WayIn(PASSPHRASE, self._page.secret.text() if self._page is not None else "")
        for page in (self.damaged, self.restore):
            if page is not None:
                page.forget()
                self._unlocking.window.drop_page(page)
        self.damaged = self.restore = self._page = None

    def _on_described(self, outcome: Outcome) -> None:
        from coachdesk.ui.windows.damaged import DamagedPage

        owner = self._unlocking
        if outcome.error is not None:
            owner.window.passphrase_page.set_ready()
            self._say_failure(outcome.error)
            return
        report: DamageReport = outcome.result
        self._newest = report.newest_good_backup
        if self.damaged is None:
            self.damaged = DamagedPage(owner.window.look)
            self.damaged.step_requested.connect(self._on_step)
            self.damaged.set_damage(report)
            self._show(self.damaged)
        self.damaged.start()

    def _on_step(self, kind: str) -> None:
        from coachdesk.ui.windows import damaged

        page = self.damaged
        assert page is not None
        if kind == damaged.OPEN_BACKUP:
            self._chosen = self._newest
            self.show_restore()
        elif kind == damaged.FIND_COPY:
            self._chosen = None
            self.show_restore()
        elif kind == damaged.SALVAGE:
            self._salvage(page)
        else:
            page.set_busy(self.tr("Opening for reading only"))
            owner, way = self._unlocking, self._typed(page)
            path = owner.path
            self._begin(lambda _report: open_damaged(path, way), self._on_opened)

    def _salvage(self, page: DamagedPage) -> None:
        owner = self._unlocking
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = owner.dialogs.choose_folder(owner.window, Path(documents or Path.home()))
        if folder is None:
            return
        out = _free_name(folder, f"{owner.path.stem} salvaged")
        way, path = self._typed(page), owner.path
        page.set_busy(self.tr("Salvaging what can be read"))
        self._begin(lambda report: salvage_by(path, way, out, report), self._on_salvaged)

    def _on_listed(self, outcome: Outcome) -> None:
        from coachdesk.ui.backup_words import backup_choice

        if self.restore is None:
            return
        if outcome.error is not None:
            raise outcome.error
        self.restore.set_rows([backup_choice(row) for row in outcome.result], self._chosen)
        self.restore.start()

    def _on_file(self) -> None:
        from coachdesk.ui.windows.restore import BackupChoice

        owner = self._unlocking
        chosen = owner.dialogs.choose_backup(owner.window)
        if chosen is not None and self.restore is not None:
            self.restore.add_row(BackupChoice(chosen, chosen.name, str(chosen.parent), ""))
            self.restore.start()

    def _on_restore(self, backup: Path, in_place: bool) -> None:
        owner, page = self._unlocking, self.restore
        assert page is not None
        target = owner.path
        if not in_place and owner.path.exists():
            folder = owner.dialogs.choose_folder(owner.window, owner.path.parent)
            if folder is None:
                return
            target = folder / owner.path.name
        way = self._typed(page)
        page.set_busy(self.tr("Restoring"))
        self._begin(lambda report: restore_by(backup, way, target, in_place=in_place, report=report), self._on_restored)

    def _begin(self, work: Callable[[Report], Any], receive: Callable[[Outcome], None]) -> None:
        self._stop.clear()
        self._unlocking.lane.submit(lambda: work(self._report), receive)

    def _report(self, fraction: float, words: str) -> None:
        if self._stop.is_set():
            raise Stopped
        self.progressed.emit(fraction, words)

    def _typed(self, page: RescuePage) -> WayIn:
        return WayIn(PASSPHRASE, page.secret.text(), page.key_file.path)

    def _on_opened(self, outcome: Outcome) -> None:
        if outcome.error is not None:
            self._say_failure(outcome.error)
            return
        vault, store = outcome.result
        self._unlocking.opened.emit(vault, store)

    def _on_restored(self, outcome: Outcome) -> None:
        if outcome.error is not None:
            self._say_failure(outcome.error)
            return
        from coachdesk.ui.backup_words import moment_words

        done = outcome.result
        words = self.tr("The vault is restored as it was on {when}, and everything in it was checked.").format(
            when=moment_words(done.made_at)
        )
        if done.set_aside is not None:
            aside = self.tr("The vault that was here is kept as {name}.").format(name=done.set_aside.stem)
            words = f"{words} {aside}"
        self._drop()
        self._way = WayIn(PASSPHRASE)
        self._unlocking.use(done.path)
        self._unlocking.window.set_notice(words, kind="ok")

    def _on_salvaged(self, outcome: Outcome) -> None:
        if outcome.error is not None:
            self._say_failure(outcome.error)
            return
        assert self._page is not None
        self._page.set_answer("ok" if outcome.result.is_whole else "warn", salvage_words(outcome.result))

    def _say_failure(self, error: Exception) -> None:
        from coachdesk.exchange.archive import ExportRefused
        from coachdesk.vault.errors import VaultError, WrongSecret

        page = self._page
        if not isinstance(error, VaultError | ExportRefused | KeyFileWanted | Stopped) and not is_store_failure(error):
            raise error
        if page is None:
            self._unlocking.window.set_error(self.tr("The vault did not open"), str(error))
        elif isinstance(error, Stopped):
            page.set_answer("info", self.tr("Stopped. Nothing was changed."))
        elif isinstance(error, KeyFileWanted):
            page.ask_key_file()
        elif isinstance(error, WrongSecret):
            page.set_wrong(self.tr("That does not open it. Nothing was changed; check it and try again."))
        else:
            page.set_answer("danger", str(error))

    def _on_progressed(self, fraction: float, words: str) -> None:
        if self._page is not None and self._page.is_busy:
            self._page.set_progress(fraction, words)

    def _on_back(self) -> None:
        if self.restore is not None and self._page is self.restore:
            self._chosen = None
        self._drop()
        self._way = WayIn(PASSPHRASE)

    def _on_cancel(self) -> None:
        self._stop.set()

    def _on_key_file(self) -> None:
        chosen = self._unlocking.dialogs.choose_key_file(self._unlocking.window)
        if chosen is not None and self._page is not None:
            self._page.key_file.set_path(chosen)


def salvage_words(report: Any) -> str:
    """Return what a salvage brought, and that its files are not encrypted."""
    from PySide6.QtCore import QCoreApplication

    def tr(text: str) -> str:
        return QCoreApplication.translate("Rescuing", text)

    read = tr("{rows} rows and {files} attachments were read.").format(
        rows=report.database.rows, files=report.attachments.read
    )
    whole = tr("Nothing is missing.") if report.is_whole else tr("report.md in the folder says what is missing.")
    plain = tr("These files are not encrypted: whoever reads the folder reads them.")
    return f"{read} {whole} {plain}"


def _free_name(folder: Path, name: str) -> Path:
    out, number = folder / name, 2
    while out.exists():
        out, number = folder / f"{name} {number}", number + 1
    return out
