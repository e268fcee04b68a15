"""The tabs of a person's page, one line each. A tab is made when it is first visited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from coachdesk.desk.desk import Desk
from coachdesk.desk.translate import QT_TRANSLATE_NOOP
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.person_part import PersonPart

if TYPE_CHECKING:
    from coachdesk.ui.views.person_view import PersonView

Build = Callable[[Desk, Appearance, "PersonView"], PersonPart]


@dataclass(frozen=True, slots=True)
class PersonTab:
    """A tab: its identity in routes, its title marked for translation, and what makes it."""

    tab_id: str
    title: str
    build: Build

    @property
    def text(self) -> str:
        """The title in the user's language."""
        return QCoreApplication.translate("person_tabs", self.title)


def _overview(desk: Desk, look: Appearance, view: PersonView) -> PersonPart:
    from coachdesk.ui.views.person_overview_tab import PersonOverviewTab

    return PersonOverviewTab(desk, look, view)


def _meetings(desk: Desk, look: Appearance, view: PersonView) -> PersonPart:
    from coachdesk.ui.views.person_meetings_tab import PersonMeetingsTab

    return PersonMeetingsTab(desk, look, view)


def _feedback(desk: Desk, look: Appearance, view: PersonView) -> PersonPart:
    from coachdesk.ui.views.person_feedback import PersonFeedback

    return PersonFeedback(desk, look, view)


def _card(desk: Desk, look: Appearance, view: PersonView) -> PersonPart:
    from coachdesk.ui.views.person_card import PersonCard

    return PersonCard(desk, look, view)


def _growth(desk: Desk, look: Appearance, view: PersonView) -> PersonPart:
    from coachdesk.ui.views.person_growth import PersonGrowth

    return PersonGrowth(desk, look, view)


def _goals(desk: Desk, look: Appearance, view: PersonView) -> PersonPart:
    from coachdesk.ui.views.person_goals import PersonGoals

    return PersonGoals(desk, look, view)


def _sponsorship(desk: Desk, look: Appearance, view: PersonView) -> PersonPart:
    from coachdesk.ui.views.person_sponsorship import PersonSponsorship

    return PersonSponsorship(desk, look, view)


def _timeline(desk: Desk, look: Appearance, view: PersonView) -> PersonPart:
    from coachdesk.ui.views.person_timeline import PersonTimeline

    return PersonTimeline(desk, look, view)


TABS: tuple[PersonTab, ...] = (
    PersonTab("overview", QT_TRANSLATE_NOOP("person_tabs", "Overview"), _overview),
    PersonTab("one-on-ones", QT_TRANSLATE_NOOP("person_tabs", "One-on-ones"), _meetings),
    PersonTab("growth", QT_TRANSLATE_NOOP("person_tabs", "Growth"), _growth),
    PersonTab("goals", QT_TRANSLATE_NOOP("person_tabs", "Goals"), _goals),
    PersonTab("feedback", QT_TRANSLATE_NOOP("person_tabs", "Feedback"), _feedback),
    PersonTab("sponsorship", QT_TRANSLATE_NOOP("person_tabs", "Sponsorship"), _sponsorship),
    PersonTab("card", QT_TRANSLATE_NOOP("person_tabs", "Card"), _card),
    PersonTab("timeline", QT_TRANSLATE_NOOP("person_tabs", "Timeline"), _timeline),
)


def position_of(tab_id: str) -> int:
    """Return where a tab stands, 0 (the overview) for one that is not known."""
    return next((at for at, tab in enumerate(TABS) if tab.tab_id == tab_id), 0)
