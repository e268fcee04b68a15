"""The table of a review: one competency is current; keys and clicks choose where on the lane a mark stands."""

from __future__ import annotations

import re

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from coachdesk.model.review import Confidence
from coachdesk.services.review_rubric import Line
from coachdesk.ui.delegates.review_lane import LANE, LaneDelegate
from coachdesk.ui.models.review_matrix import MatrixModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.review_headers import NAMES_WIDTH, NamesHeader, PlacesHeader

_Index = QModelIndex | QPersistentModelIndex
_FOLDED, _LEAST, _TARGET = 40, 112, 1.18
_CONFIDENCE = {Qt.Key.Key_L: Confidence.LOW, Qt.Key.Key_M: Confidence.MEDIUM, Qt.Key.Key_H: Confidence.HIGH}
_PLAIN = Qt.KeyboardModifier.NoModifier | Qt.KeyboardModifier.KeypadModifier


class ReviewTable(QTableView):
    """Shows a `MatrixModel`. Wishes: `step_chosen(competency, step id)` by a click on the lane, `moved(-1 or 1)`,
    `place_chosen(place key)` by a digit, `firmness_chosen(emerging or solid)`, `left_out`, `opened`,
    `confidence_chosen(Confidence)`, `comment_requested`. `current_changed(competency)` follows each move.
    """

    step_chosen = Signal(str, str)
    moved = Signal(int)
    place_chosen = Signal(str)
    firmness_chosen = Signal(str)
    left_out = Signal()
    opened = Signal()
    confidence_chosen = Signal(object)
    comment_requested = Signal()
    current_changed = Signal(str)

    def __init__(self, look: Appearance, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.matrix = model
        model.setParent(self)
        self._delegate = LaneDelegate(look, self, model)
        self.places = PlacesHeader(look, model, self)
        self.names = NamesHeader(look, model, self)
        self.setModel(model)
        self.setHorizontalHeader(self.places)
        self.setVerticalHeader(self.names)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(self.tr("Ladder review"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setStyleSheet("QTableCornerButton::section { background: transparent; border: 0; }")
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        model.modelReset.connect(self._on_reset)
        model.dataChanged.connect(self._arrange_rows)
        self.places.sectionClicked.connect(self._on_place_clicked)
        self.names.sectionClicked.connect(self._on_name_clicked)
        look.changed.connect(self._arrange)

    @property
    def current_line(self) -> Line | None:
        """The competency that the keyboard is on."""
        return self.matrix.line_at(self.currentIndex().row())

    def show_competency(self, competency_id: str) -> None:
        """Put the keyboard on a competency, or on the first one when it is not shown."""
        row = max(0, self.matrix.row_of(competency_id))
        if self.matrix.rowCount() and self.matrix.columnCount():
            self.set_row(row)

    def set_row(self, row: int) -> None:
        """Put the keyboard on a row."""
        index = self.matrix.index(row, self._target_column())
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Tell which competency is current."""
        super().currentChanged(current, previous)
        self.names.current = current.row()
        self.names.viewport().update()
        line = self.matrix.line_at(current.row())
        if line is not None and current.row() != previous.row():
            self.current_changed.emit(line.competency_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, mark, and ask for the comment; see the help page for all keys."""
        key = Qt.Key(event.key())
        if self.current_line is None or event.modifiers() & ~_PLAIN:
            event.ignore()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            self.set_row(min(max(0, self.currentIndex().row() + step), self.matrix.rowCount() - 1))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.set_row(0 if key == Qt.Key.Key_Home else self.matrix.rowCount() - 1)
        elif not self._mark(key):
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make the row current; on the lane of the current row, choose the nearest step."""
        was = self.currentIndex().row()
        index = self.indexAt(event.position().toPoint())
        if not index.isValid():
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.set_row(index.row())
        rect = self.visualRect(index)
        on_lane = event.position().y() >= rect.bottom() - self.look.px(LANE)
        if on_lane and was == index.row() and event.button() == Qt.MouseButton.LeftButton:
            self._choose_near(index, (event.position().x() - rect.left()) / max(1, rect.width()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Nothing is dragged here."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the places."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells, and a ring inside the table while it has the keyboard."""
        super().paintEvent(event)
        if self.hasFocus() and self.currentIndex().isValid():
            painter = QPainter(self.viewport())
            row = self.currentIndex().row()
            top, height = self.rowViewportPosition(row), self.rowHeight(row)
            painter.setPen(QPen(self.look.colour("accent"), 2))
            painter.drawLine(0, top + 1, self.viewport().width(), top + 1)
            painter.drawLine(0, top + height - 2, self.viewport().width(), top + height - 2)

    def _mark(self, key: Qt.Key) -> bool:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        if key in steps:
            is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            self.moved.emit(-steps[key] if is_mirrored else steps[key])
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            place = self._place_of_digit(int(key) - int(Qt.Key.Key_0))
            if place:
                self.place_chosen.emit(place)
        elif key in (Qt.Key.Key_E, Qt.Key.Key_S):
            self.firmness_chosen.emit("emerging" if key == Qt.Key.Key_E else "solid")
        elif key in _CONFIDENCE:
            self.confidence_chosen.emit(_CONFIDENCE[key])
        elif key == Qt.Key.Key_N:
            self.left_out.emit()
        elif key == Qt.Key.Key_0:
            self.opened.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.comment_requested.emit()
        elif key == Qt.Key.Key_F:
            self._on_place_clicked(-1)
        else:
            return False
        return True

    def _place_of_digit(self, digit: int) -> str:
        """Return the place whose code ends in a digit (6 is L6), else the one at that position."""
        line = self.current_line
        if line is None:
            return ""
        ends = [re.search(r"(\d+)$", place.split("/")[-1]) for place in line.places]
        numbers = [int(end[1]) if end else -1 for end in ends]
        if line.prefix == "" and len(set(numbers)) == len(numbers) and -1 not in numbers:
            return line.places[numbers.index(digit)] if digit in numbers else ""
        return line.places[digit - 1] if digit <= len(line.places) else ""

    def _choose_near(self, index: QModelIndex, part: float) -> None:
        line, column = self.matrix.line_at(index.row()), self.matrix.columns[index.column()]
        if line is None or column.is_folded:
            return
        steps = line.steps_at(column.places[0].key)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            part = 1 - part
        if steps:
            self.step_chosen.emit(line.competency_id, steps[0 if len(steps) == 1 or part < 0.5 else 1].id)

    def _target_column(self) -> int:
        at = next((n for n, one in enumerate(self.matrix.columns) if one.places[0].is_target), 0)
        return min(at, max(0, self.matrix.columnCount() - 1))

    def _on_reset(self) -> None:
        self._arrange()

    def _on_place_clicked(self, section: int) -> None:
        """Open the far places by their heading, or by F; the heading of one that was far folds them again."""
        line = self.current_line
        columns = self.matrix.columns
        clicked = columns[section].places[0] if 0 <= section < len(columns) else None
        if clicked is None or not clicked.is_near:
            self.matrix.set_unfolded(is_unfolded=not self.matrix.is_unfolded)
            if line is not None:
                self.show_competency(line.competency_id)

    def _on_name_clicked(self, section: int) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.set_row(section)

    def _arrange(self) -> None:
        px, columns = self.look.px, self.matrix.columns
        self.names.setFixedWidth(px(NAMES_WIDTH))
        folded = sum(one.is_folded for one in columns)
        weights = [0.0 if one.is_folded else _TARGET if one.places[0].is_target else 1.0 for one in columns]
        room = self.viewport().width() - folded * px(_FOLDED)
        for at, column in enumerate(columns):
            share = int(room * weights[at] / (sum(weights) or 1))
            self.setColumnWidth(at, px(_FOLDED) if column.is_folded else max(px(_LEAST), share))
        self._arrange_rows()

    def _arrange_rows(self) -> None:
        for row in range(self.matrix.rowCount()):
            height = self._delegate.row_height(row)
            if self.rowHeight(row) != height:
                self.setRowHeight(row, height)
        self.names.viewport().update()
        self.places.viewport().update()
