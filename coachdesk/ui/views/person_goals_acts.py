"""The writes of the growth plan, each with its words for undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Operation
from coachdesk.model.plan import GoalState
from coachdesk.services import plans
from coachdesk.services.plans import GoalDraft, TalkPart
from coachdesk.store.unit_of_work import UnitOfWork


def _tr(text: str) -> str:
    return QCoreApplication.translate("GoalActs", text)


class GoalActs(QObject):
    """`written` after each act, done or refused; `goal_added(id)`, `talk_added(id)`; `part_saved(place, text)` and
    `part_failed` for what is typed into a note.
    """

    written = Signal()
    goal_added = Signal(object)
    talk_added = Signal(object)
    part_saved = Signal(str, str)
    part_failed = Signal()

    def __init__(self, view: QObject, desk: Desk) -> None:
        super().__init__(view)
        self._desk = desk

    def add_goal(self, draft: GoalDraft) -> None:
        """Keep a goal."""
        self._do(plans.add_goal, draft, label=_tr("Goal added")).succeeded.connect(self.goal_added)

    def rename_goal(self, goal_id: str, text: str) -> None:
        """Word a goal differently."""
        self._do(plans.set_goal_text, goal_id, text, label=_tr("Goal changed"))

    def tick_goal(self, goal_id: str, is_reached: bool) -> None:
        """Mark a goal as reached, or open it again."""
        self.set_state(goal_id, GoalState.REACHED if is_reached else GoalState.OPEN)

    def set_state(self, goal_id: str, state: GoalState) -> None:
        """Mark a goal as reached or dropped, or open it again."""
        words = {
            GoalState.OPEN: _tr("Goal opened again"),
            GoalState.REACHED: _tr("Goal reached"),
            GoalState.DROPPED: _tr("Goal dropped"),
        }
        is_closed = state is not GoalState.OPEN
        self._do(plans.set_goal_state, goal_id, state, label=words[state], offers_undo=is_closed)

    def set_due(self, goal_id: str, due_on: date | None) -> None:
        """Set the day."""
        self._do(plans.set_goal_due, goal_id, due_on, label=_tr("Day changed"))

    def set_target(self, goal_id: str, pin: str, competency_id: str, step_id: str) -> None:
        """Tie a goal to a competency and a step."""
        self._do(plans.set_goal_target, goal_id, pin, competency_id, step_id, label=_tr("Goal changed"))

    def toggle_goal(self, goal_id: str) -> None:
        """Share or hide a goal."""
        self._do(plans.toggle_goal_visibility, goal_id, label=_tr("Visibility changed"))

    def remove_goal(self, goal_id: str) -> None:
        """Remove a goal with its notes."""
        self._do(plans.remove_goal, goal_id, label=_tr("Goal removed"), offers_undo=True)

    def add_talk(self, goal_id: str) -> None:
        """Begin a coaching note of today."""
        operation = self._do(plans.add_talk, goal_id, self._desk.local_now.date(), label=_tr("Coaching note added"))
        operation.succeeded.connect(self.talk_added)

    def save_part(self, note_id: str, part: TalkPart, text: str) -> None:
        """Keep the words of one part."""
        operation = Operation(self._owner, self._desk, _save_part, note_id, part, text, label=_tr("Coaching note"))
        operation.succeeded.connect(self._on_part_saved)
        operation.failed.connect(self._on_part_failed)
        operation.start()

    def set_will_on(self, note_id: str, will_on: date | None) -> None:
        """Set until when it is done."""
        self._do(plans.set_will_on, note_id, will_on, label=_tr("Day changed"))

    def set_commitment(self, note_id: str, commitment: int | None) -> None:
        """Set how sure the person is."""
        self._do(plans.set_commitment, note_id, commitment, label=_tr("Commitment changed"))

    def toggle_talk(self, note_id: str) -> None:
        """Share or hide a note."""
        self._do(plans.toggle_talk_visibility, note_id, label=_tr("Visibility changed"))

    def remove_talk(self, note_id: str) -> None:
        """Remove a note."""
        self._do(plans.remove_talk, note_id, label=_tr("Coaching note removed"), offers_undo=True)

    @property
    def _owner(self) -> QObject:
        owner = self.parent()
        assert owner is not None
        return owner

    def _do(self, service: Callable[..., Any], *arguments: Any, label: str, offers_undo: bool = False) -> Operation:
        operation = Operation(self._owner, self._desk, service, *arguments, label=label, offers_undo=offers_undo)
        operation.succeeded.connect(self._on_ended)
        operation.failed.connect(self._on_ended)
        return operation.start()

    def _on_ended(self, _outcome: object) -> None:
        self.written.emit()

    def _on_part_saved(self, saved: tuple[str, str]) -> None:
        self.part_saved.emit(*saved)

    def _on_part_failed(self, _error: Exception) -> None:
        self.part_failed.emit()


def _save_part(unit: UnitOfWork, note_id: str, part: TalkPart, text: str) -> tuple[str, str]:
    plans.save_talk_part(unit, note_id, part, text)
    return f"{note_id}/{part.value}", text
