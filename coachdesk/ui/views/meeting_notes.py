"""The notes of a meeting: toolbar, what could not be saved, find bar and editor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery, Task
from coachdesk.model.meeting import MeetingState
from coachdesk.services.blocks import Block
from coachdesk.services.meeting_page import MeetingPage
from coachdesk.services.note_preview import NotePreview, get_preview
from coachdesk.services.notes import NoteDraft, new_note_id
from coachdesk.store.changes import ChangeSet, Topic
from coachdesk.store.failures import DiskFull
from coachdesk.ui.editor.autosave import Autosave
from coachdesk.ui.editor.find_bar import FindBar
from coachdesk.ui.editor.line_acts import LineActs, NotePlace
from coachdesk.ui.editor.note_editor import NoteEditor
from coachdesk.ui.editor.pasting import read_html
from coachdesk.ui.editor.toolbar import EditorToolbar
from coachdesk.ui.editor.visibility import set_private
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.attachment_acts import AttachmentActs
from coachdesk.ui.views.attachment_pictures import decode_picture
from coachdesk.ui.views.attachment_preview import PreviewPane
from coachdesk.ui.views.attachment_strip import choose_files
from coachdesk.ui.views.note_history import NoteHistory
from coachdesk.ui.widgets.messages import Banner
from coachdesk.ui.widgets.text import Line
from coachdesk.vault.attachments import BlobStore, attachments_of

_READ = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


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
        self._writing: NotePlace | None = None
        self._note_ids: dict[str, str] = {}
        self._seen_at: datetime | None = None
        self.editor = NoteEditor(look)
        self.toolbar = EditorToolbar(look, self.editor)
        self.find_bar = FindBar(look, self.editor)
        self.banner = Banner(look, "danger", "", action=self.tr("Try again"))
        self.banner.hide()
        self.told = Banner(look, "info", "", can_dismiss=True)
        self.told.hide()
        self.autosave = build_autosave(initiator, desk, self._collect)
        self.lines = LineActs(desk, look, self.editor)
        self.attachments = AttachmentActs(desk, look, self.editor)
        self.preview = PreviewPane(look)
        self.history = NoteHistory(desk, look)
        self._preview_query = LatestQuery(self, desk)
        self._pastes: list[tuple[str, QTextCursor, str, bool]] = []
        self._choose_files = choose_files
        self._lay_out()
        self._connect()
        self._set_writable(False)

    def _lay_out(self) -> None:
        self.writing = QWidget()
        column = QVBoxLayout(self.writing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.toolbar, Line(), self.banner, self.told, self.find_bar):
            column.addWidget(widget)
        column.addWidget(self.editor, 1)
        column.addWidget(self.attachments.strip)
        self.stack = QStackedWidget()
        for pane in (self.writing, self.preview, self.history):
            self.stack.addWidget(pane)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)

    def _connect(self) -> None:
        self.editor.edited.connect(self._on_edited)
        self.editor.left.connect(self.autosave.flush)
        self.editor.files_offered.connect(self._on_files_offered)
        self.editor.long_html_offered.connect(self._on_long_html)
        self.autosave.saved.connect(self._on_saved)
        self.autosave.failed.connect(self._on_failed)
        self.banner.acted.connect(self.autosave.retry)
        self.told.dismissed.connect(self.told.hide)
        self.attachments.refused.connect(self._on_refused)
        self.attachments.said.connect(self._on_said)
        self.attachments.picture_shown.connect(self._on_picture)
        self.preview.closed.connect(self.show_writing)
        self.history.closed.connect(self.show_writing)
        self.history.restored.connect(self.show_writing)
        self._preview_query.answered.connect(self._on_preview)
        self.desk.bus.changed.connect(self._on_changed)

    def run_action(self, action_id: str) -> bool:
        """Do an action of the notes; return whether it is one and could be done here."""
        acts: dict[str, Callable[[], object]] = {
            "line.promise": self.lines.begin_promise,
            "line.evidence": self.lines.begin_evidence,
            "note.attach": self._on_attach,
            "note.preview": self._on_preview_asked,
            "note.history": self._on_history_asked,
        }
        if self._writing is None or action_id not in acts:
            return False
        if action_id.startswith("line.") and self.stack.currentWidget() is not self.writing:
            self.show_writing()
        acts[action_id]()
        return True

    def insert_heading(self, text: str, *, private: bool) -> None:
        """Begin a part of the note about an item of the agenda, under the cursor's line; a private item stays so."""
        if self.editor.isReadOnly():
            return
        cursor = self.editor.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        cursor.beginEditBlock()
        if cursor.block().text().strip():
            cursor.insertBlock()
            cursor.insertBlock()
        cursor.insertText(f"## {text}")
        if private:
            set_private(cursor.block(), True)
        cursor.insertBlock()
        cursor.endEditBlock()
        self.editor.setTextCursor(cursor)
        self.editor.tidy_if_due()
        self.show_writing()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_writing(self) -> None:
        """Put the editor back in place of the preview or the versions."""
        if self.stack.currentWidget() is not self.writing:
            self.stack.setCurrentWidget(self.writing)
            self.history.leave()
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def commit_typed(self) -> None:
        """Keep what is typed in a bar under a line, and queue the text; called before the page or the vault closes."""
        self.lines.commit_typed()
        self.autosave.flush()

    def has_unsaved(self) -> bool:
        """Return whether something typed here is not on disk yet."""
        return self.autosave.has_unsaved() or self.lines.has_typed() or bool(self._pastes)

    def leave(self) -> None:
        """Queue what was typed and empty the editor, before another meeting shows."""
        self.autosave.flush()
        self._writing = None
        self._seen_at = None
        self.lines.commit_typed()
        self.lines.show_note(None)
        self.attachments.show_note(None)
        self._pastes.clear()
        self.stack.setCurrentWidget(self.writing)
        self.history.leave()
        self.told.hide()
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
        """Close a bar, or take the marks of a search away; return whether there was anything to leave."""
        if self.stack.currentWidget() is not self.writing:
            self.show_writing()
            return True
        if self.lines.close_bars():
            return True
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
        place = NotePlace(note_id, meeting.person_id, meeting.meeting_id, page.first_name, meeting.starts_at)
        self._writing = place
        self._seen_at = note.updated_at if note else None
        self.editor.set_blocks(stored if waiting is None else waiting)
        self.lines.show_note(place)
        self.attachments.show_note(self._collect())
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

    def _on_changed(self, change_set: ChangeSet, initiator: QObject | None) -> None:
        """A version brought back, or that undone, may be older than what was seen: follow the next reading anyway."""
        if Topic.NOTES in change_set.topics and initiator is not self.autosave.parent():
            self._seen_at = None

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
        self.toolbar.set_writable(writable)
        self.attachments.strip.set_writable(writable)

    def _on_edited(self) -> None:
        if self._writing is None:
            return
        if self.editor.hits.spans and not self.find_bar.isVisible():
            self.editor.hits.clear()
        self.autosave.touch()

    def _on_attach(self) -> None:
        if not self.editor.isReadOnly():
            files = self._choose_files(self, self.tr("Attach files"))
            if files:
                self._on_files_offered(files)

    def _on_files_offered(self, files: Sequence[Path | bytes]) -> None:
        draft = self._collect()
        if draft is not None and not self.editor.isReadOnly():
            self.told.hide()
            self.autosave.flush()
            self.attachments.attach(files, draft)

    def _on_long_html(self, html: str, text: str, private: bool) -> None:
        """Read a long page on a lane; it comes in where the cursor was."""
        if self._writing is None:
            return
        self._pastes.append((self._writing.note_id, self.editor.textCursor(), text, private))

        def work(_progress: object) -> str:
            return read_html(html) or text

        task = Task(self, self.desk, work)
        task.succeeded.connect(self._on_html_read)
        task.failed.connect(self._on_html_failed)
        task.start()

    def _on_html_read(self, text: str) -> None:
        self._insert_paste(text)

    def _on_html_failed(self, _error: Exception) -> None:
        """A page that can't be read comes in as its plain text."""
        self._insert_paste("")

    def _insert_paste(self, text: str) -> None:
        if not self._pastes:
            return
        note_id, cursor, plain, private = self._pastes.pop(0)
        if self._writing is not None and self._writing.note_id == note_id and not self.editor.isReadOnly():
            self.editor.setTextCursor(cursor)
            self.editor.pasting.insert(text or plain, private=private)

    def _on_preview_asked(self) -> None:
        if self.stack.currentWidget() is self.preview:
            self.show_writing()
        elif self._writing is not None:
            blobs, blocks = attachments_of(self.desk.vault), self.editor.blocks()
            self._preview_query.ask(_read_preview, blobs, self._writing.note_id, blocks)

    def _on_preview(self, found: tuple[str, NotePreview, dict[str, QImage]]) -> None:
        note_id, preview, pictures = found
        if self._writing is not None and self._writing.note_id == note_id:
            self.preview.show_note(preview.blocks, pictures)
            self._show_pane(self.preview)

    def _on_picture(self, name: str, picture: QImage | None) -> None:
        self.preview.show_picture(name, picture)
        self._show_pane(self.preview)

    def _on_history_asked(self) -> None:
        if self.stack.currentWidget() is self.history:
            self.show_writing()
        elif self._writing is not None:
            self.autosave.flush()
            self.history.show_note(self._writing.note_id)
            self._show_pane(self.history)

    def _show_pane(self, pane: QWidget) -> None:
        self.stack.setCurrentWidget(pane)
        pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_refused(self, text: str) -> None:
        self._tell("danger", text)

    def _on_said(self, text: str) -> None:
        self._tell("warn", text)

    def _tell(self, kind: str, text: str) -> None:
        self.told.show()
        self.told.set_message(kind, text)

    def _on_saved(self, saved_at: datetime) -> None:
        self._seen_at = saved_at
        self.banner.hide()
        if self.stack.currentWidget() is self.history:
            self.history.refresh()
        self.saved_shown.emit(saved_at)

    def _on_failed(self, error: Exception) -> None:
        reason = (
            self.tr("the disk is full") if isinstance(error, DiskFull) else self.tr("the vault could not be written")
        )
        text = self.tr("Not saved: {reason}. Your words are kept here and will be saved when it works.")
        self.banner.show()
        self.banner.set_message("danger", text.format(reason=reason), action=self.tr("Try again"))
        self.not_saved_shown.emit()


def _read_preview(
    session: Any, blobs: BlobStore, note_id: str, blocks: tuple[Block, ...]
) -> tuple[str, NotePreview, dict[str, QImage]]:
    """Read a note with its pictures and decode them, away from the window's thread."""
    preview = get_preview(session, blobs, note_id, blocks)
    decoded = {name: decode_picture(content) for name, content in preview.pictures.items()}
    return note_id, preview, {name: picture for name, picture in decoded.items() if picture is not None}
