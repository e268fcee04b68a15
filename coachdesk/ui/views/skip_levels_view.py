"""The skip-levels page: the rotation of a quarter, the weeks to book, the next talk, and themes in the rail."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QLocale, QPoint
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QMenu, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery
from coachdesk.desk.settings import SKIP_LEVELS_A_WEEK
from coachdesk.model.meeting import MeetingState
from coachdesk.services.question_bank import Purpose
from coachdesk.services.skip_levels import Coverage, Plan, Talk
from coachdesk.services.skip_page import SkipPage, get_skip_page
from coachdesk.services.skip_rotation import Period, quarter_of
from coachdesk.store.changes import Topic
from coachdesk.ui.charts.coverage_strip import CoverageStrip
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.page import BELOW_UNDER, PageBody
from coachdesk.ui.views.page_ground import lay_ground
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.skip_levels_acts import SkipActs
from coachdesk.ui.views.skip_levels_rail import SkipRail
from coachdesk.ui.views.skip_levels_talk import TalkPanel
from coachdesk.ui.views.skip_levels_weeks import PlanPanel
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.fields import Hint
from coachdesk.ui.widgets.messages import EmptyState, SectionHeading
from coachdesk.ui.widgets.text import Line
from coachdesk.ui.words import count_words

_STRIPS_IN_A_ROW = 3


class SkipLevelsView(View):
    """Bookings are wishes to `SkipActs`; the page asks again after each."""

    topics = frozenset({Topic.MEETINGS, Topic.PEOPLE, Topic.AGENDA, Topic.THEMES})

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(desk, look, parent)
        self._page: SkipPage | None = None
        self._period: Period | None = None
        self._shown_id = ""
        self._acts = SkipActs(self, desk)
        self._query = LatestQuery(self, desk)
        self._query.answered.connect(self._on_answered)
        self._body = PageBody(look)
        lay_ground(self._body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._body)
        self._build_bar()
        self._build_plan()
        self._lay_out()
        self._connect()

    @property
    def bar_widgets(self) -> tuple[QWidget, ...]:
        """The period and the one primary act."""
        return self.period_button, self.plan_button

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """Who waits, the weeks, the questions, themes and reports: those that show."""
        parts = (self.weeks.to_book, self.weeks.table, self.talk.list, self.rail.list, self.rail.report_list)
        return tuple(part for part in parts if not part.isHidden()) or (self,)

    @property
    def plan(self) -> Plan:
        """What the planner goes by."""
        period = self._period or quarter_of(self.desk.local_now.date())
        return Plan(period, self.desk.settings.get(SKIP_LEVELS_A_WEEK), self.desk.zone)

    def show_route(self, route: Route) -> None:
        """Show the present quarter, or the one that was chosen before, with the talk that comes next."""
        self._shown_id = route.meeting_id or ""
        super().show_route(route)

    def refresh(self) -> None:
        """Ask for the page."""
        self._query.ask(get_skip_page, self.plan, self.desk.now, self._shown_id)

    def run_action(self, action_id: str) -> bool:
        """Start the talk that shows, move a row, or begin a question or a theme."""
        talk = self._shown
        if action_id == "meeting.start" and talk is not None and talk.state is not MeetingState.HELD:
            self._start(talk)
        elif action_id == "row.move":
            self.weeks.move_current()
        elif action_id == "agenda.add" and talk is not None:
            self.talk.open_question()
        elif action_id == "theme.raise" and talk is not None:
            self.rail.open_theme()
        elif action_id == "rail":
            self._body.toggle_rail()
        else:
            return False
        return True

    def flush(self) -> None:
        """Keep what is typed in any row."""
        for row in (self.talk.add, *self.rail.rows):
            row.commit_typed()

    def has_unsaved(self) -> bool:
        """Return whether a row holds words that were not kept."""
        rows = (self.talk.add, *self.rail.rows)
        return any(not row.isHidden() and row.text.text().strip() for row in rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the strips the room there is."""
        super().resizeEvent(event)
        self._place_strips()

    @property
    def _shown(self) -> Talk | None:
        return self._page.rotation.shown if self._page is not None else None

    def _build_bar(self) -> None:
        look = self.look
        self.period_button = Button(look, "", icon="calendar", small=True)
        self.period_menu = QMenu(self.period_button)
        self.period_menu.aboutToShow.connect(self._fill_periods)
        self.period_menu.triggered.connect(self._on_period)
        self.period_button.setMenu(self.period_menu)
        self.plan_button = Button(look, self.tr("Plan the rest"), kind="primary", small=True)

    def _build_plan(self) -> None:
        look = self.look
        self.heading = SectionHeading(look, self.tr("Rotation"))
        self._strips: list[CoverageStrip] = []
        self._strip_grid = QGridLayout()
        self.weeks = PlanPanel(self.desk, look)
        self.refusal = Hint(look)
        self.talk = TalkPanel(self.desk, look)
        self.rail = SkipRail(self.desk, look)
        self.empty = EmptyState(
            look,
            self.tr("No skip-levels yet"),
            self.tr("People who report to your direct reports appear here. Import a roster, or set their managers."),
            action=self.tr("Import a roster"),
            icon="upload",
        )

    def _lay_out(self) -> None:
        px, column = self.look.px, self._body.column_layout
        column.setSpacing(px(4))
        self._strip_grid.setHorizontalSpacing(px(24))
        self._strip_grid.setVerticalSpacing(px(8))
        self._line = Line()
        column.addWidget(self.heading)
        column.addLayout(self._strip_grid)
        column.addWidget(self.weeks)
        column.addWidget(self.refusal)
        column.addSpacing(px(8))
        column.addWidget(self._line)
        column.addWidget(self.talk)
        column.addWidget(self.empty)
        column.addStretch(1)
        self._body.rail_layout.addWidget(self.rail)
        self._body.rail_layout.addStretch(1)
        self.empty.hide()

    def _connect(self) -> None:
        acts, weeks, talk, rail = self._acts, self.weeks, self.talk, self.rail
        acts.written.connect(self.refresh)
        acts.refused.connect(self._on_refused)
        acts.started.connect(self._on_started)
        self.plan_button.clicked.connect(self._on_plan_rest)
        weeks.booked.connect(self._on_booked)
        weeks.opened.connect(self._on_talk_opened)
        weeks.taken_back.connect(acts.take_back)
        weeks.menu_requested.connect(self._on_menu_requested)
        weeks.capacity_chosen.connect(self._on_capacity)
        talk.prep_requested.connect(self._on_prep)
        talk.purpose_chosen.connect(self._on_purpose)
        talk.announced_chosen.connect(self._on_announced)
        talk.taken_back.connect(self._on_taken_back)
        talk.move_requested.connect(self._on_move_shown)
        talk.ticked.connect(self._on_ticked)
        talk.dropped.connect(acts.drop_question)
        talk.question_added.connect(self._on_question)
        rail.state_chosen.connect(acts.set_theme_state)
        rail.renamed.connect(acts.rename_theme)
        rail.theme_removed.connect(acts.remove_theme)
        rail.report_added.connect(acts.add_report)
        rail.report_ticked.connect(acts.tick_report)
        rail.report_removed.connect(acts.remove_report)
        rail.raised.connect(self.refresh)
        self.empty.acted.connect(self._on_import)

    def _on_answered(self, page: SkipPage) -> None:
        self._page = page
        rotation = page.rotation
        self._period = self._period or rotation.period
        people = count_words(rotation.people, one=self.tr("person"), many=self.tr("people"))
        self.title_changed.emit(self.tr("Skip-levels"), self.tr("{people}, each once a quarter").format(people=people))
        has_people = rotation.people > 0
        for widget in (self.heading, self.weeks, self._line):
            widget.setVisible(has_people)
        self.empty.setVisible(not has_people)
        self.period_button.setText(self.period_words(rotation.period))
        self.plan_button.setEnabled(bool(rotation.to_book and rotation.weeks))
        words = self.tr("{met} met, {booked} booked, {waiting} to book")
        self.heading.set_text(
            self.tr("Rotation"),
            words.format(met=rotation.met, booked=rotation.booked, waiting=len(rotation.to_book)),
        )
        self._show_strips(rotation.coverage)
        self.weeks.set_rotation(rotation, self.plan.capacity)
        self.talk.set_rotation(rotation)
        span = self.period_words(rotation.period)
        is_present = rotation.period.holds(rotation.today)
        self.rail.set_page(page, self.tr("this quarter") if is_present else span)

    def period_words(self, period: Period) -> str:
        """Return `April to June`, with the year when it is not this one."""
        locale = QLocale()
        words = self.tr("{first} to {last}").format(
            first=locale.standaloneMonthName(period.first.month), last=locale.standaloneMonthName(period.last.month)
        )
        return words if period.first.year == self.desk.local_now.year else f"{words} {period.first.year}"

    def _show_strips(self, coverage: tuple[Coverage, ...]) -> None:
        while len(self._strips) < len(coverage):
            self._strips.append(CoverageStrip(self.look, self))
        for at, strip in enumerate(self._strips):
            strip.setVisible(at < len(coverage))
        for strip, team in zip(self._strips, coverage, strict=False):
            strip.set_coverage(team)
        self._place_strips()

    def _place_strips(self) -> None:
        """Put the strips beside each other, or below each other where names would be cut."""
        is_narrow = self.width() < BELOW_UNDER or self.look.text_scale > 1.5
        columns = 1 if is_narrow else _STRIPS_IN_A_ROW
        for at, strip in enumerate(self._strips):
            self._strip_grid.addWidget(strip, at // columns, at % columns)
        for column in range(_STRIPS_IN_A_ROW):
            self._strip_grid.setColumnStretch(column, int(column < columns))

    def _start(self, talk: Talk) -> None:
        if talk.state is MeetingState.LIVE:
            self.navigate_requested.emit(Route("meeting", talk.person_id, talk.meeting_id))
        else:
            self._acts.start(talk.person_id)

    def _fill_periods(self) -> None:
        self.period_menu.clear()
        present = quarter_of(self.desk.local_now.date())
        for step in (1, 0, -1, -2, -3, -4):
            period = present.shift(step)
            action = QAction(self.period_words(period), self.period_menu)
            action.setCheckable(True)
            action.setChecked(period == self.plan.period)
            action.setData((period,))
            self.period_menu.addAction(action)

    def _on_period(self, action: QAction) -> None:
        (self._period,) = action.data()
        self._shown_id = ""
        self.weeks.show_first()
        self.refresh()

    def _on_capacity(self, count: int) -> None:
        self.desk.settings.set(SKIP_LEVELS_A_WEEK, count)
        self.refresh()

    def _on_plan_rest(self) -> None:
        self._acts.plan_rest(self.plan)

    def _on_booked(self, person_id: str, monday: date) -> None:
        self._acts.book(self.plan, person_id, monday)

    def _on_talk_opened(self, meeting_id: str) -> None:
        self._shown_id = meeting_id
        self.refresh()

    def _on_menu_requested(self, meeting_id: str, place: QPoint) -> None:
        self._shown_id = meeting_id
        talk = self.weeks.table.current_talk
        if self._page is not None and talk is not None and talk.state is not MeetingState.HELD:
            self.talk.show_talk(talk)
            self.talk.build_menu().popup(place)
        self.refresh()

    def _on_prep(self) -> None:
        if (talk := self._shown) is not None:
            self.navigate_requested.emit(Route("meeting", talk.person_id, talk.meeting_id))

    def _on_purpose(self, purpose: Purpose) -> None:
        if (talk := self.talk.talk) is not None:
            self._acts.set_purpose(talk.meeting_id, purpose)

    def _on_announced(self, is_announced: bool) -> None:
        if (talk := self.talk.talk) is not None:
            self._acts.set_announced(talk.meeting_id, is_announced)

    def _on_taken_back(self) -> None:
        if (talk := self.talk.talk) is not None:
            self._acts.take_back(talk.meeting_id)

    def _on_move_shown(self, place: QPoint) -> None:
        if (talk := self.talk.talk) is not None:
            self.weeks.build_move_menu(talk.person_id).popup(place)

    def _on_ticked(self, item_id: str, is_done: bool) -> None:
        if (talk := self._shown) is not None:
            self._acts.tick_question(item_id, talk.meeting_id, is_done)

    def _on_question(self, words: str) -> None:
        if (talk := self._shown) is not None:
            self._acts.add_question(talk.person_id, words)

    def _on_started(self, meeting_id: str) -> None:
        if (talk := self._shown) is not None:
            self.navigate_requested.emit(Route("meeting", talk.person_id, meeting_id))
        self.refresh()

    def _on_refused(self, words: str) -> None:
        self.refusal.set_text(words, tone="danger", icon="alert")

    def _on_import(self) -> None:
        self.action_requested.emit("roster.import")
