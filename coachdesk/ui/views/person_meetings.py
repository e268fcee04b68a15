"""The tab of all meetings with a person: what is planned on top, soonest first, then the past, newest first."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from coachdesk.model.meeting import MeetingState
from coachdesk.services.meetings import MeetingRow
from coachdesk.ui.models.person_rows import MeetingsModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.inline_add import MeetingAdd
from coachdesk.ui.views.page_ground import set_ground
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.messages import EmptyState


class MeetingList(RowList):
    """All meetings. `reschedule_requested` on M or F2, `missed_requested` on N; both also in the menu."""

    reschedule_requested = Signal(str)
    missed_requested = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move a meeting, or say that it didn't happen."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and event.key() in (Qt.Key.Key_M, Qt.Key.Key_F2) and self.current_id:
            self.reschedule_requested.emit(self.current_id)
        elif plain and event.key() == Qt.Key.Key_N and self.current_id:
            self.missed_requested.emit(self.current_id)
        else:
            super().keyPressEvent(event)


class MeetingMove(MeetingAdd):
    """The row in which another day and time of a meeting is typed; Enter moves it, Esc leaves it."""

    def __init__(self, look: Appearance, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(look, zone, parent)
        self.add.setText(self.tr("Move"))
        self.text.setPlaceholderText(self.tr("Day and time, such as thu 14:00"))
        self.text.setAccessibleName(self.tr("Move the meeting to"))

    def commit_typed(self) -> None:
        """Keep nothing: a time that was not confirmed moves no meeting."""


class PersonMeetings(QWidget):
    """Lists meetings. Enter opens, M moves, N says that one didn't happen, Del removes; Shift+F10 offers the same.

    `moved(meeting id, aware datetime)` when another time was typed for a planned meeting.
    """

    opened = Signal(str)
    moved = Signal(str, object)
    removal_requested = Signal(str)
    missed_requested = Signal(str)
    plan_requested = Signal()

    def __init__(self, look: Appearance, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        set_ground(self)
        self.model = MeetingsModel(zone)
        self.rows = MeetingList(look, self.tr("One-on-ones"), self.model, min_height=40, scrolls=True)
        self.move_row = MeetingMove(look, zone)
        self._moving = ""
        self.empty = EmptyState(
            look,
            self.tr("No one-on-ones yet"),
            self.tr("Plan the first one, or start it now."),
            action=self.tr("Plan a meeting"),
            icon="calendar",
        )
        column = QVBoxLayout(self)
        px = look.px
        column.setContentsMargins(px(24), px(12), px(24), px(12))
        self.empty.hide()
        column.addWidget(self.empty)
        column.addWidget(self.move_row)
        column.addWidget(self.rows, 1)
        self.rows.opened.connect(self.opened)
        self.rows.removal_requested.connect(self.removal_requested)
        self.rows.menu_requested.connect(self._on_menu_requested)
        self.rows.reschedule_requested.connect(self._on_reschedule)
        self.rows.missed_requested.connect(self._on_missed_key)
        self.move_row.add_requested.connect(self._on_moved)
        self.move_row.closed.connect(self._on_move_closed)
        self.empty.acted.connect(self.plan_requested)
        self._build_menu()

    def set_meetings(self, meetings: tuple[MeetingRow, ...], today: date) -> None:
        """Show all meetings, given newest first."""
        self.model.set_today(today)
        self.move_row.set_today(today)
        planned = [row for row in reversed(meetings) if row.state is MeetingState.PLANNED]
        self.model.set_rows((*planned, *(row for row in meetings if row.state is not MeetingState.PLANNED)))
        self.rows.setVisible(bool(meetings))
        self.empty.setVisible(not meetings)

    def _build_menu(self) -> None:
        self.menu = QMenu(self)
        self._open = QAction(self.tr("Open"), self)
        self._move = QAction(self.tr("Move"), self)
        self._move.setShortcut(QKeySequence(Qt.Key.Key_M))
        self._missed = QAction(self.tr("Didn’t happen"), self)
        self._missed.setShortcut(QKeySequence(Qt.Key.Key_N))
        self._remove = QAction(self.tr("Remove"), self)
        self._remove.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        for action in (self._move, self._missed, self._remove):
            action.setShortcutVisibleInContextMenu(True)
        for action, method in (
            (self._open, self._on_open),
            (self._move, self._on_move),
            (self._missed, self._on_missed),
            (self._remove, self._on_remove),
        ):
            action.triggered.connect(method)
            self.menu.addAction(action)

    def _on_menu_requested(self, meeting_id: str, place: QPoint) -> None:
        for action in (self._move, self._missed):
            action.setVisible(self._is_planned(meeting_id))
        self.menu.popup(place)

    def _is_planned(self, meeting_id: str) -> bool:
        at = self.model.position_of(meeting_id)
        return at >= 0 and self.model.rows[at].state is MeetingState.PLANNED

    def _on_reschedule(self, meeting_id: str) -> None:
        if self._is_planned(meeting_id):
            self._moving = meeting_id
            self.move_row.open_row()

    def _on_moved(self, moment: datetime) -> None:
        self.moved.emit(self._moving, moment)
        self.move_row.close_row()

    def _on_move_closed(self) -> None:
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_missed_key(self, meeting_id: str) -> None:
        if self._is_planned(meeting_id):
            self.missed_requested.emit(meeting_id)

    def _on_move(self) -> None:
        self._on_reschedule(self.rows.current_id)

    def _on_open(self) -> None:
        self.opened.emit(self.rows.current_id)

    def _on_missed(self) -> None:
        self.missed_requested.emit(self.rows.current_id)

    def _on_remove(self) -> None:
        self.removal_requested.emit(self.rows.current_id)
