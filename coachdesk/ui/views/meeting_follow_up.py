"""The follow-up of a talk on one page: carry over, actions, evidence, the summary to share, and closing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery, Operation
from coachdesk.model.promise import PromiseOwner
from coachdesk.services.follow_up import (
    FollowUp,
    close_meeting,
    get_follow_up,
    mark_summary_copied,
    set_evidence_competency,
)
from coachdesk.services.meeting_page import MeetingPage
from coachdesk.services.promises import (
    PromiseDraft,
    add_promise,
    remove_promise,
    set_promise_day,
    set_promise_owner,
    set_promise_text,
)
from coachdesk.store.changes import ChangeSet, Topic
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.meeting_follow_up_actions import ActionsPart
from coachdesk.ui.views.meeting_follow_up_agenda import CarryPanel
from coachdesk.ui.views.meeting_follow_up_body import FollowUpBody
from coachdesk.ui.views.meeting_follow_up_evidence import EvidencePart
from coachdesk.ui.views.meeting_follow_up_rail import FollowUpRail
from coachdesk.ui.views.meeting_follow_up_summary import ChooseFile, SummaryPart, choose_file
from coachdesk.ui.views.route import Route


class FollowUpStage(QWidget):
    """The third stage of a meeting. `view` is the page that it stands in, through which it leads on.

    Digits set the pulse wherever no field is being typed in; Ctrl+Enter closes the meeting.
    """

    def __init__(self, desk: Desk, look: Appearance, view: View, *, choose: ChooseFile = choose_file) -> None:
        super().__init__(view)
        self.desk = desk
        self.look = look
        self._page: MeetingPage | None = None
        self._follow_up: FollowUp | None = None
        self._query = LatestQuery(self, desk)
        self.agenda = CarryPanel(desk, look)
        self.actions_part = ActionsPart(look)
        self.evidence = EvidencePart(look)
        self.summary = SummaryPart(look, choose=choose)
        self.rail = FollowUpRail(desk, look)
        main = QWidget()
        self._main = QVBoxLayout(main)
        for part in (self.actions_part, self.evidence):
            self._main.addWidget(part)
        self._main.addWidget(self.summary, 1)
        self.body = FollowUpBody(look, self.agenda, main, self.rail)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.body)
        self._connect()
        self._arrange()

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The agenda, the summary, the actions and the rail; the summary has the keyboard first."""
        first = next(iter(self.actions_part.rows.values()), None)
        return (self.agenda, self.summary, first or self.actions_part.heading.button, self.rail.picker.focus_target())

    def set_page(self, page: MeetingPage) -> None:
        """Show the follow-up of a meeting."""
        is_other = self._page is None or self._page.meeting.meeting_id != page.meeting.meeting_id
        if is_other:
            self.actions_part.adder.close_row()
        self._page = page
        next_on = self._next_on(page)
        self.agenda.set_page(page, next_on, self.desk.local_now.date())
        self._ask()

    def flush(self) -> None:
        """Queue everything typed but not saved."""
        self.actions_part.keep()
        self.rail.next.commit()
        self.rail.next_time.flush()

    def has_unsaved(self) -> bool:
        """Return whether something typed is not on disk yet."""
        return self.actions_part.has_typed() or self.rail.next_time.has_unsaved

    def run_action(self, action_id: str) -> bool:
        """Close the meeting, copy the summary, add an action, or note what came of a question."""
        acts: dict[str, Callable[[], None]] = {
            "meeting.start": self.close_meeting,
            "summary.copy": self.summary.copy_mail,
            "action.add": self.actions_part.open_adder,
            "agenda.outcome": self.agenda.note_outcome,
        }
        if self._page is None or action_id not in acts:
            return False
        acts[action_id]()
        return True

    def close_meeting(self) -> None:
        """Close the meeting and lead on to the next one of the day, or to Today."""
        if self._page is None:
            return
        self.flush()
        meeting_id = self._page.meeting.meeting_id
        words = self.tr("Meeting closed")
        operation = Operation(self, self.desk, close_meeting, meeting_id, label=words, offers_undo=True)
        operation.succeeded.connect(self._on_closed)
        operation.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Set the pulse by a digit; N plans the usual next date."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and self.rail.picker.press_digit(event.text()):
            return
        if plain and event.key() == Qt.Key.Key_N:
            self.rail.next.plan_suggested()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep a list from searching for the digits that set the pulse."""
        if isinstance(event, QKeyEvent) and _is_digit(event):
            self.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _connect(self) -> None:
        self._query.answered.connect(self._on_answered)
        self.desk.bus.changed.connect(self._on_vault_changed)
        self.agenda.list.installEventFilter(self)
        part = self.actions_part
        part.text_kept.connect(self._on_text_kept)
        part.owner_chosen.connect(self._on_owner_chosen)
        part.day_kept.connect(self._on_day_kept)
        part.removal_requested.connect(self._on_removal_requested)
        part.adder.add_requested.connect(self._on_add_requested)
        self.evidence.competency_chosen.connect(self._on_competency_chosen)
        self.summary.taken.connect(self._on_taken)
        for foldable in (part, self.summary):
            self.body.stacked.connect(foldable.set_stacked)
            foldable.set_stacked(self.body.is_stacked)
        self.look.changed.connect(self._arrange)

    def _arrange(self) -> None:
        px = self.look.px
        self._main.setContentsMargins(px(24), px(10), px(24), px(12))
        self._main.setSpacing(px(20))

    def _ask(self) -> None:
        if self._page is not None:
            self._query.ask(get_follow_up, self._page.meeting.meeting_id, self.desk.now, self.desk.zone)

    def _next_on(self, page: MeetingPage) -> date:
        return (page.next_at or page.suggested_next_at).astimezone(self.desk.zone).date()

    def _on_answered(self, follow_up: FollowUp) -> None:
        page = self._page
        if page is None or page.meeting.meeting_id != follow_up.meeting_id:
            return
        self._follow_up = follow_up
        names = (follow_up.owner_name, page.meeting.person_name)
        today = self.desk.local_now.date()
        self.actions_part.set_actions(follow_up.actions, names, today, self._next_on(page))
        self.evidence.set_evidence(follow_up.evidence, follow_up.competencies)
        self.summary.set_summary(follow_up.summary, page.first_name, follow_up.left_out)
        self.rail.set_page(page, follow_up)

    def _on_vault_changed(self, change_set: ChangeSet, _initiator: QObject | None) -> None:
        if Topic.EVIDENCE in change_set.topics:
            self._ask()

    def _on_text_kept(self, promise_id: str, text: str) -> None:
        Operation(self, self.desk, set_promise_text, promise_id, text, label=self.tr("Action reworded")).start()

    def _on_owner_chosen(self, promise_id: str, owner: PromiseOwner) -> None:
        Operation(self, self.desk, set_promise_owner, promise_id, owner, label=self.tr("Owner changed")).start()

    def _on_day_kept(self, promise_id: str, day: date | None) -> None:
        Operation(self, self.desk, set_promise_day, promise_id, day, label=self.tr("Day changed")).start()

    def _on_removal_requested(self, promise_id: str) -> None:
        words = self.tr("Action removed")
        Operation(self, self.desk, remove_promise, promise_id, label=words, offers_undo=True).start()

    def _on_add_requested(self, text: str, owner: PromiseOwner, day: date | None) -> None:
        if self._page is None:
            return
        meeting = self._page.meeting
        draft = PromiseDraft(meeting.person_id, text, owner, day, meeting.meeting_id)
        operation = Operation(self, self.desk, add_promise, draft, label=self.tr("Action added"))
        operation.succeeded.connect(self._on_added)
        operation.start()

    def _on_added(self, _promise_id: object) -> None:
        self.actions_part.adder.clear()

    def _on_competency_chosen(self, evidence_id: str, competency_id: str) -> None:
        if self._follow_up is not None:
            pin, words = self._follow_up.ladder_pin, self.tr("Area of evidence changed")
            Operation(self, self.desk, set_evidence_competency, evidence_id, pin, competency_id, label=words).start()

    def _on_taken(self) -> None:
        if self._page is not None:
            meeting_id = self._page.meeting.meeting_id
            Operation(self, self.desk, mark_summary_copied, meeting_id, label=self.tr("Summary copied")).start()

    def _on_closed(self, _result: object) -> None:
        following = self._follow_up.next_up if self._follow_up is not None else None
        route = Route("meeting", following.person_id, following.meeting_id) if following else Route("today")
        view = self.parent()
        while view is not None and not isinstance(view, View):
            view = view.parent()
        if view is not None:
            view.navigate_requested.emit(route)


def _is_digit(event: QKeyEvent) -> bool:
    return event.type() == QEvent.Type.KeyPress and not event.modifiers() and event.text().isdigit()
