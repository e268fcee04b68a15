"""The table of candidates: as high as its rows, Space considers, Enter goes on to the offer."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QScrollArea, QSizePolicy, QTableView, QWidget

from coachdesk.ui.delegates.candidate_cell import CandidateDelegate
from coachdesk.ui.models.candidate_rows import CANDIDATE_ROLE, CandidatesModel, Column
from coachdesk.ui.theme.appearance import Appearance

_Index = QModelIndex | QPersistentModelIndex
_WIDTHS = {
    Column.TICK: 36,
    Column.NAME: 172,
    Column.WAIT: 84,
    Column.SKILL: 156,
    Column.LOAD: 164,
    Column.AGAIN: 104,
}
_WISHES = 130
_FACTS_UNDER = sum(_WIDTHS.values()) + _WISHES
_ROWS = 12
"""So many rows show at once; a longer table scrolls by itself."""


class CandidateTable(QTableView):
    """Wishes: `offer_requested(person id)`, `remark_requested`, `row_chosen(person id)`; ticks go through the model."""

    offer_requested = Signal(str)
    remark_requested = Signal()
    row_chosen = Signal(str)

    def __init__(self, look: Appearance, model: CandidatesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._people = model
        self._kept_id = ""
        self.setModel(model)
        self.setItemDelegate(CandidateDelegate(look, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setProperty("ring", False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("People to consider"))
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setHighlightSections(False)
        head.setMinimumSectionSize(1)
        head.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        model.modelAboutToBeReset.connect(self._on_about_to_reset)
        model.modelReset.connect(self._on_reset)
        model.dataChanged.connect(self.arrange)
        look.changed.connect(self.arrange)

    @property
    def current_id(self) -> str:
        """Who is current, empty when nobody is."""
        row = self.currentIndex().data(CANDIDATE_ROLE)
        return row.person_id if row is not None else ""

    @property
    def shows_facts_together(self) -> bool:
        """Whether all facts stand in one column, for lack of room."""
        return self.width() < self.look.px(_FACTS_UNDER)

    def set_current_id(self, person_id: str) -> None:
        """Put the keyboard's row on a person, if they are shown."""
        position = self._people.position_of(person_id)
        if position >= 0:
            self.setCurrentIndex(self._people.index(position, Column.NAME))

    def begin(self) -> None:
        """Make the first person current unless one is."""
        if not self.currentIndex().isValid() and self._people.rowCount():
            self.setCurrentIndex(self._people.index(0, Column.NAME))

    def arrange(self) -> None:
        """Give columns and rows their sizes."""
        px, together = self.look.px, self.shows_facts_together
        for column in Column:
            is_fact = column not in (Column.TICK, Column.NAME)
            self.setColumnHidden(column, is_fact and together != (column is Column.FACTS))
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, px(width))
        rest = Column.FACTS if together else Column.WISHES
        others = (Column.TICK, Column.NAME) if together else tuple(_WIDTHS)
        if together:
            self.setColumnWidth(Column.NAME, min(px(_WIDTHS[Column.NAME]), self.width() * 2 // 5))
        used = sum(self.columnWidth(column) for column in others)
        self.setColumnWidth(rest, max(px(_WISHES), self.viewport().width() - used))
        if self._people.rowCount():
            self.resizeRowsToContents()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the height of the heading and the rows, up to twelve."""
        rows = range(min(_ROWS, self._people.rowCount()))
        height = self.horizontalHeader().sizeHint().height() + sum(self.rowHeight(row) for row in rows)
        return QSize(self.look.px(320), height + 2)

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: the page scrolls."""
        return QSize(self.look.px(200), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width among the columns."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.arrange()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first row when none is chosen."""
        self.begin()
        super().focusInEvent(event)
        self._reveal()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Repaint without the lines of the focus."""
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space considers, Enter goes on to the offer, F2 to the remark; letters find a name."""
        key, person_id = event.key(), self.current_id
        is_enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not person_id or (is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Space:
            row = self._people.find_row(person_id)
            self._people.tick_requested.emit(person_id, row is None or not row.is_considered)
        elif is_enter:
            self.offer_requested.emit(person_id)
        elif key == Qt.Key.Key_F2:
            self.remark_requested.emit()
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Say who is current and have the page scroll there."""
        super().currentChanged(current, previous)
        self.row_chosen.emit(self.current_id)
        if self.hasFocus():
            self._reveal()

    def _reveal(self) -> None:
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        page = parent.widget() if isinstance(parent, QScrollArea) else None
        if parent is not None and page is not None and self.currentIndex().isValid():
            rect = self.visualRect(self.currentIndex())
            centre = self.viewport().mapTo(page, rect.center())
            parent.ensureVisible(centre.x(), centre.y(), 0, rect.height())

    def _on_about_to_reset(self) -> None:
        self._kept_id = self.current_id

    def _on_reset(self) -> None:
        self.arrange()
        if self._kept_id:
            self.set_current_id(self._kept_id)
