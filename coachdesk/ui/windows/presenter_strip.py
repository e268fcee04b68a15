"""The strip that is always on top in presenter mode, with the only way out, in two steps."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.messages import announce
from coachdesk.ui.widgets.text import Label

_WORDS_FROM = 900


class PresenterStrip(QFrame):
    """`end_requested` after End presenter mode and then Show everything. The first click puts *Keep presenting* under
    the pointer, so that a double click ends nothing.
    """

    end_requested = Signal()
    search_requested = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setObjectName("presenterStrip")
        self._title = Label(look, self.tr("Presenter mode"), role="section", tone="onPresenter", wraps=False)
        self._sentence = Label(look, tone="onPresenter")
        self._question = Label(look, self.tr("Everyone who sees the screen will see your notes."), tone="onPresenter")
        self.search = Button(look, self.tr("Search and alerts are limited"), kind="onPresenterQuiet", icon="search",
                             small=True)  # fmt: skip
        self.end = Button(look, self.tr("End presenter mode"), kind="onPresenter", small=True)
        self.show_all = Button(look, self.tr("Show everything"), kind="onPresenter", small=True)
        self.keep = Button(look, self.tr("Keep presenting"), kind="onPresenter", small=True)
        for button in (self.search, self.end, self.show_all, self.keep):
            button.setProperty("ring", False)
        self.search.setToolTip(self.tr("Search what is shared (Ctrl+K)"))
        self._lay_out()
        self.search.clicked.connect(self.search_requested)
        self.end.clicked.connect(self.ask)
        self.show_all.clicked.connect(self.end_requested)
        self.keep.clicked.connect(self._on_keep)
        self._show_asking(False)

    def set_first_name(self, name: str) -> None:
        """Say whom the screen is shared with."""
        words = self.tr("Only what you and {name} share is on screen.") if name else ""
        self._sentence.setText(words.format(name=name))
        self.setAccessibleName(f"{self._title.text()}. {self._sentence.text()}")

    def ask(self) -> None:
        """Ask for the second click."""
        self._show_asking(True)
        self.keep.setFocus(Qt.FocusReason.OtherFocusReason)
        self._question.setAccessibleName(self._question.text())
        announce(self._question)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the way out in sight where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def _show_asking(self, asks: bool) -> None:
        self._asks = asks
        self.end.setVisible(not asks)
        for widget in (self._question, self.show_all, self.keep):
            widget.setVisible(asks)
        self._fit()

    def _fit(self) -> None:
        has_room = self.width() >= _WORDS_FROM * self.look.text_scale
        self._sentence.setVisible(not self._asks)
        self._title.setVisible(not self._asks or has_room)
        self.search.setVisible(not self._asks and has_room)

    def _on_keep(self) -> None:
        self._show_asking(False)
        self.end.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        px = self.look.px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(20), px(6), px(16), px(6))
        row.setSpacing(px(12))
        row.addWidget(Icon(self.look, "present", "onPresenter", size=18))
        row.addWidget(self._title)
        row.addWidget(self._sentence, 1)
        row.addWidget(self._question, 1)
        for button in (self.search, self.show_all, self.end, self.keep):
            row.addWidget(button)
        self.setMinimumHeight(px(48))
