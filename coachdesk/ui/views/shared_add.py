"""A row that adds a topic for both to see; there is no way to make it private here."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.inline_add import InlineAdd
from coachdesk.ui.widgets.choices import Segmented


class SharedAdd(InlineAdd):
    """A topic and whose it is. `add_requested(text, is_theirs)`."""

    add_requested = Signal(str, bool)

    def __init__(self, look: Appearance, owner: str, person: str, parent: QWidget | None = None) -> None:
        super().__init__(look, "", parent)
        self.add.setText(self.tr("Add"))
        self.text.setPlaceholderText(self.tr("What to talk about"))
        self.text.setAccessibleName(self.tr("Agenda item"))
        self.source = Segmented(look, self.tr("Whose topic"), (owner, person), small=True)
        self._insert(self.source)

    def _on_add(self) -> None:
        if not self.text.text().strip():
            self.set_error(self.text, self.tr("Type what to talk about."))
            return
        self.add_requested.emit(self.text.text().strip(), self.source.index() == 1)
