"""A shared note as plain labels: headings, bullets and quotations, without links or images that could load anything."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.services.blocks import SharedNote
from coachdesk.ui.editor.markdown_lines import find_item
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.text import Label

_HEADING = re.compile(r"^#{1,6}\s+")
_QUOTE = re.compile(r"^(?:>\s?)+")
_INLINE = (
    (re.compile(r"!?\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?!\w)"), r"\1"),
    (re.compile(r"`([^`]+)`"), r"\1"),
)
_BULLET = "•"
_JOINED = re.compile(r"\s+(?:#{1,6}|>|[-*+](?: \[[ xX]\])?)\s+")


class LineKind(Enum):
    """What a line of a note is."""

    HEADING = auto()
    ITEM = auto()
    QUOTE = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One line without Markdown marks; `mark` is the bullet or number of an item."""

    kind: LineKind
    text: str
    mark: str = ""


def note_lines(note: SharedNote) -> tuple[NoteLine, ...]:
    """Return the lines of a note that have words.

    >>> [line.text for line in note_lines(SharedNote(("## Plan\\n- [ ] **Amara** writes", "> so be it")))]
    ['Plan', 'Amara writes', 'so be it']
    """
    lines = (_read_line(line.strip()) for paragraph in note.paragraphs for line in paragraph.splitlines())
    return tuple(line for line in lines if line.text)


def list_points(note: SharedNote, most: int) -> tuple[str, ...]:
    """Return the first points of a note, without its headings; the first line tells what the talk was about."""
    return tuple(line.text for line in note_lines(note) if line.kind is not LineKind.HEADING)[:most]


def headline(note: SharedNote) -> str:
    """Return the first line of a note, for a list."""
    return next((line.text for line in note_lines(note)), "")


def join_words(line: str) -> str:
    """Return a snippet, which has its lines joined, without their marks.

    >>> join_words("# Plan ## Scope - [ ] **Amara** writes")
    'Plan · Scope · Amara writes'
    """
    return _plain(_JOINED.sub(" · ", _HEADING.sub("", line)))


def build_point(look: Appearance, text: str, mark: str = _BULLET, *, tone: str = "") -> QWidget:
    """Return a line with a bullet before it; its further lines start under the first."""
    point = QWidget()
    row = QHBoxLayout(point)
    row.setContentsMargins(look.px(4), 0, 0, 0)
    row.setSpacing(look.px(8))
    row.addWidget(Label(look, mark, tone="text3", wraps=False), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(look, text, tone=tone), 1)
    return point


class SharedNoteText(QWidget):
    """Shows one shared note at a time."""

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(2))

    def set_note(self, note: SharedNote) -> None:
        """Show a note in the place of the one before."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for at, line in enumerate(note_lines(note)):
            if line.kind is LineKind.HEADING and at:
                self._column.addSpacing(self.look.px(12))
            self._column.addWidget(self._build(line))
        self._column.addStretch(1)

    def _build(self, line: NoteLine) -> QWidget:
        if line.kind is LineKind.HEADING:
            return Label(self.look, line.text, role="section")
        if line.kind is LineKind.ITEM:
            return build_point(self.look, line.text, line.mark)
        return Label(self.look, line.text, tone="text2" if line.kind is LineKind.QUOTE else "")


def _read_line(line: str) -> NoteLine:
    if _HEADING.match(line):
        return NoteLine(LineKind.HEADING, _plain(_HEADING.sub("", line)))
    if _QUOTE.match(line):
        return NoteLine(LineKind.QUOTE, _plain(_QUOTE.sub("", line)))
    item = find_item(line)
    if item is not None:
        box = "☑" if item.is_ticked else "☐"
        mark = box if item.has_box else item.mark if item.mark[0].isdigit() else _BULLET
        return NoteLine(LineKind.ITEM, _plain(item.rest), mark)
    return NoteLine(LineKind.TEXT, _plain(line))


def _plain(text: str) -> str:
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return text.strip()
