"""The frame that all pages of the set-up share."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.messages import Banner
from coachdesk.ui.widgets.text import Label


class SetUpPage(QWidget):
    """A heading, a sentence, a place for an error, and the contents of one step.

    `ready_changed` says that `is_ready` may be different now.
    """

    ready_changed = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._title = Label(look, role="display")
        self._text = Label(look, role="note", tone="text2")
        self.banner = Banner(look, "danger", "")
        self.banner.hide()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*(look.px(side) for side in (4, 4, 4, 16)))
        self.column.setSpacing(0)
        self.column.addWidget(self._title)
        self.column.addSpacing(look.px(8))
        self.column.addWidget(self._text)
        self.column.addSpacing(look.px(24))
        self.column.addWidget(self.banner)

    def set_words(self, title: str, text: str) -> None:
        """Show the heading and the sentence under it."""
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(title)

    @property
    def is_ready(self) -> bool:
        """Whether the next step may come."""
        return True

    def start(self) -> None:
        """Put the keyboard where this step begins."""

    def set_error(self, text: str) -> None:
        """Say what went wrong, what is safe and what to do; an empty text takes it back."""
        self.banner.setVisible(bool(text))
        if text:
            self.banner.set_message("danger", text)
