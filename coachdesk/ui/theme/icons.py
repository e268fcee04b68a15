"""The line icons, tinted when they are painted and kept in Qt's pixmap cache."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from coachdesk.assets import resource_path

_DRAWN_IN = "#4C5156"
_RATIOS = (1.0, 2.0)


@cache
def _source(name: str) -> str:
    return resource_path("icons", f"{name}.svg").read_text("utf-8").replace("currentColor", _DRAWN_IN)


def _stroke(size_px: int) -> str:
    """Small icons need a stronger line to stay as dark as the text beside them."""
    small = ((12, "2.1"), (14, "1.9"), (19, "1.75"))
    return next((stroke for limit, stroke in small if size_px <= limit), "1.6")


def icon_pixmap(name: str, colour: QColor, size_px: int, dpr: float = 1.0) -> QPixmap:
    """Return an icon of `size_px` logical pixels in one colour, sharp at the device pixel ratio.

    Raises FileNotFoundError when no icon has that name.
    """
    key = f"coachdesk:{name}:{colour.name(QColor.NameFormat.HexArgb)}:{size_px}:{dpr}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    pixmap = QPixmap(round(size_px * dpr), round(size_px * dpr))
    pixmap.fill(Qt.GlobalColor.transparent)
    svg = _source(name).replace(_DRAWN_IN, colour.name())
    svg = svg.replace('stroke-width="1.75"', f'stroke-width="{_stroke(size_px)}"')
    painter = QPainter(pixmap)
    painter.setOpacity(colour.alphaF())
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(dpr)
    QPixmapCache.insert(key, pixmap)
    return pixmap


def build_icon(name: str, colour: QColor, disabled: QColor, size_px: int) -> QIcon:
    """Return an icon for actions and menus: one colour at rest, one when disabled.

    It holds finished pixmaps, so whoever shows it sets it anew when the look changes.
    """
    icon = QIcon()
    for ratio in _RATIOS:
        icon.addPixmap(icon_pixmap(name, colour, size_px, ratio), QIcon.Mode.Normal)
        icon.addPixmap(icon_pixmap(name, disabled, size_px, ratio), QIcon.Mode.Disabled)
    return icon
