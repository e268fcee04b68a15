"""The header of a person in one line, for the toolbar while a tab other than the overview shows."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from coachdesk.services.people import PersonDetail
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.marks import Avatar, Tag
from coachdesk.ui.widgets.text import ElidedLabel

_LARGE = 1.5
"""Above this text size the name takes the room of the role."""


class PersonFold(QWidget):
    """Shows avatar, name, level and role."""

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._avatar = Avatar(look, "", size=28)
        self._name = ElidedLabel(look, role="heading")
        self._level = Tag(look, "", "accent")
        self._role = ElidedLabel(look, tone="text3")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        for widget in (self._avatar, self._name, self._level, self._role):
            row.addWidget(widget)
        self.hide()

    def set_person(self, person: PersonDetail) -> None:
        """Show a person."""
        self._avatar.set_name(person.name)
        self._name.setText(person.name)
        self._level.set_text(person.level, "accent")
        self._level.setMinimumWidth(self._level.sizeHint().width())
        self._level.setVisible(bool(person.level))
        self._role.setVisible(self._look.text_scale <= _LARGE)
        self._role.setText(", ".join(part for part in (person.role, person.team) if part))
        self.setAccessibleName(", ".join(part for part in (person.name, person.level, self._role.text()) if part))
