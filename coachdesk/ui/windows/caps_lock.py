"""Whether Caps Lock is on: asked of the system where it tells, else seen from what is typed."""

from __future__ import annotations

import sys
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

_CAPS_MASK = 0x2
_CORE_KEYBOARD = 0x0100
_VK_CAPITAL = 0x14


class CapsLock(Protocol):
    """Tells the state of the key; a fake stands in for it in tests."""

    def is_on(self) -> bool | None:
        """Return whether it is on, None when the system does not say."""


class SystemCapsLock:
    """Asks X11 or Windows; elsewhere it does not know. It loads what it needs at the first question."""

    def __init__(self) -> None:
        self._x11: Any = None
        self._display: int | None = None
        self._is_opened = False

    def is_on(self) -> bool | None:
        """Return the state of the key, None when unknown."""
        if sys.platform == "win32":
            import ctypes

            return bool(ctypes.windll.user32.GetKeyState(_VK_CAPITAL) & 1)
        if not self._is_opened:
            self._is_opened = True
            if QGuiApplication.platformName() == "xcb":
                self._open_x11()
        return self._ask_x11() if self._display else None

    def _ask_x11(self) -> bool | None:
        import ctypes

        state = (ctypes.c_ubyte * 32)()
        if self._x11.XkbGetState(ctypes.c_void_p(self._display), _CORE_KEYBOARD, state) != 0:
            return None
        return bool(state[_LOCKED_MODS] & _CAPS_MASK)

    def _open_x11(self) -> None:
        import ctypes.util

        name = ctypes.util.find_library("X11")
        if name is None:
            return
        library = ctypes.CDLL(name)
        library.XOpenDisplay.restype = ctypes.c_void_p
        self._display = library.XOpenDisplay(None)
        self._x11 = library


# XkbStateRec: group, locked_group (bytes), base_group, latched_group (shorts), mods, base_mods,
# latched_mods, locked_mods (bytes).
_LOCKED_MODS = 9


def caps_from_key(event: QKeyEvent) -> bool | None:
    """Return what a typed letter says about Caps Lock, None when it says nothing."""
    text = event.text()
    if len(text) != 1 or not text.isalpha() or text.upper() == text.lower():
        return None
    shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    return text.isupper() != shifted
