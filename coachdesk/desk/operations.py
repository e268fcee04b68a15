"""Operations write, queries read; both run on a lane and answer on the UI thread.

They are children of the object that asks, so an answer to a view that is gone is dropped with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from coachdesk.desk.desk import Desk
from coachdesk.desk.lanes import Outcome
from coachdesk.services.history import CannotUndo
from coachdesk.store.failures import NotFound, StoreFailure
from coachdesk.store.store import Written
from coachdesk.store.unit_of_work import UnitOfWork

EXPECTED = (StoreFailure, NotFound, CannotUndo, ValueError)
"""What a service may raise when the world or the input is at fault; anything else is a bug of ours."""


class Operation(QObject):
    """One write: `Operation(view, desk, notes.save_note, draft, label="Save note").start()`.

    The service is called as `service(unit, *arguments)`. `label` is the words of undo; None makes the write not
    undoable (typing has its own undo). With `offers_undo` the undo bar appears. The initiator is the parent.
    """

    succeeded = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        initiator: QObject,
        desk: Desk,
        service: Callable[..., Any],
        *arguments: Any,
        label: str | None = None,
        offers_undo: bool = False,
    ) -> None:
        super().__init__(initiator)
        self._desk = desk
        self._service = service
        self._arguments = arguments
        self._label = label
        self._offers_undo = offers_undo

    def initiator(self) -> QObject | None:
        """Return who asked. It is the parent, never an attribute: a child that held the last reference to its parent
        would delete it while being deleted itself.
        """
        return self.parent()

    def start(self) -> Operation:
        """Queue the write and return this operation."""
        self._desk.store_lane.submit(self._write, self._on_outcome)
        return self

    def _write(self) -> Written[Any]:
        written = self._desk.store.write(self._call)
        if self._label is not None:
            self._desk.history.record(self._label, written.changes)
        return written

    def _call(self, unit: UnitOfWork) -> Any:
        return self._service(unit, *self._arguments)

    def _on_outcome(self, outcome: Outcome) -> None:
        bus = self._desk.bus
        alive = isValid(self)
        if outcome.error is not None:
            if alive and isinstance(outcome.error, EXPECTED):
                self.failed.emit(outcome.error)
            if isinstance(outcome.error, StoreFailure):
                bus.failed.emit(outcome.error)
            elif not isinstance(outcome.error, EXPECTED):
                bus.crashed.emit(outcome.error)
        else:
            written: Written[Any] = outcome.result
            if alive:
                self.succeeded.emit(written.result)
            if written.change_set:
                bus.changed.emit(written.change_set, self.initiator() if alive else None)
                bus.saved.emit(self._desk.now)
                if self._offers_undo and self._label:
                    bus.undo_offered.emit(self._label)
        if isValid(self):
            self.deleteLater()


class LatestQuery(QObject):
    """A read that may be asked again before it is answered; only the newest answer is given.

    Make one for each thing that a view shows, connect `answered` and `ask` at will: `query(session, *arguments)`.
    """

    answered = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject, desk: Desk) -> None:
        super().__init__(parent)
        self._desk = desk
        self._asked = 0
        self._waiting: tuple[int, Callable[..., Any], tuple[Any, ...]] | None = None
        self._running: int | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is still to come."""
        return self._running is not None

    def ask(self, query: Callable[..., Any], *arguments: Any) -> None:
        """Ask; an earlier question that has not been answered yet is forgotten."""
        self._asked += 1
        self._waiting = (self._asked, query, arguments)
        if self._running is None:
            self._start()

    def _start(self) -> None:
        if self._waiting is None:
            return
        number, query, arguments = self._waiting
        self._waiting, self._running = None, number
        store = self._desk.store
        self._desk.read_lane.submit(lambda: store.read(lambda session: query(session, *arguments)), self._on_outcome)

    def _on_outcome(self, outcome: Outcome) -> None:
        if not isValid(self):
            return
        number, self._running = self._running, None
        if number == self._asked:
            if outcome.error is None:
                self.answered.emit(outcome.result)
            else:
                self._fail(outcome.error)
        self._start()

    def _fail(self, error: Exception) -> None:
        if isinstance(error, EXPECTED):
            self.failed.emit(error)
        if isinstance(error, StoreFailure):
            self._desk.bus.failed.emit(error)
        elif not isinstance(error, EXPECTED):
            self._desk.bus.crashed.emit(error)


def undo(initiator: QObject, desk: Desk) -> Operation:
    """Take the last act back; the operation's result is its Step, or None when there is none."""
    return _step(initiator, desk, desk.history.undo, desk.history.undone)


def redo(initiator: QObject, desk: Desk) -> Operation:
    """Do the act that was last undone again."""
    return _step(initiator, desk, desk.history.redo, desk.history.redone)


def _step(
    initiator: QObject, desk: Desk, service: Callable[[UnitOfWork], Any], settle: Callable[[], None]
) -> Operation:
    return _HistoryOperation(initiator, desk, service, settle).start()


class _HistoryOperation(Operation):
    """A write that moves the history's mark once it is committed; views reload, whoever asked."""

    def __init__(
        self, initiator: QObject, desk: Desk, service: Callable[[UnitOfWork], Any], settle: Callable[[], None]
    ) -> None:
        super().__init__(initiator, desk, service)
        self._settle = settle

    def initiator(self) -> QObject | None:
        """Nobody's view: everyone must reload."""
        return self

    def _write(self) -> Written[Any]:
        written = super()._write()
        if written.result is not None:
            self._settle()
        return written


class Task(QObject):
    """Long work that is not one write: reading a file, checking the vault. It reports progress and can be cancelled.

    The work is called as `work(progress)`; `progress(done, total)` raises Cancelled once `cancel` was called.
    """

    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    progressed = Signal(int, int)

    def __init__(self, parent: QObject, desk: Desk, work: Callable[[Callable[[int, int], None]], Any]) -> None:
        super().__init__(parent)
        self._desk = desk
        self._work = work
        self._is_cancelled = False

    def start(self) -> Task:
        """Queue the work on the read lane and return this task."""
        self._desk.read_lane.submit(self._run, self._on_outcome)
        return self

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._is_cancelled = True

    def _run(self) -> Any:
        return self._work(self._report)

    def _report(self, done: int, total: int) -> None:
        if self._is_cancelled:
            raise Cancelled
        if isValid(self):
            self.progressed.emit(done, total)

    def _on_outcome(self, outcome: Outcome) -> None:
        if not isValid(self):
            return
        if isinstance(outcome.error, Cancelled):
            self.cancelled.emit()
        elif outcome.error is not None:
            self.failed.emit(outcome.error)
        else:
            self.succeeded.emit(outcome.result)
        self.deleteLater()


class Cancelled(Exception):
    """The user cancelled the task."""
