"""Everything that the windows say can be translated: no words are handed to a widget without passing tr()."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import coachdesk.ui

_FOLDER = Path(coachdesk.ui.__file__).parent
_OWN = re.compile(r"(tour\w*|parts|part_samples)\.py")
"""The tour and the show room of parts play the user; they are no part of the product's words."""
_NAMES = {"CoachDesk", "Markdown", "JSON"}
_SETTERS = {
    "addItem",
    "setAccessibleDescription",
    "setAccessibleName",
    "setPlaceholderText",
    "setStatusTip",
    "setText",
    "setTitle",
    "setToolTip",
    "setWindowTitle",
    "set_text",
}
_MAKERS = {
    "Banner",
    "Button",
    "Cell",
    "CheckLine",
    "ElidedLabel",
    "EmptyState",
    "Field",
    "Hint",
    "IconButton",
    "Label",
    "QAction",
    "QLabel",
    "QPushButton",
    "SectionHeading",
    "Segmented",
    "Tag",
}
_WITH_KEYS = {"Banner", "Cell", "IconButton", "SectionHeading", "Tag", "addItem", "set_text"}
"""These take names of icons and tones beside their words: a single word in small letters is one."""


def test_no_words_bypass_translation() -> None:
    found = [
        f"{file.relative_to(_FOLDER)}, line {call.lineno}: {words}"
        for file in sorted(_FOLDER.rglob("*.py"))
        if not _OWN.fullmatch(file.name)
        for call, words in _spoken(ast.parse(file.read_text("utf-8")))
    ]
    assert not found, "\n".join(found)


def test_the_check_sees_words() -> None:
    source = "Label(look, 'Two words'); box.setToolTip(f'Only {x}'); Label(look, self.tr('Fine')); Cell(icon='alert')"
    assert [words for _, words in _spoken(ast.parse(source))] == ["Two words", "Only "]


def _spoken(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """Find the literals that become text of a widget, with their calls."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name not in _SETTERS | _MAKERS:
            continue
        named = [one.value for one in call.keywords if one.arg in ("title", "text", "name", "label", "action")]
        for words in (words for one in (*call.args, *named) for words in _literals(one)):
            is_key = name in _WITH_KEYS and re.fullmatch(r"[a-z0-9_-]+", words)
            if re.search(r"[A-Za-z]{2}", words) and words not in _NAMES and not is_key:
                yield call, words


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(one.value) for one in node.values if isinstance(one, ast.Constant))
    elif isinstance(node, ast.BinOp):
        yield from (*_literals(node.left), *_literals(node.right))
    elif isinstance(node, ast.IfExp):
        yield from (*_literals(node.body), *_literals(node.orelse))
    elif isinstance(node, ast.Tuple | ast.List):
        yield from (words for one in node.elts for words in _literals(one))
