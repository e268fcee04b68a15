"""Glue work: who carries how much. All that goes on, by person, with the keys that credit and rotate it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery
from coachdesk.services.glue import GluePage, GlueRow, get_glue_page
from coachdesk.store.changes import Topic
from coachdesk.ui.models.chance_rows import LoadsModel
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.base import View
from coachdesk.ui.views.glue_list import GlueList
from coachdesk.ui.views.page import PageBody
from coachdesk.ui.views.page_ground import lay_ground
from coachdesk.ui.views.person_sponsorship_acts import SponsorshipActs
from coachdesk.ui.views.route import Route
from coachdesk.ui.views.row_list import RowList
from coachdesk.ui.widgets.messages import EmptyState, SectionHeading
from coachdesk.ui.widgets.text import Label


class GlueView(View):
    """Enter on a name opens their sponsorship tab, where glue work is added and changed; the list has its own keys."""

    topics = frozenset({Topic.SPONSORSHIP, Topic.PEOPLE, Topic.EVIDENCE, Topic.LADDERS})

    def __init__(self, desk: Desk, look: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(desk, look, parent)
        self._acts = SponsorshipActs(self, desk)
        self._query = LatestQuery(self, desk)
        self.body = PageBody(look, has_rail=False)
        lay_ground(self.body)
        self.loads_heading = SectionHeading(look, self.tr("Who carries how much"))
        self.note = Label(
            look, self.tr("Counts, no score. Hours that nobody estimated are unknown, not zero."), tone="text2"
        )
        self.loads = LoadsModel()
        self.loads_list = RowList(look, self.tr("Who carries how much"), self.loads, min_height=36)
        self.rows_heading = SectionHeading(look, self.tr("What goes on"))
        self.glue = GlueList(desk, look, self._acts, names=True)
        self.empty = EmptyState(
            look,
            self.tr("No glue work noted"),
            self.tr("Add it on the Sponsorship tab of a person, or from anywhere with @name /glue in a capture."),
            action=self.tr("Capture"),
            icon="note",
        )
        self._lay_out()
        self._query.answered.connect(self._on_answered)
        self._acts.written.connect(self.refresh)
        self.loads_list.opened.connect(self._on_person)
        self.glue.add_requested.connect(self._on_add)
        self.glue.edit_requested.connect(self._on_edit)
        self.empty.acted.connect(self._on_capture)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """Both lists, or the button of the empty page."""
        return (self.loads_list, self.glue.rows) if self.glue.isVisible() else (self.empty.button,)

    def show_route(self, route: Route) -> None:
        """Show the page."""
        super().show_route(route)
        self.title_changed.emit(self.tr("Glue work"), "")

    def refresh(self) -> None:
        """Ask for all of it."""
        self._query.ask(get_glue_page, self.desk.local_now.date())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.body)
        inner = self.body.column_layout
        inner.setSpacing(self.look.px(4))
        for part in (self.empty, self.loads_heading, self.note, self.loads_list):
            inner.addWidget(part)
        inner.addSpacing(self.look.px(20))
        inner.addWidget(self.rows_heading)
        inner.addWidget(self.glue)
        inner.addStretch(1)
        self._show(is_empty=False, is_known=False)

    def _show(self, *, is_empty: bool, is_known: bool) -> None:
        self.empty.setVisible(is_known and is_empty)
        for part in (self.loads_heading, self.note, self.loads_list, self.rows_heading, self.glue):
            part.setVisible(is_known and not is_empty)

    def _on_answered(self, page: GluePage) -> None:
        self.loads.set_rows(page.loads)
        self.glue.set_glue(page.rows, page.people, page.today)
        self.loads_heading.set_text(
            self.tr("Who carries how much"), self.tr("{count} people").format(count=len(page.loads))
        )
        self.rows_heading.set_text(self.tr("What goes on"), str(len(page.rows)))
        self._show(is_empty=not page.rows, is_known=True)

    def _on_person(self, person_id: str) -> None:
        self.navigate_requested.emit(Route("person", person_id, tab="sponsorship"))

    def _on_add(self) -> None:
        row = self.glue.model.row_at(self.glue.rows.currentIndex())
        if row is None:
            self._on_capture()
        else:
            self._on_person(row.person_id)

    def _on_edit(self, row: GlueRow) -> None:
        self.navigate_requested.emit(Route("person", row.person_id, tab="sponsorship", item_id=row.glue_id))

    def _on_capture(self) -> None:
        self.action_requested.emit("capture")
