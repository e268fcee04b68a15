"""The page of a ladder review in four steps: self, yours, compare, agree."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery
from coachdesk.model.review import Rater
from coachdesk.services.review_page import ReviewPage, get_review_page
from coachdesk.services.reviews import MarkDraft
from coachdesk.store.changes import Topic
from coachdesk.ui.models.review_matrix import MatrixModel, Phase
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.page_ground import lay_ground
from coachdesk.ui.views.review_acts import ReviewActs
from coachdesk.ui.views.review_agree import AgreePanel
from coachdesk.ui.views.review_bar import ReviewBar
from coachdesk.ui.views.review_body import ReviewBody
from coachdesk.ui.views.review_comment import CommentPanel
from coachdesk.ui.views.review_discussion import DiscussionPanel
from coachdesk.ui.views.review_keys import MarkKeys
from coachdesk.ui.views.review_legend import ReviewLegend
from coachdesk.ui.views.review_marking import first_to_do, start_phase
from coachdesk.ui.views.review_rail import ReviewRail
from coachdesk.ui.views.review_self import SelfPanel
from coachdesk.ui.views.review_table import ReviewTable
from coachdesk.ui.views.review_waiting import WaitingPanel
from coachdesk.ui.views.route import Route
from coachdesk.ui.widgets.fields import Hint
from coachdesk.ui.widgets.messages import Banner
from coachdesk.ui.words import day_words

TABS = ("self", "yours", "compare", "agree")
"""The steps as tabs of a route."""
_RATERS = {Phase.SELF: Rater.SELF, Phase.YOURS: Rater.MANAGER}


class ReviewView(View):
    """One review, named by the route's `item_id`; its tab is a step. `private_text_copied` guards the clipboard."""

    topics = frozenset({Topic.REVIEWS, Topic.LADDERS, Topic.EVIDENCE, Topic.PROMISES, Topic.PEOPLE})
    collapses_sidebar = True
    has_own_bar = True
    private_text_copied = Signal()

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(desk, look, parent)
        self.page: ReviewPage | None = None
        self.phase = Phase.YOURS
        self._wants_phase: Phase | None = None
        self._competency_id = ""
        self._is_together = False
        self.acts = ReviewActs(self, desk)
        self._query = LatestQuery(self, desk)
        self.bar = ReviewBar(desk, look)
        words = self.tr("The agreed marks are no longer what was agreed: someone changed the vault by other means.")
        self.broken = Banner(look, "danger", words)
        self.body = ReviewBody(look)
        self.matrix = MatrixModel()
        self.legend = ReviewLegend(look)
        self.table = ReviewTable(look, self.matrix)
        self.keys = MarkKeys(self.table, self.mark_of)
        self.refusal = Hint(look)
        self.self_panel = SelfPanel(desk, look)
        self.waiting = WaitingPanel(look)
        self.comment = CommentPanel(look)
        self.discussion = DiscussionPanel(look)
        self.agreeing = AgreePanel(look)
        self.foot = QStackedWidget()
        self.rail = ReviewRail(desk, look)
        self._lay_out()
        self._connect()

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The table or what stands for it, the words below, and the drawer."""
        parts = (self.table, self.self_panel, self.foot.currentWidget(), self.rail.list, self.rail.signs_list)
        return tuple(part for part in parts if part is not None and not part.isHidden()) or (self,)

    def show_route(self, route: Route) -> None:
        """Open the review that `route` names, at the step of its tab or where it stands."""
        if self.route is None or self.route.item_id != route.item_id:
            self.flush()
            self.self_panel.leave()
            self.page, self._competency_id, self._is_together = None, "", False
            self._wants_phase = None
        if route.tab in TABS:
            self._wants_phase = Phase(TABS.index(route.tab))
        super().show_route(route)

    def refresh(self) -> None:
        """Ask for the review, once the writes on their way are done."""
        if self.route is not None and self.route.item_id and not self.acts.pending:
            self._query.ask(get_review_page, self.route.item_id, self.desk.zone)

    def run_action(self, action_id: str) -> bool:
        """Hand in or go on, add evidence, turn a line of the discussion, begin the next review, or fold the drawer."""
        if self.page is None:
            return False
        if action_id == "meeting.start":
            self._on_main()
        elif action_id == "line.evidence":
            self.rail.open_add()
        elif action_id == "block.toggle" and self.discussion.editor.hasFocus():
            self.discussion.editor.toggle_visibility()
        elif action_id == "review.new" and self.page.is_agreed:
            self._on_again()
        elif action_id == "rail":
            self.body.close_rail()
        else:
            return False
        return True

    def flush(self) -> None:
        """Queue what was typed."""
        self.comment.flush()
        self.discussion.flush()
        self.rail.row.commit_typed()

    def has_unsaved(self) -> bool:
        """Return whether something typed is not on disk yet."""
        is_typing = not self.rail.row.isHidden() and bool(self.rail.row.text.text().strip())
        return self.comment.has_unsaved() or self.discussion.has_unsaved() or is_typing or bool(self.acts.pending)

    def show_phase(self, phase: Phase) -> None:
        """Open a step."""
        self.flush()
        self.phase = phase
        self._is_together = self._is_together and phase is Phase.SELF
        self._show()
        if self.isVisible() and not self.table.isHidden():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the steps with Ctrl+PageUp and Ctrl+PageDown."""
        step = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.show_phase(Phase((self.phase + step) % len(TABS)))
        else:
            super().keyPressEvent(event)

    @property
    def rater(self) -> Rater:
        """Whose marks the keys change in the open step."""
        return _RATERS.get(self.phase, Rater.AGREED)

    @property
    def can_mark(self) -> bool:
        """Whether the marks of the open step may change."""
        page = self.page
        if page is None or self.desk.store.read_only:
            return False
        review = page.review
        if self.phase is Phase.SELF:
            return page.is_open and review.self_handed_in_at is None and self._is_together
        if self.phase is Phase.YOURS:
            return page.is_open and review.yours_handed_in_at is None
        return not page.is_open and not page.is_agreed

    def mark_of(self, competency_id: str) -> MarkDraft:
        """Return the mark that the keys change, an open one where there is none."""
        return self._marks().get(competency_id) or MarkDraft(competency_id)

    def _marks(self) -> dict[str, MarkDraft]:
        if self.page is None:
            return {}
        marks = self.page.marks
        sides = {Rater.SELF: self.page.room, Rater.MANAGER: marks.yours, Rater.AGREED: marks.agreed}
        return sides[self.rater]

    def _keep(self, draft: MarkDraft) -> None:
        """Show a mark at once and write it."""
        if self.page is None or not self.can_mark:
            return
        self._patch(draft)
        self.acts.save_mark(self.page.review.review_id, self.rater, draft)
        self._show()

    def _patch(self, draft: MarkDraft) -> None:
        page = self.page
        if page is None:
            return
        marks = {**self._marks(), draft.competency_id: draft}
        if self.rater is Rater.SELF:
            self.page = replace(page, room=marks)
        elif self.rater is Rater.MANAGER:
            self.page = replace(page, marks=replace(page.marks, yours=marks))
        else:
            self.page = replace(page, marks=replace(page.marks, agreed=marks))

    def _show(self) -> None:
        page = self.page
        if page is None:
            return
        is_hidden = self.phase is Phase.SELF and not self._is_together and page.is_open
        is_waiting = self.phase in (Phase.COMPARE, Phase.AGREE) and page.is_open
        self.bar.set_page(page, self.phase, self._act_words(page))
        self.broken.setVisible(not page.is_intact)
        self.self_panel.setVisible(is_hidden)
        self.waiting.setVisible(is_waiting)
        has_table = not is_hidden and not is_waiting
        for part in (self.legend, self.table, self.foot):
            part.setVisible(has_table)
        self.body.set_rail_shown(shown=has_table)
        if is_hidden:
            self.self_panel.set_page(page, can_edit=not self.desk.store.read_only)
        if is_waiting:
            self.waiting.set_page(page)
        if has_table:
            self.legend.set_page(page, self.phase)
            self.matrix.set_page(page, self.phase)
            if self.table.current_line is None or self.table.current_line.competency_id != self._competency_id:
                self.table.show_competency(self._competency_id)
            self._show_line()

    def _show_line(self) -> None:
        page, line = self.page, self.table.current_line
        if page is None or line is None:
            return
        self.rail.set_line(page, self.phase, line)
        if self.phase is Phase.COMPARE:
            self.foot.setCurrentWidget(self.discussion)
            self.discussion.set_line(page, line, self.desk.local_now.date(), can_edit=self.can_mark)
        elif self.phase is Phase.AGREE:
            self.foot.setCurrentWidget(self.agreeing)
            self.agreeing.set_page(page, self._agreed_words(page), can_edit=self.can_mark)
        else:
            self.foot.setCurrentWidget(self.comment)
            self.comment.set_line(page, self.phase, line, can_edit=self.can_mark)

    def _act_words(self, page: ReviewPage) -> str:
        if self.desk.store.read_only:
            return ""
        review = page.review
        if self.phase is Phase.SELF:
            if self._is_together and review.self_handed_in_at is None:
                return self.tr("Hand in their marks")
            return "" if review.self_handed_in_at is None else self.tr("Go to yours")
        if self.phase is Phase.YOURS:
            return self.tr("Hand in your marks") if self.can_mark else self.tr("Compare")
        if page.is_open or page.is_agreed:
            return ""
        return self.tr("Agree marks") if self.phase is Phase.COMPARE else self.tr("Agree and keep")

    def _agreed_words(self, page: ReviewPage) -> str:
        if page.review.agreed_at is None:
            return ""
        day = page.review.agreed_at.astimezone(self.desk.zone).date()
        words = day_words(day, self.desk.local_now.date(), with_year=True)
        return self.tr("Agreed {day} by {pin}").format(day=words, pin=page.review.ladder_pin)

    def _on_answered(self, page: ReviewPage) -> None:
        if self.acts.pending:
            return
        is_first = self.page is None
        self.page = page
        self.title_changed.emit(self.tr("Ladder review"), page.person_name)
        if self._wants_phase is not None or is_first:
            self.phase = self._wants_phase if self._wants_phase is not None else start_phase(page)
            self._wants_phase = None
            self._competency_id = first_to_do(page, self.phase) or self._competency_id
        self._show()
        if is_first and self.isVisible() and not self.table.isHidden():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_current_changed(self, competency_id: str) -> None:
        if competency_id != self._competency_id:
            self.comment.flush()
            self.discussion.flush()
            self._competency_id = competency_id
            self._show_line()

    def _on_commented(self, competency_id: str, words: str) -> None:
        if self.page is not None and self.can_mark:
            draft = replace(self.mark_of(competency_id), comment=words)
            self._patch(draft)
            self.acts.save_comment(self.page.review.review_id, self.rater, draft)

    def _on_said(self, competency_id: str, blocks: object) -> None:
        if self.page is not None and isinstance(blocks, tuple):
            self.page = replace(self.page, talk={**self.page.talk, competency_id: blocks})
            self.acts.save_talk(self.page.review.review_id, competency_id, blocks)

    def _on_look(self, competency_id: str, day: object) -> None:
        if self.page is not None:
            self.acts.set_look_again(self.page.review.review_id, competency_id, day)  # type: ignore[arg-type]

    def _on_gate(self, gate_id: str, is_met: object) -> None:
        if self.page is not None:
            self.acts.answer_gate(self.page.review.review_id, gate_id, is_met)  # type: ignore[arg-type]

    def _on_target(self, level_id: str) -> None:
        if self.page is not None:
            self.acts.set_target(self.page.review.review_id, level_id)

    def _on_comment_requested(self) -> None:
        if (part := self.foot.currentWidget()) is not None:
            part.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_escaped(self) -> None:
        self.comment.flush()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_main(self) -> None:
        """Hand in the side that is marked, or go on to the next step; at the last one, freeze."""
        page = self.page
        if page is None or not self._act_words(page):
            return
        self.flush()
        if self.can_mark and self.phase in _RATERS:
            self.acts.hand_in(page.review.review_id, self.rater)
            both = page.review.self_handed_in_at or page.review.yours_handed_in_at
            self._is_together = False
            self._wants_phase = Phase.COMPARE if both else Phase.YOURS if self.phase is Phase.SELF else Phase.SELF
        elif self.phase is Phase.AGREE:
            self.acts.agree(page.review.review_id)
        else:
            self.show_phase(Phase(self.phase + 1))

    def _on_together(self) -> None:
        self._is_together = True
        self.show_phase(Phase.SELF)

    def _on_again(self) -> None:
        if self.page is not None:
            self.acts.begin_again(self.page.review.review_id, self.desk.local_now.date())

    def _on_begun(self, review_id: str) -> None:
        self.navigate_requested.emit(Route("review", item_id=review_id))

    def _on_phase(self, phase: int) -> None:
        self.show_phase(Phase(phase))

    def _on_refused(self, words: str) -> None:
        self.refusal.set_text(words, tone="danger", icon="alert")

    def _lay_out(self) -> None:
        px = self.look.px
        lay_ground(self.body)
        self.foot.addWidget(self.comment)
        self.foot.addWidget(self.discussion)
        self.foot.addWidget(self.agreeing)
        self.foot.setFixedHeight(px(176))
        self.table.setMinimumHeight(px(220))
        column = self.body.column_layout
        column.setSpacing(px(10))
        for part in (self.legend, self.table, self.refusal, self.foot, self.self_panel, self.waiting):
            column.addWidget(part)
        column.setStretchFactor(self.table, 1)
        self.body.rail_layout.addWidget(self.rail)
        self.body.rail_layout.addStretch(1)
        for unread in (self.broken, self.self_panel, self.waiting):
            unread.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        whole.addWidget(self.broken)
        whole.addWidget(self.body, 1)

    def _connect(self) -> None:
        self._query.answered.connect(self._on_answered)
        self._query.failed.connect(self._on_query_failed)
        acts, table, discussion = self.acts, self.table, self.discussion
        acts.written.connect(self.refresh)
        acts.refused.connect(self._on_refused)
        acts.begun.connect(self._on_begun)
        self.bar.back_requested.connect(self.back_requested)
        self.bar.main_requested.connect(self._on_main)
        self.bar.phase_requested.connect(self._on_phase)
        self.bar.target_chosen.connect(self._on_target)
        self.bar.action_requested.connect(self.action_requested)
        table.current_changed.connect(self._on_current_changed)
        self.keys.chosen.connect(self._keep)
        table.comment_requested.connect(self._on_comment_requested)
        self.comment.commented.connect(self._on_commented)
        self.comment.confidence_chosen.connect(self.keys.set_confidence)
        self.comment.escaped.connect(self._on_escaped)
        discussion.said.connect(self._on_said)
        discussion.agreed_chosen.connect(self._keep)
        discussion.look_chosen.connect(self._on_look)
        discussion.private_text_copied.connect(self.private_text_copied)
        self.agreeing.gate_answered.connect(self._on_gate)
        self.agreeing.again_requested.connect(self._on_again)
        self.self_panel.answer_accepted.connect(acts.take_answer)
        self.self_panel.together_requested.connect(self._on_together)
        self.rail.evidence_added.connect(acts.add_evidence)
        self.rail.evidence_removed.connect(acts.remove_evidence)
        self.rail.close_requested.connect(self.body.close_rail)

    def _on_query_failed(self, error: Exception) -> None:
        self._on_refused(str(error))
