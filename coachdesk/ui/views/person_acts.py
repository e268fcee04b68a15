"""What the page of a person writes: each act is one undoable operation, after which the page asks again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Operation
from coachdesk.model.agenda import AgendaSource
from coachdesk.model.meeting import MeetingKind
from coachdesk.model.promise import PromiseOwner
from coachdesk.model.visibility import Visibility
from coachdesk.services import agenda, card, first_meeting, meetings, notes, observations, people, promises
from coachdesk.services.first_meeting import GuideRow
from coachdesk.store.unit_of_work import UnitOfWork


def _tr(text: str) -> str:
    return QCoreApplication.translate("person", text)


class PersonActs(QObject):
    """The writes of one page about one person. `written` after each, whether it succeeded or not.

    `started(meeting id)` after a start, `about_saved(person id, text)` after the private lines were kept.

    `view` is the initiator, so that the bus does not tell it what it knows.
    """

    written = Signal()
    started = Signal(object)
    about_saved = Signal(str, str)
    about_failed = Signal()

    def __init__(self, view: QObject, desk: Desk) -> None:
        super().__init__(view)
        self._view = view
        self._desk = desk

    def start_meeting(self, person_id: str) -> None:
        """Start meeting a person now."""
        operation = Operation(self._view, self._desk, meetings.start_meeting, person_id)
        operation.succeeded.connect(self.started)
        operation.start()

    def add_promise(self, person_id: str, text: str, owner: PromiseOwner, due_on: date | None) -> None:
        """Keep a follow-up."""
        draft = promises.PromiseDraft(person_id, text, owner, due_on)
        self._do(promises.add_promise, draft, label=_tr("Follow-up added"))

    def tick_promise(self, promise_id: str, is_done: bool) -> None:
        """Tick a follow-up, or open it again."""
        service = partial(promises.set_promise_done, is_done=is_done)
        self._do(service, promise_id, label=_tr("Follow-up ticked"), offers_undo=is_done)

    def remove_promise(self, promise_id: str) -> None:
        """Remove a follow-up."""
        self._do(promises.remove_promise, promise_id, label=_tr("Follow-up removed"), offers_undo=True)

    def add_topic(self, person_id: str, text: str, source: AgendaSource, visibility: Visibility) -> None:
        """Put a topic on the agenda."""
        draft = agenda.AgendaDraft(person_id, text, source, visibility)
        self._do(agenda.add_item, draft, label=_tr("Agenda item added"))

    def tick_topic(self, item_id: str, is_done: bool) -> None:
        """Tick a topic as discussed outside a meeting."""
        service = partial(agenda.set_discussed, is_done=is_done)
        self._do(service, item_id, None, label=_tr("Agenda item ticked"), offers_undo=is_done)

    def rename_topic(self, item_id: str, text: str) -> None:
        """Change the words of a topic."""
        self._do(agenda.set_item_text, item_id, text, label=_tr("Agenda item changed"))

    def move_topic(self, item_id: str, step: int) -> None:
        """Move a topic up or down."""
        self._do(agenda.move_item, item_id, step, label=_tr("Agenda item moved"))

    def toggle_topic(self, item_id: str) -> None:
        """Make a topic private, or shared."""
        self._do(agenda.toggle_item_visibility, item_id, label=_tr("Agenda item shared or only you"))

    def drop_topic(self, item_id: str) -> None:
        """Take a topic off the agenda."""
        self._do(agenda.drop_item, item_id, label=_tr("Agenda item removed"), offers_undo=True)

    def add_guide(self, person_id: str, rows: tuple[GuideRow, ...]) -> None:
        """Put questions of the guide on the agenda."""
        label = _tr("Questions put on the agenda")
        self._do(first_meeting.add_guide, person_id, rows, label=label, offers_undo=True)

    def pass_on(self, observation_id: str, is_done: bool) -> None:
        """Say that feedback was passed on, or is still to be."""
        service = partial(observations.set_passed_on, is_done=is_done)
        self._do(service, observation_id, label=_tr("Feedback passed on"), offers_undo=is_done)

    def rename_observation(self, observation_id: str, text: str) -> None:
        """Change the words of a win or of feedback."""
        self._do(observations.set_observation_text, observation_id, text, label=_tr("Feedback changed"))

    def toggle_observation(self, observation_id: str) -> None:
        """Share a win or feedback, or hide it."""
        service = observations.toggle_observation_visibility
        self._do(service, observation_id, label=_tr("Feedback shared or only you"))

    def remove_observation(self, observation_id: str) -> None:
        """Remove a win or feedback."""
        self._do(observations.remove_observation, observation_id, label=_tr("Feedback removed"), offers_undo=True)

    def remove_note(self, note_id: str) -> None:
        """Remove a note outside meetings."""
        self._do(notes.remove_note, note_id, label=_tr("Note removed"), offers_undo=True)

    def confirm_answer(self, person_id: str, key: str, today: date) -> None:
        """Say that an answer of the card still holds."""
        self._do(card.confirm_answer, person_id, key, today, label=_tr("Answer confirmed"), offers_undo=True)

    def plan_meeting(self, person_id: str, starts_at: datetime, kind: MeetingKind) -> None:
        """Put a meeting into the calendar."""
        plan = meetings.MeetingPlan(person_id, starts_at, kind=kind)
        self._do(meetings.plan_meeting, plan, label=_tr("Meeting planned"))

    def move_meeting(self, meeting_id: str, starts_at: datetime) -> None:
        """Reschedule a planned meeting."""
        self._do(meetings.move_meeting, meeting_id, starts_at, label=_tr("Meeting moved"), offers_undo=True)

    def remove_meeting(self, meeting_id: str) -> None:
        """Remove a meeting with its note."""
        self._do(meetings.remove_meeting, meeting_id, label=_tr("Meeting removed"), offers_undo=True)

    def mark_missed(self, meeting_id: str) -> None:
        """Say that a planned meeting didn't happen."""
        self._do(meetings.mark_missed, meeting_id, label=_tr("Meeting marked as not happened"), offers_undo=True)

    def restore_person(self, person_id: str) -> None:
        """Bring an archived person back."""
        self._do(people.restore_person, person_id, label=_tr("Person restored"))

    def save_about(self, person_id: str, text: str) -> None:
        """Keep the private lines; typing has its own undo."""
        operation = Operation(self._view, self._desk, _save_about, person_id, text)
        operation.succeeded.connect(self._on_about_saved)
        operation.failed.connect(self._on_about_failed)
        operation.start()

    def _do(self, service: Callable[..., Any], *arguments: Any, label: str, offers_undo: bool = False) -> None:
        operation = Operation(self._view, self._desk, service, *arguments, label=label, offers_undo=offers_undo)
        operation.succeeded.connect(self._on_ended)
        operation.failed.connect(self._on_ended)
        operation.start()

    def _on_ended(self, _outcome: object) -> None:
        self.written.emit()

    def _on_about_saved(self, saved: tuple[str, str]) -> None:
        self.about_saved.emit(*saved)

    def _on_about_failed(self, _error: Exception) -> None:
        self.about_failed.emit()


def _save_about(unit: UnitOfWork, person_id: str, text: str) -> tuple[str, str]:
    people.save_about(unit, person_id, text)
    return person_id, text
