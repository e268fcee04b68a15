"""The page of one stretch project: what it is, its steps, talks and promises, and what came of it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery
from coachdesk.model.project import ProjectState
from coachdesk.model.visibility import Visibility
from coachdesk.services.people import ReportingTree, get_tree
from coachdesk.services.project_evidence import EvidenceProposal, ReflectionSentence, propose_evidence
from coachdesk.services.project_page import ProjectPage, get_project_page
from coachdesk.store.changes import Topic
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.page import PageBody
from coachdesk.ui.views.page_ground import lay_ground
from coachdesk.ui.views.project_acts import ProjectActs
from coachdesk.ui.views.project_evidence import EvidencePick
from coachdesk.ui.views.project_facts import ProjectFacts
from coachdesk.ui.views.project_rail import ProjectRail
from coachdesk.ui.views.project_reflection import Reflection
from coachdesk.ui.views.project_trail import StepTrail
from coachdesk.ui.views.project_work import ProjectWork
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.sponsorship_move import MoveRow, Step
from coachdesk.ui.views.sponsorship_remark import MoveRemark
from coachdesk.ui.views.sponsorship_words import state_words, step_words
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.fields import Hint
from coachdesk.ui.widgets.messages import SectionHeading
from coachdesk.ui.widgets.text import Line

_WORKED_ON = (ProjectState.ACTIVE, ProjectState.LANDED, ProjectState.STOPPED)


class ProjectView(View):
    """The route's item is the project. Each step asks for its day; Enter takes today."""

    topics = frozenset({Topic.PROJECTS, Topic.PROMISES, Topic.PEOPLE, Topic.EVIDENCE, Topic.LADDERS})

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(desk, look, parent)
        self._project_id = ""
        self._page: ProjectPage | None = None
        self._asks_evidence = False
        self._query = LatestQuery(self, desk)
        self._people_query = LatestQuery(self, desk)
        self._proposal_query = LatestQuery(self, desk)
        self.acts = ProjectActs(self, desk)
        self.trail = StepTrail(look)
        self.move_row = MoveRow(look)
        self.remark = MoveRemark(self, desk, self.move_row)
        self.refusal = Hint(look)
        self.facts = ProjectFacts(look)
        self.work = ProjectWork(look)
        self.reflection = Reflection(look)
        self.evidence_heading = SectionHeading(look, self.tr("Evidence"))
        self.pick = EvidencePick(look)
        self.rail = ProjectRail(look)
        self.body = PageBody(look)
        self._build_bar()
        self._lay_out()
        self._connect()

    @property
    def bar_widgets(self) -> tuple[QWidget, ...]:
        """The usual next step."""
        return (self.next_button,)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The lists, both voices and the sentences, as far as they show; else the way to edit."""
        editors = (one.edit for one in self.reflection.editors.values())
        parts = (*self.work.panes, *editors, self.pick.list)
        return tuple(part for part in parts if part.isVisibleTo(self)) or (self.facts.heading.button,)

    def show_route(self, route: Route) -> None:
        """Show a project; what was asked about another one is taken away."""
        if route.item_id != self._project_id:
            self.flush()
            self._project_id, self._page = route.item_id, None
            self.move_row.close_row()
            self.pick.close_panel()
            self.refusal.set_text("")
        super().show_route(route)

    def refresh(self) -> None:
        """Ask for the project and for who can be given it."""
        if self._project_id:
            self._query.ask(get_project_page, self._project_id, self.desk.local_now.date())
            self._people_query.ask(get_tree)

    def run_action(self, action_id: str) -> bool:
        """Ask for the next step, plan a talk, promise something, or pick evidence."""
        if action_id == "row.move":
            self._other_menu.popup(self.mapToGlobal(QPoint(self.look.px(24), 0)))
        elif action_id == "action.add" and not self.work.promises_heading.isHidden():
            self.work.promise_add.open_row()
        elif action_id == "line.evidence" and self.next_button.isEnabled() and self._has_landed:
            self._on_evidence()
        elif action_id == "rail":
            self.body.toggle_rail()
        else:
            return False
        return True

    def flush(self) -> None:
        """Queue what is typed."""
        self.work.flush()
        self.reflection.flush()
        self.remark.flush()

    def has_unsaved(self) -> bool:
        """Return whether something typed is not on disk yet."""
        return self.work.has_unsaved or self.reflection.has_unsaved or self.remark.has_unsaved()

    @property
    def _has_landed(self) -> bool:
        return self._page is not None and self._page.state is ProjectState.LANDED

    def _build_bar(self) -> None:
        look = self.look
        self.other_button = Button(look, self.tr("Move to"), icon="ar", small=True)
        self._other_menu = QMenu(self.other_button)
        self._other_menu.aboutToShow.connect(self._fill_others)
        self._other_menu.triggered.connect(self._on_other)
        self.other_button.setMenu(self._other_menu)
        self.next_button = Button(look, "", kind="primary", small=True)

    def _lay_out(self) -> None:
        lay_ground(self.body)
        column = self.body.column_layout
        column.setSpacing(self.look.px(12))
        top = QHBoxLayout()
        top.setSpacing(self.look.px(12))
        top.addWidget(self.trail, 1, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.other_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        for part in (self.refusal, self.move_row, Line(), self.facts, self.work, self.reflection,
                     self.evidence_heading, self.pick):  # fmt: skip
            column.addWidget(part)
        column.addStretch(1)
        self.body.rail_layout.addWidget(self.rail)
        self.body.rail_layout.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.body)
        for widget in (self.work, self.reflection, self.evidence_heading):
            widget.hide()

    def _connect(self) -> None:
        acts, work = self.acts, self.work
        self._query.answered.connect(self._on_answered)
        self._query.failed.connect(self._on_gone)
        self._people_query.answered.connect(self._on_people)
        self._proposal_query.answered.connect(self._on_proposal)
        acts.written.connect(self.refresh)
        acts.refused.connect(self._on_refused)
        acts.voice_saved.connect(self.reflection.set_saved)
        acts.voice_failed.connect(self.reflection.set_failed)
        self.next_button.clicked.connect(self._on_next)
        self.move_row.given.connect(acts.take_step)
        self.facts.edit_requested.connect(self._on_ledger)
        self.rail.ledger_requested.connect(self._on_ledger)
        self.rail.growth_requested.connect(self._on_growth)
        work.check_in_add.add_requested.connect(self._on_check_in)
        work.check_ins.ticked.connect(self._on_held)
        work.check_ins.renamed.connect(self._on_told)
        work.check_in_list.removal_requested.connect(acts.remove_check_in)
        work.promise_add.add_requested.connect(self._on_promise)
        work.promises.ticked.connect(acts.tick_promise)
        work.promise_list.removal_requested.connect(acts.drop_promise)
        work.promise_list.opened.connect(self._on_promise_opened)
        self.reflection.voice_changed.connect(acts.save_voice)
        self.pick.kept.connect(self._on_kept)

    def _on_answered(self, page: ProjectPage) -> None:
        if page.project_id != self._project_id:
            return
        self._page = page
        today = self.desk.local_now.date()
        who = ", ".join(part for part in (state_words(page.state), page.person_name) if part)
        self.title_changed.emit(page.title, who)
        is_landed = page.state is ProjectState.LANDED
        first = self.tr("Make it evidence") if is_landed else step_words(page.state, page.next_states[0])
        self.next_button.setText(first)
        self.next_button.updateGeometry()
        self.trail.set_steps(page.steps, today)
        self.facts.set_page(page)
        self.work.set_page(page, today)
        self.work.setVisible(page.person_id is not None or bool(page.check_ins or page.promises))
        is_worked_on = page.state in _WORKED_ON
        self.reflection.setVisible(is_worked_on)
        if is_worked_on:
            self.reflection.set_page(page)
        self._show_evidence(page)
        self.rail.set_page(page, today)
        if not self.pick.isHidden():
            self._ask_proposal()

    def _show_evidence(self, page: ProjectPage) -> None:
        has_words = bool(page.reflection_theirs or page.reflection_yours)
        self.evidence_heading.setVisible(page.state is ProjectState.LANDED)
        self.next_button.setEnabled(has_words or page.state is not ProjectState.LANDED)
        count = len(page.evidence)
        kept = self.tr("1 sentence kept") if count == 1 else self.tr("{count} sentences kept").format(count=count)
        first = self.tr("picked from the words above") if has_words else self.tr("comes from looking back")
        self.evidence_heading.set_text(self.tr("Evidence"), kept if count else first)
        if page.state is not ProjectState.LANDED:
            self.pick.close_panel()

    def _on_people(self, tree: ReportingTree) -> None:
        members = tuple(person for team in tree.teams for person in team.members)
        self.move_row.set_people((*tree.direct, *members, *tree.others))

    def _on_gone(self, _error: object) -> None:
        """Lead back from a project that was removed, unless the user went on already."""
        if self.isVisible():
            self.navigate_requested.emit(Route("sponsorship"))

    def _on_refused(self, words: str) -> None:
        self.refusal.set_text(words, tone="danger", icon="alert")

    def _on_next(self) -> None:
        if self._page is None:
            return
        if self._has_landed:
            self._on_evidence()
        else:
            self._ask_step(self._page.next_states[0])

    def _fill_others(self) -> None:
        self._other_menu.clear()
        if self._page is None:
            return
        for number, state in enumerate(self._page.next_states, start=1):
            action = QAction(f"&{number}  {step_words(self._page.state, state)}", self._other_menu)
            action.setData((state,))
            self._other_menu.addAction(action)
        self._other_menu.addSeparator()
        remove = QAction(self.tr("Remove"), self._other_menu)
        remove.setData((None,))
        self._other_menu.addAction(remove)

    def _on_other(self, action: QAction) -> None:
        (state,) = action.data()
        if isinstance(state, ProjectState):
            self._ask_step(state)
        else:
            self.acts.remove(self._project_id)

    def _ask_step(self, state: ProjectState) -> None:
        """Ask for the day of a step; an offer needs criteria first, which are written with the offer."""
        page = self._page
        if page is None:
            return
        if state is ProjectState.OFFERED and page.state is not ProjectState.ACTIVE:
            self._on_ledger()
            return
        today = self.desk.local_now.date()
        self.move_row.ask(Step(page.project_id, page.state, state, today, page.person_id), page.title, today)

    def _on_ledger(self) -> None:
        self.navigate_requested.emit(Route("opportunity", item_id=self._project_id))

    def _on_growth(self) -> None:
        if self._page is not None and self._page.person_id is not None:
            self.navigate_requested.emit(Route("person", self._page.person_id, tab="growth"))

    def _on_check_in(self, day: object) -> None:
        self.work.check_in_add.clear()
        self.acts.plan_check_in(self._project_id, day)  # type: ignore[arg-type]

    def _on_held(self, check_in_id: str, is_held: bool) -> None:
        self.acts.hold_check_in(check_in_id, self.desk.local_now.date() if is_held else None)

    def _on_told(self, check_in_id: str, text: str) -> None:
        """Words about a talk that was planned say that it was held."""
        rows = self.work.check_ins.rows
        held_on = next((row.held_on for row in rows if row.check_in_id == check_in_id), None)
        self.acts.hold_check_in(check_in_id, held_on or self.desk.local_now.date(), text)

    def _on_promise(self, text: str, day: object) -> None:
        self.work.promise_add.clear()
        self.acts.add_promise(self._project_id, text, day)  # type: ignore[arg-type]

    def _on_promise_opened(self, promise_id: str) -> None:
        self.navigate_requested.emit(Route("follow_ups", tab=promise_id))

    def _on_evidence(self) -> None:
        """Offer what is written, also what was typed a moment ago."""
        self.reflection.flush()
        self._asks_evidence = True
        if self.desk.store_lane.pending:
            self.desk.store_lane.idle.connect(self._ask_proposal, Qt.ConnectionType.SingleShotConnection)
        else:
            self._ask_proposal()

    def _ask_proposal(self) -> None:
        self._proposal_query.ask(propose_evidence, self._project_id)

    def _on_proposal(self, proposal: EvidenceProposal) -> None:
        if proposal.project_id != self._project_id:
            return
        if self._asks_evidence:
            self._asks_evidence = False
            self.pick.ask(proposal)
            QTimer.singleShot(0, self._reveal_pick)
        else:
            self.pick.set_proposal(proposal)

    def _reveal_pick(self) -> None:
        """Scroll to the sentences once they have their place."""
        self.body.scroll_area.ensureWidgetVisible(self.pick.keep, 0, self.look.px(24))
        self.body.scroll_area.ensureWidgetVisible(self.pick.lead, 0, self.look.px(24))

    def _on_kept(self, sentences: tuple[ReflectionSentence, ...], visibility: Visibility) -> None:
        self.acts.keep_evidence(self._project_id, sentences, visibility)
        self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)
