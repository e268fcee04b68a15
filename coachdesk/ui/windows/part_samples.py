"""Painted samples that only the parts page needs: colour swatches and note blocks."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.marks import Mark


class Swatch(Mark):
    """One colour with its name under it."""

    def __init__(
        self,
        look: Appearance,
        word: str,
        token: str,
        *,
        is_series: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self._word = word
        self._token = token
        self._is_series = is_series
        self.setAccessibleName(word)

    def sizeHint(self) -> QSize:
        """Return room for the colour and one word."""
        return QSize(self.look.px(56), self.look.px(36) + QFontMetrics(self.look.font("micro")).height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the colour and its name."""
        painter = self._painter()
        theme = self.look.theme
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.setBrush(theme.chart(self._token) if self._is_series else theme.colour(self._token))
        box = QRectF(0.5, 0.5, self.width() - 1, self.look.px(32) - 1)
        painter.drawRoundedRect(box, self.look.px(6), self.look.px(6))
        painter.setPen(theme.colour("text2"))
        painter.setFont(self.look.font("micro", weight=400))
        below = self.rect().adjusted(0, self.look.px(36), 0, 0)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), self._word)


class NoteSample(QWidget):
    """One line of a shared or a private note block."""

    def __init__(
        self,
        look: Appearance,
        text: str,
        tag: str,
        *,
        is_private: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._text = text
        self._tag = tag
        self._is_private = is_private
        self.setAccessibleName(f"{text}, {tag}")

    def sizeHint(self) -> QSize:
        """Return the height of one line with its padding."""
        return QSize(self.look.px(240), self.look.metrics.line("note") + self.look.px(12))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bar, band, text and tag."""
        painter = QPainter(self)
        look, rect = self.look, self.rect()
        if self._is_private:
            painter.fillRect(rect, look.colour("privateTint"))
        bar = look.colour("private" if self._is_private else "accentLine")
        painter.fillRect(0, 0, look.px(3), rect.height(), bar)
        painter.setFont(look.font("note"))
        painter.setPen(look.colour("text"))
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(look.px(23), 0, 0, 0), int(flags | Qt.AlignmentFlag.AlignLeft), self._text)
        painter.setFont(look.font("small", weight=500 if self._is_private else 400))
        painter.setPen(look.colour("private" if self._is_private else "text3"))
        tag = rect.adjusted(0, 0, -look.px(12), 0)
        painter.drawText(tag, int(flags | Qt.AlignmentFlag.AlignRight), self._tag)
        if self._is_private:
            width = QFontMetrics(painter.font()).horizontalAdvance(self._tag)
            left = tag.right() - width - look.px(16)
            top = (rect.height() - look.px(12)) // 2
            painter.drawPixmap(left, top, look.pixmap("lock", "private", 12, self.devicePixelRatioF()))
