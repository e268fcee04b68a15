"""The agenda after a talk: what is done, and what carries over to the next one."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Operation
from coachdesk.services.agenda import (
    AgendaRow,
    drop_item,
    set_discussed,
    set_item_text,
    set_outcome,
    toggle_item_visibility,
)
from coachdesk.services.meeting_page import MeetingPage
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.meeting_agenda import AgendaList
from coachdesk.ui.views.meeting_agenda_rows import AgendaDelegate, AgendaHeading, AgendaModel
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.words import day_words

_WIDEST = 16_777_215


class CarryModel(AgendaModel):
    """Two sections: done in this talk, and carried over."""

    def set_carry(self, agenda: tuple[AgendaRow, ...], carries_to: str) -> None:
        """Show other items; `carries_to` is the heading of what is still open."""
        done = tuple(row for row in agenda if row.is_done)
        still_open = tuple(row for row in agenda if not row.is_done)
        sections = ((self.tr("Done"), done), (carries_to, still_open))
        self.set_rows(tuple(row for title, rows in sections if rows for row in (AgendaHeading(title), *rows)))


class CarryDelegate(AgendaDelegate):
    """Paints an arrow in the place of the box where an item carries over."""

    def _paint_tick(self, painter: QPainter, box: QRect, ticked: bool) -> None:
        if ticked:
            super()._paint_tick(painter, box, ticked)
            return
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(box.topLeft(), self.look.pixmap("ar", "accent", 16, ratio))


class CarryPanel(QWidget):
    """Ticks, rewords, turns and drops items of the agenda; writes by itself."""

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.look = look
        self._page: MeetingPage | None = None
        self._divides = True
        self.model = CarryModel()
        self.list = AgendaList(look, self.model, CarryDelegate)
        self.list.setAccessibleName(self.tr("Agenda: done and carried over"))
        self.title = Label(look, self.tr("Agenda"), role="section", wraps=False)
        self.count = Label(look, tone="text3", wraps=False)
        self.nothing = Label(look, self.tr("Nothing was on the agenda"), tone="text3")
        self._head = QHBoxLayout()
        self._head.addWidget(self.title, 1)
        self._head.addWidget(self.count)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addLayout(self._head)
        self._column.addWidget(self.nothing)
        self._column.addWidget(self.list, 1000)
        self._column.addStretch(1)
        self.setFocusProxy(self.list)
        self.model.ticked.connect(self._on_ticked)
        self.model.renamed.connect(self._on_renamed)
        self.model.outcome_noted.connect(self._on_outcome_noted)
        self.list.removal_requested.connect(self._on_removal_requested)
        self.list.visibility_toggled.connect(self._on_visibility_toggled)
        look.changed.connect(self._arrange)
        self._arrange()

    def set_page(self, page: MeetingPage, next_on: date | None, today: date) -> None:
        """Show the agenda of a meeting and the day that the rest carries over to."""
        self._page = page
        words = self.tr("Carry over to the next meeting")
        if next_on is not None:
            words = self.tr("Carry over to {day}").format(day=day_words(next_on, today))
        self.model.set_carry(page.agenda, words)
        done = sum(row.is_done for row in page.agenda)
        counted = self.tr("{done} of {total} done").format(done=done, total=len(page.agenda))
        self.count.setText(counted if page.agenda else "")
        self.list.setVisible(bool(page.agenda))
        self.nothing.setVisible(not page.agenda)

    def note_outcome(self) -> None:
        """Open the field for what came of a question of the bank."""
        self.list.note_outcome()

    def set_stacked(self, stacked: bool) -> None:
        """Stand above the rest in full height, or beside it."""
        self._divides = not stacked
        self.list.set_whole_height(stacked)
        self._arrange()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the hairline towards the actions."""
        if self._divides:
            at = 0 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else self.width() - 1
            QPainter(self).fillRect(at, 0, 1, self.height(), self.look.colour("divider"))

    def _arrange(self) -> None:
        px = self.look.px
        self._column.setContentsMargins(0, px(12), 1, px(8))
        self._head.setContentsMargins(px(16), 0, px(12), px(8))
        self.nothing.setContentsMargins(px(16), 0, px(12), 0)
        self.setMinimumWidth(px(296) if self._divides else 0)
        self.setMaximumWidth(px(296) if self._divides else _WIDEST)

    def _on_ticked(self, item_id: str, is_done: bool) -> None:
        if self._page is not None:
            tick = partial(set_discussed, is_done=is_done)
            words = self.tr("Item discussed") if is_done else self.tr("Item open again")
            Operation(self, self.desk, tick, item_id, self._page.meeting.meeting_id, label=words).start()

    def _on_renamed(self, item_id: str, text: str) -> None:
        Operation(self, self.desk, set_item_text, item_id, text, label=self.tr("Item reworded")).start()

    def _on_outcome_noted(self, item_id: str, outcome: str) -> None:
        if self._page is not None:
            meeting_id, words = self._page.meeting.meeting_id, self.tr("Noted what came of it")
            Operation(self, self.desk, set_outcome, item_id, meeting_id, outcome, label=words).start()

    def _on_removal_requested(self, item_id: str) -> None:
        Operation(self, self.desk, drop_item, item_id, label=self.tr("Item dropped"), offers_undo=True).start()

    def _on_visibility_toggled(self, item_id: str) -> None:
        words = self.tr("Visibility changed")
        Operation(self, self.desk, toggle_item_visibility, item_id, label=words).start()
