"""The plan of the rotation: who is to be booked, and the weeks that talks are put into by drag or by key."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QHeaderView, QSizePolicy, QTableView, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.model.meeting import MeetingState
from coachdesk.services.skip_levels import Talk
from coachdesk.ui.delegates.skip_slot import COLUMN_GAP, SlotDelegate
from coachdesk.ui.models.rows import ID_ROLE
from coachdesk.ui.models.skip_rows import ToBookModel
from coachdesk.ui.models.skip_weeks import SHOWN_WEEKS, WeeksModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.row_list import RowList

PERSON_MIME = "application/x-coachdesk-person"
"""What a drag carries: the identity of a person, never their name."""


def start_drag(source: QWidget, person_id: str) -> None:
    """Drag a person; it ends when the button is released."""
    mime = QMimeData()
    mime.setData(PERSON_MIME, person_id.encode())
    drag = QDrag(source)
    drag.setMimeData(mime)
    drag.exec(Qt.DropAction.MoveAction)


class ToBookList(RowList):
    """Those who wait. A row is dragged onto a week; Enter asks where to move it."""

    def __init__(self, look: Appearance, model: ToBookModel, parent: QWidget | None = None) -> None:
        self._pressed_at: QPoint | None = None
        super().__init__(look, "", model, min_height=36, parent=parent)
        self.setAccessibleName(self.tr("To book, longest wait first"))
        model.modelReset.connect(self._on_rows_shown)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a drag may begin."""
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin a drag once the pointer went far enough."""
        pressed = self._pressed_at
        if event.buttons() & Qt.MouseButton.LeftButton and pressed is not None:
            index = self.indexAt(pressed)
            far = (event.position().toPoint() - pressed).manhattanLength() >= QApplication.startDragDistance()
            if far and index.isValid():
                self._pressed_at = None
                start_drag(self, str(index.data(ID_ROLE)))
            return
        super().mouseMoveEvent(event)

    def _place_ring(self) -> None:
        """Keep the ring within the column of the list, which has room beside it at its end only."""
        super()._place_ring()
        parent = self.parentWidget()
        if self._ring is not None and parent is not None:
            self._ring.setGeometry(self._ring.geometry() & parent.rect())

    def _on_rows_shown(self) -> None:
        """Begin at the first row when the rows come after the keyboard did."""
        if self.hasFocus() and not self.currentIndex().isValid() and self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(0))


class WeekTable(QTableView):
    """Four weeks of places. `dropped(person id, Monday)`, `opened(meeting id)`, `removal_requested(meeting id)`,
    `free_chosen(Monday)` on Enter in a free place, `menu_requested(meeting id, global position)`.
    """

    dropped = Signal(str, object)
    opened = Signal(str)
    removal_requested = Signal(str)
    free_chosen = Signal(object)
    menu_requested = Signal(str, QPoint)

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._pressed_at: QPoint | None = None
        self.weeks = WeeksModel(desk.zone, self)
        self._delegate = SlotDelegate(look, self, self.weeks)
        self.setModel(self.weeks)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(self.tr("Weeks with the talks that are booked"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("surface", "surface")
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setMinimumSectionSize(1)
        self.clicked.connect(self._on_clicked)
        self.weeks.modelReset.connect(self._arrange)
        look.changed.connect(self._arrange)

    @property
    def current_talk(self) -> Talk | None:
        """The talk that the keyboard is on."""
        return self.weeks.talk_at(self.currentIndex())

    def set_current_talk(self, meeting_id: str) -> None:
        """Put the keyboard on a talk if it is shown."""
        index = self.weeks.index_of(meeting_id)
        if index.isValid():
            self.setCurrentIndex(index)

    def sizeHint(self) -> QSize:
        """Return the height of all places."""
        return QSize(self.look.px(320), max(1, self.weeks.rowCount() * self._delegate.row_height()))

    def minimumSizeHint(self) -> QSize:
        """Return the same height: the page scrolls."""
        return QSize(self.look.px(200), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the weeks."""
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open a talk, choose who comes into a free place, or take a booking back."""
        talk, index = self.current_talk, self.currentIndex()
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and index.isValid():
            self._choose(index)
        elif event.key() == Qt.Key.Key_Delete and talk is not None and talk.state is MeetingState.PLANNED:
            self.removal_requested.emit(talk.meeting_id)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of a talk."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        talk = self.weeks.talk_at(index)
        if talk is not None:
            self.setCurrentIndex(index)
            place = event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.visualRect(index).center())
            self.menu_requested.emit(talk.meeting_id, place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a drag may begin."""
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag a booked talk to another week."""
        pressed = self._pressed_at
        if event.buttons() & Qt.MouseButton.LeftButton and pressed is not None:
            talk = self.weeks.talk_at(self.indexAt(pressed))
            far = (event.position().toPoint() - pressed).manhattanLength() >= QApplication.startDragDistance()
            if far and talk is not None and talk.state is MeetingState.PLANNED:
                self._pressed_at = None
                start_drag(self, talk.person_id)
            return
        super().mouseMoveEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take people only."""
        if event.mimeData().hasFormat(PERSON_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Mark the place that a person would come to."""
        column = self.columnAt(event.position().toPoint().x())
        self._mark(self._free_in(column))
        if self._delegate.target is not None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the mark away."""
        self._mark(QModelIndex())

    def dropEvent(self, event: QDropEvent) -> None:
        """Wish for a booking in the week."""
        column = self.columnAt(event.position().toPoint().x())
        self._mark(QModelIndex())
        if event.mimeData().hasFormat(PERSON_MIME) and 0 <= column < len(self.weeks.weeks):
            event.acceptProposedAction()
            person_id = bytes(event.mimeData().data(PERSON_MIME).data()).decode()
            self.dropped.emit(person_id, self.weeks.weeks[column].monday)

    def leaveEvent(self, event: QEvent) -> None:
        """Repaint without hover."""
        super().leaveEvent(event)
        self.viewport().update()

    def column_monday(self) -> date | None:
        """Return the Monday of the week that the keyboard is on."""
        column = self.currentIndex().column()
        return self.weeks.weeks[column].monday if 0 <= column < len(self.weeks.weeks) else None

    def _free_in(self, column: int) -> QModelIndex:
        places = (self.weeks.index(row, column) for row in range(self.weeks.rowCount()))
        return next((place for place in places if self.weeks.is_free(place)), QModelIndex())

    def _mark(self, index: QModelIndex) -> None:
        self._delegate.target = QPersistentModelIndex(index) if index.isValid() else None
        self.viewport().update()

    def _choose(self, index: QModelIndex) -> None:
        talk = self.weeks.talk_at(index)
        if talk is not None:
            self.opened.emit(talk.meeting_id)
        elif self.weeks.is_free(index):
            self.free_chosen.emit(self.weeks.weeks[index.column()].monday)

    def _on_clicked(self, index: QModelIndex) -> None:
        self._choose(index)

    def _arrange(self) -> None:
        columns = self.weeks.columnCount()
        self.updateGeometry()
        if not columns:
            return
        gap = self.look.px(COLUMN_GAP)
        slot = max(1, (self.viewport().width() - (SHOWN_WEEKS - 1) * gap) // SHOWN_WEEKS)
        for column in range(columns):
            self.setColumnWidth(column, slot + (gap if column + 1 < columns else 0))
        for row in range(self.weeks.rowCount()):
            self.setRowHeight(row, self._delegate.row_height())
