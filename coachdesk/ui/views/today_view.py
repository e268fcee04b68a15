"""The Today page: what needs the manager before the next meeting."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery, Operation
from coachdesk.model.meeting import MeetingState
from coachdesk.services.access import load_access
from coachdesk.services.meetings import start_meeting
from coachdesk.services.nudges import Nudge, NudgeKind, list_nudges, pause_nudges
from coachdesk.services.promises import set_promise_done
from coachdesk.services.today import TodayPage, UpcomingMeeting, get_today
from coachdesk.store.changes import Topic
from coachdesk.ui.models.day_rows import DayMeetingsModel, NotMetModel
from coachdesk.ui.models.promise_rows import OverdueModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.import_file import dropped_file, is_calendar
from coachdesk.ui.views.next_card import NextMeetingCard
from coachdesk.ui.views.nudge_list import NudgeSection, route_of
from coachdesk.ui.views.page import PageBody
from coachdesk.ui.views.page_ground import lay_ground, set_ground
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.views.settings_nudges import NUDGE_SETTINGS, list_nudge_kinds
from coachdesk.ui.views.today_balance import BalanceBox
from coachdesk.ui.views.welcome import Welcome
from coachdesk.ui.views.when_words import minutes_until, ms_to_next_minute, near_words
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.messages import EmptyState, SectionHeading
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.words import long_day_words


class TodayView(View):
    """The next meeting as a card, further meetings, overdue follow-ups; who was not met lately in the rail.

    `file_dropped(path)` when a calendar is dropped on the page, or a roster on that of an empty vault.
    """

    topics = frozenset(Topic)
    file_dropped = Signal(str)

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(desk, look, parent)
        self.setAcceptDrops(True)
        self._page: TodayPage | None = None
        self._next: UpcomingMeeting | None = None
        self._starting = ""
        self._query = LatestQuery(self, desk)
        self._query.answered.connect(self._on_answered)
        self._nudge_query = LatestQuery(self, desk)
        self._nudge_query.answered.connect(self._on_nudges)
        self._balance_query = LatestQuery(self, desk)
        self._minute = QTimer(self)
        self._minute.setSingleShot(True)
        self._minute.timeout.connect(self._on_minute)
        self._build_models()
        self._body = PageBody(look)
        lay_ground(self._body)
        self._welcome = Welcome(look)
        self._stack = QStackedWidget()
        self._blank = QWidget()
        self._welcome_scroll = QScrollArea()
        self._welcome_scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._welcome_scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._welcome_scroll.setWidgetResizable(True)
        self._welcome_scroll.setWidget(self._welcome)
        for page in (self._blank, self._body, self._welcome_scroll):
            self._stack.addWidget(page)
        set_ground(self._blank)
        set_ground(self._welcome)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.capture_button = Button(look, self.tr("Capture"), icon="note", keys="Ctrl N", small=True)
        self._fill_column()
        self._fill_rail()
        self._connect()

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The page and its rail, or the welcome."""
        if self._stack.currentWidget() is self._welcome_scroll:
            return (self._welcome.choose,)
        panes: list[QWidget] = [self._card.next_step] if self._card.isVisible() else []
        lists = (self._meetings_list, self._overdue_list, self._not_met_list)
        nudges = (self.nudges.rows[0].act,) if self.nudges.isVisible() else ()
        balance = (self.balance.canvas,) if self.balance.isVisible() else ()
        return (*panes, *(one for one in lists if one.isVisible()), *nudges, *balance)

    @property
    def bar_widgets(self) -> tuple[QWidget, ...]:
        """Capture."""
        return (self.capture_button,)

    def refresh(self) -> None:
        """Ask for the page of this day."""
        self._query.ask(get_today, self.desk.now, self.desk.zone)

    def run_action(self, action_id: str) -> bool:
        """Start the meeting of the row that has the keyboard, or the next one; show or hide the rail."""
        if action_id == "meeting.start":
            row = self._focused_meeting() or self._next
            if row is not None:
                self._start(row)
            return row is not None
        if action_id == "rail":
            self._body.toggle_rail()
            return True
        return False

    def showEvent(self, event: QShowEvent) -> None:
        """Count the minutes again; a page from before midnight is asked anew."""
        super().showEvent(event)
        self._on_minute()

    def hideEvent(self, event: QHideEvent) -> None:
        """Count no minutes while nobody looks."""
        super().hideEvent(event)
        self._minute.stop()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a calendar."""
        if is_calendar(dropped_file(event.mimeData())):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Report the file."""
        path = dropped_file(event.mimeData())
        if is_calendar(path):
            event.acceptProposedAction()
            self.file_dropped.emit(str(path))

    def _build_models(self) -> None:
        self._meetings = DayMeetingsModel(self.desk.zone)
        self._overdue = OverdueModel()
        self._not_met = NotMetModel(self.desk.zone)

    def _fill_column(self) -> None:
        look, layout = self.look, self._body.column_layout
        layout.setSpacing(0)
        self._heading = SectionHeading(look, self.tr("Meetings"))
        self._card = NextMeetingCard(self.desk, look)
        self._no_meetings = EmptyState(look, self.tr("No meetings today"), self.tr("Plan one from a person’s page."))
        self._meetings_list = RowList(
            look, self.tr("Further meetings today"), self._meetings, two_lines=True, min_height=52
        )
        self._overdue_heading = SectionHeading(look, self.tr("Overdue follow-ups"), action=self.tr("All follow-ups"))
        self._overdue_list = RowList(look, self.tr("Overdue follow-ups"), self._overdue)
        self._nothing_overdue = Label(look, self.tr("Nothing overdue"), tone="text3")
        layout.addWidget(self._heading)
        layout.addSpacing(look.px(4))
        layout.addWidget(self._card)
        layout.addWidget(self._no_meetings)
        layout.addSpacing(look.px(4))
        layout.addWidget(self._meetings_list)
        layout.addSpacing(look.px(16))
        layout.addWidget(self._overdue_heading)
        layout.addWidget(self._overdue_list)
        layout.addWidget(self._nothing_overdue)
        layout.addStretch(1)

    def _fill_rail(self) -> None:
        look, layout = self.look, self._body.rail_layout
        layout.setSpacing(0)
        self._not_met_list = RowList(
            look,
            self.tr("Not met lately"),
            self._not_met,
            two_lines=True,
            min_height=36,
            divided=False,
            surface="rail",
        )
        self._all_met = Label(look, self.tr("Everyone was met lately"), tone="text3")
        self._not_met_heading = SectionHeading(look, self.tr("Not met lately"), action=self.tr("Plan all"))
        layout.addWidget(self._not_met_heading)
        layout.addWidget(self._not_met_list)
        layout.addWidget(self._all_met)
        self.nudges = NudgeSection(look)
        layout.addWidget(self.nudges)
        self.balance = BalanceBox(look)
        layout.addWidget(self.balance)
        layout.addStretch(1)

    def _on_capture(self) -> None:
        self.action_requested.emit("capture")

    def _connect(self) -> None:
        self.capture_button.clicked.connect(self._on_capture)
        self._card.start_requested.connect(self._on_start_requested)
        self._card.prep_requested.connect(self._on_prep_requested)
        self._meetings_list.opened.connect(self._on_meeting_opened)
        self._not_met_list.opened.connect(self._on_person_opened)
        self._overdue.ticked.connect(self._on_ticked)
        self._overdue_list.opened.connect(self._on_promise_opened)
        self._overdue_heading.acted.connect(self._on_all_promises)
        self._not_met_heading.acted.connect(self._on_plan_requested)
        self.nudges.acted.connect(self._on_nudge)
        self.nudges.pause_requested.connect(self._on_nudge_paused)
        self.nudges.kind_refused.connect(self._on_nudge_refused)
        self._balance_query.answered.connect(self.balance.set_page)
        self.balance.all_requested.connect(self._on_balance)
        self._welcome.roster_requested.connect(self._on_roster_requested)
        self._welcome.person_requested.connect(self._on_person_requested)
        self._welcome.file_dropped.connect(self.file_dropped)

    def _on_answered(self, page: TodayPage) -> None:
        is_first, self._page = self._page is None, page
        was_next = self._next
        self._show(self.desk.now)
        if self.isVisible() and self._lost_its_place(is_first, was_next):
            for pane in self.panes[:1]:
                pane.setFocus(Qt.FocusReason.OtherFocusReason)
        self._count_minutes()
        self._ask_nudges()
        self._balance_query.ask(load_access, page.today)

    def _lost_its_place(self, is_first: bool, was_next: UpcomingMeeting | None) -> bool:
        """Tell whether the keyboard is where nothing was yet, or on a button that now means another meeting."""
        focus = QApplication.focusWidget()
        if is_first or focus is None:
            return not isinstance(focus, QLineEdit)
        ids = [row.meeting.meeting_id if row is not None else "" for row in (was_next, self._next)]
        return ids[0] != ids[1] and self._card.isAncestorOf(focus)

    def _ask_nudges(self) -> None:
        """Ask once the page is there: nudges never hold it up."""
        if self._page is not None:
            kinds = list_nudge_kinds(self.desk.settings)
            self._nudge_query.ask(list_nudges, self._page.today, self.desk.zone, kinds)

    def _on_nudges(self, nudges: tuple[Nudge, ...]) -> None:
        if self._page is not None:
            self.nudges.set_nudges(nudges, self._page.today)

    def _on_nudge(self, nudge: Nudge) -> None:
        """Open where the nudge is answered."""
        self.navigate_requested.emit(route_of(nudge))

    def _on_balance(self) -> None:
        self.navigate_requested.emit(Route("sponsorship"))

    def _on_nudge_paused(self, person_id: str, until_on: date) -> None:
        label = self.tr("Nudges turned off")
        operation = Operation(self, self.desk, pause_nudges, person_id, until_on, label=label, offers_undo=True)
        operation.succeeded.connect(self._on_written)
        operation.start()

    def _on_nudge_refused(self, kind: NudgeKind) -> None:
        self.desk.settings.set(NUDGE_SETTINGS[kind], False)
        self._ask_nudges()

    def _show(self, now: datetime) -> None:
        page = self._page
        if page is None:
            return
        self.title_changed.emit(self.tr("Today"), long_day_words(page.today))
        self._stack.setCurrentWidget(self._body if page.has_people else self._welcome_scroll)
        self._next = _pick_next(page.meetings, now)
        self._meetings.set_now(now)
        self._meetings.set_rows(tuple(row for row in page.meetings if row is not self._next))
        self._meetings.refresh_words()
        self._overdue.set_today(page.today)
        self._overdue.set_rows(page.overdue)
        self._not_met.set_today(page.today)
        self._not_met.set_rows(page.not_met)
        self._heading.set_text(self.tr("Meetings"), self._meetings_words(page, now))
        if self._next is not None:
            self._card.set_meeting(self._next, self._meetings.about_words(self._next), now)
        open_words = self.tr("{late} of {count} open").format(late=len(page.overdue), count=page.open_promises)
        self._overdue_heading.set_text(self.tr("Overdue follow-ups"), open_words if page.open_promises else "")
        self._card.setVisible(self._next is not None)
        self._no_meetings.setVisible(not page.meetings)
        self._meetings_list.setVisible(bool(self._meetings.rows))
        self._overdue_list.setVisible(bool(page.overdue))
        self._nothing_overdue.setVisible(not page.overdue)
        self._not_met_list.setVisible(bool(page.not_met))
        self._all_met.setVisible(not page.not_met)

    def _meetings_words(self, page: TodayPage, now: datetime) -> str:
        if self._next is None:
            return ""
        count = self.tr("{count} today").format(count=len(page.meetings))
        if self._next.meeting.state is MeetingState.LIVE:
            return self.tr("{count}, one is live").format(count=count)
        when = near_words(self._next.meeting.starts_at, now, self.desk.zone)
        is_first = self._next is page.meetings[0]
        words = self.tr("{count}, first {when}") if is_first else self.tr("{count}, next {when}")
        return words.format(count=count, when=when)

    def _focused_meeting(self) -> UpcomingMeeting | None:
        if self._meetings_list.hasFocus():
            row: UpcomingMeeting | None = self._meetings.row_at(self._meetings_list.currentIndex())
            return row
        return None

    def _start(self, row: UpcomingMeeting) -> None:
        meeting = row.meeting
        if meeting.state is MeetingState.LIVE:
            self.navigate_requested.emit(Route("meeting", meeting.person_id, meeting.meeting_id))
            return
        self._starting = meeting.person_id
        operation = Operation(self, self.desk, start_meeting, meeting.person_id)
        operation.succeeded.connect(self._on_started)
        operation.start()

    def _on_started(self, meeting_id: str) -> None:
        self.navigate_requested.emit(Route("meeting", self._starting, meeting_id))
        self.refresh()

    def _on_start_requested(self) -> None:
        if self._next is not None:
            self._start(self._next)

    def _on_prep_requested(self) -> None:
        if self._next is not None:
            meeting = self._next.meeting
            self.navigate_requested.emit(Route("meeting", meeting.person_id, meeting.meeting_id))

    def _on_meeting_opened(self, meeting_id: str) -> None:
        row = self._meetings.rows[self._meetings.position_of(meeting_id)]
        if row.meeting.state is MeetingState.LIVE:
            self._start(row)
        else:
            self.navigate_requested.emit(Route("meeting", row.meeting.person_id, meeting_id))

    def _on_person_opened(self, person_id: str) -> None:
        self.navigate_requested.emit(Route("person", person_id))

    def _on_promise_opened(self, promise_id: str) -> None:
        self.navigate_requested.emit(Route("follow_ups", tab=promise_id))

    def _on_all_promises(self) -> None:
        self.navigate_requested.emit(Route("follow_ups"))

    def _on_ticked(self, promise_id: str, is_done: bool) -> None:
        operation = Operation(
            self,
            self.desk,
            partial(set_promise_done, is_done=is_done),
            promise_id,
            label=self.tr("Follow-up ticked"),
            offers_undo=is_done,
        )
        operation.succeeded.connect(self._on_written)
        operation.failed.connect(self._on_written)
        operation.start()

    def _on_written(self, _result: object) -> None:
        self.refresh()

    def _on_plan_requested(self) -> None:
        self.action_requested.emit("week.plan")

    def _on_roster_requested(self) -> None:
        self.action_requested.emit("roster.import")

    def _on_person_requested(self) -> None:
        self.action_requested.emit("person.add")

    def _on_minute(self) -> None:
        if self._page is None or not self.isVisible():
            return
        if self.desk.local_now.date() != self._page.today:
            self.refresh()
            return
        self._show(self.desk.now)
        self._count_minutes()

    def _count_minutes(self) -> None:
        """Wake once a minute only while words on the page count minutes, else when the day is over."""
        if not self.isVisible():
            return
        now = self.desk.local_now
        meetings = self._page.meetings if self._page is not None else ()
        soon = any(-60 <= minutes_until(row.meeting.starts_at, now) <= 24 * 60 for row in meetings)
        midnight_ms = ((24 - now.hour) * 60 - now.minute) * 60_000
        self._minute.start(ms_to_next_minute(now) if soon else midnight_ms)


def _pick_next(meetings: tuple[UpcomingMeeting, ...], now: datetime) -> UpcomingMeeting | None:
    """Return the live meeting, else the first that is not over yet, else the last of the day."""
    live = (row for row in meetings if row.meeting.state is MeetingState.LIVE)
    coming = (row for row in meetings if minutes_until(row.meeting.starts_at, now) > -row.meeting.duration_min)
    return next(live, None) or next(coming, None) or (meetings[-1] if meetings else None)
