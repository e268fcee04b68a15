"""Lanes: ordered threads for work that must not run on the UI thread."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from coachdesk.desk.garbage import collect_if_due, keep_to_ui_thread


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a piece of work ended: with a result, or with an exception."""

    result: Any = None
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[], Any]
    receive: Callable[[Outcome], None]


class Lane(QObject):
    """One worker thread that does jobs in order and gives each outcome back on the UI thread.

    `idle` is emitted on the UI thread whenever the last known job has been delivered.
    """

    idle = Signal()
    _ended = Signal()

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[tuple[_Job, Outcome]] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._pending = 0
        self._is_stopped = False
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    @property
    def pending(self) -> int:
        """How many jobs have not been delivered yet."""
        return self._pending

    def submit(self, work: Callable[[], Any], receive: Callable[[Outcome], None]) -> None:
        """Do `work` on the lane, then call `receive` on the UI thread. A stopped lane takes no more work."""
        if self._is_stopped:
            return
        if self._thread is None:
            keep_to_ui_thread()
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()
        self._pending += 1
        self._jobs.put(_Job(work, receive))

    def stop(self) -> None:
        """Finish the jobs that are queued and end the thread; outcomes not delivered yet are dropped."""
        self._is_stopped = True
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                outcome = Outcome(result=job.work())
            except Exception as error:
                outcome = Outcome(error=error)
            self._done.put((job, outcome))
            del job, outcome  # the last reference to a view must not be dropped on this thread
            try:
                self._ended.emit()
            except RuntimeError:
                return

    @Slot()
    def _on_ended(self) -> None:
        job, outcome = self._done.get_nowait()
        self._pending -= 1
        job.receive(outcome)
        if self._pending == 0:
            self.idle.emit()
            collect_if_due()
