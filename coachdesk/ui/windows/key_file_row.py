"""The row that asks for a key file: its name and a button, worked by keys alone."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileInfo, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.fields import Hint
from coachdesk.ui.widgets.text import ElidedLabel, Label


class KeyFileRow(QWidget):
    """Shows which key file is chosen. `choose_requested` asks its owner to open a chooser and call `set_path`."""

    choose_requested = Signal()
    changed = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self.name = ElidedLabel(look, "", tone="text2")
        self.button = Button(look, self.tr("Choose"), icon="key", small=True)
        self.button.setAccessibleName(self.tr("Choose the key file"))
        self.hint = Hint(look)
        row = QHBoxLayout()
        row.setSpacing(look.px(12))
        row.addWidget(self.name, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(4))
        column.addWidget(Label(look, self.tr("Key file"), role="section"))
        column.addLayout(row)
        column.addWidget(self.hint)
        self.button.clicked.connect(self.choose_requested)
        self.set_path(None)

    @property
    def path(self) -> Path | None:
        """The file chosen."""
        return self._path

    def set_path(self, path: Path | None) -> None:
        """Show a file, or that none is chosen."""
        self._path = path
        self.name.setText(self.tr("None chosen") if path is None else QFileInfo(str(path)).fileName())
        self.button.setAccessibleDescription(self.name.text())
        self.hint.set_text("")
        self.changed.emit()

    def set_error(self, text: str) -> None:
        """Say under the row what is missing."""
        self.hint.set_text(text, tone="danger", icon="alert")
