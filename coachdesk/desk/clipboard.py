"""Private text does not stay in the clipboard."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard

from coachdesk.desk.settings import CLEAR_CLIPBOARD_S, Settings


class ClipboardGuard(QObject):
    """Clears the clipboard after private text was copied, unless something else was copied since."""

    def __init__(self, clipboard: QClipboard, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        self._settings = settings
        self._guarded = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear)

    def guard(self) -> None:
        """Take note that what is in the clipboard now is private."""
        self._guarded = self._clipboard.text()
        self._timer.start(self._settings.get(CLEAR_CLIPBOARD_S) * 1000)

    def clear(self) -> None:
        """Empty the clipboard if it still holds the private text."""
        self._timer.stop()
        if self._guarded and self._clipboard.text() == self._guarded:
            self._clipboard.clear()
        self._guarded = ""

    def release(self) -> None:
        """Give up everything of ours in the clipboard; Qt crashes at exit over contents that Python made."""
        self._timer.stop()
        self._guarded = ""
        if self._clipboard.ownsClipboard():
            self._clipboard.clear()
