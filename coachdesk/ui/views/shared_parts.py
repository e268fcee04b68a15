"""The tabs of growth, goals and feedback in presenter mode. A chart of growth takes its place above the marks."""

from __future__ import annotations

from datetime import date

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.services.shared.rows import SharedFeedback, SharedGoal, SharedMarks, SharedPage
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.page_ground import set_ground
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.views.scrolled import build_scrolled
from coachdesk.ui.views.shared_body import side_padding
from coachdesk.ui.views.shared_models import SharedGoalsModel, SharedMarksModel
from coachdesk.ui.widgets.messages import SectionHeading
from coachdesk.ui.widgets.text import Label, Line
from coachdesk.ui.words import day_words


class SharedPart(QWidget):
    """One scrolling column; `fill` builds it anew."""

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        set_ground(self)
        part = QWidget()
        self.column_layout = QVBoxLayout(part)
        self.column_layout.setSpacing(look.px(4))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.area = build_scrolled(part)
        outer.addWidget(self.area)
        self.lists: list[RowList] = []

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The lists, by which the keyboard scrolls too."""
        return tuple(self.lists)

    def fill(self, page: SharedPage) -> None:
        """Show what this part has of a page."""
        while (item := self.column_layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.lists = []
        self._build(page)
        self.column_layout.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Start at the margin of the header."""
        super().resizeEvent(event)
        px = self.look.px
        side = px(side_padding(self.width(), self.look.text_scale))
        self.column_layout.setContentsMargins(side, px(12), side, px(24))

    def _build(self, page: SharedPage) -> None:
        """Put the widgets of a page into `column_layout`; overridden."""

    def _add_list(self, rows: RowList) -> None:
        self.lists.append(rows)
        self.column_layout.addWidget(rows)


class SharedGrowth(SharedPart):
    """Own and agreed marks of each review, newest first."""

    def _build(self, page: SharedPage) -> None:
        for review in page.reviews:
            self.column_layout.addWidget(SectionHeading(self.look, review.ladder, self._when(review, page.today)))
            model = SharedMarksModel(page.person.owner_name, page.person.name)
            rows = RowList(self.look, review.ladder, model, two_lines=True, min_height=52)
            model.set_rows(review.marks)
            self._add_list(rows)
            self.column_layout.addSpacing(self.look.px(16))

    def _when(self, review: SharedMarks, today: date) -> str:
        if review.agreed_on is not None:
            return self.tr("agreed on {day}").format(day=day_words(review.agreed_on, today))
        return self.tr("up to {day}").format(day=day_words(review.period_to_on, today))


class SharedGoals(SharedPart):
    """Goals that are open, then those that were reached."""

    def _build(self, page: SharedPage) -> None:
        reached = tuple(goal for goal in page.goals if goal.is_reached)
        still_open = tuple(goal for goal in page.goals if not goal.is_reached)
        for title, goals in ((self.tr("Goals"), still_open), (self.tr("Reached"), reached)):
            if goals:
                self._add_goals(title, goals, page.today)

    def _add_goals(self, title: str, goals: tuple[SharedGoal, ...], today: date) -> None:
        model = SharedGoalsModel()
        model.set_today(today)
        model.set_rows(goals)
        self.column_layout.addWidget(SectionHeading(self.look, title))
        self._add_list(RowList(self.look, title, model, two_lines=True, min_height=52))
        self.column_layout.addSpacing(self.look.px(16))


class SharedFeedbackPart(SharedPart):
    """What was passed on, newest first, each with who said it."""

    def _build(self, page: SharedPage) -> None:
        self.column_layout.addWidget(SectionHeading(self.look, self.tr("Feedback passed on")))
        for at, feedback in enumerate(page.feedback):
            if at:
                self.column_layout.addWidget(Line())
            self._add_words(feedback, page.today)

    def _add_words(self, feedback: SharedFeedback, today: date) -> None:
        words = self.tr("“{words}”").format(words=feedback.text.strip('“”"'))
        source = ", ".join(part for part in (feedback.said_by, day_words(feedback.observed_on, today)) if part)
        self.column_layout.addSpacing(self.look.px(4))
        self.column_layout.addWidget(Label(self.look, words))
        self.column_layout.addWidget(Label(self.look, source, role="small", tone="text3"))
        self.column_layout.addSpacing(self.look.px(4))
