"""The panel of the plan: those who wait beside the weeks, or above them where there is little room."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.model.meeting import MeetingState
from coachdesk.services.skip_levels import Rotation
from coachdesk.services.skip_rotation import MOST_A_WEEK
from coachdesk.ui.models.skip_rows import ToBookModel
from coachdesk.ui.models.skip_weeks import SHOWN_WEEKS
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.skip_levels_plan import ToBookList, WeekTable
from coachdesk.ui.widgets.buttons import Button, IconButton
from coachdesk.ui.widgets.text import ElidedLabel, Label

_SHOWN_WAITING = 5
_SIDE_BY_SIDE_FROM = 520
_UNLIMITED = 16_777_215


class PlanPanel(QWidget):
    """Shows who waits and the weeks of a `Rotation`. Wishes: `booked(person id, Monday)`, `opened(meeting id)`,
    `taken_back(meeting id)`, `menu_requested(meeting id, global position)`, `capacity_chosen(count)`.
    """

    booked = Signal(str, object)
    opened = Signal(str)
    taken_back = Signal(str)
    menu_requested = Signal(str, QPoint)
    capacity_chosen = Signal(int)

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._rotation: Rotation | None = None
        self._first_week = 0
        self._shows_all = False
        self.waiting = ToBookModel()
        self.to_book = ToBookList(look, self.waiting)
        self.more_waiting = Button(look, "", kind="link", small=True)
        self.nobody_waits = Label(look, self.tr("Everyone is met or booked"), role="small", tone="text3")
        self.table = WeekTable(desk, look)
        self.week_heads = tuple(ElidedLabel(look, role="small", weight=600) for _ in range(SHOWN_WEEKS))
        self.earlier = IconButton(look, "cl", self.tr("Earlier weeks"), edge=24, size=14)
        self.later = IconButton(look, "cr", self.tr("Later weeks"), edge=24, size=14)
        self.capacity = Button(look, "", kind="link", small=True)
        self.capacity_menu = QMenu(self.capacity)
        for count in range(1, MOST_A_WEEK + 1):
            action = QAction(str(count), self.capacity_menu)
            action.setData(count)
            self.capacity_menu.addAction(action)
        self.capacity.setMenu(self.capacity_menu)
        self.no_weeks = Label(look, self.tr("This quarter is over."), role="small", tone="text3")
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._sides.setContentsMargins(0, look.px(12), 0, 0)
        self._sides.setSpacing(look.px(12))
        self._sides.addWidget(self._build_waiting())
        self._sides.addWidget(self._build_weeks(), 1)
        self._connect()

    def set_rotation(self, rotation: Rotation, capacity: int) -> None:
        """Show a plan with so many places a week."""
        self._rotation = rotation
        self._show_waiting(rotation)
        self._show_weeks(rotation)
        self.capacity.setText(self.tr("Up to {count} a week").format(count=capacity))
        self.capacity.updateGeometry()

    def show_first(self) -> None:
        """Begin with the first week that is left."""
        self._first_week = 0

    def move_current(self) -> None:
        """Ask where to move the row or the talk that the keyboard is on."""
        if self.table.hasFocus() and (talk := self.table.current_talk) is not None:
            place = self.table.viewport().mapToGlobal(self.table.visualRect(self.table.currentIndex()).bottomLeft())
            if talk.state is MeetingState.PLANNED:
                self.build_move_menu(talk.person_id).popup(place)
        elif self.to_book.current_id:
            self._on_waiting_opened(self.to_book.current_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the list above the weeks where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def build_move_menu(self, person_id: str) -> QMenu:
        """Return the weeks that a person may be booked into; the digit before a week chooses it."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.triggered.connect(self._on_moved)
        for number, week in enumerate(self._rotation.weeks[:9] if self._rotation is not None else (), start=1):
            free = self.tr("{count} free").format(count=week.free) if week.free else self.tr("full")
            action = QAction(f"&{number}  {self.table.weeks.week_words(week)}, {free}", menu)
            action.setData((person_id, week.monday))
            action.setEnabled(week.free > 0)
            menu.addAction(action)
        return menu

    def _build_waiting(self) -> QWidget:
        self._side = QWidget()
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, self.look.px(8), 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.addWidget(Label(self.look, self.tr("To book"), role="small", weight=600, wraps=False))
        head.addStretch(1)
        head.addWidget(Label(self.look, self.tr("longest wait first"), role="small", tone="text3", wraps=False))
        column.addLayout(head)
        column.addSpacing(self.look.px(6))
        column.addWidget(self.to_book)
        column.addWidget(self.nobody_waits)
        column.addWidget(self.more_waiting, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return self._side

    def _build_weeks(self) -> QWidget:
        weeks = QWidget()
        column = QVBoxLayout(weeks)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.look.px(6))
        heads = QHBoxLayout()
        heads.setSpacing(self.look.px(20))
        for head in self.week_heads:
            heads.addWidget(head, 1)
        foot = QHBoxLayout()
        foot.setSpacing(self.look.px(4))
        foot.addWidget(self.capacity)
        foot.addStretch(1)
        foot.addWidget(self.earlier)
        foot.addWidget(self.later)
        column.addLayout(heads)
        column.addWidget(self.table)
        column.addWidget(self.no_weeks)
        column.addLayout(foot)
        column.addStretch(1)
        return weeks

    def _connect(self) -> None:
        self.capacity_menu.triggered.connect(self._on_capacity)
        self.more_waiting.clicked.connect(self._on_more_waiting)
        self.earlier.clicked.connect(self._on_earlier)
        self.later.clicked.connect(self._on_later)
        self.to_book.opened.connect(self._on_waiting_opened)
        self.table.dropped.connect(self.booked)
        self.table.opened.connect(self.opened)
        self.table.free_chosen.connect(self._on_free_chosen)
        self.table.removal_requested.connect(self.taken_back)
        self.table.menu_requested.connect(self.menu_requested)

    def _show_waiting(self, rotation: Rotation) -> None:
        rows = rotation.to_book
        shown = rows if self._shows_all else rows[:_SHOWN_WAITING]
        self.waiting.set_rows(shown)
        self.to_book.setVisible(bool(rows))
        self.nobody_waits.setVisible(not rows)
        self.more_waiting.setVisible(len(rows) > _SHOWN_WAITING)
        left = len(rows) - len(shown)
        self.more_waiting.setText(self.tr("{count} more").format(count=left) if left else self.tr("Show fewer"))
        self.more_waiting.updateGeometry()

    def _show_weeks(self, rotation: Rotation) -> None:
        self._first_week = max(0, min(self._first_week, len(rotation.weeks) - SHOWN_WEEKS))
        shown = rotation.weeks[self._first_week : self._first_week + SHOWN_WEEKS]
        marked = rotation.shown.meeting_id if rotation.shown is not None else ""
        kept = self.table.current_talk
        self.table.weeks.set_weeks(shown, rotation.today, marked)
        if kept is not None:
            self.table.set_current_talk(kept.meeting_id)
        for at, head in enumerate(self.week_heads):
            head.setText(self.table.weeks.week_words(shown[at]) if at < len(shown) else "")
        self.table.setVisible(bool(shown))
        self.no_weeks.setVisible(not shown)
        self.earlier.setEnabled(self._first_week > 0)
        self.later.setEnabled(self._first_week + SHOWN_WEEKS < len(rotation.weeks))

    def _fit(self) -> None:
        narrow = self.width() < self.look.px(_SIDE_BY_SIDE_FROM) or self.look.text_scale > 1.5
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._sides.setDirection(down if narrow else across)
        if narrow:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(_UNLIMITED)
        else:
            self._side.setFixedWidth(self.look.px(204))

    def _on_more_waiting(self) -> None:
        self._shows_all = not self._shows_all
        if self._rotation is not None:
            self._show_waiting(self._rotation)

    def _on_earlier(self) -> None:
        self._page_weeks(-SHOWN_WEEKS)

    def _on_later(self) -> None:
        self._page_weeks(SHOWN_WEEKS)

    def _page_weeks(self, step: int) -> None:
        self._first_week += step
        if self._rotation is not None:
            self._show_weeks(self._rotation)

    def _on_waiting_opened(self, person_id: str) -> None:
        self.to_book.set_current_id(person_id)
        rect = self.to_book.visualRect(self.to_book.currentIndex())
        self.build_move_menu(person_id).popup(self.to_book.viewport().mapToGlobal(rect.bottomLeft()))

    def _on_moved(self, action: QAction) -> None:
        person_id, monday = action.data()
        self.booked.emit(person_id, monday)

    def _on_free_chosen(self, monday: date) -> None:
        """Fill a free place with the one chosen in the list, else with the one who waits longest."""
        rows = self._rotation.to_book if self._rotation is not None else ()
        waiting = [row.person_id for row in rows]
        chosen = self.to_book.current_id if self.to_book.current_id in waiting else "".join(waiting[:1])
        if chosen:
            self.booked.emit(chosen, monday)

    def _on_capacity(self, action: QAction) -> None:
        self.capacity_chosen.emit(int(action.data()))
