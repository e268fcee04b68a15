"""The note editor: plain Markdown lines, each shared or only yours, painted so that nobody can mistake them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block
from coachdesk.ui.editor import line_edits, markdown_lines
from coachdesk.ui.editor.concealed import conceal
from coachdesk.ui.editor.highlighter import MarkdownHighlighter
from coachdesk.ui.editor.hits import HitMarks
from coachdesk.ui.editor.keys import LINE_CHANGES, MARK_WRAPS, find_mark
from coachdesk.ui.editor.line_chips import LineChip, paint_chips
from coachdesk.ui.editor.menu import build_menu
from coachdesk.ui.editor.pasting import Pasting, can_take
from coachdesk.ui.editor.run_margins import build_line_format, fit_margins
from coachdesk.ui.editor.run_paint import INSET, paint_runs
from coachdesk.ui.editor.visibility import (
    collect_blocks,
    is_private,
    iter_lines,
    lines_of,
    list_run,
    visibility_of,
)
from coachdesk.ui.theme.appearance import Appearance

_CTRL = Qt.KeyboardModifier.ControlModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NoteEditor(QTextEdit):
    """A text edit of Markdown in blocks. `blocks` and `set_blocks` are the whole note; keys touch single lines.

    `edited` follows each change of the text or its visibility by the user. `visibility_changed` tells that of the
    cursor's line. `private_text_copied` tells that private words went to the clipboard. `files_offered` (paths or PNG
    bytes) and `long_html_offered(html, text, is private)` tell what was pasted and needs more time than a key.
    """

    edited = Signal()
    left = Signal()
    visibility_changed = Signal(object)
    private_text_copied = Signal()
    files_offered = Signal(object)
    long_html_offered = Signal(str, str, bool)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._is_loading = False
        self._shown_visibility: Visibility | None = None
        self._shown_line = -1
        self._touched: tuple[int, int] | None = None
        self._tidy_timer = QTimer(self)
        self._tidy_timer.setSingleShot(True)
        self._tidy_timer.setInterval(0)
        self._tidy_timer.timeout.connect(self._tidy)
        self.setAcceptRichText(False)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Notes"))
        self.highlighter = MarkdownHighlighter(self.document(), look)
        self.hits = HitMarks(self, look)
        self.pasting = Pasting(self)
        self._chips: Mapping[str, LineChip] = {}
        self._show_metrics()
        self.set_blocks(())
        document = self.document()
        document.contentsChange.connect(self._on_contents_change)
        document.contentsChanged.connect(self._on_contents_changed)
        document.blockCountChanged.connect(self._on_line_count_changed)
        self.cursorPositionChanged.connect(self._on_cursor_moved)
        look.changed.connect(self._on_look_changed)

    def blocks(self) -> tuple[Block, ...]:
        """Return the whole note; for saving, not for keys."""
        return collect_blocks(self.document())

    def set_blocks(self, blocks: Iterable[Block]) -> None:
        """Show another note; typing undo begins anew."""
        document = self.document()
        self._is_loading = True
        document.setUndoRedoEnabled(False)
        document.clear()
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        before: bool | None = None
        for text, private in lines_of(blocks):
            begins, words = private != before, self._run_words()
            line_format = build_line_format(self.look, words, private=private, begins=begins, is_first=before is None)
            if before is None:
                cursor.setBlockFormat(line_format)
            else:
                cursor.insertBlock(line_format)
            cursor.insertText(text)
            before = private
        cursor.endEditBlock()
        document.setUndoRedoEnabled(True)
        self._is_loading = False
        self._touched = None
        self.hits.clear()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._on_cursor_moved()

    def visibility(self) -> Visibility:
        """Return the visibility of the line that the cursor is in."""
        return visibility_of(self.textCursor().block())

    def toggle_visibility(self) -> None:
        """Turn the selected lines, or else the run at the cursor, to the other visibility.

        An empty line turns alone: that is how a block of the other kind is begun.
        """
        if self.isReadOnly():
            return
        cursor = self.textCursor()
        line = cursor.block()
        if cursor.hasSelection():
            lines = line_edits.list_selected_lines(cursor)
        else:
            lines = list_run(line) if line.text().strip() else (line,)
        self._touch(lines[0].position(), lines[-1].position())
        line_edits.flip_lines(cursor, lines, private=not is_private(lines[0]))
        self._tidy()
        self._on_cursor_moved()
        self.viewport().update()

    def set_visibility(self, visibility: Visibility) -> None:
        """Give the selected lines, or the run at the cursor, a visibility."""
        if self.visibility() is not visibility:
            self.toggle_visibility()

    def apply_mark(self, what: str) -> None:
        """Do what a key or a button names: bold, italic, link, visibility, or a change of whole lines."""
        if self.isReadOnly():
            return
        cursor = self.textCursor()
        if what == "visibility":
            self.toggle_visibility()
        elif what in MARK_WRAPS:
            line_edits.wrap_selection(cursor, MARK_WRAPS[what])
            self.setTextCursor(cursor)
        elif what == "link":
            line_edits.insert_link(cursor)
            self.setTextCursor(cursor)
        else:
            line_edits.change_lines(cursor, LINE_CHANGES[what])
            self.setTextCursor(cursor)

    def set_chips(self, chips: Mapping[str, LineChip]) -> None:
        """Show a quiet mark after each line whose words, without Markdown, are a key of `chips`."""
        if chips != self._chips:
            self._chips = chips
            self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type, or do what a key means in Markdown; work stays within the lines that the key touches."""
        if self._leaves_alone(event):
            event.ignore()
            return
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif not self.isReadOnly() and self._do_key(event):
            event.accept()
        elif not self.isReadOnly():
            self._type(event)
        else:
            super().keyPressEvent(event)
        self.tidy_if_due()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Take composed letters; a selection they replace keeps its private rest private."""
        if event.commitString() or event.preeditString():
            self.remove_lines()
        super().inputMethodEvent(event)
        self.tidy_if_due()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Return whether there is anything to paste or drop."""
        return not self.isReadOnly() and can_take(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as Markdown with the visibility of the line it comes into; private words stay private."""
        if not self.isReadOnly():
            self.pasting.take(source)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick the box that was clicked."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.isReadOnly():
            self._tick_at(event.position().toPoint())

    def _tick_at(self, point: QPoint) -> None:
        cursor = self.cursorForPosition(point)
        item = markdown_lines.find_item(cursor.block().text())
        if item is None or not item.has_box or self.textCursor().hasSelection():
            return
        end = len(item.prefix.rstrip())
        if end - 3 <= cursor.positionInBlock() <= end and self.cursorRect(cursor).adjusted(-8, 0, 8, 0).contains(point):
            line_edits.change_lines(cursor, markdown_lines.tick_box)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy plain text; private words ask clipboard managers not to keep them."""
        cursor = self.textCursor()
        copied = QMimeData()
        copied.setText(cursor.selection().toPlainText())
        if self._selects_private():
            conceal(copied)
        return copied

    def copy(self) -> None:
        """Copy the selection, and tell when private words are in the clipboard now."""
        super().copy()
        if self._selects_private():
            self.private_text_copied.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the usual acts and the visibility."""
        menu = build_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        at_keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        menu.popup(self.mapToGlobal(self.cursorRect().bottomLeft()) if at_keyboard else event.globalPos())

    def cut(self) -> None:
        """Copy the selection and remove it."""
        self.copy()
        if not self.remove_lines():
            self.textCursor().removeSelectedText()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard left, so that the text can be saved."""
        super().focusOutEvent(event)
        self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bars and bands of what is in sight, then the text."""
        if not (self.isReadOnly() and self.document().isEmpty()):
            painter = QPainter(self.viewport())
            painter.setClipRegion(event.region())
            paint_runs(painter, self, self.look, self._run_words(), event.rect())
            painter.end()
        super().paintEvent(event)
        if self._chips:
            painter = QPainter(self.viewport())
            paint_chips(painter, self, self.look, self._chips, event.rect())
            painter.end()

    def scroll_to(self, position: int) -> None:
        """Put the cursor at a position and bring it into sight."""
        cursor = self.textCursor()
        cursor.setPosition(position)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        rect = self.cursorRect()
        bar = self.verticalScrollBar()
        if rect.top() > self.viewport().height() * 0.8:
            bar.setValue(bar.value() + rect.top() - self.viewport().height() // 3)

    def _leaves_alone(self, event: QKeyEvent) -> bool:
        """Keys that belong to the page: finishing the meeting, and leaving the editor by Tab or Esc."""
        control = bool(event.modifiers() & _CTRL)
        return (event.key() in _ENTER and control) or event.key() == Qt.Key.Key_Escape

    def _do_key(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _ENTER:
            self._break_line(continues=not modifiers & Qt.KeyboardModifier.ShiftModifier)
            return True
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._tab(forward=key == Qt.Key.Key_Tab and not modifiers & Qt.KeyboardModifier.ShiftModifier)
            return True
        if event.matches(QKeySequence.StandardKey.Cut):
            self.cut()
            return True
        if (what := find_mark(event)) is not None:
            self.apply_mark(what)
            return True
        return False

    def _type(self, event: QKeyEvent) -> None:
        backwards, forwards = event.key() == Qt.Key.Key_Backspace, event.key() == Qt.Key.Key_Delete
        types = bool(event.text()) and event.text().isprintable()
        removed = (backwards or forwards or types) and self.remove_lines(backwards=backwards, forwards=forwards)
        if types or not removed:
            super().keyPressEvent(event)

    def remove_lines(self, *, backwards: bool = False, forwards: bool = False) -> bool:
        """Remove what spans lines here, in one undo step with its margins and its privacy."""
        cursor = self.textCursor()
        if not line_edits.remove_across_lines(cursor, backwards=backwards, forwards=forwards):
            return False
        self.setTextCursor(cursor)
        self._tidy()
        return True

    def _selects_private(self) -> bool:
        cursor = self.textCursor()
        lines = line_edits.list_selected_lines(cursor)
        return cursor.hasSelection() and any(is_private(line) and line.text() for line in lines)

    def _break_line(self, *, continues: bool) -> None:
        self.remove_lines()
        cursor = self.textCursor()
        line_edits.break_line(cursor, continues=continues)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _tab(self, *, forward: bool) -> None:
        change = markdown_lines.indent_item if forward else markdown_lines.outdent_item
        cursor = self.textCursor()
        if not line_edits.change_lines(cursor, change):
            self.focusNextPrevChild(forward)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Leave the editor by Tab where Tab has no meaning for the line."""
        return QWidget.focusNextPrevChild(self, next)

    def _run_words(self) -> tuple[str, str]:
        return self.tr("Shared"), self.tr("Only you")

    def _touch(self, first: int, last: int) -> None:
        before = self._touched or (first, last)
        self._touched = (min(before[0], first), max(before[1], last))

    def tidy_if_due(self) -> None:
        """Give runs their margins now if lines came or went since."""
        if self._tidy_timer.isActive():
            self._tidy()
        self._touched = None

    def _tidy(self) -> None:
        """Give first lines of runs their margins again, among the lines that were just touched.

        It joins the edit it follows. After an undo the document has its former margins already.
        """
        self._tidy_timer.stop()
        touched, self._touched = self._touched, None
        document: QTextDocument = self.document()
        if touched is None or document.availableRedoSteps() > 0:
            return
        first = document.findBlock(min(touched[0], document.characterCount() - 1))
        last = document.findBlock(min(touched[1], document.characterCount() - 1))
        following = last.next() if last.next().isValid() else last
        for line in iter_lines(first, following):
            fit_margins(QTextCursor(line), self.look, self._run_words())

    def _show_metrics(self) -> None:
        px = self.look.px
        self.document().setDefaultFont(self.look.font("note"))
        self.document().setDocumentMargin(px(INSET))
        self.setViewportMargins(px(20), 0, px(20) - px(10), 0)
        self.setCursorWidth(max(1, px(1)))

    def _on_contents_change(self, position: int, _removed: int, added: int) -> None:
        if not self._is_loading:
            self._touch(position, position + added)

    def _on_contents_changed(self) -> None:
        if not self._is_loading:
            self.edited.emit()

    def _on_line_count_changed(self, _count: int) -> None:
        if not self._is_loading:
            self._tidy_timer.start()
            self.viewport().update()

    def _on_cursor_moved(self) -> None:
        line = self.textCursor().block()
        if line.blockNumber() != self._shown_line:
            self._shown_line = line.blockNumber()
            self.viewport().update()
        visibility = visibility_of(line)
        if visibility is not self._shown_visibility:
            self._shown_visibility = visibility
            self.visibility_changed.emit(visibility)

    def _on_look_changed(self) -> None:
        self._show_metrics()
        self.highlighter.show_look()
        self._touch(0, self.document().characterCount() - 1)
        self._tidy()
        self.hits.show_look()
