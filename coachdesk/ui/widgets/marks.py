"""Small painted marks: tag, avatar, key cap, preparation ring and strength meter."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from coachdesk.ui.theme.appearance import Appearance

_TAG_COLOURS = {
    "": ("sunken", "divider", "text2"),
    "accent": ("accentTint", "accentEdge", "accent"),
    "danger": ("dangerTint", "dangerEdge", "danger"),
    "warn": ("warnTint", "warnEdge", "warn"),
    "ok": ("okTint", "okEdge", "ok"),
    "private": ("privateTint", "privateEdge", "private"),
    "outline": ("surface", "border", "text2"),
}


class Mark(QWidget):
    """Base of painted marks: fixed size, repainted when the look changes."""

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._on_look_changed)

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: marks are never squeezed."""
        return self.sizeHint()

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()

    def _painter(self) -> QPainter:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return painter


class Tag(Mark):
    """A word on a tinted ground. Kinds: "", accent, danger, warn, ok, private (with lock), outline."""

    def __init__(
        self,
        look: Appearance,
        text: str,
        kind: str = "",
        *,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self._text = text
        self._kind = kind
        self._icon_name = icon or ("lock" if kind == "private" else "")
        self.setAccessibleName(text)

    def set_text(self, text: str, kind: str) -> None:
        """Show another word of another kind."""
        self._text, self._kind = text, kind
        self._icon_name = "lock" if kind == "private" else ""
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for the word and its icon."""
        metrics = QFontMetrics(self.look.font("small"))
        icon = self.look.px(16) if self._icon_name else 0
        width = metrics.horizontalAdvance(self._text) + icon + self.look.px(14)
        return QSize(width, max(self.look.px(20), metrics.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, edge, icon and word."""
        paint_tag(self._painter(), QRectF(self.rect()), self.look, self._text, self._kind, self._icon_name)


def paint_tag(painter: QPainter, rect: QRectF, look: Appearance, text: str, kind: str, icon: str = "") -> None:
    """Draw a tag into a rectangle; delegates use it too."""
    ground, edge, ink = (look.colour(token) for token in _TAG_COLOURS[kind])
    painter.setPen(QPen(edge, 1))
    painter.setBrush(ground)
    radius = look.px(4)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.setPen(ink)
    painter.setFont(look.font("small"))
    inner = rect.adjusted(look.px(7), 0, -look.px(7), 0)
    if icon:
        size = look.px(12)
        ratio = painter.device().devicePixelRatioF()
        pixmap = look.pixmap(icon, _TAG_COLOURS[kind][2], 12, ratio)
        painter.drawPixmap(round(inner.left()), round(rect.center().y() - size / 2), pixmap)
        inner.setLeft(inner.left() + look.px(16))
    painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)


def initials(name: str) -> str:
    """Return up to two capital initials of a name: the first and the last word's."""
    words = [word for word in name.split() if word[0].isalnum()]
    picked = words[:1] + words[-1:] if len(words) > 1 else words
    return "".join(word[0] for word in picked).upper()


def paint_avatar(painter: QPainter, rect: QRectF, look: Appearance, name: str, letters: str = "") -> None:
    """Draw a person's round mark into a square; delegates use it too."""
    pair = look.theme.avatar(name)
    painter.setPen(Qt.PenStyle.NoPen)
    if look.theme.name == "high_contrast":
        painter.setPen(QPen(pair.text, 1))
    painter.setBrush(pair.ground)
    painter.drawEllipse(rect)
    font = look.font("micro", weight=600)
    font.setPixelSize(max(8, round(rect.height() * (0.36 if rect.height() > 30 else 0.41))))
    painter.setFont(QFont(font))
    painter.setPen(pair.text)
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), letters or initials(name))


class Avatar(Mark):
    """A person's initials on their colour; `size` is the diameter at 100 %."""

    def __init__(self, look: Appearance, name: str, *, size: float = 28, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._name = name
        self._size = size
        self.setAccessibleName(name)

    def set_name(self, name: str) -> None:
        """Show another person."""
        self._name = name
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the square of the mark."""
        edge = self.look.px(self._size)
        return QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the mark."""
        paint_avatar(self._painter(), QRectF(self.rect()), self.look, self._name)


class KeyCap(Mark):
    """Keys as on a keyboard, such as "Ctrl K"."""

    def __init__(self, look: Appearance, keys: str, *, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._keys = keys
        self.setAccessibleName(keys)

    def sizeHint(self) -> QSize:
        """Return the room for the keys."""
        metrics = QFontMetrics(self.look.font("micro"))
        return QSize(metrics.horizontalAdvance(self._keys) + self.look.px(12), max(self.look.px(18), metrics.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cap and its words."""
        painter = self._painter()
        painter.setPen(QPen(self.look.colour("border"), 1))
        painter.setBrush(self.look.colour("surface"))
        radius = self.look.px(4)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setPen(self.look.colour("text3"))
        painter.setFont(self.look.font("micro"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._keys)


def paint_prep_ring(painter: QPainter, rect: QRectF, look: Appearance, done: int, total: int) -> None:
    """Draw how much of a preparation is done: dashed when nothing, an arc, or a filled check."""
    inset = look.px(1.5)
    circle = rect.adjusted(inset, inset, -inset, -inset)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if done <= 0:
        pen = QPen(look.colour("text3"), look.scaled_line(1.5), Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([1.4, 1.8])
        painter.setPen(pen)
        painter.drawEllipse(circle)
    elif done >= total:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accentFill"))
        painter.drawEllipse(rect)
        ratio = painter.device().devicePixelRatioF()
        edge = round(rect.width() * 0.7 / look.text_scale)
        pixmap = look.pixmap("check", "onAccent", edge, ratio)
        half = look.px(edge) / 2
        painter.drawPixmap(round(rect.center().x() - half), round(rect.center().y() - half), pixmap)
    else:
        width = look.scaled_line(2.2)
        painter.setPen(QPen(look.colour("pressed"), width))
        painter.drawEllipse(circle)
        painter.setPen(QPen(look.colour("accentFill"), width, c=Qt.PenCapStyle.FlatCap))
        painter.drawArc(circle, 90 * 16, -round(360 * 16 * done / total))


class PrepRing(Mark):
    """A ring that says how much is prepared; the words beside it say it too."""

    def __init__(
        self, look: Appearance, done: int, total: int, *, size: float = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, parent)
        self._size = size
        self.set_progress(done, total)

    def set_progress(self, done: int, total: int) -> None:
        """Show `done` of `total` parts."""
        self._done, self._total = done, total
        self.setAccessibleName(self.tr("{done} of {total} prepared").format(done=done, total=total))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the square of the ring."""
        edge = self.look.px(self._size)
        return QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring."""
        paint_prep_ring(self._painter(), QRectF(self.rect()), self.look, self._done, self._total)


class StrengthMeter(Mark):
    """Four bars for a score of 0 to 4, in the colour of its meaning; the words stand beside it."""

    def __init__(self, look: Appearance, name: str, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._name = name
        self._score = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_score(0)

    @property
    def score(self) -> int:
        """How many of the four bars are filled."""
        return self._score

    def set_score(self, score: int) -> None:
        """Fill `score` of the four bars."""
        self._score = max(0, min(4, score))
        self.setAccessibleName(self.tr("{name}: {score} of 4").format(name=self._name, score=self._score))
        self.update()

    def sizeHint(self) -> QSize:
        """Return four short bars; the layout stretches them."""
        return QSize(self.look.px(160), self.look.px(6))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars from the reading side."""
        painter = self._painter()
        painter.setPen(Qt.PenStyle.NoPen)
        gap = self.look.px(4)
        width = (self.width() - 3 * gap) / 4
        radius = self.height() / 2
        for bar in range(4):
            painter.setBrush(self._fill(bar))
            place = 3 - bar if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else bar
            painter.drawRoundedRect(QRectF(place * (width + gap), 0, width, self.height()), radius, radius)

    def _fill(self, bar: int) -> QColor:
        if bar >= self._score:
            return self.look.colour("pressed")
        return self.look.colour("danger" if self._score == 1 else "warn" if self._score == 2 else "ok")
