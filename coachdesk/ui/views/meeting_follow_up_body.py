"""Where the parts of a follow-up stand: three columns, two with the rail below, or all above each other."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.meeting_body import RAIL_BESIDE_FROM, STACKED_UNDER
from coachdesk.ui.views.meeting_follow_up_agenda import CarryPanel
from coachdesk.ui.views.meeting_follow_up_rail import FollowUpRail

_RAIL_WIDTH = 312


class FollowUpBody(QWidget):
    """Places the agenda, the middle and the rail as the room allows; nothing is ever hidden.

    `stacked(bool)` when all stands above each other, or no longer.
    """

    stacked = Signal(bool)

    def __init__(
        self, look: Appearance, agenda: CarryPanel, main: QWidget, rail: FollowUpRail, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._agenda, self._main, self._rail = agenda, main, rail
        self._places = ("", "")
        self.is_stacked = False
        inner = QWidget()
        inner.setProperty("surface", "surface")
        self._inner = QVBoxLayout(inner)
        self._inner.setContentsMargins(0, 0, 0, 0)
        self._inner.setSpacing(0)
        self._inner.addWidget(main, 1)
        self._scroll = _build_scroll(self)
        self._scroll.setWidget(inner)
        self._rail_scroll = _build_scroll(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._scroll, 1)
        look.changed.connect(self._place)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give each part the place that fits the new size."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        px = self.look.px
        stacked = self.look.text_scale > 1.5 or self.width() < px(STACKED_UNDER)
        beside = not stacked and self.width() >= px(RAIL_BESIDE_FROM)
        places = ("above" if stacked else "beside", "beside" if beside else "below")
        self._rail_scroll.setFixedWidth(px(_RAIL_WIDTH))
        if places == self._places:
            return
        self._places = places
        self._place_agenda(stacked)
        self._place_rail(beside)
        self.is_stacked = stacked
        self.stacked.emit(stacked)

    def _place_agenda(self, stacked: bool) -> None:
        self._row.removeWidget(self._agenda)
        self._inner.removeWidget(self._agenda)
        self._agenda.set_stacked(stacked)
        (self._inner if stacked else self._row).insertWidget(0, self._agenda)
        self._agenda.show()

    def _place_rail(self, beside: bool) -> None:
        if self._rail_scroll.widget() is not None:
            self._rail_scroll.takeWidget()
        self._row.removeWidget(self._rail_scroll)
        self._inner.removeWidget(self._rail)
        self._rail.set_stacked(not beside)
        if beside:
            self._rail_scroll.setWidget(self._rail)
            self._row.addWidget(self._rail_scroll)
        else:
            self._inner.addWidget(self._rail)
        self._rail_scroll.setVisible(beside)
        self._rail.show()


def _build_scroll(parent: QWidget) -> QScrollArea:
    area = QScrollArea(parent)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
