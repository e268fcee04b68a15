"""The row above the editor: Markdown marks, what a line becomes, and who may see the block at the cursor."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QSize, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QMenu, QWidget

from coachdesk.desk.actions import get_action
from coachdesk.model.visibility import Visibility
from coachdesk.ui.editor.note_editor import NoteEditor
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button, IconButton
from coachdesk.ui.widgets.choices import Segmented

_MARKS = (
    ("heading", QT_TRANSLATE_NOOP("EditorToolbar", "Heading (Ctrl+Shift+H)")),
    ("bold", QT_TRANSLATE_NOOP("EditorToolbar", "Bold (Ctrl+B)")),
    ("italic", QT_TRANSLATE_NOOP("EditorToolbar", "Italic (Ctrl+I)")),
    ("list", QT_TRANSLATE_NOOP("EditorToolbar", "List (Ctrl+Shift+U)")),
    ("checkbox", QT_TRANSLATE_NOOP("EditorToolbar", "Check box (Ctrl+Shift+X)")),
    ("quote", QT_TRANSLATE_NOOP("EditorToolbar", "Quote (Ctrl+Shift+B)")),
    ("link", QT_TRANSLATE_NOOP("EditorToolbar", "Link (Ctrl+Shift+K)")),
)
_LINES = (
    ("line.promise", "followups", QT_TRANSLATE_NOOP("EditorToolbar", "Action")),
    ("line.evidence", "spark", QT_TRANSLATE_NOOP("EditorToolbar", "Evidence")),
)
_MORE = ("note.attach", "note.item_heading", "note.preview", "note.history")
_WRITES = ("note.attach", "note.item_heading")
_ORDER = (Visibility.SHARED, Visibility.ONLY_YOU)


class _MarkButton(IconButton):
    """A button that applies one mark and gives the keyboard back to the editor."""

    def __init__(self, look: Appearance, what: str, name: str, editor: NoteEditor) -> None:
        super().__init__(look, what, name, edge=28)
        self._what = what
        self._editor = editor
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self._editor.apply_mark(self._what)
        self._editor.setFocus()


class EditorToolbar(QWidget):
    """Acts on one editor and follows its cursor. `asked(action id)` is for what the page around it does."""

    asked = Signal(str)

    def __init__(self, look: Appearance, editor: NoteEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._editor = editor
        self._row = QHBoxLayout(self)
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.buttons: list[IconButton] = []
        self.line_buttons: list[Button] = []
        for what, name in _MARKS:
            button = _MarkButton(look, what, self.tr(str(name)), editor)
            self.buttons.append(button)
            self._row.addWidget(button)
        self._build_more()
        self._row.addStretch(1)
        self._build_line_buttons()
        self.choice = Segmented(
            look, self.tr("Who may see this block"), (self.tr("Shared"), self.tr("Only you")), small=True
        )
        self.choice.setToolTip(self.tr("Who may see this block (Ctrl+Shift+L)"))
        self._row.addWidget(self.choice)
        self.choice.chosen.connect(self._on_chosen)
        editor.visibility_changed.connect(self._on_visibility_changed)
        look.changed.connect(self._arrange)
        self._arrange()
        self._on_visibility_changed(editor.visibility())

    def set_writable(self, writable: bool) -> None:
        """Allow marks and acts, or only looking at the note and its versions."""
        for widget in (*self.buttons, *self.line_buttons, self.choice):
            widget.setEnabled(writable)
        for action in self.menu.actions():
            action.setEnabled(writable or action.objectName() not in _WRITES)

    def sizeHint(self) -> QSize:
        """Return the room that all words need."""
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the room without the words of the buttons, so that a narrow page stays narrow."""
        return QSize(0, self._row.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what fits."""
        super().resizeEvent(event)
        self._fit()

    def _build_more(self) -> None:
        self.more = IconButton(self.look, "more", self.tr("More for this note"), edge=28)
        self.menu = QMenu(self)
        for action_id in _MORE:
            spec = get_action(action_id)
            action = QAction(f"{spec.text}\t{spec.shortcuts[0]}" if spec.shortcuts else spec.text, self)
            action.setObjectName(action_id)
            action.triggered.connect(self._on_asked)
            self.menu.addAction(action)
        self.more.clicked.connect(self._on_more)
        self._row.addWidget(self.more)

    def _build_line_buttons(self) -> None:
        for action_id, icon, words in _LINES:
            spec = get_action(action_id)
            button = Button(self.look, self.tr(str(words)), kind="quiet", icon=icon, small=True)
            button.setObjectName(action_id)
            button.setAccessibleName(spec.text)
            button.setToolTip(f"{spec.text} ({spec.shortcuts[0]})")
            button.setProperty("words", button.text())
            button.clicked.connect(self._on_asked)
            self.line_buttons.append(button)
            self._row.addWidget(button)

    def _fit(self) -> None:
        """Drop words first, then marks from the end: each has a key."""
        for button in self.line_buttons:
            button.setText(str(button.property("words")))
        for mark in self.buttons:
            mark.show()
        self._row.activate()
        if self._row.sizeHint().width() > self.width():
            for button in self.line_buttons:
                button.setText("")
                button.updateGeometry()
        for mark in reversed(self.buttons):
            if self._row.sizeHint().width() <= self.width():
                break
            mark.hide()
            self._row.invalidate()
        self._row.activate()

    @Slot()
    def _on_asked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.asked.emit(sender.objectName())

    def _on_more(self) -> None:
        self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    @Slot(int)
    def _on_chosen(self, index: int) -> None:
        self._editor.set_visibility(_ORDER[index])

    def _on_visibility_changed(self, visibility: Visibility) -> None:
        self.choice.set_index(_ORDER.index(visibility))

    def _arrange(self) -> None:
        px = self.look.px
        self._row.setContentsMargins(px(20), px(6), px(16), px(6))
        self._row.setSpacing(px(2))
        self._fit()
