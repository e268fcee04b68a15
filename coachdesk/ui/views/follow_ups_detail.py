"""One promise: its words, owner and day edited in place, where it came from, and what happened to it."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.model.person import first_name
from coachdesk.services.promises_page import FollowUpsPage, PromiseDetail
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.follow_ups_ask import AskRow
from coachdesk.ui.views.follow_ups_words import history_lines, made_in_words
from coachdesk.ui.views.meeting_follow_up_actions import DayField, InPlaceField, OwnerChoice
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.fields import Hint
from coachdesk.ui.widgets.marks import Avatar, Tag
from coachdesk.ui.widgets.messages import SectionHeading
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.words import count_words, day_words


class _Words(InPlaceField):
    """The words while they are edited; `closed` when the edit is over."""

    closed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the edit on Enter and Esc."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.closed.emit()
            event.accept()


class PromisePanel(QWidget):
    """Shows a `PromiseDetail` and passes wishes on; `act_requested(act)` for done, reopen, wake, drop and untie."""

    text_kept = Signal(str)
    owner_chosen = Signal(object)
    day_kept = Signal(object)
    snooze_given = Signal(object)
    person_given = Signal(str)
    act_requested = Signal(str)
    meeting_requested = Signal()
    person_requested = Signal()
    edit_closed = Signal()

    def __init__(self, look: Appearance, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._zone = zone
        self._detail: PromiseDetail | None = None
        self.words = Label(look, role="heading")
        self.edit = _Words(look, self.tr("Words of the follow-up"))
        self.tag, self.private = Tag(look, ""), Tag(look, self.tr("Only you"), "private")
        self.person = Button(look, "", kind="link")
        self.mark = Avatar(look, "", size=20)
        self.owner, self.day, self.hint = OwnerChoice(look), DayField(look), Hint(look)
        self.done = Button(look, self.tr("Done"), icon="check", kind="primary")
        self.snooze = Button(look, self.tr("Snooze"), icon="clock", keys="S")
        self.hand = Button(look, self.tr("Hand over"), icon="ar", keys="H")
        self.drop = Button(look, self.tr("Drop"), keys="X")
        self.ask = AskRow(look)
        self.history = Label(look, tone="text2")
        self.made_in = Button(look, "", kind="link")
        self._lay_out()
        self._connect()

    def set_detail(self, detail: PromiseDetail, page: FollowUpsPage) -> None:
        """Show a promise."""
        is_other = self._detail is None or self._detail.row.promise_id != detail.row.promise_id
        self._detail = detail
        row, today = detail.row, page.today
        if is_other:
            self.ask.close_row()
            self._close_edit()
        self.words.setText(row.text)
        self.edit.set_kept(row.text)
        self.tag.set_text(*self._state_words(detail, page))
        self.private.setVisible(row.is_private)
        self.mark.set_name(row.person_name)
        self.person.setText(row.person_name)
        self.person.updateGeometry()
        self.owner.set_owner(row.owner, first_name(row.person_name))
        self.day.set_day(row.due_on, today, detail.next_on)
        self.ask.set_context(today, detail.next_on, page.people)
        self.history.setText("\n".join(history_lines(detail, today, self._zone)))
        self.made_in.setText(made_in_words(detail, today, self._zone))
        self.made_in.updateGeometry()
        self.made_in.setVisible(bool(self.made_in.text()))
        self._show_acts(detail, page)

    def begin_edit(self) -> None:
        """Turn the words into a field."""
        self.words.hide()
        self.edit.show()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()

    def keep(self) -> None:
        """Keep what is typed."""
        self.edit.keep()
        self.day.keep()

    def has_typed(self) -> bool:
        """Return whether something is typed that was not kept yet."""
        return self.edit.has_typed or self.day.has_typed

    def mousePressEvent(self, event: object) -> None:
        """Edit the words by a click on them."""
        position = event.position().toPoint()  # type: ignore[attr-defined]
        if self.words.isVisible() and self.words.geometry().contains(position):
            self.begin_edit()

    def _state_words(self, detail: PromiseDetail, page: FollowUpsPage) -> tuple[str, str]:
        row = detail.row
        if row.is_dropped:
            return self.tr("Dropped"), "outline"
        if row.is_done:
            return self.tr("Kept"), "ok"
        if detail.snoozed_until is not None and detail.snoozed_until > page.today:
            return self.tr("Snoozed until {day}").format(day=day_words(detail.snoozed_until, page.today)), "outline"
        if row.days_late:
            return count_words(row.days_late, one=self.tr("day late"), many=self.tr("days late")), "danger"
        return self.tr("Open"), "accent"

    def _show_acts(self, detail: PromiseDetail, page: FollowUpsPage) -> None:
        is_over = detail.row.is_done or detail.row.is_dropped
        sleeps = detail.snoozed_until is not None and detail.snoozed_until > page.today
        self.done.setText(self.tr("Open again") if is_over else self.tr("Done"))
        self.done.set_icon("undo" if is_over else "check")
        self.snooze.setText(self.tr("Wake") if sleeps else self.tr("Snooze"))
        self.hand.setText(self.tr("Take back") if detail.row.raise_with_id else self.tr("Hand over"))
        for button in (self.snooze, self.hand, self.drop):
            button.setVisible(not is_over)
            button.updateGeometry()

    def _lay_out(self) -> None:
        px = self.look.px
        tags = QHBoxLayout()
        tags.setSpacing(px(8))
        for part in (self.tag, self.private, self.mark, self.person):
            tags.addWidget(part)
        tags.addStretch(1)
        facts = QGridLayout()
        facts.setHorizontalSpacing(px(12))
        facts.setVerticalSpacing(px(8))
        for line, (words, widget) in enumerate(((self.tr("Who"), self.owner), (self.tr("Day"), self.day))):
            facts.addWidget(Label(self.look, words, tone="text3", wraps=False), line, 0)
            facts.addWidget(widget, line, 1)
        facts.setColumnStretch(2, 1)
        acts = QGridLayout()
        acts.setSpacing(px(8))
        for at, button in enumerate((self.done, self.snooze, self.hand, self.drop)):
            acts.addWidget(button, at // 2, at % 2)
        acts.setColumnStretch(2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.words)
        column.addWidget(self.edit)
        column.addLayout(tags)
        column.addSpacing(px(8))
        column.addLayout(facts)
        column.addWidget(self.hint)
        column.addSpacing(px(8))
        column.addLayout(acts)
        column.addWidget(self.ask)
        column.addSpacing(px(8))
        column.addWidget(SectionHeading(self.look, self.tr("History")))
        column.addWidget(self.history)
        column.addWidget(self.made_in, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.edit.hide()

    def _connect(self) -> None:
        self.edit.kept.connect(self._on_text_kept)
        self.edit.closed.connect(self._close_edit)
        self.owner.owner_chosen.connect(self.owner_chosen)
        self.day.day_kept.connect(self.day_kept)
        self.day.refused.connect(self._on_refused)
        self.done.clicked.connect(self._on_done)
        self.snooze.clicked.connect(self.ask_snooze)
        self.hand.clicked.connect(self.ask_hand)
        self.drop.clicked.connect(self._on_drop)
        self.ask.day_given.connect(self.snooze_given)
        self.ask.person_given.connect(self.person_given)
        self.ask.closed.connect(self.edit_closed)
        self.made_in.clicked.connect(self.meeting_requested)
        self.person.clicked.connect(self.person_requested)

    def ask_snooze(self) -> None:
        """Ask until when, or wake what is snoozed."""
        if self._detail is None or self._detail.row.is_done or self._detail.row.is_dropped:
            return
        if self.snooze.text() == self.tr("Wake"):
            self.act_requested.emit("wake")
        else:
            self.ask.ask_day()

    def ask_hand(self) -> None:
        """Ask in whose meeting it is to come up, or take that back."""
        if self._detail is None or self._detail.row.is_done or self._detail.row.is_dropped:
            return
        if self._detail.row.raise_with_id:
            self.act_requested.emit("untie")
        else:
            self.ask.ask_person()

    def _close_edit(self) -> None:
        if not self.edit.isHidden():
            self.edit.hide()
            self.words.show()
            self.edit_closed.emit()

    def _on_text_kept(self, text: str) -> None:
        if text:
            self.words.setText(text)
            self.text_kept.emit(text)
        else:
            self.edit.refuse()
            self.edit.revert()

    def _on_refused(self, text: str) -> None:
        self.hint.set_text(text, tone="danger", icon="alert")

    def _on_done(self) -> None:
        if self._detail is not None:
            is_over = self._detail.row.is_done or self._detail.row.is_dropped
            self.act_requested.emit("reopen" if is_over else "done")

    def _on_drop(self) -> None:
        self.act_requested.emit("drop")
