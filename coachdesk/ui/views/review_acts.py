"""What the page of a review writes: each act is one undoable operation, after which the page asks again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Operation
from coachdesk.model.review import Rater
from coachdesk.services import evidence, review_talk, reviews, self_assessment
from coachdesk.services.blocks import Block
from coachdesk.services.evidence import EvidenceDraft
from coachdesk.services.reviews import MarkDraft, ReviewDraft
from coachdesk.services.self_assessment import SelfAnswer


class ReviewActs(QObject):
    """The writes of one page. `written` after each; `refused(words)` when one was not possible; `begun(review id)`.

    `view` is the initiator, so that the bus does not tell it what it knows. `pending` are writes on their way.
    """

    written = Signal()
    refused = Signal(str)
    begun = Signal(object)

    def __init__(self, view: QObject, desk: Desk) -> None:
        super().__init__(view)
        self._view = view
        self._desk = desk
        self.pending = 0

    def begin(self, draft: ReviewDraft) -> None:
        """Begin a review."""
        operation = self._do(reviews.begin_review, draft, label=self.tr("Review begun"))
        operation.succeeded.connect(self.begun)

    def begin_again(self, review_id: str, on: date) -> None:
        """Begin a new review after an agreed one."""
        operation = self._do(reviews.begin_again, review_id, on, label=self.tr("Review begun"))
        operation.succeeded.connect(self.begun)

    def withdraw(self, review_id: str) -> None:
        """Stop a review that was not agreed."""
        self._do(reviews.withdraw_review, review_id, label=self.tr("Review withdrawn"), offers_undo=True)

    def remove(self, review_id: str) -> None:
        """Remove a review with its marks."""
        self._do(reviews.remove_review, review_id, label=self.tr("Review removed"), offers_undo=True)

    def save_mark(self, review_id: str, rater: Rater, draft: MarkDraft) -> None:
        """Keep a mark."""
        self._do(reviews.save_mark, review_id, rater, draft, label=self.tr("Mark changed"))

    def save_comment(self, review_id: str, rater: Rater, draft: MarkDraft) -> None:
        """Keep a mark whose words were typed; typing has an undo of its own."""
        self._do(reviews.save_mark, review_id, rater, draft, label=None)

    def hand_in(self, review_id: str, rater: Rater) -> None:
        """Close one side."""
        self._do(reviews.hand_in, review_id, rater, label=self.tr("Marks handed in"), offers_undo=True)

    def agree(self, review_id: str) -> None:
        """Freeze what was agreed."""
        self._do(reviews.agree_review, review_id, label=self.tr("Review agreed"), offers_undo=True)

    def set_target(self, review_id: str, level_id: str) -> None:
        """Choose the level that is looked towards."""
        self._do(reviews.set_target, review_id, level_id, label=self.tr("Target changed"))

    def answer_gate(self, review_id: str, gate_id: str, is_met: bool | None) -> None:
        """Keep whether a gate is met."""
        self._do(partial(reviews.answer_gate, is_met=is_met), review_id, gate_id, label=self.tr("Gate answered"))

    def save_talk(self, review_id: str, competency_id: str, blocks: tuple[Block, ...]) -> None:
        """Keep the discussion of a competency; typing has an undo of its own."""
        self._do(review_talk.save_talk, review_id, competency_id, blocks, label=None)

    def set_look_again(self, review_id: str, competency_id: str, due_on: date | None) -> None:
        """Promise to look again on a day."""
        self._do(review_talk.set_look_again, review_id, competency_id, due_on, label=self.tr("Look again changed"))

    def add_evidence(self, draft: EvidenceDraft) -> None:
        """Keep evidence."""
        self._do(evidence.add_evidence, draft, label=self.tr("Evidence added"))

    def remove_evidence(self, evidence_id: str) -> None:
        """Remove evidence."""
        self._do(evidence.remove_evidence, evidence_id, label=self.tr("Evidence removed"), offers_undo=True)

    def take_answer(self, answer: SelfAnswer) -> None:
        """Keep an answer as the person's own marks."""
        self._do(self_assessment.take_answer, answer, label=self.tr("Answer taken in"), offers_undo=True)

    def _do(
        self, service: Callable[..., Any], *arguments: Any, label: str | None, offers_undo: bool = False
    ) -> Operation:
        operation = Operation(self._view, self._desk, service, *arguments, label=label, offers_undo=offers_undo)
        operation.succeeded.connect(self._on_succeeded)
        operation.failed.connect(self._on_failed)
        self.pending += 1
        return operation.start()

    def _on_succeeded(self, _result: object) -> None:
        self.pending -= 1
        self.refused.emit("")
        if not self.pending:
            self.written.emit()

    def _on_failed(self, error: Exception) -> None:
        self.pending -= 1
        self.refused.emit(str(error))
        self.written.emit()
