"""One column of the board: a heading with its count and a list of cards that are dragged, walked and moved by keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHBoxLayout,
    QListView,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from coachdesk.ui.delegates.project_card import CARD_GAP, CardDelegate
from coachdesk.ui.models.project_cards import Column, ProjectsModel
from coachdesk.ui.models.project_filters import ColumnProxy
from coachdesk.ui.models.rows import ID_ROLE
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.text import Label

_Index = QModelIndex | QPersistentModelIndex
PROJECT_MIME = "application/x-coachdesk-project"
"""What a drag carries: the identity of a project, never its title."""
FOLDED = 3
"""How many cards a folded column shows."""
_PLAIN = Qt.KeyboardModifier.KeypadModifier


class CardList(QListView):
    """The cards of a column. `opened(id)` on Enter or a click, `step_requested(id, -1 or 1)` on Shift+Left and Right or
    on [ and ], `left(-1 or 1)` on Left and Right, `walked(row)` when the keyboard comes to a card, `dropped(id)`,
    `menu_requested(id, global position)`. While `scrolls` is False the page scrolls, not the list.
    """

    scrolls = False

    opened = Signal(str)
    step_requested = Signal(str, int)
    left = Signal(int)
    walked = Signal(int)
    dropped = Signal(str)
    menu_requested = Signal(str, QPoint)

    def __init__(self, look: Appearance, proxy: ColumnProxy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._pressed_at: QPoint | None = None
        self._is_target = False
        self._kept: tuple[str, int] = ("", 0)
        proxy.setParent(self)
        self._proxy = proxy
        self.setModel(proxy)
        self._delegate = CardDelegate(look, self)
        self.setItemDelegate(self._delegate)
        self.setProperty("surface", "surface")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)
        proxy.modelAboutToBeReset.connect(self._on_about_to_reset)
        proxy.modelReset.connect(self._on_reset)

    @property
    def current_id(self) -> str:
        """The identity of the card that the keyboard is on, empty when there is none."""
        return str(self.currentIndex().data(ID_ROLE) or "")

    def set_current_id(self, project_id: str) -> bool:
        """Put the keyboard on a card; return whether it is in this column."""
        row = self._proxy.row_of(project_id)
        if row >= 0:
            self.setCurrentIndex(self._proxy.index(row, 0))
        return row >= 0

    def set_current_row(self, row: int) -> None:
        """Put the keyboard on the card at a height, or on the last one."""
        count = self._proxy.rowCount()
        if count:
            self.setCurrentIndex(self._proxy.index(max(0, min(row, count - 1)), 0))

    def height_of(self, cards: int) -> int:
        """Return the height of so many cards, without a gap under the last."""
        return max(1, cards * self._card_pitch() - self.look.px(CARD_GAP))

    def sizeHint(self) -> QSize:
        """Return a narrow column; the board sets its height."""
        return QSize(self.look.px(120), self.height_of(FOLDED))

    def minimumSizeHint(self) -> QSize:
        """Return room for one card."""
        return QSize(self.look.px(120), self.height_of(1))

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Have the column unfold and the page scroll to the card that the keyboard comes to."""
        super().currentChanged(current, previous)
        if current.isValid() and self.hasFocus():
            self.walked.emit(current.row())
            self._reveal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first card, or where the keyboard was."""
        if not self.currentIndex().isValid():
            self.set_current_row(0)
        super().focusInEvent(event)
        self._reveal()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless the list is longer than its room."""
        if self.scrolls:
            super().wheelEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, move or leave the card that is current."""
        key, held = event.key(), event.modifiers() & ~_PLAIN
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        ways = {Qt.Key.Key_Left: 1 if mirrored else -1, Qt.Key.Key_Right: -1 if mirrored else 1}
        brackets = {"[": -1, "]": 1}
        row_id = self.current_id
        if key in ways and held == Qt.KeyboardModifier.NoModifier:
            self.left.emit(ways[Qt.Key(key)])
        elif key in ways and held == Qt.KeyboardModifier.ShiftModifier and row_id:
            self.step_requested.emit(row_id, ways[Qt.Key(key)])
        elif event.text() in brackets and row_id:
            self.step_requested.emit(row_id, brackets[event.text()])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held and row_id:
            self.opened.emit(row_id)
        elif key in ways:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of a card."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if index.isValid():
            self.setCurrentIndex(index)
            place = event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.visualRect(index).center())
            self.menu_requested.emit(str(index.data(ID_ROLE)), place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a drag may begin."""
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin a drag once the pointer went far enough."""
        pressed = self._pressed_at
        if event.buttons() & Qt.MouseButton.LeftButton and pressed is not None:
            far = (event.position().toPoint() - pressed).manhattanLength() >= QApplication.startDragDistance()
            index = self.indexAt(pressed)
            if far and index.isValid():
                self._pressed_at = None
                self._drag(index, pressed)
            return
        super().mouseMoveEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take cards of other columns only."""
        if event.mimeData().hasFormat(PROJECT_MIME) and event.source() is not self:
            self._set_target(True)
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take a card anywhere in the column: the order is the day's."""
        if self._is_target:
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the mark away."""
        self._set_target(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Wish for the card in this column."""
        self._set_target(False)
        if event.mimeData().hasFormat(PROJECT_MIME):
            event.acceptProposedAction()
            self.dropped.emit(bytes(event.mimeData().data(PROJECT_MIME).data()).decode())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cards, and a frame while a card hangs over the column."""
        super().paintEvent(event)
        if self._is_target:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.look.colour("accent"), 2))
            radius = self.look.px(8)
            painter.drawRoundedRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1), radius, radius)

    def _drag(self, index: QModelIndex, pressed: QPoint) -> None:
        rect = self.visualRect(index)
        rect.setHeight(rect.height() - self.look.px(CARD_GAP))
        mime = QMimeData()
        mime.setData(PROJECT_MIME, str(index.data(ID_ROLE)).encode())
        picture: QPixmap = self.viewport().grab(rect)
        drag = QDrag(self)
        drag.setMimeData(mime)
        drag.setPixmap(picture)
        drag.setHotSpot(pressed - rect.topLeft())
        drag.exec(Qt.DropAction.MoveAction)

    def _reveal(self) -> None:
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        page = parent.widget() if isinstance(parent, QScrollArea) else None
        if parent is not None and page is not None and self.currentIndex().isValid():
            centre = self.viewport().mapTo(page, self.visualRect(self.currentIndex()).center())
            parent.ensureVisible(centre.x(), centre.y(), 0, self._card_pitch())

    def _card_pitch(self) -> int:
        return self._delegate.card_height() + self.look.px(CARD_GAP)

    def _set_target(self, is_target: bool) -> None:
        self._is_target = is_target
        self.viewport().update()

    def _on_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(str(index.data(ID_ROLE)))

    def _on_about_to_reset(self) -> None:
        self._kept = self.current_id, max(0, self.currentIndex().row())

    def _on_reset(self) -> None:
        project_id, row = self._kept
        if (project_id and not self.set_current_id(project_id)) or (not project_id and self.hasFocus()):
            self.set_current_row(row)


class BoardColumn(QWidget):
    """A heading, the way to see all cards, and the cards. `unfolded` when the height is to be another."""

    unfolded = Signal()

    def __init__(self, look: Appearance, model: ProjectsModel, column: Column, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.column = column
        self.is_unfolded = False
        self._said: tuple[str, int, bool] | None = None
        self.proxy = ColumnProxy(model, column)
        self.head = QWidget(self)
        self.list = CardList(look, self.proxy, self)
        self.icon = Icon(look, column.icon, "text3", size=14, parent=self.head)
        self.name = Label(look, role="section", wraps=False, parent=self.head)
        self.count = Label(look, tone="text3", wraps=False, parent=self.head)
        self.more = Button(look, "", kind="link", icon="cd", small=True, parent=self.head)
        self._turn_more()
        head = QHBoxLayout(self.head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(look.px(6))
        for part in (self.icon, self.name, self.count):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self.more)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(0, 0, 0, 0)
        column_layout.setSpacing(look.px(8))
        self.head.setMinimumHeight(look.px(28))
        column_layout.addWidget(self.head)
        column_layout.addWidget(self.list)
        column_layout.addStretch(1)
        self.more.clicked.connect(self._on_more)
        self.list.walked.connect(self._on_walked)

    @property
    def cards(self) -> int:
        """How many cards the column holds."""
        return self.proxy.rowCount()

    def set_words(self, name: str) -> None:
        """Show a heading with the count, which the list is also called by."""
        said = name, self.cards, self.is_unfolded
        if said == self._said:
            return
        self._said = said
        hidden = self.cards - FOLDED
        self.name.setText(name)
        self.count.setText(str(self.cards))
        self.list.setAccessibleName(self.tr("{column}, {count} projects").format(column=name, count=self.cards))
        words = self.tr("Fewer") if self.is_unfolded else self.tr("{count} more").format(count=hidden)
        self.more.setText(words)
        self.more.setAccessibleName(f"{name}: {words}")
        self.more.set_icon("cu" if self.is_unfolded else "cd")
        self.more.setVisible(hidden > 0)
        self.more.updateGeometry()

    def set_unfolded(self, is_unfolded: bool) -> None:
        """Show all cards, or the first three."""
        if is_unfolded != self.is_unfolded:
            self.is_unfolded = is_unfolded
            self.set_words(self.name.text())
            self.unfolded.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Keep the arrow after the words when the reading direction changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._turn_more()

    def _turn_more(self) -> None:
        """A button's icon stands before its words; here it comes after them."""
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.more.setLayoutDirection(Qt.LayoutDirection.LeftToRight if mirrored else Qt.LayoutDirection.RightToLeft)

    def _on_more(self) -> None:
        self.set_unfolded(not self.is_unfolded)

    def _on_walked(self, row: int) -> None:
        if row >= FOLDED:
            self.set_unfolded(True)
