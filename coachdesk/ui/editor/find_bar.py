"""Find on page: a field, how many there are, next and previous; Esc goes back to the text."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from coachdesk.ui.editor.note_editor import NoteEditor
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import IconButton
from coachdesk.ui.widgets.fields import LineEdit
from coachdesk.ui.widgets.text import Label


class FindBar(QWidget):
    """Searches one editor while one types. Hidden until `open_bar`."""

    closed = Signal()

    def __init__(self, look: Appearance, editor: NoteEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._editor = editor
        self.field = LineEdit(look, small=True)
        self.field.setPlaceholderText(self.tr("Find in these notes"))
        self.field.setAccessibleName(self.tr("Find in these notes"))
        self.count = Label(look, role="small", tone="text3", wraps=False)
        self.previous = IconButton(look, "cu", self.tr("Previous (Shift+Enter)"), edge=28)
        self.next = IconButton(look, "cd", self.tr("Next (Enter)"), edge=28)
        self.close_button = IconButton(look, "x", self.tr("Close (Esc)"), edge=28)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.field, 1)
        for widget in (self.count, self.previous, self.next, self.close_button):
            self._row.addWidget(widget)
        self.field.textChanged.connect(self._on_text_changed)
        self.previous.clicked.connect(self._on_previous)
        self.next.clicked.connect(self._on_next)
        self.close_button.clicked.connect(self.close_bar)
        look.changed.connect(self._arrange)
        self._arrange()
        self.hide()

    def open_bar(self) -> None:
        """Show the bar with the selected words in it."""
        selected = self._editor.textCursor().selectedText()
        self.show()
        if selected and "\u2029" not in selected:
            self.field.setText(selected)
        self.field.setFocus()
        self.field.selectAll()
        self._search()

    def close_bar(self) -> None:
        """Hide the bar, take its marks away and go back to the text."""
        self.hide()
        self._editor.hits.clear()
        self._editor.setFocus()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with Enter and Shift+Enter, leave with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        self._editor.hits.step(by)
        self._show_count()

    def _search(self) -> None:
        self._editor.hits.show_text(self.field.text())
        self._show_count()

    def _show_count(self) -> None:
        hits = self._editor.hits
        if not self.field.text():
            words = ""
        elif not hits.spans:
            words = self.tr("Not found")
        else:
            words = self.tr("{at} of {count}").format(at=hits.current + 1, count=len(hits.spans))
        self.count.setText(words)
        self.field.setAccessibleDescription(words)

    def _on_text_changed(self, _text: str) -> None:
        self._search()

    def _on_previous(self) -> None:
        self._step(-1)

    def _on_next(self) -> None:
        self._step(1)

    def _arrange(self) -> None:
        px = self.look.px
        self._row.setContentsMargins(px(20), px(6), px(16), px(6))
        self._row.setSpacing(px(6))
