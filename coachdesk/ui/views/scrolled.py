"""A part of a page that may be higher than the window, in a scroll area on the page’s ground."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


def build_scrolled(part: QWidget, *, surface: str = "surface", parent: QWidget | None = None) -> QScrollArea:
    """Return a scroll area of the full width that scrolls a part up and down; `surface` colours its ground."""
    area = QScrollArea(parent)
    ground = QWidget()
    ground.setProperty("surface", surface)
    area.setWidget(ground)
    area.setWidgetResizable(True)
    column = QVBoxLayout(ground)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(part)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
