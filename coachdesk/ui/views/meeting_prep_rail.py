"""The lower part of a meeting's rail: skill goals, feedback to pass on and the ladder, each only if there is some."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Operation
from coachdesk.services.brief_lines import Brief, BriefKind, BriefLine
from coachdesk.services.observations import set_passed_on
from coachdesk.ui.models.rows import Cell, RowCells, RowsModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.messages import SectionHeading
from coachdesk.ui.widgets.text import Line
from coachdesk.ui.words import day_words


class RailLinesModel(RowsModel):
    """Lines of a brief in the narrow rail: the words and a day."""

    def set_lines(self, lines: tuple[BriefLine, ...], today: date) -> None:
        """Show other lines."""
        self._today = today
        self.set_rows(lines)

    def row_id(self, row: BriefLine) -> str:
        """Return the identity of the source."""
        return row.noun_id

    def cells(self, row: BriefLine) -> RowCells:
        """Return the words of a line and its day."""
        day = day_words(row.on, self._today) if row.on else ""
        if row.kind is BriefKind.GAP:
            words = self.tr("evidence of {day}").format(day=day) if day else self.tr("no evidence yet")
            return RowCells(row.text, tail=(Cell(words),))
        return RowCells(row.text, tail=(Cell(day),))

    _today = date.min


class FeedbackModel(RailLinesModel):
    """Feedback to pass on: tick it once it was said."""

    is_checkable = True

    def cells(self, row: BriefLine) -> RowCells:
        """Return the words, and who said them when."""
        day = day_words(row.on, self._today) if row.on else ""
        return RowCells(row.text, ", ".join(part for part in (row.detail, day) if part), is_ticked=False)


class RailBrief(QWidget):
    """Three sections, each absent when it has nothing to say. `source_requested(BriefLine)` on Enter or a click."""

    source_requested = Signal(object)

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.look = look
        self.goals, self.feedback, self.focus = RailLinesModel(), FeedbackModel(), RailLinesModel()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(8))
        self._sections = [
            self._build(self.tr("Skill goals"), self.goals, two_lines=False),
            self._build(self.tr("Feedback to pass on"), self.feedback, two_lines=True),
            self._build(self.tr("Ladder focus"), self.focus, two_lines=False),
        ]
        self.feedback.ticked.connect(self._on_passed_on)

    def show_brief(self, brief: Brief) -> None:
        """Show what a brief holds."""
        today = self.desk.local_now.date()
        parts = (brief.of(BriefKind.GOAL), brief.of(BriefKind.FEEDBACK), brief.of(BriefKind.GAP))
        models = (self.goals, self.feedback, self.focus)
        for lines, model, (line, heading, rows) in zip(parts, models, self._sections, strict=True):
            model.set_lines(lines, today)
            heading.set_text(rows.accessibleName(), str(len(lines)) if model is self.feedback else "")
            for widget in (line, heading, rows):
                widget.setVisible(bool(lines))

    def _build(self, name: str, model: RowsModel, *, two_lines: bool) -> tuple[Line, SectionHeading, RowList]:
        height = 40 if two_lines else 28
        rows = RowList(
            self.look, name, model, two_lines=two_lines, min_height=height, divided=False, surface="rail"
        )  # fmt: skip
        section = (Line(), SectionHeading(self.look, name), rows)
        for widget in section:
            self._column.addWidget(widget)
            widget.hide()
        rows.opened.connect(self._on_opened)
        return section

    def _on_opened(self, source_id: str) -> None:
        rows = (*self.goals.rows, *self.feedback.rows, *self.focus.rows)
        line = next((row for row in rows if row.noun_id == source_id), None)
        if line is not None:
            self.source_requested.emit(line)

    def _on_passed_on(self, observation_id: str, is_done: bool) -> None:
        act = partial(set_passed_on, is_done=is_done)
        label = self.tr("Feedback passed on")
        Operation(self, self.desk, act, observation_id, label=label, offers_undo=True).start()
