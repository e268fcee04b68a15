"""One cell of a ladder to read in full, beside or below its table."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from coachdesk.services.ladder_page import GridCell
from coachdesk.ui.models.ladder_grid import GridModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.text import Label


class CellReader(QFrame):
    """Shows whose cell it is, what is expected, examples, and the signs against it."""

    def __init__(self, look: Appearance, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._model = model
        self.title = Label(look, "", role="section")
        self.note = Label(look, "", role="small", tone="text3")
        self.lines: list[Label] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(look.px(20), look.px(16), look.px(20), look.px(16))
        self._column.setSpacing(look.px(8))
        self._column.addWidget(self.title)
        self._column.addWidget(self.note)
        self._column.addStretch(1)
        self.clear()

    def clear(self) -> None:
        """Show that no cell is chosen."""
        self.title.setText(self.tr("Choose a cell to read it"))
        self.note.setText(self.tr("Arrow keys move. F folds a level, Shift+F all but its neighbours, U unfolds."))
        self._show_lines(())

    def show_cell(self, row: int, column: int) -> None:
        """Show a cell of the model; one that is not there clears the reader."""
        if not (0 <= row < self._model.rowCount() and 0 <= column < self._model.columnCount()):
            self.clear()
            return
        head, level = self._model.rows[row], self._model.columns[column]
        self.title.setText(f"{head.name}, {level.title}")
        about = ", ".join(part for part in (head.area, level.note) if part)
        self.note.setText(". ".join(part for part in (about, head.summary) if part))
        self.note.setVisible(bool(self.note.text()))
        self._show_lines(self._texts(self._model.cell(row, column)))

    def _texts(self, cell: GridCell) -> tuple[tuple[str, str], ...]:
        if not cell.lines:
            return ((self._model.empty_words(cell), "text3"),)
        texts = []
        for line in cell.lines:
            texts.append((self._model.line_words(line), "text2" if line.kind == "anti" else "text"))
            texts += [(self.tr("For example: {text}").format(text=one), "text3") for one in line.examples]
        return tuple(texts)

    def _show_lines(self, texts: tuple[tuple[str, str], ...]) -> None:
        while len(self.lines) < len(texts):
            label = Label(self.look)
            self._column.insertWidget(self._column.count() - 1, label)
            self.lines.append(label)
        for at, label in enumerate(self.lines):
            label.setVisible(at < len(texts))
            if at < len(texts):
                label.setText(texts[at][0])
                label.set_tone(texts[at][1])
