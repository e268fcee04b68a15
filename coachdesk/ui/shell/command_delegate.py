"""Paints the lines of the command box; hits are marked with text-layout formats, so that shaping stays right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from coachdesk.ui.shell.command_rows import CommandRow, RowKind
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.marks import paint_tag

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
_HEIGHTS = {RowKind.HEADING: 32, RowKind.HIT: 52, RowKind.COMMAND: 36}


class CommandDelegate(QStyledItemDelegate):
    """Headings, two-line hits and one-line commands."""

    def __init__(self, look: Appearance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Grow with the text size."""
        row: CommandRow = index.data(ROW_ROLE)
        return QSize(self._look.px(200), self._look.px(_HEIGHTS[row.kind]))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        row: CommandRow = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.kind is RowKind.HEADING:
            self._paint_heading(painter, option.rect, row)
        else:
            self._paint_row(painter, option, row)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRect, row: CommandRow) -> None:
        look = self._look
        painter.setFont(look.font("small", weight=600))
        painter.setPen(look.colour("text3"))
        area = rect.adjusted(look.px(20), look.px(4), -look.px(20), 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, row.title)

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: CommandRow) -> None:
        look = self._look
        rect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.colour("selected"))
            bar = QRect(rect.left(), rect.top(), look.px(3), rect.height())
            painter.fillRect(QStyle.visualRect(option.direction, rect, bar), look.colour("accentFill"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, look.colour("hover"))
        icon = QRect(rect.left() + look.px(20), rect.center().y() - look.px(8), look.px(16), look.px(16))
        pixmap = look.pixmap(row.icon, "text2", 16, painter.device().devicePixelRatio())
        painter.drawPixmap(QStyle.visualRect(option.direction, rect, icon).topLeft(), pixmap)
        left, right = rect.left() + look.px(52), rect.right() - look.px(20)
        right -= self._paint_trailing(painter, option, row, right)
        words = QRect(left, rect.top(), max(0, right - left), rect.height())
        self._paint_words(painter, option, row, words)

    def _paint_trailing(self, painter: QPainter, option: QStyleOptionViewItem, row: CommandRow, right: int) -> int:
        look = self._look
        text = row.keys or row.trailing
        if not text:
            return 0
        font = look.font("micro" if row.keys else "small")
        painter.setFont(font)
        metrics = QFontMetrics(font)
        width = metrics.horizontalAdvance(text) + (look.px(12) if row.keys else 0)
        height = metrics.height() + look.px(2)
        box = QRect(right - width, option.rect.center().y() - height // 2, width, height)
        box = QStyle.visualRect(option.direction, option.rect, box)
        if row.keys:
            painter.setPen(look.colour("border"))
            painter.setBrush(look.colour("surface"))
            painter.drawRoundedRect(QRectF(box), look.px(4), look.px(4))
        painter.setPen(look.colour("text3"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        return width + look.px(16)

    def _paint_words(self, painter: QPainter, option: QStyleOptionViewItem, row: CommandRow, area: QRect) -> None:
        look = self._look
        title_font = look.font("body", weight=500 if row.kind is RowKind.HIT else None)
        line = QFontMetrics(title_font).height()
        if not row.detail:
            self._paint_line(
                painter, option, area, area.center().y() - line // 2, row.title, row.title_spans, title_font
            )
            return
        top = area.center().y() - line
        used = self._paint_line(painter, option, area, top, row.title, row.title_spans, title_font)
        if row.is_private:
            width = look.px(82)
            tag = QRect(area.left() + used + look.px(8), top, width, line + look.px(2))
            tag = QStyle.visualRect(option.direction, option.rect, tag)
            paint_tag(painter, QRectF(tag), look, self.tr("Only you"), "private", "lock")
        small = look.font("small")
        painter.setOpacity(1.0)
        self._paint_line(
            painter, option, area, top + line + look.px(3), row.detail, row.detail_spans, small, tone="text2"
        )

    def _paint_line(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        area: QRect,
        top: int,
        text: str,
        spans: tuple[tuple[int, int], ...],
        font: QFont,
        tone: str = "text",
    ) -> int:
        look = self._look
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        layout = QTextLayout(shown, font)
        choice = QTextOption()
        choice.setTextDirection(option.direction)
        choice.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(choice)
        marked = QTextCharFormat()
        marked.setBackground(look.colour("highlight"))
        marked.setForeground(look.colour("text"))
        formats = []
        whole = len(shown) if shown == text else len(shown) - 1
        for start, end in spans:
            if start < whole:
                span = QTextLayout.FormatRange()
                span.start, span.length, span.format = start, min(end, whole) - start, marked
                formats.append(span)
        layout.setFormats(formats)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(area.width())
        layout.endLayout()
        painter.setPen(look.colour(tone))
        left = QStyle.visualRect(option.direction, option.rect, area).left()
        layout.draw(painter, QPointF(left, top))
        return round(line.naturalTextWidth())
