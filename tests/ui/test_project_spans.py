"""Projects over the step lines: within the axis, readable, known only from their day on, told as table and sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from coachdesk.desk.desk import Desk
from coachdesk.model.project import ProjectState
from coachdesk.services import people, projects
from coachdesk.services.ladders import PlacementDraft, place_person
from coachdesk.ui.charts.step_spans import MOST_ROWS, SPAN_ROW, SPAN_TOP, LaneSpan, lay_out_spans
from coachdesk.ui.charts.time_axis import TimeAxis
from coachdesk.ui.theme.appearance import Appearance
from coachdesk.ui.views.person_growth import PersonGrowth
from coachdesk.ui.views.person_view import PersonView
from coachdesk.ui.views.route import Route

START, END = date(2024, 5, 12), date(2026, 5, 12)
_SPANS = st.builds(
    lambda title, on, days: LaneSpan(title.strip() or "x", on, min(END, on + timedelta(days))),
    st.text("abcdef ", min_size=1, max_size=30),
    st.dates(START - timedelta(300), END),
    st.integers(0, 400),
)


class Plain:
    """Six units a letter."""

    unit = 1.0

    def width(self, text: str, style: str) -> float:
        return len(text) * 6.0


@given(st.lists(_SPANS, max_size=8), st.dates(START, END))
@settings(deadline=None, max_examples=80)
def test_tags_and_titles_stay_on_the_axis_and_apart(spans: list[LaneSpan], on: date) -> None:
    axis = TimeAxis(START, END, 100, 500)
    found, texts = lay_out_spans(spans, on, axis, Plain())
    assert len(found) == sum(one.from_on <= on and one.until_on >= START for one in spans)
    for span in found:
        assert 100 <= span.left < span.right <= 504
        assert span.top in [SPAN_TOP + row * SPAN_ROW for row in range(MOST_ROWS)]
    for row in range(MOST_ROWS - 1):
        top = SPAN_TOP + row * SPAN_ROW
        edges = sorted((span.left, span.right) for span in found if span.top == top)
        assert all(before[1] <= after[0] for before, after in pairwise(edges))
    for text in texts:
        width = Plain().width(text.words, "chip")
        left = {"start": text.x, "end": text.x - width, "middle": text.x - width / 2}[text.anchor]
        assert left >= 99 and left + width <= 505


def test_the_growth_page_tells_its_projects_as_of_its_day(
    desk: Desk, look: Appearance, write: Any, clock: Any, settle: Callable[[], None], qtbot: QtBot
) -> None:
    clock.now = datetime(2026, 5, 12, 9, 12, tzinfo=UTC)
    amara = write(people.save_person, people.PersonDraft(None, "Amara Okafor"))
    write(place_person, PlacementDraft(amara, "software-engineer@2026.1", "l5", "l6", date(2025, 1, 1)))
    project = write(projects.save_project, projects.ProjectDraft(None, "Ledger dual-write"), date(2025, 2, 1))
    write(projects.step_project, project, ProjectState.ACTIVE, date(2025, 5, 20), amara)
    write(projects.step_project, project, ProjectState.LANDED, date(2025, 8, 10))
    view = PersonView(desk, look)
    qtbot.addWidget(view)
    view.resize(1048, 752)
    view.show_route(Route("person", amara, tab="growth"))
    view.show()
    view.activateWindow()
    assert QTest.qWaitForWindowActive(view)
    settle()
    part = view.part
    assert isinstance(part, PersonGrowth)
    steps = part.sheet.steps
    assert "project Ledger dual-write, May 2025 to Aug 2025" in steps.canvas.accessibleDescription()
    steps.canvas.setFocus()
    assert part.run_action("figure.table")
    last = steps.model.rowCount() - 1
    words = [steps.model.index(last, column).data() for column in range(2)]
    assert words == ["Project: Ledger dual-write", "May 2025 to Aug 2025"]
    part.set_day(date(2025, 6, 1))
    assert "project Ledger dual-write, since May 2025" in steps.canvas.accessibleDescription()
    part.set_day(date(2025, 5, 1))
    assert "Ledger" not in steps.canvas.accessibleDescription()
