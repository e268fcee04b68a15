"""The page of one person: header and tabs, which `person_tabs` declares."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery
from coachdesk.model.meeting import MeetingState
from coachdesk.services.person_page import PersonPage, get_person_page
from coachdesk.store.changes import Topic
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.inline_add import InlineAdd
from coachdesk.ui.views.page_ground import set_ground
from coachdesk.ui.views.person_acts import PersonActs
from coachdesk.ui.views.person_fold import PersonFold
from coachdesk.ui.views.person_header import PersonHeader
from coachdesk.ui.views.person_meetings import PersonMeetings
from coachdesk.ui.views.person_meetings_tab import PersonMeetingsTab
from coachdesk.ui.views.person_overview import PersonOverview
from coachdesk.ui.views.person_overview_tab import PersonOverviewTab
from coachdesk.ui.views.person_part import PersonPart
from coachdesk.ui.views.person_tabs import TABS, position_of
from coachdesk.ui.views.route import Route
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.messages import Banner, EmptyState
from coachdesk.ui.widgets.text import Line

LARGE_TEXT = 1.5
"""Above this text size the facts of the header scroll with the page."""


class PersonView(View):
    """Shows `Route("person", person_id, tab=…)`; tabs by Ctrl+PageUp and Ctrl+PageDown.

    The overview has the whole header; on the other tabs it folds into the toolbar.
    """

    topics = frozenset(Topic)

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(desk, look, parent)
        self._page: PersonPage | None = None
        self._parts: dict[str, PersonPart] = {}
        self._query = LatestQuery(self, desk)
        self.acts = PersonActs(self, desk)
        self.header = PersonHeader(look, desk.zone)
        self.fold = PersonFold(look, self)
        self.tabs = QTabBar()
        self._archived = Banner(look, "info", self.tr("Archived. Everything stays, but not in the lists."),
                                action=self.tr("Restore"))  # fmt: skip
        self._gone = EmptyState(look, self.tr("No such person"), self.tr("They are no longer in the vault."))
        self._build_bar()
        self._lay_out()
        self._connect()

    @property
    def part(self) -> PersonPart:
        """The tab that shows."""
        return self.get_part(TABS[self.tabs.currentIndex()].tab_id)

    @property
    def ground(self) -> QWidget:
        """What tabs stand on; a tab that is built on it is styled once."""
        return self._stack

    @property
    def overview(self) -> PersonOverview:
        """The content of the overview."""
        part = self.get_part("overview")
        assert isinstance(part, PersonOverviewTab)
        return part.overview

    @property
    def meetings(self) -> PersonMeetings:
        """The content of the tab of all one-on-ones."""
        part = self.get_part("one-on-ones")
        assert isinstance(part, PersonMeetingsTab)
        return part.meetings

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """Tabs, and what the shown one has."""
        return (self.tabs, *self.part.panes)

    @property
    def bar_lead(self) -> QWidget:
        """The folded header."""
        return self.fold

    @property
    def bar_widgets(self) -> tuple[QWidget, ...]:
        """What the tab brings, else Add and Edit."""
        return self.part.bar_widgets or (self.add_button, self.edit_button, self.present_button)

    def get_part(self, tab_id: str) -> PersonPart:
        """Return a tab, made on first use. Raises KeyError."""
        if tab_id not in self._parts:
            tab = {one.tab_id: one for one in TABS}[tab_id]
            part = self._parts[tab_id] = tab.build(self.desk, self.look, self)
            part.navigate_requested.connect(self.navigate_requested)
            part.action_requested.connect(self.action_requested)
            part.tab_requested.connect(self.open_tab)
            self._stack.addWidget(part)
            if tab_id == "overview":
                self._place_facts()
        return self._parts[tab_id]

    def show_route(self, route: Route) -> None:
        """Show a person on a tab; what was typed about another one is saved first."""
        self.flush()
        if self.route is None or self.route.person_id != route.person_id:
            self._page = None
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(position_of(route.tab))
        self.tabs.blockSignals(False)
        self._show_part()
        self.part.set_route(route)
        super().show_route(route)

    def refresh(self) -> None:
        """Ask for the person; the tab that shows asks for the rest when the answer is in."""
        if self.route is not None and self.route.person_id is not None:
            self._query.ask(get_person_page, self.route.person_id, self.desk.now, self.desk.zone)

    def run_action(self, action_id: str) -> bool:
        """Do what the keyboard map names here: the tab's own first."""
        if self._page is None:
            return False
        acts = {
            "meeting.start": self.start_meeting,
            "person.edit": self._on_edit,
            "person.groups": self._on_self_description,
            "agenda.add": self._on_add_topic,
        }
        if self.part.run_action(action_id):
            return True
        act = acts.get(action_id)
        if act is None:
            return False
        act()
        return True

    def flush(self) -> None:
        """Queue what is typed on every tab."""
        for part in self._parts.values():
            part.flush()

    def has_unsaved(self) -> bool:
        """Return whether a tab holds words that are not on disk yet."""
        return any(part.has_unsaved() for part in self._parts.values())

    def open_tab(self, tab_id: str) -> None:
        """Show another tab of the same person."""
        self.tabs.setCurrentIndex(position_of(tab_id))

    def open_meeting(self, meeting_id: str) -> None:
        """Go to a meeting."""
        if self.route is not None:
            self.navigate_requested.emit(Route("meeting", self.route.person_id, meeting_id))

    def open_plan(self) -> None:
        """Show the row that plans a meeting."""
        self._open_adder("meeting_add")

    def start_meeting(self) -> None:
        """Start meeting the person now, or open the live meeting."""
        if self._page is None:
            return
        meeting = self._page.next
        if meeting is not None and meeting.state is MeetingState.LIVE:
            self.open_meeting(meeting.meeting_id)
        else:
            self.acts.start_meeting(self._page.person.person_id)

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

    def _build_bar(self) -> None:
        look = self.look
        self.add_button = Button(look, self.tr("Add"), icon="plus", small=True)
        self.edit_button = Button(look, self.tr("Edit"), icon="pencil", small=True)
        self.edit_button.setToolTip(self.tr("Edit this person (Ctrl+E)"))
        self.present_button = Button(look, self.tr("Present"), icon="present", small=True)
        self.present_button.setToolTip(self.tr("Show only what you share (Ctrl+Shift+P)"))
        self.menu = QMenu(self.add_button)
        for words, method in (
            (self.tr("Follow-up"), self._on_add_promise),
            (self.tr("Agenda item"), self._on_add_topic),
            (self.tr("Meeting"), self.open_plan),
            (self.tr("Self-description"), self._on_self_description),
        ):
            action = QAction(words, self)
            action.triggered.connect(method)
            self.menu.addAction(action)
        self.add_button.setMenu(self.menu)

    def _lay_out(self) -> None:
        set_ground(self)
        self.tabs.setAccessibleName(self.tr("Parts of the page"))
        self.tabs.setExpanding(False)
        for tab in TABS:
            self.tabs.addTab(tab.text)
        self._stack = QStackedWidget()
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
        self.look.changed.connect(self._place_facts)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self.edit_button.clicked.connect(self._on_edit)
        self.present_button.clicked.connect(self._on_present)
        self._archived.acted.connect(self._on_restore)
        self.acts.written.connect(self.refresh)
        self.acts.started.connect(self._on_started)

    def _on_answered(self, page: PersonPage) -> None:
        if self.route is None or page.person.person_id != self.route.person_id:
            return
        self._page = page
        self.header.set_page(page, self.desk.now)
        self.fold.set_person(page.person)
        self._archived.setVisible(page.person.is_archived)
        self._gone.hide()
        self._fill_part()
        self._whole.show()

    def _fill_part(self) -> None:
        if self._page is None:
            return
        self._show_title()
        part = self.part
        part.set_person(self._page)
        part.refresh()

    def _show_part(self) -> None:
        part = self.part
        is_overview = self.tabs.currentIndex() == 0
        self._stack.setCurrentWidget(part)
        self.header.setVisible(is_overview)
        self.bar_changed.emit()

    def _show_title(self) -> None:
        """Say where the person belongs, or let the folded header name them."""
        is_overview = self.tabs.currentIndex() == 0
        self.fold.setVisible(not is_overview and self.fold.parentWidget() is not self)
        if self._page is not None:
            self.title_changed.emit(self._place_words(self._page) if is_overview else "", "")

    def _place_facts(self) -> None:
        if "overview" not in self._parts:
            return
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
        self.fold.hide()
        self.title_changed.emit(self.tr("Person"), "")
        self._whole.hide()
        self._gone.show()

    def _on_tab_changed(self, _index: int) -> None:
        self.flush()
        self._show_part()
        if self._page is None:
            self.refresh()
        else:
            self._fill_part()

    def _on_started(self, meeting_id: str) -> None:
        self.open_meeting(meeting_id)
        self.refresh()

    def _on_present(self) -> None:
        self.action_requested.emit("presenter")

    def _on_edit(self) -> None:
        if self.route is not None:
            self.navigate_requested.emit(Route("person_form", self.route.person_id))

    def _on_self_description(self) -> None:
        if self.route is not None:
            self.navigate_requested.emit(Route("self_description", self.route.person_id))

    def _on_restore(self) -> None:
        if self._page is not None:
            self.acts.restore_person(self._page.person.person_id)

    def _on_add_promise(self) -> None:
        self._open_adder("promise_add")

    def _on_add_topic(self) -> None:
        self._open_adder("agenda_add")

    def _open_adder(self, name: str) -> None:
        self.open_tab("overview")
        adder: InlineAdd = getattr(self.overview, name)
        self.overview.open_adder(adder)
