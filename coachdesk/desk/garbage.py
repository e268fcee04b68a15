"""Cyclic garbage is collected on the UI thread only.

A collection runs on whichever thread happens to allocate. On a lane it would destroy widgets away from their thread,
which crashes Qt sooner or later (Anki keeps to the same rule, `aqt/main.py`, `setup_garbage_collection`).
"""

from __future__ import annotations

import gc

_YOUNG, _MIDDLE, _OLD = 2000, 10, 10


def keep_to_ui_thread() -> None:
    """Stop collecting by itself; from now on `collect_if_due` decides."""
    gc.disable()


def collect_if_due() -> None:
    """Collect as many generations as the counts ask for; called on the UI thread when a lane has answered."""
    young, middle, old = gc.get_count()
    if young < _YOUNG:
        return
    gc.collect(0 if middle < _MIDDLE else 1 if old < _OLD else 2)
