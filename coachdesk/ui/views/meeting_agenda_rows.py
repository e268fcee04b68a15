"""The agenda of a meeting as rows: three sections, wrapped words, a box to tick and a lock on private ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from coachdesk.model.agenda import AgendaSource
from coachdesk.services.agenda import AgendaRow
from coachdesk.ui.delegates.cells import CellsDelegate
from coachdesk.ui.models.rows import ID_ROLE, RowCells, RowsModel
from coachdesk.ui.widgets.fields import LineEdit

_Index = QModelIndex | QPersistentModelIndex
_State = QStyle.StateFlag
_MIME = "application/x-coachdesk-agenda-item"
_OUTCOME = "outcome"
ROW_ROLE = Qt.ItemDataRole.UserRole + 120
OUTCOME_ROLE = Qt.ItemDataRole.UserRole + 121


@dataclass(frozen=True, slots=True)
class AgendaHeading:
    """The name of a section; it can't be chosen."""

    title: str


class AgendaModel(RowsModel):
    """Sections and items in the order in which they are shown.

    A question of the bank that was discussed has a second line: what came of it, set through `OUTCOME_ROLE`.
    """

    is_checkable = True
    is_editable = True
    drop_requested = Signal(str, int)
    outcome_noted = Signal(str, str)

    def set_checkable(self, checkable: bool) -> None:
        """Show boxes to tick, or grips while the agenda is being prepared."""
        if checkable != self.is_checkable:
            self.is_checkable = checkable
            self.refresh_words()

    def set_agenda(self, agenda: tuple[AgendaRow, ...], first_name: str) -> None:
        """Show other items; empty sections are left out."""
        carried = tuple(row for row in agenda if row.is_carried)
        fresh = tuple(row for row in agenda if not row.is_carried)
        sections = (
            (self.tr("Carried over"), carried),
            (self.tr("From {name}").format(name=first_name), _from(fresh, AgendaSource.THEIRS)),
            (self.tr("From you"), _from(fresh, AgendaSource.MINE)),
            (self.tr("From the bank"), _from(fresh, AgendaSource.BANK)),
        )
        self.set_rows(tuple(row for title, rows in sections if rows for row in (AgendaHeading(title), *rows)))

    def find_step(self, item_id: str, direction: int, agenda: tuple[AgendaRow, ...]) -> int:
        """Return by how many open items `item_id` must move to pass the open item shown next to it; 0 for none."""
        position = self.position_of(item_id) + direction
        while 0 <= position < len(self.rows):
            row = self.rows[position]
            if isinstance(row, AgendaHeading):
                return 0
            if not row.is_done:
                order = [one.item_id for one in agenda if not one.is_done]
                return order.index(row.item_id) - order.index(item_id) if item_id in order else 0
            position += direction
        return 0

    def find_drop_step(self, item_id: str, before: int, agenda: tuple[AgendaRow, ...]) -> int:
        """Return by how many open items `item_id` must move to stand before the row `before`, within its section."""
        at = self.position_of(item_id)
        first = next((i for i in range(at, -1, -1) if isinstance(self.rows[i], AgendaHeading)), -1) + 1
        end = next((i for i in range(at, len(self.rows)) if isinstance(self.rows[i], AgendaHeading)), len(self.rows))
        before = min(max(before, first), end)
        order = [one.item_id for one in agenda if not one.is_done]
        others = [row.item_id for row in self.rows[first:before] if row.item_id != item_id and not row.is_done]
        after = [row.item_id for row in self.rows[before:end] if row.item_id != item_id and not row.is_done]
        if at < 0 or item_id not in order or not (others or after):
            return 0
        here = order.index(item_id)
        if others:
            target = order.index(others[-1]) + 1
            return target - here - (1 if target > here else 0)
        target = order.index(after[0])
        return target - here - (1 if target > here else 0)

    def supportedDropActions(self) -> Qt.DropAction:
        """Items are moved."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return the one type that is dragged: an identity, never words."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Carry the identity of the dragged item."""
        carried = QMimeData()
        carried.setData(_MIME, str(indexes[0].data(ID_ROLE) if indexes else "").encode())
        return carried

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index) -> bool:
        """Wish for the move; the rows change once it is written, so the view must not take the row away."""
        item_id = bytes(data.data(_MIME).data()).decode(errors="replace")
        before = row if row >= 0 else parent.row() if parent.isValid() else len(self.rows)
        if self.position_of(item_id) >= 0:
            self.drop_requested.emit(item_id, before)
        return False

    def row_id(self, row: AgendaRow | AgendaHeading) -> str:
        """Return the item's identity; headings are known by their words."""
        return f"heading:{row.title}" if isinstance(row, AgendaHeading) else row.item_id

    def cells(self, row: AgendaRow | AgendaHeading) -> RowCells:
        """Return the words and the tick of a row."""
        if isinstance(row, AgendaHeading):
            return RowCells(row.title, is_strong=True)
        tone = "text3" if row.is_done else "text"
        ticked = row.is_done if self.is_checkable else None
        return RowCells(row.text, title_tone=tone, is_ticked=ticked, is_private=row.is_private)

    def takes_outcome(self, row: AgendaRow | AgendaHeading | None) -> bool:
        """Return whether it can be said what came of a row: of a question, once it may be discussed."""
        return self.is_checkable and isinstance(row, AgendaRow) and bool(row.question_id)

    def outcome_words(self, row: AgendaRow | AgendaHeading) -> str:
        """Return the second line of a row: what came of a question, or the wish to hear it once it is discussed."""
        if not isinstance(row, AgendaRow) or not self.takes_outcome(row):
            return ""
        return row.outcome or (self.tr("What came of it?") if row.is_done else "")

    def spoken(self, row: AgendaRow | AgendaHeading) -> str:
        """Return, for example, `Load check, only you, discussed`."""
        if isinstance(row, AgendaHeading):
            return row.title
        parts = [row.text]
        if row.is_private:
            parts.append(self.tr("only you"))
        if self.is_checkable:
            parts.append(self.tr("discussed") if row.is_done else self.tr("open"))
        return ", ".join(part for part in (*parts, self.outcome_words(row)) if part)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Headings can't be chosen."""
        if index.isValid() and isinstance(self.rows[index.row()], AgendaHeading):
            return Qt.ItemFlag.ItemNeverHasChildren
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what the painter and screen readers ask for."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.CheckStateRole and isinstance(row, AgendaHeading):
            return None
        if role == OUTCOME_ROLE:
            return row.outcome if isinstance(row, AgendaRow) else ""
        return super().data(index, role)

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Pass on what came of a question, which may be nothing; the rest is the rows' own."""
        if role != OUTCOME_ROLE:
            return super().setData(index, value, role)
        row = self.row_at(index)
        if self.takes_outcome(row) and str(value).strip() != row.outcome:
            self.outcome_noted.emit(row.item_id, str(value))
        return True


class AgendaDelegate(CellsDelegate):
    """Paints headings and items; the height of an item follows its wrapped words.

    `outcome_requested(id)` after a click on the line that says what came of a question.
    """

    outcome_requested = Signal(str)
    _edits_outcome = False

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the room of a row at the width of the list."""
        row = index.data(ROW_ROLE)
        if row is None:
            return super().sizeHint(option, index)
        width = self._view.width() - self._view.verticalScrollBar().sizeHint().width()
        if isinstance(row, AgendaHeading):
            return QSize(width, max(self.look.px(28), self._small_metrics.height() + self.look.px(8)) + self.look.px(4))
        words = self._words_rect(QRect(0, 0, width, 0), row)
        lines = self._wrap(row.text, self._title_font, words.width()).lineCount()
        outcome = self._outcome_words(index)
        lines += self._wrap(outcome, self._small_font, words.width()).lineCount() if outcome else 0
        return QSize(width, max(self.look.px(32), lines * self._line_height() + 2 * self.look.px(6)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw a heading, or an item with its box, words and lock."""
        row = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, AgendaHeading):
            self._paint_heading(painter, option, row)
        elif row is not None:
            self._paint_item(painter, option, row, self._outcome_words(index))
        painter.restore()

    def begin_outcome(self) -> None:
        """Make the next field one for what came of a question rather than for its words."""
        self._edits_outcome = True

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        """Return a field for the words, or for what came of them."""
        editor = super().createEditor(parent, option, index)
        if self._edits_outcome and isinstance(editor, LineEdit):
            self._edits_outcome = False
            editor.setObjectName(_OUTCOME)
            editor.setAccessibleName(self.tr("What came of it"))
            editor.setPlaceholderText(self.tr("What came of it, in a few words"))
        return editor

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """Fill the field."""
        if editor.objectName() == _OUTCOME and isinstance(editor, LineEdit):
            editor.setText(index.data(OUTCOME_ROLE))
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """Pass on what the field holds."""
        if editor.objectName() == _OUTCOME and isinstance(editor, LineEdit):
            model.setData(index, editor.text(), OUTCOME_ROLE)
        else:
            super().setModelData(editor, model, index)

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """Ask for the field when the line that says what came of it is clicked; tick on the box."""
        row, outcome = index.data(ROW_ROLE), self._outcome_words(index)
        if outcome and isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton:
            top = option.rect.bottom() - self.look.px(6) - self._outcome_height(option.rect, row, outcome)
            if event.position().y() >= top:
                if event.type() == QEvent.Type.MouseButtonRelease:
                    self.outcome_requested.emit(row.item_id)
                return True
        return super().editorEvent(event, model, option, index)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        """Put the field over the words, or over what came of them."""
        row, outcome = index.data(ROW_ROLE), self._outcome_words(index)
        words = self._words_rect(option.rect, row)
        height = max(editor.sizeHint().height(), self.look.px(24))
        below = self._outcome_height(option.rect, row, outcome)
        top = option.rect.top() + (option.rect.height() - below - height) // 2
        if editor.objectName() == _OUTCOME:
            top = option.rect.bottom() + 1 - height
        field = QRect(words.left() - self.look.px(9), top, words.width() + self.look.px(16), height)
        editor.setGeometry(QStyle.visualRect(option.direction, option.rect, field))

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, row: AgendaHeading) -> None:
        area = option.rect.adjusted(self.look.px(16), self.look.px(4), -self.look.px(16), 0)
        painter.setFont(self.look.font("small", weight=600))
        painter.setPen(self.look.colour("text3"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(area, int(flags), row.title)

    def _paint_item(self, painter: QPainter, option: QStyleOptionViewItem, row: AgendaRow, outcome: str) -> None:
        chosen = bool(option.state & _State.State_Selected)
        self._paint_chosen(painter, option)
        if self._index_is_checkable():
            self._paint_tick(painter, self._tick_box(option), row.is_done)
        else:
            ratio = painter.device().devicePixelRatioF()
            edge = self.look.px(14)
            grip = QRect(option.rect.left() + self.look.px(10), self._mark_top(option, edge), edge, edge)
            grip = QStyle.visualRect(option.direction, option.rect, grip)
            painter.drawPixmap(grip.topLeft(), self.look.pixmap("grip", "disabled", 14, ratio))
        if row.is_private:
            self._paint_lock(painter, option)
        words = QStyle.visualRect(option.direction, option.rect, self._words_rect(option.rect, row))
        painter.setPen(self.look.colour("text3" if row.is_done and not chosen else "text2" if row.is_done else "text"))
        lines = self._wrap(row.text, self._title_font, words.width())
        if chosen and not row.is_done:
            strong = self._wrap(row.text, self._strong_font, words.width())
            lines = strong if strong.lineCount() == lines.lineCount() else lines
        lines.draw(painter, QPointF(words.topLeft()))
        if outcome:
            painter.setPen(self.look.colour("text2" if row.outcome else "accent"))
            top = words.top() + lines.lineCount() * self._line_height()
            self._wrap(outcome, self._small_font, words.width()).draw(painter, QPointF(words.left(), top))

    def _paint_chosen(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """Draw the ground of a row: chosen, under the pointer, with the keyboard."""
        px, chosen = self.look.px, bool(option.state & _State.State_Selected)
        if chosen or option.state & _State.State_MouseOver:
            painter.fillRect(option.rect, self.look.colour("selected" if chosen else "hover"))
        if chosen:
            bar = QRect(option.rect.left(), option.rect.top(), px(3), option.rect.height())
            painter.fillRect(QStyle.visualRect(option.direction, option.rect, bar), self.look.colour("accentFill"))
        if option.state & _State.State_HasFocus:
            painter.setPen(QPen(self.look.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))

    def _paint_lock(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        edge = self.look.px(14)
        place = QRect(option.rect.right() + 1 - self.look.px(16) - edge, self._mark_top(option, edge), edge, edge)
        place = QStyle.visualRect(option.direction, option.rect, place)
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(place.topLeft(), self.look.pixmap("lock", "private", 14, ratio))

    def _wrap(self, text: str, font: QFont, width: int) -> QTextLayout:
        """Return the words in lines of the design's height, which is more than the font's own."""
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(self._view.layoutDirection())
        layout.setTextOption(option)
        height, top = self._line_height(), 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            line.setPosition(QPointF(0, top + (height - line.height()) / 2))
            top += height
        layout.endLayout()
        return layout

    def _outcome_words(self, index: _Index) -> str:
        model = self._view.model()
        row = index.data(ROW_ROLE)
        return model.outcome_words(row) if isinstance(model, AgendaModel) and row is not None else ""

    def _outcome_height(self, rect: QRect, row: AgendaRow, outcome: str) -> int:
        width = self._words_rect(rect, row).width()
        return self._wrap(outcome, self._small_font, width).lineCount() * self._line_height() if outcome else 0

    def _measure(self) -> None:
        super()._measure()
        self._small_font = self.look.font("small")

    def _line_height(self) -> int:
        return self.look.metrics.line("body")

    def _index_is_checkable(self) -> bool:
        model = self._view.model()
        return isinstance(model, RowsModel) and model.is_checkable

    def _mark_top(self, option: QStyleOptionViewItem, edge: int) -> int:
        return option.rect.top() + self.look.px(6) + (self._line_height() - edge) // 2

    def _tick_box(self, option: QStyleOptionViewItem) -> QRect:
        edge = self.look.px(16)
        box = QRect(option.rect.left() + self.look.px(16), self._mark_top(option, edge), edge, edge)
        return QStyle.visualRect(option.direction, option.rect, box)

    def _words_rect(self, rect: QRect, row: AgendaRow) -> QRect:
        px = self.look.px
        right = px(16) + (px(14) + px(8) if row.is_private else 0)
        words = rect.adjusted(px(42 if self._index_is_checkable() else 32), px(6), 0, 0)
        # The scroll bar lies in the edge at the end: lines that depend on it would make it come and go for ever.
        words.setWidth(self._view.width() - words.left() + rect.left() - right)
        return words


def _from(rows: tuple[AgendaRow, ...], source: AgendaSource) -> tuple[AgendaRow, ...]:
    return tuple(row for row in rows if row.source is source)
