"""A labelled field for a few sentences that grows with its lines and leaves Tab and Ctrl+Enter to the page."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFocusEvent, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.fields import Hint
from coachdesk.ui.widgets.text import Label, set_look


class SentencesEdit(QTextEdit):
    """Plain text as high as its lines. `left` when the keyboard goes elsewhere; Ctrl+Enter and Esc go to the page."""

    left = Signal()

    def __init__(self, look: Appearance, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._lines = lines
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setProperty("sentences", True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(look.px(5))
        self.document().documentLayout().documentSizeChanged.connect(self._on_size_changed)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def sizeHint(self) -> QSize:
        """Return the height of the lines, at least as many as were asked for."""
        frame = self.look.px(10)
        least = QFontMetrics(self.font()).lineSpacing() * self._lines + self.look.px(8)
        lines = round(self.document().size().height()) if self.document().textWidth() > 0 else 0
        return QSize(self.look.px(240), max(least, lines) + frame)

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: the lines are never cut."""
        return QSize(self.look.px(120), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the keys of the page to the page."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape or (is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard left."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def _on_size_changed(self) -> None:
        self.updateGeometry()

    def _on_look_changed(self) -> None:
        self.setFont(self.look.font("body"))
        self.updateGeometry()


class Sentences(QWidget):
    """A label over the text, with room for an error. The label is the text's accessible name, the error its
    description. `typed` at each change by the user.
    """

    typed = Signal()

    def __init__(
        self, look: Appearance, label: str, *, placeholder: str = "", lines: int = 2, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.edit = SentencesEdit(look, lines)
        self.edit.setAccessibleName(label)
        self.edit.setPlaceholderText(placeholder)
        self.label = Label(look, label, role="section")
        self.label.setBuddy(self.edit)
        self.hint = Hint(look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.label)
        column.addSpacing(look.px(6))
        column.addWidget(self.edit)
        column.addWidget(self.hint)
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self._on_text_changed)

    def text(self) -> str:
        """Return the words without space around them."""
        return self.edit.toPlainText().strip()

    def set_text(self, text: str) -> None:
        """Show other words; the cursor stays where they are the same."""
        if self.text() != text.strip():
            self.edit.blockSignals(True)
            self.edit.setPlainText(text)
            self.edit.blockSignals(False)
            self.edit.updateGeometry()

    def set_error(self, text: str) -> None:
        """Say under the text what is wrong and announce it; an empty text takes it back."""
        set_look(self.edit, "wrong", bool(text))
        self.edit.setAccessibleDescription(text)
        self.hint.set_text(text, tone="danger", icon="alert")
        if text:
            QAccessible.updateAccessibility(QAccessibleEvent(self.hint, QAccessible.Event.Alert))

    def _on_text_changed(self) -> None:
        self.typed.emit()
