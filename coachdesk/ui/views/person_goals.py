"""The goals tab: the growth plan of a person, its goals and the coaching notes about each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery
from coachdesk.model.plan import GoalState
from coachdesk.services.person_page import PersonPage
from coachdesk.services.plans import GoalDraft, GoalRow, PlanPage, get_plan
from coachdesk.ui.models.goal_rows import GoalsModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.page import PageBody
from coachdesk.ui.views.page_ground import lay_ground
from coachdesk.ui.views.person_goals_acts import GoalActs
from coachdesk.ui.views.person_goals_add import GoalAdd
from coachdesk.ui.views.person_goals_detail import GoalDetail
from coachdesk.ui.views.person_part import PersonPart
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.messages import EmptyState, SectionHeading

if TYPE_CHECKING:
    from coachdesk.ui.views.person_view import PersonView


class PersonGoals(PersonPart):
    """Enter edits a goal's words, Space ticks it as reached, Del removes, Ctrl+Shift+L shares or hides; below the list
    stands the goal that the keyboard is on. A route's item is a goal to show.
    """

    def __init__(self, desk: Desk, look: Appearance, view: PersonView) -> None:
        super().__init__()
        self._desk = desk
        self._person_id = ""
        self._page: PlanPage | None = None
        self._goal_id = ""
        self._note_id = ""
        self._is_sent = False
        self._acts = GoalActs(view, desk)
        self._query = LatestQuery(self, desk)
        self.body = PageBody(look, has_rail=False)
        lay_ground(self.body)
        self.heading = SectionHeading(look, self.tr("Growth plan"), action=self.tr("New goal"))
        self.add = GoalAdd(look)
        self.model = GoalsModel()
        self.rows = RowList(look, self.tr("Growth plan"), self.model, two_lines=True, min_height=52)
        self.rows.setToolTip(self.tr("Enter edits, Space ticks as reached, Ctrl+Shift+L shares or hides, Del removes"))
        self.empty = EmptyState(
            look,
            self.tr("No goals yet"),
            self.tr("Agree on one thing to get better at, with a day. It comes back in each prep brief."),
            action=self.tr("New goal"),
            icon="goals",
        )
        self.detail = GoalDetail(look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.body)
        self.body.column_layout.setSpacing(look.px(4))
        for part in (self.heading, self.add, self.empty, self.rows, self.detail):
            self.body.column_layout.addWidget(part)
        self.body.column_layout.addStretch(1)
        for part in (self.empty, self.detail):
            part.hide()
        self._connect()

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The goals, then the note that shows."""
        first = self.rows if self.rows.isVisible() else self.empty.button
        talk = self.detail.talk
        return (first, *(editor.edit for editor in talk.editors.values())) if talk.isVisible() else (first,)

    def set_person(self, page: PersonPage) -> None:
        """Learn whose plan it is; what was typed about another one is saved."""
        if page.person.person_id != self._person_id:
            self.flush()
            self._person_id, self._page = page.person.person_id, None
            self.model.set_rows(())
            self.detail.hide()

    def set_route(self, route: Route) -> None:
        """Learn which goal to show; the keyboard goes to where a note about it begins."""
        if route.item_id:
            self._goal_id, self._note_id, self._is_sent = route.item_id, "", True

    def refresh(self) -> None:
        """Ask for the plan."""
        if self._person_id:
            self._query.ask(get_plan, self._person_id, self._desk.now, self._desk.zone)

    def run_action(self, action_id: str) -> bool:
        """Add a goal, begin a note, share or hide what has the keyboard."""
        goal = self._goal
        if action_id == "goal.add":
            self.add.open_row()
        elif action_id == "goal.talk" and goal is not None:
            self._acts.add_talk(goal.goal_id)
        elif action_id == "block.toggle" and self.detail.talk.isAncestorOf(self.focusWidget() or self):
            self._acts.toggle_talk(self.detail.talk.note_id)
        elif action_id == "block.toggle" and goal is not None:
            self._acts.toggle_goal(goal.goal_id)
        else:
            return False
        return True

    def flush(self) -> None:
        """Queue what is typed."""
        self.add.commit_typed()
        self.detail.flush()

    def has_unsaved(self) -> bool:
        """Return whether something typed is not on disk yet."""
        typed = not self.add.isHidden() and bool(self.add.text.text().strip())
        return typed or self.detail.has_unsaved()

    @property
    def _goal(self) -> GoalRow | None:
        return next((row for row in self.model.rows if row.goal_id == self._goal_id), None)

    def _connect(self) -> None:
        acts, detail, talk = self._acts, self.detail, self.detail.talk
        self._query.answered.connect(self._on_answered)
        self.heading.acted.connect(self.add.open_row)
        self.empty.acted.connect(self.add.open_row)
        self.add.add_requested.connect(self._on_add)
        self.model.ticked.connect(acts.tick_goal)
        self.model.renamed.connect(acts.rename_goal)
        self.rows.removal_requested.connect(acts.remove_goal)
        self.rows.selectionModel().currentChanged.connect(self._on_current)
        detail.due_chosen.connect(acts.set_due)
        detail.target_chosen.connect(acts.set_target)
        detail.state_chosen.connect(acts.set_state)
        detail.talk_requested.connect(acts.add_talk)
        detail.talk_chosen.connect(self._on_talk_chosen)
        talk.part_changed.connect(acts.save_part)
        talk.day_chosen.connect(acts.set_will_on)
        talk.commitment_chosen.connect(acts.set_commitment)
        talk.visibility_requested.connect(acts.toggle_talk)
        talk.removal_requested.connect(acts.remove_talk)
        acts.written.connect(self.refresh)
        acts.goal_added.connect(self._on_goal_added)
        acts.talk_added.connect(self._on_talk_added)
        acts.part_saved.connect(talk.set_saved)
        acts.part_failed.connect(talk.set_failed)

    def _on_answered(self, page: PlanPage) -> None:
        if page.person_id != self._person_id:
            return
        self._page = page
        self.add.set_plan(page.person_id, page.targets, page.today, page.next_on)
        self.model.set_goals(page.goals, page.today)
        is_open = sum(row.state is GoalState.OPEN for row in page.goals)
        self.heading.set_text(self.tr("Growth plan"), self.tr("{count} open").format(count=is_open) if is_open else "")
        self.rows.setVisible(bool(page.goals))
        self.empty.setVisible(not page.goals)
        if self._goal is None:
            self._goal_id = page.goals[0].goal_id if page.goals else ""
        if self._goal_id:
            self.rows.set_current_id(self._goal_id)
        self._show_goal()
        if self._is_sent and self._goal is not None:
            self.detail.talks_heading.button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._is_sent = False

    def _show_goal(self) -> None:
        if self._page is not None:
            self.detail.set_goal(self._goal, self._page, self._note_id)

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        row = self.model.row_at(current)
        if row is not None and row.goal_id != self._goal_id:
            self._goal_id, self._note_id = row.goal_id, ""
            self._show_goal()

    def _on_add(self, draft: GoalDraft) -> None:
        self._acts.add_goal(draft)
        self.add.clear()

    def _on_goal_added(self, goal_id: str) -> None:
        self._goal_id, self._note_id = goal_id, ""

    def _on_talk_chosen(self, note_id: str) -> None:
        self._note_id = note_id
        self._show_goal()

    def _on_talk_added(self, note_id: str) -> None:
        self._note_id = note_id
        self.refresh()
        self._query.answered.connect(self._on_talk_ready, Qt.ConnectionType.SingleShotConnection)

    def _on_talk_ready(self, _page: object) -> None:
        first = next(iter(self.detail.talk.editors.values()))
        first.edit.setFocus(Qt.FocusReason.OtherFocusReason)
