"""The page of one person: header, overview and all one-on-ones."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery
from coachdesk.model.meeting import MeetingState
from coachdesk.services.meetings import MeetingRow
from coachdesk.services.person_page import PersonPage, get_person_page, list_person_meetings
from coachdesk.store.changes import Topic
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.page_ground import set_ground
from coachdesk.ui.views.person_acts import PersonActs
from coachdesk.ui.views.person_header import PersonHeader
from coachdesk.ui.views.person_meetings import PersonMeetings
from coachdesk.ui.views.person_overview import PersonOverview
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.when_words import ms_to_next_minute
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.messages import Banner, EmptyState
from coachdesk.ui.widgets.text import Line

FIRST_MEETINGS = 60
"""How many meetings their tab shows at once; the others follow."""
LARGE_TEXT = 1.5
"""Above this text size the facts of the header scroll with the page."""
TABS = ("overview", "meetings")


class PersonView(View):
    """Shows `Route("person", person_id, tab=…)`; tabs by Ctrl+PageUp and Ctrl+PageDown."""

    topics = frozenset(Topic)

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(desk, look, parent)
        self._page: PersonPage | None = None
        self._has_meetings = False
        self._query = LatestQuery(self, desk)
        self._meetings_query = LatestQuery(self, desk)
        self._acts = PersonActs(self, desk)
        self._minute = QTimer(self)
        self._minute.setSingleShot(True)
        self.header = PersonHeader(look, desk.zone)
        self.tabs = QTabBar()
        self.overview = PersonOverview(look, desk.zone)
        self.meetings = PersonMeetings(look, desk.zone)
        self._archived = Banner(look, "info", self.tr("Archived. Everything stays, but not in the lists."),
                                action=self.tr("Restore"))  # fmt: skip
        self._gone = EmptyState(look, self.tr("No such person"), self.tr("They are no longer in the vault."))
        self._build_bar()
        self._lay_out()
        self._connect()

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """Tabs, the lists that show, and the private lines."""
        if self.tabs.currentIndex() == 1:
            return (self.tabs, self.meetings.rows)
        overview = self.overview
        lists = (overview.promises_list, overview.agenda_list, overview.latest_list)
        shown = tuple(one for one in lists if one.isVisible())
        return (self.tabs, overview.strip.start, *shown, overview.about.edit)

    @property
    def bar_widgets(self) -> tuple[QWidget, ...]:
        """Add and Edit."""
        return (self.add_button, self.edit_button)

    def show_route(self, route: Route) -> None:
        """Show a person on a tab; what was typed about another one is saved first."""
        self.flush()
        if self.route is None or self.route.person_id != route.person_id:
            self._page = None
            self._has_meetings = False
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(TABS.index(route.tab) if route.tab in TABS else 0)
        self.tabs.blockSignals(False)
        self._stack.setCurrentIndex(self.tabs.currentIndex())
        super().show_route(route)

    def refresh(self) -> None:
        """Ask for the person, and for all meetings on their tab."""
        if self.route is None or self.route.person_id is None:
            return
        self._query.ask(get_person_page, self.route.person_id, self.desk.now, self.desk.zone)
        if self.tabs.currentIndex() == 1:
            self._ask_meetings(None if self._has_meetings else FIRST_MEETINGS)

    def run_action(self, action_id: str) -> bool:
        """Do what the keyboard map names here; return whether this page knows it."""
        acts = {
            "meeting.start": self._on_start,
            "person.edit": self._on_edit,
            "agenda.add": self._on_add_topic,
            "block.toggle": self._on_toggle_private,
            "rail": self.overview.body.toggle_rail,
        }
        act = acts.get(action_id)
        if act is None or self._page is None:
            return False
        act()
        return True

    def flush(self) -> None:
        """Queue the private lines, the follow-up and the topic that are typed but not saved."""
        self.overview.about.flush()
        self.overview.promise_add.commit_typed()
        self.overview.agenda_add.commit_typed()

    def has_unsaved(self) -> bool:
        """Return whether private lines are not on disk yet."""
        return self.overview.about.has_unsaved

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the tabs with Ctrl+PageUp and Ctrl+PageDown."""
        steps = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the header the form that fits."""
        super().resizeEvent(event)
        self._place_facts()

    def showEvent(self, event: QShowEvent) -> None:
        """Count the minutes again."""
        super().showEvent(event)
        self._on_minute()

    def hideEvent(self, event: QHideEvent) -> None:
        """Count no minutes while nobody looks."""
        super().hideEvent(event)
        self._minute.stop()

    def _build_bar(self) -> None:
        look = self.look
        self.add_button = Button(look, self.tr("Add"), icon="plus", small=True)
        self.edit_button = Button(look, self.tr("Edit"), icon="pencil", small=True)
        self.edit_button.setToolTip(self.tr("Edit this person (Ctrl+E)"))
        self.menu = QMenu(self.add_button)
        for words, method in (
            (self.tr("Follow-up"), self._on_add_promise),
            (self.tr("Agenda item"), self._on_add_topic),
            (self.tr("Meeting"), self._on_plan),
        ):
            action = QAction(words, self)
            action.triggered.connect(method)
            self.menu.addAction(action)
        self.add_button.setMenu(self.menu)

    def _lay_out(self) -> None:
        set_ground(self)
        self.tabs.setAccessibleName(self.tr("Parts of the page"))
        self.tabs.setExpanding(False)
        self.tabs.addTab(self.tr("Overview"))
        self.tabs.addTab(self.tr("One-on-ones"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.overview)
        self._stack.addWidget(self.meetings)
        self._whole = QWidget()
        inner = QVBoxLayout(self._whole)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        margins = QVBoxLayout()
        margins.setContentsMargins(self.look.px(24), 0, self.look.px(24), 0)
        margins.addWidget(self._archived)
        margins.addWidget(self.tabs)
        inner.addWidget(self.header)
        inner.addLayout(margins)
        inner.addWidget(Line())
        inner.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._whole)
        column.addWidget(self._gone)
        self._archived.hide()
        self._gone.hide()
        self._whole.hide()

    def _connect(self) -> None:
        self._query.answered.connect(self._on_answered)
        self._query.failed.connect(self._on_gone)
        self._meetings_query.answered.connect(self._on_meetings_answered)
        self._minute.timeout.connect(self._on_minute)
        self.look.changed.connect(self._place_facts)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self._archived.acted.connect(self._on_restore)
        acts, overview, meetings = self._acts, self.overview, self.meetings
        acts.written.connect(self.refresh)
        acts.started.connect(self._on_started)
        overview.strip.start_requested.connect(self._on_start)
        overview.promises.ticked.connect(acts.tick_promise)
        overview.promises_list.removal_requested.connect(acts.remove_promise)
        overview.promise_add.add_requested.connect(self._on_promise_added)
        overview.agenda.ticked.connect(acts.tick_topic)
        overview.agenda.renamed.connect(acts.rename_topic)
        overview.agenda_list.removal_requested.connect(acts.drop_topic)
        overview.agenda_list.move_requested.connect(acts.move_topic)
        overview.agenda_add.add_requested.connect(self._on_topic_added)
        overview.meeting_add.add_requested.connect(self._on_meeting_planned)
        overview.latest_list.opened.connect(self._on_meeting_opened)
        overview.latest_list.removal_requested.connect(acts.remove_meeting)
        overview.all_meetings_requested.connect(self._on_all_meetings)
        overview.about.save_requested.connect(acts.save_about)
        acts.about_saved.connect(overview.about.set_saved)
        acts.about_failed.connect(overview.about.set_failed)
        meetings.opened.connect(self._on_meeting_opened)
        meetings.removal_requested.connect(acts.remove_meeting)
        meetings.missed_requested.connect(acts.mark_missed)
        meetings.plan_requested.connect(self._on_plan)

    def _on_answered(self, page: PersonPage) -> None:
        if self.route is None or page.person.person_id != self.route.person_id:
            return
        self._page = page
        now = self.desk.now
        self.title_changed.emit(self._place_words(page), "")
        self.header.set_page(page, now)
        self.overview.set_page(page, now)
        self._archived.setVisible(page.person.is_archived)
        self._whole.show()
        self._gone.hide()
        self._count_minutes()

    def _place_facts(self) -> None:
        if self.look.text_scale > LARGE_TEXT:
            self.overview.take_facts(self.header.facts)
        else:
            self.header.take_facts()
        self.header.set_width(self.width())

    def _place_words(self, page: PersonPage) -> str:
        """Return where a person belongs; the title of a window must never name them."""
        if page.person.is_direct:
            return self.tr("Direct reports")
        return self.tr("Skip-levels") if page.person.manager_id else self.tr("People")

    def _on_gone(self, _error: Exception) -> None:
        self._page = None
        self.title_changed.emit(self.tr("Person"), "")
        self._whole.hide()
        self._gone.show()

    def _ask_meetings(self, limit: int | None) -> None:
        """Ask for the newest meetings first, so that the tab is painted before twenty years are read."""
        if self.route is not None and self.route.person_id is not None:
            self._meetings_query.ask(list_person_meetings, self.route.person_id, limit)

    def _on_meetings_answered(self, meetings: tuple[MeetingRow, ...]) -> None:
        self.meetings.set_meetings(meetings, self.desk.local_now.date())
        if not self._has_meetings:
            self._has_meetings = True
            if len(meetings) == FIRST_MEETINGS:
                self._ask_meetings(None)

    def _on_tab_changed(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        self.flush()
        self.refresh()

    def _on_all_meetings(self) -> None:
        self.tabs.setCurrentIndex(1)

    def _on_start(self) -> None:
        if self._page is None:
            return
        meeting = self._page.next
        if meeting is not None and meeting.state is MeetingState.LIVE:
            self._on_meeting_opened(meeting.meeting_id)
        else:
            self._acts.start_meeting(self._page.person.person_id)

    def _on_started(self, meeting_id: str) -> None:
        self._on_meeting_opened(meeting_id)
        self.refresh()

    def _on_meeting_opened(self, meeting_id: str) -> None:
        if self.route is not None:
            self.navigate_requested.emit(Route("meeting", self.route.person_id, meeting_id))

    def _on_edit(self) -> None:
        if self.route is not None:
            self.navigate_requested.emit(Route("person_form", self.route.person_id))

    def _on_restore(self) -> None:
        if self._page is not None:
            self._acts.restore_person(self._page.person.person_id)

    def _on_add_promise(self) -> None:
        self.tabs.setCurrentIndex(0)
        self.overview.open_adder(self.overview.promise_add)

    def _on_add_topic(self) -> None:
        self.tabs.setCurrentIndex(0)
        self.overview.open_adder(self.overview.agenda_add)

    def _on_plan(self) -> None:
        self.tabs.setCurrentIndex(0)
        self.overview.open_adder(self.overview.meeting_add)

    def _on_toggle_private(self) -> None:
        overview = self.overview
        if overview.agenda_add.isVisible() and not overview.agenda_list.hasFocus():
            overview.agenda_add.toggle_private()
        elif overview.agenda_list.current_id:
            self._acts.toggle_topic(overview.agenda_list.current_id)

    def _on_promise_added(self, text: str, owner: object, due_on: object) -> None:
        if self._page is not None:
            self._acts.add_promise(self._page.person.person_id, text, owner, due_on)  # type: ignore[arg-type]
            self.overview.promise_add.clear()

    def _on_topic_added(self, text: str, source: object, visibility: object) -> None:
        if self._page is not None:
            self._acts.add_topic(self._page.person.person_id, text, source, visibility)  # type: ignore[arg-type]
            self.overview.agenda_add.clear()

    def _on_meeting_planned(self, starts_at: object) -> None:
        if self._page is not None:
            self._acts.plan_meeting(self._page.person.person_id, starts_at, self._page.kind)  # type: ignore[arg-type]
            self.overview.meeting_add.close_row()

    def _on_minute(self) -> None:
        if self._page is None or not self.isVisible():
            return
        if self.desk.local_now.date() != self._page.today:
            self.refresh()
            return
        self.overview.set_now(self.desk.now)
        self._count_minutes()

    def _count_minutes(self) -> None:
        """Wake once a minute only while the strip counts minutes to a meeting of today."""
        page = self._page
        if page is None or page.next is None or not self.isVisible():
            return
        if page.next.starts_at.astimezone(self.desk.zone).date() == page.today:
            self._minute.start(ms_to_next_minute(self.desk.local_now))
