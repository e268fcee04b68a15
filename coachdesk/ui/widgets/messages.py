"""Messages where the work is: banner, undo bar, progress, empty state and section heading."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QSize, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsOpacityEffect,
    QHBoxLayout,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button, IconButton
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.text import Label

_BANNER_ICONS = {
    "info": ("info", "accent"),
    "warn": ("alert", "warn"),
    "danger": ("alert", "danger"),
    "ok": ("check", "ok"),
}


def announce(widget: QWidget) -> None:
    """Have screen readers speak a widget's accessible name at once."""
    QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.Alert))


class Banner(QFrame):
    """What happened, what is kept and what to do, in a tinted row. Kinds: info, warn, danger, ok."""

    acted = Signal()
    dismissed = Signal()

    def __init__(
        self,
        look: Appearance,
        kind: str,
        text: str,
        *,
        action: str = "",
        can_dismiss: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._icon = Icon(look, "")
        self._label = Label(look, text)
        self.button = Button(look, action, small=True, parent=self)
        self.button.setVisible(bool(action))
        self.close_button = IconButton(look, "x", self.tr("Dismiss"), edge=28, size=14, parent=self)
        self.close_button.setVisible(can_dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(12), look.px(8), look.px(8), look.px(8))
        row.setSpacing(look.px(12))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._label, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumHeight(look.px(44))
        self.button.clicked.connect(self.acted)
        self.close_button.clicked.connect(self.dismissed)
        self.set_message(kind, text)

    def text(self) -> str:
        """Return the message shown."""
        return self._label.text()

    def set_message(self, kind: str, text: str, *, action: str | None = None) -> None:
        """Show another message; `action` replaces the words of its button, empty hides it."""
        icon, tint = _BANNER_ICONS[kind]
        self._icon.set_icon(icon, tint)
        self._label.setText(text)
        self.setAccessibleName(text)
        self.setProperty("surface", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        if action is not None:
            self.button.setText(action)
            self.button.setVisible(bool(action))
            self.button.updateGeometry()
        if self.isVisible():
            announce(self)


class UndoBar(QFrame):
    """A bar at the foot of its parent for 8 s after something was deleted, with the way back.

    It stays while the pointer or the keyboard is on it, is announced, and never takes the focus.
    """

    undo_requested = Signal()
    gone = Signal()

    def __init__(self, look: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self._host = parent
        self.setProperty("surface", "undo")
        self._label = Label(look, tone="surface")
        self.button = Button(look, self.tr("Undo"), kind="onDark")
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(16), look.px(6), look.px(8), look.px(6))
        row.setSpacing(look.px(12))
        row.addWidget(self._label, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(look.timing_ms("undo_bar_visible"))
        self._timer.timeout.connect(self._on_time_over)
        self.button.clicked.connect(self._on_clicked)
        self._fade = QVariantAnimation(self)
        self._fade.setStartValue(0.0)
        self._fade.setEndValue(1.0)
        self._fade.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._fade.valueChanged.connect(self._on_fade)
        self._fade.finished.connect(self._on_faded)
        parent.installEventFilter(self)
        self.hide()

    def text(self) -> str:
        """Return what the bar says."""
        return self._label.text()

    def show_text(self, text: str) -> None:
        """Say what was done and offer the way back."""
        self._label.setText(text)
        self.setAccessibleName(self.tr("{what}. Undo is possible.").format(what=text))
        self._place()
        self._fade.setDuration(self.look.duration_ms("undo_bar"))
        self.show()
        self.raise_()
        if self._fade.duration():
            self.setGraphicsEffect(QGraphicsOpacityEffect(self))
            self._fade.start()
        self._timer.start()
        announce(self)

    def pin(self, text: str) -> None:
        """Show the bar for good where a layout puts it, for the page that shows all parts."""
        self._label.setText(text)
        self.setAccessibleName(text)
        self._host.removeEventFilter(self)
        self.show()

    def close_bar(self) -> None:
        """Take the bar away at once."""
        self._timer.stop()
        self.hide()
        self.gone.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Wait while the pointer is on the bar."""
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Count anew after the pointer left."""
        if self.isVisible():
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the parent."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        parent = self._host
        margin = self.look.px(16)
        width = min(self.look.px(480), parent.width() - 2 * margin)
        self.setFixedWidth(max(width, 0))
        height = max(self.look.px(44), self.heightForWidth(width) if self.hasHeightForWidth() else 0)
        self.resize(width, max(height, self.sizeHint().height()))
        self.move((parent.width() - width) // 2, parent.height() - self.height() - margin)

    def _on_fade(self, opacity: float) -> None:
        effect = self.graphicsEffect()
        if isinstance(effect, QGraphicsOpacityEffect):
            effect.setOpacity(opacity)

    def _on_faded(self) -> None:
        self.setGraphicsEffect(None)  # type: ignore[arg-type]

    def _on_time_over(self) -> None:
        if self.button.hasFocus():
            self._timer.start()
        else:
            self.close_bar()

    def _on_clicked(self) -> None:
        self.close_bar()
        self.undo_requested.emit()


class ProgressRow(QFrame):
    """Long work in place: what runs, how far it is, and Cancel."""

    cancel_requested = Signal()

    def __init__(self, look: Appearance, text: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setProperty("surface", "card")
        self._label = Label(look, text)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(text)
        self.bar.setFixedWidth(look.px(96))
        self._percent = Label(look, role="small", tone="text3", wraps=False)
        self._percent.setMinimumWidth(look.px(32))
        self._percent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.cancel = IconButton(look, "x", self.tr("Cancel"), edge=28, size=14)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(12), look.px(6), look.px(6), look.px(6))
        row.setSpacing(look.px(12))
        row.addWidget(self._label, 1)
        for widget in (self.bar, self._percent, self.cancel):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumHeight(look.px(44))
        self.cancel.clicked.connect(self.cancel_requested)
        self.set_percent(0)

    def set_text(self, text: str) -> None:
        """Say what runs now."""
        self._label.setText(text)
        self.bar.setAccessibleName(text)

    def set_percent(self, percent: int) -> None:
        """Show how far the work is, 0 to 100; -1 when nobody knows."""
        known = percent >= 0
        self.bar.setRange(0, 100 if known else 0)
        self.bar.setValue(percent if known else 0)
        self._percent.setText(f"{percent} %" if known else "")


class EmptyState(QFrame):
    """One bold line, one sentence and one button where a list has nothing yet."""

    acted = Signal()

    def __init__(
        self,
        look: Appearance,
        title: str,
        text: str = "",
        *,
        action: str = "",
        icon: str = "plus",
        framed: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        if framed:
            self.setProperty("surface", "dashed")
        self.title = Label(look, title, role="section")
        self.sentence = Label(look, text, role="small", tone="text2")
        self.button = Button(look, action, icon=icon if action else "", small=True, parent=self)
        self.sentence.setParent(self)
        self.button.setVisible(bool(action))
        self.sentence.setVisible(bool(text))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(look.px(16),) * 4)
        column.setSpacing(look.px(4))
        for label in (self.title, self.sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        if action:
            column.addSpacing(look.px(8))
            column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.button.clicked.connect(self.acted)


class SectionHeading(QWidget):
    """The heading of a part of a page: its name, a quiet count, and a link at the end."""

    acted = Signal()

    def __init__(
        self, look: Appearance, text: str, note: str = "", *, action: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._label = Label(look, text, role="section", wraps=False)
        self._note = Label(look, note, tone="text3", wraps=False)
        self.button = Button(look, action, kind="link", small=True)
        if not action:
            self.button.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        row.addWidget(self._label)
        row.addWidget(self._note)
        row.addStretch(1)
        row.addWidget(self.button)
        self.button.clicked.connect(self.acted)

    def set_text(self, text: str, note: str = "") -> None:
        """Show another heading and count."""
        self._label.setText(text)
        self._note.setText(note)

    def sizeHint(self) -> QSize:
        """Return the heading's row, 28 px at 100 %."""
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), self.look.px(28)))
