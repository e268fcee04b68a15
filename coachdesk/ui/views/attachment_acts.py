"""Attaching, looking at, saving and removing files of one note; all of it away from the window's thread."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QTextCursor

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery, Operation, Task
from coachdesk.services.attachments import (
    AttachmentContent,
    AttachmentDraft,
    AttachmentRow,
    add_attachment,
    clean_name,
    list_attachments,
    new_attachment_id,
    read_attachment,
    remove_attachment,
    save_copy,
)
from coachdesk.services.notes import NoteDraft, save_note
from coachdesk.store.changes import ChangeSet, Topic
from coachdesk.ui.editor.note_editor import NoteEditor
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.attachment_pictures import decode_picture
from coachdesk.ui.views.attachment_strip import AttachmentStrip, ChooseFile, choose_place
from coachdesk.ui.words import clock_words, day_words
from coachdesk.vault.attachments import BlobStore, attachments_of

_SMALLER_EDGE = 1600


class AttachmentActs(QObject):
    """Serves one editor and the strip under it. `refused(sentence)` and `said(sentence)` belong on the page;
    `picture_shown(name, QImage or None)` in place of the editor.
    """

    refused = Signal(str)
    said = Signal(str)
    picture_shown = Signal(str, object)

    def __init__(self, desk: Desk, look: Appearance, editor: NoteEditor, choose: ChooseFile = choose_place) -> None:
        super().__init__(editor)
        self._desk = desk
        self._editor = editor
        self._choose = choose
        self._note: NoteDraft | None = None
        self._waiting: list[tuple[str, QTextCursor]] = []
        self._known: frozenset[str] = frozenset()
        self.strip = AttachmentStrip(look)
        self._list = LatestQuery(self, desk)
        self._read = LatestQuery(self, desk)
        self._list.answered.connect(self._on_listed)
        self._read.answered.connect(self._on_read)
        self._read.failed.connect(self._on_failed)
        self.strip.preview_requested.connect(self._on_preview)
        self.strip.copy_requested.connect(self._on_copy)
        self.strip.removal_requested.connect(self._on_removal)
        desk.bus.changed.connect(self._on_changed)

    def show_note(self, note: NoteDraft | None) -> None:
        """Belong to the note of a draft, or to none."""
        if note is None or self._note is None or note.note_id != self._note.note_id:
            self._known = frozenset()
            self._waiting.clear()
            self.strip.set_rows(())
        self._note = note
        self._refresh()

    def attach(self, files: Sequence[Path | bytes], note: NoteDraft) -> None:
        """Seal files into the vault; each gets its place in the text at the cursor once it is there.

        `note` is the note as it stands, so that it is in the vault before its attachments are.
        """
        Operation(self, self._desk, save_note, note).start()
        blobs = attachments_of(self._desk.vault)
        for source in files:
            name = source.name if isinstance(source, Path) else self._picture_name()
            draft = AttachmentDraft(note.note_id, clean_name(name), source, new_attachment_id())
            self._waiting.append((note.note_id, self._editor.textCursor()))
            words = self.tr("File attached")
            operation = Operation(self, self._desk, add_attachment, blobs, draft, label=words, offers_undo=True)
            operation.succeeded.connect(self._on_attached)
            operation.failed.connect(self._on_not_attached)
            operation.start()

    def _picture_name(self) -> str:
        now = self._desk.local_now
        when = f"{day_words(now.date(), now.date())} {clock_words(now, self._desk.zone)}"
        return self.tr("Picture {when}.png").format(when=when.replace(":", "."))

    def _on_attached(self, row: AttachmentRow) -> None:
        if not self._waiting:
            return
        note_id, cursor = self._waiting.pop(0)
        if self._note is None or self._note.note_id != note_id or self._editor.isReadOnly():
            return
        mark = "!" if row.is_picture else ""
        cursor.beginEditBlock()
        if not cursor.atBlockStart():
            cursor.insertText(" ")
        cursor.insertText(f"{mark}[{row.file_name}](attachment:{row.attachment_id})")
        cursor.endEditBlock()
        self._editor.ensureCursorVisible()

    def _on_not_attached(self, error: Exception) -> None:
        if self._waiting:
            self._waiting.pop(0)
        self.refused.emit(str(error))

    def _refresh(self) -> None:
        if self._note is not None:
            self._list.ask(_list_of_note, self._note.note_id)

    def _on_changed(self, change_set: ChangeSet, _initiator: object) -> None:
        if Topic.ATTACHMENTS in change_set.topics:
            self._refresh()

    def _on_listed(self, found: tuple[str, tuple[AttachmentRow, ...]]) -> None:
        note_id, rows = found
        if self._note is None or note_id != self._note.note_id:
            return
        present = frozenset(row.attachment_id for row in rows)
        for gone in self._known - present:
            self._take_out(gone)
        self._known = present
        self.strip.set_rows(rows)

    def _take_out(self, attachment_id: str) -> None:
        """Take what refers to a removed attachment out of the text; Ctrl+Z in the text brings the words back."""
        if self._editor.isReadOnly():
            return
        reference = re.compile(rf" ?!?\[[^\]\n]*\]\(attachment:{attachment_id}\)")
        block = self._editor.document().begin()
        while block.isValid():
            match = reference.search(block.text())
            if match is not None:
                before = len(block.text()[: match.start()].encode("utf-16-le")) // 2
                length = len(match[0].encode("utf-16-le")) // 2
                cursor = QTextCursor(block)
                cursor.setPosition(block.position() + before)
                cursor.setPosition(block.position() + before + length, QTextCursor.MoveMode.KeepAnchor)
                cursor.removeSelectedText()
            block = block.next()

    def _on_preview(self, attachment_id: str) -> None:
        self._read.ask(_read_picture, attachments_of(self._desk.vault), attachment_id)

    def _on_read(self, found: tuple[AttachmentContent, QImage | None]) -> None:
        content, picture = found
        self.picture_shown.emit(content.row.file_name, picture)

    def _on_copy(self, attachment_id: str) -> None:
        row = self.strip.find_row(attachment_id)
        path = self._choose(self.strip, self.tr("Save a copy"), row.file_name) if row is not None else None
        if path is None:
            return
        store, blobs = self._desk.store, attachments_of(self._desk.vault)

        def work(_progress: object) -> Path:
            return store.read(lambda session: save_copy(session, blobs, attachment_id, path))

        task = Task(self, self._desk, work)
        task.succeeded.connect(self._on_saved)
        task.failed.connect(self._on_failed)
        task.start()

    def _on_saved(self, path: Path) -> None:
        words = self.tr("Saved as {name}. That copy lies outside the vault and is not protected; remove it when done.")
        self.said.emit(words.format(name=path.name))

    def _on_failed(self, error: Exception) -> None:
        self.refused.emit(str(error))

    def _on_removal(self, attachment_id: str) -> None:
        words = self.tr("Attachment removed")
        Operation(self, self._desk, remove_attachment, attachment_id, label=words, offers_undo=True).start()


def _list_of_note(session: Any, note_id: str) -> tuple[str, tuple[AttachmentRow, ...]]:
    return note_id, list_attachments(session, note_id)


def _read_picture(session: Any, blobs: BlobStore, attachment_id: str) -> tuple[AttachmentContent, QImage | None]:
    content = read_attachment(session, blobs, attachment_id)
    return content, decode_picture(content.content, _SMALLER_EDGE)
