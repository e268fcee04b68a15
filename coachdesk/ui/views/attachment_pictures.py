"""Decoding of pictures from memory, within limits: a hostile file costs a moment, never the window."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

MOST_PIXELS = 40_000_000
LONGEST_EDGE = 2400
_FORMATS = frozenset({b"png", b"jpeg", b"jpg", b"gif", b"webp", b"bmp"})


def decode_picture(content: bytes, longest: int = LONGEST_EDGE) -> QImage | None:
    """Return a picture no longer than `longest` pixels, or None when it is none, broken, or has too many pixels.

    The format is told by the bytes, never by the name; only plain bitmaps count, so nothing can refer elsewhere.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    found = bytes(QImageReader.imageFormat(buffer).data())
    if found not in _FORMATS:
        return None
    buffer.seek(0)
    reader = QImageReader(buffer, QByteArray(found))
    reader.setAutoTransform(True)
    size: QSize = reader.size()
    if not size.isValid() or size.isEmpty() or size.width() * size.height() > MOST_PIXELS:
        return None
    if max(size.width(), size.height()) > longest:
        reader.setScaledSize(size.scaled(longest, longest, Qt.AspectRatioMode.KeepAspectRatio))
    picture = reader.read()
    return None if picture.isNull() else picture
