"""What comes from the clipboard or by a drop: files and pictures, pages as Markdown, plain text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter, QTextCursor

from coachdesk.model.visibility import Visibility
from coachdesk.ui.editor.concealed import is_concealed

if TYPE_CHECKING:
    from coachdesk.ui.editor.note_editor import NoteEditor

LONG_HTML = 40_000
"""Letters of HTML above which the reading is not done between two keys."""


class Pasting:
    """Takes what is pasted into an editor, or has the editor offer it to whoever can attach files and wait."""

    def __init__(self, editor: NoteEditor) -> None:
        self._editor = editor

    def take(self, source: QMimeData) -> None:
        """Put it in at the cursor, or offer it for attaching or for reading elsewhere."""
        files = list_files(source)
        if files:
            self._editor.files_offered.emit(files)
            return
        private = is_concealed(source)
        html = source.html() if source.hasHtml() else ""
        if len(html) > LONG_HTML:
            self._editor.long_html_offered.emit(html, source.text(), private)
            return
        text = read_html(html) if html else ""
        if not text and source.hasText():
            text = source.text()
        if text.strip() or not source.hasImage():
            self.insert(text, private=private)
            return
        picture = encode_picture(source)
        if picture:
            self._editor.files_offered.emit([picture])

    def insert(self, text: str, *, private: bool) -> None:
        """Put Markdown or plain text in with the visibility of its line; private words stay private."""
        editor = self._editor
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
        if not text:
            return
        editor.remove_lines()
        start = editor.textCursor().selectionStart()
        editor.textCursor().insertText(text)
        editor.ensureCursorVisible()
        editor.tidy_if_due()
        if private and text.strip():
            self._make_private(start)

    def _make_private(self, start: int) -> None:
        """Turn the lines from `start` to the cursor into only yours, and leave the cursor where it is."""
        editor = self._editor
        end = editor.textCursor().position()
        cursor = QTextCursor(editor.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        editor.setTextCursor(cursor)
        editor.set_visibility(Visibility.ONLY_YOU)
        cursor.setPosition(end)
        editor.setTextCursor(cursor)


def can_take(source: QMimeData) -> bool:
    """Return whether there is anything to paste."""
    return source.hasText() or source.hasHtml() or source.hasImage() or bool(list_files(source))


def list_files(source: QMimeData) -> list[Path]:
    """Return the files of this computer that are pasted or dropped; addresses of the web stay text."""
    if not source.hasUrls():
        return []
    return [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile() and not url.host()]


def encode_picture(source: QMimeData) -> bytes:
    """Return a pasted picture as PNG bytes in memory, empty when there is none."""
    picture = source.imageData()
    if not isinstance(picture, QImage) or picture.isNull():
        return b""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture)
    return bytes(buffer.data().data())


def read_html(html: str) -> str:
    """Return pasted HTML as Markdown; the reader is loaded when it is first needed."""
    from coachdesk.exchange.clean_paste import html_to_markdown

    return html_to_markdown(html)
