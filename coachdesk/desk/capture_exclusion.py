"""Keeping a window out of screen sharing where the system has it. It is an extra: nothing relies on it.

Windows: `SetWindowDisplayAffinity` with WDA_EXCLUDEFROMCAPTURE (learn.microsoft.com, winuser.h; from Windows 10 2004).
macOS: `-[NSWindow setSharingType: NSWindowSharingNone]` (developer.apple.com, AppKit); since macOS 15 some recorders
take the window all the same.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from typing import Any, Protocol

WDA_EXCLUDEFROMCAPTURE = 0x11
NS_WINDOW_SHARING_NONE = 0


class CaptureExclusion(Protocol):
    """Asks the system to leave a window out of screen sharing and recordings."""

    def exclude(self, window_id: int) -> bool:
        """Leave the window with this native identity (`QWidget.winId`) out; return whether the system agreed."""


class NoCaptureExclusion:
    """For systems that have no such thing."""

    def exclude(self, window_id: int) -> bool:
        """Return that nothing was done."""
        return False


class WindowsCaptureExclusion:
    """By the desktop window manager; `user32` is the library of that name."""

    def __init__(self, user32: Any) -> None:
        self._user32 = user32

    def exclude(self, window_id: int) -> bool:
        """Set the display affinity of an HWND; older systems refuse it."""
        return bool(self._user32.SetWindowDisplayAffinity(ctypes.c_void_p(window_id), WDA_EXCLUDEFROMCAPTURE))


class MacCaptureExclusion:
    """By AppKit; `objc` is the library of the Objective-C runtime. `winId` is an NSView there."""

    def __init__(self, objc: Any) -> None:
        self._objc = objc
        objc.sel_registerName.restype = ctypes.c_void_p
        objc.sel_registerName.argtypes = [ctypes.c_char_p]
        objc.objc_msgSend.restype = ctypes.c_void_p

    def exclude(self, window_id: int) -> bool:
        """Set the sharing type of the window that holds the view."""
        self._objc.objc_msgSend.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
        window = self._objc.objc_msgSend(window_id, self._objc.sel_registerName(b"window"))
        if not window:
            return False
        self._objc.objc_msgSend.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong]
        self._objc.objc_msgSend(window, self._objc.sel_registerName(b"setSharingType:"), NS_WINDOW_SHARING_NONE)
        return True


def build_capture_exclusion(platform_name: str) -> CaptureExclusion:
    """Return what the running system offers; `platform_name` is `QGuiApplication.platformName()`."""
    if sys.platform == "win32" and platform_name == "windows":
        return WindowsCaptureExclusion(ctypes.WinDLL("user32"))
    library = ctypes.util.find_library("objc") if sys.platform == "darwin" and platform_name == "cocoa" else None
    return MacCaptureExclusion(ctypes.CDLL(library)) if library else NoCaptureExclusion()
