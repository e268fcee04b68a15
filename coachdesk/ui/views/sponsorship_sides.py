"""The lower half of the sponsorship page: two panes beside each other, or one below the other, as high as they need."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.page_ground import set_ground

_SHARES = (568, 480)
_SIDE_BY_SIDE_FROM = 760
_LEAST = 356


class Sides(QSplitter):
    """The page scrolls, so neither pane is ever lower than its words at their width."""

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.look = look
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self._panes: tuple[QWidget, ...] = ()

    def set_panes(self, left: QWidget, right: QWidget) -> None:
        """Lay out two panes, which are children already."""
        self._panes = (left, right)
        for at, pane in enumerate(self._panes):
            set_ground(pane, "rail")
            self.addWidget(pane)
            self.setStretchFactor(at, _SHARES[at])
            pane.installEventFilter(self)
        self.setSizes([self.look.px(share) for share in _SHARES])
        self.splitterMoved.connect(self._fit)
        self.look.changed.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn where there is little room."""
        super().resizeEvent(event)
        across = self.width() >= self.look.px(_SIDE_BY_SIDE_FROM)
        self.setOrientation(Qt.Orientation.Horizontal if across else Qt.Orientation.Vertical)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow a pane that shows something else."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return False

    def _fit(self) -> None:
        heights = [self._needed(pane) for pane in self._panes]
        is_across = self.orientation() == Qt.Orientation.Horizontal
        height = max(heights) if is_across else sum(heights) + self.handleWidth()
        if height != self.minimumHeight():
            self.setMinimumHeight(height)
        for pane, needed in zip(self._panes, heights, strict=True):
            pane.setMinimumHeight(0 if is_across else needed)

    def _needed(self, pane: QWidget) -> int:
        layout = pane.layout()
        words = 0
        if layout is not None:
            words = (
                layout.totalMinimumHeightForWidth(max(1, pane.width()))
                if layout.hasHeightForWidth()
                else (layout.totalMinimumSize().height())
            )
        return max(self.look.px(_LEAST), words)
