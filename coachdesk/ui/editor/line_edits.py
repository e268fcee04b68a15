"""Edits of whole lines through a text cursor, each one step of the document's own undo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor

from coachdesk.ui.editor.markdown_lines import continue_line, find_item, wrap_span
from coachdesk.ui.editor.visibility import is_private, iter_lines, set_private

_Move = QTextCursor.MoveOperation
_Keep = QTextCursor.MoveMode.KeepAnchor


def list_selected_lines(cursor: QTextCursor) -> tuple[QTextBlock, ...]:
    """Return the lines that the selection touches, or the line of the cursor."""
    document = cursor.document()
    first = document.findBlock(cursor.selectionStart())
    last = document.findBlock(cursor.selectionEnd())
    if last != first and cursor.selectionEnd() == last.position():
        last = last.previous()
    return tuple(iter_lines(first, last))


def change_lines(cursor: QTextCursor, change: Callable[[str], str | None]) -> bool:
    """Replace each selected line by what `change` makes of it; None leaves a line. Return whether any changed."""
    made = [(line, new) for line in list_selected_lines(cursor) if (new := change(line.text())) is not None]
    cursor.beginEditBlock()
    for line, new in made:
        replace_line(line, new)
    cursor.endEditBlock()
    return bool(made)


def replace_line(line: QTextBlock, new: str) -> None:
    """Change the differing part of a line only, so that cursors in the rest of it keep their place."""
    old = line.text()
    tail = 0
    while tail < min(len(old), len(new)) and old[len(old) - 1 - tail] == new[len(new) - 1 - tail]:
        tail += 1
    head = 0
    while head < min(len(old), len(new)) - tail and old[head] == new[head]:
        head += 1
    edit = QTextCursor(line)
    edit.setPosition(line.position() + _units(old[:head]))
    edit.setPosition(line.position() + _units(old[: len(old) - tail]), _Keep)
    edit.insertText(new[head : len(new) - tail])


def break_line(cursor: QTextCursor, *, continues: bool) -> None:
    """Begin a new line: the next item of a list with `continues`, else a plain one; an empty item ends its list."""
    cursor.beginEditBlock()
    if cursor.hasSelection():
        cursor.removeSelectedText()
    line = cursor.block()
    begin = continue_line(line.text()) if continues else ""
    if begin is None and cursor.atBlockEnd():
        replace_line(line, "")
    else:
        item = find_item(line.text())
        if begin is None or (item is not None and cursor.positionInBlock() < len(item.prefix)):
            begin = ""
        following = QTextBlockFormat(line.blockFormat())
        following.clearProperty(QTextBlockFormat.Property.BlockTopMargin)
        following.clearProperty(QTextBlockFormat.Property.BlockRightMargin)
        cursor.insertBlock(following)
        cursor.insertText(begin)
    cursor.endEditBlock()


def wrap_selection(cursor: QTextCursor, mark: str) -> None:
    """Put `mark` round the selection of each line, or take it away; the selection of a single line stays."""
    lines = list_selected_lines(cursor)
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    cursor.beginEditBlock()
    for line in lines:
        text = line.text()
        first = _letters(text, max(0, start - line.position()))
        last = _letters(text, min(line.length() - 1, end - line.position()))
        if len(lines) > 1 and first == last:
            continue
        new, first, last = wrap_span(text, first, last, mark)
        replace_line(line, new)
        if len(lines) == 1:
            cursor.setPosition(line.position() + _units(new[:first]))
            cursor.setPosition(line.position() + _units(new[:last]), _Keep)
    cursor.endEditBlock()


def insert_link(cursor: QTextCursor) -> None:
    """Make the selection the words of a link and put the cursor where its address goes."""
    words = cursor.selectedText() if len(list_selected_lines(cursor)) == 1 else ""
    cursor.beginEditBlock()
    cursor.insertText(f"[{words}]()")
    cursor.movePosition(_Move.Left, QTextCursor.MoveMode.MoveAnchor, 1 if words else 3)
    cursor.endEditBlock()


def flip_lines(cursor: QTextCursor, lines: tuple[QTextBlock, ...], *, private: bool) -> None:
    """Give lines a visibility in one undo step."""
    cursor.beginEditBlock()
    for line in lines:
        set_private(line, private)
    cursor.endEditBlock()


def remove_across_lines(cursor: QTextCursor, *, backwards: bool = False, forwards: bool = False) -> bool:
    """Remove a selection of several lines, or a line's end, in one undo step; return False within one line.

    Words of a private line that are drawn into a shared one take their privacy along.
    """
    document = cursor.document()
    first, last = document.findBlock(cursor.selectionStart()), document.findBlock(cursor.selectionEnd())
    if not cursor.hasSelection():
        if backwards and cursor.atBlockStart():
            first = first.previous()
        elif forwards and cursor.atBlockEnd():
            last = last.next()
    if not first.isValid() or not last.isValid() or first == last:
        return False
    kept = last.text()
    if cursor.hasSelection():
        kept = kept[_letters(kept, cursor.selectionEnd() - last.position()) :]
    is_drawn_in = is_private(last) and bool(kept.strip())
    cursor.beginEditBlock()
    if cursor.hasSelection():
        cursor.removeSelectedText()
    elif backwards:
        cursor.deletePreviousChar()
    else:
        cursor.deleteChar()
    if is_drawn_in and not is_private(cursor.block()):
        set_private(cursor.block(), True)
    cursor.endEditBlock()
    return True


def _units(text: str) -> int:
    """Qt counts UTF-16 units where Python counts letters."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _letters(text: str, units: int) -> int:
    if text.isascii():
        return units
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))
