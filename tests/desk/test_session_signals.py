"""What the desktop and logind say, heard as real signals over a bus of the test's own."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

LISTENER = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from coachdesk.desk.session_signals import DBusSessionSignals

application = QCoreApplication([])
LOGIN = "org.freedesktop.login1"
bus = QDBusConnection.systemBus()
assert bus.registerService(LOGIN)
signals = DBusSessionSignals()

def hear(code):
    def quit():
        application.exit(code)
    return quit

lock, sleep = hear(3), hear(4)
signals.session_locked.connect(lock)
signals.suspending.connect(sleep)
OWN = "/org/freedesktop/login1/session/_312"
SAVER, PROPERTIES = "org.freedesktop.ScreenSaver", "org.freedesktop.DBus.Properties"
SAID = {
    "saver on": ("/org/freedesktop/ScreenSaver", SAVER, "ActiveChanged", [True]),
    "saver off": ("/org/freedesktop/ScreenSaver", SAVER, "ActiveChanged", [False]),
    "sleep": ("/org/freedesktop/login1", LOGIN + ".Manager", "PrepareForSleep", [True]),
    "wake": ("/org/freedesktop/login1", LOGIN + ".Manager", "PrepareForSleep", [False]),
    "lock": (OWN, LOGIN + ".Session", "Lock", []),
    "switch": (OWN, PROPERTIES, "PropertiesChanged", [LOGIN + ".Session", {"Active": False}, ["State"]]),
    "back": (OWN, PROPERTIES, "PropertiesChanged", [LOGIN + ".Session", {"Active": True}, ["State"]]),
    "another": (OWN[:-1], PROPERTIES, "PropertiesChanged", [LOGIN + ".Session", {"Active": False}, ["State"]]),
}

def announce():
    path, interface, name, arguments = SAID[sys.argv[1]]
    message = QDBusMessage.createSignal(path, interface, name)
    message.setArguments(arguments)
    bus.send(message)

def give_up():
    application.exit(7)

QTimer.singleShot(0, announce)
QTimer.singleShot(int(sys.argv[2]), give_up)
sys.exit(application.exec())
"""
LOCKED, SLEEPS, SILENT = 3, 4, 7


def listen(said: str, patience_ms: int) -> int:
    """Return how a listener ended whose system and session bus are one that runs for it alone."""
    inside = 'DBUS_SYSTEM_BUS_ADDRESS="$DBUS_SESSION_BUS_ADDRESS" exec "$@"'
    command = ["dbus-run-session", "--", "sh", "-c", inside, "sh", sys.executable, "-c", LISTENER, said]
    variables = {**os.environ, "XDG_SESSION_ID": "12"}
    words = [*command, str(patience_ms)]
    return subprocess.run(words, timeout=60, capture_output=True, check=False, env=variables).returncode


@pytest.mark.window
@pytest.mark.parametrize(
    ("said", "heard"), [("saver on", LOCKED), ("lock", LOCKED), ("switch", LOCKED), ("sleep", SLEEPS)]
)
def test_the_screen_saver_the_lock_sleep_and_another_user_are_heard(said: str, heard: int) -> None:
    assert listen(said, 30_000) == heard


@pytest.mark.window
@pytest.mark.parametrize("said", ["saver off", "wake", "back", "another"])
def test_what_ends_and_what_is_of_another_session_locks_nothing(said: str) -> None:
    assert listen(said, 700) == SILENT
