"""The steps that a project took, with their days, from the first to where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from coachdesk.model.person import first_name
from coachdesk.model.project import ProjectState
from coachdesk.services.project_page import StepRow
from coachdesk.ui.models.project_cards import COLUMNS
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.sponsorship_words import state_words
from coachdesk.ui.words import day_words

_ICON, _GAP, _BETWEEN = 14, 6, 16


@dataclass(frozen=True, slots=True)
class _Part:
    """One step as it is painted."""

    icon: str
    state: str
    detail: str


class StepTrail(QWidget):
    """Steps beside each other, in as many lines as they need; the newest one is strong."""

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._parts: tuple[_Part, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self._on_look_changed)

    def set_steps(self, steps: tuple[StepRow, ...], today: date) -> None:
        """Show steps, oldest first."""
        self._parts = tuple(_part(step, today) for step in steps)
        spoken = "; ".join(f"{part.state}, {part.detail}" for part in self._parts)
        self.setAccessibleName(self.tr("Steps: {steps}").format(steps=spoken))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Return that narrow trails are higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines at a width."""
        places = self._places(width)
        return (places[-1].bottom() + 1) if places else self._pitch()

    def sizeHint(self) -> QSize:
        """Return the height at the present width."""
        width = self.width() if self.width() > 1 else self.look.px(480)
        return QSize(self.look.px(320), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the widest step."""
        widest = max((self._width(part, is_last=True) for part in self._parts), default=0)
        return QSize(min(widest, self.look.px(240)), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw icon, state and day of each step, and an arrow to the next."""
        painter = QPainter(self)
        last = len(self._parts) - 1
        for number, (part, place) in enumerate(zip(self._parts, self._places(self.width()), strict=True)):
            self._paint_part(painter, part, place, is_last=number == last)

    def _paint_part(self, painter: QPainter, part: _Part, place: QRect, *, is_last: bool) -> None:
        px, ratio = self.look.px, self.devicePixelRatioF()
        left = place.left()
        pieces = [("icon", part.icon), ("state", part.state), ("detail", part.detail), ("arrow", "cr")]
        for kind, what in pieces[: 3 if is_last else 4]:
            if kind in ("icon", "arrow"):
                edge = px(_ICON)
                box = self._mirrored(QRect(left, place.center().y() + 1 - edge // 2, edge, edge))
                tone = "accent" if is_last else "text3"
                painter.drawPixmap(box.topLeft(), self.look.pixmap(what, tone, _ICON, ratio))
                left += edge + px(_GAP)
                continue
            font = self._font(kind, is_last=is_last)
            width = QFontMetrics(font).horizontalAdvance(what)
            painter.setFont(font)
            painter.setPen(self.look.colour("text" if kind == "state" else "text3"))
            area = self._mirrored(QRect(left, place.top(), width + 1, place.height()))
            painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), what)
            left += width + px(_GAP)

    def _places(self, width: int) -> list[QRect]:
        places: list[QRect] = []
        left, top, pitch = 0, 0, self._pitch()
        for number, part in enumerate(self._parts):
            own = self._width(part, is_last=number == len(self._parts) - 1)
            if left and left + own > width:
                left, top = 0, top + pitch
            places.append(QRect(left, top, own, pitch))
            left += own + self.look.px(_BETWEEN) - self.look.px(_GAP)
        return places

    def _width(self, part: _Part, *, is_last: bool) -> int:
        px = self.look.px
        words = sum(
            QFontMetrics(self._font(kind, is_last=is_last)).horizontalAdvance(text) + px(_GAP)
            for kind, text in (("state", part.state), ("detail", part.detail))
        )
        return words + (px(_ICON) + px(_GAP)) * (1 if is_last else 2)

    def _font(self, kind: str, *, is_last: bool) -> QFont:
        return self.look.font("small") if kind == "detail" else self.look.font("section" if is_last else "body")

    def _pitch(self) -> int:
        return max(self.look.px(28), QFontMetrics(self.look.font("section")).height() + self.look.px(8))

    def _mirrored(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()


def _part(step: StepRow, today: date) -> _Part:
    icon = next((one.icon for one in COLUMNS if one.holds(step.state)), "minus")
    day = day_words(step.stepped_on, today)
    named = step.name and step.state in (ProjectState.OFFERED, ProjectState.DECLINED)
    return _Part(icon, state_words(step.state), f"{first_name(step.name)}, {day}" if named else day)
