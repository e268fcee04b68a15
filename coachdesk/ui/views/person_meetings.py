"""The tab of all meetings with a person, planned ones too, newest first."""

from __future__ import annotations

from datetime import date, tzinfo

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from coachdesk.model.meeting import MeetingState
from coachdesk.services.meetings import MeetingRow
from coachdesk.ui.models.person_rows import MeetingsModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.page_ground import set_ground
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.messages import EmptyState


class PersonMeetings(QWidget):
    """Lists meetings. Enter opens, Del removes, the menu (Shift+F10) also says that one didn't happen."""

    opened = Signal(str)
    removal_requested = Signal(str)
    missed_requested = Signal(str)
    plan_requested = Signal()

    def __init__(self, look: Appearance, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        set_ground(self)
        self.model = MeetingsModel(zone)
        self.rows = RowList(look, self.tr("One-on-ones"), self.model, min_height=40, scrolls=True)
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
        column.addWidget(self.rows, 1)
        self.rows.opened.connect(self.opened)
        self.rows.removal_requested.connect(self.removal_requested)
        self.rows.menu_requested.connect(self._on_menu_requested)
        self.empty.acted.connect(self.plan_requested)
        self._build_menu()

    def set_meetings(self, meetings: tuple[MeetingRow, ...], today: date) -> None:
        """Show all meetings."""
        self.model.set_today(today)
        self.model.set_rows(meetings)
        self.rows.setVisible(bool(meetings))
        self.empty.setVisible(not meetings)

    def _build_menu(self) -> None:
        self.menu = QMenu(self)
        self._open = QAction(self.tr("Open"), self)
        self._missed = QAction(self.tr("Didn’t happen"), self)
        self._remove = QAction(self.tr("Remove"), self)
        self._remove.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        self._remove.setShortcutVisibleInContextMenu(True)
        for action, method in (
            (self._open, self._on_open),
            (self._missed, self._on_missed),
            (self._remove, self._on_remove),
        ):
            action.triggered.connect(method)
            self.menu.addAction(action)

    def _on_menu_requested(self, meeting_id: str, place: QPoint) -> None:
        row = self.model.rows[self.model.position_of(meeting_id)]
        self._missed.setVisible(row.state is MeetingState.PLANNED)
        self.menu.popup(place)

    def _on_open(self) -> None:
        self.opened.emit(self.rows.current_id)

    def _on_missed(self) -> None:
        self.missed_requested.emit(self.rows.current_id)

    def _on_remove(self) -> None:
        self.removal_requested.emit(self.rows.current_id)
