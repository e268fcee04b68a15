"""Text fields: a line edit with room for parts inside it, and a labelled field that says what is wrong."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStyle, QVBoxLayout, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import IconButton
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.text import Label, set_look


class LineEdit(QLineEdit):
    """A line edit that may carry a widget before and after its text; it stays one field for the keyboard."""

    def __init__(
        self, look: Appearance, *, tall: bool = False, small: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._tall, self._small = tall, small
        self._leading: QWidget | None = None
        self._trailing: QWidget | None = None
        self.setProperty("tall", tall)
        self.setProperty("small", small)
        look.changed.connect(self._arrange)

    def set_leading(self, widget: QWidget) -> None:
        """Put a widget before the text, inside the field."""
        self._leading = widget
        widget.setParent(self)
        widget.show()
        self._arrange()

    def set_trailing(self, widget: QWidget) -> None:
        """Put a widget after the text, inside the field."""
        if self._trailing is not None:
            self._trailing.hide()
        self._trailing = widget
        widget.setParent(self)
        widget.show()
        self._arrange()

    def set_wrong(self, wrong: bool) -> None:
        """Draw the field's edge as wrong or as usual."""
        set_look(self, "wrong", wrong)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the parts at the ends."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Mirror the parts when the reading direction changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._arrange()

    def arrange(self) -> None:
        """Measure the parts anew, after one of them changed its size."""
        self._arrange()

    def _arrange(self) -> None:
        inset = self.look.px(6)
        margins = [0, 0]
        for side, widget in enumerate((self._leading, self._trailing)):
            if widget is None or widget.isHidden():
                continue
            size = widget.sizeHint()
            inner = self.look.px(10 if self._tall else 8) if side == 0 else inset
            left = inner if side == 0 else self.width() - inset - size.width()
            place = QRect(left, (self.height() - size.height()) // 2, size.width(), size.height())
            widget.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), place))
            margins[side] = size.width() + (self.look.px(4) if side == 0 else 0)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            margins.reverse()
        self.setTextMargins(margins[0], 0, margins[1], 0)


def hide_input(edit: QLineEdit) -> None:
    """Show dots for what is typed and keep input methods from learning it."""
    edit.setEchoMode(QLineEdit.EchoMode.Password)
    edit.setInputMethodHints(
        Qt.InputMethodHint.ImhSensitiveData
        | Qt.InputMethodHint.ImhNoPredictiveText
        | Qt.InputMethodHint.ImhNoAutoUppercase
    )


class Hint(QWidget):
    """An icon and a sentence in one colour under a field. Hidden while it has nothing to say."""

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = Icon(look, "", size=14)
        self._text = Label(look, role="small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, look.px(6), 0, look.px(2))
        row.setSpacing(look.px(6))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.hide()

    def text(self) -> str:
        """Return the sentence shown, empty when hidden."""
        return self._text.text()

    def set_text(self, text: str, *, tone: str = "text3", icon: str = "info") -> None:
        """Show a sentence, or hide when it is empty."""
        self._text.setText(text)
        self._text.set_tone(tone)
        self._icon.set_icon(icon, tone)
        self._icon.setVisible(bool(icon))
        self.setVisible(bool(text))


class Field(QWidget):
    """A label, a line edit and, when needed, a hint or an error under it.

    The label is the edit's accessible name, the error its description. `edit` is the line edit.
    `revealed` tells that a secret is shown as text or hidden again.
    """

    revealed = Signal(bool)

    def __init__(
        self,
        look: Appearance,
        label: str,
        *,
        tall: bool = False,
        secret: bool = False,
        placeholder: str = "",
        action: QWidget | None = None,
        edit: LineEdit | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self.edit = edit or LineEdit(look, tall=tall)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(label)
        self.label = Label(look, label, role="section")
        self.label.setBuddy(self.edit)
        self.hint = Hint(look)
        self._reveal: IconButton | None = None
        self._lay_out(action)
        self.setFocusProxy(self.edit)
        if secret:
            self._add_reveal()

    def text(self) -> str:
        """Return what is typed."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Show another text in the edit."""
        self.edit.setText(text)

    def set_error(self, text: str) -> None:
        """Say under the field what is wrong and announce it; an empty text takes it back."""
        self.edit.set_wrong(bool(text))
        self.edit.setAccessibleDescription(text)
        self.hint.set_text(text, tone="danger", icon="alert")
        if text:
            QAccessible.updateAccessibility(QAccessibleEvent(self.hint, QAccessible.Event.Alert))

    def set_hint(self, text: str, *, tone: str = "text3", icon: str = "info") -> None:
        """Say something about the field that is not an error."""
        self.edit.set_wrong(False)
        self.edit.setAccessibleDescription(text)
        self.hint.set_text(text, tone=tone, icon=icon)

    def set_revealed(self, revealed: bool) -> None:
        """Show a secret as text or as dots."""
        if self._reveal is None:
            return
        mode = QLineEdit.EchoMode.Normal if revealed else QLineEdit.EchoMode.Password
        self.edit.setEchoMode(mode)
        self._reveal.set_icon("eyeoff" if revealed else "eye")
        name = self.tr("Hide {}") if revealed else self.tr("Show {}")
        self._reveal.set_name(name.format(self.label.text().lower()))
        self.revealed.emit(revealed)

    def _lay_out(self, action: QWidget | None) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        self.label.setContentsMargins(0, 0, 0, self.look.px(6))
        head.addWidget(self.label, 1)
        if action is not None:
            head.addWidget(action, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.edit)
        column.addWidget(self.hint)

    def _add_reveal(self) -> None:
        self._reveal = IconButton(self.look, "eye", "", edge=28)
        self.edit.set_trailing(self._reveal)
        hide_input(self.edit)
        self.set_revealed(False)
        self._reveal.clicked.connect(self._on_reveal_clicked)

    def _on_reveal_clicked(self) -> None:
        self.set_revealed(self.edit.echoMode() == QLineEdit.EchoMode.Password)
