"""One step of a page that goes down in steps: its number, its heading and what is done in it."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.marks import Mark
from coachdesk.ui.widgets.text import Label

_EDGE = 24
_NARROW_FROM = 1.4


class StepState(StrEnum):
    """Whether a step can't be done yet, can be done, is the one to do now, or is done."""

    WAITING = "waiting"
    OPEN = "open"
    CURRENT = "current"
    DONE = "done"


class StepNumber(Mark):
    """The number in its circle: filled while it is the turn of the step, with a check when it is done."""

    def __init__(self, look: Appearance, number: int, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._number = number
        self.state = StepState.WAITING

    def set_state(self, state: StepState) -> None:
        """Show another state."""
        if state is not self.state:
            self.state = state
            self.update()

    def sizeHint(self) -> QSize:
        """Return the square of the circle."""
        edge = self.look.px(_EDGE)
        return QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the circle with the number or the check."""
        painter = self._painter()
        is_current, is_done = self.state is StepState.CURRENT, self.state is StepState.DONE
        edge = "accentFill" if is_current or is_done else "controlBorder"
        painter.setPen(QPen(self.look.colour(edge), self.look.scaled_line(1.5)))
        painter.setBrush(self.look.colour("accentFill") if is_current else Qt.BrushStyle.NoBrush)
        box = QRectF(self.rect())
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        if is_done:
            half = self.look.px(14) / 2
            pixmap = self.look.pixmap("check", "accent", 14, self.devicePixelRatioF())
            painter.drawPixmap(round(box.center().x() - half), round(box.center().y() - half), pixmap)
            return
        painter.setPen(self.look.colour("onAccent" if is_current else "text3"))
        painter.setFont(self.look.font("small", weight=600))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(self._number))


class StepSection(QWidget):
    """Fill `content`, a vertical layout that shows unless the step waits; `acts` is a row beside the heading."""

    def __init__(
        self, look: Appearance, number: int, title: str, waiting: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._name = title
        self._number = number
        self._waiting = waiting
        self.mark = StepNumber(look, number)
        self._title = Label(look, title, role="heading")
        self._note = Label(look, role="small", tone="text3")
        self._note.hide()
        self.acts = QHBoxLayout()
        self.acts.setSpacing(look.px(8))
        self._body = QWidget()
        self.content = QVBoxLayout(self._body)
        self._lay_out()
        self.set_state(StepState.WAITING if waiting else StepState.CURRENT)

    @property
    def state(self) -> StepState:
        """Whether the step waits, is being done or is done."""
        return self.mark.state

    def set_state(self, state: StepState) -> None:
        """Show what the step holds unless it waits; then it says what for."""
        self.mark.set_state(state)
        is_waiting = state is StepState.WAITING
        self._body.setVisible(not is_waiting)
        self._title.set_tone("text3" if is_waiting else "")
        if is_waiting:
            self.set_note(self._waiting)
        words = {
            StepState.WAITING: self.tr("waits"),
            StepState.OPEN: self.tr("comes next"),
            StepState.CURRENT: self.tr("to do"),
            StepState.DONE: self.tr("done"),
        }
        name = self.tr("Step {number}: {name}, {state}")
        self.setAccessibleName(name.format(number=self._number, name=self._name, state=words[state]))
        self.mark.setAccessibleName(self.accessibleName())

    def set_note(self, text: str, *, tone: str = "text3") -> None:
        """Say something under the heading; an empty text takes it away."""
        self._note.setText(text)
        self._note.set_tone(tone)
        self._note.setVisible(bool(text))

    def note(self) -> str:
        """Return what stands under the heading."""
        return self._note.text()

    def _lay_out(self) -> None:
        px = self.look.px
        head = QHBoxLayout()
        head.setSpacing(px(12))
        head.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._title, 1)
        head.addLayout(self.acts)
        is_large = self.look.text_scale > _NARROW_FROM
        inset = 0 if is_large else px(_EDGE + 12)
        self._note.setContentsMargins(inset, px(2), 0, 0)
        self.content.setContentsMargins(inset, px(12), 0, 0)
        self.content.setSpacing(px(16))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._note)
        column.addWidget(self._body)
