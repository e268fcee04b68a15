"""The note editor, driven by keys."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QTextBlock, QTextCursor
from pytestqt.qtbot import QtBot

from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block
from coachdesk.ui.editor import note_editor, run_paint
from coachdesk.ui.editor.find_bar import FindBar
from coachdesk.ui.editor.note_editor import NoteEditor
from coachdesk.ui.editor.run_paint import iter_visible_lines, list_visible_runs
from coachdesk.ui.editor.toolbar import EditorToolbar
from coachdesk.ui.theme.appearance import Appearance

SHARED, PRIVATE = Visibility.SHARED, Visibility.ONLY_YOU
CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier
_Move = QTextCursor.MoveOperation


@pytest.fixture
def editor(qtbot: QtBot, look: Appearance) -> NoteEditor:
    made = NoteEditor(look)
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


@pytest.fixture
def press(qtbot: QtBot, editor: NoteEditor) -> Callable[..., None]:
    def do(*keys: object) -> None:
        for key in keys:
            if isinstance(key, str):
                qtbot.keyClicks(editor, key)
            elif isinstance(key, tuple):
                qtbot.keyClick(editor, key[1], key[0])
            else:
                qtbot.keyClick(editor, key)

    return do


ENTER = Qt.Key.Key_Return
TOGGLE = (CTRL_SHIFT, Qt.Key.Key_L)


def test_a_note_begins_private_and_lines_follow_the_one_above(editor: NoteEditor, press: Callable[..., None]) -> None:
    press("worn out", ENTER, "ask again", ENTER, ENTER, TOGGLE, "plan", ENTER, "next")
    assert editor.blocks() == (Block(PRIVATE, "worn out\nask again"), Block(SHARED, "plan\nnext"))


def test_the_whole_run_turns_and_undo_turns_it_back(editor: NoteEditor, press: Callable[..., None]) -> None:
    editor.set_blocks((Block(SHARED, "one\ntwo"), Block(PRIVATE, "three")))
    press(TOGGLE)
    assert editor.blocks() == (Block(PRIVATE, "one\ntwo\nthree"),)
    press((CTRL, Qt.Key.Key_Z))
    assert editor.blocks() == (Block(SHARED, "one\ntwo"), Block(PRIVATE, "three"))


def test_only_selected_lines_turn(editor: NoteEditor, press: Callable[..., None]) -> None:
    editor.set_blocks((Block(SHARED, "one\ntwo\nthree"),))
    cursor = editor.textCursor()
    cursor.movePosition(_Move.Down)
    cursor.movePosition(_Move.EndOfLine, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    press(TOGGLE)
    assert editor.blocks() == (Block(SHARED, "one"), Block(PRIVATE, "two"), Block(SHARED, "three"))


@pytest.mark.parametrize("key", [Qt.Key.Key_Backspace, Qt.Key.Key_Delete])
def test_joining_lines_never_makes_private_words_shared(
    editor: NoteEditor, press: Callable[..., None], key: Qt.Key
) -> None:
    editor.set_blocks((Block(SHARED, "plan"), Block(PRIVATE, "worn out")))
    editor.moveCursor(_Move.EndOfLine)
    if key is Qt.Key.Key_Backspace:
        editor.moveCursor(_Move.Right)
    press(key)
    assert editor.blocks() == (Block(PRIVATE, "planworn out"),)
    press((CTRL, Qt.Key.Key_Z))
    assert editor.blocks() == (Block(SHARED, "plan"), Block(PRIVATE, "worn out"))


def test_typing_over_a_selection_keeps_its_private_rest_private(editor: NoteEditor, press: Callable[..., None]) -> None:
    editor.set_blocks((Block(SHARED, "plan"), Block(PRIVATE, "worn out")))
    cursor = editor.textCursor()
    cursor.setPosition(2)
    cursor.setPosition(7, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    press("x")
    assert editor.blocks() == (Block(PRIVATE, "plxrn out"),)


def test_lists_continue_and_an_empty_item_ends_them(editor: NoteEditor, press: Callable[..., None]) -> None:
    press("- [ ] milk", ENTER, "bread", ENTER, ENTER, "end")
    assert editor.toPlainText() == "- [ ] milk\n- [ ] bread\nend"


def test_tab_indents_items_and_leaves_other_lines(editor: NoteEditor, press: Callable[..., None], qtbot: QtBot) -> None:
    press("- a", ENTER, Qt.Key.Key_Tab, "b")
    assert editor.toPlainText() == "- a\n  - b"
    press((Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Tab))
    assert editor.toPlainText() == "- a\n- b"


def test_marks_by_key(editor: NoteEditor, press: Callable[..., None]) -> None:
    press((CTRL, Qt.Key.Key_B), "bold")
    assert editor.toPlainText() == "**bold**"
    editor.set_blocks(())
    press("word", (CTRL_SHIFT, Qt.Key.Key_H))
    assert editor.toPlainText() == "## word"
    press((CTRL_SHIFT, Qt.Key.Key_H), (CTRL_SHIFT, Qt.Key.Key_H), (CTRL_SHIFT, Qt.Key.Key_U))
    assert editor.toPlainText() == "- word"
    press((CTRL_SHIFT, Qt.Key.Key_X), (CTRL_SHIFT, Qt.Key.Key_X))
    assert editor.toPlainText() == "- [x] word"


def test_finishing_and_esc_belong_to_the_page(editor: NoteEditor, press: Callable[..., None]) -> None:
    press("a", (CTRL, ENTER), Qt.Key.Key_Escape)
    assert editor.toPlainText() == "a"


def test_paste_is_plain_text_of_the_line_s_visibility(editor: NoteEditor) -> None:
    editor.set_blocks((Block(SHARED, "plan"),))
    editor.moveCursor(_Move.End)
    rich = QMimeData()
    rich.setHtml("<b>bold</b><br>second")
    rich.setText(" bold\r\nsecond")
    editor.insertFromMimeData(rich)
    assert editor.blocks() == (Block(SHARED, "plan**bold**\nsecond"),)


def test_copied_private_words_are_concealed_and_told(qtbot: QtBot, editor: NoteEditor) -> None:
    editor.set_blocks((Block(PRIVATE, "worn out"),))
    editor.selectAll()
    with qtbot.waitSignal(editor.private_text_copied):
        qtbot.keyClick(editor, Qt.Key.Key_C, CTRL)
    copied = QGuiApplication.clipboard().mimeData()
    assert copied.text() == "worn out"
    assert copied.data("x-kde-passwordManagerHint").data() == b"secret"
    assert copied.hasFormat("application/x-nspasteboard-concealed-type")
    editor.set_blocks((Block(SHARED, "plan"),))
    editor.selectAll()
    with qtbot.assertNotEmitted(editor.private_text_copied):
        qtbot.keyClick(editor, Qt.Key.Key_C, CTRL)
    assert not QGuiApplication.clipboard().mimeData().hasFormat("x-kde-passwordManagerHint")


def test_the_toolbar_says_and_turns_the_visibility(qtbot: QtBot, look: Appearance, editor: NoteEditor) -> None:
    toolbar = EditorToolbar(look, editor)
    qtbot.addWidget(toolbar)
    editor.set_blocks((Block(SHARED, "plan"), Block(PRIVATE, "worn out")))
    assert toolbar.choice.index() == 0
    editor.moveCursor(_Move.End)
    assert toolbar.choice.index() == 1
    toolbar.choice.chosen.emit(0)
    assert editor.blocks() == (Block(SHARED, "plan\nworn out"),)
    assert all(button.accessibleName() for button in toolbar.buttons)


def test_terms_are_marked_until_the_bar_or_nothing_needs_them(editor: NoteEditor) -> None:
    editor.set_blocks((Block(SHARED, "Straße\nplan"), Block(PRIVATE, "strand 🏖 strasse")))
    assert editor.hits.show_terms(("strasse",)) == 2
    texts = []
    for mark in editor.extraSelections():
        texts.append(mark.cursor.selectedText())
    assert texts == ["Straße", "strasse"]
    editor.hits.clear()
    assert editor.extraSelections() == []


def test_find_on_page(qtbot: QtBot, look: Appearance, editor: NoteEditor) -> None:
    bar = FindBar(look, editor)
    qtbot.addWidget(bar)
    editor.set_blocks((Block(SHARED, "one two\ntwo one"),))
    bar.open_bar()
    qtbot.keyClicks(bar.field, "TWO")
    assert bar.count.text() == "1 of 2"
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.count.text() == "2 of 2"
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.count.text() == "1 of 2"
    qtbot.keyClicks(bar.field, "x")
    assert bar.count.text() == "Not found"
    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible() and editor.extraSelections() == []


def test_a_key_in_a_long_note_touches_its_line_only(
    qtbot: QtBot, editor: NoteEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "\n".join(f"- item {n} with **bold** words" for n in range(600))
    editor.set_blocks((Block(SHARED, lines), Block(PRIVATE, lines)))
    qtbot.wait(20)
    highlighted: list[str] = []
    tidied: list[QTextBlock] = []
    original = note_editor.fit_margins

    def record(cursor: QTextCursor, *rest: Any) -> None:
        tidied.append(cursor.block())
        original(cursor, *rest)

    monkeypatch.setattr(note_editor, "fit_margins", record)
    monkeypatch.setattr(note_editor, "collect_blocks", _refuse)
    monkeypatch.setattr(note_editor, "list_run", _refuse)
    monkeypatch.setattr(editor.highlighter, "_format_line", highlighted.append)
    qtbot.keyClicks(editor, "abc")
    assert len(highlighted) == 3 and not tidied
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert len(highlighted) <= 7 and len(tidied) <= 4


def _refuse(*_arguments: object) -> None:
    raise AssertionError("a key must not walk the whole note")


def test_painting_looks_at_what_is_in_sight(editor: NoteEditor, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "\n".join(f"line {n}" for n in range(500))
    editor.set_blocks((Block(SHARED, lines), Block(PRIVATE, "end")))
    seen = []

    def count(*arguments: object) -> object:
        for found in iter_visible_lines(*arguments):  # type: ignore[arg-type]
            seen.append(found)
            yield found

    monkeypatch.setattr(run_paint, "iter_visible_lines", count)
    editor.moveCursor(_Move.End)
    runs = list_visible_runs(editor, editor.look)
    assert [run.is_private for run in runs] == [False, True]
    assert not runs[0].has_start and runs[1].has_start and runs[1].is_current
    assert len(seen) < 60


def test_undo_keeps_room_between_runs(editor: NoteEditor, press: Callable[..., None]) -> None:
    press("a", ENTER, ENTER, TOGGLE, "b")
    document = editor.document()
    assert document.lastBlock().blockFormat().topMargin() > 0
    while document.isUndoAvailable():
        editor.undo()
    assert editor.toPlainText() == ""
    while document.isRedoAvailable():
        editor.redo()
    assert editor.blocks() == (Block(PRIVATE, "a"), Block(SHARED, "b"))
    assert document.lastBlock().blockFormat().topMargin() > 0


def test_void_calls_keep_the_count_of_none(editor: NoteEditor) -> None:
    """PySide6 6.12.0 on Python 3.11 loses one reference a call, and aborts after some hundred keystrokes."""
    before = sys.getrefcount(None)
    for _ in range(1000):
        editor.highlighter.setCurrentBlockState(0)
        editor.setCursorWidth(1)
    assert abs(sys.getrefcount(None) - before) < 100


def test_each_theme_and_size_shows_the_same_text(editor: NoteEditor) -> None:
    editor.set_blocks((Block(SHARED, "## A\n- b `c` [d](e) *f*\n```\ncode\n```"), Block(PRIVATE, "g")))
    before = editor.blocks()
    for mode in ("dark", "high_contrast", "light"):
        editor.look.set_mode(mode)
        editor.look.set_text_scale(2.0 if mode == "dark" else 1.0)
        editor.grab()
    assert editor.blocks() == before


def test_private_words_stay_private_where_they_are_pasted(qtbot: QtBot, editor: NoteEditor) -> None:
    editor.set_blocks((Block(Visibility.ONLY_YOU, "sounded tired"), Block(Visibility.SHARED, "plan")))
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    editor.moveCursor(QTextCursor.MoveOperation.EndOfLine, QTextCursor.MoveMode.KeepAnchor)
    copied = editor.createMimeDataFromSelection()
    editor.moveCursor(QTextCursor.MoveOperation.End)
    editor.insertFromMimeData(copied)
    assert not any(block.visibility is Visibility.SHARED and "tired" in block.text for block in editor.blocks())
    assert sum(block.text.count("tired") for block in editor.blocks()) == 2
