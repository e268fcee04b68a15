"""The focus ring: 2 px of accent, 1 px outside the control that has the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QWidget,
)

from coachdesk.ui.theme.appearance import Appearance

_RINGED = (QLineEdit, QAbstractButton, QComboBox, QAbstractSpinBox)
_WATCHED = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ParentChange,
    QEvent.Type.EnabledChange,
    QEvent.Type.ZOrderChange,
}
_WIDTH = 2
_GAP = 1


class _Ring(QWidget):
    """The painted ring: a sibling above the control, deaf to the mouse and absent for screen readers."""

    def __init__(self, look: Appearance, target: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._radius = float(target.property("ringRadius") or 6)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring along the inner edge of this widget."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.colour("accent"), _WIDTH))
        inset = _WIDTH / 2
        rect = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        radius = min(self._look.px(self._radius) + _GAP + inset, rect.height() / 2)
        painter.drawRoundedRect(rect, radius, radius)


class FocusRing(QObject):
    """Draws the ring round whichever control has the focus, in every window of the application.

    A click on a button shows none. A widget opts out with the property `ring` set to False, and
    says its corners with `ringRadius` (px at 100 %). Keep one for the life of the application.
    """

    def __init__(self, look: Appearance, app: QApplication) -> None:
        super().__init__(app)
        self._look = look
        self._ring: _Ring | None = None
        self._target: QWidget | None = None
        self._chain: list[QWidget] = []
        app.focusChanged.connect(self._on_focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the ring at the control while it or what holds it moves."""
        if event.type() in _WATCHED:
            self._place()
        return False

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._drop()
        if new is None or not isinstance(new, _RINGED) or new.property("ring") is False:
            return
        clicked = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if clicked and isinstance(new, QAbstractButton):
            return
        self._follow(new)

    def _follow(self, new: QWidget) -> None:
        self._target = new
        self._chain = _chain_of(new)
        for widget in self._chain[:-1]:
            widget.installEventFilter(self)
        self._ring = _Ring(self._look, new, self._chain[-1])
        self._ring.destroyed.connect(self._on_ring_destroyed)
        self._place()

    def _on_ring_destroyed(self) -> None:
        self._ring = None
        self._target = None
        self._chain = []

    def _drop(self) -> None:
        if self._ring is None:
            return
        ring = self._ring
        for widget in self._chain[:-1]:
            widget.removeEventFilter(self)
        ring.destroyed.disconnect(self._on_ring_destroyed)
        self._on_ring_destroyed()
        ring.hide()
        ring.deleteLater()

    def _place(self) -> None:
        if self._ring is None or self._target is None:
            return
        reach = _GAP + _WIDTH
        corner = self._target.mapTo(self._chain[-1], QPoint(0, 0)) - QPoint(reach, reach)
        size = self._target.size()
        self._ring.setGeometry(corner.x(), corner.y(), size.width() + 2 * reach, size.height() + 2 * reach)
        self._ring.setVisible(self._target.isVisible() and self._target.isEnabled())
        self._ring.raise_()


def ring_round(look: Appearance, widget: QWidget) -> None:
    """Draw a lasting ring round a widget that is already laid out, for the page that shows all parts."""
    host = _chain_of(widget)[-1]
    ring = _Ring(look, widget, host)
    reach = _GAP + _WIDTH
    corner = widget.mapTo(host, QPoint(-reach, -reach))
    ring.setGeometry(corner.x(), corner.y(), widget.width() + 2 * reach, widget.height() + 2 * reach)
    ring.show()


def _chain_of(widget: QWidget) -> list[QWidget]:
    """Return the widget and its parents up to the one that the ring is drawn on.

    That is the window or the contents of a scroll area, so that the ring scrolls with its control.
    """
    chain = [widget]
    while not chain[-1].isWindow():
        parent = chain[-1].parentWidget()
        if parent is None or isinstance(parent.parentWidget(), QAbstractScrollArea):
            break
        chain.append(parent)
    holder = widget.parentWidget()
    if len(chain) == 1 and holder is not None:
        chain.append(holder)
    return chain
