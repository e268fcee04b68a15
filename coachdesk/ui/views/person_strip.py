"""The strip at the top of a person's overview: the meeting that is next, and the one primary button."""

from __future__ import annotations

from datetime import datetime, tzinfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from coachdesk.model.meeting import MeetingKind, MeetingState
from coachdesk.services.meetings import STARTABLE
from coachdesk.services.person_page import PersonPage
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.page_ground import set_ground
from coachdesk.ui.views.when_words import day_clock_words, near_words
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.text import ElidedLabel, Label
from coachdesk.ui.words import clock_words, count_words, kind_words


class MeetingStrip(QFrame):
    """Says when the next meeting is and how much is on its agenda."""

    start_requested = Signal()
    plan_requested = Signal()

    def __init__(self, look: Appearance, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._zone = zone
        set_ground(self, "info")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._label = Label(look, role="section", wraps=False)
        self._items = ElidedLabel(look, tone="text2")
        self.plan = Button(look, self.tr("Plan a meeting"), kind="quiet", small=True)
        self.start = Button(look, "", kind="primary", small=True)
        self.start.setToolTip(self.tr("Ctrl+Enter"))
        self.plan.clicked.connect(self.plan_requested)
        self.start.clicked.connect(self.start_requested)
        row = QHBoxLayout(self)
        px = look.px
        row.setContentsMargins(px(16), px(10), px(8), px(10))
        row.setSpacing(px(8))
        row.addWidget(self._label)
        row.addWidget(self._items, 1)
        row.addWidget(self.plan)
        row.addWidget(self.start)

    def set_page(self, page: PersonPage, now: datetime) -> None:
        """Show the next meeting of a page."""
        meeting = page.next
        kind = kind_words(meeting.kind if meeting else page.kind)
        items = count_words(len(page.agenda), self.tr("item on the agenda"), self.tr("items on the agenda"))
        if meeting is None:
            when = self.tr("No meeting planned")
        elif meeting.state is MeetingState.LIVE:
            start = clock_words(meeting.started_at or meeting.starts_at, self._zone)
            when = self.tr("{kind} live since {time}").format(kind=kind, time=start)
        elif meeting.starts_at.astimezone(self._zone).date() == page.today:
            when = f"{kind} {near_words(meeting.starts_at, now, self._zone)}"
        else:
            words = day_clock_words(meeting.starts_at, now, self._zone)
            when = f"{kind} {words[:1].lower()}{words[1:]}"
        self._label.setText(when)
        self._items.setText(items)
        self.plan.setVisible(meeting is None)
        self.start.setText(self._start_words(page, now))

    def text(self) -> str:
        """Return what the strip says."""
        return f"{self._label.text()}, {self._items.text()}"

    def _start_words(self, page: PersonPage, now: datetime) -> str:
        meeting = page.next
        if meeting is not None and meeting.state is MeetingState.LIVE:
            return self.tr("Open meeting")
        if meeting is not None and abs(meeting.starts_at - now) <= STARTABLE:
            return self.tr("Start meeting")
        if (meeting.kind if meeting else page.kind) is MeetingKind.SKIP_LEVEL:
            return self.tr("Start skip-level")
        return self.tr("Start one-on-one")
