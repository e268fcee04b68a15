"""The painter of rows made of cells: tick box, mark, title, words at the end, and a place to edit the title."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QToolTip, QWidget

from coachdesk.ui.models.rows import CELLS_ROLE, Cell, RowCells
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.fields import LineEdit
from coachdesk.ui.widgets.marks import paint_avatar, paint_prep_ring
from coachdesk.ui.widgets.rows import RowDelegate

_Index = QModelIndex | QPersistentModelIndex
_AVATAR_IN_TEXT = 20
_TICK = 16
_GAP = 12
_TITLE = 220
"""A title has at least this room before columns at the end keep their width."""
_LEAST_TITLE = 110
"""Less than this never remains of a title that needs it: the last columns are left out first."""
_PRIVATE = 9


@dataclass(frozen=True, slots=True)
class Placed:
    """A part of a row and where it is painted."""

    cell: Cell
    rect: QRect


@dataclass(frozen=True, slots=True)
class _Type:
    font: QFont
    metrics: QFontMetrics


class CellsDelegate(RowDelegate):
    """Paints `RowCells` from `CELLS_ROLE`; ticks by click on the box and by Space, edits the title in place."""

    def __init__(
        self,
        look: Appearance,
        view: QAbstractItemView,
        *,
        two_lines: bool = False,
        min_height: float = 40,
        padding: float = 0,
        divided: bool = True,
    ) -> None:
        super().__init__(look, view, two_lines=two_lines, min_height=min_height, padding=padding, divided=divided)
        self._inset = padding

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the ground, then box, cells, title and second line."""
        cells = index.data(CELLS_ROLE)
        option.state &= ~QStyle.StateFlag.State_HasFocus  # the list draws its ring outside the row
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter, option)
        title, placed = self._lay_out(option, cells)
        if cells.is_private:
            self._paint_private(painter, option, title)
        if cells.is_ticked is not None:
            self._paint_tick(painter, self._tick_box(option), cells.is_ticked)
        for part in placed:
            self._paint_cell(painter, option, part)
        self._paint_title(painter, option, cells, title)
        painter.restore()

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """Show the whole row as a tool tip when its title or second line is elided, or a column found no room."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        cells = index.data(CELLS_ROLE)
        title, placed = self._lay_out(option, cells)
        shown = {id(part.cell) for part in placed}
        left_out = [cell.text for cell in cells.tail if id(cell) not in shown]
        width = self._type(_title_role(cells)).metrics.horizontalAdvance(cells.title)
        second = self._type("small").metrics.horizontalAdvance(cells.second)
        text = "\n".join(part for part in (cells.title, cells.second, *left_out) if part)
        is_short = bool(left_out) or max(width, second) > title.width()
        QToolTip.showText(event.globalPos(), text if is_short else "", view)
        return True

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """Tick on a click on the box (24 px and more) and on Space."""
        if not index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        if isinstance(event, QKeyEvent):
            is_space = event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Space
            return is_space and self._toggle(model, index)
        if isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton:
            slack = self.look.px(8)
            if self._tick_box(option).adjusted(-slack, -slack, slack, slack).contains(event.position().toPoint()):
                return event.type() != QEvent.Type.MouseButtonRelease or self._toggle(model, index)
        return False

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        """Return a field in the place of the title."""
        editor = LineEdit(self.look, small=True, parent=parent)
        editor.setAccessibleName(self.tr("Words"))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        """Put the field over the title."""
        title, _ = self._lay_out(option, index.data(CELLS_ROLE))
        height = min(editor.sizeHint().height(), option.rect.height() - 2)
        top = option.rect.center().y() + 1 - height // 2
        editor.setGeometry(title.left() - self.look.px(8), top, title.width() + self.look.px(8), height)

    def _toggle(self, model: QAbstractItemModel, index: _Index) -> bool:
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        state = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
        return model.setData(index, state, Qt.ItemDataRole.CheckStateRole)

    def _tick_box(self, option: QStyleOptionViewItem) -> QRect:
        edge = self.look.px(_TICK)
        left = option.rect.left() + self.look.px(self._inset)
        box = QRect(left, option.rect.center().y() + 1 - edge // 2, edge, edge)
        return QStyle.visualRect(option.direction, option.rect, box)

    def _lay_out(self, option: QStyleOptionViewItem, cells: RowCells) -> tuple[QRect, list[Placed]]:
        """Return the title's room and the places of the cells, in reading direction."""
        px, gap = self.look.px, self.look.px(_GAP)
        row = option.rect.adjusted(px(self._inset), 0, -px(self._inset), 0)
        left, right = row.left(), row.right() + 1
        placed: list[Placed] = []
        if cells.is_ticked is not None:
            left += px(_TICK) + gap
        for cell in cells.lead:
            width = self._width(cell)
            placed.append(Placed(cell, QRect(left, row.top(), width, row.height())))
            left += width + gap
        if cells.is_private:
            left += px(_PRIVATE)
        if cells.opens:
            edge = px(14)
            placed.append(Placed(Cell(icon="cr", width=14), QRect(right - edge, row.top(), edge, row.height())))
            right -= edge + gap
        widths = self._tail_widths(cells.tail, right - left)
        needed = min(px(_LEAST_TITLE), self._type(_title_role(cells)).metrics.horizontalAdvance(cells.title) + 2)
        for cell, width in self._shown(cells.tail, widths, right - left - needed):
            placed.append(Placed(cell, QRect(right - width, row.top(), width, row.height())))
            right -= width + gap
        title = QRect(left, row.top(), max(0, right - left), row.height())
        mirrored = [Placed(p.cell, QStyle.visualRect(option.direction, option.rect, p.rect)) for p in placed]
        return QStyle.visualRect(option.direction, option.rect, title), mirrored

    def _tail_widths(self, tail: tuple[Cell, ...], room: int) -> list[int]:
        """Return the widths of the cells at the end: columns of one width, unless the title needs what they leave."""
        widths = [self._width(cell) for cell in tail]
        if room - sum(widths) - len(widths) * self.look.px(_GAP) >= self.look.px(_TITLE):
            return widths
        return [min(width, self._natural_width(cell)) for cell, width in zip(tail, widths, strict=True)]

    def _shown(self, tail: tuple[Cell, ...], widths: list[int], room: int) -> list[tuple[Cell, int]]:
        """Return the cells that fit beside the title, the last first; in large text the last give way to it."""
        gap = self.look.px(_GAP)
        shown: list[tuple[Cell, int]] = []
        for cell, width in zip(tail, widths, strict=True):
            if shown and width + gap > room:
                break
            shown.append((cell, width))
            room -= width + gap
        return shown[::-1]

    def _width(self, cell: Cell) -> int:
        return self.look.px(cell.width) if cell.width else self._natural_width(cell)

    def _natural_width(self, cell: Cell) -> int:
        return self._type(cell.role).metrics.horizontalAdvance(cell.text) + self._mark_room(cell) + 2

    def _mark_room(self, cell: Cell) -> int:
        if cell.ring is not None:
            return self.look.px(16 + 8)
        if cell.icon:
            return self.look.px(14) + (self.look.px(6) if cell.text else 0)
        return self.look.px(_AVATAR_IN_TEXT + 8) if cell.avatar and cell.text else 0

    def _paint_private(self, painter: QPainter, option: QStyleOptionViewItem, title: QRect) -> None:
        """Draw the violet bar before the title."""
        height = self.look.px(20)
        room = title.adjusted(-self.look.px(_PRIVATE), 0, 0, 0)
        if option.direction == Qt.LayoutDirection.RightToLeft:
            room = title.adjusted(0, 0, self.look.px(_PRIVATE), 0)
        bar = QRect(room.left(), room.center().y() + 1 - height // 2, self.look.px(3), height)
        painter.fillRect(QStyle.visualRect(option.direction, room, bar), self.look.colour("private"))

    def _paint_tick(self, painter: QPainter, box: QRect, ticked: bool) -> None:
        painter.setPen(QPen(self.look.colour("accentFill" if ticked else "controlBorder"), 1.5))
        painter.setBrush(self.look.colour("accentFill" if ticked else "surface"))
        radius = self.look.px(4)
        painter.drawRoundedRect(box.toRectF().adjusted(0.75, 0.75, -0.75, -0.75), radius, radius)
        if ticked:
            size = self.look.px(12)
            corner = box.center() - QRect(0, 0, size, size).center()
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(corner, self.look.pixmap("check", "onAccent", 12, ratio))

    def _paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, part: Placed) -> None:
        cell, rect = part.cell, part.rect
        if cell.avatar and not cell.text:
            paint_avatar(painter, _square(rect, rect.width(), option).toRectF(), self.look, cell.avatar)
            return
        metrics = self._type(cell.role).metrics
        room = rect.width() - self._mark_room(cell)
        text = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, room)
        used = metrics.horizontalAdvance(text) + self._mark_room(cell)
        if cell.at_end:
            local = QRect(rect.right() + 1 - used, rect.top(), used, rect.height())
            rect = local if option.direction != Qt.LayoutDirection.RightToLeft else rect
        if cell.avatar:
            paint_avatar(
                painter, _square(rect, self.look.px(_AVATAR_IN_TEXT), option).toRectF(), self.look, cell.avatar
            )
        elif cell.ring is not None:
            paint_prep_ring(painter, _square(rect, self.look.px(16), option).toRectF(), self.look, *cell.ring)
        elif cell.icon:
            ratio = painter.device().devicePixelRatioF()
            corner = _square(rect, self.look.px(14), option).topLeft()
            painter.drawPixmap(corner, self.look.pixmap(cell.icon, cell.tone, 14, ratio))
        words = QRect(
            rect.left() + self._mark_room(cell), rect.top(), rect.width() - self._mark_room(cell), rect.height()
        )
        words = QStyle.visualRect(option.direction, rect, words)
        painter.setFont(self._type(cell.role).font)
        painter.setPen(self.look.colour(cell.tone))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | _start(option)), text)

    def _paint_title(self, painter: QPainter, option: QStyleOptionViewItem, cells: RowCells, room: QRect) -> None:
        title, small = self._type(_title_role(cells)), self._type("small")
        heights = title.metrics.height(), small.metrics.height() if cells.second else 0
        top = room.top() + (room.height() - sum(heights)) // 2
        lines = [(cells.title, title, cells.title_tone, top, heights[0])]
        if cells.second:
            lines.append((cells.second, small, "text3", top + heights[0], heights[1]))
        for text, kind, tone, line_top, height in lines:
            painter.setFont(kind.font)
            painter.setPen(self.look.colour(tone))
            elided = kind.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            area = QRect(room.left(), line_top, room.width(), height)
            painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | _start(option)), elided)

    def _measure(self) -> None:
        super()._measure()
        self._types: dict[str, _Type] = {}

    def _type(self, role: str) -> _Type:
        """Return the font of a role with its metrics; made once, because a row asks many times."""
        found = self._types.get(role)
        if found is None:
            font = self.look.font(role)
            found = self._types[role] = _Type(font, QFontMetrics(font))
        return found

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the one height of all rows."""
        return QSize(self.look.px(120), super().sizeHint(option, index).height())


def _title_role(cells: RowCells) -> str:
    return "section" if cells.is_strong else "body"


def _square(rect: QRect, edge: int, option: QStyleOptionViewItem) -> QRect:
    box = QRect(rect.left(), rect.center().y() + 1 - edge // 2, edge, edge)
    return QStyle.visualRect(option.direction, rect, box)


def _start(option: QStyleOptionViewItem) -> Qt.AlignmentFlag:
    mirrored = option.direction == Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute
