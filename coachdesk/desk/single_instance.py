"""One window per user: a second start raises the first and ends."""

from __future__ import annotations

import getpass
import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

_TIMEOUT_MS = 500


class SingleInstance(QObject):
    """A local socket of this user that carries one word: raise. No path and no name goes through it."""

    raise_requested = Signal()

    def __init__(self, config_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        mark = hashlib.sha256(f"{getpass.getuser()}\0{config_dir}".encode()).hexdigest()[:16]
        self._name = f"coachdesk-{mark}"
        self._server: QLocalServer | None = None

    def raise_other(self) -> bool:
        """Ask a running CoachDesk to come to the front; return whether there is one.

        The network module is loaded only where a socket lies: it would delay the first window of every start.
        """
        if sys.platform != "win32" and not Path(QDir.tempPath(), self._name).exists():
            return False
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_TIMEOUT_MS):
            return False
        socket.write(b"raise")
        socket.waitForBytesWritten(_TIMEOUT_MS)
        socket.waitForReadyRead(_TIMEOUT_MS)
        socket.disconnectFromServer()
        return True

    def listen(self) -> bool:
        """Answer later starts from now on; a socket that a killed process left behind is replaced."""
        from PySide6.QtNetwork import QLocalServer

        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        if self._server.listen(self._name):
            return True
        QLocalServer.removeServer(self._name)
        return self._server.listen(self._name)

    def close(self) -> None:
        """Stop answering."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _on_connection(self) -> None:
        if self._server is None:
            return
        socket = self._server.nextPendingConnection()
        socket.write(b"done")
        socket.flush()
        socket.disconnected.connect(socket.deleteLater)
        self.raise_requested.emit()
