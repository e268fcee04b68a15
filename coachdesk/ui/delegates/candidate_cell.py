"""Paints the table of candidates: a box, a name with its mark, and facts that wrap to two lines."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from coachdesk.ui.delegates.roster_delegate import paint_tick
from coachdesk.ui.models.candidate_rows import CANDIDATE_ROLE, CELL_ROLE, Column, FactCell
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.marks import paint_avatar

_Index = QModelIndex | QPersistentModelIndex
_State = QStyle.StateFlag
_PADDING = 8
_AVATAR = 24
_TEXT = int(Qt.TextFlag.TextWordWrap)


class CandidateDelegate(QStyledItemDelegate):
    """Draws `FactCell`s. A click in the first column ticks; keys are the table's."""

    def __init__(self, look: Appearance, view: QAbstractItemView) -> None:
        super().__init__(view)
        self.look = look
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the room for two lines, or for all facts where they stand in one cell."""
        least = max(self.look.px(56), 3 * self._line("small") + self.look.px(8))
        if index.column() != Column.FACTS or not isinstance(option.widget, QAbstractItemView):
            return QSize(self.look.px(60), least)
        room = self._view.visualRect(self._view.model().index(index.row(), Column.FACTS)).width()
        rect = QRect(0, 0, max(room - 2 * self.look.px(_PADDING), self.look.px(120)), 10_000)
        used = QFontMetrics(self.look.font("small")).boundingRect(rect, _TEXT, self._cell(index).text)
        return QSize(self.look.px(60), max(least, used.height() + self.look.px(16)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the ground and then what the column asks for."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, index)
        rect = option.rect.adjusted(self.look.px(_PADDING), 0, -self.look.px(_PADDING), 0)
        column = Column(index.column())
        if column is Column.TICK:
            self._paint_tick(painter, option, index)
        elif column is Column.FACTS:
            painter.setFont(self.look.font("small"))
            painter.setPen(self.look.colour("text2"))
            painter.drawText(rect, _TEXT | int(Qt.AlignmentFlag.AlignVCenter | _start(option)), self._cell(index).text)
        else:
            if column is Column.NAME:
                rect = self._paint_avatar(painter, option, rect, index)
            self._paint_cell(painter, option, rect, self._cell(index), is_wish=column is Column.WISHES)
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """Tick at a click anywhere in the cell of the box."""
        if event.type() != QEvent.Type.MouseButtonRelease or not isinstance(event, QMouseEvent):
            return False
        if event.button() != Qt.MouseButton.LeftButton or index.column() != Column.TICK:
            return False
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        state = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
        return model.setData(index, state, Qt.ItemDataRole.CheckStateRole)

    def _cell(self, index: _Index) -> FactCell:
        cell = index.data(CELL_ROLE)
        return cell if isinstance(cell, FactCell) else FactCell("")

    def _line(self, role: str) -> int:
        return QFontMetrics(self.look.font(role)).height()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        chosen, hovered = bool(option.state & _State.State_Selected), bool(option.state & _State.State_MouseOver)
        painter.fillRect(option.rect, self.look.colour("selected" if chosen else "hover" if hovered else "surface"))
        painter.fillRect(option.rect.adjusted(0, option.rect.height() - 1, 0, 0), self.look.colour("divider"))
        if chosen and self._view.hasFocus():
            colour, width = self.look.colour("accent"), 2
            painter.fillRect(option.rect.adjusted(0, 0, 0, width - option.rect.height()), colour)
            painter.fillRect(option.rect.adjusted(0, option.rect.height() - width, 0, 0), colour)

    def _paint_tick(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        edge, centre = self.look.px(16), option.rect.center()
        box = QRectF(centre.x() - edge / 2 + 1, centre.y() - edge / 2 + 1, edge, edge)
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        paint_tick(painter, box, self.look, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def _paint_avatar(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, index: _Index) -> QRect:
        edge = self.look.px(_AVATAR)
        mark = QRect(rect.left(), rect.center().y() - edge // 2 + 1, edge, edge)
        name = index.data(CANDIDATE_ROLE).name
        paint_avatar(painter, QStyle.visualRect(option.direction, rect, mark).toRectF(), self.look, name)
        return QStyle.visualRect(option.direction, rect, rect.adjusted(edge + self.look.px(8), 0, 0, 0))

    def _paint_cell(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, cell: FactCell, *, is_wish: bool
    ) -> None:
        lines = self._broken(cell, rect.width()) if is_wish else [("body", cell.text, cell.tone)]
        if cell.second:
            lines.append(("small", cell.second, cell.second_tone))
        heights = [self._line(role) for role, _, _ in lines]
        top = rect.top() + (rect.height() - sum(heights)) // 2
        for (role, text, tone), height in zip(lines, heights, strict=True):
            font = self.look.font(role)
            painter.setFont(font)
            painter.setPen(self.look.colour(tone))
            elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
            flags = int(Qt.AlignmentFlag.AlignVCenter | _start(option) | Qt.TextFlag.TextSingleLine)
            painter.drawText(QRect(rect.left(), top, rect.width(), height), flags, elided)
            top += height

    def _broken(self, cell: FactCell, width: int) -> list[tuple[str, str, str]]:
        """Return a wish as two lines at most, broken at a word."""
        metrics = QFontMetrics(self.look.font("small"))
        words, first = cell.text.split(" "), 0
        while first < len(words) and metrics.horizontalAdvance(" ".join(words[: first + 1])) <= width:
            first += 1
        first = max(1, first)
        lines = [" ".join(words[:first]), " ".join(words[first:])]
        return [("small", line, cell.tone) for line in lines if line]


def _start(option: QStyleOptionViewItem) -> Qt.AlignmentFlag:
    mirrored = option.direction == Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute
