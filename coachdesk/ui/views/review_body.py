"""The body of a review: the table fills the height that is there, the drawer stands beside, over or below it."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent

from coachdesk.ui.views.page import PageBody


class ReviewBody(PageBody):
    """A `PageBody` whose column is at least as high as the window, so that the table scrolls by itself."""

    _is_rail_shown = True

    def set_rail_shown(self, *, shown: bool) -> None:
        """Take the drawer away where it has nothing to say, or give it its place again."""
        if shown != self._is_rail_shown:
            self._is_rail_shown = shown
            self._apply()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the column fill the height."""
        super().resizeEvent(event)
        self.column.setMinimumHeight(self.scroll_area.viewport().height())
        if not self._is_rail_shown:
            self._apply()

    def close_rail(self) -> None:
        """Take the drawer away, or bring it back; over the page it slides."""
        if self.rail_scroll.parentWidget() is self and self._row_holds_rail():
            self.rail_scroll.setVisible(not self.rail_scroll.isVisible())
        else:
            self.toggle_rail()

    def _apply(self) -> None:
        self.rail.setVisible(self._is_rail_shown)
        if self._row_holds_rail() or not self._is_rail_shown:
            self.rail_scroll.setVisible(self._is_rail_shown)

    def _row_holds_rail(self) -> bool:
        return self._row.indexOf(self.rail_scroll) >= 0
