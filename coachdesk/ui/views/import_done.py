"""Step 4 of an import: what was done, and the ways on and back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.icon import IconTile
from coachdesk.ui.widgets.text import Label


class DoneStep(QWidget):
    """Says how many people came in and that one undo takes all of it back."""

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        px = look.px
        self.title = Label(look, role="title")
        self.sentence = Label(look, tone="text2")
        column = QVBoxLayout()
        column.setSpacing(px(12))
        column.addStretch(1)
        column.addWidget(IconTile(look, "check", edge=48, size=24), 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self.title, self.sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addStretch(2)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(24), px(24), px(24), px(24))
        row.addStretch(1)
        row.addLayout(column, 4)
        row.addStretch(1)

    def show_summary(self, title: str, sentence: str) -> None:
        """Show what was done."""
        self.title.setText(title)
        self.sentence.setText(sentence)
