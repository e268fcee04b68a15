"""The foot of a meeting: the pulse, the next date, and when it was saved."""

from __future__ import annotations

from datetime import datetime, tzinfo

from PySide6.QtCore import QDate, QDateTime, QSize, Qt, QTime, QTimer, QTimeZone, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QDateTimeEdit, QHBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Operation
from coachdesk.model.meeting import MeetingState
from coachdesk.services.meeting_page import MeetingPage
from coachdesk.services.meetings import plan_next, set_pulse
from coachdesk.ui.charts.pulse_line import PulseLine
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.choices import Segmented
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.words import clock_words

_SETTLED_MS = 700
_FORMAT = "ddd d MMM, HH:mm"


class PulsePicker(Segmented):
    """Readings from 1 to 5, or none yet. The digits choose; Del, 0 or the chosen digit again takes it back.

    `cleared` when the reading is taken back.
    """

    cleared = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(look, "", ("1", "2", "3", "4", "5"), small=True, parent=parent)
        self.setAccessibleName(self.tr("Pulse, from 1 low to 5 high; only you see it"))
        self.set_pulse(None)

    def set_pulse(self, pulse: int | None) -> None:
        """Show a reading without emitting; None shows that none is chosen."""
        if pulse is not None:
            self.set_index(pulse - 1)
            return
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(False)
        self._group.setExclusive(True)
        self._group.buttons()[0].setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def press_digit(self, digit: str) -> bool:
        """Choose a reading by its digit, or take it back with 0 or the same digit; return whether it was one."""
        if digit == "0" or (digit.isdigit() and int(digit) - 1 == self.index()):
            self.clear_pulse()
            return True
        if len(digit) == 1 and digit in "12345":
            self._group.button(int(digit) - 1).click()
            return True
        return False

    def clear_pulse(self) -> None:
        """Take the reading back."""
        if self.index() >= 0:
            self.set_pulse(None)
            self.cleared.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by digit, take back by Del or Backspace; arrows are those of every choice."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_pulse()
        elif event.modifiers() or not self.press_digit(event.text()):
            super().keyPressEvent(event)

    def focus_target(self) -> QWidget:
        """Return the option that the keyboard goes to: the chosen one, or the first."""
        return self._group.checkedButton() or self._group.buttons()[0]


def as_shown(moment: datetime, zone: tzinfo) -> QDateTime:
    """Return the wall clock of `zone` as a QDateTime that knows no summer time of its own."""
    local = moment.astimezone(zone)
    return QDateTime(QDate(local.year, local.month, local.day), QTime(local.hour, local.minute), QTimeZone.utc())


def as_typed(shown: QDateTime, zone: tzinfo) -> datetime:
    """Return the aware instant that a wall clock in `zone` means."""
    day, clock = shown.date(), shown.time()
    return datetime(day.year(), day.month(), day.day(), clock.hour(), clock.minute(), tzinfo=zone)


class NextMeeting(QWidget):
    """Plans the next meeting with a person: a day and time to change, or a button that plans the usual one."""

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.look = look
        self._page: MeetingPage | None = None
        self._planned: datetime | None = None
        self.plan = Button(look, "", icon="calendar", small=True)
        self.edit = QDateTimeEdit()
        self.edit.setProperty("small", True)
        self.edit.setCalendarPopup(True)
        self.edit.setDisplayFormat(_FORMAT)
        self.edit.setTimeZone(QTimeZone.utc())
        self.edit.setKeyboardTracking(False)
        self.edit.setAccessibleName(self.tr("Next meeting"))
        calendar = self.edit.calendarWidget()
        calendar.setVerticalHeaderFormat(calendar.VerticalHeaderFormat.NoVerticalHeader)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLED_MS)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.edit, 1)
        row.addWidget(self.plan)
        self.plan.clicked.connect(self.plan_suggested)
        self.edit.dateTimeChanged.connect(self._on_changed)
        self.edit.editingFinished.connect(self.commit)
        self._settle.timeout.connect(self.commit)
        look.changed.connect(self._arrange)
        self._arrange()

    def show_page(self, page: MeetingPage) -> None:
        """Show when the next meeting is, or offer the usual day."""
        self._page = page
        self._planned = page.next_at
        self.edit.setVisible(page.next_at is not None)
        self.plan.setVisible(page.next_at is None)
        if page.next_at is not None and not self._settle.isActive():
            self.edit.blockSignals(True)
            self.edit.setMinimumDateTime(as_shown(min(self.desk.now, page.next_at), self.desk.zone))
            self.edit.setDateTime(as_shown(page.next_at, self.desk.zone))
            self.edit.blockSignals(False)
        day = as_shown(page.suggested_next_at, self.desk.zone)
        self.plan.setText(self.tr("Plan {day}").format(day=self.locale().toString(day, _FORMAT)))

    def commit(self) -> None:
        """Plan the date that is shown, if it was changed."""
        self._settle.stop()
        chosen = as_typed(self.edit.dateTime(), self.desk.zone)
        if self._page is not None and self._planned is not None and chosen != self._planned:
            self._planned = chosen
            self._plan(chosen)

    def plan_suggested(self) -> None:
        """Plan the usual day, if none is planned."""
        if self._page is not None and self._page.next_at is None:
            self._plan(self._page.suggested_next_at)

    def _plan(self, starts_at: datetime) -> None:
        if self._page is not None:
            words = self.tr("Next meeting planned")
            person_id = self._page.meeting.person_id
            Operation(self, self.desk, plan_next, person_id, starts_at, label=words).start()

    def _on_changed(self) -> None:
        self._settle.start()

    def _arrange(self) -> None:
        self.edit.setMinimumWidth(self.look.px(172))
        self.edit.setFont(self.look.font("small"))


class MeetingFoot(QWidget):
    """Keeps the pulse and plans the next meeting; one row, or two where there is no room."""

    retry_requested = Signal()
    _has_line = False

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.look = look
        self._page: MeetingPage | None = None
        self.picker = PulsePicker(look)
        self.pulse_words = Label(look, role="small", tone="text3", wraps=False)
        self.line = PulseLine(look)
        self.next_meeting = NextMeeting(desk, look)
        self.plan, self.next = self.next_meeting.plan, self.next_meeting.edit
        self.saved = Label(look, role="small", tone="text3", wraps=False)
        self._saved_icon = Icon(look, "check", "ok", size=14)
        self._lay_out()
        self._connect()
        self._arrange()
        self._right.hide()

    def show_page(self, page: MeetingPage) -> None:
        """Show the pulse and the next date of a meeting."""
        self._page = page
        self._right.show()
        pulse = page.meeting.pulse
        self.picker.set_pulse(pulse)
        self.pulse_words.setText(self._pulse_words(pulse, page.pulses_before))
        readings = page.pulses_before if pulse is None else (*page.pulses_before, pulse)
        self.line.set_values(readings)
        self._has_line = bool(readings)
        self._choose_direction()
        can_plan = page.meeting.state is not MeetingState.PLANNED
        self._next_label.setVisible(can_plan)
        self.next_meeting.setVisible(can_plan)
        self.next_meeting.show_page(page)

    def show_saved(self, saved_at: datetime | None) -> None:
        """Say when the notes were saved last."""
        self._saved_icon.set_icon("check" if saved_at else "", "ok")
        self.saved.set_tone("text3")
        words = clock_words(saved_at, self.desk.zone) if saved_at else ""
        self.saved.setText(self.tr("Saved {time}").format(time=words) if words else "")

    def show_not_saved(self) -> None:
        """Say that the notes are not on disk."""
        self._saved_icon.set_icon("alert", "danger")
        self.saved.set_tone("danger")
        self.saved.setText(self.tr("Not saved"))

    def commit(self) -> None:
        """Plan the date that is shown, if it was changed."""
        self.next_meeting.commit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the hairline above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.look.colour("surface"))
        painter.fillRect(0, 0, self.width(), 1, self.look.colour("divider"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take two rows where one is too short."""
        super().resizeEvent(event)
        self._choose_direction()

    def minimumSizeHint(self) -> QSize:
        """Return the width of the longer half: the halves stand above each other when need be."""
        halves = (self._left.sizeHint().width(), self._right.sizeHint().width())
        return QSize(min(max(halves) + self.look.px(32), self.look.px(320)), super().minimumSizeHint().height())

    def _pulse_words(self, pulse: int | None, before: tuple[int, ...]) -> str:
        names = (
            self.tr("Very low"),
            self.tr("Low"),
            self.tr("Steady"),
            self.tr("Good"),
            self.tr("Very good"),
        )
        was = self.tr("was {pulse} last time").format(pulse=before[-1]) if before else ""
        if pulse is None:
            return was[:1].upper() + was[1:]
        return "; ".join(part for part in (names[pulse - 1], was) if part)

    def _lay_out(self) -> None:
        self._left, self._right = QWidget(), QWidget()
        self._left_row, self._right_row = QHBoxLayout(self._left), QHBoxLayout(self._right)
        pulse = Label(self.look, self.tr("Pulse"), role="section", wraps=False)
        left: tuple[QWidget, ...] = (Icon(self.look, "pulse", "text3"), pulse, self.picker, self.pulse_words, self.line)
        for widget in left:
            self._left_row.addWidget(widget)
        self._left_row.addStretch(1)
        self._right_row.addStretch(1)
        self._next_label = Label(self.look, self.tr("Next"), tone="text3", wraps=False)
        for widget in (self._next_label, self.next_meeting, self._saved_icon, self.saved):
            self._right_row.addWidget(widget)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.addWidget(self._left)
        self._row.addWidget(self._right)

    def _connect(self) -> None:
        self.picker.chosen.connect(self._on_pulse)
        self.picker.cleared.connect(self._on_pulse_cleared)
        self.plan.clicked.connect(self._on_plan)
        self.look.changed.connect(self._arrange)

    def _arrange(self) -> None:
        px = self.look.px
        self._row.setContentsMargins(px(16), px(8), px(16), px(8))
        self._row.setSpacing(px(12))
        for row in (self._left_row, self._right_row):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(px(10))
        self._choose_direction()

    def _choose_direction(self) -> None:
        """Stand the halves beside or above each other; the line, which repeats the words, gives way to them."""
        parts = (item.widget() for at in range(self._left_row.count()) if (item := self._left_row.itemAt(at)))
        left = sum(part.sizeHint().width() + self.look.px(10) for part in parts if part is not None)
        self.line.setVisible(self._has_line and left + self.look.px(32) <= self.width())
        needed = self._left.sizeHint().width() + self._right.sizeHint().width() + self.look.px(48)
        beside = needed <= self.width()
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def _on_plan(self) -> None:
        self.picker.setFocus()

    def _on_pulse(self, index: int) -> None:
        if self._page is not None:
            meeting_id = self._page.meeting.meeting_id
            Operation(self, self.desk, set_pulse, meeting_id, index + 1, label=self.tr("Pulse changed")).start()

    def _on_pulse_cleared(self) -> None:
        if self._page is not None:
            meeting_id = self._page.meeting.meeting_id
            Operation(self, self.desk, set_pulse, meeting_id, None, label=self.tr("Pulse taken back")).start()
