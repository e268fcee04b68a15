"""Keys and clicks of the review table as marks: each wish of the table becomes the mark that it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from coachdesk.model.review import Confidence
from coachdesk.services.review_rubric import Line
from coachdesk.services.reviews import MarkDraft
from coachdesk.ui.views.review_marking import move_step, pick_firmness, pick_place
from coachdesk.ui.views.review_table import ReviewTable


class MarkKeys(QObject):
    """`chosen(MarkDraft)` for the current competency. `mark_of` gives the mark that is changed."""

    chosen = Signal(object)

    def __init__(self, table: ReviewTable, mark_of: Callable[[str], MarkDraft]) -> None:
        super().__init__(table)
        self._table = table
        self._mark_of = mark_of
        table.step_chosen.connect(self._on_step)
        table.moved.connect(self._on_moved)
        table.place_chosen.connect(self._on_place)
        table.firmness_chosen.connect(self._on_firmness)
        table.left_out.connect(self._on_left_out)
        table.opened.connect(self._on_opened)
        table.confidence_chosen.connect(self.set_confidence)

    def set_confidence(self, confidence: Confidence) -> None:
        """Say how sure the current mark is."""
        if (line := self._line) is not None:
            self.chosen.emit(replace(self._mark_of(line.competency_id), confidence=confidence))

    @property
    def _line(self) -> Line | None:
        return self._table.current_line

    def _on_step(self, competency_id: str, step_id: str) -> None:
        self.chosen.emit(replace(self._mark_of(competency_id), step_id=step_id, is_not_applicable=False))

    def _on_moved(self, step: int) -> None:
        page = self._table.matrix.page
        if (line := self._line) is not None and page is not None:
            self.chosen.emit(move_step(line, self._mark_of(line.competency_id), step, page.review.level_id))

    def _on_place(self, key: str) -> None:
        if (line := self._line) is not None:
            self.chosen.emit(pick_place(line, self._mark_of(line.competency_id), key))

    def _on_firmness(self, how: str) -> None:
        if (line := self._line) is not None:
            self.chosen.emit(pick_firmness(line, self._mark_of(line.competency_id), how))

    def _on_left_out(self) -> None:
        self._set_open(is_not_applicable=True)

    def _on_opened(self) -> None:
        self._set_open(is_not_applicable=False)

    def _set_open(self, *, is_not_applicable: bool) -> None:
        if (line := self._line) is not None:
            mark = self._mark_of(line.competency_id)
            self.chosen.emit(replace(mark, step_id="", is_not_applicable=is_not_applicable))
