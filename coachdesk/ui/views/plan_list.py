"""The list of the Monday plan, worked through by single keys."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from coachdesk.ui.views.row_list import RowList


class PlanList(RowList):
    """Enter or a click takes the proposal (`opened`), Space skips, and any other letter begins another time."""

    skipped = Signal(str)
    typed = Signal(str, str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Skip, begin to type, or do what every list does."""
        text, row_id = event.text(), self.current_id
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if row_id and plain and event.key() == Qt.Key.Key_Space:
            self.skipped.emit(row_id)
        elif row_id and plain and (event.key() == Qt.Key.Key_F2 or (text and text.isalnum())):
            self.typed.emit(row_id, text)
        else:
            super().keyPressEvent(event)
