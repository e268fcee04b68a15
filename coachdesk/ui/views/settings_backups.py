"""The backup settings: on or off, where, the list, one now, a drill, and the way to restore."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Task
from coachdesk.desk.settings import BACK_UP, BACKUP_FOLDER, SECOND_BACKUP_FOLDER, Setting
from coachdesk.store.backup import BackedUp, DrillReport
from coachdesk.ui.backup_words import backup_choice, moment_words
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.settings_rows import SettingRow, SettingSection, SettingSwitch
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.messages import Banner, ProgressRow
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.windows.restore import BackupList
from coachdesk.ui.windows.unlock_dialogs import SystemUnlockDialogs, UnlockDialogs
from coachdesk.vault.backups.listing import BackupRow, newest_good
from coachdesk.vault.errors import VaultError

BACKUPS = "backups"
_LIST_ROWS = 8


class BackupSettings(QObject):
    """Builds the sections and works the backups of the open vault."""

    def __init__(self, look: Appearance, desk: Desk, parent: QWidget, *, dialogs: UnlockDialogs | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.desk = desk
        self._host = parent
        self._dialogs = dialogs or SystemUnlockDialogs()
        self._rows: tuple[BackupRow, ...] = ()
        self.banner = Banner(look, "info", "", can_dismiss=True)
        self.progress = ProgressRow(look, self.tr("Backing up"))
        self.list = BackupList(look, _LIST_ROWS)
        self.nothing = Label(look, self.tr("No backup yet. The first is made within the hour."), tone="text2")
        self.now = Button(look, self.tr("Back up now"), icon="download", small=True)
        self.drill = Button(look, self.tr("Practise now"), icon="refresh", small=True)
        self.restore = Button(look, self.tr("Restore"), icon="history", small=True)
        self.folder = Button(look, self.tr("Choose"), small=True)
        self.second = Button(look, self.tr("Choose"), small=True)
        self.forget_second = Button(look, self.tr("None"), small=True)
        self.folder_row = SettingRow(look, self.tr("Folder"), "", self.folder)
        self.second_row = SettingRow(look, self.tr("Second place"), "", self._second_buttons())
        self.now_row = SettingRow(look, self.tr("A backup now"), "", self.now)
        self.drill_row = SettingRow(look, self.tr("Restore drill"), "", self.drill)
        self.restore_row = SettingRow(look, self.tr("Restore a backup"), "", self.restore)
        self.sections = (self._making(), self._kept())
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Ask for the backups anew and show where they go."""
        places = self.desk.backups.places
        self.folder_row.set_text(str(places.folder))
        none = self.tr("None. A disk can fail with all that is on it: name a folder on another one.")
        self.second_row.set_text(none if places.second is None else str(places.second))
        self.forget_second.setVisible(places.second is not None)
        self.restore_row.set_text(
            self.tr("CoachDesk locks first and then asks which one. The present vault is set aside and kept.")
        )
        self.now.setEnabled(not self.desk.vault.read_only and not self.desk.backups.is_running)
        task = Task(self, self.desk, _List(self.desk.backups.list_rows))
        task.succeeded.connect(self._on_listed)
        task.failed.connect(self._on_failed)
        task.start()

    def _making(self) -> SettingSection:
        title = self.tr("Back up by itself")
        switch = SettingSwitch(self.look, self.desk.settings, BACK_UP, title)
        on = SettingRow(self.look, title, self.tr("Hourly in use and at lock, when something changed"), switch)
        rows = (on, self.folder_row, self.second_row)
        return SettingSection(self.look, BACKUPS, self.tr("Making backups"), rows)

    def _kept(self) -> SettingSection:
        holder = _Searchable()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, self.look.px(8), 0, 0)
        column.setSpacing(self.look.px(8))
        for widget in (self.banner, self.progress, self.nothing, self.list):
            column.addWidget(widget)
        self.banner.hide()
        self.progress.hide()
        rows = (self.now_row, self.drill_row, self.restore_row, holder)
        return SettingSection(self.look, BACKUPS, self.tr("Backups of this vault"), rows)

    def _second_buttons(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.look.px(8))
        row.addWidget(self.forget_second)
        row.addWidget(self.second)
        self.second.setAccessibleName(self.tr("Choose a second place"))
        self.forget_second.setAccessibleName(self.tr("No second place"))
        self.folder.setAccessibleName(self.tr("Choose the folder for backups"))
        return holder

    def _connect(self) -> None:
        backups = self.desk.backups
        self.now.clicked.connect(self._on_now)
        self.drill.clicked.connect(self._on_drill)
        self.restore.clicked.connect(backups.restore_requested)
        self.folder.clicked.connect(self._on_folder)
        self.second.clicked.connect(self._on_second)
        self.forget_second.clicked.connect(self._on_forget_second)
        self.progress.cancel_requested.connect(backups.cancel)
        self.banner.dismissed.connect(self.banner.hide)
        backups.made.connect(self._on_made)
        backups.drilled.connect(self._on_drilled)
        backups.failed.connect(self._on_failed)
        backups.noticed.connect(self._on_noticed)
        backups.cancelled.connect(self._on_cancelled)
        backups.progressed.connect(self._on_progressed)
        backups.changed.connect(self.refresh)

    def _on_listed(self, rows: tuple[BackupRow, ...]) -> None:
        self._rows = rows
        self.list.set_rows([backup_choice(row) for row in rows])
        self.nothing.setVisible(not rows)
        size = len(rows)
        kept = self.tr("1 kept") if size == 1 else self.tr("{count} kept").format(count=size)
        latest = self.tr("the latest from {when}").format(when=moment_words(rows[0].made_at)) if rows else ""
        self.now_row.set_text(f"{kept}, {latest}" if rows else self.tr("None yet"))
        self.drill_row.set_text(self._drill_words())
        self.drill.setEnabled(newest_good(rows) is not None and not self.desk.backups.is_running)

    def _drill_words(self) -> str:
        last = self.desk.backups.last_drill_at()
        if last is None:
            return self.tr("Never practised: opens a backup as if the vault were lost, and throws the copy away")
        words = self.tr("Last went well on {when}").format(when=moment_words(last))
        if self.desk.backups.drill_due_at() <= self.desk.now:
            return self.tr("{last}. A month has passed: practise again").format(last=words)
        return words

    def _on_now(self) -> None:
        self._begin(self.tr("Backing up"))
        self.desk.backups.make_now()

    def _on_drill(self) -> None:
        chosen = self.list.chosen()
        row = next((row for row in self._rows if chosen is not None and row.path == chosen.path), None)
        row = row or newest_good(self._rows)
        if row is not None:
            self._begin(self.tr("Opening the backup"))
            self.desk.backups.drill_now(row)

    def _begin(self, words: str) -> None:
        self.banner.hide()
        self.progress.set_text(words)
        self.progress.set_percent(0)
        self.progress.show()
        self.now.setEnabled(False)
        self.drill.setEnabled(False)

    def _settle(self) -> None:
        self.progress.hide()
        self.now.setEnabled(not self.desk.vault.read_only)
        self.drill.setEnabled(newest_good(self._rows) is not None)

    def _say(self, kind: str, text: str) -> None:
        self._settle()
        self.banner.show()
        self.banner.set_message(kind, text)

    def _on_made(self, done: BackedUp) -> None:
        if done.notices:
            self._settle()
        elif done.path is not None:
            self._say("ok", self.tr("The backup was made, opened and checked."))
        else:
            self._settle()

    def _on_drilled(self, found: DrillReport) -> None:
        if not found.ok:
            words = self.tr("This backup would not restore whole. It was left as it is; make a new one.")
            self._say("danger", " ".join((words, *found.problems[:3])))
            return
        self._say("ok", drill_sentence(found))

    def _on_failed(self, error: Exception) -> None:
        self._say("danger", str(error))
        if not isinstance(error, VaultError):
            self.desk.bus.failed.emit(error)

    def _on_noticed(self, text: str) -> None:
        self._say("warn", text)

    def _on_cancelled(self) -> None:
        self._say("info", self.tr("Stopped. Nothing half-written stays."))

    def _on_progressed(self, fraction: float, words: str) -> None:
        self.progress.set_percent(round(100 * fraction))
        self.progress.set_text(words)

    def _on_folder(self) -> None:
        self._choose(BACKUP_FOLDER)

    def _on_second(self) -> None:
        self._choose(SECOND_BACKUP_FOLDER)

    def _on_forget_second(self) -> None:
        self.desk.settings.set(SECOND_BACKUP_FOLDER, "")
        self.second.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh()

    def _choose(self, setting: Setting[str]) -> None:
        chosen: Path | None = self._dialogs.choose_folder(self._host, self.desk.vault.path.parent)
        if chosen is not None:
            self.desk.settings.set(setting, str(chosen))
            self.refresh()


def drill_sentence(found: DrillReport) -> str:
    """Return what a good drill found, in a sentence."""
    from PySide6.QtCore import QCoreApplication

    counts = dict(found.counts)
    text = QCoreApplication.translate(
        "BackupSettings",
        "The backup of {when} would restore whole: {people} people, {meetings} meetings and {notes} notes were read, "
        "and the copy was thrown away.",
    )
    numbers = {name: counts.get(noun, 0) for name, noun in _COUNTED.items()}
    return text.format(when=moment_words(found.made_at), **numbers)


_COUNTED = {"people": "person", "meetings": "meeting", "notes": "note"}


class _Searchable(QWidget):
    """A row of the settings that no word finds: it shows with its category."""

    def show_matches(self, words: tuple[str, ...]) -> bool:
        """Show while nothing is searched for."""
        return not words


class _List:
    """The work on the lane."""

    def __init__(self, list_rows: Callable[[], tuple[BackupRow, ...]]) -> None:
        self._list_rows = list_rows

    def __call__(self, progress: Callable[[int, int], None]) -> tuple[BackupRow, ...]:
        return self._list_rows()
