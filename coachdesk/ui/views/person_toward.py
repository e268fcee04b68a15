"""Toward the next level, for the rail of a person: how many competencies are there, and a lane for each."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.services.growth import GrowthPage
from coachdesk.ui.charts.area_lanes import lay_out_area_lanes, needed_height, paint_area_lanes
from coachdesk.ui.charts.canvas import ChartCanvas
from coachdesk.ui.charts.growth_figures import build_area_lanes
from coachdesk.ui.charts.growth_words import headline, radar_summary, target_words
from coachdesk.ui.charts.legend import Legend, LegendItem
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.messages import SectionHeading
from coachdesk.ui.widgets.text import Line


class TowardBox(QWidget):
    """Shows a `GrowthPage` in short; hidden for someone who is on no ladder. `all_requested` leads to the page."""

    all_requested = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.heading = SectionHeading(look, "", action=self.tr("Growth"))
        self.canvas = ChartCanvas(look, self.tr("Toward the next level"), lay_out_area_lanes, paint_area_lanes)
        self._legend = Legend(look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, look.px(8))
        column.setSpacing(look.px(4))
        for part in (self.heading, self.canvas, self._legend, Line()):
            column.addWidget(part)
        self.heading.acted.connect(self.all_requested)
        self.canvas.explain_requested.connect(self.all_requested)
        self.hide()

    def set_page(self, page: GrowthPage | None) -> None:
        """Show a page, or nothing."""
        frame = page.frame if page is not None else None
        self.setVisible(frame is not None)
        if page is None or frame is None:
            return
        target = target_words(page)
        parts = (frame.target_title, target) if frame.target_title != target else (target,)
        self.heading.set_text(self.tr("Toward {level}").format(level=", ".join(parts)), headline(page))
        height = needed_height(len(page.competencies))
        self.canvas.set_figure(build_area_lanes(page), radar_summary(page), height=height)
        expected = self.tr("Expected at {target}").format(target=target)
        self._legend.set_items((LegendItem("square", self.tr("Agreed mark")), LegendItem("bar", expected)))
