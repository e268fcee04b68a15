"""Growth nudges in the rail of Today: one sentence that says why, one act, and a way to turn it off."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from coachdesk.model.person import first_name
from coachdesk.services.nudges import Nudge, NudgeKind
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.route import Route
from coachdesk.ui.widgets.buttons import Button, IconButton
from coachdesk.ui.widgets.lead_label import LeadLabel
from coachdesk.ui.widgets.marks import Avatar
from coachdesk.ui.widgets.messages import SectionHeading
from coachdesk.ui.widgets.text import Line
from coachdesk.ui.words import count_words, day_words

_PAUSES = (timedelta(weeks=4), timedelta(weeks=13))
_WEEKS_UNTIL = 61
_AT_MOST = 3
"""How many nudges show unasked, so that the balance below them stays in sight."""


class NudgeRow(QWidget):
    """One nudge. `acted(Nudge)`, `pause_requested(person, day)`, `kind_refused(NudgeKind)`."""

    acted = Signal(object)
    pause_requested = Signal(str, object)
    kind_refused = Signal(object)

    def __init__(self, look: Appearance, nudge: Nudge, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        px = look.px
        self.nudge = nudge
        self._today = today
        name = first_name(nudge.name)
        sentence = self.words()
        self.act = Button(look, self._act_words(), kind="link", small=True)
        self.act.setAccessibleName(f"{self._act_words()}: {name}, {sentence}")
        self.more = IconButton(
            look, "more", self.tr("Turn off nudges about {name}").format(name=name), edge=28, size=14
        )
        self.menu = QMenu(self.more)
        self._fill_menu(name)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.act)
        foot.addStretch(1)
        foot.addWidget(self.more)
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addWidget(LeadLabel(look, name, sentence))
        words.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, px(4))
        row.setSpacing(px(8))
        mark = QVBoxLayout()
        mark.setContentsMargins(0, 0, 0, 0)
        mark.addWidget(Avatar(look, nudge.name, size=20))
        mark.addStretch(1)
        row.addLayout(mark)
        row.addLayout(words, 1)
        self.act.clicked.connect(self._on_act)
        self.more.clicked.connect(self._on_more)
        self.menu.triggered.connect(self._on_chosen)

    def words(self) -> str:
        """Return why: what went quiet, and since when."""
        nudge = self.nudge
        if nudge.kind in (NudgeKind.NEVER_OFFERED, NudgeKind.LONGEST_WAIT):
            return self._chance_words()
        days = (self._today - (nudge.since_on or self._today)).days
        if nudge.kind is NudgeKind.PROMISE:
            due = self.tr("is due today") if days == 0 else self.tr("was due {age} ago").format(age=_days(self, days))
            words = self.tr("Your promise “{promise}” for “{project}” {due}")
            return words.format(promise=nudge.subject, project=nudge.about, due=due)
        if nudge.kind is NudgeKind.EVIDENCE:
            return self.tr("Evidence for {competency} is {age} old").format(
                competency=nudge.subject, age=_span(self, days)
            )
        if nudge.kind is NudgeKind.REVIEW:
            return self.tr("No review since {month}").format(month=_month(nudge.since_on or self._today, self._today))
        return self.tr("“{goal}” has had no check-in for {age}").format(goal=nudge.subject, age=_span(self, days))

    def _chance_words(self) -> str:
        nudge, median = self.nudge, f"{self.nudge.median_offers:g}"
        if nudge.since_on is None:
            words = self.tr("Has not been offered a project yet; the median is {median} in 12 months")
            return words.format(median=median)
        words = self.tr("The last offer was {age} ago: {count} in 12 months, the median is {median}")
        age = _days(self, (self._today - nudge.since_on).days)
        return words.format(age=age, count=nudge.offers or self.tr("none"), median=median)

    def _act_words(self) -> str:
        return {
            NudgeKind.EVIDENCE: self.tr("Add evidence"),
            NudgeKind.REVIEW: self.tr("Plan review"),
            NudgeKind.CHECK_IN: self.tr("Check in"),
            NudgeKind.PROMISE: self.tr("Open follow-up"),
            NudgeKind.NEVER_OFFERED: self.tr("Look for a project"),
            NudgeKind.LONGEST_WAIT: self.tr("Look for a project"),
        }[self.nudge.kind]

    def _fill_menu(self, name: str) -> None:
        for pause in _PAUSES:
            until = self._today + pause
            words = self.tr("None about {name} until {day}").format(name=name, day=day_words(until, self._today))
            action = QAction(words, self.menu)
            action.setData((until,))
            self.menu.addAction(action)
        self.menu.addSeparator()
        action = QAction(self.tr("Turn off this kind for everyone"), self.menu)
        action.setData(())
        self.menu.addAction(action)

    def _on_act(self) -> None:
        self.acted.emit(self.nudge)

    def _on_more(self) -> None:
        self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _on_chosen(self, action: QAction) -> None:
        chosen = action.data()
        if chosen:
            self.pause_requested.emit(self.nudge.person_id, chosen[0])
        else:
            self.kind_refused.emit(self.nudge.kind)


class NudgeSection(QWidget):
    """The heading and the first rows, the others behind one quiet button; nothing at all while there is no nudge."""

    acted = Signal(object)
    pause_requested = Signal(str, object)
    kind_refused = Signal(object)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._shown: tuple[tuple[Nudge, ...], date] | None = None
        self.rows: list[NudgeRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, look.px(12), 0, 0)
        self._column.setSpacing(look.px(4))
        self._column.addWidget(Line())
        self._column.addSpacing(look.px(8))
        self._column.addWidget(SectionHeading(look, self.tr("Growth nudges")))
        self._is_unfolded = False
        self.unfold = Button(look, "", kind="link", small=True)
        self.unfold.clicked.connect(self._on_unfold)
        self._column.addWidget(self.unfold, alignment=Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def set_nudges(self, nudges: tuple[Nudge, ...], today: date) -> None:
        """Show the nudges of a day; the same ones stay as they are."""
        if self._shown == (nudges, today):
            return
        self._shown = (nudges, today)
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [NudgeRow(self.look, nudge, today, self) for nudge in nudges]
        for row in self.rows:
            self._column.insertWidget(self._column.count() - 1, row)
            row.acted.connect(self.acted)
            row.pause_requested.connect(self.pause_requested)
            row.kind_refused.connect(self.kind_refused)
        self._show_folded()
        self.setVisible(bool(nudges))

    def _show_folded(self) -> None:
        rest = 0 if self._is_unfolded else len(self.rows[_AT_MOST:])
        for row in self.rows[_AT_MOST:]:
            row.setVisible(not rest)
        self.unfold.setText(self.tr("{count} more").format(count=rest))
        self.unfold.setAccessibleName(self.tr("{count} more growth nudges").format(count=rest))
        self.unfold.setVisible(bool(rest))

    def _on_unfold(self) -> None:
        """Show them all; the keyboard goes on to the first that was folded."""
        self._is_unfolded = True
        self._show_folded()
        self.rows[_AT_MOST].act.setFocus(Qt.FocusReason.OtherFocusReason)


def route_of(nudge: Nudge) -> Route:
    """Return where a nudge is answered."""
    match nudge.kind:
        case NudgeKind.REVIEW:
            return Route("reviews", nudge.person_id, tab="new")
        case NudgeKind.PROMISE:
            return Route("follow_ups", tab=nudge.subject_id)
        case NudgeKind.NEVER_OFFERED | NudgeKind.LONGEST_WAIT:
            return Route("sponsorship")
        case NudgeKind.EVIDENCE:
            return Route("person", nudge.person_id, tab="growth", item_id=nudge.subject_id)
        case NudgeKind.CHECK_IN:
            return Route("person", nudge.person_id, tab="goals", item_id=nudge.subject_id)


def _span(widget: QWidget, days: int) -> str:
    if days < _WEEKS_UNTIL:
        return count_words(days // 7, widget.tr("week"), widget.tr("weeks"))
    return count_words(round(days / 30.44), widget.tr("month"), widget.tr("months"))


def _days(widget: QWidget, days: int) -> str:
    return count_words(days, widget.tr("day"), widget.tr("days"))


def _month(day: date, today: date) -> str:
    is_near = (today - day).days < 330
    return QLocale().toString(QDate(day.year, day.month, day.day), "MMMM" if is_near else "MMMM yyyy")
