"""The ground that a page and its parts are painted on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from coachdesk.ui.views.page import PageBody
from coachdesk.ui.widgets.text import set_look


def lay_ground(body: PageBody) -> None:
    """Give the column of a page its colour; the rail has its own."""
    below = body.scroll_area.widget()
    if below is not None:
        set_ground(below)


def set_ground(widget: QWidget, surface: str = "surface") -> None:
    """Paint a plain widget in the colour of a surface."""
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    set_look(widget, "surface", surface)
