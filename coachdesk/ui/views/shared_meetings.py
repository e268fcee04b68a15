"""The tab of one-on-ones in presenter mode: those with shared notes, and the shared notes of the chosen one."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QBoxLayout, QVBoxLayout, QWidget

from coachdesk.services.shared.rows import SharedMeeting
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.page_ground import set_ground
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.views.scrolled import build_scrolled
from coachdesk.ui.views.shared_body import side_padding
from coachdesk.ui.views.shared_models import SharedMeetingsModel
from coachdesk.ui.views.shared_note import SharedNoteText
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.words import day_words

SIDE_BY_SIDE_FROM = 760


class SharedMeetings(QWidget):
    """A list and, beside or below it, the shared text of the row that the keyboard is on."""

    def __init__(self, look: Appearance, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._today = today
        set_ground(self)
        self.model = SharedMeetingsModel()
        self.model.set_today(today)
        self.rows = RowList(look, self.tr("One-on-ones"), self.model, min_height=40, scrolls=True, padding=12)
        self.rows.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._day = Label(look, role="section", tone="text2")
        self._text = SharedNoteText(look)
        part = QWidget()
        inner = QVBoxLayout(part)
        inner.setContentsMargins(look.px(24), look.px(12), look.px(24), look.px(24))
        inner.setSpacing(look.px(8))
        inner.addWidget(self._day)
        inner.addWidget(self._text, 1)
        self.reading = build_scrolled(part)
        self.reading.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.reading.setAccessibleName(self.tr("Shared notes"))
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.addWidget(self.rows, 2)
        self._row.addWidget(self.reading, 3)
        self.rows.selectionModel().currentChanged.connect(self._on_current)
        self.rows.opened.connect(self._on_opened)

    def set_meetings(self, meetings: tuple[SharedMeeting, ...]) -> None:
        """Show meetings, newest first; the first one is open until another is chosen."""
        self.model.set_rows(meetings)
        if meetings and not self.rows.currentIndex().isValid():
            self.rows.setCurrentIndex(self.model.index(0))
        self._on_current(self.rows.currentIndex(), QModelIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the text below the list where there is no room beside it."""
        super().resizeEvent(event)
        px = self.look.px
        beside = self.width() >= px(SIDE_BY_SIDE_FROM)
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        side = px(side_padding(self.width(), self.look.text_scale))
        self._row.setContentsMargins(side - px(12), px(12), px(16), px(12))

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        meeting = self.model.row_at(current)
        if isinstance(meeting, SharedMeeting):
            self._day.setText(day_words(meeting.held_on, self._today))
            self._text.set_note(meeting.note)
            self.reading.verticalScrollBar().setValue(0)

    def _on_opened(self, _meeting_id: str) -> None:
        self.reading.setFocus(Qt.FocusReason.OtherFocusReason)
