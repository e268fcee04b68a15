"""The timeline tab: everything about a person, newest first, by kind and by date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery
from coachdesk.services.day_words import UnknownDay
from coachdesk.services.person_page import PersonPage
from coachdesk.services.timeline import TimelineKind, TimelineRow, list_timeline, parse_month, position_at
from coachdesk.ui.models.about_rows import TimelineModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.page_ground import set_ground
from coachdesk.ui.views.person_part import PersonPart
from coachdesk.ui.views.person_timeline_open import route_of
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.choices import Segmented
from coachdesk.ui.widgets.fields import Hint, LineEdit
from coachdesk.ui.widgets.messages import EmptyState

if TYPE_CHECKING:
    from coachdesk.ui.views.person_view import PersonView

FIRST_LINES = 60
"""How many lines are asked for at first; all others follow."""
_K = TimelineKind
GROUPS: tuple[frozenset[TimelineKind], ...] = (
    frozenset(_K),
    frozenset({_K.MEETING, _K.MISSED, _K.NOTE}),
    frozenset({_K.PROMISED, _K.KEPT}),
    frozenset({_K.TOPIC}),
    frozenset({_K.WIN, _K.FEEDBACK}),
    frozenset({_K.EVIDENCE, _K.REVIEW, _K.GOAL, _K.GOAL_REACHED, _K.COACHING}),
    frozenset({_K.PROJECT, _K.ACT, _K.GLUE, _K.GLUE_ENDED}),
    frozenset({_K.ROLE, _K.CARD, _K.FILE}),
)


class PersonTimeline(PersonPart):
    """Left and Right in the list choose the kind; Ctrl+F goes to the field that jumps to a date; Enter opens."""

    def __init__(self, desk: Desk, look: Appearance, view: PersonView) -> None:
        super().__init__()
        self._desk = desk
        self._look = look
        self._person_id = ""
        self._all: tuple[TimelineRow, ...] = ()
        self._has_all = False
        self._wanted = ""
        self._item_id = ""
        self._query = LatestQuery(self, desk)
        self._remove_note = view.acts.remove_note
        set_ground(self)
        words = (
            self.tr("All"),
            self.tr("Meetings"),
            self.tr("Follow-ups"),
            self.tr("Topics"),
            self.tr("Feedback"),
            self.tr("Growth"),
            self.tr("Sponsorship"),
            self.tr("About them"),
        )
        self.kinds = Segmented(look, self.tr("Kinds"), words, small=True)
        self.kinds_box = QComboBox()
        self.kinds_box.setAccessibleName(self.tr("Kinds"))
        self.kinds_box.addItems(words)
        self.jump = LineEdit(look, small=True)
        self.jump.setPlaceholderText(self.tr("Jump to, such as march 2024"))
        self.jump.setAccessibleName(self.tr("Jump to a date"))
        self.hint = Hint(look)
        self.model = TimelineModel()
        self.rows = RowList(look, self.tr("Timeline"), self.model, min_height=36, scrolls=True)
        self.empty = EmptyState(look, self.tr("Nothing here yet"), self.tr("What happens with them shows here."))
        self._lay_out()
        self._connect()

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """Kinds, field and list."""
        kinds = self.kinds if self.kinds.isVisible() else self.kinds_box
        return (kinds, self.jump, self.rows)

    def set_person(self, page: PersonPage) -> None:
        """Forget the lines of another person."""
        self.model.set_today(page.today)
        if page.person.person_id != self._person_id:
            self._person_id = page.person.person_id
            self._has_all = False
            self._all = ()
            self.model.set_rows(())
            self.jump.clear()
            self._set_kind(0)

    def set_route(self, route: Route) -> None:
        """Learn which line to show; it may be of any kind."""
        self._item_id = route.item_id

    def refresh(self) -> None:
        """Ask for the newest lines, later for all."""
        self._ask(-1 if self._has_all else FIRST_LINES)

    def run_action(self, action_id: str) -> bool:
        """Find means jump here."""
        if action_id != "find":
            return False
        self.jump.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.jump.selectAll()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose the kind with Left and Right in the list."""
        if watched is self.rows and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
            if step is not None and not event.modifiers():
                self._on_kind((self.kinds.index() + step) % len(GROUPS))
                return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the kinds as a row where there is room, else as a list, and the field beside or below."""
        super().resizeEvent(event)
        room = self.width() - self._look.px(48)
        has_room = self.kinds.sizeHint().width() <= room
        self.kinds.setVisible(has_room)
        self.kinds_box.setVisible(not has_room)
        beside = has_room and self.kinds.sizeHint().width() + self._look.px(240) <= room
        self._head.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def _lay_out(self) -> None:
        px = self._look.px
        self._head = QHBoxLayout()
        self._head.setSpacing(px(12))
        self._head.addWidget(self.kinds)
        self._head.addWidget(self.kinds_box)
        self._head.addStretch(1)
        self._head.addWidget(self.jump)
        self.jump.setMinimumWidth(px(220))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(12), px(24), px(12))
        column.setSpacing(px(8))
        column.addLayout(self._head)
        column.addWidget(self.hint)
        column.addWidget(self.empty)
        column.addWidget(self.rows, 1)
        self.empty.hide()
        self.kinds_box.hide()

    def _connect(self) -> None:
        self._query.answered.connect(self._on_answered)
        self.kinds.chosen.connect(self._on_kind)
        self.kinds_box.activated.connect(self._on_kind)
        self.jump.returnPressed.connect(self._on_jump)
        self.jump.textEdited.connect(self._on_jump_edited)
        self.rows.opened.connect(self._on_opened)
        self.rows.removal_requested.connect(self._on_removal)
        self.rows.installEventFilter(self)

    def _ask(self, limit: int) -> None:
        if self._person_id:
            self._query.ask(list_timeline, self._person_id, self._desk.zone, limit)

    def _on_answered(self, rows: tuple[TimelineRow, ...]) -> None:
        self._all = rows
        self._show()
        if not self._has_all:
            self._has_all = True
            if len(rows) == FIRST_LINES:
                self._ask(-1)
                return
        if self._wanted:
            self._on_jump()
        elif self._item_id:
            self._show_item()

    def _show_item(self) -> None:
        self._on_kind(0)
        wanted, self._item_id = self._item_id, ""
        position = next((at for at, row in enumerate(self._all) if wanted in (row.row_id, row.source_id)), -1)
        if position >= 0:
            self._go_to(position)

    def _go_to(self, position: int) -> None:
        self.model.show_until(position)
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)
        self.rows.setCurrentIndex(self.model.index(position))
        self.rows.scrollTo(self.model.index(position), RowList.ScrollHint.PositionAtTop)

    def _show(self) -> None:
        kinds = GROUPS[self.kinds.index()]
        rows = self._all if len(kinds) == len(_K) else tuple(row for row in self._all if row.kind in kinds)
        self.model.set_rows(rows)
        self.empty.setVisible(not rows)

    def _set_kind(self, index: int) -> None:
        self.kinds.set_index(index)
        self.kinds_box.setCurrentIndex(index)

    def _on_kind(self, index: int) -> None:
        self._set_kind(index)
        self._show()

    def _on_jump_edited(self, _text: str) -> None:
        self.hint.set_text("")

    def _on_jump(self) -> None:
        if not self._has_all or self._query.is_waiting:
            self._wanted = self.jump.text()
            return
        self._wanted = ""
        try:
            day = parse_month(self.jump.text(), self._desk.local_now.date())
        except UnknownDay:
            words = self.tr("Type a month or a day, such as march 2024, 2024 or 5 May 2025.")
            self.hint.set_text(words, tone="danger", icon="alert")
            return
        self.hint.set_text("")
        position = position_at(self.model.rows, day)
        if self.model.rows:
            self._go_to(position)

    def _on_opened(self, row_id: str) -> None:
        row = next((one for one in self._all if one.row_id == row_id), None)
        route = None if row is None else route_of(row, self._person_id)
        if route is not None:
            self.navigate_requested.emit(route)

    def _on_removal(self, row_id: str) -> None:
        kind, _, source_id = row_id.partition("/")
        if kind == TimelineKind.NOTE:
            self._remove_note(source_id)
