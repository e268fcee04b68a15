"""The overview of a person's page, wired: each wish of its parts becomes an act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery
from coachdesk.services.access import list_chances
from coachdesk.services.growth import growth_at
from coachdesk.services.growth_history import GrowthHistory, get_growth_history
from coachdesk.services.person_page import PersonPage
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.person_overview import PersonOverview
from coachdesk.ui.views.person_part import PersonPart
from coachdesk.ui.views.when_words import ms_to_next_minute

if TYPE_CHECKING:
    from coachdesk.ui.views.person_view import PersonView


class PersonOverviewTab(PersonPart):
    """Shows `PersonOverview`; counts the minutes to a meeting of today while it is in sight."""

    def __init__(self, desk: Desk, look: Appearance, view: PersonView) -> None:
        super().__init__()
        self._desk = desk
        self._acts = view.acts
        self._ask_again = view.refresh
        self._page: PersonPage | None = None
        self._growth = LatestQuery(self, desk)
        self._chances = LatestQuery(self, desk)
        self._minute = QTimer(self)
        self._minute.setSingleShot(True)
        self.overview = PersonOverview(look, desk.zone)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.overview)
        self._connect(view)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The lists that show, and the private lines."""
        overview = self.overview
        lists = (overview.guide.list, overview.promises_list, overview.agenda_list, overview.latest_list)
        shown = tuple(one for one in lists if one.isVisible())
        return (overview.strip.start, *shown, overview.about.edit)

    def set_person(self, page: PersonPage) -> None:
        """Show a page."""
        if self._page is None or self._page.person.person_id != page.person.person_id:
            self.overview.toward.set_page(None)
            self.overview.chances.set_rows(())
        self._page = page
        self.overview.set_page(page, self._desk.now)
        self._count_minutes()

    def refresh(self) -> None:
        """Ask for the way toward the next level and for stretch projects, which the page does not know."""
        if self._page is not None:
            self._growth.ask(get_growth_history, self._page.person.person_id, self._desk.zone)
            self._chances.ask(list_chances, self._page.person.person_id)

    def flush(self) -> None:
        """Queue the private lines, the follow-up and the topic that are typed but not saved."""
        self.overview.about.flush()
        self.overview.promise_add.commit_typed()
        self.overview.agenda_add.commit_typed()

    def has_unsaved(self) -> bool:
        """Return whether private lines are not on disk yet."""
        return self.overview.about.has_unsaved

    def run_action(self, action_id: str) -> bool:
        """Share or hide a topic, and show the rail."""
        acts = {"block.toggle": self._on_toggle_private, "rail": self.overview.body.toggle_rail}
        act = acts.get(action_id)
        if act is None:
            return False
        act()
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Count the minutes again."""
        super().showEvent(event)
        self._on_minute()

    def hideEvent(self, event: QHideEvent) -> None:
        """Count no minutes while nobody looks."""
        super().hideEvent(event)
        self._minute.stop()

    def _connect(self, view: PersonView) -> None:
        acts, overview = self._acts, self.overview
        self._minute.timeout.connect(self._on_minute)
        overview.strip.start_requested.connect(view.start_meeting)
        overview.promises.ticked.connect(acts.tick_promise)
        overview.promises_list.removal_requested.connect(acts.remove_promise)
        overview.promise_add.add_requested.connect(self._on_promise_added)
        overview.agenda.ticked.connect(acts.tick_topic)
        overview.agenda.renamed.connect(acts.rename_topic)
        overview.agenda_list.removal_requested.connect(acts.drop_topic)
        overview.agenda_list.move_requested.connect(acts.move_topic)
        overview.agenda_add.add_requested.connect(self._on_topic_added)
        overview.meeting_add.add_requested.connect(self._on_meeting_planned)
        overview.latest_list.opened.connect(view.open_meeting)
        overview.latest_list.removal_requested.connect(acts.remove_meeting)
        overview.all_meetings_requested.connect(self._on_all_meetings)
        overview.feedback.all_requested.connect(self._on_all_feedback)
        overview.guide.add_requested.connect(self._on_guide)
        overview.about.save_requested.connect(acts.save_about)
        self._growth.answered.connect(self._on_growth)
        overview.toward.all_requested.connect(self._on_all_growth)
        self._chances.answered.connect(overview.chances.set_rows)
        overview.chances.all_requested.connect(self._on_all_chances)
        acts.about_saved.connect(overview.about.set_saved)
        acts.about_failed.connect(overview.about.set_failed)

    def _on_growth(self, history: GrowthHistory) -> None:
        page = self._page
        if page is not None and history.person_id == page.person.person_id:
            self.overview.toward.set_page(growth_at(history, page.today) if history.frames else None)

    def _on_all_growth(self) -> None:
        self.tab_requested.emit("growth")

    def _on_all_chances(self) -> None:
        self.tab_requested.emit("sponsorship")

    def _on_all_meetings(self) -> None:
        self.tab_requested.emit("one-on-ones")

    def _on_all_feedback(self) -> None:
        self.tab_requested.emit("feedback")

    def _on_guide(self, rows: object) -> None:
        if self._page is not None:
            self._acts.add_guide(self._page.person.person_id, rows)  # type: ignore[arg-type]

    def _on_toggle_private(self) -> None:
        overview = self.overview
        if overview.agenda_add.isVisible() and not overview.agenda_list.hasFocus():
            overview.agenda_add.toggle_private()
        elif overview.agenda_list.current_id:
            self._acts.toggle_topic(overview.agenda_list.current_id)

    def _on_promise_added(self, text: str, owner: object, due_on: object) -> None:
        if self._page is not None:
            self._acts.add_promise(self._page.person.person_id, text, owner, due_on)  # type: ignore[arg-type]
            self.overview.promise_add.clear()

    def _on_topic_added(self, text: str, source: object, visibility: object) -> None:
        if self._page is not None:
            self._acts.add_topic(self._page.person.person_id, text, source, visibility)  # type: ignore[arg-type]
            self.overview.agenda_add.clear()

    def _on_meeting_planned(self, starts_at: object) -> None:
        if self._page is not None:
            self._acts.plan_meeting(self._page.person.person_id, starts_at, self._page.kind)  # type: ignore[arg-type]
            self.overview.meeting_add.close_row()

    def _on_minute(self) -> None:
        if self._page is None or not self.isVisible():
            return
        if self._desk.local_now.date() != self._page.today:
            self._ask_again()
            return
        self.overview.set_now(self._desk.now)
        self._count_minutes()

    def _count_minutes(self) -> None:
        """Wake once a minute only while the strip counts minutes to a meeting of today."""
        page = self._page
        if page is None or page.next is None or not self.isVisible():
            return
        if page.next.starts_at.astimezone(self._desk.zone).date() == page.today:
            self._minute.start(ms_to_next_minute(self._desk.local_now))
