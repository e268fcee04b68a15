"""The list at the side of the settings and of the help: categories or pages, with a hairline after it."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QListView, QStyle, QVBoxLayout, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.rows import RowDelegate


class SideList(QFrame):
    """A list of `width` px at 100 %. `list` is the view; rows give a `RowText`."""

    def __init__(
        self,
        look: Appearance,
        name: str,
        model: QAbstractItemModel,
        *,
        width: float = 200,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._width = width
        self.list = QListView()
        self.list.setModel(model)
        self.list.setItemDelegate(RowDelegate(look, self.list, min_height=32, padding=8))
        self.list.setAccessibleName(name)
        self.list.setProperty("ring", False)
        self.list.setUniformItemSizes(True)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.list)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the hairline at the end."""
        line = QRect(self.width() - 1, 0, 1, self.height())
        painter = QPainter(self)
        painter.fillRect(QStyle.visualRect(self.layoutDirection(), self.rect(), line), self.look.colour("divider"))

    def _on_look_changed(self) -> None:
        px = self.look.px
        self._column.setContentsMargins(px(8), px(12), px(8), px(12))
        self.setFixedWidth(px(self._width))
