"""The feedback tab: wins and what others said, ticked once they were passed on; and its glance for the rail."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery
from coachdesk.services.observations import FeedbackGlance, ObservationRow, list_observations
from coachdesk.services.person_page import PersonPage
from coachdesk.ui.models.about_rows import ObservationsModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.page_ground import set_ground
from coachdesk.ui.views.person_part import PersonPart
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.marks import Tag
from coachdesk.ui.widgets.messages import EmptyState, SectionHeading
from coachdesk.ui.widgets.text import Label, Line
from coachdesk.ui.words import day_words

if TYPE_CHECKING:
    from coachdesk.ui.views.person_view import PersonView


class PersonFeedback(PersonPart):
    """Space ticks as passed on, Enter edits, Ctrl+Shift+L shares or hides, Del removes."""

    def __init__(self, desk: Desk, look: Appearance, view: PersonView) -> None:
        super().__init__()
        self._person_id = ""
        self._item_id = ""
        self._acts = view.acts
        self._query = LatestQuery(self, desk)
        set_ground(self)
        px = look.px
        self.heading = SectionHeading(look, self.tr("Feedback and wins"), action=self.tr("Capture"))
        self.model = ObservationsModel()
        self.rows = RowList(look, self.tr("Feedback and wins"), self.model, two_lines=True, min_height=52, scrolls=True)
        self.rows.setToolTip(
            self.tr("Space ticks as passed on, Enter edits, Ctrl+Shift+L shares or hides, Del removes")
        )
        self.empty = EmptyState(
            look,
            self.tr("No feedback yet"),
            self.tr("Press Ctrl+N and type +feedback or +win with what you heard or saw."),
            action=self.tr("Capture"),
            icon="note",
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(12), px(24), px(12))
        column.setSpacing(px(4))
        for part in (self.heading, self.empty):
            column.addWidget(part)
        column.addWidget(self.rows, 1)
        self.empty.hide()
        self._query.answered.connect(self._on_answered)
        self.heading.acted.connect(self._on_capture)
        self.empty.acted.connect(self._on_capture)
        self.model.ticked.connect(self._acts.pass_on)
        self.model.renamed.connect(self._acts.rename_observation)
        self.rows.removal_requested.connect(self._acts.remove_observation)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The list, or the button of the empty page."""
        return (self.rows if self.rows.isVisible() else self.empty.button,)

    def set_person(self, page: PersonPage) -> None:
        """Forget what was said about another person."""
        self.model.set_today(page.today)
        waiting = page.feedback.waiting
        note = self.tr("{count} to pass on").format(count=waiting) if waiting else ""
        self.heading.set_text(self.tr("Feedback and wins"), note)
        if page.person.person_id != self._person_id:
            self._person_id = page.person.person_id
            self.model.set_rows(())

    def set_route(self, route: Route) -> None:
        """Learn which row to show."""
        self._item_id = route.item_id

    def refresh(self) -> None:
        """Ask for all observations."""
        self._query.ask(list_observations, self._person_id)

    def run_action(self, action_id: str) -> bool:
        """Share or hide the current row."""
        if action_id != "block.toggle" or not self.rows.current_id:
            return False
        self._acts.toggle_observation(self.rows.current_id)
        return True

    def _on_answered(self, rows: tuple[ObservationRow, ...]) -> None:
        self.model.set_rows(rows)
        self.rows.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        if self._item_id:
            self.rows.set_current_id(self._item_id)
            self.rows.setFocus(Qt.FocusReason.OtherFocusReason)
            self._item_id = ""

    def _on_capture(self) -> None:
        self.action_requested.emit("capture")


class FeedbackGlanceBox(QWidget):
    """The latest feedback with its source and whether it was passed on, for the rail."""

    all_requested = Signal()

    def __init__(self, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        px = look.px
        self.heading = SectionHeading(look, self.tr("Feedback"), action=self.tr("All"))
        self.heading.button.setAccessibleName(self.tr("All feedback"))
        self._quote = Label(look)
        self._source = Label(look, role="small", tone="text2", wraps=False)
        self._tag = Tag(look, "")
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self._source)
        foot.addWidget(self._tag)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(12), 0, 0)
        column.setSpacing(px(4))
        column.addWidget(Line())
        column.addSpacing(px(8))
        column.addWidget(self.heading)
        column.addWidget(self._quote)
        column.addLayout(foot)
        self.heading.acted.connect(self.all_requested)

    def set_glance(self, glance: FeedbackGlance, today: date) -> None:
        """Show the latest; nothing at all while there is none."""
        latest = glance.latest
        self.setVisible(latest is not None)
        if latest is None:
            return
        note = self.tr("latest of {count}").format(count=glance.count)
        if glance.waiting:
            note = self.tr("{count}, {waiting} to pass on").format(count=glance.count, waiting=glance.waiting)
        self.heading.set_text(self.tr("Feedback"), note)
        self._quote.setText(self.tr("“{words}”").format(words=latest.text) if latest.said_by else latest.text)
        source = (latest.said_by, day_words(latest.observed_on, today))
        self._source.setText(", ".join(part for part in source if part))
        is_done = latest.passed_on_at is not None
        self._tag.set_text(self.tr("Passed on") if is_done else self.tr("To pass on"), "ok" if is_done else "warn")
