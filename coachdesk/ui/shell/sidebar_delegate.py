"""Paints the lines of the sidebar, wide or collapsed to icons."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from coachdesk.ui.shell.sidebar_model import ENTRY_ROLE, Entry, EntryKind
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.marks import paint_avatar

Index = QModelIndex | QPersistentModelIndex


class SidebarDelegate(QStyledItemDelegate):
    """One painter for every kind of line. `is_collapsed` leaves the icon or the avatar only."""

    def __init__(self, look: Appearance, view: QTreeView) -> None:
        super().__init__(view)
        self._look = look
        self._view = view
        self.is_collapsed = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows grow with the text; headings have air above them."""
        entry: Entry = index.data(ENTRY_ROLE)
        look = self._look
        if entry.kind is EntryKind.HEADING:
            if self.is_collapsed:
                return QSize(look.px(40), look.px(12))
            return QSize(look.px(120), QFontMetrics(look.font("small")).height() + look.px(20))
        if self.is_collapsed and entry.kind is EntryKind.TEAM:
            return QSize(look.px(40), 0)
        height = max(QFontMetrics(look.font("body")).height() + look.px(12), look.px(28))
        return QSize(look.px(120), height + (look.px(4) if self.is_collapsed else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        entry: Entry = index.data(ENTRY_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if entry.kind is EntryKind.HEADING:
            self._paint_heading(painter, option.rect, entry)
        elif not (self.is_collapsed and entry.kind is EntryKind.TEAM):
            self._paint_line(painter, option, entry, index)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRect, entry: Entry) -> None:
        look = self._look
        if self.is_collapsed:
            painter.setPen(look.colour("border"))
            middle = rect.center()
            painter.drawLine(middle.x() - look.px(12), middle.y(), middle.x() + look.px(12), middle.y())
            return
        area = rect.adjusted(look.px(16), look.px(8), -look.px(16), 0)
        painter.setPen(look.colour("text3"))
        painter.setFont(look.font("small", weight=600))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, entry.text)
        painter.setFont(look.font("small"))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing, entry.badge)

    def _paint_line(self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry, index: Index) -> None:
        look = self._look
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        box = option.rect.adjusted(look.px(8), 0, -look.px(8), 0)
        self._paint_ground(painter, option, box, chosen)
        if self.is_collapsed:
            size = look.px(24 if entry.kind is EntryKind.PERSON else 16)
            mark = QRect(0, 0, size, size)
            mark.moveCenter(box.center())
            self._paint_mark(painter, mark, entry, chosen)
            return
        indent = look.px(20) if index.parent().isValid() else 0
        inner = box.adjusted(look.px(8) + indent, 0, -look.px(8), 0)
        size = look.px(20 if entry.kind is EntryKind.PERSON else 16)
        mark = QRect(inner.left(), inner.center().y() - size // 2 + 1, size, size)
        if entry.kind is EntryKind.TEAM:
            mark = QRect(inner.left(), inner.center().y() - look.px(6), look.px(12), look.px(12))
        shown = QStyle.visualRect(option.direction, inner, mark)
        if entry.kind is EntryKind.TEAM:
            self._paint_chevron(painter, shown, index)
        else:
            self._paint_mark(painter, shown, entry, chosen)
        self._paint_words(painter, option, inner.adjusted(mark.width() + look.px(8), 0, 0, 0), inner, entry, chosen)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, box: QRect, chosen: bool) -> None:
        look = self._look
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen:
            painter.setBrush(look.colour("sideSelected"))
            painter.drawRoundedRect(box, look.px(6), look.px(6))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(look.colour("pressed"))
            painter.drawRoundedRect(box, look.px(6), look.px(6))
        if option.state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setColor(look.colour("accent"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), look.px(6), look.px(6))

    def _paint_mark(self, painter: QPainter, rect: QRect, entry: Entry, chosen: bool) -> None:
        look = self._look
        if entry.kind is not EntryKind.PERSON:
            tint = "accent" if chosen or entry.kind is EntryKind.ADD else "text2"
            pixmap = look.pixmap(entry.icon, tint, 16, painter.device().devicePixelRatio())
            painter.drawPixmap(rect.topLeft(), pixmap)
            return
        paint_avatar(painter, QRectF(rect), look, entry.text)

    def _paint_chevron(self, painter: QPainter, rect: QRect, index: Index) -> None:
        name = "cd" if self._view.isExpanded(index) else "cr"
        pixmap = self._look.pixmap(name, "text2", 12, painter.device().devicePixelRatio())
        painter.drawPixmap(rect.topLeft(), pixmap)

    def _paint_words(
        self, painter: QPainter, option: QStyleOptionViewItem, words: QRect, inner: QRect, entry: Entry, chosen: bool
    ) -> None:
        look = self._look
        badge_width = 0
        if entry.badge:
            font = look.font("small")
            painter.setFont(font)
            badge_width = QFontMetrics(font).horizontalAdvance(entry.badge) + look.px(8)
            painter.setPen(look.colour("danger" if entry.is_hot else "warn" if entry.is_warning else "text3"))
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing, entry.badge)
            if entry.is_warning:
                edge = look.px(12)
                mark = QRect(inner.right() - badge_width - look.px(6), inner.center().y() - edge // 2 + 1, edge, edge)
                pixmap = look.pixmap("alert", "warn", 12, painter.device().devicePixelRatio())
                painter.drawPixmap(QStyle.visualRect(option.direction, inner, mark).topLeft(), pixmap)
                badge_width += edge + look.px(6)
        font = look.font("body", weight=600 if chosen else None)
        painter.setFont(font)
        painter.setPen(self._text_colour(entry))
        area = QStyle.visualRect(option.direction, inner, words.adjusted(0, 0, -badge_width, 0))
        text = QFontMetrics(font).elidedText(entry.text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, text)

    def _text_colour(self, entry: Entry) -> QColor:
        return self._look.colour("accent" if entry.kind is EntryKind.ADD else "text")
