"""The foot of the prep page: ask the person for topics, paste the reply, and when the notes were saved."""

from __future__ import annotations

from datetime import datetime, tzinfo

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.text import ElidedLabel, Label
from coachdesk.ui.words import clock_words


class PrepFoot(QWidget):
    """Two buttons, a word about what was copied, and the time of saving."""

    def __init__(self, look: Appearance, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._zone = zone
        self.ask = Button(look, self.tr("Ask for topics"), icon="copy", small=True)
        self.ask.setToolTip(self.tr("Copy a message with the shared agenda that asks what is on their mind"))
        self.paste = Button(look, self.tr("Paste the reply"), icon="list", small=True)
        self.paste.setToolTip(self.tr("Read topics from the clipboard; you see them before they are added"))
        self._words = ElidedLabel(look, role="small", tone="text3")
        self._saved_icon = Icon(look, "", "ok", size=14)
        self._saved = Label(look, role="small", tone="text3", wraps=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(16), look.px(6), look.px(16), look.px(6))
        row.setSpacing(look.px(8))
        row.addWidget(self.ask)
        row.addWidget(self.paste)
        row.addWidget(self._words, 1)
        row.addWidget(self._saved_icon)
        row.addWidget(self._saved)

    def show_words(self, text: str) -> None:
        """Say what was done."""
        self._words.setText(text)

    def show_saved(self, saved_at: datetime | None) -> None:
        """Say when the prep notes were saved last."""
        self._saved_icon.set_icon("check" if saved_at else "", "ok")
        words = clock_words(saved_at, self._zone) if saved_at else ""
        self._saved.setText(self.tr("Saved {time}").format(time=words) if words else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the hairline above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.look.colour("surface"))
        painter.fillRect(0, 0, self.width(), 1, self.look.colour("divider"))
