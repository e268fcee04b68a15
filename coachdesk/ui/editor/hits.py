"""Marks on found words, from the search that led here or from the find bar."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from coachdesk.store.folding import find_spans, fold
from coachdesk.ui.theme.appearance import Appearance

if TYPE_CHECKING:
    from coachdesk.ui.editor.note_editor import NoteEditor

MOST = 500
"""More marks than this help nobody and slow the painting."""
Span = tuple[int, int]


def find_folded(text: str, needle: str) -> tuple[Span, ...]:
    """Return where `needle` stands in `text`, whatever the case and the accents, as (start, end) in `text`.

    >>> find_folded("Straße, strasse", "strasse")
    ((0, 6), (8, 15))
    """
    wanted = fold(needle)
    if not wanted:
        return ()
    pieces = [fold(letter) for letter in text]
    origins = [index for index, piece in enumerate(pieces) for _ in piece]
    folded = "".join(pieces)
    spans = []
    at = folded.find(wanted)
    while at >= 0:
        spans.append((origins[at], origins[at + len(wanted) - 1] + 1))
        at = folded.find(wanted, at + len(wanted))
    return tuple(spans)


class HitMarks:
    """The marked spans of an editor, as document positions in order."""

    def __init__(self, editor: NoteEditor, look: Appearance) -> None:
        self._editor = editor
        self._look = look
        self.spans: tuple[Span, ...] = ()
        self.current = -1

    def show_terms(self, terms: tuple[str, ...]) -> int:
        """Mark the words that begin with folded `terms`, go to the first, and return how many there are."""
        self.spans = _search(self._editor.document(), lambda text: find_spans(text, terms))
        self._begin(0)
        return len(self.spans)

    def show_text(self, needle: str) -> int:
        """Mark `needle`, go to the first one from the cursor on, and return how many there are."""
        self.spans = _search(self._editor.document(), lambda text: find_folded(text, needle))
        from_here = self._editor.textCursor().selectionStart()
        self._begin(next((i for i, span in enumerate(self.spans) if span[0] >= from_here), 0))
        return len(self.spans)

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) mark, round the end."""
        if self.spans:
            self._begin((self.current + by) % len(self.spans))

    def clear(self) -> None:
        """Take every mark away."""
        if self.spans:
            self.spans, self.current = (), -1
            self._editor.setExtraSelections([])

    def show_look(self) -> None:
        """Paint the marks in the colours of the present theme."""
        if self.spans:
            self._paint()

    def _begin(self, index: int) -> None:
        self.current = index if self.spans else -1
        self._paint()
        if self.spans:
            self._editor.scroll_to(self.spans[index][0])

    def _paint(self) -> None:
        marks = []
        for index, (start, end) in enumerate(self.spans):
            mark = QTextEdit.ExtraSelection()
            style = QTextCharFormat()
            style.setBackground(self._look.colour("highlight"))
            style.setForeground(self._look.colour("text"))
            style.setFontUnderline(index == self.current)
            cursor = QTextCursor(self._editor.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            mark.cursor = cursor
            mark.format = style
            marks.append(mark)
        self._editor.setExtraSelections(marks)


def _search(document: QTextDocument, find: Callable[[str], tuple[Span, ...]]) -> tuple[Span, ...]:
    found: list[Span] = []
    line = document.begin()
    while line.isValid() and len(found) < MOST:
        text = line.text()
        for start, end in find(text):
            found.append((line.position() + _units(text[:start]), line.position() + _units(text[:end])))
        line = line.next()
    return tuple(found[:MOST])


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
