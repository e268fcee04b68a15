"""The private lines about a person: text in a violet band that becomes a field on Enter, F2 or click."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from coachdesk.ui.editor.autosave import LONGEST_MS
from coachdesk.ui.theme.appearance import Appearance


class AboutEditor(QFrame):
    """Shows and edits plain text. `save_requested(person id, text)` after a pause, on leaving and on Enter.

    Enter keeps, Shift+Enter makes a new line, Esc takes back what was typed since the edit began.
    """

    save_requested = Signal(str, str)

    def __init__(
        self, look: Appearance, *, delay_ms: int | None = None, retry_ms: int = 5000, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._person_id = ""
        self._saved = ""
        self._waiting: dict[str, str] = {}
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.timeout.connect(self._on_retry)
        self._retry_ms = retry_ms
        self.edit = _PlainEdit(look)
        self.edit.setAccessibleName(self.tr("Only you: what to remember"))
        self.edit.setPlaceholderText(self.tr("What only you should remember"))
        self.edit.setToolTip(self.tr("Press Enter or F2 to edit"))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._delay_ms = look.timing_ms("autosave_after_last_key") if delay_ms is None else delay_ms
        self._pause.timeout.connect(self.flush)
        self._longest = QTimer(self)
        self._longest.setSingleShot(True)
        self._longest.setInterval(LONGEST_MS)
        self._longest.timeout.connect(self.flush)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(12), look.px(6), look.px(8), look.px(6))
        column.addWidget(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.edit.textChanged.connect(self._on_text_changed)
        self.edit.left.connect(self.flush)

    @property
    def person_id(self) -> str:
        """Whom the lines are about."""
        return self._person_id

    @property
    def has_unsaved(self) -> bool:
        """Return whether something typed, about anybody, is not in the vault yet."""
        return bool(self._waiting) or self._is_dirty()

    def set_about(self, person_id: str, text: str) -> None:
        """Show the lines of a person; what is being typed, or waits to be saved, about the same person stays."""
        if person_id == self._person_id and (self.edit.is_editing or self._is_dirty()):
            return
        self._stop_timers()
        self._person_id, self._saved = person_id, text
        self.edit.set_editing(False)
        shown = self._waiting.get(person_id, text)
        if self.edit.toPlainText() != shown:
            self.edit.set_text(shown)

    def flush(self) -> None:
        """Ask to save what was not asked to be saved yet."""
        self._stop_timers()
        text = self.edit.toPlainText().strip()
        if self._person_id and self._is_dirty() and self._waiting.get(self._person_id) != text:
            self._waiting[self._person_id] = text
            self.save_requested.emit(self._person_id, text)

    def set_saved(self, person_id: str, text: str) -> None:
        """Learn what the vault holds now."""
        if self._waiting.get(person_id) == text:
            del self._waiting[person_id]
        if person_id == self._person_id:
            self._saved = text

    def set_failed(self) -> None:
        """Keep what could not be saved, and ask again later."""
        self._retry.start(self._retry_ms)

    def _stop_timers(self) -> None:
        self._pause.stop()
        self._longest.stop()

    def _is_dirty(self) -> bool:
        return self.edit.toPlainText().strip() != self._saved

    def _on_retry(self) -> None:
        for person_id, text in tuple(self._waiting.items()):
            self.save_requested.emit(person_id, text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the violet ground with its bar, and the ring while the keyboard is in it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = self.look.px(6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.colour("privateTint"))
        painter.drawRoundedRect(self.rect(), radius, radius)
        right_to_left = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        bar = self.look.px(3)
        left = self.width() - bar if right_to_left else 0
        painter.fillRect(left, 0, bar, self.height(), self.look.colour("private"))
        if self.edit.hasFocus():
            painter.setPen(QPen(self.look.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), radius, radius)

    def _on_text_changed(self) -> None:
        self.updateGeometry()
        if self.edit.is_editing:
            self._pause.start(self._delay_ms)
            if not self._longest.isActive():
                self._longest.start()


class _PlainEdit(QTextEdit):
    """A text that is read only until it is asked to be edited; as high as its lines."""

    left = Signal()

    def __init__(self, look: Appearance) -> None:
        super().__init__()
        self.look = look
        self.is_editing = False
        self._before = ""
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(2)
        self.setStyleSheet("background: transparent;")
        self.document().documentLayout().documentSizeChanged.connect(self._on_size_changed)
        look.changed.connect(self._on_look_changed)
        self.set_editing(False)
        self._on_look_changed()

    def set_editing(self, editing: bool) -> None:
        """Become a field, or text again."""
        if editing and not self.is_editing:
            self._before = self.toPlainText()
        self.is_editing = editing
        flags = Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextEditorInteraction if editing else flags)
        self.setReadOnly(not editing)

    def set_text(self, text: str) -> None:
        """Show another text with the line height of the design."""
        self.setPlainText(text)
        self._space_lines()

    def sizeHint(self) -> QSize:
        """Return the height of the lines."""
        height = round(self.document().size().height()) if self.document().textWidth() > 0 else self.look.px(24)
        return QSize(self.look.px(160), max(self.look.px(24), height))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: the lines are never cut."""
        return QSize(self.look.px(80), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin, keep or take back an edit."""
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        is_enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not self.is_editing and (is_enter or key == Qt.Key.Key_F2):
            self._begin()
        elif self.is_editing and is_enter and not shift:
            self.set_editing(False)
            self.left.emit()
        elif self.is_editing and key == Qt.Key.Key_Escape:
            self.set_text(self._before)
            self.set_editing(False)
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Edit on a click that selected nothing."""
        super().mouseReleaseEvent(event)
        if not self.is_editing and not self.textCursor().hasSelection():
            self._begin()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have the band draw its ring."""
        super().focusInEvent(event)
        self._repaint_band()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what was typed."""
        super().focusOutEvent(event)
        self._repaint_band()
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.set_editing(False)
            self.left.emit()

    def _space_lines(self) -> None:
        spacing = QTextBlockFormat()
        spacing.setLineHeight(self.look.metrics.line("body"), QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(spacing)

    def _begin(self) -> None:
        self.set_editing(True)
        cursor = self.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.setTextCursor(cursor)

    def _repaint_band(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            parent.update()

    def _on_size_changed(self) -> None:
        self.updateGeometry()

    def _on_look_changed(self) -> None:
        self.setFont(self.look.font("body"))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.PlaceholderText, self.look.colour("text3"))
        palette.setColor(QPalette.ColorRole.Text, self.look.colour("text"))
        self.setPalette(palette)
        self._space_lines()
        self.updateGeometry()
