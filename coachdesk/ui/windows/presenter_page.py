"""What stands under the strip: header and tabs over one shared page. A tab without content is absent."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.services.shared.rows import SharedHit, SharedKind, SharedMeeting, SharedPage
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.page_ground import set_ground
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.views.shared_body import PADDING, side_padding
from coachdesk.ui.views.shared_header import SharedHeader
from coachdesk.ui.views.shared_meetings import SharedMeetings
from coachdesk.ui.views.shared_overview import SharedOverview
from coachdesk.ui.views.shared_parts import SharedFeedbackPart, SharedGoals, SharedGrowth
from coachdesk.ui.widgets.text import Line

OVERVIEW, MEETINGS, GROWTH, GOALS, FEEDBACK = "overview", "one-on-ones", "growth", "goals", "feedback"
_TAB_OF_KIND = {
    SharedKind.AGENDA: OVERVIEW,
    SharedKind.PROMISE: OVERVIEW,
    SharedKind.NOTE: MEETINGS,
    SharedKind.GOAL: GOALS,
    SharedKind.FEEDBACK: FEEDBACK,
}


class PresenterPage(QWidget):
    """Shows a `SharedPage` and, once asked for by `meetings_requested`, all meetings with shared notes."""

    meetings_requested = Signal()

    def __init__(self, desk: Desk, look: Appearance, page: SharedPage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._shown: tuple[str, ...] = ()
        set_ground(self)
        self.header = SharedHeader(look, desk.zone)
        self.header.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self.tr("Parts of the page"))
        self.tabs.setExpanding(False)
        self.overview = SharedOverview(look, page)
        self.meetings = SharedMeetings(look, page.today)
        self.growth, self.goals, self.feedback = SharedGrowth(look), SharedGoals(look), SharedFeedbackPart(look)
        self._parts: dict[str, QWidget] = {
            OVERVIEW: self.overview,
            MEETINGS: self.meetings,
            GROWTH: self.growth,
            GOALS: self.goals,
            FEEDBACK: self.feedback,
        }
        self._stack = QStackedWidget()
        self._stack.setMinimumHeight(look.px(40))
        for part in self._parts.values():
            self._stack.addWidget(part)
        self._margins = QVBoxLayout()
        self._margins.setContentsMargins(look.px(PADDING), 0, look.px(PADDING), 0)
        self._margins.addWidget(self.tabs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(self._margins)
        column.addWidget(Line())
        column.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self.set_page(page, desk.now)

    @property
    def tab(self) -> str:
        """The tab that shows."""
        return self._shown[self.tabs.currentIndex()]

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """Tabs, and what the shown one has."""
        part = self._parts[self.tab]
        if isinstance(part, SharedMeetings):
            return (self.tabs, part.rows, part.reading)
        return (self.tabs, *getattr(part, "panes", ()))

    def set_page(self, page: SharedPage, now: datetime) -> None:
        """Show a page; the tab that showed stays if there is still something on it."""
        self.header.set_page(page, now)
        self.overview.set_page(page)
        for part in (self.growth, self.goals, self.feedback):
            part.fill(page)
        has = {
            OVERVIEW: True,
            MEETINGS: page.latest is not None,
            GROWTH: bool(page.reviews),
            GOALS: bool(page.goals),
            FEEDBACK: bool(page.feedback),
        }
        self._show_tabs(tuple(tab for tab, is_there in has.items() if is_there))
        if self.tab == MEETINGS:
            self.meetings_requested.emit()

    def set_meetings(self, meetings: tuple[SharedMeeting, ...]) -> None:
        """Show all meetings with shared notes."""
        self.meetings.set_meetings(meetings)

    def open_tab(self, tab: str) -> None:
        """Show a tab if there is something on it."""
        if tab in self._shown:
            self.tabs.setCurrentIndex(self._shown.index(tab))

    def step_tab(self, step: int) -> None:
        """Go to the next tab or the one before."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())

    def open_hit(self, hit: SharedHit) -> None:
        """Show what the search found."""
        self.open_tab(_TAB_OF_KIND[hit.kind])
        lists: dict[SharedKind, tuple[RowList, ...]] = {
            SharedKind.AGENDA: (self.overview.agenda_list,),
            SharedKind.PROMISE: (self.overview.promises_list,),
            SharedKind.NOTE: (self.meetings.rows,),
            SharedKind.GOAL: tuple(self.goals.lists),
        }
        for rows in lists.get(hit.kind, ()):
            rows.set_current_id(hit.shared_id)
            if rows.current_id == hit.shared_id:
                rows.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the tabs at the margin of the header."""
        super().resizeEvent(event)
        side = self.look.px(side_padding(self.width(), self.look.text_scale))
        self._margins.setContentsMargins(side, 0, side, 0)

    def _show_tabs(self, shown: tuple[str, ...]) -> None:
        if shown == self._shown:
            return
        kept = self.tab if self._shown else OVERVIEW
        titles = {
            OVERVIEW: self.tr("Overview"),
            MEETINGS: self.tr("One-on-ones"),
            GROWTH: self.tr("Growth"),
            GOALS: self.tr("Goals"),
            FEEDBACK: self.tr("Feedback"),
        }
        self._shown = shown
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for tab in shown:
            self.tabs.addTab(titles[tab])
        self.tabs.setCurrentIndex(shown.index(kept) if kept in shown else 0)
        self.tabs.blockSignals(False)
        self._stack.setCurrentWidget(self._parts[self.tab])

    def _on_tab_changed(self, index: int) -> None:
        if 0 <= index < len(self._shown):
            self._stack.setCurrentWidget(self._parts[self._shown[index]])
            if self._shown[index] == MEETINGS:
                self.meetings_requested.emit()
