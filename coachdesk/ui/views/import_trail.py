"""The four steps of an import in the toolbar: done ones carry a check, the current one is filled."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from coachdesk.ui.theme.appearance import Appearance

_COMPACT_FROM = 1.3
_CIRCLE, _GAP, _LINE = 22, 8, 24


class StepTrail(QWidget):
    """Steps in a row. With large text only the current one shows its name; screen readers hear all of it."""

    def __init__(self, look: Appearance, steps: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._steps = steps
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._on_look_changed)
        self.set_current(0)

    @property
    def current(self) -> int:
        """The step being done, counted from 0."""
        return self._current

    def set_current(self, index: int) -> None:
        """Show which step is being done, counted from 0; one past the last shows all as done."""
        self._current = index
        name = self._steps[min(index, len(self._steps) - 1)]
        words = self.tr("Step {number} of {count}: {name}")
        self.setAccessibleName(words.format(number=index + 1, count=len(self._steps), name=name))
        self._on_look_changed()

    def sizeHint(self) -> QSize:
        """Return the room for circles, names and the lines between."""
        return QSize(round(self._places()[-1].right()) + 1, max(self.look.px(32), self._metrics().height()))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the steps along the reading direction."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = self._places()
        for index, place in enumerate(places):
            if index:
                gap = QRectF(places[index - 1].right() + self.look.px(_GAP), self.height() / 2, self.look.px(_LINE), 1)
                painter.fillRect(self._mirrored(gap), self.look.colour("border"))
            self._paint_step(painter, index, place)

    def _paint_step(self, painter: QPainter, index: int, place: QRectF) -> None:
        edge = self.look.px(_CIRCLE)
        done, current = index < self._current, index == self._current
        box = self._mirrored(QRectF(place.left(), (self.height() - edge) / 2, edge, edge))
        painter.setPen(QPen(self.look.colour("accentFill" if done or current else "controlBorder"), 1.5))
        painter.setBrush(self.look.colour("accentFill") if current else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box.adjusted(0.75, 0.75, -0.75, -0.75))
        if done:
            half = self.look.px(12) / 2
            pixmap = self.look.pixmap("check", "accent", 12, self.devicePixelRatioF())
            painter.drawPixmap(round(box.center().x() - half), round(box.center().y() - half), pixmap)
        else:
            painter.setPen(self.look.colour("onAccent" if current else "text3"))
            painter.setFont(self.look.font("micro", weight=600))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(index + 1))
        if self._shows_name(index):
            painter.setPen(self.look.colour("text" if current else "text2" if done else "text3"))
            painter.setFont(self.look.font("section" if current else "body"))
            room = QRectF(place.left() + edge + self.look.px(_GAP), 0, place.width(), self.height())
            side = Qt.AlignmentFlag.AlignRight if self._is_mirrored() else Qt.AlignmentFlag.AlignLeft
            painter.drawText(self._mirrored(room), int(side | Qt.AlignmentFlag.AlignVCenter), self._steps[index])

    def _places(self) -> list[QRectF]:
        """Return the rectangle of each step from the reading side, sized for bold so that nothing jumps."""
        places, left = [], 0.0
        for index, step in enumerate(self._steps):
            width = float(self.look.px(_CIRCLE))
            if self._shows_name(index):
                width += self.look.px(_GAP) + self._metrics().horizontalAdvance(step)
            places.append(QRectF(left, 0, width, self.height()))
            left += width + self.look.px(_LINE) + 2 * self.look.px(_GAP)
        return places

    def _shows_name(self, index: int) -> bool:
        return self.look.text_scale < _COMPACT_FROM or index == self._current

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self.look.font("section"))

    def _is_mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _mirrored(self, rect: QRectF) -> QRectF:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect.toRect()).toRectF()

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()
