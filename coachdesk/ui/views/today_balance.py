"""Sponsorship balance in the rail of Today: offers of twelve months for each direct report, and who waits, in words."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.services.access import AccessPage
from coachdesk.ui.charts.balance_bars import BalanceBar, lay_out_bars, needed_height, paint_bars
from coachdesk.ui.charts.canvas import ChartCanvas
from coachdesk.ui.charts.unit_words import behind_words, row_words, units_summary
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.widgets.marks import initials
from coachdesk.ui.widgets.messages import SectionHeading
from coachdesk.ui.widgets.text import Label, Line


class BalanceBox(QWidget):
    """Shows an `AccessPage`; hidden while the vault knows no stretch project. `all_requested` leads to the page."""

    all_requested = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        name = self.tr("Sponsorship balance")
        self.heading = SectionHeading(look, name, self.tr("12 months"), action=self.tr("Open"))
        self.heading.button.setAccessibleName(self.tr("Open sponsorship"))
        self.canvas = ChartCanvas(look, name, lay_out_bars, paint_bars)
        self.sentence = Label(look, role="small", tone="text2")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(12), 0, 0)
        column.setSpacing(look.px(4))
        column.addWidget(Line())
        column.addSpacing(look.px(8))
        for part in (self.heading, self.canvas, self.sentence):
            column.addWidget(part)
        self.heading.acted.connect(self.all_requested)
        self.canvas.explain_requested.connect(self.all_requested)
        self.hide()

    def set_page(self, page: AccessPage) -> None:
        """Show a balance, by name: it is no ranking."""
        people = sorted(page.people, key=lambda one: (one.name.casefold(), one.person_id))
        self.setVisible(page.has_projects and bool(people))
        figure = tuple(BalanceBar(initials(one.name), len(one.units), one.is_behind) for one in people)
        self.canvas.set_figure(figure, units_summary(page), height=needed_height(len(figure)))
        self.canvas.setToolTip("\n".join(map(row_words, people)))
        self.sentence.setText(behind_words(page))
