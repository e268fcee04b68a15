"""Saving what is typed by itself: soon after the last key, often during long typing, and again until it worked.

A draft that could not be written stays here, whatever the page shows meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Operation
from coachdesk.services.blocks import Block
from coachdesk.services.notes import NoteDraft, save_note

DELAY_MS = 500
LONGEST_MS = 800
"""Who types on without a rest is saved this often too, so that a kill loses no more than a second."""
RETRY_MS = 5000
LONGEST_RETRY_MS = 60_000


class Autosave(QObject):
    """Writes the drafts that `collect` gives; None says that there is nothing to keep.

    `saved(datetime)` follows a commit, `failed(Exception)` each attempt that did not end on disk. `initiator` is
    told to the bus, so that the page that types does not read its own text back.
    """

    saved = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        initiator: QObject,
        desk: Desk,
        collect: Callable[[], NoteDraft | None],
        *,
        delay_ms: int = DELAY_MS,
        longest_ms: int = LONGEST_MS,
        retry_ms: int = RETRY_MS,
    ) -> None:
        super().__init__(initiator)
        self._initiator = initiator
        self._desk = desk
        self._collect = collect
        self._retry_ms = retry_ms
        self._next_retry_ms = retry_ms
        self._is_touched = False
        self._waiting: dict[str, NoteDraft] = {}
        self._writing: list[tuple[Operation, NoteDraft]] = []
        self._known: dict[str, tuple[Block, ...]] = {}
        self._has_failed = False
        self._delay = self._build_timer(delay_ms, self.flush)
        self._longest = self._build_timer(longest_ms, self.flush)
        self._retry = self._build_timer(retry_ms, self.retry)
        desk.bus.crashed.connect(self._on_crashed)

    def know(self, note_id: str, blocks: tuple[Block, ...]) -> None:
        """Learn what the vault holds, so that an unchanged note is not written again."""
        self._known[note_id] = blocks

    def find_waiting(self, note_id: str) -> tuple[Block, ...] | None:
        """Return what was typed into a note and is not on disk yet."""
        writing = {draft.note_id: draft for _, draft in self._writing}
        draft = self._waiting.get(note_id) or writing.get(note_id)
        return None if draft is None else draft.blocks

    @property
    def has_failed(self) -> bool:
        """Whether the last attempt did not end on disk."""
        return self._has_failed

    def has_unsaved(self) -> bool:
        """Return whether anything typed is not on disk yet."""
        return self._is_touched or bool(self._waiting or self._writing)

    def touch(self) -> None:
        """Something was typed: save soon. Cheap enough for each key."""
        self._is_touched = True
        self._delay.start()
        if not self._longest.isActive():
            self._longest.start()

    def flush(self) -> None:
        """Queue what was typed now."""
        self._delay.stop()
        self._longest.stop()
        if self._is_touched:
            self._is_touched = False
            draft = self._collect()
            if draft is not None and self._is_news(draft):
                self._waiting[draft.note_id] = draft
        if not self._has_failed or not self._retry.isActive():
            self._write_waiting()

    def retry(self) -> None:
        """Try again at once what could not be written."""
        self._retry.stop()
        self._has_failed = False
        self._is_touched = True
        self.flush()

    def _is_news(self, draft: NoteDraft) -> bool:
        if draft.note_id in self._waiting or any(d.note_id == draft.note_id for _, d in self._writing):
            return True
        return draft.blocks != self._known.get(draft.note_id, ())

    def _write_waiting(self) -> None:
        for draft in tuple(self._waiting.values()):
            operation = Operation(self._initiator, self._desk, save_note, draft)
            self._writing.append((operation, draft))
            operation.succeeded.connect(self._on_succeeded)
            operation.failed.connect(self._on_failed)
            operation.start()
        self._waiting.clear()

    def _on_succeeded(self, saved_at: object) -> None:
        draft = self._take_first()
        self._known[draft.note_id] = draft.blocks
        self._has_failed = False
        self._next_retry_ms = self._retry_ms
        self.saved.emit(saved_at)

    def _on_failed(self, error: object) -> None:
        self._keep_waiting(self._take_first())
        self.failed.emit(error)

    def _on_crashed(self, error: object) -> None:
        """A bug below must not lose text either; operations of others come here too, and then nothing is ours."""
        if not self._writing or self._desk.store_lane.pending:
            return
        while self._writing:
            self._keep_waiting(self._take_first())
        self.failed.emit(error)

    def _take_first(self) -> NoteDraft:
        """The lane answers in order, so the oldest attempt is the one that ended."""
        return self._writing.pop(0)[1]

    def _keep_waiting(self, draft: NoteDraft) -> None:
        newer = any(d.note_id == draft.note_id for _, d in self._writing)
        if not newer:
            self._waiting.setdefault(draft.note_id, draft)
        self._has_failed = True
        self._retry.start(self._next_retry_ms)
        self._next_retry_ms = min(2 * self._next_retry_ms, LONGEST_RETRY_MS)

    def _build_timer(self, interval_ms: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(act)
        return timer
