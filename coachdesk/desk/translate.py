"""Marks words for translation where they are declared; `lupdate` knows the function by its name."""

from __future__ import annotations


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Return `text` as it is; it is translated in `context` when it is shown."""
    return text
