"""Adding in place on a project's page: a talk on a day, and something that you promise."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from coachdesk.services.day_words import UnknownDay, parse_day
from coachdesk.services.promises import parse_due
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.inline_add import InlineAdd
from coachdesk.ui.widgets.fields import LineEdit


class CheckInAdd(InlineAdd):
    """A talk on a day in words. `add_requested(date)`."""

    add_requested = Signal(object)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(look, "", parent)
        self._today = date.min
        self.add.setText(self.tr("Plan"))
        self.text.setPlaceholderText(self.tr("Day, such as fri or in 2 weeks"))
        self.text.setAccessibleName(self.tr("When to talk about it"))

    def set_today(self, today: date) -> None:
        """Tell which day `fri` is counted from."""
        self._today = today

    def _on_add(self) -> None:
        try:
            day = parse_day(self.text.text(), self._today)
        except UnknownDay as error:
            self.set_error(self.text, str(error))
            return
        self.add_requested.emit(day)


class SponsorPromiseAdd(InlineAdd):
    """What you promise and by when. `add_requested(words, date or None)`."""

    add_requested = Signal(str, object)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(look, "", parent)
        self._today = date.min
        self.add.setText(self.tr("Add"))
        self.text.setPlaceholderText(self.tr("What you will do for them"))
        self.text.setAccessibleName(self.tr("Your promise"))
        self.day = LineEdit(look, small=True)
        self.day.setPlaceholderText(self.tr("Day, such as fri"))
        self.day.setAccessibleName(self.tr("Day"))
        self.day.setMaximumWidth(look.px(132))
        self.day.returnPressed.connect(self._on_add)
        self._insert(self.day)

    def set_today(self, today: date) -> None:
        """Tell which day `fri` is counted from."""
        self._today = today

    def clear(self) -> None:
        """Drop the words and the day."""
        self.day.clear()
        self.day.set_wrong(False)
        super().clear()

    def _on_add(self) -> None:
        self.set_error(self.day, "")
        if not self.text.text().strip():
            self.set_error(self.text, self.tr("Type what you will do."))
            return
        try:
            day = parse_due(self.day.text(), self._today, None)
        except UnknownDay as error:
            self.set_error(self.day, str(error))
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.add_requested.emit(self.text.text().strip(), day)
