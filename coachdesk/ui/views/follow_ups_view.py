"""The follow-ups page: every promise, mine first, one in detail, how they were kept, and the Friday sweep."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery, Operation
from coachdesk.model.promise import PromiseOwner
from coachdesk.services import promises
from coachdesk.services.promises_page import (
    FollowUpsPage,
    PromiseDetail,
    PromiseFilter,
    get_follow_ups,
    get_promise_detail,
)
from coachdesk.store.changes import Topic
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.follow_ups_detail import PromisePanel
from coachdesk.ui.views.follow_ups_list import ListPanel
from coachdesk.ui.views.follow_ups_sweep import Sweep
from coachdesk.ui.views.follow_ups_words import kept_words
from coachdesk.ui.views.page import PageBody
from coachdesk.ui.views.page_ground import lay_ground, set_ground
from coachdesk.ui.views.route import Route
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.text import Label, Line

SNOOZE_DAYS = 7
"""How long the sweep snoozes by one key."""
_STACKED_UNDER = 640
_RAIL_BESIDE_FROM = 700
_LIST_WIDTH = 328


class FollowUpsView(View):
    """List, detail and rail. The tab of the route is a filter or the identity of a promise."""

    topics = frozenset({Topic.PROMISES, Topic.PEOPLE, Topic.MEETINGS})

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(desk, look, parent)
        self._page: FollowUpsPage | None = None
        self._detail: PromiseDetail | None = None
        self._filter = PromiseFilter.OPEN
        self._wanted = ""
        self._starts_sweep = False
        self._query = LatestQuery(self, desk)
        self._detail_query = LatestQuery(self, desk)
        self.list = ListPanel(look)
        self.panel = PromisePanel(look, desk.zone)
        self.sweep = Sweep(look, self.list.model)
        self.sweep_button = Button(look, self.tr("Friday sweep"), icon="followups")
        self.stack = QStackedWidget()
        self.blank = QWidget()
        for part in (self.blank, self.panel, self.sweep):
            set_ground(part)
            self.stack.addWidget(part)
        self.body = PageBody(look, beside_from=_RAIL_BESIDE_FROM)
        lay_ground(self.body)
        self.body.column_layout.addWidget(self.stack, 1)
        self._fill_rail()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self.list)
        self._row.addWidget(self.body, 1)
        self._connect()
        self._place()

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The list, then the detail or the sweep."""
        second: QWidget = self.sweep if self.is_sweeping else self.panel.owner
        return (self.list.list, second) if not self.is_sweeping else (self.sweep, self.list.list)

    @property
    def bar_widgets(self) -> tuple[QWidget, ...]:
        """The way into the sweep."""
        return (self.sweep_button,)

    @property
    def is_sweeping(self) -> bool:
        """Whether the sweep shows."""
        return self.stack.currentWidget() is self.sweep

    def show_route(self, route: Route) -> None:
        """Show a filter, or one promise among the open ones."""
        if route.tab == "sweep":
            self._starts_sweep = True
        elif route.tab in tuple(PromiseFilter):
            self._filter = PromiseFilter(route.tab)
        elif route.tab:
            self._filter, self._wanted = PromiseFilter.OPEN, route.tab
        super().show_route(route)

    def refresh(self) -> None:
        """Ask for the list and for the promise that shows."""
        self._query.ask(get_follow_ups, self._filter, self.desk.now, self.desk.zone)

    def run_action(self, action_id: str) -> bool:
        """Begin the sweep, or show the rail."""
        if action_id == "promises.sweep":
            self.begin_sweep()
            return True
        if action_id == "rail":
            self.body.toggle_rail()
            return True
        return False

    def flush(self) -> None:
        """Queue what was typed into a promise."""
        self.panel.keep()

    def has_unsaved(self) -> bool:
        """Return whether something typed is not on disk yet."""
        return self.panel.has_typed()

    def begin_sweep(self) -> None:
        """Go through everything open, one key an item."""
        self.flush()
        self._filter, self._starts_sweep = PromiseFilter.OPEN, True
        self.list.set_filter(self._filter)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the list above the rest where the page is narrow."""
        super().resizeEvent(event)
        self._place()

    def _fill_rail(self) -> None:
        look, layout = self.look, self.body.rail_layout
        layout.setSpacing(look.px(6))
        self._mine, self._theirs = Label(look, tone="text2"), Label(look, tone="text2")
        for words, label in ((self.tr("What you promised"), self._mine), (self.tr("What they promised"), self._theirs)):
            layout.addWidget(Label(look, words, role="section"))
            layout.addWidget(label)
            layout.addSpacing(look.px(8))
        layout.addWidget(Line())
        layout.addSpacing(look.px(8))
        layout.addWidget(Label(look, self.tr("Keys"), role="section"))
        keys = self.tr("Space: done. S: snooze. H: hand over. X: drop. F2: reword. Enter: the person. M: the meeting.")
        layout.addWidget(Label(look, keys, role="small", tone="text3"))
        layout.addStretch(1)

    def _connect(self) -> None:
        self._query.answered.connect(self._on_answered)
        self._detail_query.answered.connect(self._on_detail)
        self._detail_query.failed.connect(self._on_detail_gone)
        rows = self.list.list
        rows.row_shown.connect(self._on_row_shown)
        rows.act_requested.connect(self._on_list_act)
        rows.opened.connect(self._on_opened)
        rows.removal_requested.connect(self._on_removal)
        self.list.model.ticked.connect(self._on_ticked)
        self.list.filter_chosen.connect(self._on_filter_chosen)
        panel = self.panel
        panel.text_kept.connect(self._on_text_kept)
        panel.owner_chosen.connect(self._on_owner_chosen)
        panel.day_kept.connect(self._on_day_kept)
        panel.snooze_given.connect(self._on_snooze_given)
        panel.person_given.connect(self._on_person_given)
        panel.act_requested.connect(self._on_act)
        panel.meeting_requested.connect(self._on_meeting_requested)
        panel.person_requested.connect(self._on_person_requested)
        panel.edit_closed.connect(self._on_edit_closed)
        self.sweep.swept.connect(self._on_swept)
        self.sweep.handed.connect(self._on_handed)
        self.sweep.shown.connect(rows.set_current_id)
        self.sweep.left.connect(self._on_sweep_left)
        self.sweep_button.clicked.connect(self.begin_sweep)
        self.look.changed.connect(self._place)

    def _place(self) -> None:
        px = self.look.px
        stacked = self.look.text_scale > 1.5 or self.width() < px(_STACKED_UNDER)
        self.list.is_stacked = stacked
        direction = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(direction)
        if stacked:
            self.list.setFixedHeight(round(self.height() * 0.42))
            self.list.setMinimumWidth(0)
            self.list.setMaximumWidth(16_777_215)
        else:
            self.list.setMinimumHeight(0)
            self.list.setMaximumHeight(16_777_215)
            self.list.setFixedWidth(px(_LIST_WIDTH))

    def _on_answered(self, page: FollowUpsPage) -> None:
        self._page = page
        self.title_changed.emit(self.tr("Follow-ups"), self._subtitle(page))
        self.list.set_filter(page.shown)
        self.list.model.set_today(page.today)
        self.list.model.set_rows(page.rows)
        self.list.show_rows(not page.rows, page.shown)
        self._mine.setText(kept_words(page.mine, page.counted_from))
        self._theirs.setText(kept_words(page.theirs, page.counted_from))
        self.sweep_button.setEnabled(page.open_count > 0)
        if self._starts_sweep:
            self._starts_sweep = False
            self.stack.setCurrentWidget(self.sweep)
            self.sweep.start(page.rows, page.today, page.people)
            return
        if self._wanted:
            self.list.list.set_current_id(self._wanted)
            self._wanted = ""
        if page.rows and not self.list.list.currentIndex().isValid():
            self.list.list.setCurrentIndex(self.list.model.index(0))
        if not page.rows and not self.is_sweeping:
            self.stack.setCurrentWidget(self.blank)
        self._ask_detail()

    def _subtitle(self, page: FollowUpsPage) -> str:
        if not page.open_count:
            return self.tr("nothing open")
        words = self.tr("{count} open, {late} overdue") if page.overdue_count else self.tr("{count} open")
        return words.format(count=page.open_count, late=page.overdue_count)

    def _ask_detail(self) -> None:
        promise_id = self.list.list.current_id
        if promise_id:
            self._detail_query.ask(get_promise_detail, promise_id, self.desk.now, self.desk.zone)

    def _on_row_shown(self, _promise_id: str) -> None:
        self._ask_detail()

    def _on_detail(self, detail: PromiseDetail) -> None:
        if self._page is None or detail.row.promise_id != self.list.list.current_id:
            return
        self._detail = detail
        self.panel.set_detail(detail, self._page)
        if not self.is_sweeping:
            self.stack.setCurrentWidget(self.panel)

    def _on_detail_gone(self, _error: object) -> None:
        self.refresh()

    def _do(
        self, service: Callable[..., Any], promise_id: str, *arguments: Any, label: str, offers: bool = True
    ) -> None:
        operation = Operation(self, self.desk, service, promise_id, *arguments, label=label, offers_undo=offers)
        operation.succeeded.connect(self._on_written)
        operation.start()

    def _on_written(self, _result: object) -> None:
        self.refresh()

    def _act(self, act: str, promise_id: str) -> None:
        today = self.desk.local_now.date()
        if act in ("done", "reopen"):
            is_done = act == "done"
            words = self.tr("Follow-up done") if is_done else self.tr("Follow-up open again")
            self._do(partial(promises.set_promise_done, is_done=is_done), promise_id, label=words)
        elif act == "drop":
            self._do(promises.drop_promise, promise_id, label=self.tr("Follow-up dropped"))
        elif act == "snooze":
            self._snooze(promise_id, today + timedelta(days=SNOOZE_DAYS))
        elif act == "wake":
            self._do(promises.snooze_promise, promise_id, None, label=self.tr("Follow-up awake again"))
        elif act == "untie":
            self._do(promises.hand_promise, promise_id, None, label=self.tr("Follow-up taken back"))

    def _snooze(self, promise_id: str, until: date) -> None:
        self._do(promises.snooze_promise, promise_id, until, label=self.tr("Follow-up snoozed"))

    def _current(self) -> str:
        return self._detail.row.promise_id if self._detail is not None else ""

    def _on_act(self, act: str) -> None:
        self._act(act, self._current())
        self.list.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_list_act(self, act: str) -> None:
        if self._detail is None or self._detail.row.promise_id != self.list.list.current_id:
            return
        asks: dict[str, Callable[[], None]] = {
            "snooze": self.panel.ask_snooze,
            "hand": self.panel.ask_hand,
            "reword": self.panel.begin_edit,
            "meeting": self._on_meeting_requested,
        }
        if act in asks:
            asks[act]()
        else:
            self._act(act, self._current())

    def _on_ticked(self, promise_id: str, is_done: bool) -> None:
        self._act("done" if is_done else "reopen", promise_id)

    def _on_removal(self, promise_id: str) -> None:
        self._act("drop", promise_id)

    def _on_opened(self, _promise_id: str) -> None:
        self._on_person_requested()

    def _on_filter_chosen(self, shown: PromiseFilter) -> None:
        self.flush()
        self._filter = shown
        if self.is_sweeping:
            self.stack.setCurrentWidget(self.panel)
        self.refresh()

    def _on_text_kept(self, text: str) -> None:
        self._do(promises.set_promise_text, self._current(), text, label=self.tr("Follow-up reworded"), offers=False)

    def _on_owner_chosen(self, owner: PromiseOwner) -> None:
        self._do(promises.set_promise_owner, self._current(), owner, label=self.tr("Owner changed"), offers=False)

    def _on_day_kept(self, day: date | None) -> None:
        self._do(promises.set_promise_day, self._current(), day, label=self.tr("Day changed"), offers=False)

    def _on_snooze_given(self, until: date) -> None:
        self._snooze(self._current(), until)

    def _on_person_given(self, person_id: str) -> None:
        self._do(promises.hand_promise, self._current(), person_id, label=self.tr("Follow-up handed over"))

    def _on_edit_closed(self) -> None:
        self.list.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_meeting_requested(self) -> None:
        """Open the talk that it was made in, or the project that it was made for."""
        if self._detail is None:
            return
        row, made_in = self._detail.row, self._detail.made_in
        if made_in is not None:
            self.navigate_requested.emit(Route("meeting", row.person_id, made_in.meeting_id))
        elif row.project_id is not None:
            self.navigate_requested.emit(Route("project", item_id=row.project_id))

    def _on_person_requested(self) -> None:
        if self._detail is not None:
            self.navigate_requested.emit(Route("person", self._detail.row.person_id))

    def _on_swept(self, promise_id: str, act: str) -> None:
        self._act(act, promise_id)

    def _on_handed(self, promise_id: str, person_id: str) -> None:
        self._do(promises.hand_promise, promise_id, person_id, label=self.tr("Follow-up handed over"))

    def _on_sweep_left(self) -> None:
        self.stack.setCurrentWidget(self.panel if self.list.list.current_id else self.blank)
        self.refresh()
        self.list.list.setFocus(Qt.FocusReason.OtherFocusReason)
