"""The agenda beside the notes: tick, rename, move, drop and add items by keys alone."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHBoxLayout, QListView, QSizePolicy, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Operation
from coachdesk.services.agenda import (
    AgendaDraft,
    AgendaRow,
    add_item,
    drop_item,
    move_item,
    set_discussed,
    set_item_text,
    set_outcome,
    toggle_item_visibility,
)
from coachdesk.services.meeting_page import MeetingPage, MeetingStage
from coachdesk.ui.models.rows import ID_ROLE
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.meeting_agenda_rows import AgendaDelegate, AgendaModel
from coachdesk.ui.views.meeting_prep_questions import QuestionPanel
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.fields import LineEdit
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.words import count_words

_WIDEST = 16_777_215
_CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class AgendaList(RowList):
    """A `RowList` with wrapped rows and sections. `visibility_toggled(id)` on Ctrl+Shift+L.

    Enter on a question that was discussed asks what came of it; on any other item it rewords it.
    """

    visibility_toggled = Signal(str)

    def __init__(
        self,
        look: Appearance,
        model: AgendaModel,
        paint: type[AgendaDelegate] = AgendaDelegate,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, "", model, scrolls=True, parent=parent)
        self._agenda = model
        self.last_discussed_id = ""
        self._came_from: QWidget | None = None
        self.setAccessibleName(self.tr("Agenda"))
        self.setUniformItemSizes(False)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._painter = paint(look, self)
        self.setItemDelegate(self._painter)
        self._has_whole_height = False
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        model.modelReset.connect(self._fit)
        model.dataChanged.connect(self._fit)
        model.ticked.connect(self._on_ticked)
        self._painter.outcome_requested.connect(self.edit_outcome, Qt.ConnectionType.QueuedConnection)
        self._painter.closeEditor.connect(self._on_field_closed)

    def set_whole_height(self, whole: bool) -> None:
        """Be as high as all rows, because the page scrolls, or scroll within the panel."""
        self._has_whole_height = whole
        self._fit()

    def content_height(self) -> int:
        """Return the height of all rows at the present width."""
        model = self.model()
        return sum(self.sizeHintForRow(row) for row in range(model.rowCount())) + 2

    def sizeHint(self) -> QSize:
        """Return the height of all rows."""
        return QSize(self.look.px(240), self.content_height())

    def minimumSizeHint(self) -> QSize:
        """Return a height in which a few rows show."""
        return QSize(self.look.px(120), min(self.content_height(), self.look.px(96)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the words to the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def edit_outcome(self, item_id: str) -> None:
        """Open the field for what came of a question; the keyboard goes back to where it was after it."""
        self.set_current_id(item_id)
        index = self.currentIndex()
        if index.data(ID_ROLE) == item_id and self._agenda.takes_outcome(self._agenda.row_at(index)):
            self._came_from = QApplication.focusWidget()
            self._painter.begin_outcome()
            self.edit(index)

    def note_outcome(self) -> None:
        """Open the field for what came of the question that was just discussed, or that the keyboard is on."""
        rows = [row for row in self._agenda.rows if self._agenda.takes_outcome(row)]
        here = next((row for row in rows if row.item_id == self.current_id), None)
        last = next((row for row in rows if row.item_id == self.last_discussed_id), None)
        unsaid = next((row for row in rows if row.is_done and not row.outcome), None)
        done_here = here if here is not None and here.is_done else None
        row = done_here or last or here or unsaid or next(iter(rows), None)
        if row is not None:
            self.edit_outcome(row.item_id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow hover, and drag."""
        QListView.mouseMoveEvent(self, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn an item private or shared; the rest is the row list's."""
        if event.key() == Qt.Key.Key_L and event.modifiers() == _CTRL_SHIFT and self.current_id:
            self.visibility_toggled.emit(self.current_id)
        else:
            super().keyPressEvent(event)

    def _open(self, row_id: str) -> None:
        row = self._agenda.row_at(self.currentIndex())
        if row is not None and self._agenda.takes_outcome(row) and row.is_done:
            self.edit_outcome(row_id)
        else:
            super()._open(row_id)

    def _on_ticked(self, item_id: str, is_done: bool) -> None:
        self.last_discussed_id = item_id if is_done else ""

    def _on_field_closed(self) -> None:
        came_from, self._came_from = self._came_from, None
        if came_from is not None and came_from.isVisible():
            came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        height = self.content_height()
        self.setMinimumHeight(height if self._has_whole_height else 0)
        self.setMaximumHeight(height)
        self.updateGeometry()

    def _on_reset(self) -> None:
        super()._on_reset()
        if self._kept_id and not self.currentIndex().isValid():
            around = range(self._kept_position, -1, -1)
            index = next((i for at in around if (i := self.model().index(at, 0)).flags() & _ENABLED), None)
            if index is not None:
                self.setCurrentIndex(index)

    def _on_look_changed(self) -> None:
        super()._on_look_changed()
        self._fit()


_ENABLED = Qt.ItemFlag.ItemIsEnabled


class AgendaPanel(QWidget):
    """The agenda of the person whom the meeting is with; writes by itself and is told to show what came of it."""

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.look = look
        self._page: MeetingPage | None = None
        self._divides = True
        self.model = AgendaModel()
        self.list = AgendaList(look, self.model)
        self.title = Label(look, self.tr("Agenda"), role="section", wraps=False)
        self.count = Label(look, role="small", tone="text3", wraps=False)
        self.field = LineEdit(look)
        self.field.setProperty("plain", True)
        self.field.setPlaceholderText(self.tr("Add an item"))
        self.field.setAccessibleName(self.tr("Add an agenda item"))
        self.field.set_leading(Icon(look, "plus", "text3"))
        self.questions = QuestionPanel(desk, look)
        self._lay_out()
        self._connect()
        look.changed.connect(self._arrange)
        self._arrange()

    def show_page(self, page: MeetingPage) -> None:
        """Show the agenda of a meeting."""
        self._page = page
        self.model.set_agenda(page.agenda, page.first_name)
        self.list.setVisible(bool(page.agenda))
        self._show_count()
        if self._stage is MeetingStage.LIVE and page.stage is MeetingStage.LIVE and not self.list.current_id:
            self.list.set_current_id(next((row.item_id for row in page.agenda if not row.is_done), ""))

    def show_stage(self, stage: MeetingStage) -> None:
        """Prepare the agenda, or tick it off."""
        self._stage = stage
        self.model.set_checkable(stage is not MeetingStage.PREP)
        self.questions.setVisible(stage is MeetingStage.PREP)
        self._show_count()
        self._arrange()

    def discuss_current(self) -> None:
        """Tick the item in focus as discussed and go to the next one that is open."""
        row_id = self.list.current_id
        rows = [row for row in self.model.rows if isinstance(row, AgendaRow)]
        at = next((i for i, row in enumerate(rows) if row.item_id == row_id), -1)
        if at < 0:
            at = next((i for i, row in enumerate(rows) if not row.is_done), -1)
        if at < 0:
            return
        if not rows[at].is_done:
            self.model.ticked.emit(rows[at].item_id, True)
        following = (row for row in (*rows[at + 1 :], *rows[:at]) if not row.is_done)
        self.list.set_current_id(next((row.item_id for row in following), rows[at].item_id))

    def set_stacked(self, stacked: bool) -> None:
        """Stand above the notes in full height, or beside them."""
        self._divides = not stacked
        self.list.set_whole_height(stacked)
        self._arrange()
        self.update()

    def begin_item(self) -> None:
        """Put the keyboard into the field for a new item."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def commit_typed(self) -> None:
        """Add what is typed in the field though Enter was not pressed; called before the page or the vault closes."""
        self._on_return_pressed()
        self.questions.commit_typed()

    def has_typed(self) -> bool:
        """Return whether the field holds words that are no item yet."""
        return bool(self.field.text().strip()) or self.questions.has_typed()

    def note_outcome(self) -> None:
        """Open the field for what came of a question of the bank."""
        self.list.note_outcome()

    def toggle_current(self) -> bool:
        """Turn the current item private or shared if the keyboard is on the list; return whether it was."""
        if not self.list.hasFocus() or not self.list.current_id:
            return False
        self._on_visibility_toggled(self.list.current_id)
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the hairline towards the notes."""
        if self._divides:
            at = 0 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else self.width() - 1
            QPainter(self).fillRect(at, 0, 1, self.height(), self.look.colour("divider"))

    def _lay_out(self) -> None:
        self._head = QHBoxLayout()
        self._head.addWidget(self.title, 1)
        self._head.addWidget(self.count)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addLayout(self._head)
        self._column.addWidget(self.list, 1000)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.field)
        self._column.addLayout(self._foot)
        self._column.addStretch(1)
        self._column.addWidget(self.questions)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def _arrange(self) -> None:
        px = self.look.px
        self._column.setContentsMargins(0, px(8), 1, 0 if self._stage is MeetingStage.PREP else px(8))
        self.setMinimumWidth(px(296) if self._divides else 0)
        self.setMaximumWidth(px(296) if self._divides else _WIDEST)
        self._head.setContentsMargins(px(16), px(4), px(12), px(4))
        self._foot.setContentsMargins(px(8), 0, px(8), 0)

    def _connect(self) -> None:
        self.model.ticked.connect(self._on_ticked)
        self.model.renamed.connect(self._on_renamed)
        self.model.outcome_noted.connect(self._on_outcome_noted)
        self.list.removal_requested.connect(self._on_removal_requested)
        self.model.drop_requested.connect(self._on_drop_requested)
        self.list.move_requested.connect(self._on_move_requested)
        self.list.visibility_toggled.connect(self._on_visibility_toggled)
        self.field.returnPressed.connect(self._on_return_pressed)

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
        words = self.tr("Item dropped")
        Operation(self, self.desk, drop_item, item_id, label=words, offers_undo=True).start()

    def _on_move_requested(self, item_id: str, direction: int) -> None:
        step = self.model.find_step(item_id, direction, self._page.agenda) if self._page else 0
        if step:
            Operation(self, self.desk, move_item, item_id, step, label=self.tr("Item moved")).start()

    def _on_drop_requested(self, item_id: str, before: int) -> None:
        step = self.model.find_drop_step(item_id, before, self._page.agenda) if self._page else 0
        if step:
            Operation(self, self.desk, move_item, item_id, step, label=self.tr("Item moved")).start()

    def _on_visibility_toggled(self, item_id: str) -> None:
        words = self.tr("Visibility changed")
        Operation(self, self.desk, toggle_item_visibility, item_id, label=words).start()

    def _on_return_pressed(self) -> None:
        text = self.field.text().strip()
        if text and self._page is not None:
            draft = AgendaDraft(self._page.meeting.person_id, text)
            operation = Operation(self, self.desk, add_item, draft, label=self.tr("Item added"))
            operation.failed.connect(self._on_add_failed)
            self._adding = text
            self.field.clear()
            operation.start()

    def _on_add_failed(self, _error: object) -> None:
        """Give the words back, so that they can be tried again."""
        if not self.field.text():
            self.field.setText(self._adding)

    def _show_count(self) -> None:
        agenda = self._page.agenda if self._page else ()
        if self._stage is MeetingStage.PREP:
            words = count_words(len(agenda), self.tr("item"), self.tr("items"))
        else:
            done = sum(row.is_done for row in agenda)
            words = self.tr("{done} of {total} done").format(done=done, total=len(agenda))
        self.count.setText(words if agenda else "")

    _adding = ""
    _stage = MeetingStage.LIVE
