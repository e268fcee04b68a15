"""The room round runs of one visibility, kept in the format of their first lines."""

from __future__ import annotations

from PySide6.QtGui import QTextBlockFormat, QTextCursor

from coachdesk.ui.editor.run_paint import GAP, PAD_BOTTOM, PAD_TOP, label_width
from coachdesk.ui.editor.visibility import PRIVATE, begins_run, is_private
from coachdesk.ui.theme.appearance import Appearance

_LINE_HEIGHT_PERCENT = 130.0


def build_line_format(
    look: Appearance, words: tuple[str, str], *, private: bool, begins: bool, is_first: bool
) -> QTextBlockFormat:
    """Return the format of a line; `words` are those of shared and private runs, `begins` says it leads its run."""
    result = QTextBlockFormat()
    result.setProperty(PRIVATE, private)
    result.setLineHeight(_LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    top, right = _margins(look, words, private=private, begins=begins, is_first=is_first)
    result.setTopMargin(top)
    result.setRightMargin(right)
    return result


def fit_margins(cursor: QTextCursor, look: Appearance, words: tuple[str, str]) -> None:
    """Give the line of a cursor the margins that its place in its run asks for, within the edit just made."""
    line = cursor.block()
    is_first = not line.previous().isValid()
    top, right = _margins(look, words, private=is_private(line), begins=begins_run(line), is_first=is_first)
    present = line.blockFormat()
    if (present.topMargin(), present.rightMargin()) == (top, right):
        return
    change = QTextBlockFormat()
    change.setTopMargin(top)
    change.setRightMargin(right)
    cursor.joinPreviousEditBlock()
    cursor.mergeBlockFormat(change)
    cursor.endEditBlock()


def _margins(
    look: Appearance, words: tuple[str, str], *, private: bool, begins: bool, is_first: bool
) -> tuple[int, int]:
    """Only the first line of a run needs room above, and at its end for the words of the run."""
    if not begins:
        return 0, 0
    top = 0 if is_first else look.px(PAD_BOTTOM + GAP + PAD_TOP)
    return top, label_width(look, words[private])
