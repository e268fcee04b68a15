"""The tab of all meetings of a person's page: asks the newest first, so that twenty years keep no one waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk.desk.desk import Desk
from coachdesk.desk.operations import LatestQuery
from coachdesk.services.meetings import MeetingRow
from coachdesk.services.person_page import PersonPage, list_person_meetings
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.person_meetings import PersonMeetings
from coachdesk.ui.views.person_part import PersonPart

if TYPE_CHECKING:
    from coachdesk.ui.views.person_view import PersonView

FIRST_MEETINGS = 60
"""How many meetings the tab shows at once; the others follow."""


class PersonMeetingsTab(PersonPart):
    """Shows `PersonMeetings` and does what is wished there."""

    def __init__(self, desk: Desk, look: Appearance, view: PersonView) -> None:
        super().__init__()
        self._desk = desk
        self._person_id = ""
        self._has_meetings = False
        self._query = LatestQuery(self, desk)
        self.meetings = PersonMeetings(look, desk.zone)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.meetings)
        self._query.answered.connect(self._on_answered)
        self.meetings.opened.connect(view.open_meeting)
        self.meetings.removal_requested.connect(view.acts.remove_meeting)
        self.meetings.missed_requested.connect(view.acts.mark_missed)
        self.meetings.moved.connect(view.acts.move_meeting)
        self.meetings.plan_requested.connect(view.open_plan)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The list."""
        return (self.meetings.rows,)

    def set_person(self, page: PersonPage) -> None:
        """Forget the meetings of another person."""
        if page.person.person_id != self._person_id:
            self._person_id = page.person.person_id
            self._has_meetings = False

    def refresh(self) -> None:
        """Ask for the newest meetings, later for all."""
        self._ask(None if self._has_meetings else FIRST_MEETINGS)

    def _ask(self, limit: int | None) -> None:
        if self._person_id:
            self._query.ask(list_person_meetings, self._person_id, limit)

    def _on_answered(self, meetings: tuple[MeetingRow, ...]) -> None:
        self.meetings.set_meetings(meetings, self._desk.local_now.date())
        if not self._has_meetings:
            self._has_meetings = True
            if len(meetings) == FIRST_MEETINGS:
                self._ask(None)
