"""One team of the rotation as a strip: a cell for each person, filled when met, outlined when booked."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from coachdesk.model.person import first_name
from coachdesk.services.skip_levels import Coverage
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.text import ElidedLabel, Label

_GAP = 3


def lay_out_cells(count: int, width: float, gap: float) -> tuple[tuple[float, float], ...]:
    """Return (left, width) of each cell so that they fill the width.

    >>> lay_out_cells(2, 23, 3)
    ((0.0, 10.0), (13.0, 10.0))
    """
    if count <= 0:
        return ()
    cell = max(1.0, (width - gap * (count - 1)) / count)
    return tuple((at * (cell + gap), cell) for at in range(count))


class _Cells(QWidget):
    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._coverage: Coverage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_coverage(self, coverage: Coverage) -> None:
        self._coverage = coverage
        self.update()

    def sizeHint(self) -> QSize:
        """Return the strip's height; the layout gives the width."""
        return QSize(self.look.px(120), self.look.px(12))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw met, booked and waiting cells in this order along the reading direction."""
        if self._coverage is None:
            return
        found = self._coverage
        kinds = ["met"] * found.met + ["booked"] * found.booked + ["to_book"] * found.to_book
        places = lay_out_cells(len(kinds), self.width(), self.look.scaled_line(_GAP))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            kinds.reverse()
        landed = self.look.theme.chart("landed")
        for kind, (left, width) in zip(kinds, places, strict=True):
            rect = QRectF(left, 1, width, self.height() - 2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(landed if kind == "met" else self.look.colour("pressed"))
            if kind == "booked":
                painter.setPen(QPen(landed, self.look.scaled_line(1.5)))
                painter.setBrush(self.look.colour("surface"))
                rect = rect.adjusted(0.75, 0.75, -0.75, -0.75)
            painter.drawRoundedRect(rect, self.look.px(2), self.look.px(2))


class CoverageStrip(QWidget):
    """A team's name, how many were met, and the strip; its accessible name says all three counts."""

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ElidedLabel(look, role="small", weight=600)
        self._count = Label(look, role="small", tone="text2", wraps=False)
        self._cells = _Cells(look)
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(4))
        column.addLayout(head)
        column.addWidget(self._cells)

    def set_coverage(self, coverage: Coverage) -> None:
        """Show a team."""
        whole = coverage.met + coverage.booked + coverage.to_book
        name = self.tr("{name}’s team").format(name=first_name(coverage.lead_name))
        words = self.tr("{met} of {count} met").format(met=coverage.met, count=whole)
        self._name.setText(name)
        self._count.setText(words)
        self._cells.set_coverage(coverage)
        summary = self.tr("{team}: {met}, {booked} booked, {waiting} to book")
        self.setAccessibleName(summary.format(team=name, met=words, booked=coverage.booked, waiting=coverage.to_book))
        self.setToolTip(self.accessibleName())
