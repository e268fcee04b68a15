"""The body of a tab in presenter mode: a column and a rail with the wider margins of screen 12."""

from __future__ import annotations

from coachdesk.ui.views.page import PageBody

PADDING = 40
NARROW_PADDING = 24
NARROW_UNDER = 868


def side_padding(width: int, scale: float) -> int:
    """Return the pixels at 100 % left and right of the page, fewer in a narrow window or with large text."""
    return PADDING if width >= NARROW_UNDER * scale else NARROW_PADDING


class SharedBody(PageBody):
    """A page body whose column starts at the margin of the header."""

    def _place(self) -> None:
        super()._place()
        px = self._look.px
        side = px(side_padding(self.width(), self._look.text_scale))
        self.column_layout.setContentsMargins(side, px(12), side, px(24))
        self.rail_layout.setContentsMargins(px(32), px(12), px(32), px(16))
        if self._placement == "below":
            self.rail_layout.setContentsMargins(side, px(12), side, px(16))
        elif self._placement == "beside" and self.width() >= px(1000):
            self.rail_scroll.setFixedWidth(px(400))

    def set_rail_shown(self, shown: bool) -> None:
        """Close the page up where the rail would be empty."""
        if shown == self._has_rail:
            return
        self._has_rail = shown
        self.rail.setVisible(shown)
        self.rail_scroll.setVisible(shown)
        self._placement = ""
        self._place()
