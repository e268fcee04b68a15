"""Readiness in words: how many stand as expected, what is short with its next step, and how the gates stand."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.growth.three_valued import Truth
from coachdesk.services.growth import CompetencyGrowth, Finding, GateView, GrowthPage
from coachdesk.ui.charts.growth_words import (
    change_of_gate,
    gap_words,
    gate_words,
    headline,
    readiness_words,
    target_words,
    truth_words,
)
from coachdesk.ui.models.rows import Cell, RowCells, RowsModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.growth_explaining import READINESS
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.buttons import IconButton
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.words import day_words

_TRUTHS = {Truth.MET: ("check", "ok"), Truth.NOT_MET: ("alert", "warn"), Truth.UNKNOWN: ("minus", "text2")}


class GapsModel(RowsModel):
    """What stands below the expectation, or was not assessed, with the next step."""

    page: GrowthPage

    def row_id(self, row: Any) -> str:
        """Return the competency's identity."""
        return str(row.axis.competency_id)

    def cells(self, row: Any) -> RowCells:
        """Return the name, the steps to go, and the skill goal that comes next."""
        found: CompetencyGrowth = row
        is_below = found.finding is Finding.BELOW
        tail = Cell(gap_words(found), tone="warn" if is_below else "text2", at_end=True)
        return RowCells(found.axis.name, self._next_step(found), tail=(tail,), is_strong=True, opens=True)

    def _next_step(self, row: CompetencyGrowth) -> str:
        if not row.goals:
            return self.tr("No next step yet")
        goal = row.goals[0]
        due = f", {day_words(goal.due_on, self.page.on)}" if goal.due_on else ""
        return f"→ {goal.text}{due}"


class GatesModel(RowsModel):
    """The gates of the target level."""

    page: GrowthPage

    def row_id(self, row: Any) -> str:
        """Return the gate's identity."""
        return str(row.rule.gate_id)

    def cells(self, row: Any) -> RowCells:
        """Return what a gate asks, how it stands, and what would change it."""
        view: GateView = row
        icon, tone = _TRUTHS[view.truth]
        words = truth_words(view.truth)
        second = change_of_gate(view, self.page)
        if not view.rule.is_must:
            second = ". ".join(part for part in (self.tr("Advice only"), second) if part)
        tail = Cell(words, icon=icon, tone=tone, at_end=True)
        return RowCells(gate_words(view, self.page), second, tail=(tail,), opens=True)


class ReadinessBox(QWidget):
    """Shows the readiness of a day. `competency_opened(id)`, `gate_opened(id)` and `explain_requested(figure id)`."""

    competency_opened = Signal(str)
    gate_opened = Signal(str)
    explain_requested = Signal(str)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.title = Label(look, role="section", wraps=False)
        self.explain = IconButton(look, "info", self.tr("How readiness is worked out"), edge=28, size=14)
        self.count = Label(look, role="display", wraps=False)
        self.words = Label(look, role="small", tone="text2")
        self.gaps = GapsModel()
        self.gates = GatesModel()
        self.gap_rows = RowList(look, self.tr("Below what is expected"), self.gaps, two_lines=True, min_height=52)
        self.gate_rows = RowList(look, self.tr("Gates"), self.gates, two_lines=True, min_height=52)
        self._gates_head = Label(look, self.tr("Gates"), role="section")
        self._lay_out()
        self.gap_rows.opened.connect(self.competency_opened)
        self.gate_rows.opened.connect(self.gate_opened)
        self.explain.clicked.connect(self._on_explain)

    def set_page(self, page: GrowthPage) -> None:
        """Show the readiness of a day."""
        open_rows = tuple(
            row
            for row in page.competencies
            if row.finding is Finding.BELOW or (row.finding is Finding.NOT_ASSESSED and row.goals)
        )
        self._say(self.title, self.tr("Readiness for {target}").format(target=target_words(page)))
        self._say(self.count, headline(page))
        self._say(self.words, self._sentences(page, open_rows))
        self.gaps.page = self.gates.page = page
        self.gaps.set_rows(open_rows)
        self.gates.set_rows(page.gates)
        for rows, content in ((self.gap_rows, open_rows), (self.gate_rows, page.gates)):
            rows.setVisible(bool(content))
        self._gates_head.setVisible(bool(page.gates))

    def _sentences(self, page: GrowthPage, open_rows: tuple[CompetencyGrowth, ...]) -> str:
        lines = [self.tr("competencies at the expected level.")]
        if page.counts.not_assessed:
            lines.append(self.tr("{count} not assessed.").format(count=page.counts.not_assessed))
        with_step = sum(1 for row in open_rows if row.goals)
        if open_rows:
            words = self.tr("{count} of {total} gaps have a next step.")
            lines.append(words.format(count=with_step, total=len(open_rows)))
        return " ".join(lines) + "\n" + readiness_words(page)

    def _say(self, label: Label, words: str) -> None:
        if label.text() != words:
            label.setText(words)

    def _lay_out(self) -> None:
        px = self.look.px
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.explain)
        numbers = QHBoxLayout()
        numbers.setSpacing(px(12))
        numbers.addWidget(self.count, 0, Qt.AlignmentFlag.AlignVCenter)
        numbers.addWidget(self.words, 1)
        foot = QHBoxLayout()
        foot.setSpacing(px(6))
        foot.addWidget(Icon(self.look, "info", "text3", size=14), 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(Label(self.look, self.tr("A picture for the talk, not a score."), role="small", tone="text3"), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addLayout(head)
        column.addLayout(numbers)
        column.addSpacing(px(4))
        column.addWidget(self.gap_rows)
        column.addSpacing(px(8))
        column.addWidget(self._gates_head)
        column.addWidget(self.gate_rows)
        column.addSpacing(px(4))
        column.addLayout(foot)

    def _on_explain(self) -> None:
        self.explain_requested.emit(READINESS)
