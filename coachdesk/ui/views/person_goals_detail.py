"""One goal of the plan: what it is tied to, its day, its state, and the coaching notes about it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from coachdesk.model.plan import GoalState
from coachdesk.services.day_words import UnknownDay
from coachdesk.services.plans import GoalRow, PlanPage, TargetChoice
from coachdesk.services.promises import parse_due
from coachdesk.ui.models.goal_rows import TalksModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.person_goals_talk import TalkBox
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.fields import Hint, LineEdit
from coachdesk.ui.widgets.messages import SectionHeading
from coachdesk.ui.widgets.text import Label, Line
from coachdesk.ui.words import day_words


class GoalDetail(QWidget):
    """`due_chosen(goal, day or None)`, `target_chosen(goal, pin, competency, step)`, `state_chosen(goal, GoalState)`,
    `talk_requested(goal)` for a new note, `talk_chosen(note)` for an earlier one. The note itself is `talk`.
    """

    due_chosen = Signal(str, object)
    target_chosen = Signal(str, str, str, str)
    state_chosen = Signal(str, object)
    talk_requested = Signal(str)
    talk_chosen = Signal(str)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._goal: GoalRow | None = None
        self._targets: tuple[TargetChoice, ...] = ()
        self._today = date.min
        self._next_on: date | None = None
        self.title = Label(look, role="section")
        self.competency = Button(look, "", icon="ladder", small=True)
        self.step = Button(look, "", small=True)
        self.day = LineEdit(look, small=True)
        self.day.setAccessibleName(self.tr("Reach it by"))
        self.day.setPlaceholderText(self.tr("Day, such as in 3 months"))
        self.day.setMaximumWidth(look.px(176))
        self.drop = Button(look, "", kind="quiet", small=True)
        self.hint = Hint(look)
        self.talks_heading = SectionHeading(look, self.tr("Coaching notes"), action=self.tr("New note"))
        self.no_talks = Label(look, self.tr("No check-in yet. A note keeps goal, reality, options and will."),
                              tone="text3")  # fmt: skip
        self.talk = TalkBox(look)
        self.earlier = TalksModel()
        self.earlier_heading = SectionHeading(look, self.tr("Earlier notes"))
        self.earlier_list = RowList(look, self.tr("Earlier notes"), self.earlier, two_lines=True, min_height=48)
        self._competencies = QMenu(self.competency)
        self._steps = QMenu(self.step)
        self._lay_out()
        self._connect()

    def set_goal(self, goal: GoalRow | None, page: PlanPage, note_id: str) -> None:
        """Show a goal with one of its notes, the newest unless `note_id` names another."""
        is_same = goal is not None and self._goal is not None and goal.goal_id == self._goal.goal_id
        if not is_same:
            self.commit_day()
        typed = is_same and self._day_differs()
        self._goal, self._targets = goal, page.targets
        self._today, self._next_on = page.today, page.next_on
        self.setVisible(goal is not None)
        if goal is None:
            self.talk.set_talk(None, page.today, page.next_on, is_live=False)
            return
        self.title.setText(goal.text)
        self.competency.setText(goal.competency or self.tr("No competency"))
        self.step.setText(goal.step or self.tr("No step"))
        self.step.setVisible(bool(goal.competency))
        if not typed:
            self.day.setText(day_words(goal.due_on, page.today) if goal.due_on else "")
        self.drop.setText(self.tr("Drop") if goal.state is GoalState.OPEN else self.tr("Open again"))
        shown = next((one for one in goal.talks if one.note_id == note_id), next(iter(goal.talks), None))
        self.talk.set_talk(shown, page.today, page.next_on, is_live=page.is_live)
        self.no_talks.setVisible(shown is None)
        others = tuple(one for one in goal.talks if one is not shown)
        self.earlier.set_talks(others, page.today)
        for part in (self.earlier_heading, self.earlier_list):
            part.setVisible(bool(others))

    def commit_day(self) -> None:
        """Keep a day that was typed."""
        self._on_day()

    def has_unsaved(self) -> bool:
        """Return whether something typed is not on disk yet."""
        return self._day_differs() or self.talk.has_unsaved()

    def flush(self) -> None:
        """Queue what is typed."""
        self.commit_day()
        self.talk.flush()

    def _lay_out(self) -> None:
        px = self.look.px
        rows = []
        for parts in ((self.competency, self.step), (self.day, self.drop)):
            row = QHBoxLayout()
            row.setSpacing(px(8))
            for control in parts:
                row.addWidget(control)
            row.addStretch(1)
            rows.append(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(12), 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.title)
        for row in rows:
            column.addLayout(row)
        column.addWidget(self.hint)
        column.addWidget(Line())
        for below in (self.talks_heading, self.no_talks, self.talk, self.earlier_heading, self.earlier_list):
            column.addWidget(below)

    def _connect(self) -> None:
        for button, menu, fill, pick in (
            (self.competency, self._competencies, self._fill_competencies, self._on_competency),
            (self.step, self._steps, self._fill_steps, self._on_step),
        ):
            menu.aboutToShow.connect(fill)
            menu.triggered.connect(pick)
            button.setMenu(menu)
        self.day.editingFinished.connect(self._on_day)
        self.drop.clicked.connect(self._on_drop)
        self.talks_heading.acted.connect(self._on_new_talk)
        self.earlier_list.opened.connect(self.talk_chosen)

    def _fill_competencies(self) -> None:
        present = self._goal.competency_id if self._goal else ""
        self._competencies.clear()
        for target in (None, *self._targets):
            action = QAction(target.name if target else self.tr("No competency"), self._competencies)
            action.setCheckable(True)
            action.setChecked((target.competency_id if target else "") == present)
            action.setData((target,))
            self._competencies.addAction(action)

    def _fill_steps(self) -> None:
        self._steps.clear()
        goal = self._goal
        target = next((one for one in self._targets if goal and one.competency_id == goal.competency_id), None)
        for step in target.steps if target else ():
            action = QAction(step.label, self._steps)
            action.setCheckable(True)
            action.setChecked(goal is not None and step.id == goal.target_step_id)
            action.setData((target, step.id))
            self._steps.addAction(action)

    def _on_competency(self, action: QAction) -> None:
        (target,) = action.data()
        if self._goal is not None and target is None:
            self.target_chosen.emit(self._goal.goal_id, "", "", "")
        elif self._goal is not None:
            self.target_chosen.emit(self._goal.goal_id, target.ladder_pin, target.competency_id, target.usual)

    def _on_step(self, action: QAction) -> None:
        target, step_id = action.data()
        if self._goal is not None:
            self.target_chosen.emit(self._goal.goal_id, target.ladder_pin, target.competency_id, step_id)

    def _day_differs(self) -> bool:
        goal = self._goal
        shown = day_words(goal.due_on, self._today) if goal and goal.due_on else ""
        return goal is not None and self.day.text().strip() != shown

    def _on_day(self) -> None:
        if self._goal is None or not self._day_differs():
            return
        try:
            day = parse_due(self.day.text(), self._today, self._next_on)
        except UnknownDay as error:
            self.day.set_wrong(True)
            self.hint.set_text(str(error), tone="danger", icon="alert")
            return
        self.day.set_wrong(False)
        self.hint.set_text("")
        self.day.setText(day_words(day, self._today) if day else "")
        self.due_chosen.emit(self._goal.goal_id, day)

    def _on_drop(self) -> None:
        if self._goal is not None:
            is_open = self._goal.state is GoalState.OPEN
            self.state_chosen.emit(self._goal.goal_id, GoalState.DROPPED if is_open else GoalState.OPEN)

    def _on_new_talk(self) -> None:
        if self._goal is not None:
            self.talk_requested.emit(self._goal.goal_id)
