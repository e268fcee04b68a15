"""The projects as a list: sorted by any column, of one state or all."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from coachdesk.model.project import ProjectState
from coachdesk.ui.delegates.project_row import ProjectRowDelegate
from coachdesk.ui.models.project_cards import Fact, ProjectsModel
from coachdesk.ui.models.project_filters import ListProxy
from coachdesk.ui.models.rows import ID_ROLE
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.sponsorship_words import state_words
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.words import count_words

_Index = QModelIndex | QPersistentModelIndex
_SHARES = {Fact.TITLE: 30, Fact.PERSON: 17, Fact.SKILL: 16, Fact.STATE: 10, Fact.NEXT: 18, Fact.SINCE: 11}
_FIRST_TO_GO = (Fact.SKILL, Fact.NEXT, Fact.SINCE)
_NARROWEST = 92


class ProjectTable(QTableView):
    """`opened(id)` on Enter or a double click, `step_requested(id, -1 or 1)` on Shift+Left and Right or on [ and ],
    `menu_requested(id, global position)`. Keys walk rows, not cells.
    """

    opened = Signal(str)
    step_requested = Signal(str, int)
    menu_requested = Signal(str, QPoint)

    def __init__(self, look: Appearance, proxy: ListProxy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._proxy = proxy
        self._kept = ("", 0)
        self.setModel(proxy)
        self._delegate = ProjectRowDelegate(look, self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(self.tr("Stretch projects"))
        self.setProperty("surface", "surface")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(look.px(80))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(True)
        self.horizontalHeader().setSortIndicatorShown(True)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.doubleClicked.connect(self._on_double_clicked)
        proxy.modelAboutToBeReset.connect(self._on_about_to_reset)
        proxy.modelReset.connect(self._on_reset)
        look.changed.connect(self._arrange)
        self._arrange()

    @property
    def current_id(self) -> str:
        """The project that the keyboard is on, empty when there is none."""
        return str(self.currentIndex().data(ID_ROLE) or "")

    def set_current_id(self, project_id: str) -> bool:
        """Put the keyboard on a project; return whether it is listed."""
        row = self._proxy.row_of(project_id)
        if row >= 0:
            self.setCurrentIndex(self._proxy.index(row, 0))
        return row >= 0

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Repaint the whole rows."""
        super().currentChanged(current, previous)
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first row, or where the keyboard was."""
        if not self.currentIndex().isValid() and self._proxy.rowCount():
            self.setCurrentIndex(self._proxy.index(0, 0))
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Repaint without the tint."""
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open or move the current row; Home and End go to the first and last one."""
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        ways = {Qt.Key.Key_Left: 1 if mirrored else -1, Qt.Key.Key_Right: -1 if mirrored else 1}
        brackets, row_id = {"[": -1, "]": 1}, self.current_id
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held and row_id:
            self.opened.emit(row_id)
        elif key in ways and held == Qt.KeyboardModifier.ShiftModifier and row_id:
            self.step_requested.emit(row_id, ways[Qt.Key(key)])
        elif event.text() in brackets and row_id:
            self.step_requested.emit(row_id, brackets[event.text()])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._proxy.rowCount():
            row = 0 if key == Qt.Key.Key_Home else self._proxy.rowCount() - 1
            self.setCurrentIndex(self._proxy.index(row, 0))
        elif key in ways:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of a project."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if index.isValid():
            self.setCurrentIndex(self._proxy.index(index.row(), 0))
            place = event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.visualRect(index).center())
            self.menu_requested.emit(str(index.data(ID_ROLE)), place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Give each column its share; where they would be too narrow, the least needed go."""
        self.verticalHeader().setDefaultSectionSize(self._delegate.row_height())
        width, shown = self.viewport().width(), list(_SHARES)
        least = self.look.px(_NARROWEST)
        for fact in _FIRST_TO_GO:
            if width * _SHARES[Fact.STATE] // sum(_SHARES[one] for one in shown) < least:
                shown.remove(fact)
        whole, left = sum(_SHARES[one] for one in shown), width
        for fact in Fact:
            self.setColumnHidden(fact, fact not in shown)
            if fact in shown:
                share = left if fact is shown[-1] else width * _SHARES[fact] // whole
                self.setColumnWidth(fact, share)
                left -= share

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(str(index.data(ID_ROLE)))

    def _on_about_to_reset(self) -> None:
        self._kept = self.current_id, max(0, self.currentIndex().row())

    def _on_reset(self) -> None:
        project_id, row = self._kept
        if project_id and not self.set_current_id(project_id) and self._proxy.rowCount():
            self.setCurrentIndex(self._proxy.index(min(row, self._proxy.rowCount() - 1), 0))


class ProjectList(QWidget):
    """The choice of states above the table."""

    def __init__(self, look: Appearance, model: ProjectsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.proxy = ListProxy(model, self)
        self.table = ProjectTable(look, self.proxy, self)
        self.filter = Button(look, self.tr("All states"), icon="filter", small=True, parent=self)
        self.count = Label(look, tone="text3", wraps=False, parent=self)
        self._menu = QMenu(self.filter)
        for state in (None, *ProjectState):
            action = QAction(state_words(state) if state else self.tr("All states"), self._menu)
            action.setCheckable(True)
            action.setData((state,))
            self._menu.addAction(action)
        self._menu.aboutToShow.connect(self._on_menu_about_to_show)
        self._menu.triggered.connect(self._on_state)
        self.filter.setMenu(self._menu)
        head = QHBoxLayout()
        head.setSpacing(look.px(8))
        head.addWidget(self.filter)
        head.addWidget(self.count)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(24), look.px(12), look.px(24), 0)
        column.setSpacing(look.px(8))
        column.addLayout(head)
        column.addWidget(self.table, 1)

    def show_counts(self) -> None:
        """Say how many are listed, after the cards or the filter changed."""
        count = self.proxy.rowCount()
        self.count.setText(count_words(count, one=self.tr("project"), many=self.tr("projects")))

    def set_state(self, state: ProjectState | None) -> None:
        """List the projects of a state, or all with None."""
        self.proxy.set_state(state)
        self.filter.setText(state_words(state) if state else self.tr("All states"))
        self.filter.updateGeometry()
        self.show_counts()

    def _on_menu_about_to_show(self) -> None:
        for action in self._menu.actions():
            action.setChecked(action.data() == (self.proxy.state,))

    def _on_state(self, action: QAction) -> None:
        (state,) = action.data()
        self.set_state(state)
