"""Numbers and dates to step through, with the same inner margin as other fields."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractSpinBox, QDateTimeEdit, QSpinBox, QWidget

from coachdesk.ui.theme.appearance import Appearance

_MARGIN = 7


class SpinBox(QSpinBox):
    """A whole number with minus and plus at its end. `name` is said by screen readers."""

    def __init__(self, look: Appearance, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setAccessibleName(name)
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.PlusMinus)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def _on_look_changed(self) -> None:
        # A style sheet cannot reach the edit inside a spin box.
        self.lineEdit().setTextMargins(self.look.px(_MARGIN), 0, self.look.px(_MARGIN), 0)


class DateTimeEdit(QDateTimeEdit):
    """A day and time with a calendar to open. `name` is said by screen readers."""

    def __init__(self, look: Appearance, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setAccessibleName(name)
        self.setCalendarPopup(True)
