"""What the board of projects writes: each step is one undoable operation, after which the page asks again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Operation
from coachdesk.model.project import ProjectState
from coachdesk.services import opportunities, projects
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.ui.views.sponsorship_move import Step
from coachdesk.ui.views.sponsorship_words import moved_words


class BoardActs(QObject):
    """`written` after each act, done or refused; `refused(words)` says why, and empty when the act was done.

    The initiator is the page, so that the bus does not tell it what it knows.
    """

    written = Signal()
    refused = Signal(str)

    def __init__(self, view: QObject, desk: Desk) -> None:
        super().__init__(view)
        self._desk = desk

    def take_step(self, step: Step) -> None:
        """Move a project on."""
        label = moved_words(step.to_state)
        self.do(take_step, step, label=label, offers_undo=True)

    def remove(self, project_id: str) -> None:
        """Remove a project with its ledger."""
        self.do(projects.remove_project, project_id, label=self.tr("Project removed"), offers_undo=True)

    def do(self, service: Callable[..., Any], *arguments: Any, label: str, offers_undo: bool = False) -> Operation:
        """Do a service of the page."""
        operation = Operation(self._owner, self._desk, service, *arguments, label=label, offers_undo=offers_undo)
        operation.succeeded.connect(self._on_succeeded)
        operation.failed.connect(self._on_failed)
        return operation.start()

    @property
    def _owner(self) -> QObject:
        owner = self.parent()
        assert owner is not None
        return owner

    def _on_succeeded(self, _result: object) -> None:
        self.refused.emit("")
        self.written.emit()

    def _on_failed(self, error: Exception) -> None:
        self.refused.emit(str(error))
        self.written.emit()


def take_step(unit: UnitOfWork, step: Step) -> None:
    """Move a project on; what someone said when they declined is kept with it."""
    if step.to_state is ProjectState.DECLINED:
        opportunities.decline(unit, step.project_id, step.on, reason=step.reason, ask_again_on=step.ask_again_on)
    else:
        projects.step_project(unit, step.project_id, step.to_state, step.on, step.person_id)
