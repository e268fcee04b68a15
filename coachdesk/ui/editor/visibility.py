"""The visibility of text lines, kept in their block format so that undo and splitting carry it along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor, QTextDocument, QTextFormat

from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block, normalise

PRIVATE = QTextFormat.Property.UserProperty + 1
"""True on private lines, False on shared ones; absent means private, the side on which nothing leaks."""


def is_private(line: QTextBlock) -> bool:
    """Return whether a text line is for the owner only."""
    block_format = line.blockFormat()
    return not block_format.hasProperty(PRIVATE) or block_format.boolProperty(PRIVATE)


def visibility_of(line: QTextBlock) -> Visibility:
    """Return the visibility of a text line."""
    return Visibility.ONLY_YOU if is_private(line) else Visibility.SHARED


def set_private(line: QTextBlock, private: bool) -> None:
    """Give a line a visibility, as part of the edit that is open."""
    change = QTextBlockFormat()
    change.setProperty(PRIVATE, private)
    QTextCursor(line).mergeBlockFormat(change)


def begins_run(line: QTextBlock) -> bool:
    """Return whether a line is the first of its visibility after one of another, or of the note."""
    before = line.previous()
    return not before.isValid() or is_private(before) != is_private(line)


def list_run(line: QTextBlock) -> tuple[QTextBlock, ...]:
    """Return the neighbouring lines of one visibility that `line` is among, in order."""
    first = line
    while not begins_run(first):
        first = first.previous()
    run = [first]
    while (following := run[-1].next()).isValid() and not begins_run(following):
        run.append(following)
    return tuple(run)


def iter_lines(first: QTextBlock, last: QTextBlock) -> Iterator[QTextBlock]:
    """Yield the lines from `first` to `last`, both included."""
    line = first
    while line.isValid():
        yield line
        if line == last:
            return
        line = line.next()


def collect_blocks(document: QTextDocument) -> tuple[Block, ...]:
    """Return the whole note as blocks; walks the document, so it is for saving and not for keys."""
    found: list[tuple[Visibility, list[str]]] = []
    line = document.begin()
    while line.isValid():
        visibility = visibility_of(line)
        if not found or found[-1][0] is not visibility:
            found.append((visibility, []))
        found[-1][1].append(line.text())
        line = line.next()
    return normalise(Block(visibility, "\n".join(lines)) for visibility, lines in found)


def lines_of(blocks: Iterable[Block]) -> tuple[tuple[str, bool], ...]:
    """Return the lines of a note, each with whether it is private; an empty note is one private line."""
    lines = [
        (text, block.visibility is Visibility.ONLY_YOU)
        for block in normalise(blocks)
        for text in block.text.split("\n")
    ]
    return tuple(lines) or (("", True),)
