"""The formats by which a copied text asks clipboard managers of each system not to keep it."""

from __future__ import annotations

from PySide6.QtCore import QMimeData

_CONCEALED = (
    ("x-kde-passwordManagerHint", b"secret"),
    ("application/x-nspasteboard-concealed-type", b""),
    ("org.nspasteboard.ConcealedType", b""),
    ('application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"', b"\x01\x00\x00\x00"),
    ('application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"', b"\x00\x00\x00\x00"),
)


def is_concealed(source: QMimeData) -> bool:
    """Return whether a text was copied as private, here or by a password manager."""
    return any(source.hasFormat(name) for name, _ in _CONCEALED)


def conceal(copied: QMimeData) -> None:
    """Mark what goes to the clipboard as not to be kept or shown."""
    for name, value in _CONCEALED:
        copied.setData(name, value)
