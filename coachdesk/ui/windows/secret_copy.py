"""Copies a secret so that it leaves the clipboard by itself, also when the window is gone."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtGui import QGuiApplication

CLEAR_AFTER_S = 60


class SecretCopy(QObject):
    """Puts one secret into the clipboard and empties it after 60 s or when the application quits.

    It belongs to the application, not to the window that copied. A clipboard that holds something
    else by then is left alone.
    """

    def __init__(self, *, clear_after_ms: int = CLEAR_AFTER_S * 1000) -> None:
        app = QCoreApplication.instance()
        super().__init__(app)
        self._text = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(clear_after_ms)
        self._timer.timeout.connect(self.clear)
        if app is not None:
            app.aboutToQuit.connect(self.clear)

    def copy(self, text: str) -> None:
        """Copy a secret; clipboard histories that know the mark leave it out."""
        clipboard = QGuiApplication.clipboard()
        clipboard.setText(text)
        # Marked in place: contents made in Python crash Qt when the clipboard outlives the interpreter.
        clipboard.mimeData().setData("x-kde-passwordManagerHint", b"secret")
        self._text = text
        self._timer.start()

    def clear(self) -> None:
        """Empty the clipboard if it still holds the secret."""
        self._timer.stop()
        clipboard = QGuiApplication.clipboard()
        if self._text and clipboard.text() == self._text:
            clipboard.clear()
        self._text = ""
