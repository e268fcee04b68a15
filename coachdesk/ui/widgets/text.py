"""Text in the type scale: labels that follow the look, and one that elides with a tool tip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from coachdesk.ui.theme.appearance import Appearance


def set_tone(widget: QWidget, tone: str) -> None:
    """Give a widget a colour by token name (text2, danger …); the style sheet does the rest."""
    set_look(widget, "tone", tone)


def set_look(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet reads, and have the widget styled anew if it changed."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


class Label(QLabel):
    """A text of one type role. Plain text only, so that user text is never read as markup."""

    def __init__(
        self,
        look: Appearance,
        text: str = "",
        *,
        role: str = "body",
        tone: str = "",
        weight: int | None = None,
        wraps: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._role = role
        self._weight = weight
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wraps)
        if tone:
            self.setProperty("tone", tone)
        self.setText(text)
        self._on_look_changed()
        look.changed.connect(self._on_look_changed)

    def set_tone(self, tone: str) -> None:
        """Show the text in a token's colour."""
        set_tone(self, tone)

    def set_role(self, role: str, weight: int | None = None) -> None:
        """Show the text in another step of the type scale."""
        self._role, self._weight = role, weight
        self._on_look_changed()

    def _on_look_changed(self) -> None:
        self.setFont(self.look.font(self._role, weight=self._weight))


class ElidedLabel(Label):
    """One line that ends in … when there is no room, with the whole text as tool tip and for screen readers."""

    def __init__(
        self,
        look: Appearance,
        text: str = "",
        *,
        role: str = "body",
        tone: str = "",
        weight: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, text, role=role, tone=tone, weight=weight, wraps=False, parent=parent)

    def minimumSizeHint(self) -> QSize:
        """Return a width of a few letters: the rest may be elided."""
        width = QFontMetrics(self.font()).averageCharWidth() * 4
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the tool tip only while the text is cut."""
        super().resizeEvent(event)
        self._show_tool_tip()

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(text)
        self._show_tool_tip()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, elided at its end."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        rect = self.contentsRect()
        text = QFontMetrics(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, rect.width())
        flags = self.alignment() | Qt.TextFlag.TextSingleLine
        painter.drawText(rect, int(flags), text)

    def _show_tool_tip(self) -> None:
        cut = QFontMetrics(self.font()).horizontalAdvance(self.text()) > self.contentsRect().width()
        self.setToolTip(self.text() if cut else "")


class Line(QFrame):
    """A hairline between parts of a page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "line")
        self.setFixedHeight(1)
