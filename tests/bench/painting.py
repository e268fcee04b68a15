"""When a window was last painted, and how long an act takes until nothing more is painted."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QWidget

_POLL_MS = 3
_PATIENCE_MS = 5_000


class PaintProbe(QObject):
    """Lets a top-level window paint what is due and notes when that was over; it sees no other events."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.last_ns = time.monotonic_ns()
        self.count = 0
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.UpdateRequest:
            return False
        watched.event(event)
        self.last_ns = time.monotonic_ns()
        self.count += 1
        return True

    def quiet_ms(self) -> float:
        """Return how long nothing was painted."""
        return (time.monotonic_ns() - self.last_ns) / 1e6


def wait_until(is_done: Callable[[], bool]) -> None:
    """Run the event loop until something holds. Raises TimeoutError."""
    loop, timer = QEventLoop(), QTimer()
    begun = time.monotonic()

    def look() -> None:
        if is_done() or time.monotonic() - begun > _PATIENCE_MS / 1000:
            loop.quit()

    timer.timeout.connect(look)
    timer.start(_POLL_MS)
    loop.exec()
    timer.stop()
    if not is_done():
        raise TimeoutError("the window did not come to rest")


def time_to_painted(
    probe: PaintProbe, act: Callable[[], object], is_idle: Callable[[], bool], *, quiet_ms: float = 40
) -> float:
    """Do something and return the ms until its last paint was over and nothing more was asked or painted."""
    begun_ns, count = time.monotonic_ns(), probe.count
    act()
    wait_until(lambda: is_idle() and (time.monotonic_ns() - max(begun_ns, probe.last_ns)) / 1e6 > quiet_ms)
    return (probe.last_ns - begun_ns) / 1e6 if probe.count > count else 0.0
