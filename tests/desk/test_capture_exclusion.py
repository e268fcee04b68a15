"""Keeping a window out of screen sharing, with the system's libraries played."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from coachdesk.desk.capture_exclusion import (
    MacCaptureExclusion,
    NoCaptureExclusion,
    WindowsCaptureExclusion,
    build_capture_exclusion,
)


class Function:
    """A library function that notes its calls."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.calls: list[tuple[Any, ...]] = []
        self.restype: Any = None
        self.argtypes: Any = None

    def __call__(self, *arguments: Any) -> Any:
        self.calls.append(tuple(getattr(one, "value", one) for one in arguments))
        return self.answer


def test_windows_is_asked_to_exclude_and_may_refuse() -> None:
    for answer in (1, 0):
        user32 = SimpleNamespace(SetWindowDisplayAffinity=Function(answer))
        assert WindowsCaptureExclusion(user32).exclude(77) is bool(answer)
        assert user32.SetWindowDisplayAffinity.calls == [(77, 0x11)]


def test_macos_is_asked_to_share_nothing_of_the_window() -> None:
    objc = SimpleNamespace(sel_registerName=Function(5), objc_msgSend=Function(9))
    assert MacCaptureExclusion(objc).exclude(77)
    assert objc.sel_registerName.calls == [(b"window",), (b"setSharingType:",)]
    assert objc.objc_msgSend.calls == [(77, 5), (9, 5, 0)]


def test_macos_without_a_window_yet_is_not_promised() -> None:
    objc = SimpleNamespace(sel_registerName=Function(5), objc_msgSend=Function(None))
    assert not MacCaptureExclusion(objc).exclude(77)


def test_other_systems_promise_nothing() -> None:
    found = build_capture_exclusion("offscreen")
    assert isinstance(found, NoCaptureExclusion) and not found.exclude(77)
