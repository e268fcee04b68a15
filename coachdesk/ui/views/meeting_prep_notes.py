"""The private notes of a prep: plain text that only the manager sees, saved by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.model.note import NoteKind
from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block
from coachdesk.services.notes import NoteDraft, NoteRow, new_note_id
from coachdesk.ui.editor.autosave import Autosave
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.fields import Hint
from coachdesk.ui.widgets.marks import Tag
from coachdesk.ui.widgets.text import Label


class _PrivateEdit(QPlainTextEdit):
    """Plain text; Tab leaves it. `left` when the keyboard goes elsewhere."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard left."""
        super().focusOutEvent(event)
        self.left.emit()


@dataclass(frozen=True, slots=True)
class _Writing:
    note_id: str
    person_id: str
    meeting_id: str


class PrepNotes(QWidget):
    """Shows the PREP note of a meeting and keeps what is typed. `saved_shown(datetime or None)`."""

    saved_shown = Signal(object)

    def __init__(
        self, initiator: QObject, desk: Desk, look: Appearance, build_autosave: Callable[..., Autosave] = Autosave
    ) -> None:
        super().__init__()
        self.desk = desk
        self.look = look
        self._writing: _Writing | None = None
        self._note_ids: dict[str, str] = {}
        self.title = Label(look, self.tr("Prep notes"), role="section", wraps=False)
        self.tag = Tag(look, self.tr("Only you"), "private", icon="lock")
        self.edit = _PrivateEdit()
        self.edit.setProperty("boxed", True)
        self.edit.setTabChangesFocus(True)
        self.edit.setAccessibleName(self.tr("Prep notes, only you"))
        self.edit.setPlaceholderText(self.tr("How to begin, what to ask, what to leave out"))
        self.hint = Hint(look)
        self.next_time = Label(look, tone="private")
        self.autosave = build_autosave(initiator, desk, self._collect)
        self._lay_out()
        self.edit.textChanged.connect(self._on_edited)
        self.edit.left.connect(self.autosave.flush)
        self.autosave.saved.connect(self._on_saved)
        self.autosave.failed.connect(self._on_failed)

    def set_note(self, meeting_id: str, person_id: str, note: NoteRow | None) -> None:
        """Show the note of a meeting; what is being typed in the same one stays."""
        is_same = self._writing is not None and self._writing.meeting_id == meeting_id
        if is_same and self.autosave.has_unsaved():
            return
        note_id = note.note_id if note else self._note_ids.get(meeting_id) or new_note_id()
        self._note_ids[meeting_id] = note_id
        stored = note.blocks if note else ()
        waiting = self.autosave.find_waiting(note_id)
        self.autosave.know(note_id, stored)
        self._writing = _Writing(note_id, person_id, meeting_id)
        text = "\n\n".join(block.text for block in (stored if waiting is None else waiting))
        if self.edit.toPlainText() != text:
            self.edit.blockSignals(True)
            self.edit.setPlainText(text)
            self.edit.blockSignals(False)
        self.edit.setReadOnly(self.desk.store.read_only)
        if not is_same:
            self.saved_shown.emit(note.updated_at if note else None)

    def set_next_time(self, note: NoteRow | None) -> None:
        """Show what was written for this meeting after the one before; nothing shows when there is nothing."""
        text = "\n".join(block.text for block in note.blocks) if note is not None else ""
        self.next_time.setText(self.tr("From last time: {text}").format(text=text) if text else "")
        self.next_time.setVisible(bool(text))

    def leave(self) -> None:
        """Queue what was typed, before another meeting shows."""
        self.autosave.flush()
        self._writing = None

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(self.look.px(8))
        head.addWidget(self.title)
        head.addWidget(self.tag)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.look.px(8))
        column.addLayout(head)
        column.addWidget(self.next_time)
        column.addWidget(self.edit, 1)
        column.addWidget(self.hint)
        self.edit.setMinimumHeight(self.look.px(96))

    def _collect(self) -> NoteDraft | None:
        if self._writing is None:
            return None
        text = self.edit.toPlainText().strip()
        blocks = (Block(Visibility.ONLY_YOU, text),) if text else ()
        writing = self._writing
        return NoteDraft(writing.note_id, writing.person_id, writing.meeting_id, blocks, NoteKind.PREP)

    def _on_edited(self) -> None:
        if self._writing is not None:
            self.autosave.touch()

    def _on_saved(self, saved_at: object) -> None:
        self.hint.set_text("")
        self.saved_shown.emit(saved_at)

    def _on_failed(self, _error: object) -> None:
        words = self.tr("Not saved yet. Your words are kept here and will be saved when it works.")
        self.hint.set_text(words, tone="danger", icon="alert")
