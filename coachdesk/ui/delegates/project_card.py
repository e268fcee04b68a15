"""Paints a stretch project as a card: its title on two lines, whose it is, the skill, and what comes next."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from coachdesk.model.person import first_name
from coachdesk.ui.models.project_cards import FACE_ROLE, CardFace
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.marks import paint_avatar

_Index = QModelIndex | QPersistentModelIndex
_KEPT = 512
CARD_GAP = 8


@dataclass(frozen=True, slots=True)
class _Type:
    font: QFont
    metrics: QFontMetrics
    pitch: int


class CardDelegate(QStyledItemDelegate):
    """Draws the `CardFace` of `FACE_ROLE`. All cards have one height; how a title breaks is kept for each width."""

    def __init__(self, look: Appearance, view: QAbstractItemView) -> None:
        super().__init__(view)
        self.look = look
        self._view = view
        self._broken: OrderedDict[tuple[str, int], tuple[str, ...]] = OrderedDict()
        self._measure()
        look.changed.connect(self._on_look_changed)

    def card_height(self) -> int:
        """Return the height of a card without the gap under it, 92 px at 100 %."""
        px = self.look.px
        return max(px(92), px(18) + 2 * self._title.pitch + self._row_height() + self._small.pitch)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the one size of all cards with the gap under them."""
        return QSize(self.look.px(120), self.card_height() + self.look.px(CARD_GAP))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the card, then its three parts."""
        face: CardFace = index.data(FACE_ROLE)
        card = QRect(option.rect.left(), option.rect.top(), option.rect.width(), self.card_height())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, card)
        px = self.look.px
        room = card.adjusted(px(11), px(8), -px(11), 0)
        top = room.top()
        painter.setFont(self._title.font)
        painter.setPen(self.look.colour("text"))
        for number, line in enumerate(self._lines(face.title, room.width())):
            self._words(painter, option, QRect(room.left(), top + number * self._title.pitch, room.width(),
                                               self._title.pitch), line)  # fmt: skip
        top += 2 * self._title.pitch
        self._paint_who(painter, option, QRect(room.left(), top, room.width(), self._row_height()), face)
        top += self._row_height() + px(2)
        painter.setPen(self.look.colour(face.tone))
        rest = room.width() - self._small.metrics.horizontalAdvance(face.end)
        line = self._small.metrics.elidedText(face.line, Qt.TextElideMode.ElideRight, max(0, rest)) + face.end
        self._words(painter, option, QRect(room.left(), top, room.width(), self._small.pitch), line)
        painter.restore()

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """Show the whole card as a tool tip when a part of it is elided, and why names are suggested."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        face: CardFace = index.data(FACE_ROLE)
        room = option.rect.width() - self.look.px(22)
        small = self._small.metrics.horizontalAdvance
        is_cut = (
            not face.title.endswith(self._lines(face.title, room)[-1])
            or small(face.line + face.end) > room
            or small(face.skill) + small(first_name(face.person_name)) + self.look.px(36) > room
        )
        parts = (face.title, face.person_name, face.skill, face.line + face.end)
        shown = (*parts, face.why) if is_cut else (face.why,)
        QToolTip.showText(event.globalPos(), "\n".join(part for part in shown if part), view)
        return True

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, card: QRect) -> None:
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus) and self._view.hasFocus()
        edge, width = ("accent", 2.0) if focused else ("controlBorder" if hovered else "border", 1.0)
        painter.setPen(QPen(self.look.colour(edge), width))
        painter.setBrush(self.look.colour("raised" if self.look.theme.is_dark else "surface"))
        radius, inset = self.look.px(8), width / 2
        painter.drawRoundedRect(QRectF(card).adjusted(inset, inset, -inset, -inset), radius, radius)

    def _paint_who(self, painter: QPainter, option: QStyleOptionViewItem, row: QRect, face: CardFace) -> None:
        px, small = self.look.px, self._small
        edge, gap = px(18), px(6)
        mark = QRect(row.left(), row.center().y() + 1 - edge // 2, edge, edge)
        mark = QStyle.visualRect(option.direction, option.rect, mark)
        if face.person_name:
            paint_avatar(painter, mark.toRectF(), self.look, face.person_name)
        else:
            pen = QPen(self.look.colour("controlBorder"), self.look.scaled_line(1), Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([2.5, 2.5])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(mark.toRectF().adjusted(1, 1, -1, -1))
        who = first_name(face.person_name) if face.person_name else self.tr("Open")
        left = row.left() + edge + gap
        painter.setFont(small.font)
        painter.setPen(self.look.colour("text" if face.person_name else "text3"))
        who = small.metrics.elidedText(who, Qt.TextElideMode.ElideRight, max(0, row.right() - left))
        width = small.metrics.horizontalAdvance(who)
        self._words(painter, option, QRect(left, row.top(), width + 1, row.height()), who)
        rest = QRect(left + width + gap, row.top(), max(0, row.right() + 1 - left - width - gap), row.height())
        skill = small.metrics.elidedText(face.skill, Qt.TextElideMode.ElideRight, rest.width())
        painter.setPen(self.look.colour("text3"))
        self._words(painter, option, rest, skill, at_end=True)

    def _words(
        self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, text: str, *, at_end: bool = False
    ) -> None:
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if mirrored != at_end else Qt.AlignmentFlag.AlignLeft
        flags = Qt.AlignmentFlag.AlignVCenter | side | Qt.AlignmentFlag.AlignAbsolute | Qt.TextFlag.TextSingleLine
        painter.drawText(QStyle.visualRect(option.direction, option.rect, area), int(flags), text)

    def _lines(self, title: str, width: int) -> tuple[str, ...]:
        """Return a title on at most two lines; the newest few hundred are kept."""
        key = (title, width)
        found = self._broken.get(key)
        if found is None:
            found = self._broken[key] = break_title(title, self._title.font, width)
            if len(self._broken) > _KEPT:
                self._broken.popitem(last=False)
        else:
            self._broken.move_to_end(key)
        return found

    def _row_height(self) -> int:
        return max(self.look.px(20), self._small.pitch)

    def _measure(self) -> None:
        px = self.look.px
        title, small = self.look.font("body", weight=500), self.look.font("small")
        self._title = _type(title, px(18))
        self._small = _type(small, px(16))
        self._broken.clear()

    def _on_look_changed(self) -> None:
        self._measure()
        self.sizeHintChanged.emit(QModelIndex())
        self._view.viewport().update()


def break_title(title: str, font: QFont, width: int) -> tuple[str, ...]:
    """Break a title at words into one or two lines of `width` pixels; what does not fit on the second is elided."""
    layout = QTextLayout(title, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    first = layout.createLine()
    first.setLineWidth(max(1, width))
    end = first.textLength()
    layout.endLayout()
    if end >= len(title):
        return (title,)
    rest = QFontMetrics(font).elidedText(title[end:].strip(), Qt.TextElideMode.ElideRight, width)
    return title[:end].rstrip(), rest


def _type(font: QFont, pitch: int) -> _Type:
    metrics = QFontMetrics(font)
    return _Type(font, metrics, max(pitch, metrics.height()))
