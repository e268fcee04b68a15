"""Step 1 of an import: choose a file or drop it; what went wrong is said here."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.icon import Icon, IconTile
from coachdesk.ui.widgets.messages import Banner, ProgressRow
from coachdesk.ui.widgets.text import Label

CALENDAR_SUFFIXES = (".ics", ".ical", ".ifb")
"""Files that hold a calendar."""


class FileChooser(Protocol):
    """Asks the user for a file; tests give an answer of their own."""

    def __call__(self, parent: QWidget) -> Path | None:
        """Return the file chosen, None when the user changed their mind."""


def choose_roster(parent: QWidget) -> Path | None:
    """Ask with the system's file chooser for a CSV or XLSX file."""
    title = parent.tr("Choose a roster")
    kinds = parent.tr("Rosters (*.csv *.tsv *.txt *.xlsx *.xlsm);;All files (*)")
    chosen, _ = QFileDialog.getOpenFileName(parent, title, "", kinds)
    return Path(chosen) if chosen else None


def choose_calendar(parent: QWidget) -> Path | None:
    """Ask with the system's file chooser for an .ics file."""
    kinds = parent.tr("Calendars (*.ics *.ical *.ifb);;All files (*)")
    chosen, _ = QFileDialog.getOpenFileName(parent, parent.tr("Choose a calendar"), "", kinds)
    return Path(chosen) if chosen else None


def dropped_file(mime: QMimeData) -> Path | None:
    """Return the one local file that is dragged, None for anything else."""
    urls = mime.urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


def is_calendar(path: Path | None) -> bool:
    """Return whether a file is a calendar by its name."""
    return path is not None and path.suffix.lower() in CALENDAR_SUFFIXES


class FileStep(QWidget):
    """A drop target with one button. `file_given` comes from both; `cancel_requested` from the progress row."""

    file_given = Signal(Path)
    cancel_requested = Signal()

    def __init__(
        self, look: Appearance, choose: FileChooser, parent: QWidget | None = None, *, title: str = "", text: str = ""
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._title = title or self.tr("Bring in your team")
        self._text = text or self.tr("Drop a roster here, or choose one. Any list with names will do, as CSV or XLSX.")
        self._choose = choose
        self.setAcceptDrops(True)
        self.button = Button(look, self.tr("Choose a file"), kind="primary", icon="folder")
        self.banner = Banner(look, "danger", "")
        self.progress = ProgressRow(look, self.tr("Reading the file"))
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(look.timing_ms("show_progress_after"))
        self._delay.timeout.connect(self.progress.show)
        self._lay_out()
        self.banner.hide()
        self.progress.hide()
        self.setFocusProxy(self.button)
        self.button.clicked.connect(self._on_choose)
        self.progress.cancel_requested.connect(self.cancel_requested)

    def show_error(self, text: str) -> None:
        """Say what went wrong with the file and what to do."""
        self.set_busy(False)
        self.banner.show()
        self.banner.set_message("danger", text)
        self.button.setFocus()

    def set_busy(self, busy: bool) -> None:
        """Show that a file is read, after a moment; a reading that is over hides it."""
        self.button.setEnabled(not busy)
        self.banner.hide()
        if busy:
            self.progress.set_percent(-1)
            self._delay.start()
        else:
            self._delay.stop()
            self.progress.hide()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome one local file."""
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the file that was dropped."""
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.file_given.emit(path)

    def _lay_out(self) -> None:
        px = self.look.px
        target = QFrame()
        target.setProperty("surface", "dashed")
        inner = QVBoxLayout(target)
        inner.setContentsMargins(px(24), px(40), px(24), px(40))
        inner.setSpacing(px(8))
        title = Label(self.look, self._title, role="title")
        sentence = Label(self.look, self._text, tone="text2")
        for label in (title, sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        inner.addWidget(IconTile(self.look, "table"), 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addWidget(title)
        inner.addWidget(sentence)
        inner.addSpacing(px(12))
        inner.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout()
        column.setSpacing(px(16))
        column.addStretch(1)
        for widget in (self.banner, target, self.progress):
            column.addWidget(widget)
        column.addLayout(self._promise())
        column.addStretch(2)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(px(24), px(20), px(24), px(20))
        holder = QWidget()
        holder.setLayout(column)
        holder.setMaximumWidth(px(680))
        outer.addStretch(1)
        outer.addWidget(holder, 100)
        outer.addStretch(1)

    def _promise(self) -> QHBoxLayout:
        words = self.tr("You see every change before it is made. The file is read on this computer and stays as it is.")
        row = QHBoxLayout()
        row.setSpacing(self.look.px(8))
        row.addWidget(Icon(self.look, "shield", "text3"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(self.look, words, role="small", tone="text3"), 1)
        return row

    def _on_choose(self) -> None:
        path = self._choose(self)
        if path is not None:
            self.file_given.emit(path)
