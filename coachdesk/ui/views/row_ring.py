"""The focus ring of a row: drawn a little outside it, so that the row's words stay in line with the page."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from coachdesk.ui.theme.appearance import Appearance

_OUT = 7


class RowRing(QWidget):
    """A sibling above the list, deaf to the mouse and absent for screen readers."""

    def __init__(self, look: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def surround(self, row: QRect) -> None:
        """Stand around a rectangle of the parent."""
        self.setGeometry(row.adjusted(-_OUT, 0, _OUT, 0))
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring along the inner edge of this widget."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.look.colour("accent"), 2))
        radius = self.look.px(4)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), radius, radius)
