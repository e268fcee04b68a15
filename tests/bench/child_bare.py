"""The floor of a start: a bare PySide6 main window. Prints when it was painted and what memory it holds.

It then beats for a second, to tell how long the machine alone stalls a window that does nothing. With `idle` as
argument it stays open until it is ended.
"""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from tests.bench.processes import pss_mb, report


class BareWindow(QMainWindow):
    def __init__(self) -> None:
        super().__init__()
        self.painted_ns = 0
        self.pss_mb = 0.0
        self.resize(1280, 800)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.painted_ns:
            self.painted_ns = 1
            QTimer.singleShot(0, self.on_painted)

    def on_painted(self) -> None:
        """Runs after the whole paint is on the screen."""
        self.painted_ns = time.monotonic_ns()
        self.pss_mb = pss_mb()
        if "idle" in sys.argv:
            report(painted_ns=self.painted_ns, pss_mb=self.pss_mb)
            return
        from tests.bench.heartbeat import Heartbeat

        self.heart = Heartbeat(self)
        QTimer.singleShot(1000, self.finish)

    def finish(self) -> None:
        report(painted_ns=self.painted_ns, pss_mb=self.pss_mb, stall_ms=self.heart.take_worst_ms())
        QApplication.quit()


application = QApplication(sys.argv[:1])
window = BareWindow()
window.show()
sys.exit(application.exec())
