"""Choices: a switch, a segmented row of options, and a line that shows whether a check holds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QSizePolicy,
    QStyle,
    QWidget,
)

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.text import Label


class Switch(QCheckBox):
    """A check box painted as a switch. `name` is what it turns on, for screen readers."""

    def __init__(self, look: Appearance, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setAccessibleName(name)
        self.setProperty("ringRadius", 9)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._on_look_changed)

    def sizeHint(self) -> QSize:
        """Return the switch in a target of at least 24 px."""
        return QSize(self.look.px(34), max(24, self.look.px(24)))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint."""
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:
        """Take a click anywhere on the target."""
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track and the knob; the knob's side follows the reading direction."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px, on = self.look.px, self.isChecked()
        edge = self.look.colour("accentFill" if on else "controlBorder")
        knob = self.look.colour("onAccent" if on else "controlBorder")
        ground = self.look.colour("accentFill" if on else "surface")
        if not self.isEnabled():
            edge, knob = self.look.colour("border"), self.look.colour("border")
            ground = self.look.colour("pressed" if on else "surface")
        height = px(18)
        track = QRectF(1, (self.height() - height) / 2, px(32), height).adjusted(0.75, 0.75, -0.75, -0.75)
        painter.setPen(QPen(edge, 1.5))
        painter.setBrush(ground)
        painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
        size = px(11 if on else 10)
        at_end = on != (self.layoutDirection() == Qt.LayoutDirection.RightToLeft)
        middle = track.right() - track.height() / 2 if at_end else track.left() + track.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(knob)
        painter.drawEllipse(QRectF(middle - size / 2, track.center().y() - size / 2, size, size))

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()


class _Segment(QAbstractButton):
    """One option of a segmented row."""

    def __init__(self, look: Appearance, text: str, *, small: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self._small = small
        self.is_first = False
        self.is_last = False
        self.is_done = False
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the room for the text in its bold form, so that choosing moves nothing."""
        role = "small" if self._small else "body"
        metrics = QFontMetrics(self.look.font(role, weight=600))
        padding = self.look.px(10 if self._small else 14)
        height = max(self.look.px(28 if self._small else 32), metrics.height() + self.look.px(8))
        mark = self._mark_room() if self.is_done else 0
        return QSize(metrics.horizontalAdvance(self.text()) + mark + 2 * padding + 1, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the words and, when chosen, the line under them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(self._outline())
        on = self.isChecked()
        ground = "button" if on else "hover" if self.underMouse() and self.isEnabled() else "sunken"
        painter.fillRect(self.rect(), self.look.colour(ground))
        if on:
            bar = QRectF(0, self.height() - 2, self.width(), 2)
            painter.fillRect(bar, self.look.colour("accent" if self.isEnabled() else "border"))
        tone = "disabled" if not self.isEnabled() else "accent" if on else "text2"
        role = "small" if self._small else "body"
        painter.setPen(self.look.colour(tone))
        painter.setFont(self.look.font(role, weight=600 if on else 500))
        if not self.is_done:
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.text())
            return
        words = painter.fontMetrics().horizontalAdvance(self.text())
        used = QRect(0, 0, words + self._mark_room(), self.height())
        used.moveCenter(self.rect().center())
        edge = self.look.px(14)
        mark = QRect(used.left(), (self.height() - edge) // 2, edge, edge)
        pixmap = self.look.pixmap("check", tone, 14, self.devicePixelRatioF())
        painter.drawPixmap(QStyle.visualRect(self.layoutDirection(), self.rect(), mark).topLeft(), pixmap)
        rest = used.adjusted(self._mark_room(), 0, 0, 0)
        painter.drawText(
            QStyle.visualRect(self.layoutDirection(), self.rect(), rest), int(Qt.AlignmentFlag.AlignCenter), self.text()
        )

    def _mark_room(self) -> int:
        return self.look.px(20)

    def _outline(self) -> QPainterPath:
        """The row's corners are round where this segment is its end."""
        radius = self.look.px(6) - 1
        right_to_left = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        at_left = self.is_last if right_to_left else self.is_first
        at_right = self.is_first if right_to_left else self.is_last
        rect = QRectF(self.rect()).adjusted(1 if at_left else -radius - 1, 1, -1 if at_right else radius + 1, -1)
        path = QPainterPath()
        path.addRoundedRect(rect, radius, radius)
        return path


class Segmented(QWidget):
    """A few options in a row, one chosen; arrow keys move the choice. Emits the index chosen by the user."""

    chosen = Signal(int)

    def __init__(
        self,
        look: Appearance,
        name: str,
        options: Sequence[str],
        *,
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        for index, text in enumerate(options):
            segment = _Segment(look, text, small=small, parent=self)
            segment.is_first, segment.is_last = index == 0, index == len(options) - 1
            self._group.addButton(segment, index)
            self._row.addWidget(segment)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group.idClicked.connect(self.chosen)
        self._group.idToggled.connect(self._on_toggled)
        look.changed.connect(self._on_look_changed)
        self.set_index(0)

    def index(self) -> int:
        """Return the index of the chosen option, -1 when none is."""
        return self._group.checkedId()

    def set_index(self, index: int) -> None:
        """Choose an option without emitting."""
        button = self._group.button(index)
        if button is not None:
            button.setChecked(True)

    def set_done(self, index: int, is_done: bool) -> None:
        """Put a check before an option, or take it away."""
        segment = self._group.button(index)
        if isinstance(segment, _Segment) and segment.is_done != is_done:
            segment.is_done = is_done
            segment.setAccessibleDescription(self.tr("done") if is_done else "")
            segment.updateGeometry()
            segment.update()
            self.updateGeometry()  # a hidden row tells nobody that its parts grew

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the choice along the reading direction with the arrow keys."""
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        sideways = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if sideways and self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            step = -step
        button = self._group.button(self.index() + step)
        if button is not None:
            button.setFocus(Qt.FocusReason.TabFocusReason)
            button.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the edge and the hairlines between the options."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = self.look.px(6)
        painter.setPen(QPen(self.look.colour("border"), 1))
        painter.setBrush(self.look.colour("border"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def _on_toggled(self, number: int, checked: bool) -> None:
        button = self._group.button(number)
        policy = Qt.FocusPolicy.StrongFocus if checked else Qt.FocusPolicy.NoFocus
        button.setFocusPolicy(policy)

    def _on_look_changed(self) -> None:
        for button in self._group.buttons():
            button.updateGeometry()
        self.update()


class CheckLine(QWidget):
    """A sentence with a mark before it: a check when it holds, a ring when not yet, a triangle when it fails."""

    def __init__(self, look: Appearance, text: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = "open"
        self._icon = Icon(look, "minus", "text3")
        self._label = Label(look, text)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._label, 1)
        self.set_state("open")

    @property
    def state(self) -> str:
        """What is shown: open, met or failed."""
        return self._state

    def set_text(self, text: str) -> None:
        """Show another sentence."""
        self._label.setText(text)
        self.set_state(self._state)

    def set_state(self, state: str) -> None:
        """Show open, met or failed. Raises KeyError for another word."""
        words = {"open": self.tr("not yet"), "met": self.tr("done"), "failed": self.tr("not met")}
        icons = {"open": ("minus", "text3"), "met": ("check", "ok"), "failed": ("alert", "warn")}
        self._icon.set_icon(*icons[state])
        self._state = state
        self.setAccessibleName(f"{self._label.text()}: {words[state]}")
