"""The context menu of the note editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from coachdesk.model.visibility import Visibility

if TYPE_CHECKING:
    from coachdesk.ui.editor.note_editor import NoteEditor


def build_menu(editor: NoteEditor) -> QMenu:
    """Return the context menu of the present selection: the usual acts and the visibility."""
    menu = QMenu(editor)
    selected, writable = editor.textCursor().hasSelection(), not editor.isReadOnly()
    is_private = editor.visibility() is Visibility.ONLY_YOU
    toggle_words = editor.tr("Make it shared") if is_private else editor.tr("Only you")
    rows = (
        (editor.tr("Undo"), editor.undo, writable and editor.document().isUndoAvailable()),
        (editor.tr("Redo"), editor.redo, writable and editor.document().isRedoAvailable()),
        (editor.tr("Cut"), editor.cut, writable and selected),
        (editor.tr("Copy"), editor.copy, selected),
        (editor.tr("Paste"), editor.paste, writable and editor.canPaste()),
        (editor.tr("Select all"), editor.selectAll, True),
        (toggle_words, editor.toggle_visibility, writable),
    )
    for words, act, enabled in rows:
        menu.addAction(words, act).setEnabled(enabled)
    return menu
