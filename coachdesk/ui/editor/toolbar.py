"""The row above the editor: Markdown marks, and who may see the block at the cursor."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from coachdesk.model.visibility import Visibility
from coachdesk.ui.editor.note_editor import NoteEditor
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import IconButton
from coachdesk.ui.widgets.choices import Segmented

_MARKS = (
    ("heading", QT_TRANSLATE_NOOP("EditorToolbar", "Heading (Ctrl+Shift+H)")),
    ("bold", QT_TRANSLATE_NOOP("EditorToolbar", "Bold (Ctrl+B)")),
    ("italic", QT_TRANSLATE_NOOP("EditorToolbar", "Italic (Ctrl+I)")),
    ("list", QT_TRANSLATE_NOOP("EditorToolbar", "List (Ctrl+Shift+U)")),
    ("checkbox", QT_TRANSLATE_NOOP("EditorToolbar", "Check box (Ctrl+Shift+X)")),
    ("quote", QT_TRANSLATE_NOOP("EditorToolbar", "Quote")),
    ("link", QT_TRANSLATE_NOOP("EditorToolbar", "Link")),
)
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
    """Acts on one editor and follows its cursor."""

    def __init__(self, look: Appearance, editor: NoteEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._editor = editor
        self._row = QHBoxLayout(self)
        self.buttons: list[IconButton] = []
        for what, name in _MARKS:
            button = _MarkButton(look, what, self.tr(str(name)), editor)
            self.buttons.append(button)
            self._row.addWidget(button)
        self._row.addStretch(1)
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

    @Slot(int)
    def _on_chosen(self, index: int) -> None:
        self._editor.set_visibility(_ORDER[index])

    def _on_visibility_changed(self, visibility: Visibility) -> None:
        self.choice.set_index(_ORDER.index(visibility))

    def _arrange(self) -> None:
        px = self.look.px
        self._row.setContentsMargins(px(20), px(6), px(16), px(6))
        self._row.setSpacing(px(2))
