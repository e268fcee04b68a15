"""The board: five columns on one model, beside each other as the room allows, with one walk of the keys through all."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from coachdesk.model.project import ProjectState
from coachdesk.ui.models.project_cards import COLUMNS, Column, ProjectsModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.sponsorship_column import FOLDED, BoardColumn
from coachdesk.ui.views.sponsorship_words import column_words

_GAP = 12
_NARROWEST = 168
_LEAST_UNFOLDED = 5


class Board(QWidget):
    """Shows a `ProjectsModel`. Wishes: `opened(id)`, `step_requested(id, -1 or 1)` along the board,
    `column_chosen(id, Column)` by a drop, `menu_requested(id, global position)`.
    """

    opened = Signal(str)
    step_requested = Signal(str, int)
    column_chosen = Signal(str, object)
    menu_requested = Signal(str, QPoint)

    def __init__(self, look: Appearance, model: ProjectsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._projects = model
        self._room = 0
        self._in_row = 0
        self.columns = tuple(BoardColumn(look, model, column, self) for column in COLUMNS)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for column in self.columns:
            column.unfolded.connect(self.arrange)
            column.list.opened.connect(self.opened)
            column.list.step_requested.connect(self.step_requested)
            column.list.left.connect(self._on_left)
            column.list.dropped.connect(self._on_dropped)
            column.list.menu_requested.connect(self.menu_requested)
        look.changed.connect(self.arrange)
        self.arrange()

    @property
    def current_id(self) -> str:
        """The card that the keyboard is on, empty when it is elsewhere."""
        return next((one.list.current_id for one in self.columns if one.list.hasFocus()), "")

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The columns that hold cards, for F6; the first while there are none."""
        return tuple(one.list for one in self.columns if one.cards) or (self.columns[0].list,)

    def show_counts(self) -> None:
        """Name the columns anew, after the cards changed."""
        for column in self.columns:
            has_stopped = column.column.holds(ProjectState.STOPPED) and self._has(ProjectState.STOPPED)
            column.set_words(column_words(column.column.state, has_stopped=has_stopped))
            if column.cards <= FOLDED:
                column.set_unfolded(False)
        self.arrange()

    def set_room(self, height: int) -> None:
        """Tell how high the part of the page in sight is; an unfolded column longer than that scrolls by itself."""
        if height != self._room:
            self._room = height
            self.arrange()

    def focus_card(self, project_id: str) -> bool:
        """Put the keyboard on a card wherever it stands; return whether it is shown."""
        for column in self.columns:
            if column.list.set_current_id(project_id):
                column.list.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def place_of(self, project_id: str) -> QPoint:
        """Return where a menu about a card opens, in global coordinates."""
        for column in self.columns:
            row = column.proxy.row_of(project_id)
            if row >= 0:
                rect = column.list.visualRect(column.proxy.index(row, 0))
                return column.list.viewport().mapToGlobal(rect.center())
        return self.mapToGlobal(QPoint(0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many columns beside each other as have room."""
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """Give the columns their places and heights."""
        px = self.look.px
        width = px(_NARROWEST) + px(_GAP)
        in_row = max(1, min(len(self.columns), (self.width() + px(_GAP)) // width))
        self._grid.setHorizontalSpacing(px(_GAP))
        self._grid.setVerticalSpacing(px(16))
        if in_row != self._in_row:
            self._in_row = in_row
            for at, column in enumerate(self.columns):
                self._grid.addWidget(column, at // in_row, at % in_row)
            for at in range(len(self.columns)):
                self._grid.setColumnStretch(at, int(at < in_row))
        for column in self.columns:
            self._set_height(column)

    def _set_height(self, column: BoardColumn) -> None:
        shown = min(FOLDED, column.cards)
        if column.is_unfolded:
            pitch = column.list.height_of(2) - column.list.height_of(1)
            fits = max(_LEAST_UNFOLDED, (self._room - column.head.height()) // max(1, pitch))
            shown = min(column.cards, fits)
        scrolls = column.is_unfolded and shown < column.cards
        column.list.scrolls = scrolls
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        column.list.setVerticalScrollBarPolicy(policy)
        if not column.is_unfolded:
            column.list.scrollToTop()
        least = column.list.height_of(FOLDED if self._in_row == len(self.columns) else 1)
        column.list.setFixedHeight(max(least, column.list.height_of(shown)))

    def _has(self, state: ProjectState) -> bool:
        return any(card.is_recent and card.state is state for card in self._projects.cards)

    def _on_left(self, way: int) -> None:
        """Go to the nearest column with cards that way, at the same height."""
        at = next((n for n, one in enumerate(self.columns) if one.list is self.sender()), 0)
        row = max(0, self.columns[at].list.currentIndex().row())
        at += way
        while 0 <= at < len(self.columns):
            found = self.columns[at]
            if found.cards:
                found.list.set_current_row(row if found.is_unfolded else min(row, FOLDED - 1))
                found.list.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            at += way

    def _on_dropped(self, project_id: str) -> None:
        column = next((one.column for one in self.columns if one.list is self.sender()), None)
        if isinstance(column, Column):
            self.column_chosen.emit(project_id, column)
