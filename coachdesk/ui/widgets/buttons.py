"""Buttons: one primary act a page, plain, quiet, link and danger, with an icon or a key cap if wanted."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from coachdesk.ui.theme.appearance import Appearance

_TONES = {"primary": "onAccent", "quiet": "accent", "link": "accent", "danger": "danger", "onDark": "surface",
          "onPresenter": "onPresenter", "onPresenterQuiet": "onPresenter"}  # fmt: skip
_ICON_TONES = {**_TONES, "": "text2"}


class _EnterButton(QPushButton):
    """A push button that Enter presses wherever it stands: Qt does this in dialogs only."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press on Enter as on Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


class Button(_EnterButton):
    """A push button of a kind: "" (plain), primary, quiet, link, danger, onDark (on the undo bar) or onPresenter.

    `icon` is an icon name, `keys` the words of a key cap such as "Ctrl N" (shown, not bound).
    Its accessible name is its text.
    """

    def __init__(
        self,
        look: Appearance,
        text: str,
        *,
        kind: str = "",
        icon: str = "",
        keys: str = "",
        small: bool = False,
        tall: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.look = look
        self._kind = kind
        self._icon_name = icon
        self._keys = keys
        self._small = small
        self._tall = tall
        self.setProperty("kind", kind)
        self.setProperty("small", small)
        self.setProperty("tall", tall)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor if kind == "link" else Qt.CursorShape.ArrowCursor)
        self._on_look_changed()
        look.changed.connect(self._on_look_changed)

    def set_icon(self, name: str) -> None:
        """Show another icon before the text; an empty name shows none."""
        self._icon_name = name
        self.updateGeometry()
        self.update()

    @property
    def is_primary(self) -> bool:
        """Whether this is the one act of a page."""
        return self._kind == "primary"

    def set_compact(self, compact: bool) -> None:
        """Show the icon alone, with the words as tool tip, where there is no room; a button without one keeps them."""
        compact = compact and bool(self._icon_name)
        if compact == self._is_compact:
            return
        self._is_compact = compact
        self._own_tip, tip = (self.toolTip(), self.toolTip() or self.text()) if compact else ("", self._own_tip)
        self.setToolTip(tip)
        self.updateGeometry()
        self.update()

    _is_compact = False
    _own_tip = ""

    def set_kind(self, kind: str) -> None:
        """Become another kind of button."""
        self._kind = kind
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for icon, text and key cap, at least 24 px high."""
        px = self.look.px
        height = 40 if self._tall else 28 if self._small else 24 if self._kind == "link" else 32
        need = QFontMetrics(self.font()).height() + px(8)
        return QSize(self._content_width() + 2 * self._padding(), max(px(height), need))

    def minimumSizeHint(self) -> QSize:
        """Return the same as the size hint: a button's words are never cut by a layout."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground by style sheet and the contents by hand, so that gaps are the design's."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self.rect().adjusted(self._padding(), 0, -self._padding(), 0)
        width = min(self._content_width(), room.width())
        left = room.left() + (room.width() - width) // 2
        self._paint_contents(painter, QRect(left, 0, width, self.height()))

    def _paint_contents(self, painter: QPainter, area: QRect) -> None:
        gap, icon, cap = self._gap(), self._icon_edge(), self._cap_width()
        if self._icon_name:
            tint = _ICON_TONES[self._kind] if self.isEnabled() else "disabled"
            size = 14 if self._small else 16
            pixmap = self.look.pixmap(self._icon_name, tint, size, self.devicePixelRatioF())
            place = self._mirrored(QRect(area.left(), (self.height() - icon) // 2, icon, icon))
            painter.drawPixmap(place.topLeft(), pixmap)
            area.setLeft(area.left() + icon + gap)
        if self._is_compact:
            return
        if self._keys:
            self._paint_cap(painter, QRect(area.right() + 1 - cap, 0, cap, self.height()))
            area.setRight(area.right() - cap - gap)
        painter.setFont(self.font())
        painter.setPen(self.look.colour(self._tone()))
        metrics = QFontMetrics(self.font())
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic
        painter.drawText(self._mirrored(area), int(flags), text)

    def _paint_cap(self, painter: QPainter, area: QRect) -> None:
        height = self.look.px(18)
        box = self._mirrored(QRect(area.left(), (self.height() - height) // 2, area.width(), height))
        on_fill = self._kind == "primary"
        painter.setPen(QPen(self.look.colour("accentLine" if on_fill else "border"), 1))
        radius = self.look.px(4)
        painter.drawRoundedRect(box.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setPen(self.look.colour("onAccent" if on_fill else "text3"))
        painter.setFont(self.look.font("micro"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._keys)

    def _mirrored(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)

    def _tone(self) -> str:
        if not self.isEnabled():
            return "disabled"
        if self._kind == "link" and self.underMouse():
            return "accentHover"
        return _TONES.get(self._kind, "text")

    def _padding(self) -> int:
        if self._kind == "link":
            return self.look.px(2)
        return self.look.px(10 if self._small else 13)

    def _gap(self) -> int:
        return self.look.px(6 if self._small else 8)

    def _icon_edge(self) -> int:
        return self.look.px(14 if self._small else 16) if self._icon_name else 0

    def _cap_width(self) -> int:
        if not self._keys:
            return 0
        return QFontMetrics(self.look.font("micro")).horizontalAdvance(self._keys) + self.look.px(12)

    def _content_width(self) -> int:
        if self._is_compact:
            return self._icon_edge()
        width = QFontMetrics(self.font()).size(Qt.TextFlag.TextShowMnemonic, self.text()).width() + 1
        if self._icon_name:
            width += self._icon_edge() + self._gap()
        if self._keys:
            width += self._cap_width() + self._gap()
        return width

    def _on_look_changed(self) -> None:
        weight = 600 if self._kind == "onDark" else 500
        self.setFont(self.look.font("small" if self._small else "body", weight=weight))
        self.updateGeometry()
        self.update()


class IconButton(_EnterButton):
    """A square button that shows only an icon; its name is its tool tip and its accessible name."""

    def __init__(
        self,
        look: Appearance,
        icon: str,
        name: str,
        *,
        tint: str = "text2",
        edge: float = 32,
        size: float = 16,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._icon_name = icon
        self._tint = tint
        self._edge = edge
        self._size = size
        self.setProperty("kind", "icon")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_name(name)
        look.changed.connect(self._on_look_changed)

    def set_name(self, name: str) -> None:
        """Say what the button does."""
        self.setAccessibleName(name)
        self.setToolTip(name)

    def set_icon(self, name: str, tint: str = "") -> None:
        """Show another icon, in another colour if `tint` names a token."""
        self._icon_name = name
        self._tint = tint or self._tint
        self.update()

    def sizeHint(self) -> QSize:
        """Return the square target, at least 24 px."""
        edge = max(24, self.look.px(self._edge))
        return QSize(edge, edge)

    def minimumSizeHint(self) -> QSize:
        """Return the size hint."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the icon in the middle."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        tint = "disabled" if not self.isEnabled() else "accent" if self.isChecked() else self._tint
        edge = self.look.px(self._size)
        pixmap = self.look.pixmap(self._icon_name, tint, self._size, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - edge) // 2, (self.height() - edge) // 2, pixmap)

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()
