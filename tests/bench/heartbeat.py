"""Stalls of the UI thread: a timer that should beat each millisecond, and the longest time that it did not."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer


class Heartbeat(QTimer):
    """Beats each millisecond from the moment it is made."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._last_ns = time.monotonic_ns()
        self._worst_ns = 0
        self.setTimerType(Qt.TimerType.PreciseTimer)
        self.setInterval(1)
        self.timeout.connect(self.on_beat)
        self.start()

    def on_beat(self) -> None:
        now_ns = time.monotonic_ns()
        self._worst_ns = max(self._worst_ns, now_ns - self._last_ns)
        self._last_ns = now_ns

    def take_worst_ms(self) -> float:
        """Return the longest pause since the last call, the present one included."""
        worst_ns = max(self._worst_ns, time.monotonic_ns() - self._last_ns)
        self._worst_ns, self._last_ns = 0, time.monotonic_ns()
        return worst_ns / 1e6
