"""Below the table while a side is marked: how sure, and words beside the mark of one competency."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from coachdesk.model.person import first_name
from coachdesk.model.review import Confidence
from coachdesk.services.review_page import ReviewPage
from coachdesk.services.review_rubric import Line
from coachdesk.services.reviews import MarkDraft
from coachdesk.ui.editor.autosave import DELAY_MS
from coachdesk.ui.models.review_matrix import Phase
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.choices import Segmented
from coachdesk.ui.widgets.marks import Tag
from coachdesk.ui.widgets.text import ElidedLabel, Label

CONFIDENCES = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)


class WordsEdit(QPlainTextEdit):
    """Plain text; Tab leaves it, Esc goes back to the table. `left` when the keyboard goes elsewhere."""

    left = Signal()
    escaped = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard left."""
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Esc; leave Ctrl+Enter to the page."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)


class CommentPanel(QWidget):
    """Edits the comment and confidence of one mark. `commented(competency id, words)` soon after typing,
    `confidence_chosen(Confidence)`, `escaped`.
    """

    commented = Signal(str, str)
    confidence_chosen = Signal(object)
    escaped = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._competency_id = ""
        self._saved = ""
        self.title = ElidedLabel(look, role="section")
        self.tag = Tag(look, "", "outline")
        self._sure = Label(look, self.tr("How sure"), role="small", tone="text3", wraps=False)
        self.confidence = Segmented(
            look, self.tr("How sure"), (self.tr("Low"), self.tr("Medium"), self.tr("High")), small=True
        )
        self.edit = WordsEdit()
        self.edit.setProperty("boxed", True)
        self.edit.setTabChangesFocus(True)
        self.edit.setPlaceholderText(self.tr("What did you see that speaks for this mark?"))
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(DELAY_MS)
        self._delay.timeout.connect(self.flush)
        head = QHBoxLayout()
        head.setSpacing(look.px(8))
        head.addWidget(self.title, 1)
        for widget in (self.tag, self._sure, self.confidence):
            head.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(8))
        column.addLayout(head)
        column.addWidget(self.edit, 1)
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self._on_edited)
        self.edit.left.connect(self.flush)
        self.edit.escaped.connect(self.escaped)
        self.confidence.chosen.connect(self._on_confidence)

    def set_line(self, page: ReviewPage, phase: Phase, line: Line, *, can_edit: bool) -> None:
        """Show the words of the side that a step is about."""
        name, key = first_name(page.person_name), line.competency_id
        if phase is Phase.SELF:
            title = self.tr("{name}’s words, {competency}").format(name=name, competency=line.name)
            self.set_mark(line, page.room.get(key) or page.marks.theirs.get(key), title, "", can_edit=can_edit)
            return
        title = self.tr("Your words, {competency}").format(competency=line.name)
        tag = self.tr("{name} sees them at Agree").format(name=name)
        self.set_mark(line, page.marks.yours.get(key), title, tag, can_edit=can_edit)

    def set_mark(self, line: Line, mark: MarkDraft | None, title: str, tag: str, *, can_edit: bool) -> None:
        """Show the words of a mark; what is being typed about the same competency stays."""
        is_same = line.competency_id == self._competency_id and self.edit.accessibleName() == title
        if not is_same:
            self.flush()
        self._competency_id = line.competency_id
        self.title.setText(title)
        self.edit.setAccessibleName(title)
        self.tag.set_text(tag, "outline")
        self.tag.setVisible(bool(tag))
        mark = mark or MarkDraft(line.competency_id)
        self.confidence.set_index(CONFIDENCES.index(mark.confidence))
        self.confidence.setEnabled(can_edit)
        self.edit.setReadOnly(not can_edit)
        if is_same and self.has_unsaved():
            return
        self._saved = mark.comment
        if self.edit.toPlainText().strip() != mark.comment.strip() or not is_same:
            self.edit.blockSignals(True)
            self.edit.setPlainText(mark.comment)
            self.edit.blockSignals(False)

    def flush(self) -> None:
        """Send what was typed."""
        self._delay.stop()
        words = self.edit.toPlainText().strip()
        if self._competency_id and words != self._saved.strip() and not self.edit.isReadOnly():
            self._saved = words
            self.commented.emit(self._competency_id, words)

    def has_unsaved(self) -> bool:
        """Return whether something typed was not sent yet."""
        return bool(self._competency_id) and self.edit.toPlainText().strip() != self._saved.strip()

    def _on_edited(self) -> None:
        self._delay.start()

    def _on_confidence(self, index: int) -> None:
        self.confidence_chosen.emit(CONFIDENCES[index])
