"""The chart of chances that the keyboard walks through: arrow keys move from person to person, Enter opens one."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from coachdesk.services.access import AccessPage
from coachdesk.ui.charts.canvas import ChartCanvas
from coachdesk.ui.charts.unit_chart import HEAD, ROW, UnitLayout, lay_out_units, needed_height
from coachdesk.ui.charts.unit_chart_paint import paint_unit_heads, paint_unit_rows, paint_units
from coachdesk.ui.charts.unit_words import build_unit_figure, row_words, units_summary
from coachdesk.ui.theme.appearance import Appearance

_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -10,
    Qt.Key.Key_PageDown: 10,
    Qt.Key.Key_Home: -(10**6),
    Qt.Key.Key_End: 10**6,
}


class UnitCanvas(ChartCanvas):
    """`person_opened(person id)` by Enter or a click; `row_shown(rectangle)` when the keyboard went to a row.

    It is as high as its people; only the rows in sight are painted, and the headings stay at the top of what is seen.
    """

    person_opened = Signal(str)
    row_shown = Signal(QRect)

    def __init__(self, look: Appearance, name: str, parent: QWidget | None = None) -> None:
        super().__init__(look, name, lay_out_units, paint_units, parent)
        self.current = 0
        self._page: AccessPage | None = None
        self._summary = ""

    def set_page(self, page: AccessPage) -> None:
        """Show a balance; the keyboard stays on the same person."""
        kept = self._page.people[self.current].person_id if self._page and self._page.people else ""
        places = {one.person_id: at for at, one in enumerate(page.people)}
        self._page, self._summary = page, units_summary(page)
        self.current = places.get(kept, 0)
        self.set_figure(build_unit_figure(page), self._summary, height=needed_height(len(page.people)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, or open a person."""
        step = _STEPS.get(Qt.Key(event.key()))
        page = self._page
        if page is None or not page.people or (step is None and event.text() == "?"):
            super().keyPressEvent(event)
        elif step is not None:
            self.current = min(len(page.people) - 1, max(0, self.current + step))
            self._speak()
            self.row_shown.emit(self.row_rect(self.current))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.person_opened.emit(page.people[self.current].person_id)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the person under the pointer."""
        super().mousePressEvent(event)
        found = self._row_at(event.position().y())
        if found is not None and self._page is not None and event.button() == Qt.MouseButton.LeftButton:
            self.current = found
            self.update()
            self.person_opened.emit(self._page.people[found].person_id)

    def event(self, event: QEvent) -> bool:
        """Say a row in words under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self._row_at(event.pos().y())
            words = row_words(self._page.people[found]) if found is not None and self._page is not None else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows in sight, the headings over them, and the frame of the row that the keyboard is on."""
        if self.figure is None:
            return
        layout: UnitLayout = self.placed()
        unit = self.ink.unit
        seen = self.visibleRegion().boundingRect()
        head = QRectF(0, seen.top(), self.width(), HEAD * unit)
        rows = tuple(row for row in layout.rows if row.bottom > head.bottom() and row.top < seen.bottom() + 1)
        painter = QPainter(self)
        painter.save()
        painter.setClipRect(QRectF(0, head.bottom() - 2 * unit, self.width(), self.height()))
        paint_unit_rows(painter, layout, self.ink, rows)
        if self.hasFocus() and layout.rows:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.look.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.row_rect(self.current)).adjusted(1, 1, -1, -1), 4, 4)
        painter.restore()
        painter.translate(0, head.top())
        paint_unit_heads(painter, layout, self.ink)

    def row_rect(self, at: int) -> QRect:
        """Return where a row stands, in pixels."""
        unit = self.ink.unit
        return QRect(0, round((HEAD + at * ROW) * unit), self.width(), round(ROW * unit))

    def _row_at(self, y: float) -> int | None:
        layout: Any = self.placed() if self.figure is not None else None
        return None if layout is None else layout.row_at(y)

    def _speak(self) -> None:
        if self._page is not None:
            self.setAccessibleDescription(f"{row_words(self._page.people[self.current])}. {self._summary}")
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
