"""A meeting on one page in three stages: prep before it, live notes in it, follow-up after it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery, Operation
from coachdesk.model.meeting import MeetingState
from coachdesk.services.agenda import AgendaRow
from coachdesk.services.brief_lines import BriefLine
from coachdesk.services.meeting_page import MeetingPage, MeetingStage, get_meeting_page
from coachdesk.services.meetings import finish_meeting, reopen_meeting, start_meeting
from coachdesk.services.prep_page import PrepPage
from coachdesk.store.changes import Topic
from coachdesk.ui.editor.autosave import Autosave
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.meeting_agenda import AgendaPanel
from coachdesk.ui.views.meeting_bar import STAGES, MeetingBar
from coachdesk.ui.views.meeting_body import MeetingBody
from coachdesk.ui.views.meeting_follow_up import FollowUpStage
from coachdesk.ui.views.meeting_foot import MeetingFoot
from coachdesk.ui.views.meeting_notes import MeetingNotes
from coachdesk.ui.views.meeting_prep import PrepStage
from coachdesk.ui.views.meeting_rail import RailPanel
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.when_words import ms_to_next_minute

_TICK_MS = 1000
_PREP_TOPICS = frozenset(
    {Topic.QUESTIONS, Topic.OBSERVATIONS, Topic.EVIDENCE, Topic.PLANS, Topic.REVIEWS, Topic.LADDERS}
)


class MeetingView(View):
    """One meeting with one person, at the stage that its state or the tab of the route asks for.

    `private_text_copied` tells that private words are in the clipboard.
    """

    topics = frozenset({Topic.MEETINGS, Topic.AGENDA, Topic.PROMISES, Topic.NOTES, Topic.PEOPLE}) | _PREP_TOPICS
    collapses_sidebar = True
    has_own_bar = True

    private_text_copied = Signal()

    def __init__(
        self,
        desk: Desk,
        look: Appearance,
        parent: QWidget | None = None,
        *,
        build_autosave: Callable[..., Autosave] = Autosave,
    ) -> None:
        super().__init__(desk, look, parent)
        self._page: MeetingPage | None = None
        self.stage = MeetingStage.LIVE
        self._terms: tuple[str, ...] = ()
        self._query = LatestQuery(self, desk)
        self.bar = MeetingBar(desk, look)
        self.agenda = AgendaPanel(desk, look)
        self.notes = MeetingNotes(self, desk, look, build_autosave)
        self.rail = RailPanel(desk, look)
        self.prep = PrepStage(desk, look, self, build_autosave)
        self.follow_up = FollowUpStage(desk, look, self)
        self.centre = QStackedWidget()
        self.centre.addWidget(self.notes)
        self.centre.addWidget(self.prep)
        self.body = MeetingBody(look, self.agenda, self.centre, self.rail)
        self.foot = MeetingFoot(desk, look)
        self.stages = QStackedWidget()
        self.stages.addWidget(self.body)
        self.stages.addWidget(self.follow_up)
        self.clock = QTimer(self)
        self.clock.setInterval(_TICK_MS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.stages, 1)
        column.addWidget(self.prep.foot)
        column.addWidget(self.foot)
        self._connect()

    @property
    def editor(self) -> QWidget:
        """The note editor."""
        return self.notes.editor

    @property
    def is_in_meeting(self) -> bool:
        """Whether the meeting that shows is live."""
        return self._page is not None and self._page.meeting.state is MeetingState.LIVE

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The parts of the open stage, in the order of reading."""
        if self.stage is MeetingStage.FOLLOW_UP:
            return self.follow_up.panes
        if self.stage is MeetingStage.PREP:
            return (self.agenda, *self.prep.panes, self.rail)
        return (self.agenda, self.notes.editor, self.rail, self.foot)

    def show_route(self, route: Route) -> None:
        """Open the meeting that `route` names; its terms are marked in the notes."""
        if self.route is None or self.route.meeting_id != route.meeting_id:
            self._page = None
            self.notes.leave()
            self.prep.leave()
            self.clock.stop()
        self._terms = route.terms
        super().show_route(route)

    def refresh(self) -> None:
        """Read the meeting and what helps in it."""
        if self.route is not None and self.route.meeting_id is not None:
            self._query.ask(get_meeting_page, self.route.meeting_id, self.desk.now, self.desk.zone)

    def run_action(self, action_id: str) -> bool:
        """Do what the open stage knows; start or finish, add an item, turn a block, or show the side notes."""
        if self._page is not None and self._run_in_stage(action_id):
            return True
        if self.stage is MeetingStage.LIVE and self._page is not None and self.notes.run_action(action_id):
            return True
        acts: dict[str, Callable[[], None]] = {
            "meeting.start": self._on_main,
            "agenda.add": self._on_add_item,
            "block.toggle": self._on_toggle,
            "agenda.next": self.agenda.discuss_current,
            "agenda.outcome": self._on_outcome,
            "rail": self._on_rail_action,
            "theme.raise": self._on_raise_theme,
            "goal.talk": self._on_coaching_note,
            "find": self.notes.find_bar.open_bar,
            "note.item_heading": self._on_item_heading,
        }
        if action_id in acts and self._page is not None:
            acts[action_id]()
            return True
        return False

    def flush(self) -> None:
        """Queue what was typed and a date that was chosen."""
        self.foot.commit()
        self.agenda.commit_typed()
        self.rail.commit_typed()
        self.prep.flush()
        self.follow_up.flush()
        self.notes.commit_typed()

    def has_unsaved(self) -> bool:
        """Return whether something typed is not on disk yet."""
        typed = self.agenda.has_typed() or self.rail.has_typed() or self.prep.has_unsaved()
        return typed or self.follow_up.has_unsaved() or self.notes.has_unsaved()

    def show_stage(self, stage: MeetingStage) -> None:
        """Open a part of the page."""
        self.stage = stage
        self.stages.setCurrentWidget(self.follow_up if stage is MeetingStage.FOLLOW_UP else self.body)
        self.centre.setCurrentWidget(self.prep if stage is MeetingStage.PREP else self.notes)
        self.foot.setVisible(stage is MeetingStage.LIVE)
        self.prep.foot.setVisible(stage is MeetingStage.PREP)
        self.prep.set_stacked(self.body.is_stacked)
        if self._page is not None:
            self.bar.show_page(self._page, stage)
            self.agenda.show_stage(stage)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the find bar and the marks with Esc; walk the stages with Ctrl+PageUp and Ctrl+PageDown."""
        step = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.flush()
            self._go_to_stage(STAGES[(STAGES.index(self.stage) + step) % len(STAGES)])
            return
        if event.key() == Qt.Key.Key_Escape and self.notes.escape():
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Let the time run."""
        super().showEvent(event)
        self._run_clock()

    def hideEvent(self, event: QHideEvent) -> None:
        """Save what was typed and stop the time."""
        super().hideEvent(event)
        self.clock.stop()
        self.prep.flush()
        self.notes.autosave.flush()

    def _connect(self) -> None:
        self._query.answered.connect(self._on_answered)
        self._query.failed.connect(self._on_query_failed)
        self.clock.timeout.connect(self._on_tick)
        self.bar.back_requested.connect(self.back_requested)
        self.bar.main_requested.connect(self._on_main)
        self.bar.stage_requested.connect(self._go_to_stage)
        self.bar.reopen_requested.connect(self._on_reopen)
        self.bar.present_requested.connect(self._on_present)
        self.bar.agenda_toggled.connect(self.body.show_agenda)
        self.bar.rail_toggled.connect(self.body.show_rail)
        self.notes.stack.currentChanged.connect(self._on_pane_changed)
        self.body.arrangement_changed.connect(self._on_arrangement_changed)
        self.rail.last_meeting_requested.connect(self._on_last_meeting)
        self.agenda.questions.choice_requested.connect(self.prep.choose)
        self.prep.page_shown.connect(self._on_prep_shown)
        self.prep.source_requested.connect(self._on_source_requested)
        self.rail.extra.source_requested.connect(self._on_source_requested)
        self.prep.question_list_requested.connect(self.agenda.questions.open_list)
        self.prep.last_meeting_requested.connect(self.rail.open_last)
        self.notes.toolbar.asked.connect(self.run_action)
        self.notes.saved_shown.connect(self.foot.show_saved)
        self.notes.not_saved_shown.connect(self.foot.show_not_saved)
        self.notes.editor.private_text_copied.connect(self.private_text_copied)
        self.notes.editor.cursorPositionChanged.connect(self._on_cursor_moved)
        self._on_arrangement_changed(self.body.is_stacked, self.body.rail_is_over)

    def _on_answered(self, page: MeetingPage) -> None:
        if self.route is None or page.meeting.meeting_id != self.route.meeting_id:
            return
        stage = self._stage_for(page)
        has_moved_on = self._page is not None and stage is not self.stage
        self._page = page
        self.show_stage(stage)
        self.prep.set_page(page)
        self.follow_up.set_page(page)
        self.agenda.show_page(page)
        self.rail.show_page(page)
        self.foot.show_page(page)
        opened = self.notes.show_page(page, self._terms)
        if not opened and self._terms:
            self.notes.editor.hits.show_terms(self._terms)
        self._terms = ()
        self.title_changed.emit(page.meeting.person_name, self.bar.when.text())
        self._set_proxies()
        is_live = stage is MeetingStage.LIVE
        if (opened or has_moved_on) and is_live and self.isVisible() and not self.agenda.field.text():
            self.notes.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        if has_moved_on and stage is MeetingStage.FOLLOW_UP and self.isVisible():
            self.follow_up.summary.setFocus(Qt.FocusReason.OtherFocusReason)
        self._run_clock()

    def _stage_for(self, page: MeetingPage) -> MeetingStage:
        """Return the stage to show: the chosen one, until the meeting itself moves on."""
        if self._page is not None:
            return self.stage if self._page.stage is page.stage else page.stage
        chosen = self.route.tab if self.route is not None else ""
        if chosen in tuple(MeetingStage):
            return MeetingStage(chosen)
        return MeetingStage.LIVE if self._terms else page.stage

    def _go_to_stage(self, stage: MeetingStage) -> None:
        self.show_stage(stage)
        for pane in self.panes[1:2] or self.panes:
            pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def _run_in_stage(self, action_id: str) -> bool:
        if self.stage is MeetingStage.FOLLOW_UP:
            return self.follow_up.run_action(action_id)
        return self.stage is MeetingStage.PREP and self.prep.run_action(action_id)

    def _on_prep_shown(self, page: PrepPage) -> None:
        self.agenda.questions.set_choice(page.person_id, page.questions)
        self.rail.show_brief(page.brief)

    def _on_source_requested(self, line: BriefLine) -> None:
        """Open where a line of the brief comes from: a meeting, an item beside it, else the person's page."""
        if line.noun == "meeting":
            self.navigate_requested.emit(Route("meeting", meeting_id=line.noun_id))
        elif self._page is not None:
            person_id = self._page.meeting.person_id
            tab = "goals" if line.noun == "skill_goal" else ""
            self.navigate_requested.emit(Route("person", person_id, tab=tab, item_id=line.noun_id))

    def _on_coaching_note(self) -> None:
        """Go to the plan; a note that begins there belongs to the meeting while it is live."""
        if self._page is not None:
            self.navigate_requested.emit(Route("person", self._page.meeting.person_id, tab="goals"))

    def _set_proxies(self) -> None:
        """F6 goes to a pane; within it the keyboard goes to what is there."""
        self.agenda.setFocusProxy(self.agenda.list if self.agenda.model.rows else self.agenda.field)
        self.rail.setFocusProxy(self.rail.list if self.rail.model.rows else self.rail.field)
        self.foot.setFocusProxy(self.foot.picker.focus_target())

    def _on_query_failed(self, error: Exception) -> None:
        self.notes.show_gone(str(error))

    def _run_clock(self) -> None:
        if self.is_in_meeting and self.isVisible():
            self.clock.setInterval(_TICK_MS)
            self.clock.start()
            self._on_tick()
        elif self._page is not None and self._page.stage is MeetingStage.PREP and self.isVisible():
            self.clock.setInterval(ms_to_next_minute(self.desk.now))
            self.clock.start()
        else:
            self.clock.stop()

    def _on_tick(self) -> None:
        if self._page is not None:
            self.bar.show_time(self._page)
            if not self.is_in_meeting:
                self.clock.setInterval(ms_to_next_minute(self.desk.now))

    def _on_main(self) -> None:
        """Start a planned meeting, finish a live one, close one that was held."""
        if self._page is None:
            return
        meeting = self._page.meeting
        if meeting.state is MeetingState.LIVE:
            self.flush()
            words = self.tr("Meeting finished")
            Operation(self.bar, self.desk, finish_meeting, meeting.meeting_id, label=words, offers_undo=True).start()
        elif meeting.state is MeetingState.PLANNED:
            words = self.tr("Meeting started")
            operation = Operation(self.bar, self.desk, start_meeting, meeting.person_id, label=words)
            operation.succeeded.connect(self._on_started)
            operation.start()
        elif self.stage is MeetingStage.FOLLOW_UP:
            self.follow_up.run_action("meeting.start")

    def _on_started(self, meeting_id: str) -> None:
        if self.route is not None and meeting_id != self.route.meeting_id:
            self.navigate_requested.emit(Route("meeting", meeting_id=meeting_id))

    def _on_present(self) -> None:
        self.action_requested.emit("presenter")

    def _on_reopen(self) -> None:
        if self._page is not None:
            words = self.tr("Meeting open again")
            Operation(self.bar, self.desk, reopen_meeting, self._page.meeting.meeting_id, label=words).start()
            self.show_stage(MeetingStage.LIVE)
            self.notes.editor.setFocus()

    def _on_pane_changed(self, _index: int) -> None:
        """Show the top of the preview or the versions, once they have their place."""
        if self.notes.stack.currentWidget() is not self.notes.writing:
            QTimer.singleShot(0, self, self._reveal_notes)

    def _reveal_notes(self) -> None:
        self.body.reveal(self.notes, QRect(0, 0, 1, self.look.px(40)))

    def _on_cursor_moved(self) -> None:
        if self.notes.editor.hasFocus():
            self.body.reveal(self.notes.editor.viewport(), self.notes.editor.cursorRect())

    def _on_add_item(self) -> None:
        if self.stage is MeetingStage.FOLLOW_UP:
            self.show_stage(MeetingStage.LIVE)
        if self.body.is_stacked:
            self.bar.agenda_toggle.setChecked(True)
        self.agenda.begin_item()

    def _on_outcome(self) -> None:
        if self.body.is_stacked:
            self.bar.agenda_toggle.setChecked(True)
        self.agenda.note_outcome()

    def _on_toggle(self) -> None:
        """Turn what the keyboard is on; a note never turns while an item is typed beside it."""
        if not self.agenda.toggle_current() and not self.agenda.field.hasFocus():
            self.notes.editor.toggle_visibility()

    def _on_item_heading(self) -> None:
        """Begin a part of the note about the item in focus: where the keyboard is, else the first one still open."""
        items = [row for row in self.agenda.model.rows if isinstance(row, AgendaRow)]
        current = self.agenda.list.current_id
        row = next((one for one in items if one.item_id == current), None)
        row = row or next((one for one in items if not one.is_done), None)
        if row is not None:
            self.notes.insert_heading(row.text, private=row.is_private)

    def _on_raise_theme(self) -> None:
        """Begin a theme in the side notes of a skip-level; they are laid over the page where they have no place."""
        if not self.rail.themes.isHidden():
            if not self.rail.isVisible():
                self._on_rail_action()
            self.rail.themes.open_row()

    def _on_rail_action(self) -> None:
        if self.body.rail_is_over:
            self.bar.rail_toggle.toggle()

    def _on_arrangement_changed(self, agenda_folds: bool, rail_folds: bool) -> None:
        self.bar.rail_toggle.setChecked(False)
        self.bar.show_toggles(agenda=agenda_folds, rail=rail_folds)
        self.prep.set_stacked(agenda_folds)

    def _on_last_meeting(self, meeting_id: str) -> None:
        self.navigate_requested.emit(Route("meeting", meeting_id=meeting_id))
