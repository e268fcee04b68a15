"""A peer of the unlock window: what anyone writes with a few widgets, enumerations of Qt and a short style sheet."""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QFrame, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from tests.bench.processes import pss_mb, report

_STYLE = (
    "QWidget { background: #f4f1ec } QLineEdit { border: 1px solid #888; padding: 6px } QPushButton { padding: 8px }"
)


class Form(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._is_painted = False
        card = QFrame()
        column = QVBoxLayout(card)
        field = QLineEdit()
        field.setEchoMode(QLineEdit.EchoMode.Password)
        for part in (QLabel("Unlock"), QLabel("Passphrase"), field, QCheckBox("Show"), QPushButton("Open")):
            column.addWidget(part)
        outer = QVBoxLayout(self)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        self.resize(1280, 800)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.on_painted)

    def on_painted(self) -> None:
        report(painted_ns=time.monotonic_ns(), pss_mb=pss_mb())
        QApplication.quit()


application = QApplication(sys.argv[:1])
application.setStyle("Fusion")
application.setStyleSheet(_STYLE)
window = Form()
window.show()
sys.exit(application.exec())
