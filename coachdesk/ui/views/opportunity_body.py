"""What stands on the page of an opportunity: four steps down the page, and the ledger above them when asked for."""

from __future__ import annotations

from datetime import date, tzinfo

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.model.project import ProjectState
from coachdesk.services.opportunity_page import OpportunityPage
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.opportunity_fields import ProjectFields
from coachdesk.ui.views.opportunity_ledger import LedgerPanel
from coachdesk.ui.views.opportunity_offer import OfferPanel
from coachdesk.ui.views.opportunity_people import PeopleStep
from coachdesk.ui.views.opportunity_step import StepSection, StepState
from coachdesk.ui.views.opportunity_text import Sentences
from coachdesk.ui.views.page import PageBody
from coachdesk.ui.views.page_ground import lay_ground
from coachdesk.ui.widgets.buttons import Button
from coachdesk.ui.widgets.messages import Banner, EmptyState
from coachdesk.ui.widgets.text import Line
from coachdesk.ui.words import clock_words, day_words

OFFERABLE = (ProjectState.IDEA, ProjectState.DECLINED)
TAKEN = (ProjectState.ACTIVE, ProjectState.LANDED, ProjectState.STOPPED)
_READABLE = 760


class OpportunityBody(PageBody):
    """Holds the parts; `show_states` says which step is done, which is next and what waits."""

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(look, has_rail=False, parent=parent)
        self.look = look
        tr = self.tr
        self.fields = ProjectFields(look)
        self.criteria = Sentences(
            look,
            tr("Who should this go to?"),
            placeholder=tr("What they should bring, and what they should gain. Write it before names appear."),
            lines=3,
        )
        self.save_button = Button(look, tr("Save criteria"), kind="primary", keys="Ctrl Enter")
        self.people = PeopleStep(look)
        self.offer = OfferPanel(look)
        self.ledger = LedgerPanel(desk, look)
        self.banner = Banner(look, "danger", "")
        self.gone = EmptyState(look, tr("No such project"), tr("It is no longer in the vault."))
        self.sections = (
            StepSection(look, 1, tr("What it is")),
            StepSection(look, 2, tr("Criteria")),
            StepSection(look, 3, tr("People"), tr("Names come once the criteria are saved.")),
            StepSection(look, 4, tr("Offer"), tr("One person at a time, with the reason why.")),
        )
        self._revealed: QWidget | None = None
        self._fill()

    def show_states(self, page: OpportunityPage | None, today: date, zone: tzinfo, *, is_kept: bool) -> int:
        """Show how far the project is, and return the step to do now: 0 to 3, or 4 when somebody has it."""
        saved = page is not None and page.criteria_saved_at is not None
        current = 1 if is_kept else 0
        if page is not None and saved:
            current = 4 if page.state in TAKEN else 2 if page.state in OFFERABLE else 3
        for at, section in enumerate(self.sections):
            state = StepState.DONE if at < current else StepState.CURRENT if at == current else StepState.OPEN
            section.set_state(StepState.WAITING if at > 1 and not saved else state)
            if at > 1 and saved:
                section.set_note("")
        self.sections[1].set_note(self._criteria_note(page, today, zone))
        self.criteria.edit.setReadOnly(page is not None and page.are_criteria_fixed)
        self.save_button.setVisible(not saved)
        return current

    def set_gone(self, is_gone: bool) -> None:
        """Show that there is no such project any more, or the steps."""
        self._steps.setVisible(not is_gone)
        self.gone.setVisible(is_gone)
        self.banner.hide()
        self.ledger.hide()

    def reveal(self, part: QWidget) -> None:
        """Scroll to a part once it has its place; to its top where it is higher than the page."""
        self._revealed = part
        QTimer.singleShot(0, self, self._on_reveal)

    def _criteria_note(self, page: OpportunityPage | None, today: date, zone: tzinfo) -> str:
        if page is None or page.criteria_saved_at is None:
            return self.tr("Names appear once these are saved, so that nobody’s name writes them.")
        moment = page.criteria_saved_at.astimezone(zone)
        words = self.tr("Saved {day}, {time}.").format(
            day=day_words(moment.date(), today), time=clock_words(moment, zone)
        )
        if page.are_criteria_fixed:
            return self.tr("{words} They stay as they are while somebody is on the list.").format(words=words)
        return self.tr("{words} Until somebody is on the list you may still change them.").format(words=words)

    def _fill(self) -> None:
        px = self.look.px
        lay_ground(self)
        for narrow in (self.fields, self.criteria, self.offer):
            narrow.setMaximumWidth(px(_READABLE))
        first, second, third, fourth = self.sections
        first.content.addWidget(self.fields)
        second.content.addWidget(self.criteria)
        second.content.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignLeft)
        third.content.addWidget(self.people)
        fourth.content.addWidget(self.offer)
        self._steps = QWidget()
        steps = QVBoxLayout(self._steps)
        steps.setContentsMargins(0, 0, 0, 0)
        steps.setSpacing(px(20))
        for section in self.sections:
            if section is not first:
                steps.addWidget(Line())
            steps.addWidget(section)
        column = self.column_layout
        column.setSpacing(px(16))
        for part in (self.banner, self.ledger, self.gone, self._steps):
            column.addWidget(part)
        column.addStretch(1)
        self.banner.hide()
        self.gone.hide()

    def _on_reveal(self) -> None:
        part, self._revealed = self._revealed, None
        page = self.scroll_area.widget()
        if part is None or page is None:
            return
        self.scroll_area.ensureWidgetVisible(part, 0, self.look.px(24))
        if part.height() > self.scroll_area.viewport().height():
            top = part.mapTo(page, QPoint(0, 0)).y() - self.look.px(16)
            self.scroll_area.verticalScrollBar().setValue(top)
