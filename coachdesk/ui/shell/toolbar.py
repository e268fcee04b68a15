"""The bar above a page: back, forward, title and what the page puts at its end."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button, IconButton
from coachdesk.ui.widgets.text import ElidedLabel


class PageBar(QFrame):
    """48 px of title bar. `set_widgets` shows the widgets of the present page; they stay the page's own."""

    back_requested = Signal()
    forward_requested = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._widgets: tuple[QWidget, ...] = ()
        self._lead: QWidget | None = None
        self.setProperty("surface", "surface")
        self.back = IconButton(look, "al", self.tr("Back"))
        self.forward = IconButton(look, "ar", self.tr("Forward"))
        self.title = ElidedLabel(look, "", role="heading")
        self.subtitle = ElidedLabel(look, "", role="body", tone="text3")
        self._row = QHBoxLayout()
        self._row.addWidget(self.back)
        self._row.addWidget(self.forward)
        self._row.addWidget(self.title, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self.subtitle, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._row, 1)
        line = QFrame(self)
        line.setProperty("surface", "line")
        column.addWidget(line)
        self.back.clicked.connect(self.back_requested)
        self.forward.clicked.connect(self.forward_requested)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def set_title(self, title: str, subtitle: str) -> None:
        """Name the page."""
        self.title.setText(title)
        self.title.setVisible(bool(title))
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle))
        self._keep_title()

    def set_ways(self, *, back: bool, forward: bool) -> None:
        """Enable the arrows that lead somewhere."""
        self.back.setEnabled(back)
        self.forward.setEnabled(forward)

    def set_lead(self, lead: QWidget | None) -> None:
        """Put a page's own widget where the title stands; the page decides when it shows."""
        if lead is self._lead:
            return
        if self._lead is not None:
            self._row.removeWidget(self._lead)
            self._lead.hide()
        self._lead = lead
        if lead is not None:
            lead.hide()
            self._row.insertWidget(2, lead, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_widgets(self, widgets: tuple[QWidget, ...]) -> None:
        """Show the widgets of a page at the end of the bar."""
        for widget in self._widgets:
            self._row.removeWidget(widget)
            widget.hide()
        self._widgets = widgets
        for widget in widgets:
            self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
            widget.show()
        self._keep_title()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten what stands beside the title, the way forward and buttons, before the title itself."""
        super().resizeEvent(event)
        self._keep_title()

    def _keep_title(self) -> None:
        self.title.setMinimumWidth(min(self.title.sizeHint().width(), self.width() // 3))
        lead = self.title if self._lead is None or self._lead.isHidden() else self._lead
        buttons = [widget for widget in self._widgets if isinstance(widget, Button)]
        for button in buttons:
            button.set_compact(False)
        self.forward.show()
        if not self._fits(lead):
            self.forward.hide()
        for button in sorted(buttons, key=lambda one: one.is_primary):
            if not self._fits(lead):
                button.set_compact(True)

    def _fits(self, lead: QWidget) -> bool:
        """Return whether all parts have room; of a long title a third of the bar is enough."""
        parts = [part for part in (self.back, self.forward, *self._widgets) if not part.isHidden()]
        used = sum(part.sizeHint().width() + self._row.spacing() for part in parts)
        title = min(lead.sizeHint().width(), self.width() // 3)
        return used + title + 4 * self._row.spacing() <= self.width()

    def _on_look_changed(self) -> None:
        px = self._look.px
        self._row.setContentsMargins(px(12), 0, px(16), 0)
        self._row.setSpacing(px(8))
        self.setMinimumHeight(px(48))
