"""The lists of the mapping window: keys choose what follows, what it carries, and who is moved."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from coachdesk.rubric.mapping import Carry
from coachdesk.ui.views.row_list import RowList

_CARRY = {
    Qt.Key.Key_E: Carry.EXACT,
    Qt.Key.Key_O: Carry.ORDINAL,
    Qt.Key.Key_I: Carry.INDICATIVE,
    Qt.Key.Key_N: Carry.NONE,
}
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class SteppedList(RowList):
    """Left and Right change the current row: `stepped(row id, step)`."""

    stepped = Signal(str, int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step, or do what every list does."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self.current_id and not event.modifiers():
            self.stepped.emit(self.current_id, step)
        else:
            super().keyPressEvent(event)


class MappingList(SteppedList):
    """Space accepts the offer, E, O, I, N choose what is carried, Del takes a decision back.

    `current_changed` whenever another row is current.
    """

    accepted = Signal(str)
    carry_chosen = Signal(str, object)
    current_changed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decide the current row, or do what every list does."""
        key, row_id = Qt.Key(event.key()), self.current_id
        if not row_id or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Space:
            self.accepted.emit(row_id)
        elif key in _CARRY:
            self.carry_chosen.emit(row_id, _CARRY[key])
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: letters are keys here."""

    def currentChanged(self, current, previous) -> None:  # type: ignore[no-untyped-def]
        """Tell that another row is current."""
        super().currentChanged(current, previous)
        self.current_changed.emit()
