"""What the page of skip-levels writes: each act is one undoable operation, after which the page asks again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Operation
from coachdesk.model.theme import ThemeState
from coachdesk.services import agenda, meetings, skip_agenda, skip_levels, theme_book
from coachdesk.services.question_bank import Purpose
from coachdesk.services.skip_levels import Plan


class SkipActs(QObject):
    """The writes of one page. `written` after each; `refused(words)` when one was not possible; `started(meeting id)`.

    `view` is the initiator, so that the bus does not tell it what it knows.
    """

    written = Signal()
    refused = Signal(str)
    started = Signal(object)

    def __init__(self, view: QObject, desk: Desk) -> None:
        super().__init__(view)
        self._view = view
        self._desk = desk

    def book(self, plan: Plan, person_id: str, monday: date) -> None:
        """Book a talk in a week, or move the booked one there."""
        self._do(skip_levels.book, plan, person_id, monday, label=self.tr("Skip-level booked"))

    def plan_rest(self, plan: Plan) -> None:
        """Book everyone who waits, as one act."""
        self._do(skip_levels.plan_rest, plan, label=self.tr("The rest is planned"), offers_undo=True)

    def take_back(self, meeting_id: str) -> None:
        """Take a booking back."""
        self._do(skip_levels.take_back, meeting_id, label=self.tr("Booking taken back"), offers_undo=True)

    def set_announced(self, meeting_id: str, is_announced: bool) -> None:
        """Say whether the lead knows of a talk."""
        service = partial(skip_levels.set_announced, is_announced=is_announced)
        self._do(service, meeting_id, label=self.tr("Announcement changed"))

    def set_purpose(self, meeting_id: str, purpose: Purpose) -> None:
        """Choose what a talk is for."""
        self._do(skip_levels.set_purpose, meeting_id, purpose, label=self.tr("Purpose changed"))

    def start(self, person_id: str) -> None:
        """Start a talk now."""
        operation = Operation(self._view, self._desk, meetings.start_meeting, person_id)
        operation.succeeded.connect(self.started)
        operation.start()

    def add_question(self, person_id: str, text: str) -> None:
        """Put a question on the agenda."""
        self._do(skip_agenda.add_question, person_id, text, label=self.tr("Question added"))

    def tick_question(self, item_id: str, meeting_id: str, is_done: bool) -> None:
        """Tick a question as asked, or open it again."""
        service = partial(agenda.set_discussed, is_done=is_done)
        self._do(service, item_id, meeting_id, label=self.tr("Question ticked"))

    def drop_question(self, item_id: str) -> None:
        """Take a question off the agenda."""
        self._do(agenda.drop_item, item_id, label=self.tr("Question removed"), offers_undo=True)

    def set_theme_state(self, theme_id: str, state: ThemeState, action: str = "") -> None:
        """Say what has been done about a theme."""
        self._do(theme_book.set_theme_state, theme_id, state, action, label=self.tr("Theme changed"))

    def rename_theme(self, theme_id: str, title: str) -> None:
        """Give a theme another title."""
        self._do(theme_book.rename_theme, theme_id, title, label=self.tr("Theme renamed"))

    def remove_theme(self, theme_id: str) -> None:
        """Remove a theme with everything about who raised it."""
        self._do(theme_book.remove_theme, theme_id, label=self.tr("Theme removed"), offers_undo=True)

    def add_report(self, text: str, due_on: date | None) -> None:
        """Keep what people are to be told."""
        self._do(theme_book.add_report, text, due_on, label=self.tr("Line added"))

    def tick_report(self, report_id: str, is_done: bool) -> None:
        """Tick a line, or open it again."""
        service = partial(theme_book.set_report_done, is_done=is_done)
        self._do(service, report_id, label=self.tr("People were told"), offers_undo=is_done)

    def remove_report(self, report_id: str) -> None:
        """Remove a line."""
        self._do(theme_book.remove_report, report_id, label=self.tr("Line removed"), offers_undo=True)

    def _do(self, service: Callable[..., Any], *arguments: Any, label: str, offers_undo: bool = False) -> None:
        operation = Operation(self._view, self._desk, service, *arguments, label=label, offers_undo=offers_undo)
        operation.succeeded.connect(self._on_succeeded)
        operation.failed.connect(self._on_failed)
        operation.start()

    def _on_succeeded(self, _result: object) -> None:
        self.refused.emit("")
        self.written.emit()

    def _on_failed(self, error: Exception) -> None:
        self.refused.emit(str(error))
        self.written.emit()
