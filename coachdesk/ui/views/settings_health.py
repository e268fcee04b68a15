"""The rail of the security settings: whether the vault is sound, its size, cipher and key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Task
from coachdesk.services.attachments import name_attachments
from coachdesk.store.attachment_rows import AttachmentRows
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.messages import ProgressRow
from coachdesk.ui.widgets.text import Label, Line
from coachdesk.ui.words import clock_words
from coachdesk.vault.check import CheckReport, check_vault
from coachdesk.vault.errors import VaultError
from coachdesk.vault.unlocked import OpenVault

Progress = Callable[[int, int], None]


class HealthRow(QWidget):
    """A quiet name and its value, over a hairline."""

    def __init__(self, look: Appearance, name: str) -> None:
        super().__init__()
        self._name = name
        self.value = Label(look, wraps=True)
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout()
        row.setContentsMargins(0, look.px(6), 0, look.px(6))
        row.addWidget(Label(look, name, tone="text3", wraps=False))
        row.addWidget(self.value, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(Line())

    def set_value(self, text: str) -> None:
        """Show a value."""
        self.value.setText(text)
        self.setAccessibleName(f"{self._name}: {text}")


class HealthRail(QWidget):
    """Shows what is known; `Check now` looks at every page of the vault on a lane and can be cancelled."""

    def __init__(self, look: Appearance, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.desk = desk
        self._checked_at: datetime | None = None
        self._task: Task | None = None
        self.verdict = Label(look, role="section")
        self._icon = Icon(look, "shield", "text3", size=20)
        self.problems = Label(look, role="small", tone="danger")
        self.checked = HealthRow(look, self.tr("Checked"))
        self.size_row = HealthRow(look, self.tr("Size"))
        self.cipher = HealthRow(look, self.tr("Cipher"))
        self.key = HealthRow(look, self.tr("Key"))
        self.check = Button(look, self.tr("Check now"), icon="refresh")
        self.progress = ProgressRow(look, self.tr("Checking every page"))
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(look.timing_ms("show_progress_after"))
        self._delay.timeout.connect(self.progress.show)
        self._lay_out()
        self.check.clicked.connect(self.start_check)
        self.progress.cancel_requested.connect(self._on_cancel)

    def refresh(self) -> None:
        """Ask for the size anew and show what is known."""
        self._show_known()
        task = Task(self, self.desk, _Measure(self.desk.vault))
        task.succeeded.connect(self._on_measured)
        task.start()

    def start_check(self) -> None:
        """Check the whole vault unless that happens already."""
        if self._task is not None:
            return
        self._task = Task(self, self.desk, _Check(self.desk))
        self._task.succeeded.connect(self._on_checked)
        self._task.failed.connect(self._on_failed)
        self._task.cancelled.connect(self._settle)
        self.check.setEnabled(False)
        self.progress.set_percent(-1)
        self._delay.start()
        self._task.start()

    def _lay_out(self) -> None:
        px = self.look.px
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.verdict, 1)
        words = self.tr("The key lives in memory only while the vault is open and is wiped on lock.")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(self.look, self.tr("Vault health"), role="section"))
        column.addSpacing(px(10))
        column.addLayout(head)
        column.addWidget(self.problems)
        column.addSpacing(px(10))
        for row in (self.checked, self.size_row, self.cipher, self.key):
            column.addWidget(row)
        column.addSpacing(px(16))
        column.addWidget(self.check)
        column.addSpacing(px(8))
        column.addWidget(self.progress)
        column.addSpacing(px(16))
        column.addWidget(Label(self.look, words, role="small", tone="text3"))
        self.progress.hide()
        self.problems.hide()

    def _show_known(self) -> None:
        if self._checked_at is None:
            sound = not self.desk.vault.read_only
            self.verdict.setText(self.tr("Sound when it was opened") if sound else self.tr("Not checked yet"))
            self._icon.set_icon("shield", "ok" if sound else "text3")
            self.checked.set_value(self.tr("At unlock") if sound else self.tr("Not yet"))
        self.cipher.set_value("AES-256")
        costs = [slot.kdf for slot in self.desk.vault.slots() if slot.kdf is not None]
        memory = self.tr("Argon2id, {count} MiB")
        self.key.set_value(memory.format(count=costs[0].memory_kib // 1024) if costs else self.tr("Recovery code only"))

    def _settle(self) -> None:
        self._task = None
        self._delay.stop()
        self.progress.hide()
        self.check.setEnabled(True)

    def _on_measured(self, size_bytes: int) -> None:
        self.size_row.set_value(QLocale().formattedDataSize(size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat))

    def _on_checked(self, answer: tuple[CheckReport, tuple[tuple[str, str], ...]]) -> None:
        if self._task is None:
            return
        self._settle()
        report, files = answer
        self._checked_at = self.desk.local_now
        self._on_measured(report.size_bytes)
        self.checked.set_value(self.tr("Today, {time}").format(time=clock_words(self._checked_at, self.desk.zone)))
        number = len(report.problems)
        found = self.tr("1 problem found") if number == 1 else self.tr("{count} problems found").format(count=number)
        self.verdict.setText(self.tr("All checks passed") if report.ok else found)
        self._icon.set_icon("shield" if report.ok else "alert", "ok" if report.ok else "danger")
        self.problems.setText("" if report.ok else "\n".join((*report.problems, *self._say_files(files))))
        self.problems.setVisible(not report.ok)

    def _say_files(self, files: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
        """Return which files are damaged and whose, if any, and what to do."""
        if not files:
            return (self.tr("Nothing was changed. Close CoachDesk and keep a copy of the vault."),)
        words = self.tr("{file}, of {name}")
        advice = self.tr(
            "All that you wrote is whole, and nothing was changed. A backup from before may still hold the files: "
            "restore it to another folder and attach them from there."
        )
        return (*(words.format(file=file, name=name) for file, name in files), advice)

    def _on_failed(self, error: Exception) -> None:
        self._settle()
        if isinstance(error, VaultError):
            self.problems.setText(str(error))
            self.problems.show()
        else:
            self.desk.bus.crashed.emit(error)

    def _on_cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._settle()


class _Measure:
    """The size of the database, read on the lane."""

    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault

    def __call__(self, progress: Progress) -> int:
        return self._vault.database.stat().st_size


class _Check:
    """The whole check, on the lane."""

    def __init__(self, desk: Desk) -> None:
        self._vault, self._store = desk.vault, desk.store

    def __call__(self, progress: Progress) -> tuple[CheckReport, tuple[tuple[str, str], ...]]:
        progress(0, 1)
        report = check_vault(self._vault, AttachmentRows().list_entries)
        damaged = report.damaged_attachments
        files = self._store.read(lambda session: name_attachments(session, damaged)) if damaged else ()
        progress(1, 1)
        return report, files
