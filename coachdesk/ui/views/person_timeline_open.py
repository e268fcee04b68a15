"""Where a line of the timeline leads."""

from __future__ import annotations

from coachdesk.services.timeline import TimelineKind, TimelineRow
from coachdesk.ui.views.person_tabs import TABS
from coachdesk.ui.views.route import Route

_TABS = {
    TimelineKind.WIN: "feedback",
    TimelineKind.FEEDBACK: "feedback",
    TimelineKind.CARD: "card",
    TimelineKind.EVIDENCE: "growth",
    TimelineKind.GOAL: "goals",
    TimelineKind.GOAL_REACHED: "goals",
    TimelineKind.COACHING: "goals",
    TimelineKind.PROMISED: "overview",
    TimelineKind.KEPT: "overview",
    TimelineKind.TOPIC: "overview",
    TimelineKind.PROJECT: "sponsorship",
    TimelineKind.ACT: "sponsorship",
    TimelineKind.GLUE: "sponsorship",
    TimelineKind.GLUE_ENDED: "sponsorship",
}


def route_of(row: TimelineRow, person_id: str) -> Route | None:
    """Return the place of what a line tells; None for a note, whose words the line shows in full."""
    if row.meeting_id:
        return Route("meeting", person_id, row.meeting_id)
    if row.kind is TimelineKind.ROLE:
        return Route("person_form", person_id)
    if row.kind is TimelineKind.REVIEW:
        return Route("review", person_id, item_id=row.source_id)
    tab = _TABS.get(row.kind)
    if tab is None:
        return None
    return Route("person", person_id, tab=find_tab(tab), item_id=row.source_id.partition("/")[0])


def find_tab(tab_id: str) -> str:
    """Return a tab that there is: the asked one, else the overview."""
    return tab_id if any(tab.tab_id == tab_id for tab in TABS) else "overview"
