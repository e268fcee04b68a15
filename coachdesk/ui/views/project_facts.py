"""What a project is: why it matters, the skill, who sees it, what it pays back and the support there is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from coachdesk.services.project_page import ProjectPage
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.sponsorship_words import reach_words
from coachdesk.ui.widgets.messages import SectionHeading
from coachdesk.ui.widgets.text import Label

_NAME_WIDTH = 120


class ProjectFacts(QWidget):
    """Words only; `edit_requested` leads to where they are written."""

    edit_requested = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.heading = SectionHeading(look, self.tr("The project"), action=self.tr("Edit"))
        names = (
            self.tr("Why it matters"),
            self.tr("Skill it grows"),
            self.tr("Who will see it"),
            self.tr("What it pays back"),
            self.tr("Support"),
        )
        self.names = tuple(Label(look, name, tone="text3") for name in names)
        self.values = tuple(Label(look) for _ in names)
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(12))
        grid.setVerticalSpacing(look.px(4))
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(zip(self.names, self.values, strict=True)):
            name.setMinimumWidth(look.px(_NAME_WIDTH))
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(2))
        column.addWidget(self.heading)
        column.addLayout(grid)
        self.heading.button.setAccessibleName(self.tr("Edit the project"))
        self.heading.acted.connect(self.edit_requested)

    def set_page(self, page: ProjectPage) -> None:
        """Show what is known; what is not said yet is left out."""
        texts = (page.purpose, page.competency, reach_words(page.reach), page.payoff, page.support)
        for name, value, text in zip(self.names, self.values, texts, strict=True):
            value.setText(text)
            for part in (name, value):
                part.setVisible(bool(text))
