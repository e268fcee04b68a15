"""The bar of a meeting: whom it is with, how long it has run, and the one act that comes next."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.model.meeting import MeetingState
from coachdesk.services.meeting_page import MeetingPage, MeetingStage
from coachdesk.services.meetings import MeetingRow
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.when_words import minutes_until
from coachdesk.ui.widgets.buttons import Button, IconButton
from coachdesk.ui.widgets.choices import Segmented
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.marks import Avatar, Tag
from coachdesk.ui.widgets.text import ElidedLabel, Label
from coachdesk.ui.words import clock_words, day_words, kind_words

LONGEST = timedelta(hours=12)
"""A meeting that was opened again days later has no elapsed time worth showing."""
_SOON_MINUTES = 180
_NAME_WIDTH = 200
STAGES = (MeetingStage.PREP, MeetingStage.LIVE, MeetingStage.FOLLOW_UP)
"""The parts of a meeting's page in their order."""


def elapsed_words(elapsed: timedelta) -> str:
    """Return a running time as `14:20`, or `1:02:20` from an hour on.

    >>> elapsed_words(timedelta(minutes=14, seconds=20)), elapsed_words(timedelta(hours=1, seconds=5))
    ('14:20', '1:00:05')
    """
    seconds = max(0, int(elapsed.total_seconds()))
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes:02}:{seconds % 60:02}"


class MeetingBar(QWidget):
    """Wishes only: `back_requested`, `main_requested` (start, finish or close), `reopen_requested`, the two toggles and
    `stage_requested(MeetingStage)`.
    """

    back_requested = Signal()
    main_requested = Signal()
    reopen_requested = Signal()
    agenda_toggled = Signal(bool)
    rail_toggled = Signal(bool)
    stage_requested = Signal(MeetingStage)
    present_requested = Signal()

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.look = look
        self.back = IconButton(look, "al", self.tr("Back"))
        self.avatar = Avatar(look, "", size=32)
        self.name = ElidedLabel(look, role="heading")
        self.when = ElidedLabel(look, role="small", tone="text3")
        self._timer_icon = Icon(look, "timer", "text3")
        self.elapsed = Label(look, role="section", wraps=False)
        self.planned = Label(look, tone="text3", wraps=False)
        self.tag = Tag(look, "", "")
        self.stages = Segmented(
            look, self.tr("Part of the meeting"), (self.tr("Prep"), self.tr("Live"), self.tr("Follow-up"))
        )
        self.agenda_toggle = self._build_toggle("list", self.tr("Show the agenda"))
        self.rail_toggle = self._build_toggle("info", self.tr("Show the side notes (Shift+F9)"))
        self.present = IconButton(look, "present", self.tr("Present: show only what you share (Ctrl+Shift+P)"))
        self.reopen = Button(look, self.tr("Write on"), kind="quiet")
        self.main = Button(look, self.tr("Finish"), kind="primary")
        self._lay_out()
        self.back.clicked.connect(self.back_requested)
        self.main.clicked.connect(self.main_requested)
        self.stages.chosen.connect(self._on_stage_chosen)
        self.reopen.clicked.connect(self.reopen_requested)
        self.present.clicked.connect(self.present_requested)
        self.agenda_toggle.toggled.connect(self.agenda_toggled)
        self.rail_toggle.toggled.connect(self.rail_toggled)
        look.changed.connect(self._arrange)
        self._arrange()

    def show_page(self, page: MeetingPage, stage: MeetingStage) -> None:
        """Show a meeting and which part of its page is open."""
        meeting = page.meeting
        self.avatar.set_name(meeting.person_name)
        self.avatar.show()
        self.name.setText(meeting.person_name)
        self.when.setText(self._when_words(meeting))
        state = meeting.state
        self._show_stages(page, stage)
        can_close = state is MeetingState.HELD and stage is MeetingStage.FOLLOW_UP and page.closed_at is None
        words = {MeetingState.LIVE: self.tr("Finish"), MeetingState.PLANNED: self.tr("Start meeting")}.get(
            state, self.tr("Close meeting")
        )
        self.main.setVisible(can_close or state in (MeetingState.LIVE, MeetingState.PLANNED))
        self.main.setText(words)
        self.main.setToolTip(self.tr("{act} (Ctrl+Enter)").format(act=words))
        self.main.updateGeometry()
        self.reopen.setVisible(state in (MeetingState.HELD, MeetingState.MISSED) and not can_close)
        past = {MeetingState.HELD: self.tr("Held"), MeetingState.MISSED: self.tr("Did not happen")}
        self.tag.set_text(past.get(state, ""), "ok" if state is MeetingState.HELD else "outline")
        self.tag.setVisible(state in past)
        self.show_time(page)
        self._place_stages()

    def show_time(self, page: MeetingPage) -> None:
        """Show how long a live meeting has run, or when a planned one begins."""
        if page.meeting.state is MeetingState.PLANNED:
            self._show_to_go(page.meeting)
            return
        started_at = page.meeting.started_at
        elapsed = self.desk.now - started_at if started_at is not None else LONGEST
        runs = page.meeting.state is MeetingState.LIVE and elapsed < LONGEST
        self._show_timer(runs)
        if runs:
            self._timer_icon.set_icon("timer", "text3")
            self.elapsed.setText(elapsed_words(elapsed))
            self.planned.setText(self.tr("of {count} min").format(count=page.meeting.duration_min))

    def _show_timer(self, is_shown: bool) -> None:
        for widget in (self._timer_icon, self.elapsed):
            widget.setVisible(is_shown)
        self.planned.setVisible(is_shown and not self._is_tight)

    def show_toggles(self, *, agenda: bool, rail: bool) -> None:
        """Offer the toggles of what has no place of its own in the present width."""
        self.agenda_toggle.setVisible(agenda)
        self.rail_toggle.setVisible(rail)
        self._place_stages()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the stages below where they have no place in the row."""
        super().resizeEvent(event)
        self._place_stages()

    def _place_stages(self) -> None:
        """Stand the stages in the middle of the row while the name keeps a readable width, else in a row below.

        What helps beside them goes along, so that the name and the one act have the first row.
        """
        others = (self.back, self.avatar, *self._asides, self.reopen, self.main)
        used = sum(widget.sizeHint().width() + self.look.px(8) for widget in others if not widget.isHidden())
        rest = 0 if not self.planned.isHidden() else self.planned.sizeHint().width() + self.look.px(8)
        self._is_tight = used + rest + self.look.px(_NAME_WIDTH) > self.width()
        self._show_timer(not self.elapsed.isHidden())
        below = used + self.stages.sizeHint().width() + self.look.px(_NAME_WIDTH) > self.width()
        if below != self._is_below:
            self._is_below = below
            if below:
                self._below.addWidget(self.stages, 0, Qt.AlignmentFlag.AlignLeading)
                self._below.addStretch(1)
                for widget in self._asides:
                    self._below.addWidget(widget)
            else:
                self._below.takeAt(1)
                self._row.insertWidget(self._row.indexOf(self._words) + 1, self.stages)
                for widget in self._asides:
                    self._row.insertWidget(self._row.indexOf(self.reopen), widget)
            self._row.setStretch(self._row.indexOf(self._words) + (1 if below else 2), 0 if below else 1)
            self._below.setContentsMargins(self.look.px(12), 0, self.look.px(16), self.look.px(8 if below else 0))

    _is_below = False
    _is_tight = False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the hairline under the bar."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.look.colour("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self.look.colour("divider"))

    def _show_stages(self, page: MeetingPage, stage: MeetingStage) -> None:
        state = page.meeting.state
        self.stages.show()
        self.stages.set_index(STAGES.index(stage))
        past_prep = state is not MeetingState.PLANNED
        self.stages.set_done(0, past_prep)
        self.stages.set_done(1, state is MeetingState.HELD)
        self.stages.set_done(2, page.closed_at is not None)
        self._place_stages()

    def _show_to_go(self, meeting: MeetingRow) -> None:
        minutes = minutes_until(meeting.starts_at, self.desk.now)
        soon = 0 <= minutes <= _SOON_MINUTES
        self._show_timer(soon)
        if soon:
            self._timer_icon.set_icon("clock", "text3")
            self.elapsed.setText(self.tr("{count} min").format(count=minutes))
            self.planned.setText(self.tr("to go"))

    def _on_stage_chosen(self, index: int) -> None:
        self.stage_requested.emit(STAGES[index])

    def _when_words(self, meeting: MeetingRow) -> str:
        zone = self.desk.zone
        ends_at: datetime = meeting.starts_at + timedelta(minutes=meeting.duration_min)
        day = day_words(meeting.starts_at.astimezone(zone).date(), self.desk.local_now.date())
        return self.tr("{kind}, {day}, {start} to {end}").format(
            kind=kind_words(meeting.kind),
            day=day,
            start=clock_words(meeting.starts_at, zone),
            end=clock_words(ends_at, zone),
        )

    def _build_toggle(self, icon: str, name: str) -> IconButton:
        button = IconButton(self.look, icon, name)
        button.setCheckable(True)
        button.hide()
        return button

    def _lay_out(self) -> None:
        self._words = QVBoxLayout()
        self._words.setSpacing(0)
        self._words.addStretch(1)
        self._words.addWidget(self.name)
        self._words.addWidget(self.when)
        self._words.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._row = QHBoxLayout()
        self._below = QHBoxLayout()
        column.addLayout(self._row)
        column.addLayout(self._below)
        self._row.addWidget(self.back)
        self._row.addWidget(self.avatar)
        self._row.addLayout(self._words, 1)
        self._row.addWidget(self.stages)
        self._row.addStretch(1)
        facts: tuple[QWidget, ...] = (self._timer_icon, self.elapsed, self.planned, self.tag)
        self._asides = (*facts, self.agenda_toggle, self.rail_toggle, self.present)
        for widget in (*self._asides, self.reopen, self.main):
            self._row.addWidget(widget)
        for widget in (self.avatar, self.stages, *facts, self.reopen, self.main):
            widget.hide()

    def _arrange(self) -> None:
        px = self.look.px
        self._row.setContentsMargins(px(12), px(8), px(16), px(8))
        self._row.setSpacing(px(8))
        self._below.setSpacing(px(8))
        self.setMinimumHeight(px(56))
