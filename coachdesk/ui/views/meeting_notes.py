"""The notes of a meeting: toolbar, what could not be saved, find bar and editor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.model.meeting import MeetingState
from coachdesk.services.meeting_page import MeetingPage
from coachdesk.services.notes import NoteDraft, new_note_id
from coachdesk.store.failures import DiskFull
from coachdesk.ui.editor.autosave import Autosave
from coachdesk.ui.editor.find_bar import FindBar
from coachdesk.ui.editor.note_editor import NoteEditor
from coachdesk.ui.editor.toolbar import EditorToolbar
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.messages import Banner
from coachdesk.ui.widgets.text import Line

_READ = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


@dataclass(frozen=True, slots=True)
class _Writing:
    """Which note is in the editor."""

    note_id: str
    person_id: str
    meeting_id: str


class MeetingNotes(QWidget):
    """Shows the note of a meeting and keeps what is typed. `saved_shown(datetime or None)`, `not_saved_shown()`."""

    saved_shown = Signal(object)
    not_saved_shown = Signal()

    def __init__(
        self, initiator: QObject, desk: Desk, look: Appearance, build_autosave: Callable[..., Autosave] = Autosave
    ) -> None:
        super().__init__()
        self.desk = desk
        self.look = look
        self._writing: _Writing | None = None
        self._note_ids: dict[str, str] = {}
        self._seen_at: datetime | None = None
        self.editor = NoteEditor(look)
        self.toolbar = EditorToolbar(look, self.editor)
        self.find_bar = FindBar(look, self.editor)
        self.banner = Banner(look, "danger", "", action=self.tr("Try again"))
        self.banner.hide()
        self.autosave = build_autosave(initiator, desk, self._collect)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.toolbar, Line(), self.banner, self.find_bar):
            column.addWidget(widget)
        column.addWidget(self.editor, 1)
        self.editor.edited.connect(self._on_edited)
        self.editor.left.connect(self.autosave.flush)
        self.autosave.saved.connect(self._on_saved)
        self.autosave.failed.connect(self._on_failed)
        self.banner.acted.connect(self.autosave.retry)
        self._set_writable(False)

    def leave(self) -> None:
        """Queue what was typed and empty the editor, before another meeting shows."""
        self.autosave.flush()
        self._writing = None
        self._seen_at = None
        self.find_bar.hide()
        self.editor.set_blocks(())
        self._set_writable(False)

    def show_page(self, page: MeetingPage, terms: tuple[str, ...]) -> bool:
        """Show the note of a meeting, or what changed in it elsewhere; return whether it was opened anew."""
        meeting = page.meeting
        opened = self._writing is None or self._writing.meeting_id != meeting.meeting_id
        if opened:
            self._open(page)
        elif page.note is not None:
            self._follow(page)
        is_open = meeting.state not in (MeetingState.HELD, MeetingState.MISSED)
        self._set_writable(is_open and not self.desk.store.read_only)
        if terms and opened:
            self.editor.hits.show_terms(terms)
        elif opened and is_open:
            self.editor.moveCursor(QTextCursor.MoveOperation.End)
        return opened

    def show_gone(self, text: str) -> None:
        """Say that the meeting can't be shown."""
        self._set_writable(False)
        self.banner.set_message("info", text, action="")
        self.banner.show()

    def escape(self) -> bool:
        """Close the find bar, or take the marks of a search away; return whether there was anything to leave."""
        if self.find_bar.isVisible():
            self.find_bar.close_bar()
            return True
        had_marks = bool(self.editor.hits.spans)
        self.editor.hits.clear()
        return had_marks

    def _open(self, page: MeetingPage) -> None:
        meeting, note = page.meeting, page.note
        note_id = note.note_id if note else self._note_ids.get(meeting.meeting_id) or new_note_id()
        self._note_ids[meeting.meeting_id] = note_id
        stored = note.blocks if note else ()
        waiting = self.autosave.find_waiting(note_id)
        self.autosave.know(note_id, stored)
        self._writing = _Writing(note_id, meeting.person_id, meeting.meeting_id)
        self._seen_at = note.updated_at if note else None
        self.editor.set_blocks(stored if waiting is None else waiting)
        if not self.autosave.has_failed:
            self.banner.hide()
            self.saved_shown.emit(self._seen_at)

    def _follow(self, page: MeetingPage) -> None:
        """Take over what was changed elsewhere, but never over words that are not on disk yet."""
        note = page.note
        if note is None or self.autosave.has_unsaved():
            return
        if self._seen_at is not None and note.updated_at <= self._seen_at:
            return
        self._seen_at = note.updated_at
        self.autosave.know(note.note_id, note.blocks)
        if note.blocks != self.editor.blocks():
            self.editor.set_blocks(note.blocks)

    def _collect(self) -> NoteDraft | None:
        if self._writing is None:
            return None
        writing = self._writing
        return NoteDraft(writing.note_id, writing.person_id, writing.meeting_id, self.editor.blocks())

    def _set_writable(self, writable: bool) -> None:
        if self.editor.isReadOnly() == writable:
            self.editor.setReadOnly(not writable)
            flags = Qt.TextInteractionFlag.TextEditorInteraction if writable else _READ
            self.editor.setTextInteractionFlags(flags)
        words = self.tr("Write in Markdown. What you write begins as only yours.")
        self.editor.setPlaceholderText(words if writable else "")
        self.toolbar.setEnabled(writable)

    def _on_edited(self) -> None:
        if self._writing is None:
            return
        if self.editor.hits.spans and not self.find_bar.isVisible():
            self.editor.hits.clear()
        self.autosave.touch()

    def _on_saved(self, saved_at: datetime) -> None:
        self._seen_at = saved_at
        self.banner.hide()
        self.saved_shown.emit(saved_at)

    def _on_failed(self, error: Exception) -> None:
        reason = (
            self.tr("the disk is full") if isinstance(error, DiskFull) else self.tr("the vault could not be written")
        )
        text = self.tr("Not saved: {reason}. Your words are kept here and will be saved when it works.")
        self.banner.show()
        self.banner.set_message("danger", text.format(reason=reason), action=self.tr("Try again"))
        self.not_saved_shown.emit()
