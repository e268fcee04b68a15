"""A small bar under a line of the note: what the line becomes is typed in words, Enter keeps it, Esc leaves it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout

from coachdesk.model.promise import PromiseOwner
from coachdesk.model.visibility import Visibility
from coachdesk.services.day_words import UnknownDay
from coachdesk.services.evidence import CompetencyChoice, match_competencies
from coachdesk.services.note_lines import NoNextMeeting, PromiseWords, parse_promise_words, plain_line
from coachdesk.ui.editor.note_editor import NoteEditor
from coachdesk.ui.editor.run_paint import INSET
from coachdesk.ui.editor.visibility import visibility_of
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.choices import Segmented
from coachdesk.ui.widgets.fields import Hint, LineEdit
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.words import day_words

_SHOWN = 3


class LineBar(QFrame):
    """Lies over the editor under the line that it is about, and follows it. Hidden until `open_bar`."""

    def __init__(self, look: Appearance, editor: NoteEditor, icon: str, name: str, placeholder: str) -> None:
        super().__init__(editor)
        self.look = look
        self._editor = editor
        self._line = QTextCursor()
        self.setProperty("surface", "strongCard")
        self.setAccessibleName(name)
        self.field = LineEdit(look, small=True)
        self.field.setPlaceholderText(placeholder)
        self.field.setAccessibleName(name)
        self.keep = Button(look, self.tr("Keep"), small=True)
        self.keep.setToolTip(self.tr("Keep (Enter); Esc leaves the line as it was"))
        self.reading = Label(look, role="small", tone="text2", wraps=False)
        self.hint = Hint(look)
        self.row = QHBoxLayout()
        self.row.addWidget(Icon(look, icon, "accent"))
        self.row.addWidget(self.field, 1)
        self.row.addWidget(self.keep)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self.row)
        self._column.addWidget(self.reading)
        self._column.addWidget(self.hint)
        self.setFocusProxy(self.field)
        self.field.returnPressed.connect(self.commit)
        self.keep.clicked.connect(self.commit)
        self.field.textChanged.connect(self._on_typed)
        editor.verticalScrollBar().valueChanged.connect(self._place)
        editor.document().contentsChanged.connect(self._place)
        editor.installEventFilter(self)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self.hide()

    def open_bar(self) -> bool:
        """Open under the line of the cursor, if it has words; return whether it did."""
        cursor = self._editor.textCursor()
        if self._editor.isReadOnly() or not plain_line(cursor.block().text()):
            return False
        self._line = QTextCursor(cursor.block())
        self.field.clear()
        self.show_error("")
        self._on_typed()
        self._editor.ensureCursorVisible()
        self.show()
        self.raise_()
        self._place()
        self._reveal()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    @property
    def text(self) -> str:
        """The words of the line without Markdown."""
        return plain_line(self._line.block().text())

    @property
    def visibility(self) -> Visibility:
        """The visibility of the line."""
        return visibility_of(self._line.block())

    def has_typed(self) -> bool:
        """Return whether there are words in the bar that nobody kept yet."""
        return not self.isHidden() and bool(self.field.text().strip())

    def commit(self) -> None:
        """Keep what is typed, or say what is wrong with it; overridden."""

    def close_bar(self) -> None:
        """Take the bar away and give the keyboard back to the line."""
        if not self.isHidden():
            had_focus = self.isAncestorOf(self.focusWidget() or self) or self.field.hasFocus()
            self.hide()
            if had_focus:
                self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, text: str) -> None:
        """Say what is wrong; an empty text takes it back."""
        self.field.set_wrong(bool(text))
        self.field.setAccessibleDescription(text)
        self.hint.set_text(text, tone="danger", icon="alert")
        self.reading.setVisible(not text)
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the editor's size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _on_typed(self) -> None:
        """Say how the words are read; overridden."""

    def _place(self) -> None:
        if self.isHidden():
            return
        viewport, px = self._editor.viewport(), self.look.px
        cursor = QTextCursor(self._line)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        rect = self._editor.cursorRect(cursor)
        width = min(viewport.width() - px(INSET) - px(12), px(520))
        self._column.activate()
        height = self.sizeHint().height()
        below = rect.bottom() + px(6)
        top = below
        if below + height > viewport.height():
            top = max(0, min(viewport.height() - height, self._editor.cursorRect(self._line).top() - height - px(6)))
        origin = viewport.geometry().topLeft()
        left = px(INSET)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            left = viewport.width() - px(INSET) - width
        self.setGeometry(origin.x() + left, origin.y() + top, max(width, px(160)), height)

    def _reveal(self) -> None:
        """Bring the bar into sight where the page scrolls as a whole."""
        parent = self.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(self)
            parent = parent.parentWidget()

    def _on_look_changed(self) -> None:
        px = self.look.px
        self._column.setContentsMargins(px(10), px(8), px(10), px(8))
        self._column.setSpacing(px(4))
        self.row.setSpacing(px(8))
        self._place()


class PromiseBar(LineBar):
    """Makes a follow-up of a line. `kept(words of the line, PromiseWords, Visibility)`."""

    kept = Signal(str, object, object)

    def __init__(self, look: Appearance, editor: NoteEditor) -> None:
        self._today = date.min
        self._first_name = ""
        self._next_on: date | None = None
        super().__init__(look, editor, "followups", "", "")
        self.setAccessibleName(self.tr("Follow-up of this line"))
        self.field.setAccessibleName(self.tr("Who and by when"))
        self.field.setPlaceholderText(self.tr("Who and when: me fri, them in 2 weeks"))

    def set_day(self, today: date, first_name: str, next_on: date | None) -> None:
        """Tell which day `fri` is counted from, who `them` is, and when the next one-on-one is."""
        self._today, self._first_name, self._next_on = today, first_name, next_on

    def commit(self) -> None:
        """Keep the follow-up, or say what is wrong."""
        if self.isHidden():
            return
        try:
            words = self._read()
        except (UnknownDay, NoNextMeeting) as error:
            self.show_error(str(error))
            return
        self.kept.emit(self.text, words, self.visibility)

    def _read(self) -> PromiseWords:
        return parse_promise_words(self.field.text(), self._today, first_name=self._first_name, next_on=self._next_on)

    def _on_typed(self) -> None:
        self.show_error("")
        try:
            words = self._read()
        except ValueError:
            self.reading.setText(self.tr("… until when? Such as fri, in 2 weeks, next one-on-one"))
            return
        who = self.tr("You") if words.owner is PromiseOwner.ME else self._first_name
        day = self.tr("no day") if words.due_on is None else day_words(words.due_on, self._today)
        self.reading.setText(f"{who}, {day}")


class EvidenceBar(LineBar):
    """Makes evidence of a line. `kept(words of the line, CompetencyChoice, counters, Visibility)`."""

    kept = Signal(str, object, bool, object)

    def __init__(self, look: Appearance, editor: NoteEditor) -> None:
        self._choices: tuple[CompetencyChoice, ...] = ()
        self._at = 0
        super().__init__(look, editor, "spark", "", "")
        self.setAccessibleName(self.tr("Evidence from this line"))
        self.field.setAccessibleName(self.tr("Competency"))
        self.field.setPlaceholderText(self.tr("Competency, such as growing others"))
        self.speaks = Segmented(look, self.tr("What it says"), (self.tr("Supports"), self.tr("Counters")), small=True)
        self.row.insertWidget(2, self.speaks)

    def set_choices(self, choices: tuple[CompetencyChoice, ...]) -> None:
        """Tell which competencies there are."""
        self._choices = choices
        self._on_typed()

    def open_bar(self) -> bool:
        """Open under the line of the cursor; evidence supports until it is said to counter."""
        self.speaks.set_index(0)
        return super().open_bar()

    def commit(self) -> None:
        """Keep the evidence, or say what is wrong."""
        if self.isHidden():
            return
        found = self._found()
        if not self.field.text().strip() or not found:
            self.show_error(self.tr("Type the beginning of a competency of the ladder."))
            return
        self.kept.emit(self.text, found[self._at], self.speaks.index() == 1, self.visibility)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the competencies that match with the arrow keys."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        found = self._found()
        if step is None or not found:
            super().keyPressEvent(event)
            return
        self._at = (self._at + step) % len(found)
        self._say(found)

    def _found(self) -> tuple[CompetencyChoice, ...]:
        return match_competencies(self._choices, self.field.text())

    def _on_typed(self) -> None:
        self._at = 0
        self.show_error("")
        self._say(self._found())

    def _say(self, found: tuple[CompetencyChoice, ...]) -> None:
        """Name the one that Enter takes, and those that the arrow keys lead to."""
        if not found:
            self.reading.setText(self.tr("No competency begins like this"))
            return
        names = [found[(self._at + step) % len(found)].name for step in range(min(_SHOWN, len(found)))]
        more = self.tr("  ↓ {others}").format(others=", ".join(names[1:])) if names[1:] else ""
        first = self.tr("Enter: {name}").format(name=names[0])
        metrics = self.reading.fontMetrics()
        room = max(self.look.px(160), self.width() - self.look.px(24))
        self.reading.setText(metrics.elidedText(first + more, Qt.TextElideMode.ElideRight, room))
