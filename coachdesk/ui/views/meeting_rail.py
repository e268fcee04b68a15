"""What helps in a meeting: open actions with the person, and what was said last time."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Operation
from coachdesk.model.promise import PromiseOwner
from coachdesk.services.brief_lines import Brief
from coachdesk.services.day_words import parse_day
from coachdesk.services.meeting_page import MeetingPage
from coachdesk.services.promises import PromiseDraft, PromiseRow, add_promise, set_promise_done
from coachdesk.ui.models.promise_rows import PromisesModel
from coachdesk.ui.models.rows import Cell, RowCells
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.meeting_prep_rail import RailBrief
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.views.skip_levels_raise import TalkThemes
from coachdesk.ui.widgets.fields import LineEdit
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.messages import SectionHeading
from coachdesk.ui.widgets.text import Label, Line
from coachdesk.ui.words import day_words


class RailPromisesModel(PromisesModel):
    """Follow-ups in the narrow rail: the words and the day."""

    def cells(self, row: PromiseRow) -> RowCells:
        """Return the words and the day of a follow-up."""
        tail = (self._short_day(row),) if row.due_on else ()
        return RowCells(row.text, tail=tail, is_ticked=row.is_done)

    def _short_day(self, row: PromiseRow) -> Cell:
        if row.due_on is None:
            return Cell()
        if row.due_on == self._today:
            return Cell(self.tr("Today"), tone="warn")
        words = day_words(row.due_on, self._today or row.due_on)
        return Cell(words, tone="danger", icon="clock") if row.days_late else Cell(words)


def split_action(text: str, today: date, first_name: str) -> tuple[str, PromiseOwner, date | None]:
    """Return the words, owner and day of an action as typed: `Amara writes the proposal, 15 May`.

    It is theirs when it begins with their name; the day comes after the last comma, if it is one.
    """
    words, _, tail = text.rpartition(",")
    due_on = None
    if words.strip():
        try:
            due_on = parse_day(tail.strip(), today)
        except ValueError:
            words = text
    else:
        words = text
    owner = PromiseOwner.THEM if words.split()[:1] == [first_name] else PromiseOwner.ME
    return words.strip(), owner, due_on


class RailPanel(QFrame):
    """The context rail. `last_meeting_requested(meeting id)` opens the meeting before."""

    last_meeting_requested = Signal(str)

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.look = look
        self._page: MeetingPage | None = None
        self.setProperty("surface", "rail")
        self.model = RailPromisesModel()
        self.actions_heading = SectionHeading(look, self.tr("Open actions"))
        self.list = RowList(look, self.tr("Open actions"), self.model, min_height=28, divided=False, surface="rail")
        self.field = LineEdit(look)
        self.field.setProperty("plain", True)
        self.field.setPlaceholderText(self.tr("Add an action, Friday"))
        self.field.setAccessibleName(self.tr("Add an action; a day may follow a comma"))
        self.field.set_leading(Icon(look, "plus", "text3"))
        self.themes = TalkThemes(desk, look)
        self.last = SectionHeading(look, self.tr("Last time"), action=self.tr("Open"))
        self.last_text = Label(look, tone="text2")
        self.extra = RailBrief(desk, look)
        self._line = Line()
        self._lay_out()
        self.model.ticked.connect(self._on_ticked)
        self.field.returnPressed.connect(self._on_return_pressed)
        self.last.acted.connect(self._on_last)
        look.changed.connect(self._arrange)
        self._arrange()

    def show_page(self, page: MeetingPage) -> None:
        """Show what helps in a meeting."""
        self._page = page
        today = self.desk.local_now.date()
        self.model.set_today(today)
        self.model.set_rows(page.promises)
        self.list.setVisible(bool(page.promises))
        self.actions_heading.set_text(self.tr("Open actions"), str(len(page.promises)) if page.promises else "")
        self.themes.set_talk(page.meeting.person_id, page.meeting.meeting_id, page.meeting.kind)
        last = page.last
        for widget in (self._line, self.last, self.last_text):
            widget.setVisible(last is not None)
        if last is not None:
            self.last.set_text(self.tr("Last time"), day_words(last.starts_at.astimezone(self.desk.zone).date(), today))
            self.last_text.setText(last.text or self.tr("No notes."))
            self.last.button.setAccessibleName(self.tr("Open the meeting before this one"))

    def show_brief(self, brief: Brief) -> None:
        """Show goals, feedback to pass on and the ladder, as far as there are any."""
        self.extra.show_brief(brief)

    def commit_typed(self) -> None:
        """Add what is typed in the field though Enter was not pressed; called before the page or the vault closes."""
        self._on_return_pressed()
        self.themes.commit_typed()

    def has_typed(self) -> bool:
        """Return whether a field holds words that are no promise or no theme yet."""
        return bool(self.field.text().strip()) or self.themes.has_typed()

    def set_stacked(self, stacked: bool) -> None:
        """Stand below the notes or beside them: the hairline is at the top or at the side."""
        self._is_stacked = stacked
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the hairline towards the notes."""
        super().paintEvent(event)
        at_end = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = QRect(self.width() - 1 if at_end else 0, 0, 1, self.height())
        top = QRect(0, 0, self.width(), 1)
        QPainter(self).fillRect(top if self._is_stacked else side, self.look.colour("divider"))

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        parts = (self.actions_heading, self.list, self.field, self.themes, self._line)
        for widget in (*parts, self.last, self.last_text, self.extra):
            self._column.addWidget(widget)
        self._column.addStretch(1)

    def _arrange(self) -> None:
        px = self.look.px
        self._column.setContentsMargins(px(16), px(10), px(16), px(12))
        self._column.setSpacing(px(6))
        self.field.setContentsMargins(0, 0, 0, px(4))

    def _on_ticked(self, promise_id: str, is_done: bool) -> None:
        tick = partial(set_promise_done, is_done=is_done)
        Operation(self, self.desk, tick, promise_id, label=self.tr("Action done"), offers_undo=True).start()

    def _on_return_pressed(self) -> None:
        if self._page is None or not self.field.text().strip():
            return
        self._adding = self.field.text()
        text, owner, due_on = split_action(self._adding, self.desk.local_now.date(), self._page.first_name)
        meeting = self._page.meeting
        draft = PromiseDraft(meeting.person_id, text, owner, due_on, meeting.meeting_id)
        operation = Operation(self, self.desk, add_promise, draft, label=self.tr("Action added"))
        operation.failed.connect(self._on_add_failed)
        self.field.clear()
        operation.start()

    def _on_add_failed(self, _error: object) -> None:
        """Give the words back, so that they can be tried again."""
        if not self.field.text():
            self.field.setText(self._adding)

    def open_last(self) -> None:
        """Wish for the meeting before this one."""
        self._on_last()

    def _on_last(self) -> None:
        if self._page is not None and self._page.last is not None:
            self.last_meeting_requested.emit(self._page.last.meeting_id)

    _adding = ""
    _is_stacked = False
