"""The overview of a person: the next meeting, follow-ups, agenda, the latest one-on-ones, and what only you know."""

from __future__ import annotations

from datetime import datetime, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coachdesk.services.person_page import PersonPage
from coachdesk.ui.charts.pulse_line import PulseLine
from coachdesk.ui.models.person_rows import AgendaModel, MeetingsModel
from coachdesk.ui.models.promise_rows import PromisesModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.about_editor import AboutEditor
from coachdesk.ui.views.inline_add import AgendaAdd, InlineAdd, MeetingAdd, PromiseAdd
from coachdesk.ui.views.page import PageBody
from coachdesk.ui.views.page_ground import lay_ground
from coachdesk.ui.views.person_chances import ChancesBox
from coachdesk.ui.views.person_feedback import FeedbackGlanceBox
from coachdesk.ui.views.person_guide import FirstMeetingGuide
from coachdesk.ui.views.person_strip import MeetingStrip
from coachdesk.ui.views.person_toward import TowardBox
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.icon import Icon
from coachdesk.ui.widgets.messages import SectionHeading
from coachdesk.ui.widgets.text import Label


class PersonOverview(QWidget):
    """Shows a `PersonPage` and passes wishes on through its parts; it writes nothing itself."""

    all_meetings_requested = Signal()

    def __init__(self, look: Appearance, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._page: PersonPage | None = None
        self.body = PageBody(look)
        lay_ground(self.body)
        self.strip = MeetingStrip(look, zone)
        self._build_models(zone)
        self._build_adders(zone)
        self.about = AboutEditor(look)
        self.feedback = FeedbackGlanceBox(look)
        self.chances = ChancesBox(look)
        self.guide = FirstMeetingGuide(look)
        self.toward = TowardBox(look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.body)
        self._fill_column()
        self._fill_rail()
        self._connect()

    def set_page(self, page: PersonPage, now: datetime) -> None:
        """Show a page; what is being typed about the same person stays."""
        is_other = self._page is None or self._page.person.person_id != page.person.person_id
        self._page = page
        if is_other:
            for row in (self.meeting_add, self.promise_add, self.agenda_add):
                row.close_row()
        self.set_now(now)
        for model in (self.promises, self.latest):
            model.set_today(page.today)
        for adder in (self.promise_add, self.meeting_add):
            adder.set_today(page.today)
        self.agenda.set_name(page.person.name)
        self.promises.set_rows(page.promises)
        self.agenda.set_rows(page.agenda)
        self.latest.set_rows(page.latest)
        self.promises_heading.set_text(self.tr("Follow-ups"), self._count(len(page.promises), self.tr("{count} open")))
        self.agenda_heading.set_text(self.tr("Agenda"), self._count(len(page.agenda), self.tr("{count} open")))
        so_far = self._count(page.held_count, self.tr("{count} so far"))
        self.latest_heading.set_text(self.tr("One-on-ones"), so_far)
        self.latest_heading.button.setVisible(page.held_count > len(page.latest))
        self._pulse.set_values(page.pulses)
        self._pulse_words.setText(self.tr("Pulse, last {count}").format(count=len(page.pulses)))
        self._show_empty(page)
        self.guide.set_rows(page.guide)
        self.feedback.set_glance(page.feedback, page.today)
        self.about.set_about(page.person.person_id, page.person.about)

    def set_now(self, now: datetime) -> None:
        """Count the minutes to the next meeting again."""
        if self._page is not None:
            self.strip.set_page(self._page, now)

    def take_facts(self, facts: QWidget) -> None:
        """Show the facts of the header at the top of the page, so that large text leaves room to scroll."""
        layout = self.body.column_layout
        if layout.indexOf(facts) < 0:
            layout.insertWidget(0, facts)
            layout.insertSpacing(1, self.look.px(12))

    def open_adder(self, adder: InlineAdd) -> None:
        """Show a row for adding and scroll to it."""
        adder.open_row()
        self.body.scroll_area.ensureWidgetVisible(adder)

    def _count(self, count: int, words: str) -> str:
        return words.format(count=count) if count else ""

    def _show_empty(self, page: PersonPage) -> None:
        pairs = (
            (self.promises_list, self._no_promises, page.promises),
            (self.agenda_list, self._no_agenda, page.agenda),
            (self.latest_list, self._no_meetings, page.latest),
        )
        for rows, words, content in pairs:
            rows.setVisible(bool(content))
            words.setVisible(not content)
        has_line = len(page.pulses) > 1
        self._pulse.setVisible(has_line)
        self._pulse_words.setVisible(has_line)

    def _build_models(self, zone: tzinfo) -> None:
        self.promises = PromisesModel()
        self.agenda = AgendaModel()
        self.latest = MeetingsModel(zone)
        self.promises_list = RowList(self.look, self.tr("Follow-ups"), self.promises, min_height=36)
        self.agenda_list = RowList(self.look, self.tr("Agenda"), self.agenda, min_height=36)
        self.latest_list = RowList(self.look, self.tr("Latest one-on-ones"), self.latest, min_height=36)
        self.agenda_list.setToolTip(self.tr("Space ticks, Enter edits, Ctrl+Shift+L makes private, Del drops"))

    def _build_adders(self, zone: tzinfo) -> None:
        self.promise_add = PromiseAdd(self.look)
        self.agenda_add = AgendaAdd(self.look)
        self.meeting_add = MeetingAdd(self.look, zone)

    def _fill_column(self) -> None:
        look, layout = self.look, self.body.column_layout
        layout.setSpacing(0)
        add = self.tr("Add")
        self.promises_heading = SectionHeading(look, self.tr("Follow-ups"), action=add)
        self.agenda_heading = SectionHeading(look, self.tr("Agenda"), action=add)
        self.latest_heading = SectionHeading(look, self.tr("One-on-ones"), action=self.tr("All one-on-ones"))
        for heading, name in (
            (self.promises_heading, self.tr("Add a follow-up")),
            (self.agenda_heading, self.tr("Add an agenda item")),
        ):
            heading.button.set_icon("plus")
            heading.button.setAccessibleName(name)
        self._no_promises = Label(look, self.tr("No open follow-ups"), tone="text3")
        self._no_agenda = Label(look, self.tr("Nothing on the agenda yet"), tone="text3")
        self._no_meetings = Label(look, self.tr("Not met yet"), tone="text3")
        layout.addWidget(self.strip)
        layout.addWidget(self.meeting_add)
        layout.addWidget(self.guide)
        layout.addSpacing(look.px(16))
        promises = (self.promises_heading, self.promises_list, self._no_promises, self.promise_add)
        topics = (self.agenda_heading, self.agenda_list, self._no_agenda, self.agenda_add)
        for parts in (promises, topics):
            for part in parts:
                layout.addWidget(part)
            layout.addSpacing(look.px(16))
        layout.addLayout(self._build_latest_head())
        for part in (self.latest_list, self._no_meetings):
            layout.addWidget(part)
        layout.addStretch(1)

    def _build_latest_head(self) -> QHBoxLayout:
        self._pulse = PulseLine(self.look)
        self._pulse_words = Label(self.look, role="small", tone="text3", wraps=False)
        row = QHBoxLayout()
        row.setSpacing(self.look.px(8))
        row.addWidget(self.latest_heading, 1)
        row.addWidget(self._pulse_words)
        row.addWidget(self._pulse)
        return row

    def _fill_rail(self) -> None:
        look, layout = self.look, self.body.rail_layout
        layout.setSpacing(look.px(4))
        layout.addWidget(self.toward)
        head = QHBoxLayout()
        head.setSpacing(look.px(8))
        head.addWidget(Icon(look, "lock", "private", size=14), 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(Label(look, self.tr("Only you"), role="section", tone="private"), 1)
        layout.addLayout(head)
        layout.addWidget(self.about)
        layout.addWidget(self.feedback)
        layout.addWidget(self.chances)
        layout.addStretch(1)

    def _connect(self) -> None:
        self.promises_heading.acted.connect(self._on_add_promise)
        self.agenda_heading.acted.connect(self._on_add_topic)
        self.latest_heading.acted.connect(self.all_meetings_requested)
        self.strip.plan_requested.connect(self._on_plan)
        self.promise_add.closed.connect(self._on_promise_add_closed)
        self.agenda_add.closed.connect(self._on_agenda_add_closed)

    def _on_add_promise(self) -> None:
        self.open_adder(self.promise_add)

    def _on_add_topic(self) -> None:
        self.open_adder(self.agenda_add)

    def _on_plan(self) -> None:
        self.open_adder(self.meeting_add)

    def _on_promise_add_closed(self) -> None:
        _give_focus(self.promises_list, self.promises_heading.button)

    def _on_agenda_add_closed(self) -> None:
        _give_focus(self.agenda_list, self.agenda_heading.button)


def _give_focus(rows: RowList, button: QWidget) -> None:
    target = rows if rows.isVisible() else button
    if target.isVisible():
        target.setFocus(Qt.FocusReason.OtherFocusReason)
