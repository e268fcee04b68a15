"""The coverage matrix that the keyboard walks through: arrow keys move, Enter lists the evidence of a cell."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from coachdesk.services.growth_coverage import CoverageMatrix
from coachdesk.ui.charts.canvas import ChartCanvas
from coachdesk.ui.charts.coverage_matrix import MatrixFigure, MatrixLayout, lay_out_matrix, paint_matrix
from coachdesk.ui.theme.appearance import Appearance

_STEPS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


def build_matrix_figure(matrix: CoverageMatrix) -> MatrixFigure:
    """Return the counts to draw."""
    counts = tuple(tuple((len(one.supporting), len(one.countering)) for one in cells) for cells in matrix.cells)
    return MatrixFigure(matrix.competencies, tuple(one.label for one in matrix.quarters), counts)


class CoverageCanvas(ChartCanvas):
    """`cell_opened(row, column)` by Enter or a click; the current cell has a frame while the keyboard is here."""

    cell_opened = Signal(int, int)

    def __init__(self, look: Appearance, name: str, parent: QWidget | None = None) -> None:
        super().__init__(look, name, lay_out_matrix, paint_matrix, parent)
        self.current = (0, 0)
        self._summary = ""

    def set_figure(self, figure: Any, summary: str, *, height: float) -> None:
        """Show another matrix; the current cell stays if it is still there."""
        self._summary = summary
        row, column = self.current
        self.current = (min(row, max(0, len(figure.rows) - 1)), min(column, max(0, len(figure.columns) - 1)))
        super().set_figure(figure, summary, height=height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, or list a cell."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self.figure is not None and self.figure.rows:
            row = min(len(self.figure.rows) - 1, max(0, self.current[0] + step[0]))
            column = min(len(self.figure.columns) - 1, max(0, self.current[1] + step[1]))
            self.current = (row, column)
            self._speak()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.cell_opened.emit(*self.current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the cell under the pointer."""
        super().mousePressEvent(event)
        found = self._cell_at(event.position().x(), event.position().y())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self.current = found
            self.update()
            self.cell_opened.emit(*found)

    def event(self, event: QEvent) -> bool:
        """Say what a cell holds under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self._cell_at(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), self._words(*found) if found else "", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the matrix and the frame of the current cell."""
        super().paintEvent(event)
        if not self.hasFocus() or self.figure is None or not self.figure.rows:
            return
        layout: MatrixLayout = self.placed()
        left, top, width, height = layout.cells[self.current[0]][self.current[1]].place
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.look.colour("accent"), 2))
        painter.drawRoundedRect(QRectF(left, top, width, height).adjusted(2, 2, -2, -2), 4, 4)

    def _cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        return None if self.figure is None else self.placed().cell_at(x, y)

    def _words(self, row: int, column: int) -> str:
        supporting, countering = self.figure.counts[row][column]
        words = self.tr("{name}, {quarter}: {supporting} supporting, {countering} countering")
        return words.format(
            name=self.figure.rows[row],
            quarter=self.figure.columns[column],
            supporting=supporting,
            countering=countering,
        )

    def _speak(self) -> None:
        self.setAccessibleDescription(f"{self._words(*self.current)}. {self._summary}")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
