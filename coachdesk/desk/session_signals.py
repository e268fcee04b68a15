"""What the operating system says of the session: it locks, or the computer is about to sleep.

One interface, with the platform's own signals behind it: logind and the desktop's screen saver over D-Bus on Linux, and
the window system's power and session messages on Windows and macOS.
"""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Any

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication


class SessionSignals(QObject):
    """Facts about the session; this base never says anything, and a test emits them."""

    session_locked = Signal()
    suspending = Signal()


class DBusSessionSignals(SessionSignals):
    """Linux: logind on the system bus, the screen saver of the desktop on the session bus."""

    _SAVERS = (
        "org.freedesktop.ScreenSaver",
        "org.gnome.ScreenSaver",
        "org.cinnamon.ScreenSaver",
        "org.mate.ScreenSaver",
    )

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        from PySide6.QtDBus import QDBusConnection

        login = "org.freedesktop.login1"
        system = QDBusConnection.systemBus()
        if system.isConnected():
            system.connect(login, "", f"{login}.Manager", "PrepareForSleep", self, SLOT("on_sleep(bool)"))  # type: ignore[call-overload]
            system.connect(login, "", f"{login}.Session", "Lock", self, SLOT("on_lock()"))  # type: ignore[call-overload]
            changed = SLOT("on_properties(QString,QVariantMap,QStringList)")
            for path in _own_session():
                properties = "org.freedesktop.DBus.Properties"
                system.connect(login, path, properties, "PropertiesChanged", self, changed)  # type: ignore[call-overload]
        session = QDBusConnection.sessionBus()
        if session.isConnected():
            for name in self._SAVERS:
                session.connect("", "", name, "ActiveChanged", self, SLOT("on_saver(bool)"))  # type: ignore[call-overload]

    @Slot(bool)
    def on_sleep(self, begins: bool) -> None:
        """The computer is about to sleep, or woke."""
        if begins:
            self.suspending.emit()

    @Slot()
    def on_lock(self) -> None:
        """The session was asked to lock."""
        self.session_locked.emit()

    @Slot(str, "QVariantMap", "QStringList")
    def on_properties(self, _interface: str, changed: dict[str, object], _invalidated: list[str]) -> None:
        """A property of this session changed: it is no longer active when another user is switched to."""
        if changed.get("Active") is False:
            self.session_locked.emit()

    @Slot(bool)
    def on_saver(self, active: bool) -> None:
        """The screen saver came on or went."""
        if active:
            self.session_locked.emit()


def _own_session() -> tuple[str, ...]:
    """Return the path of this session's object at logind, spelled as `sd_bus_path_encode` does; none without one."""
    session = os.environ.get("XDG_SESSION_ID", "")
    if not session:
        return ()
    letters = (
        letter if letter.isascii() and (letter.isalpha() or (letter.isdigit() and at)) else f"_{ord(letter):02x}"
        for at, letter in enumerate(session)
    )
    return (f"/org/freedesktop/login1/session/{''.join(letters)}",)


_AWAY = (0x2, 0x7)
"""WTS_CONSOLE_DISCONNECT, another user is switched to, and WTS_SESSION_LOCK."""


class WindowsSessionSignals(SessionSignals):
    """Windows: WM_WTSSESSION_CHANGE (lock, user switch) and WM_POWERBROADCAST (suspend) of the top-level window."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._filter = _WindowsFilter(self)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.installNativeEventFilter(self._filter)
        for window in QGuiApplication.topLevelWindows():
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(int(window.winId()), 0)  # type: ignore[attr-defined,unused-ignore]


class _WindowsFilter(QAbstractNativeEventFilter):
    def __init__(self, signals: SessionSignals) -> None:
        super().__init__()
        self._signals = signals

    def nativeEventFilter(self, event_type: Any, message: Any) -> tuple[bool, int]:
        from ctypes import wintypes

        if bytes(event_type) == b"windows_generic_MSG":
            received = wintypes.MSG.from_address(int(message))
            if received.message == 0x02B1 and received.wParam in _AWAY:
                self._signals.session_locked.emit()
            elif (received.message, received.wParam) == (0x0218, 0x4):
                self._signals.suspending.emit()
        return False, 0


class MacSessionSignals(SessionSignals):
    """macOS: the application is suspended or hidden by the system when the screen sleeps or the user is switched."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.applicationStateChanged.connect(self._on_state)

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationSuspended:
            self.suspending.emit()


def build_session_signals(parent: QObject | None = None) -> SessionSignals:
    """Return the signals of this platform; without a bus they stay silent and idleness still locks."""
    if sys.platform == "win32":
        return WindowsSessionSignals(parent)
    if sys.platform == "darwin":
        return MacSessionSignals(parent)
    return DBusSessionSignals(parent)
