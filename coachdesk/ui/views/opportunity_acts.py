"""What the page of an opportunity writes: each act is one undoable operation with its words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Operation
from coachdesk.services import opportunities, opportunity_form, wishes
from coachdesk.services.opportunity_form import FormDraft
from coachdesk.services.wishes import WishDraft


class OpportunityActs(QObject):
    """The writes of one page. `written` after each; `refused(words)` when one was not possible.

    `saved(SavedForm)`, or `criteria_saved(SavedForm)` when the criteria were saved with it, and `save_failed(error)`;
    `offered`, `answered` after a no, `wish_kept`, `remark_saved(SavedRemark)`, `remark_failed(error)`. The page is the
    initiator, so that the bus does not tell it what it knows.
    """

    written = Signal()
    refused = Signal(str)
    saved = Signal(object)
    criteria_saved = Signal(object)
    save_failed = Signal(object)
    offered = Signal(object)
    answered = Signal(object)
    wish_kept = Signal(object)
    remark_saved = Signal(object)
    remark_failed = Signal(object)

    def __init__(self, view: QObject, desk: Desk) -> None:
        super().__init__(view)
        self._view = view
        self._desk = desk

    @property
    def _today(self) -> date:
        return self._desk.local_now.date()

    def save(self, draft: FormDraft, *, with_criteria: bool = False) -> None:
        """Make or change the project; with its criteria, people can be considered from then on."""
        service = opportunity_form.save_form_with_criteria if with_criteria else opportunity_form.save_form
        changed = self.tr("Project added") if draft.project.project_id is None else self.tr("Project changed")
        label = self.tr("Criteria saved") if with_criteria else changed
        operation = self._start(service, draft, self._today, label=label)
        operation.succeeded.connect(self.criteria_saved if with_criteria else self.saved)
        operation.failed.connect(self.save_failed)

    def consider(self, project_id: str, person_id: str) -> None:
        """Put someone on the list of those considered."""
        self._do(opportunities.consider, project_id, person_id, label=self.tr("Considered"))

    def unconsider(self, project_id: str, person_id: str) -> None:
        """Take someone off the list."""
        label = self.tr("Taken off the list")
        self._do(opportunities.unconsider, project_id, person_id, label=label, offers_undo=True)

    def save_remark(self, project_id: str, person_id: str, remark: str) -> None:
        """Keep the private remark on someone, who counts as considered from then on."""
        service, label = opportunity_form.save_remark, self.tr("Remark changed")
        operation = self._start(service, project_id, person_id, remark, label=label)
        operation.succeeded.connect(self.remark_saved)
        operation.failed.connect(self.remark_failed)

    def offer(self, project_id: str, person_id: str, why: str, reply_by_on: date | None) -> None:
        """Offer the project to someone."""
        write = partial(opportunities.offer, why=why, reply_by_on=reply_by_on)
        operation = self._do(write, project_id, person_id, self._today, label=self.tr("Offered"))
        operation.succeeded.connect(self.offered)

    def change_decline(self, offer_id: str, reason: str, ask_again_on: date | None) -> None:
        """Change what someone said when they declined."""
        write = partial(opportunities.set_decline, reason=reason, ask_again_on=ask_again_on)
        self._do(write, offer_id, label=self.tr("Answer changed")).succeeded.connect(self.answered)

    def accept(self, project_id: str) -> None:
        """Record a yes."""
        self._do(opportunities.accept, project_id, self._today, label=self.tr("Accepted"), offers_undo=True)

    def decline(self, project_id: str, reason: str, ask_again_on: date | None) -> None:
        """Record a no, with the person's words and when to ask again."""
        write = partial(opportunities.decline, reason=reason, ask_again_on=ask_again_on)
        operation = self._do(write, project_id, self._today, label=self.tr("Declined"), offers_undo=True)
        operation.succeeded.connect(self.answered)

    def withdraw(self, project_id: str) -> None:
        """Take the open offer back."""
        label = self.tr("Offer taken back")
        self._do(opportunities.withdraw, project_id, self._today, label=label, offers_undo=True)

    def add_wish(self, person_id: str, words: str, competency_id: str) -> None:
        """Write down what someone said they would like to do."""
        draft = WishDraft(person_id, words, self._today, competency_id)
        self._do(wishes.add_wish, draft, label=self.tr("Wish added")).succeeded.connect(self.wish_kept)

    def end_wish(self, wish_id: str) -> None:
        """Let a wish end today."""
        self._do(wishes.end_wish, wish_id, self._today, label=self.tr("Wish ended"), offers_undo=True)

    def remove_wish(self, wish_id: str) -> None:
        """Remove a wish."""
        self._do(wishes.remove_wish, wish_id, label=self.tr("Wish removed"), offers_undo=True)

    def _do(self, service: Callable[..., Any], *arguments: Any, label: str, offers_undo: bool = False) -> Operation:
        operation = self._start(service, *arguments, label=label, offers_undo=offers_undo)
        operation.succeeded.connect(self._on_written)
        operation.failed.connect(self._on_refused)
        return operation

    def _start(self, service: Callable[..., Any], *arguments: Any, label: str, offers_undo: bool = False) -> Operation:
        return Operation(self._view, self._desk, service, *arguments, label=label, offers_undo=offers_undo).start()

    def _on_written(self, _result: object) -> None:
        self.written.emit()

    def _on_refused(self, error: Exception) -> None:
        self.refused.emit(str(error))
        self.written.emit()
