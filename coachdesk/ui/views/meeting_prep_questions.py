"""The question bank under the agenda: least recently asked first, one key puts a question on the agenda."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QComboBox, QListView, QStyle, QStyleOptionViewItem, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import Operation
from coachdesk.services.question_bank import Purpose
from coachdesk.services.questions import (
    QuestionChoice,
    QuestionRow,
    ask_question,
    remove_own_question,
    save_own_question,
    set_own_question_text,
)
from coachdesk.ui.models.rows import Cell, RowCells, RowsModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.meeting_agenda_rows import ROW_ROLE, AgendaDelegate
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.fields import LineEdit
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.text import Line
from coachdesk.ui.words import day_words

_Index = QModelIndex | QPersistentModelIndex
_State = QStyle.StateFlag


class QuestionsModel(RowsModel):
    """Questions to choose from; one's own can be reworded."""

    def set_choice(self, choice: QuestionChoice, today: date) -> None:
        """Show other questions; those on the agenda already are left out."""
        self._today = today
        self.set_rows(tuple(row for row in choice.rows if not row.is_chosen))

    def find(self, question_id: str) -> QuestionRow | None:
        """Return the row of a question."""
        return next((row for row in self.rows if self.row_id(row) == question_id), None)

    def row_id(self, row: QuestionRow) -> str:
        """Return the question's identity."""
        return row.question.question_id

    def cells(self, row: QuestionRow) -> RowCells:
        """Return the question, when it was last asked and what came of it."""
        return RowCells(row.question.text, self.past_words(row), tail=(Cell(icon="plus", width=14),))

    def spoken(self, row: QuestionRow) -> str:
        """Return the question with its past; one's own says so."""
        own = self.tr("your own question") if row.question.is_own else ""
        return ", ".join(part for part in (row.question.text, own, self.past_words(row)) if part)

    def past_words(self, row: QuestionRow) -> str:
        """Return `Asked 3 Mar: wants to lead`, or nothing for a question not asked yet."""
        if row.asked is None:
            return ""
        day = day_words(row.asked.on, self._today)
        if row.asked.outcome:
            return self.tr("Asked {day}: {outcome}").format(day=day, outcome=row.asked.outcome)
        return self.tr("Asked {day}").format(day=day)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """One's own can be reworded with F2."""
        flags = super().flags(index)
        row = self.row_at(index)
        return flags | Qt.ItemFlag.ItemIsEditable if row is not None and row.question.is_own else flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what the painter and screen readers ask for."""
        if index.isValid() and role == ROW_ROLE:
            return self.rows[index.row()]
        return super().data(index, role)

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Pass another wording on as a wish."""
        row, text = self.row_at(index), str(value).strip()
        if role == Qt.ItemDataRole.EditRole and row is not None and row.question.is_own and text:
            self.renamed.emit(self.row_id(row), text)
            return True
        return False

    _today = date.min


class QuestionDelegate(AgendaDelegate):
    """Paints a question in as many lines as it needs, its past under it, and a plus at the end."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the room of a question at the width of the list."""
        width = self._view.width() - self._view.verticalScrollBar().sizeHint().width()
        lines, past = self._parts(index, self._room(QRect(0, 0, width, 0)).width())
        return QSize(width, (lines + past) * self._line_height() + 2 * self.look.px(5))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the question, its past and the plus."""
        px, row = self.look.px, index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & _State.State_MouseOver:
            painter.fillRect(option.rect, self.look.colour("hover"))
        if option.state & _State.State_HasFocus:
            painter.setPen(QPen(self.look.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
        room = QStyle.visualRect(option.direction, option.rect, self._room(option.rect))
        painter.setPen(self.look.colour("text"))
        words = self._wrap(row.question.text, self._title_font, room.width())
        words.draw(painter, QPointF(room.topLeft()))
        past = self._past(index)
        if past:
            painter.setPen(self.look.colour("text3"))
            painter.setFont(self.look.font("small"))
            top = room.top() + words.lineCount() * self._line_height()
            elided = self._small_metrics.elidedText(past, Qt.TextElideMode.ElideRight, room.width())
            area = QRect(room.left(), top, room.width(), self._line_height())
            painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), elided)
        edge = px(14)
        plus = QRect(option.rect.right() + 1 - px(16) - edge, self._mark_top(option, edge), edge, edge)
        plus = QStyle.visualRect(option.direction, option.rect, plus)
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(plus.topLeft(), self.look.pixmap("plus", "text2", 14, ratio))
        painter.restore()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        """Put the field over the words."""
        room = self._room(option.rect)
        height = max(editor.sizeHint().height(), self.look.px(24))
        editor.setGeometry(QRect(room.left() - self.look.px(8), room.top(), room.width() + self.look.px(8), height))

    def _parts(self, index: _Index, width: int) -> tuple[int, int]:
        row = index.data(ROW_ROLE)
        if row is None:
            return 1, 0
        return self._wrap(row.question.text, self._title_font, width).lineCount(), 1 if self._past(index) else 0

    def _past(self, index: _Index) -> str:
        model = index.model()
        return model.past_words(index.data(ROW_ROLE)) if isinstance(model, QuestionsModel) else ""

    def _room(self, rect: QRect) -> QRect:
        px = self.look.px
        return rect.adjusted(px(16), px(5), -px(42), 0)


class QuestionList(RowList):
    """Questions; Enter or a click puts one on the agenda, F2 rewords one's own, Del removes it."""

    def __init__(self, look: Appearance, model: QuestionsModel, parent: QWidget | None = None) -> None:
        super().__init__(look, "", model, scrolls=True, parent=parent)
        self.setAccessibleName(self.tr("Questions"))
        self.setUniformItemSizes(False)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setItemDelegate(QuestionDelegate(look, self))

    def sizeHint(self) -> QSize:
        """Return room for two questions: the agenda above matters more, and the list scrolls."""
        rows = min(2, self.model().rowCount())
        return QSize(self.look.px(240), sum(self.sizeHintForRow(row) for row in range(rows)) + 2)

    def minimumSizeHint(self) -> QSize:
        """Return the size hint."""
        return QSize(self.look.px(120), self.sizeHint().height())

    def edit_own(self) -> None:
        """Reword the current question if it is one's own."""
        if self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit_current()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Reword on F2; + adds like Enter; the rest is the row list's."""
        key = event.key()
        if key == Qt.Key.Key_F2:
            self.edit_own()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Insert) and self.current_id:
            self.opened.emit(self.current_id)
        else:
            super().keyPressEvent(event)


class QuestionPanel(QWidget):
    """The bank with its choice of purpose and area. `choice_requested(Purpose, area)` asks for other questions."""

    choice_requested = Signal(object, str)

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.look = look
        self._person_id = ""
        self._purpose = Purpose.WEEKLY
        self.toggle = Button(look, self.tr("Question bank"), kind="quiet", icon="cd", small=True)
        self.toggle.setCheckable(True)
        self.toggle.setChecked(True)
        self.purpose = self._build_box(self.tr("What the meeting is for"))
        for word, text in purpose_words().items():
            self.purpose.addItem(text, word.value)
        self.area = self._build_box(self.tr("Area of the ladder"))
        self.model = QuestionsModel()
        self.list = QuestionList(look, self.model)
        self.field = LineEdit(look)
        self.field.setProperty("plain", True)
        self.field.setPlaceholderText(self.tr("Add a question of your own"))
        self.field.setAccessibleName(self.tr("Add a question of your own"))
        self.field.set_leading(Icon(look, "plus", "text3"))
        self._lay_out()
        self.toggle.toggled.connect(self._on_toggled)
        self.purpose.activated.connect(self._on_chosen)
        self.area.activated.connect(self._on_area_chosen)
        self.list.opened.connect(self._on_opened)
        self.list.removal_requested.connect(self._on_removal_requested)
        self.model.renamed.connect(self._on_renamed)
        self.field.returnPressed.connect(self.commit_typed)

    def set_choice(self, person_id: str, choice: QuestionChoice) -> None:
        """Show the questions for a person."""
        self._person_id = person_id
        self._purpose = choice.purpose
        self.purpose.setCurrentIndex(self.purpose.findData(choice.purpose.value))
        self.area.clear()
        self.area.addItem(self.tr("Any area"), "")
        for area in choice.areas:
            self.area.addItem(area.replace("-", " ").capitalize(), area)
        self.area.setCurrentIndex(max(0, self.area.findData(choice.area)))
        self.area.setVisible(choice.purpose is Purpose.GROWTH)
        self.model.set_choice(choice, self.desk.local_now.date())
        self.list.updateGeometry()

    def commit_typed(self) -> None:
        """Keep what is typed as a question of one's own, for the purpose that shows."""
        text = self.field.text().strip()
        if not text:
            return
        self.field.clear()
        purposes, area = frozenset({self._purpose}), str(self.area.currentData() or "")
        areas = (area,) if area else ()
        label = self.tr("Question added")
        Operation(self, self.desk, save_own_question, None, text, purposes, areas, label=label).start()

    def has_typed(self) -> bool:
        """Return whether the field holds words that are no question yet."""
        return bool(self.field.text().strip())

    def open_list(self) -> None:
        """Unfold the bank and put the keyboard on the first question."""
        self.toggle.setChecked(True)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setProperty("small", True)
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return box

    def _lay_out(self) -> None:
        px = self.look.px
        self._inner = QWidget()
        choices = QVBoxLayout()
        choices.setContentsMargins(px(16), 0, px(12), px(4))
        choices.setSpacing(px(4))
        choices.addWidget(self.purpose)
        choices.addWidget(self.area)
        foot = QVBoxLayout()
        foot.setContentsMargins(px(8), 0, px(8), px(4))
        foot.addWidget(self.field)
        inner = QVBoxLayout(self._inner)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addLayout(choices)
        inner.addWidget(self.list)
        inner.addLayout(foot)
        head = QVBoxLayout()
        head.setContentsMargins(px(6), px(4), px(12), 0)
        head.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeading)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(2))
        column.addWidget(Line())
        column.addLayout(head)
        column.addWidget(self._inner)

    def _on_toggled(self, shown: bool) -> None:
        self.toggle.set_icon("cd" if shown else "cr")
        self._inner.setVisible(shown)

    def _on_chosen(self, _index: int) -> None:
        self.choice_requested.emit(Purpose(self.purpose.currentData()), "")

    def _on_area_chosen(self, _index: int) -> None:
        self.choice_requested.emit(self._purpose, str(self.area.currentData() or ""))

    def _on_opened(self, question_id: str) -> None:
        row = self.model.find(question_id)
        if row is not None and self._person_id:
            label = self.tr("Question added to the agenda")
            Operation(self, self.desk, ask_question, self._person_id, row.question, label=label).start()

    def _on_removal_requested(self, question_id: str) -> None:
        row = self.model.find(question_id)
        if row is not None and row.question.is_own:
            label = self.tr("Question removed")
            Operation(self, self.desk, remove_own_question, question_id, label=label, offers_undo=True).start()

    def _on_renamed(self, question_id: str, text: str) -> None:
        Operation(self, self.desk, set_own_question_text, question_id, text, label=self.tr("Question reworded")).start()


def purpose_words() -> Mapping[Purpose, str]:
    """Return the purposes of meetings in words."""
    return {
        Purpose.WEEKLY: _tr("For every week"),
        Purpose.GROWTH: _tr("For growth in an area"),
        Purpose.CAREER: _tr("For career talks"),
        Purpose.FEEDBACK_ON_ME: _tr("For feedback on me"),
        Purpose.FIRST_MEETING: _tr("For a first meeting"),
        Purpose.REMOTE: _tr("For working remotely"),
        Purpose.CONFLICT: _tr("For a conflict"),
        Purpose.RETURN_FROM_LEAVE: _tr("For a return from leave"),
        Purpose.SKIP_LISTENING: _tr("Skip-level: listening"),
        Purpose.SKIP_FIRST: _tr("Skip-level: first time"),
        Purpose.SKIP_CHANGE: _tr("Skip-level: after a change"),
        Purpose.MANAGERS_OF_MANAGERS: _tr("For those who lead leads"),
    }


def _tr(text: str) -> str:
    return QCoreApplication.translate("questions", text)
