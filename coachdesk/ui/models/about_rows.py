"""Models of what is known about a person: observations, the timeline, and the guide to a first meeting."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from PySide6.QtCore import QObject

from coachdesk.model.observation import ObservationKind
from coachdesk.model.project import ProjectState
from coachdesk.model.sponsorship import ActKind, GlueOrigin
from coachdesk.services.card import CARD_QUESTIONS
from coachdesk.services.first_meeting import GuideRow
from coachdesk.services.observations import ObservationRow
from coachdesk.services.timeline import TimelineKind, TimelineRow
from coachdesk.ui.acts_words import act_words, origin_words
from coachdesk.ui.models.rows import Cell, RowCells, RowsModel
from coachdesk.ui.views.sponsorship_words import state_words
from coachdesk.ui.words import day_words


class ObservationsModel(RowsModel):
    """Wins and feedback: the words, whose they are and when; ticked once they were passed on."""

    is_checkable = True
    is_editable = True

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today: date | None = None

    def set_today(self, today: date) -> None:
        """Tell which day it is."""
        self._today = today

    def row_id(self, row: ObservationRow) -> str:
        """Return the observation's identity."""
        return row.observation_id

    def cells(self, row: ObservationRow) -> RowCells:
        """Return words, source and day, and whether it waits."""
        is_done = row.passed_on_at is not None
        tail = [Cell(self._state(row), 96, "ok" if is_done else "text3", icon="check" if is_done else "", at_end=True)]
        if row.is_private:
            tail.insert(0, Cell(self.tr("Only you"), 0, "private", icon="lock"))
        return RowCells(row.text, self._second(row), tail=tuple(tail), is_ticked=is_done, is_private=row.is_private)

    def _second(self, row: ObservationRow) -> str:
        what = self.tr("Win") if row.kind is ObservationKind.WIN else self.tr("Feedback")
        parts = (what, row.said_by, day_words(row.observed_on, self._today or row.observed_on))
        return ", ".join(part for part in parts if part)

    def _state(self, row: ObservationRow) -> str:
        if row.passed_on_at is not None:
            return self.tr("Passed on")
        return self.tr("To pass on") if row.kind is ObservationKind.FEEDBACK else ""


class GuideModel(RowsModel):
    """Questions for a first meeting, all chosen at first."""

    is_checkable = True

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._left_out: set[str] = set()

    @property
    def chosen(self) -> tuple[GuideRow, ...]:
        """The questions that are ticked."""
        return tuple(row for row in self.rows if row.question_id not in self._left_out)

    def toggle(self, question_id: str, is_chosen: bool) -> None:
        """Choose a question or leave it out."""
        (self._left_out.discard if is_chosen else self._left_out.add)(question_id)
        self.refresh_words()

    def row_id(self, row: GuideRow) -> str:
        """Return the question's identity."""
        return row.question_id

    def cells(self, row: GuideRow) -> RowCells:
        """Return the question and where its answer belongs."""
        tail = (Cell(self.tr("Card"), 72, "text3", at_end=True),) if row.is_card else ()
        return RowCells(row.text, tail=tail, is_ticked=row.question_id not in self._left_out)


class TimelineModel(RowsModel):
    """Everything about a person: the day, what it was, its words."""

    _ICONS: ClassVar[dict[TimelineKind, str]] = {
        TimelineKind.MEETING: "calendar",
        TimelineKind.MISSED: "calendar",
        TimelineKind.NOTE: "note",
        TimelineKind.PROMISED: "followups",
        TimelineKind.KEPT: "check",
        TimelineKind.TOPIC: "list",
        TimelineKind.WIN: "award",
        TimelineKind.FEEDBACK: "feedback",
        TimelineKind.EVIDENCE: "link",
        TimelineKind.REVIEW: "ladder",
        TimelineKind.GOAL: "goals",
        TimelineKind.GOAL_REACHED: "flag",
        TimelineKind.COACHING: "bulb",
        TimelineKind.ROLE: "user",
        TimelineKind.CARD: "user",
        TimelineKind.FILE: "clip",
        TimelineKind.PROJECT: "sponsorship",
        TimelineKind.ACT: "users",
        TimelineKind.GLUE: "layers",
        TimelineKind.GLUE_ENDED: "layers",
    }

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today: date | None = None
        self._titles = {question.key: question.title for question in CARD_QUESTIONS}
        self._words = self._kind_words()

    def set_today(self, today: date) -> None:
        """Tell which day it is."""
        self._today = today

    def show_until(self, position: int) -> None:
        """Fetch as many batches as it takes to have a row."""
        while self.rowCount() <= position and self.canFetchMore(self.index(-1)):
            self.fetchMore(self.index(-1))

    def row_id(self, row: TimelineRow) -> str:
        """Return the line's identity."""
        return row.row_id

    def cells(self, row: TimelineRow) -> RowCells:
        """Return day, words and kind."""
        title, tone = self.title(row), "text"
        if not title:
            title, tone = self.tr("No notes"), "text3"
        if row.kind is TimelineKind.MISSED:
            title, tone = self.tr("Didn’t happen"), "text3"
        return RowCells(
            title,
            lead=(Cell(day_words(row.on, self._today or row.on), 92, "text2", "body"),),
            tail=(Cell(self.kind_words(row), 128, "text3", icon=self._ICONS[row.kind]),),
            title_tone=tone,
            is_private=row.is_private,
        )

    def title(self, row: TimelineRow) -> str:
        """Return the words of a line with what helps to read them."""
        if row.kind is TimelineKind.CARD:
            return f"{self._titles.get(row.detail, '')}: {row.text}"
        if row.kind is TimelineKind.ROLE:
            return ", ".join(part for part in (row.detail, row.text) if part)
        if row.kind is TimelineKind.REVIEW:
            state = {"agreed": self.tr("agreed"), "comparing": self.tr("being compared")}.get(row.detail)
            return f"{row.text.upper()}, {state or self.tr('open')}"
        if row.kind is TimelineKind.PROJECT:
            return f"{row.text}: {state_words(ProjectState(row.detail)).lower()}"
        if row.kind is TimelineKind.GLUE:
            return f"{row.text}, {origin_words(GlueOrigin(row.detail)).lower()}"
        if row.kind is TimelineKind.TOPIC and row.detail:
            return f"{row.text}: {row.detail}"
        if row.kind in (TimelineKind.FEEDBACK, TimelineKind.EVIDENCE) and row.detail:
            return self.tr("{words} ({who})").format(words=row.text, who=row.detail)
        return row.text

    def kind_words(self, row: TimelineRow) -> str:
        """Return what a line is called."""
        if row.kind in (TimelineKind.MEETING, TimelineKind.MISSED) and row.detail == "skip_level":
            return self.tr("Skip-level")
        if row.kind is TimelineKind.PROMISED:
            return self.tr("You promised") if row.detail == "me" else self.tr("They promised")
        if row.kind is TimelineKind.ACT:
            return act_words(ActKind(row.detail))
        return self._words[row.kind]

    def _kind_words(self) -> dict[TimelineKind, str]:
        return {
            TimelineKind.MEETING: self.tr("One-on-one"),
            TimelineKind.MISSED: self.tr("One-on-one"),
            TimelineKind.NOTE: self.tr("Note"),
            TimelineKind.KEPT: self.tr("Kept"),
            TimelineKind.TOPIC: self.tr("Talked about"),
            TimelineKind.WIN: self.tr("Win"),
            TimelineKind.FEEDBACK: self.tr("Feedback"),
            TimelineKind.EVIDENCE: self.tr("Evidence"),
            TimelineKind.REVIEW: self.tr("Ladder review"),
            TimelineKind.GOAL: self.tr("Goal set"),
            TimelineKind.GOAL_REACHED: self.tr("Goal reached"),
            TimelineKind.COACHING: self.tr("Coaching"),
            TimelineKind.ROLE: self.tr("Role"),
            TimelineKind.CARD: self.tr("Card"),
            TimelineKind.FILE: self.tr("File"),
            TimelineKind.PROJECT: self.tr("Stretch project"),
            TimelineKind.GLUE: self.tr("Glue work"),
            TimelineKind.GLUE_ENDED: self.tr("Glue work ended"),
        }
