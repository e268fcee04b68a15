"""The base of row delegates: one or two lines with a mark before and a word at the end."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.marks import paint_avatar

ROW_ROLE = Qt.ItemDataRole.UserRole + 100
_Index = QModelIndex | QPersistentModelIndex
_State = QStyle.StateFlag


@dataclass(frozen=True, slots=True)
class RowText:
    """What a row shows. Tones are colour tokens; `avatar` is a person's name, `icon` an icon name."""

    title: str
    second: str = ""
    right: str = ""
    right_tone: str = "text3"
    right_icon: str = ""
    avatar: str = ""
    icon: str = ""
    icon_tone: str = "text2"
    title_tone: str = "text"
    strong: bool = False

    def spoken(self) -> str:
        """Return the row as one sentence part for screen readers; models give it as AccessibleTextRole."""
        return ", ".join(part for part in (self.title, self.second, self.right) if part)


class RowDelegate(QStyledItemDelegate):
    """Paints rows from one model role, `ROW_ROLE`, which returns a `RowText`.

    Heights come from the fonts; text that has no room is elided and shown whole as a tool tip.
    `two_lines` reserves the second line in every row; `ground` colours the row at rest;
    `divided` draws a hairline under each row.
    """

    def __init__(
        self,
        look: Appearance,
        view: QAbstractItemView,
        *,
        two_lines: bool = False,
        min_height: float = 40,
        avatar_size: float = 24,
        padding: float = 12,
        divided: bool = False,
        selected: str = "selected",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent or view)
        self.look = look
        self._view = view
        self._two_lines = two_lines
        self._min_height = min_height
        self._avatar_size = avatar_size
        self._padding = padding
        self._divided = divided
        self._selected = selected
        self._measure()
        look.changed.connect(self._on_look_changed)

    def row(self, index: _Index) -> RowText:
        """Return what a row shows; override it where the model has no `ROW_ROLE`."""
        found = index.data(ROW_ROLE)
        if isinstance(found, RowText):
            return found
        return RowText(str(index.data(Qt.ItemDataRole.DisplayRole) or ""))

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the one height of all rows."""
        return QSize(self.look.px(120), self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the ground, then mark, lines and end word."""
        row = self.row(index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter, option)
        rect = option.rect.adjusted(self.look.px(self._padding), 0, -self.look.px(self._padding), 0)
        rect = self._paint_mark(painter, option, rect, row)
        rect = self._paint_right(painter, option, rect, row)
        self._paint_lines(painter, option, rect, row)
        painter.restore()

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """Draw hover, selection with its bar, keyboard focus and the hairline of a row."""
        rect = option.rect.toRectF()
        chosen = bool(option.state & _State.State_Selected)
        hovered = bool(option.state & _State.State_MouseOver)
        radius = self.look.px(4)
        if chosen or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.look.colour(self._selected if chosen else "hover"))
            painter.drawRoundedRect(rect, radius, radius)
        elif self._divided:
            painter.fillRect(option.rect.adjusted(0, option.rect.height() - 1, 0, 0), self.look.colour("divider"))
        if chosen:
            bar = QRect(option.rect.left(), option.rect.top(), self.look.px(3), option.rect.height())
            painter.fillRect(QStyle.visualRect(option.direction, option.rect, bar), self.look.colour("accentFill"))
        if option.state & _State.State_HasFocus:
            painter.setPen(QPen(self.look.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: _Index,
    ) -> bool:
        """Show the whole row as a tool tip when something in it is elided."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        row = self.row(index)
        text = "\n".join(part for part in (row.title, row.second) if part)
        QToolTip.showText(event.globalPos(), text if self._is_cut(option, row) else "", view)
        return True

    def _measure(self) -> None:
        self._title_font = self.look.font("body")
        self._strong_font = self.look.font("section")
        self._small_font = self.look.font("small")
        self._title_metrics = QFontMetrics(self._strong_font)
        self._small_metrics = QFontMetrics(self._small_font)
        lines = self._title_metrics.height()
        if self._two_lines:
            lines += self._small_metrics.height()
        self._height = max(self.look.px(self._min_height), lines + self.look.px(12))

    def _font(self, row: RowText) -> QFont:
        return self._strong_font if row.strong else self._title_font

    def _mark_width(self, row: RowText) -> int:
        if row.avatar:
            return self.look.px(self._avatar_size) + self.look.px(12)
        return self.look.px(16) + self.look.px(8) if row.icon else 0

    def _right_width(self, row: RowText) -> int:
        if not row.right:
            return 0
        icon = self.look.px(20) if row.right_icon else 0
        return self._small_metrics.horizontalAdvance(row.right) + icon + self.look.px(12)

    def _is_cut(self, option: QStyleOptionViewItem, row: RowText) -> bool:
        room = option.rect.width() - 2 * self.look.px(self._padding)
        room -= self._mark_width(row) + self._right_width(row)
        title = QFontMetrics(self._font(row)).horizontalAdvance(row.title)
        return title > room or self._small_metrics.horizontalAdvance(row.second) > room

    def _paint_mark(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, row: RowText) -> QRect:
        width = self._mark_width(row)
        if not width:
            return rect
        edge = self.look.px(self._avatar_size if row.avatar else 16)
        box = QRect(rect.left(), rect.center().y() + 1 - edge // 2, edge, edge)
        box = QStyle.visualRect(option.direction, option.rect, box)
        if row.avatar:
            paint_avatar(painter, box.toRectF(), self.look, row.avatar)
        else:
            ratio = painter.device().devicePixelRatioF()
            tone = "accent" if option.state & _State.State_Selected else row.icon_tone
            painter.drawPixmap(box.topLeft(), self.look.pixmap(row.icon, tone, 16, ratio))
        return rect.adjusted(width, 0, 0, 0)

    def _paint_right(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, row: RowText) -> QRect:
        width = self._right_width(row)
        if not width:
            return rect
        left = rect.right() + 1 - width + self.look.px(12)
        if row.right_icon:
            edge = self.look.px(14)
            box = QRect(left, rect.center().y() + 1 - edge // 2, edge, edge)
            box = QStyle.visualRect(option.direction, option.rect, box)
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(box.topLeft(), self.look.pixmap(row.right_icon, row.right_tone, 14, ratio))
        area = QRect(left, rect.top(), rect.right() + 1 - left, rect.height())
        painter.setFont(self._small_font)
        painter.setPen(self.look.colour(row.right_tone))
        flags = Qt.AlignmentFlag.AlignVCenter | _end(option.direction)
        painter.drawText(QStyle.visualRect(option.direction, option.rect, area), int(flags), row.right)
        return rect.adjusted(0, 0, -width, 0)

    def _paint_lines(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, row: RowText) -> None:
        title_height, second_height = self._title_metrics.height(), self._small_metrics.height()
        block = title_height + (second_height if row.second else 0)
        top = rect.top() + (rect.height() - block) // 2
        lines = [(row.title, self._font(row), row.title_tone, top, title_height)]
        if row.second:
            lines.append((row.second, self._small_font, "text3", top + title_height, second_height))
        for text, font, tone, line_top, height in lines:
            area = QRect(rect.left(), line_top, rect.width(), height)
            area = QStyle.visualRect(option.direction, option.rect, area)
            painter.setFont(font)
            painter.setPen(self.look.colour(tone))
            elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | _start(option.direction)), elided)

    def _on_look_changed(self) -> None:
        self._measure()
        model: QAbstractItemModel | None = self._view.model()
        if model is not None:
            self.sizeHintChanged.emit(QModelIndex())
        self._view.viewport().update()


def _start(direction: Qt.LayoutDirection) -> Qt.AlignmentFlag:
    mirrored = direction == Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute


def _end(direction: Qt.LayoutDirection) -> Qt.AlignmentFlag:
    mirrored = direction == Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignLeft if mirrored else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignAbsolute
