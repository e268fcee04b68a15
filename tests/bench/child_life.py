"""CoachDesk itself, as a user starts it, with eyes on its first paints.

`unlock`: prints when the unlock window was painted, and its memory then and with everything loaded.
`open`: goes on to type the passphrase and prints when Today was painted, the stalls on the way, and the memory.
`idle`: as `open`, and stays until it is ended.
`lock`: as `open`, then locks, and prints when the page was hidden, when the vault was sealed, and the stalls.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QPaintEvent

from coachdesk.ui import life as lives
from coachdesk.ui.windows.unlock import UnlockWindow
from tests.bench.processes import pss_mb, report

what, passphrase = sys.argv[1], os.environ.get("BENCH_PASSPHRASE", "")
seen: dict[str, Any] = {}
keep: list[object] = []
lived: list[lives.VaultLife] = []
_QUIET_MS = 300


def _painted(window: UnlockWindow, event: QPaintEvent) -> None:
    _paint(window, event)
    if "painted_ns" not in seen:
        seen["painted_ns"] = 0
        QTimer.singleShot(0, _on_painted)


def _on_painted() -> None:
    """Runs after the whole paint is on the screen."""
    seen["painted_ns"] = time.monotonic_ns()
    seen["painted_pss_mb"] = pss_mb()
    keep.append(Watch(lived[0]))


_paint = UnlockWindow.paintEvent
UnlockWindow.paintEvent = _painted  # type: ignore[method-assign]


class Watch(QObject):
    """Follows the life of the vault and takes the times."""

    def __init__(self, life: lives.VaultLife) -> None:
        super().__init__(life)
        from tests.bench.heartbeat import Heartbeat

        self.life = life
        self.heart = Heartbeat(self)
        self.timer = QTimer(self)
        self.timer.setInterval(2)
        self.timer.timeout.connect(self.on_look)
        self.then: Callable[[], None] = self.wait_for_loading
        self.since = 0
        self.timer.start()

    def on_look(self) -> None:
        self.then()

    def wait_for_loading(self) -> None:
        if seen.get("painted_ns") and "coachdesk.ui.windows.main" in sys.modules and self.life.lane.pending == 0:
            self.then = self.rest
            self.since = time.monotonic_ns()

    def rest(self) -> None:
        if time.monotonic_ns() - self.since < _QUIET_MS * 1_000_000:
            return
        seen["loading_stall_ms"] = self.heart.take_worst_ms()
        seen["loaded_pss_mb"] = pss_mb()
        if what == "unlock":
            self.leave()
            return
        self.begin_opening()

    def begin_opening(self) -> None:
        from tests.bench.painting import PaintProbe

        unlock = self.life.unlock
        assert unlock is not None
        show = self.life._show_main

        def _show_main(vault: Any, store: Any) -> None:
            seen["keyed_ns"] = time.monotonic_ns()
            show(vault, store)
            self.probe = PaintProbe(self.life.main)

        self.life._show_main = _show_main  # type: ignore[method-assign]
        seen["asked_ns"] = time.monotonic_ns()
        self.then = self.wait_for_today
        unlock.unlock_requested.emit(passphrase)

    def wait_for_today(self) -> None:
        main, desk = self.life.main, self.life._desk
        if main is None or desk is None or desk.read_lane.pending or self.probe.quiet_ms() < _QUIET_MS:
            return
        seen["today_ns"] = self.probe.last_ns
        seen["opening_stall_ms"] = self.heart.take_worst_ms()
        seen["today_pss_mb"] = pss_mb()
        if what == "open":
            self.leave()
        elif what == "idle":
            self.stay()
        else:
            self.begin_lock()

    def stay(self) -> None:
        self.timer.stop()
        self.heart.stop()
        report(**seen)

    def begin_lock(self) -> None:
        from coachdesk.services.people import ensure_owner, save_about
        from tests.bench.painting import PaintProbe

        main, desk = self.life.main, self.life._desk
        assert main is not None and desk is not None
        owner = desk.store.write(lambda unit: ensure_owner(unit, "")).result
        desk.store.write(lambda unit: save_about(unit, owner, "Something new, so that there is something to seal."))
        self.heart.take_worst_ms()
        self.life._replace = self.replace
        begun = time.monotonic_ns()
        self.life.lock()
        seen["hidden_ms"] = (time.monotonic_ns() - begun) / 1e6
        seen["locked_ns"] = begun
        self.cover = PaintProbe(self.life.unlock)
        self.then = self.nothing

    def nothing(self) -> None:
        """Locking goes on by itself."""

    def replace(self, _command: list[str], _environment: dict[str, str]) -> None:
        begun = seen["locked_ns"]
        seen["sealed_ms"] = (time.monotonic_ns() - begun) / 1e6
        seen["covered_ms"] = (self.cover.last_ns - begun) / 1e6
        seen["locking_stall_ms"] = self.heart.take_worst_ms()
        self.leave()

    def leave(self) -> None:
        report(**seen)
        sys.stdout.flush()
        os._exit(0)


def _start(life: lives.VaultLife) -> None:
    lived.append(life)
    _begin(life)


_begin = lives.VaultLife.start
lives.VaultLife.start = _start  # type: ignore[method-assign]


if __name__ == "__main__":
    from coachdesk.bootstrap import run_window

    sys.exit(run_window())
