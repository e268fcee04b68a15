"""Where the parts of a meeting stand: agenda, notes and rail in columns, or above each other where it is narrow."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.meeting_agenda import AgendaPanel
from coachdesk.ui.views.meeting_rail import RailPanel

STACKED_UNDER = 844
"""Page width (the window's 900 less the folded sidebar) below which the parts stand above each other."""
RAIL_BESIDE_FROM = 1044
"""Page width (the window's 1100 less the folded sidebar) from which the rail has a column of its own."""
_RAIL_WIDTH = 312


class MeetingBody(QWidget):
    """Places the three parts. `arrangement_changed(agenda folds, rail folds)` tells which need a toggle."""

    arrangement_changed = Signal(bool, bool)

    def __init__(
        self, look: Appearance, agenda: AgendaPanel, notes: QWidget, rail: RailPanel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.look = look
        self.agenda, self.notes, self.rail = agenda, notes, rail
        self.is_stacked = False
        self._rail_place = ""
        self._wants_agenda = False
        self._inner = QWidget()
        self._inner.setProperty("surface", "surface")
        self._inner_row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._inner)
        self._inner_row.setContentsMargins(0, 0, 0, 0)
        self._inner_row.setSpacing(0)
        self._inner_row.addWidget(agenda)
        self._inner_row.addWidget(notes, 1)
        self._scroll = _build_scroll(self)
        self._scroll.setWidget(self._inner)
        self.rail_scroll = _build_scroll(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)
        look.changed.connect(self._place)
        self._place()

    def show_agenda(self, shown: bool) -> None:
        """Unfold the agenda above the notes, or fold it."""
        self._wants_agenda = shown
        self.agenda.setVisible(shown or not self.is_stacked)

    def show_rail(self, shown: bool) -> None:
        """Lay the rail over the notes, or take it away; it has its own place where there is room."""
        if self._rail_place == "over":
            self.rail_scroll.setGeometry(self._overlay())
            self.rail_scroll.setVisible(shown)
            self.rail_scroll.raise_()

    def reveal(self, widget: QWidget, rect: QRect) -> None:
        """Scroll a part of a widget into sight where the page scrolls as a whole."""
        if self.is_stacked:
            centre = widget.mapTo(self._inner, rect.center())
            self._scroll.ensureVisible(centre.x(), centre.y(), 0, rect.height())

    @property
    def rail_is_over(self) -> bool:
        """Whether the rail needs a toggle."""
        return self._rail_place == "over"

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give each part the place that fits the new size."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        px = self.look.px
        stacked = self.look.text_scale > 1.5 or self.width() < px(STACKED_UNDER)
        rail_place = "below" if stacked else "beside" if self.width() >= px(RAIL_BESIDE_FROM) else "over"
        if stacked != self.is_stacked or not self._rail_place:
            self.is_stacked = stacked
            direction = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
            self._inner_row.setDirection(direction)
            self.agenda.set_stacked(stacked)
            self.rail.set_stacked(stacked)
            self.agenda.setVisible(self._wants_agenda or not stacked)
        self.notes.setMinimumHeight(max(px(220), round(self.height() * 0.72)) if stacked else 0)
        if rail_place != self._rail_place:
            self._rail_place = rail_place
            self._move_rail()
            self.arrangement_changed.emit(stacked, rail_place == "over")
        if rail_place == "beside":
            self.rail_scroll.setFixedWidth(px(_RAIL_WIDTH))
        elif rail_place == "over":
            self.rail_scroll.setFixedWidth(px(_RAIL_WIDTH))
            self.rail_scroll.setGeometry(self._overlay())

    def _move_rail(self) -> None:
        if self.rail_scroll.widget() is not None:
            self.rail_scroll.takeWidget()
        self._inner_row.removeWidget(self.rail)
        self._inner_row.removeWidget(self.rail_scroll)
        if self._rail_place == "below":
            self.rail_scroll.hide()
            self._inner_row.addWidget(self.rail)
            self.rail.show()
            return
        self.rail_scroll.setWidget(self.rail)
        self.rail.show()
        if self._rail_place == "beside":
            self._inner_row.addWidget(self.rail_scroll)
            self.rail_scroll.show()
        else:
            self.rail_scroll.setParent(self)
            self.rail_scroll.hide()

    def _overlay(self) -> QRect:
        width = min(self.look.px(_RAIL_WIDTH), self.width())
        left = 0 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else self.width() - width
        return QRect(left, 0, width, self.height())


def _build_scroll(parent: QWidget) -> QScrollArea:
    area = QScrollArea(parent)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
