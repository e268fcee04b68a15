"""The card of the next meeting on the Today page: who, when, what is to be talked about, and Start."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.model.agenda import AgendaSource
from coachdesk.model.meeting import MeetingState
from coachdesk.model.person import first_name
from coachdesk.services.agenda import AgendaRow
from coachdesk.services.prep import PrepCheck
from coachdesk.services.today import UpcomingMeeting
from coachdesk.ui.models.day_rows import prepared_words
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.meeting_prep_rows import check_words
from coachdesk.ui.views.when_words import span_words
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.marks import Avatar, PrepRing, Tag
from coachdesk.ui.widgets.text import ElidedLabel, Label, Line
from coachdesk.ui.words import count_words, day_words


class NextMeetingCard(QFrame):
    """Shows an `UpcomingMeeting`; `start_requested` and `prep_requested` on its buttons."""

    start_requested = Signal()
    prep_requested = Signal()

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.look = look
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._avatar = Avatar(look, "", size=40)
        self._name = ElidedLabel(look, role="heading")
        self._about = Label(look, tone="text2")
        self._live = Tag(look, self.tr("Live"), "accent")
        self._agenda = QWidget()
        self._grid = QGridLayout(self._agenda)
        self.start = Button(look, "", kind="primary", keys=_start_keys())
        self.start.clicked.connect(self.start_requested)
        self.open_prep = Button(look, self.tr("Open prep"))
        self.open_prep.clicked.connect(self.prep_requested)
        self._is_ready = False
        self._ring = PrepRing(look, 0, 0)
        self._prepared = Label(look, tone="text2", wraps=False)
        self._past = Label(look, role="small", tone="text3")
        self._column = QVBoxLayout(self)
        self._lay_out()
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    @property
    def next_step(self) -> Button:
        """The button for what comes next: the prep until it is complete, then the start."""
        return self.start if self._is_ready else self.open_prep

    def set_meeting(self, upcoming: UpcomingMeeting, about: str, now: datetime) -> None:
        """Show a meeting; `about` is what kind of meeting it is."""
        meeting = upcoming.meeting
        is_live = meeting.state is MeetingState.LIVE
        span = span_words(meeting, self._desk.zone)
        self._avatar.set_name(meeting.person_name)
        self._name.setText(meeting.person_name)
        self._about.setText(f"{about} · {span}")
        self._live.setVisible(is_live)
        self.start.setText(self.tr("Open meeting") if is_live else self.tr("Start meeting"))
        self.start.setAccessibleDescription(f"{meeting.person_name}, {about}, {span}")
        self.open_prep.setAccessibleDescription(meeting.person_name)
        self.open_prep.setVisible(not is_live)
        prepared = upcoming.prepared
        self._is_ready = is_live or prepared.count == prepared.total
        self._ring.set_progress(prepared.count, prepared.total)
        self._prepared.setText(prepared_words(prepared))
        for widget in (self._ring, self._prepared):
            widget.setVisible(not is_live)
        self._past.setText(self._past_words(upcoming, now))
        self._show_agenda(_pick_topics(upcoming.agenda), first_name(meeting.person_name))
        self._show_open(None if is_live else prepared.next_open)
        self.setAccessibleName(self.tr("Next meeting: {name}, {span}").format(name=meeting.person_name, span=span))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the accent edge and the bar before it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius, bar = self.look.px(8), self.look.px(4)
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        path.addRoundedRect(edge, radius, radius)
        painter.fillPath(path, self.look.colour("surface"))
        painter.save()
        painter.setClipPath(path)
        right_to_left = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = self.width() - bar if right_to_left else 0
        painter.fillRect(QRectF(left, 0, bar, self.height()), self.look.colour("accentFill"))
        painter.restore()
        painter.setPen(QPen(self.look.colour("accentLine"), 1))
        painter.drawPath(path)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._about)
        head.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        head.addWidget(self._ring, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._prepared, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._live, 0, Qt.AlignmentFlag.AlignVCenter)
        self._head = head
        foot = QHBoxLayout()
        foot.addWidget(self.start)
        foot.addWidget(self.open_prep)
        foot.addWidget(self._past, 1)
        self._past.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._foot = foot
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._column.addLayout(head)
        self._column.addWidget(Line())
        self._column.addWidget(self._agenda)
        self._column.addLayout(foot)

    def _past_words(self, upcoming: UpcomingMeeting, now: datetime) -> str:
        actions = count_words(upcoming.open_promises, self.tr("action open"), self.tr("actions open"))
        if upcoming.last_met_at is None:
            return self.tr("Not met yet, {actions}").format(actions=actions)
        today = now.astimezone(self._desk.zone).date()
        day = day_words(upcoming.last_met_at.astimezone(self._desk.zone).date(), today)
        return self.tr("Last met {day}, {actions}").format(day=day, actions=actions)

    def _show_agenda(self, topics: dict[str, AgendaRow], name: str) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        titles = {
            "carried": self.tr("Carried over"),
            "theirs": self.tr("From {name}").format(name=name),
            "mine": self.tr("From you"),
        }
        for row, (origin, topic) in enumerate(topics.items()):
            key = ElidedLabel(self.look, titles[origin], role="small", tone="text3")
            key.setMinimumWidth(self.look.px(92))
            key.setMaximumWidth(self.look.px(160))
            words = Label(self.look, topic.text)
            self._grid.addWidget(key, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(words, row, 1)
            key.show()
            words.show()
        if not topics:
            nothing = Label(self.look, self.tr("Nothing on the agenda yet"), tone="text3")
            self._grid.addWidget(nothing, 0, 0, 1, 2)
            nothing.show()

    def _show_open(self, check: PrepCheck | None) -> None:
        """Say the first check that is still open."""
        if check is None:
            return
        row = self._grid.rowCount()
        key = ElidedLabel(self.look, self.tr("Still open"), role="small", tone="text3")
        words = QWidget()
        line = QHBoxLayout(words)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(self.look.px(6))
        line.addWidget(Icon(self.look, "flag", "warn", size=14))
        line.addWidget(ElidedLabel(self.look, check_words(check), tone="warn"), 1)
        self._grid.addWidget(key, row, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(words, row, 1)

    def _on_look_changed(self) -> None:
        px = self.look.px
        self._column.setContentsMargins(px(24), px(16), px(16), px(16))
        self._column.setSpacing(px(12))
        self._head.setSpacing(px(12))
        self._foot.setSpacing(px(8))
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(4))
        self.update()


def _start_keys() -> str:
    ctrl = QKeySequence("Ctrl+K").toString(QKeySequence.SequenceFormat.NativeText).removesuffix("K").removesuffix("+")
    return f"{ctrl} ↵"


def _pick_topics(agenda: tuple[AgendaRow, ...]) -> dict[str, AgendaRow]:
    """Return the first topic carried over, the first of theirs and the first of the manager's, in this order."""
    picked: dict[str, AgendaRow] = {}
    for row in agenda:
        origin = "carried" if row.is_carried else "theirs" if row.source is AgendaSource.THEIRS else "mine"
        picked.setdefault(origin, row)
    return {origin: picked[origin] for origin in ("carried", "theirs", "mine") if origin in picked}
