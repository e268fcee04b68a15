"""The body of a page: a scrolling column with a context rail beside it, over it, or below it, as the room allows."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from coachdesk.ui.theme.appearance import Appearance

BESIDE_FROM = 868
"""Width of the page (the window's 1100 less the sidebar) from which the rail stands beside it."""
BELOW_UNDER = 568
"""Width of the page below which the rail moves under it; so it does above 150 % text."""


class PageBody(QWidget):
    """Holds `column` (the page) and `rail` (what helps with it), both plain widgets with vertical layouts.

    Fill `column_layout` and `rail_layout`. The rail is beside the page when there is room, a toggled overlay when
    there is less, and below the page in a narrow window or with large text.
    """

    def __init__(
        self,
        look: Appearance,
        *,
        has_rail: bool = True,
        beside_from: float = BESIDE_FROM,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._beside_from = beside_from
        self._has_rail = has_rail
        self._placement = ""
        self.column = QWidget()
        self.column_layout = QVBoxLayout(self.column)
        self.rail = QFrame()
        self.rail.setObjectName("rail")
        self.rail.setProperty("surface", "rail")
        self.rail_layout = QVBoxLayout(self.rail)
        self._scroll = _build_scroll_area(self, "pageScroll")
        self._below = QWidget()
        self._below_layout = QVBoxLayout(self._below)
        self._below_layout.setContentsMargins(0, 0, 0, 0)
        self._below_layout.setSpacing(0)
        self._below_layout.addWidget(self.column)
        self._below_layout.addStretch(1)
        self._scroll.setWidget(self._below)
        self.rail_scroll = _build_scroll_area(self, "railScroll")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._scroll, 1)
        self.rail_scroll.setVisible(has_rail)
        look.changed.connect(self._place)
        self._place()

    @property
    def scroll_area(self) -> QScrollArea:
        """The scroll area of the page, for views that scroll to a part of it."""
        return self._scroll

    def toggle_rail(self) -> None:
        """Slide the overlaid rail in or out; does nothing where the rail has its own place."""
        if self._placement != "over" or not self._has_rail:
            return
        if self.rail_scroll.isVisible():
            self.rail_scroll.hide()
            return
        self.rail_scroll.show()
        self.rail_scroll.raise_()
        self._slide_in()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the rail the place that fits the new width."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        m = self._look.px
        self.column_layout.setContentsMargins(m(24), m(16), m(24), m(24))
        self.rail_layout.setContentsMargins(m(20), m(16), m(20), m(16))
        placement = self._fitting()
        width = min(m(344), max(m(240), self.width() - m(240)))
        if placement != self._placement:
            self._placement = placement
            self._move()
        if not self._has_rail:
            return
        if placement == "beside":
            self.rail_scroll.setFixedWidth(m(344) if self.width() >= m(1000) else m(312))
        elif placement == "over":
            self.rail_scroll.setFixedWidth(width)
            self.rail_scroll.setGeometry(self._overlay(width))

    def _fitting(self) -> str:
        if self._look.text_scale > 1.5 or self.width() < BELOW_UNDER:
            return "below"
        return "beside" if self.width() >= self._look.px(self._beside_from) else "over"

    def _move(self) -> None:
        if not self._has_rail:
            return
        if self.rail_scroll.widget() is not None:
            self.rail_scroll.takeWidget()
        self._row.removeWidget(self.rail_scroll)
        self._below_layout.removeWidget(self.rail)
        if self._placement == "below":
            self.rail_scroll.hide()
            self._below_layout.insertWidget(1, self.rail)
            self.rail.show()
            return
        self.rail_scroll.setWidget(self.rail)
        self.rail.show()
        if self._placement == "beside":
            self._row.addWidget(self.rail_scroll)
            self.rail_scroll.show()
        else:
            self.rail_scroll.setParent(self)
            self.rail_scroll.hide()

    def _overlay(self, width: int) -> QRect:
        left = 0 if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else self.width() - width
        return QRect(left, 0, width, self.height())

    def _slide_in(self) -> None:
        duration = self._look.duration_ms("rail")
        target = self._overlay(self.rail_scroll.width())
        if duration <= 0:
            self.rail_scroll.setGeometry(target)
            return
        slide = QPropertyAnimation(self.rail_scroll, b"geometry", self)
        slide.setDuration(duration)
        slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        slide.setStartValue(target.translated(target.width(), 0))
        slide.setEndValue(target)
        slide.start(QPropertyAnimation.DeletionPolicy.DeleteWhenStopped)


def _build_scroll_area(parent: QWidget, name: str) -> QScrollArea:
    area = QScrollArea(parent)
    area.setObjectName(name)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
