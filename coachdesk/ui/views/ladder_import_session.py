"""What the import of a ladder knows between its steps; reading and every new guess happen off the UI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Task
from coachdesk.rubric.importing import Proposal, Recipe, guess
from coachdesk.rubric.importing.words import fold
from coachdesk.services.ladder_import import ImportPreview, list_recipes, preview_of, read_preview
from coachdesk.services.ladder_source import SourceSheet, list_sheets
from coachdesk.store.failures import StoreFailure
from coachdesk.store.store import Store

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Shown:
    """A preview and the sheets of its files."""

    preview: ImportPreview
    sheets: tuple[SourceSheet, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    store: Store
    paths: tuple[Path, ...]

    def __call__(self, progress: Progress) -> Shown:
        preview = read_preview(self.paths, self.store.read(list_recipes), progress)
        return Shown(preview, list_sheets(preview.proposal.sources, preview.proposal.parts))


@dataclass(frozen=True, slots=True)
class _Guessing:
    proposal: Proposal
    recipe: Recipe

    def __call__(self, progress: Progress) -> Shown:
        proposal = guess(self.proposal.sources, self.recipe)
        progress(1, 2)
        return Shown(preview_of(proposal), list_sheets(proposal.sources, proposal.parts))


class LadderImportSession(QObject):
    """`shown` after each reading and each decision; `read_failed(text)` and `read_cancelled` when there is none."""

    shown = Signal()
    progressed = Signal(int, int)
    read_failed = Signal(str)
    read_cancelled = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._task: Task | None = None
        self._past: list[Recipe] = []
        self.paths: tuple[Path, ...] = ()
        self.preview: ImportPreview | None = None
        self.sheets: tuple[SourceSheet, ...] = ()

    @property
    def recipe(self) -> Recipe:
        """The decisions so far."""
        return self.preview.proposal.recipe if self.preview is not None else Recipe()

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._task is not None

    def clear(self) -> None:
        """Forget the files and every decision."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        self._past.clear()
        self.paths, self.preview, self.sheets = (), None, ()

    def read(self, paths: tuple[Path, ...]) -> None:
        """Read files anew."""
        self.clear()
        self.paths = paths
        self._start(_Reading(self._desk.store, paths))

    def set_role(self, key: str, role: str) -> None:
        """Give a row, column, heading or key another role."""
        self._decide(self.recipe.with_roles({key: role}))

    def merge(self, name: str, into: str) -> None:
        """Join two near names."""
        self._decide(replace(self.recipe, merges={**self.recipe.merges, fold(name): into}))

    def set_matrix(self, number: int) -> None:
        """Take another of the matrices, counted from 1."""
        self._decide(replace(self.recipe, matrix=number))

    def set_recipe(self, recipe: Recipe) -> None:
        """Take all decisions from a recipe."""
        self._decide(recipe)

    def undo_decision(self) -> bool:
        """Take the last decision back; return whether there was one."""
        if not self._past or self.preview is None:
            return False
        self._start(_Guessing(self.preview.proposal, self._past.pop()))
        return True

    def _decide(self, recipe: Recipe) -> None:
        if self.preview is not None and recipe != self.recipe and self._task is None:
            self._past.append(self.recipe)
            self._start(_Guessing(self.preview.proposal, recipe))

    def _start(self, work: Callable[[Progress], Shown]) -> None:
        self._task = Task(self, self._desk, work)
        self._task.succeeded.connect(self._on_shown)
        self._task.failed.connect(self._on_failed)
        self._task.cancelled.connect(self._on_cancelled)
        self._task.progressed.connect(self.progressed)
        self._task.start()

    def _on_shown(self, shown: Shown) -> None:
        if self.sender() is not self._task:
            return
        self._task, self.preview, self.sheets = None, shown.preview, shown.sheets
        self.shown.emit()

    def _on_cancelled(self) -> None:
        if self.sender() is self._task:
            self._task = None
            self.read_cancelled.emit()

    def _on_failed(self, error: Exception) -> None:
        if self.sender() is not self._task:
            return
        self._task = None
        if isinstance(error, (OSError, StoreFailure)):
            words = self.tr("The files could not be read. Nothing was changed. Check the disk and try again.")
            self.read_failed.emit(words)
            return
        self._desk.bus.crashed.emit(error)
        self.read_cancelled.emit()
