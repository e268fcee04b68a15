"""The context of an open vault: what views ask for writes, reads and facts. It is dropped on lock."""

from __future__ import annotations

from datetime import datetime, tzinfo

from dateutil.tz import tzlocal
from PySide6.QtCore import QObject, QTimer

from coachdesk.desk.backing_up import BackingUp
from coachdesk.desk.bus import Bus
from coachdesk.desk.lanes import Lane, Outcome
from coachdesk.desk.settings import Settings
from coachdesk.services.attachments import collect_attachments
from coachdesk.services.history import History
from coachdesk.store.backup import BackedUp
from coachdesk.store.store import Store
from coachdesk.vault.attachments import attachments_of
from coachdesk.vault.bundle import OpenVault

CHECKPOINT_AFTER_IDLE_MS = 5000
"""Bit flips in a live log would silently drop commits, so the log is folded into the file after idleness."""


class Desk(QObject):
    """Holds the open vault, its store, the two lanes, the bus and the history of undoable acts.

    While `is_presenting`, others may see the screen: reminders and windows of their own stay away.
    """

    def __init__(
        self,
        vault: OpenVault,
        store: Store,
        settings: Settings,
        *,
        zone: tzinfo | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.vault = vault
        self.store = store
        self.settings = settings
        self.zone = zone or tzlocal()
        self.is_presenting = False
        self.bus = Bus(self)
        self.history = History()
        self.store_lane = Lane("store", self)
        self.read_lane = Lane("read", self)
        self.backups = BackingUp(vault, settings, clock=store.clock, parent=self)
        self.backups.made.connect(self._on_backed_up)
        self._checkpoint = QTimer(self)
        self._checkpoint.setSingleShot(True)
        self._checkpoint.setInterval(CHECKPOINT_AFTER_IDLE_MS)
        self._checkpoint.timeout.connect(self._on_idle)
        self.bus.changed.connect(self._on_changed)

    @property
    def now(self) -> datetime:
        """The present instant by the store's clock."""
        return self.store.clock()

    @property
    def local_now(self) -> datetime:
        """The present instant in the zone that the window shows."""
        return self.now.astimezone(self.zone)

    def rest(self) -> None:
        """Stop what works by itself; called on the UI thread before `close`."""
        self._checkpoint.stop()
        self.backups.stop()

    def close(self) -> None:
        """Finish what is queued and close the store; may run on any thread. The vault is sealed by its owner after."""
        self.backups.close()
        self.store_lane.stop()
        self.read_lane.stop()
        self.history.forget()
        self.store.close()

    def _on_changed(self, _change_set: object, _initiator: object) -> None:
        self._checkpoint.start()

    def _on_idle(self) -> None:
        if self.backups.is_running:  # a checkpoint would wait for the copy, and each save for the checkpoint
            self._checkpoint.start()
            return
        self.store_lane.submit(self.store.checkpoint, self._on_checkpointed)

    def _on_backed_up(self, made: BackedUp) -> None:
        """A verified backup holds what no row names any more, so its sealed files may go; undo keeps its own."""
        if made.path is not None and not self.vault.read_only:
            self.store_lane.submit(self._collect_attachments, self._on_checkpointed)

    def _collect_attachments(self) -> tuple[str, ...]:
        return collect_attachments(self.store, attachments_of(self.vault), self.history.list_values("content_id"))

    def _on_checkpointed(self, _outcome: Outcome) -> None:
        """A checkpoint that could not run is repeated after the next change, and by the seal."""
