"""Undo and redo of product changes, kept below the windows; the undo of typing stays with the text document."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from coachdesk.store.changes import RowChange
from coachdesk.store.unit_of_work import UnitOfWork


class CannotUndo(Exception):
    """A later change stands on the one to take back, so taking it back would lose something."""


@dataclass(frozen=True, slots=True)
class Step:
    """One undoable act: the words for the bar and the row images that take it back."""

    label: str
    changes: tuple[RowChange, ...]


class History:
    """The last hundred undoable acts of this session. It holds private text, so lock drops it."""

    def __init__(self, limit: int = 100) -> None:
        self._limit = limit
        self._done: deque[Step] = deque(maxlen=limit)
        self._undone: list[Step] = []
        self._set_aside: tuple[deque[Step], list[Step]] | None = None

    def record(self, label: str, changes: tuple[RowChange, ...]) -> None:
        """Remember an act. A new act makes what was undone before it unreachable."""
        if changes:
            self._done.append(Step(label, changes))
            self._undone.clear()

    @property
    def undo_label(self) -> str | None:
        """What `undo` would take back."""
        return self._done[-1].label if self._done else None

    @property
    def redo_label(self) -> str | None:
        """What `redo` would do again."""
        return self._undone[-1].label if self._undone else None

    def undo(self, unit: UnitOfWork) -> Step | None:
        """Take the last act back within `unit`; None when there is none.

        Call `undone` once the unit is committed. Raises CannotUndo, and changes nothing, when rows moved on since.
        """
        if not self._done:
            return None
        step = self._done[-1]
        _apply(unit, tuple(change.reversed() for change in reversed(step.changes)))
        return step

    def undone(self) -> None:
        """Move the act that was just taken back to the redo side."""
        self._undone.append(self._done.pop())

    def redo(self, unit: UnitOfWork) -> Step | None:
        """Do the act that was last undone again; None when there is none. Call `redone` after the commit."""
        if not self._undone:
            return None
        step = self._undone[-1]
        _apply(unit, step.changes)
        return step

    def redone(self) -> None:
        """Move the act that was just done again back to the undo side."""
        self._done.append(self._undone.pop())

    def set_aside(self) -> None:
        """Put all steps out of reach until `bring_back`, so that presenter mode takes back its own acts only."""
        if self._set_aside is None:
            self._set_aside = self._done, self._undone
            self._done, self._undone = deque(maxlen=self._limit), []

    def bring_back(self) -> None:
        """Reach the earlier steps again; what was done meanwhile stands on top of them."""
        if self._set_aside is not None:
            done, undone = self._set_aside
            self._set_aside = None
            if self._done or self._undone:
                done.extend(self._done)
                undone = self._undone
            self._done, self._undone = done, undone

    def list_values(self, column: str) -> tuple[str, ...]:
        """Return what a column held in any row that undo or redo may bring back."""
        images = (
            image
            for step in (*self._done, *self._undone)
            for change in step.changes
            for image in (change.before, change.after)
        )
        return tuple(str(image[column]) for image in images if image is not None and column in image)

    def forget(self) -> None:
        """Drop every step."""
        self._set_aside = None
        self._done.clear()
        self._undone.clear()


_MOVED_ON = "Something was changed since, so this step can't be taken back. Nothing was lost."


def _apply(unit: UnitOfWork, changes: tuple[RowChange, ...]) -> None:
    unit.defer_references()
    for change in changes:
        if unit.current_image(change) != change.before:
            raise CannotUndo(_MOVED_ON)
        unit.apply(change)
    if unit.has_dangling_references(frozenset(c.table for c in changes if c.after is None)):
        raise CannotUndo(_MOVED_ON)
