"""Search in presenter mode: the shared texts of this person only, with no count of anything else."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery
from coachdesk.services.shared.find import search_shared
from coachdesk.services.shared.rows import SharedHit
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.views.shared_models import SharedHitsModel
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.marks import KeyCap
from coachdesk.ui.widgets.text import Label, Line


class SharedSearch(QFrame):
    """A frame over a flat scrim; it keeps the focus while open and gives it back. `chosen(SharedHit)`."""

    chosen = Signal(SharedHit)

    def __init__(self, desk: Desk, look: Appearance, person_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self._host = parent
        self._desk = desk
        self._person_id = person_id
        self._returns_to: QWidget | None = None
        self._query = LatestQuery(self, desk)
        self.field = QLineEdit()
        self.model = SharedHitsModel()
        self.model.set_today(desk.local_now.date())
        self.rows = RowList(
            look, self.tr("Results"), self.model, two_lines=True, min_height=52, scrolls=True, padding=20
        )
        self._none = Label(look, self.tr("Nothing shared has these words."), tone="text2")
        self._build()
        parent.installEventFilter(self)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._on_typed)
        self.rows.opened.connect(self._on_opened)
        self._query.answered.connect(self._on_answered)
        self.hide()

    def open_box(self) -> None:
        """Show the box and put the keyboard in it."""
        self._returns_to = self._host.window().focusWidget()
        self.setGeometry(self._host.rect())
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_box(self) -> None:
        """Hide the box, forget what was found and give the focus back."""
        self.hide()
        self.field.clear()
        self.model.set_rows(())
        if self._returns_to is not None:
            self._returns_to.setFocus(Qt.FocusReason.OtherFocusReason)
        self._returns_to = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys move in the list while the field keeps the focus; the box follows its window's size."""
        if watched is self._host and event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._host.rect())
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the frame closes it."""
        if not self._frame.geometry().contains(event.position().toPoint()):
            self.close_box()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the scrim."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 115))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the frame in the upper middle."""
        px = self.look.px
        width, height = min(px(640), self.width() - px(32)), min(px(480), self.height() - px(64))
        self._frame.setGeometry((self.width() - width) // 2, px(40), width, height)

    def _build(self) -> None:
        look = self.look
        self.setProperty("surface", "scrim")
        self._frame = QFrame(self)
        self._frame.setObjectName("commandFrame")
        self._frame.setAccessibleName(self.tr("Search what is shared"))
        self.field.setObjectName("commandField")
        self.field.setProperty("plain", True)
        self.field.setProperty("ring", False)
        self.field.setPlaceholderText(self.tr("Search what is shared"))
        self.field.setAccessibleName(self.tr("Search what is shared"))
        self.field.setFont(look.font("heading", weight=400))
        self.rows.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout()
        row.setContentsMargins(look.px(20), look.px(8), look.px(20), look.px(8))
        row.setSpacing(look.px(8))
        row.addWidget(Icon(look, "search"))
        row.addWidget(self.field, 1)
        row.addWidget(KeyCap(look, "Esc"))
        column = QVBoxLayout(self._frame)
        column.setContentsMargins(0, 0, 0, look.px(8))
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(Line())
        self._none.setContentsMargins(look.px(20), look.px(12), look.px(20), look.px(12))
        self._none.hide()
        column.addWidget(self._none)
        column.addWidget(self.rows, 1)

    def _on_key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.close_box()
        elif key in steps:
            at = self.rows.currentIndex().row() + steps[key]
            self.rows.setCurrentIndex(self.model.index(max(0, min(at, self.model.rowCount() - 1))))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_opened(self.rows.current_id)
        else:
            return False
        return True

    def _on_typed(self, text: str) -> None:
        self._query.ask(search_shared, self._person_id, text, self._desk.zone)

    def _on_answered(self, hits: tuple[SharedHit, ...]) -> None:
        if not self.isVisible():
            return
        self.model.set_rows(hits)
        self._none.setVisible(not hits and len(self.field.text().strip()) > 1)
        if hits:
            self.rows.setCurrentIndex(self.model.index(0))

    def _on_opened(self, row_id: str) -> None:
        position = self.model.position_of(row_id)
        if position < 0:
            return
        hit = self.model.rows[position]
        self._returns_to = None
        self.close_box()
        self.chosen.emit(hit)
