"""What the page of a project writes, each act with its words for undo."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Signal

from coachdesk.model.visibility import Visibility
from coachdesk.services import project_evidence, projects, promises
from coachdesk.services.project_evidence import ReflectionSentence
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.ui.views.sponsorship_acts import BoardActs


class Voice(StrEnum):
    """Who looks back on a project."""

    THEIRS = "theirs"
    YOURS = "yours"


class ProjectActs(BoardActs):
    """`voice_saved(place, text)` and `voice_failed` for what is typed; a place is `project/voice`."""

    voice_saved = Signal(str, str)
    voice_failed = Signal()

    def save_voice(self, project_id: str, voice: Voice, text: str) -> None:
        """Keep one side of the looking back."""
        operation = self.do(_save_voice, project_id, voice, text, label=self.tr("Looking back"))
        operation.succeeded.connect(self._on_voice_saved)
        operation.failed.connect(self._on_voice_failed)

    def plan_check_in(self, project_id: str, planned_on: date) -> None:
        """Plan a talk."""
        self.do(projects.plan_check_in, project_id, planned_on, label=self.tr("Check-in planned"))

    def hold_check_in(self, check_in_id: str, held_on: date | None, text: str | None = None) -> None:
        """Say that a talk was held, or not yet, and what came of it."""
        self.do(projects.hold_check_in, check_in_id, held_on, text, label=self.tr("Check-in changed"))

    def remove_check_in(self, check_in_id: str) -> None:
        """Remove a talk."""
        self.do(projects.remove_check_in, check_in_id, label=self.tr("Check-in removed"), offers_undo=True)

    def add_promise(self, project_id: str, text: str, due_on: date | None) -> None:
        """Keep what you promised for a project."""
        self.do(projects.add_project_promise, project_id, text, due_on, label=self.tr("Promise added"))

    def tick_promise(self, promise_id: str, is_done: bool) -> None:
        """Mark a promise as kept, or open it again."""
        label = self.tr("Follow-up done") if is_done else self.tr("Follow-up open again")
        self.do(partial(promises.set_promise_done, is_done=is_done), promise_id, label=label)

    def drop_promise(self, promise_id: str) -> None:
        """Drop a promise."""
        self.do(promises.drop_promise, promise_id, label=self.tr("Follow-up dropped"), offers_undo=True)

    def keep_evidence(self, project_id: str, sentences: Iterable[ReflectionSentence], visibility: Visibility) -> None:
        """Make evidence of the picked sentences, as one act."""
        self.do(
            project_evidence.keep_as_evidence,
            project_id,
            tuple(sentences),
            visibility,
            label=self.tr("Evidence from the project"),
            offers_undo=True,
        )

    def _on_voice_saved(self, saved: tuple[str, str]) -> None:
        self.voice_saved.emit(*saved)

    def _on_voice_failed(self, _error: Exception) -> None:
        self.voice_failed.emit()


def _save_voice(unit: UnitOfWork, project_id: str, voice: Voice, text: str) -> tuple[str, str]:
    if voice is Voice.THEIRS:
        projects.write_reflection(unit, project_id, theirs=text)
    else:
        projects.write_reflection(unit, project_id, yours=text)
    return f"{project_id}/{voice.value}", text
