"""The source of an import as a table: Enter or a click on a heading chooses what a row or column is."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from coachdesk.services.ladder_source import Slot
from coachdesk.ui.models.ladder_source import OFFERED, SourceModel, role_words
from coachdesk.ui.theme.appearance import Appearance

_Index = QModelIndex | QPersistentModelIndex
_COLUMN, _LINE_COLUMN = 148, 900


class SourceDelegate(QStyledItemDelegate):
    """One line a cell; what stays behind is grey."""

    def __init__(self, look: Appearance, view: QAbstractItemView, model: SourceModel) -> None:
        super().__init__(view)
        self.look = look
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw ground, text and the ring of the current cell."""
        look, rect = self.look, option.rect
        painter.save()
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, look.colour("selected" if is_current else "surface"))
        painter.fillRect(rect.adjusted(0, rect.height() - 1, 0, 0), look.colour("divider"))
        painter.fillRect(rect.adjusted(rect.width() - 1, 0, 0, 0), look.colour("divider"))
        slot = self._model.row_slot(index.row())
        is_head = slot.role in ("level", "competency", "area") and slot.kind in ("heading", "key")
        font = look.font("small", weight=600) if is_head else look.font("small")
        painter.setFont(font)
        painter.setPen(look.colour("disabled" if self._model.is_left_out(index.row(), index.column()) else "text"))
        room = rect.adjusted(look.px(8), 0, -look.px(8), 0)
        text = QFontMetrics(font).elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter), text)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()


class SourceTable(QTableView):
    """`role_chosen(key, role)`: what a person says that a row, column, heading or key is."""

    role_chosen = Signal(str, str)

    def __init__(self, look: Appearance, model: SourceModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._source = model
        self.setModel(model)
        self.setItemDelegate(SourceDelegate(look, self, model))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setProperty("ring", False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.setAccessibleName(self.tr("What the file holds"))
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionsClickable(True)
            header.setHighlightSections(False)
            header.setMinimumSectionSize(1)
            header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().sectionClicked.connect(self._on_column_clicked)
        self.verticalHeader().sectionClicked.connect(self._on_row_clicked)
        self.doubleClicked.connect(self._on_cell)
        model.modelReset.connect(self.arrange)
        look.changed.connect(self.arrange)

    def arrange(self) -> None:
        """Set the height of rows and the width of columns and headers."""
        px = self.look.px
        height = QFontMetrics(self.look.font("small")).height() + px(12)
        self.verticalHeader().setDefaultSectionSize(height)
        widest = max((QFontMetrics(self.look.font("small")).horizontalAdvance(role_words(r)) for r in OFFERED["row"]),
                     default=0)  # fmt: skip
        self.verticalHeader().setFixedWidth(widest + px(24))
        sheet = self._source.sheet
        width = _COLUMN if sheet is None or sheet.is_table else _LINE_COLUMN
        for column in range(self._source.columnCount()):
            self.setColumnWidth(column, px(width))
        self.horizontalHeader().setVisible(sheet is None or sheet.is_table)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first cell."""
        if not self.currentIndex().isValid() and self._source.rowCount():
            self.setCurrentIndex(self._source.index(0, 0))
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks what the column or row is; Del leaves the row out, Shift+Del the column."""
        index = self.currentIndex()
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if not index.isValid() or control:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_cell(index)
        elif event.key() == Qt.Key.Key_Delete:
            is_column = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            slot = self._source.column_slot(index.column()) if is_column else self._source.row_slot(index.row())
            if slot.key:
                self.role_chosen.emit(slot.key, "ignore")
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask about the cell under the pointer, or the current one."""
        index = self.currentIndex()
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(event.pos())
        if index.isValid():
            self._on_cell(index)

    def build_menu(self, *slots: Slot) -> QMenu:
        """Return a menu of the roles that the slots can have."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.triggered.connect(self._on_menu_chosen)
        kinds = {
            "column": self.tr("The column “{name}” is"),
            "row": self.tr("The row “{name}” is"),
            "heading": self.tr("The heading “{name}” is"),
            "key": self.tr("The key “{name}” is"),
        }
        for slot in slots:
            if not slot.key:
                continue
            name = slot.label if len(slot.label) <= 40 else f"{slot.label[:39]}…"
            title = menu.addAction(kinds[slot.kind].format(name=" ".join(name.split())))
            title.setEnabled(False)
            for role in OFFERED[slot.kind]:
                action = QAction(role_words(role), menu)
                action.setData((slot.key, role))
                action.setCheckable(True)
                action.setChecked(role == slot.role)
                menu.addAction(action)
        return menu

    def _on_cell(self, index: QModelIndex) -> None:
        column, row = self._source.column_slot(index.column()), self._source.row_slot(index.row())
        self._ask(self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()), column, row)

    def _on_column_clicked(self, column: int) -> None:
        header = self.horizontalHeader()
        place = QPoint(header.sectionViewportPosition(column), header.height())
        self._ask(header.mapToGlobal(place), self._source.column_slot(column))

    def _on_row_clicked(self, row: int) -> None:
        header = self.verticalHeader()
        place = QPoint(header.width(), header.sectionViewportPosition(row))
        self._ask(header.mapToGlobal(place), self._source.row_slot(row))

    def _ask(self, place: QPoint, *slots: Slot) -> None:
        if any(slot.key for slot in slots):
            self.build_menu(*slots).popup(place)

    def _on_menu_chosen(self, action: QAction) -> None:
        key, role = action.data()
        self.role_chosen.emit(key, role)
