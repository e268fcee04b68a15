"""The keys of Markdown marks within the editor, and what each mark does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from coachdesk.ui.editor import markdown_lines

_CTRL = Qt.KeyboardModifier.ControlModifier
_CTRL_SHIFT = _CTRL | Qt.KeyboardModifier.ShiftModifier
_CTRL_ALT = _CTRL | Qt.KeyboardModifier.AltModifier
_KEYS: Mapping[tuple[Qt.KeyboardModifier, Qt.Key], str] = {
    (_CTRL, Qt.Key.Key_B): "bold",
    (_CTRL, Qt.Key.Key_I): "italic",
    (_CTRL, Qt.Key.Key_Space): "tick",
    (_CTRL_SHIFT, Qt.Key.Key_H): "heading",
    (_CTRL_SHIFT, Qt.Key.Key_U): "list",
    (_CTRL_SHIFT, Qt.Key.Key_O): "numbers",
    (_CTRL_SHIFT, Qt.Key.Key_X): "checkbox",
    (_CTRL_SHIFT, Qt.Key.Key_B): "quote",
    (_CTRL_SHIFT, Qt.Key.Key_K): "link",
    (_CTRL_SHIFT, Qt.Key.Key_L): "visibility",
    (_CTRL_ALT, Qt.Key.Key_1): "heading1",
    (_CTRL_ALT, Qt.Key.Key_2): "heading2",
    (_CTRL_ALT, Qt.Key.Key_3): "heading3",
}

MARK_WRAPS: Mapping[str, str] = {"bold": "**", "italic": "*"}
"""What stands on both sides of marked words."""
LINE_CHANGES: Mapping[str, Callable[[str], str | None]] = {
    "heading": markdown_lines.cycle_heading,
    "heading1": partial(markdown_lines.set_heading, level=1),
    "heading2": partial(markdown_lines.set_heading, level=2),
    "heading3": partial(markdown_lines.set_heading, level=3),
    "list": markdown_lines.toggle_list,
    "numbers": markdown_lines.toggle_numbers,
    "checkbox": markdown_lines.toggle_box,
    "tick": markdown_lines.tick_box,
    "quote": markdown_lines.toggle_quote,
}
"""What a mark makes of a line; None leaves it."""


def find_mark(event: QKeyEvent) -> str | None:
    """Return what a key asks for, or None. A letter typed with AltGr, which Windows tells as Ctrl+Alt, stays one."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    what = _KEYS.get((modifiers, Qt.Key(event.key())))
    if what is not None and modifiers == _CTRL_ALT and event.text().strip() not in ("", *"123"):
        return None
    return what
