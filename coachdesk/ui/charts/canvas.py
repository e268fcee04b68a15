"""The widget that a chart is painted in: one layout kept until figure, size or look changes, a ring, and its words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from coachdesk.ui.charts.ink import Ink, Measure, build_ink
from coachdesk.ui.theme.appearance import Appearance

LayOut = Callable[[Any, float, float, Measure], Any]
Paint = Callable[[QPainter, Any, Ink], None]


class ChartCanvas(QWidget):
    """Shows one figure. Its accessible name is what it is, its description the figure in a sentence or two.

    `explain_requested` on `?` or Enter.
    """

    explain_requested = Signal()

    def __init__(
        self, look: Appearance, name: str, lay_out: LayOut, paint: Paint, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._lay_out = lay_out
        self._paint = paint
        self._figure: Any = None
        self._kept: tuple[Any, float, float, Ink] | None = None
        self._layout: Any = None
        self._height = 0.0
        self.ink = build_ink(look.theme, look.metrics)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        look.changed.connect(self._on_look_changed)

    @property
    def figure(self) -> Any:
        """What is shown, None before the first figure."""
        return self._figure

    def set_figure(self, figure: Any, summary: str, *, height: float) -> None:
        """Show a figure. `height` is what it needs at least, in pixels of the 100 % design."""
        if summary != self.accessibleDescription():
            self.setAccessibleDescription(summary)
        if figure != self._figure:
            self._figure = figure
            self.update()
        if height != self._height:
            self._height = height
            self.updateGeometry()

    def placed(self) -> Any:
        """Return the layout at the present size, made anew only when something changed."""
        wanted = (self._figure, float(self.width()), float(self.height()), self.ink)
        if self._kept is None or any(a is not b and a != b for a, b in zip(self._kept, wanted, strict=True)):
            self._kept = wanted
            self._layout = self._lay_out(self._figure, wanted[1], wanted[2], self.ink)
        return self._layout

    def sizeHint(self) -> QSize:
        """Return the height that the figure needs."""
        return QSize(self.look.px(320), self.look.px(self._height))

    def minimumSizeHint(self) -> QSize:
        """Return the height that the figure needs; it can be narrow."""
        return QSize(self.look.px(240), self.look.px(self._height))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chart and, with the keyboard on it, the ring."""
        painter = QPainter(self)
        if self._figure is not None:
            self._paint(painter, self.placed(), self.ink)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.look.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for the explanation."""
        if event.text() == "?" or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.explain_requested.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def _on_look_changed(self) -> None:
        self.ink = build_ink(self.look.theme, self.look.metrics)
        self.updateGeometry()
        self.update()
