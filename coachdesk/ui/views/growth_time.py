"""The time machine: a slider and a typed day choose the day as of which the growth page shows everything."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dateutil.relativedelta import relativedelta
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QStyle, QStyleOptionSlider, QWidget

from coachdesk.services.day_words import UnknownDay
from coachdesk.services.timeline import parse_month
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.fields import LineEdit
from coachdesk.ui.words import day_words

_WEEK, _QUARTER = 7, 91
_KNOB = 14


def next_stop(on: date, events: Iterable[date], today: date, direction: int) -> date:
    """Return the next event in a direction, but at most a quarter away; never after today.

    >>> next_stop(date(2026, 1, 1), [date(2026, 2, 1)], date(2026, 5, 1), 1).isoformat()
    '2026-02-01'
    >>> next_stop(date(2026, 1, 1), [date(2026, 4, 20)], date(2026, 5, 1), 1).isoformat()
    '2026-04-01'
    """
    far = on + relativedelta(months=3 * direction)
    between = [day for day in events if on < day < far or far < day < on]
    found = (min(between) if direction > 0 else max(between)) if between else far
    return min(found, today)


class _TimeSlider(QSlider):
    def __init__(self, look: Appearance) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.look = look
        self.setSingleStep(_WEEK)
        self.setPageStep(_QUARTER)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(120), max(24, self.look.px(24)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.px(64), max(24, self.look.px(24)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        knob = self.look.px(_KNOB)
        room = self.width() - knob
        span = max(1, self.maximum() - self.minimum())
        at = QStyle.sliderPositionFromValue(0, span, self.value() - self.minimum(), room, option.upsideDown)
        middle = self.height() / 2
        track = QRectF(knob / 2, middle - 2, room, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.colour("pressed"))
        painter.drawRoundedRect(track, 2, 2)
        painter.setBrush(self.look.colour("accentFill"))
        painter.drawRoundedRect(QRectF(knob / 2, middle - 2, at, 4), 2, 2)
        painter.setPen(QPen(self.look.colour("accentFill"), 2))
        painter.setBrush(self.look.colour("surface"))
        painter.drawEllipse(QRectF(at + 1, middle - knob / 2 + 1, knob - 2, knob - 2))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.look.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)


class TimeBar(QWidget):
    """`day_chosen(date)` by slider or typed words such as `march 2024`; [ ] { } and T are keys of the page."""

    day_chosen = Signal(object)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._today = date.max
        self._first = date.min
        self._on = date.max
        self._events: tuple[date, ...] = ()
        self.slider = _TimeSlider(look)
        self.slider.setAccessibleName(self.tr("Show the page as of a day"))
        self.slider.setToolTip(self.tr("[ and ] a month, { and } to the next event, T today"))
        self.field = LineEdit(look, small=True)
        self.field.setAccessibleName(self.tr("As of"))
        self.field.setToolTip(self.tr("Type a day or a month, such as March 2025"))
        self.today = Button(look, self.tr("Today"), kind="link", small=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        row.addWidget(self.slider, 1)
        row.addWidget(self.field)
        row.addWidget(self.today)
        self.slider.valueChanged.connect(self._on_slid)
        self.field.returnPressed.connect(self._on_typed)
        self.field.editingFinished.connect(self._on_left)
        self.today.clicked.connect(self.go_today)
        look.changed.connect(self._fit)
        self._fit()

    @property
    def on(self) -> date:
        """The shown day."""
        return self._on

    def set_range(self, first: date, today: date, events: tuple[date, ...]) -> None:
        """Tell which days there are and where something happened."""
        self._first, self._today, self._events = first, today, tuple(sorted(set(events)))
        self.slider.blockSignals(True)
        self.slider.setRange(first.toordinal(), today.toordinal())
        self.slider.blockSignals(False)

    def set_day(self, on: date) -> None:
        """Show a day without telling."""
        self._on = on
        self.slider.blockSignals(True)
        self.slider.setValue(on.toordinal())
        self.slider.blockSignals(False)
        self.today.setVisible(on != self._today)
        if not (self.field.hasFocus() and self.field.isModified()):
            self._say()

    def step_months(self, months: int) -> None:
        """Go some months back or forward."""
        self._choose(self._on + relativedelta(months=months))

    def step_event(self, direction: int) -> None:
        """Go to the next event, at most a quarter away."""
        self._choose(next_stop(self._on, self._events, self._today, direction))

    def go_today(self) -> None:
        """Come back to today."""
        self._choose(self._today)

    def _choose(self, on: date) -> None:
        on = max(self._first, min(self._today, on))
        if on != self._on:
            self.set_day(on)
            self.day_chosen.emit(on)

    def _say(self) -> None:
        self.field.setText(day_words(self._on, self._today, with_year=True))
        self.field.set_wrong(False)
        self.field.setAccessibleDescription("")

    def _on_left(self) -> None:
        if not self.field.hasFocus():
            self._say()

    def _on_slid(self, ordinal: int) -> None:
        self._choose(date.fromordinal(ordinal))

    def _on_typed(self) -> None:
        try:
            wanted = parse_month(self.field.text(), self._today)
        except UnknownDay as error:
            self.field.set_wrong(True)
            self.field.setAccessibleDescription(str(error))
            self.field.setToolTip(str(error))
            return
        self.field.setModified(False)
        self._choose(wanted)
        self._say()

    def _fit(self) -> None:
        self.field.setFixedWidth(self.look.px(108))
