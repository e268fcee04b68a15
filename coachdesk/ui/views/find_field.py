"""The field in the toolbar that finds words on a page: Esc empties it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.fields import LineEdit
from coachdesk.ui.widgets.icon import Icon

_WIDTH = 220
_LEAST_WIDTH = 110


class FindField(LineEdit):
    """A small search field of a page; its placeholder is its accessible name."""

    def __init__(self, look: Appearance, name: str, parent: QWidget | None = None) -> None:
        super().__init__(look, small=True, parent=parent)
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setProperty("search", True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_leading(Icon(look, "search", "text3", size=14))
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def sizeHint(self) -> QSize:
        """Return the usual width; beside a long title in large text the field gets narrower."""
        return QSize(self.look.px(_WIDTH), super().sizeHint().height())

    def words(self) -> tuple[str, ...]:
        """Return the words typed, in lower case."""
        return tuple(self.text().casefold().split())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the field at Esc, and let Esc through when there is nothing to empty."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def _on_look_changed(self) -> None:
        self.setMinimumWidth(self.look.px(_LEAST_WIDTH))
        self.setMaximumWidth(self.look.px(_WIDTH))
        self.updateGeometry()
