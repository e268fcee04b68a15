"""The desktop's screen saver, heard over a session bus of the test's own."""

from __future__ import annotations

import subprocess
import sys

import pytest

LISTENER = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from coachdesk.desk.session_signals import DBusSessionSignals

application = QCoreApplication([])
signals = DBusSessionSignals()
signals.session_locked.connect(application.quit)
name = "org.freedesktop.ScreenSaver"

def announce():
    for active in (False, sys.argv[1] == "on"):
        message = QDBusMessage.createSignal("/org/freedesktop/ScreenSaver", name, "ActiveChanged")
        message.setArguments([active])
        QDBusConnection.sessionBus().send(message)

def give_up():
    application.exit(7)

QTimer.singleShot(0, announce)
QTimer.singleShot(int(sys.argv[2]), give_up)
sys.exit(application.exec())
"""


def listen(active: str, patience_ms: int) -> int:
    command = ["dbus-run-session", "--", sys.executable, "-c", LISTENER, active, str(patience_ms)]
    return subprocess.run(command, timeout=60, capture_output=True, check=False).returncode


@pytest.mark.window
def test_a_screen_saver_that_comes_on_locks_and_one_that_goes_does_not() -> None:
    assert listen("on", 30_000) == 0
    assert listen("off", 700) == 7
