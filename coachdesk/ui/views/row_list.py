"""A list of rows on a page: as high as its rows, walked by the arrow keys, opened by Enter or a click."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QListView,
    QScrollArea,
    QSizePolicy,
    QStyleOptionViewItem,
    QWidget,
)

from coachdesk.ui.delegates.cells import CellsDelegate
from coachdesk.ui.models.rows import ID_ROLE, RowsModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.row_ring import RowRing

_Index = QModelIndex | QPersistentModelIndex


class RowList(QListView):
    """Shows a `RowsModel`. It has no scroll bar of its own unless `scrolls`; the page scrolls to the current row.

    `opened(id)` on Enter or a click, `removal_requested(id)` on Del, `move_requested(id, step)` on Alt+Up and
    Alt+Down, `menu_requested(id, global position)` on Shift+F10, Menu or the right button.
    """

    opened = Signal(str)
    removal_requested = Signal(str)
    move_requested = Signal(str, int)
    menu_requested = Signal(str, QPoint)

    def __init__(
        self,
        look: Appearance,
        name: str,
        model: RowsModel,
        *,
        two_lines: bool = False,
        min_height: float = 40,
        scrolls: bool = False,
        padding: float = 0,
        divided: bool = True,
        surface: str = "surface",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._scrolls = scrolls
        self._ring: RowRing | None = None
        self._kept_id = ""
        self._kept_position = 0
        self.setProperty("surface", surface)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        if not scrolls:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._delegate = CellsDelegate(
            look, self, two_lines=two_lines, min_height=min_height, padding=padding, divided=divided
        )
        self.setItemDelegate(self._delegate)
        model.setParent(self)
        self._rows = model
        self.setModel(model)
        model.modelAboutToBeReset.connect(self._on_about_to_reset)
        model.modelReset.connect(self._on_reset)
        model.rowsInserted.connect(self._on_rows_inserted)
        self.clicked.connect(self._on_clicked)
        self.verticalScrollBar().valueChanged.connect(self._place_ring)
        look.changed.connect(self._on_look_changed)

    @property
    def current_id(self) -> str:
        """The identity of the row that the keyboard is on, empty when there is none."""
        return str(self.currentIndex().data(ID_ROLE) or "")

    def set_current_id(self, row_id: str) -> None:
        """Put the keyboard's row on `row_id` if it is shown."""
        position = self._rows.position_of(row_id)
        if position >= 0:
            self.setCurrentIndex(self._rows.index(position))

    def edit_current(self) -> None:
        """Turn the current row into a field."""
        self.edit(self.currentIndex())

    def keep_field(self) -> None:
        """Keep what is typed in the open field of a row, as Enter does."""
        field = self.indexWidget(self.currentIndex())
        if field is not None:
            self.commitData(field)
            self.closeEditor(field, QAbstractItemDelegate.EndEditHint.NoHint)

    def commitData(self, editor: QWidget) -> None:
        """Keep what a field holds; Enter comes late to one that was closed meanwhile, which is kept already."""
        if not editor.isHidden():
            super().commitData(editor)

    def sizeHint(self) -> QSize:
        """Return the height of all rows."""
        return QSize(self.look.px(240), max(1, self._rows.rowCount() * self.row_height()))

    def minimumSizeHint(self) -> QSize:
        """Return all rows where the page scrolls, three where the list does."""
        rows = 3 if self._scrolls else self._rows.rowCount()
        return QSize(self.look.px(120), max(1, rows * self.row_height()))

    def row_height(self) -> int:
        """Return the height of one row at the current text size."""
        return self._delegate.sizeHint(QStyleOptionViewItem(), QModelIndex()).height()

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Have the page scroll to the current row."""
        super().currentChanged(current, previous)
        if current.isValid() and self.hasFocus():
            self._reveal(current)
        self._place_ring()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first row, or where the keyboard was."""
        if not self.currentIndex().isValid() and self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(0))
        super().focusInEvent(event)
        if self.currentIndex().isValid():
            self._reveal(self.currentIndex())
        self._place_ring()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Repaint without the ring."""
        super().focusOutEvent(event)
        self._place_ring()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the ring around its row."""
        super().resizeEvent(event)
        self._place_ring()

    def moveEvent(self, event: QMoveEvent) -> None:
        """Keep the ring around its row."""
        super().moveEvent(event)
        self._place_ring()

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the ring away with the list."""
        super().hideEvent(event)
        if self._ring is not None:
            self._ring.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, edit, remove or move the current row."""
        key, row_id = event.key(), self.current_id
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # the tabs of the page
        elif not row_id or self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif event.modifiers() == Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_requested.emit(row_id, -1 if key == Qt.Key.Key_Up else 1)
        elif (
            key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._open(row_id)
        elif key == Qt.Key.Key_F2 and self._rows.is_editable:
            self.edit_current()
        elif key == Qt.Key.Key_Delete:
            self.removal_requested.emit(row_id)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the row under the pointer, or of the current row for a key."""
        index = self.currentIndex()
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(event.pos())
        if index.isValid():
            place = self.viewport().mapToGlobal(self.visualRect(index).center())
            if event.reason() == QContextMenuEvent.Reason.Mouse:
                place = event.globalPos()
            self.setCurrentIndex(index)
            self.menu_requested.emit(str(index.data(ID_ROLE)), place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow hover only; nothing is dragged here."""
        if not event.buttons():
            super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Repaint without hover."""
        super().leaveEvent(event)
        self.viewport().update()

    def _place_ring(self) -> None:
        """Show the ring around the current row while the keyboard is here and the row is in sight."""
        parent, row = self.parentWidget(), self.visualRect(self.currentIndex())
        shows = self.hasFocus() and self.currentIndex().isValid() and self.viewport().rect().intersects(row)
        if self._ring is not None and (not shows or self._ring.parentWidget() is not parent):
            self._ring.hide()
        if not shows or parent is None:
            return
        if self._ring is None or self._ring.parentWidget() is not parent:
            self._ring = RowRing(self.look, parent)
        self._ring.surround(row.translated(self.viewport().mapTo(parent, QPoint(0, 0))))

    def _open(self, row_id: str) -> None:
        if self._rows.is_editable:
            self.edit_current()
        else:
            self.opened.emit(row_id)

    def _reveal(self, index: _Index) -> None:
        if self._scrolls:
            return
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        page = parent.widget() if isinstance(parent, QScrollArea) else None
        if parent is not None and page is not None:
            centre = self.viewport().mapTo(page, self.visualRect(index).center())
            parent.ensureVisible(centre.x(), centre.y(), 0, self.row_height())

    def _on_clicked(self, index: QModelIndex) -> None:
        if not self._rows.is_checkable:
            self.opened.emit(str(index.data(ID_ROLE)))

    def _on_about_to_reset(self) -> None:
        self.keep_field()
        self._kept_id, self._kept_position = self.current_id, max(0, self.currentIndex().row())

    def _on_reset(self) -> None:
        self.updateGeometry()
        count = self._rows.rowCount()
        if not self._kept_id or not count:
            self._place_ring()
            return
        position = self._rows.position_of(self._kept_id)
        position = position if position >= 0 else min(self._kept_position, count - 1)
        self.setCurrentIndex(self._rows.index(position))
        self._place_ring()

    def _on_rows_inserted(self) -> None:
        if not self._scrolls:
            self.updateGeometry()

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.doItemsLayout()


def keep_fields(page: QWidget) -> None:
    """Keep what is typed in place in any list of a page; called before the page or the vault closes."""
    for one in page.findChildren(RowList):
        one.keep_field()
