"""Plan the week: whom to meet, longest wait first, each with a time that Enter takes."""

from __future__ import annotations

from datetime import datetime, time
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery, Operation
from coachdesk.services.day_words import UnknownDay, parse_moment
from coachdesk.services.meetings import MeetingPlan, plan_meeting
from coachdesk.services.week_plan import WeekPlan, WeekProposal, get_week_plan
from coachdesk.store.changes import Topic
from coachdesk.ui.models.plan_rows import PlanModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.inline_add import InlineAdd
from coachdesk.ui.views.page import PageBody
from coachdesk.ui.views.page_ground import lay_ground
from coachdesk.ui.views.plan_list import PlanList
from coachdesk.ui.views.route import Route
from coachdesk.ui.widgets.messages import EmptyState, SectionHeading
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.words import count_words, day_words


class OtherTime(InlineAdd):
    """Another day and time in words for one person; Enter gives it (`given`), Esc goes back to the list."""

    given = Signal(str)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(look, "", parent)
        self.add.setText(self.tr("Plan"))
        self.text.setPlaceholderText(self.tr("Day and time, such as wed 15:00"))

    def begin(self, name: str, text: str) -> None:
        """Ask when to meet someone, with what is typed so far."""
        self.text.setAccessibleName(self.tr("When to meet {name}").format(name=name))
        self.set_error(self.text, "")
        self.text.setText(text)
        self.open_row()
        self.text.end(False)

    def commit_typed(self) -> None:
        """Keep nothing: a time that was not confirmed plans no meeting."""

    def _on_add(self) -> None:
        self.given.emit(self.text.text())


class PlanView(View):
    """The page of route `plan`."""

    topics = frozenset({Topic.PEOPLE, Topic.MEETINGS})

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(desk, look, parent)
        self._plan: WeekPlan | None = None
        self._skipped: frozenset[str] = frozenset()
        self._asked_for = ""
        self._accepted = 0
        self._query = LatestQuery(self, desk)
        self._body = PageBody(look, has_rail=False)
        lay_ground(self._body)
        self.model = PlanModel(desk.zone)
        self.list = PlanList(look, self.tr("Whom to meet"), self.model, two_lines=True, min_height=52)
        self.other_time = OtherTime(look)
        self._heading = SectionHeading(look, self.tr("Whom to meet"))
        keys = self.tr("Enter plans it. Type another time, such as wed 15:00. Space skips.")
        self._keys = Label(look, keys, tone="text3")
        self.done = EmptyState(
            look,
            self.tr("The week is planned"),
            self.tr("Everyone who is due has a meeting, or was skipped."),
            action=self.tr("Open Today"),
            icon="today",
        )
        self._lay_out()
        self._query.answered.connect(self._on_answered)
        self.list.opened.connect(self._on_accepted)
        self.list.skipped.connect(self._on_skipped)
        self.list.typed.connect(self._on_typed)
        self.other_time.given.connect(self._on_other_time)
        self.other_time.closed.connect(self._on_other_time_closed)
        self.done.acted.connect(self._on_today)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The list, or what follows it."""
        return (self.list,) if self.model.rows else (self.done.button,)

    def show_route(self, route: Route) -> None:
        """Begin anew: whoever was skipped is asked for again."""
        self._skipped, self._accepted = frozenset(), 0
        self.other_time.close_row()
        super().show_route(route)
        self.title_changed.emit(self.tr("Plan the week"), "")

    def refresh(self) -> None:
        """Ask whom to meet."""
        self._query.ask(partial(get_week_plan, skipped=self._skipped), self.desk.now, self.desk.zone)

    def _lay_out(self) -> None:
        px, layout = self.look.px, self._body.column_layout
        layout.setSpacing(0)
        layout.addWidget(self._heading)
        layout.addWidget(self._keys)
        layout.addSpacing(px(8))
        layout.addWidget(self.list)
        layout.addWidget(self.other_time)
        layout.addWidget(self.done)
        layout.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._body)
        self.done.hide()

    def _on_answered(self, plan: WeekPlan) -> None:
        is_first = self._plan is None or not self.model.rows
        self._plan = plan
        self._show(plan.proposals)
        if is_first and plan.proposals and self.isVisible():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, rows: tuple[WeekProposal, ...]) -> None:
        plan = self._plan
        if plan is None:
            return
        self.model.set_rows(rows)
        today = self.desk.local_now.date()
        span = self.tr("{first} to {last}").format(
            first=day_words(plan.first_on, today), last=day_words(plan.last_on, today)
        )
        planned = plan.planned + self._accepted
        meetings = count_words(planned, self.tr("meeting planned"), self.tr("meetings planned"))
        self._heading.set_text(self.tr("Whom to meet"), f"{span}, {meetings}")
        for widget in (self._keys, self.list):
            widget.setVisible(bool(rows))
        self.done.setVisible(not rows)
        if not rows:
            self.other_time.close_row()
            if self.isVisible():
                self.done.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, person_id: str) -> WeekProposal | None:
        return next((row for row in self.model.rows if row.person_id == person_id), None)

    def _take_out(self, person_id: str) -> None:
        """Go on at once: the next row is ready before the write is."""
        self._show(tuple(row for row in self.model.rows if row.person_id != person_id))

    def _on_accepted(self, person_id: str) -> None:
        row = self._row(person_id)
        if row is None:
            return
        if row.starts_at is None:
            self._on_typed(person_id, "")
        else:
            self._plan_meeting(row, row.starts_at)

    def _plan_meeting(self, row: WeekProposal, starts_at: datetime) -> None:
        plan = MeetingPlan(row.person_id, starts_at, row.duration_min)
        operation = Operation(self, self.desk, plan_meeting, plan, label=self.tr("Meeting planned"))
        operation.failed.connect(self._on_failed)
        operation.start()
        self._accepted += 1
        self._take_out(row.person_id)

    def _on_failed(self, _error: Exception) -> None:
        """The window says why; whoever was taken out comes back."""
        self._accepted -= 1
        self.refresh()

    def _on_skipped(self, person_id: str) -> None:
        self._skipped |= {person_id}
        self._take_out(person_id)

    def _on_typed(self, person_id: str, text: str) -> None:
        row = self._row(person_id)
        if row is not None:
            self._asked_for = person_id
            self.other_time.begin(row.name, text)

    def _on_other_time(self, text: str) -> None:
        row, today = self._row(self._asked_for), self.desk.local_now.date()
        if row is None:
            self.other_time.close_row()
            return
        try:
            moment = parse_time(text, row, today_moment=self.desk.local_now)
        except UnknownDay:
            words = self.tr("Type a day and a time such as wed 15:00 or {day} 9:30.")
            self.other_time.set_error(self.other_time.text, words.format(day=day_words(today, today)))
            return
        self.other_time.close_row()
        self._plan_meeting(row, moment)

    def _on_other_time_closed(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_today(self) -> None:
        self.navigate_requested.emit(Route("today"))


def parse_time(text: str, row: WeekProposal, *, today_moment: datetime) -> datetime:
    """Return the moment that typed words mean; a time alone is on the proposed day. Raises UnknownDay."""
    zone = today_moment.tzinfo
    assert zone is not None
    today = today_moment.date()
    day = row.starts_at.astimezone(zone).date() if row.starts_at is not None else today
    usual = row.usual_at or time(10)
    words = text.strip()
    if words and words[0].isdigit() and " " not in words and (":" in words or words.lower().endswith(("am", "pm"))):
        words = f"{day.isoformat()} {words}"
    return parse_moment(words, today, zone, default=usual)
