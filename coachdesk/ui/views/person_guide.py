"""The guide to a first meeting on the overview: questions to choose from, put on the agenda by one key."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.services.first_meeting import GuideRow
from coachdesk.ui.models.about_rows import GuideModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.messages import SectionHeading
from coachdesk.ui.widgets.text import Label
from coachdesk.ui.words import count_words


class FirstMeetingGuide(QWidget):
    """Shows while someone was never met and questions are left. `add_requested(rows)` with those that are ticked."""

    add_requested = Signal(object)

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        px = look.px
        self.heading = SectionHeading(look, self.tr("For the first meeting"), action=self.tr("Put on the agenda"))
        self.heading.button.set_icon("plus")
        self._words = Label(look, self.tr("Answers to the last ones belong on the card."), role="small", tone="text3")
        self.model = GuideModel()
        self.list = RowList(look, self.tr("For the first meeting"), self.model, min_height=36)
        self.list.setToolTip(self.tr("Space leaves a question out"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(16), 0, 0)
        column.setSpacing(px(4))
        for part in (self.heading, self.list, self._words):
            column.addWidget(part)
        self.model.ticked.connect(self._on_ticked)
        self.heading.acted.connect(self._on_add)
        self.hide()

    def set_rows(self, rows: tuple[GuideRow, ...]) -> None:
        """Show the questions that are left."""
        self.model.set_rows(rows)
        self._words.setVisible(any(row.is_card for row in rows))
        self._count()
        self.setVisible(bool(rows))

    def _count(self) -> None:
        count = len(self.model.chosen)
        self.heading.set_text(
            self.tr("For the first meeting"), count_words(count, self.tr("question"), self.tr("questions"))
        )
        self.heading.button.setEnabled(count > 0)

    def _on_ticked(self, question_id: str, is_chosen: bool) -> None:
        self.model.toggle(question_id, is_chosen)
        self._count()

    def _on_add(self) -> None:
        self.add_requested.emit(self.model.chosen)
