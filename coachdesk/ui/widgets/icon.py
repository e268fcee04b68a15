"""An icon on its own, and the tile it stands on where it names a thing."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from coachdesk.ui.theme.appearance import Appearance


class Icon(QWidget):
    """A tinted icon of `size` pixels in the 100 % design. Decorative: say what it means in a word beside it."""

    def __init__(
        self,
        look: Appearance,
        name: str,
        tint: str = "text2",
        *,
        size: float = 16,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._name = name
        self._tint = tint
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._on_look_changed)

    def set_icon(self, name: str, tint: str) -> None:
        """Show another icon; an empty name shows nothing and keeps the place."""
        self._name, self._tint = name, tint
        self.update()

    def sizeHint(self) -> QSize:
        """Return the icon's square at the current text size."""
        edge = self.look.px(self._size)
        return QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon in its colour."""
        if self._name:
            pixmap = self.look.pixmap(self._name, self._tint, self._size, self.devicePixelRatioF())
            QPainter(self).drawPixmap(0, 0, pixmap)

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()


class IconTile(QWidget):
    """An icon centred on a rounded square: the product mark, or a source to choose."""

    def __init__(
        self,
        look: Appearance,
        name: str,
        *,
        edge: float = 40,
        size: float = 20,
        radius: float = 8,
        filled: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._name = name
        self._edge, self._size, self._radius = edge, size, radius
        self._filled = filled
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._on_look_changed)

    def sizeHint(self) -> QSize:
        """Return the tile's square at the current text size."""
        edge = self.look.px(self._edge)
        return QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the icon on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(self.look.colour("accentFill" if self._filled else "accentTint"))
        radius = self.look.px(self._radius)
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        tint = "onAccent" if self._filled else "accent"
        pixmap = self.look.pixmap(self._name, tint, self._size, self.devicePixelRatioF())
        offset = (self.width() - self.look.px(self._size)) // 2
        painter.drawPixmap(offset, offset, pixmap)

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()
