"""The bus: tells every view what changed in the vault, and who changed it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Bus(QObject):
    """Facts of the open vault.

    `changed(ChangeSet, initiator)` after a commit; `undo_offered(label)` after a removal; `saved(datetime)` after any
    commit; `failed(StoreFailure)` when the world failed; `crashed(Exception)` when we have a bug.
    """

    changed = Signal(object, object)
    undo_offered = Signal(str)
    saved = Signal(object)
    failed = Signal(object)
    crashed = Signal(object)
