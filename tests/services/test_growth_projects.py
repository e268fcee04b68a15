"""Projects on the growth page: from the day they became active to the day they were anything else, as of a day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from coachdesk.model.project import ProjectState
from coachdesk.services import opportunities, people, projects
from coachdesk.services.growth import growth_at
from coachdesk.services.growth_history import get_growth_history
from coachdesk.services.growth_projects import list_project_spans
from coachdesk.store.store import Store

_S = ProjectState


@pytest.fixture
def write(store: Store) -> Any:
    return lambda service, *arguments, **options: store.write(lambda u: service(u, *arguments, **options)).result


@pytest.fixture
def team(write: Any, clock: Any) -> dict[str, str]:
    clock.now = datetime(2026, 5, 12, 9, tzinfo=UTC)
    write(people.ensure_owner, "Priya Raman")
    return {name: str(write(people.save_person, people.PersonDraft(None, name))) for name in ("Diego", "Sofia")}


def _project(write: Any, title: str, person: str, *steps: tuple[ProjectState, date]) -> str:
    project_id = write(projects.save_project, projects.ProjectDraft(None, title), date(2025, 1, 1))
    for state, on in steps:
        write(projects.step_project, project_id, state, on, person)
    return str(project_id)


def test_only_active_time_is_a_stretch_and_only_of_whoever_worked_on_it(
    store: Store, write: Any, team: dict[str, str]
) -> None:
    diego, sofia = team["Diego"], team["Sofia"]
    _project(write, "Landed", diego, (_S.ACTIVE, date(2025, 2, 1)), (_S.LANDED, date(2025, 5, 1)))
    _project(write, "Stopped", diego, (_S.ACTIVE, date(2025, 3, 1)), (_S.STOPPED, date(2025, 4, 1)))
    _project(write, "Runs", diego, (_S.ACTIVE, date(2026, 1, 1)))
    _project(write, "Hers", sofia, (_S.ACTIVE, date(2026, 1, 1)))
    offered = _project(write, "Only offered", diego)
    write(opportunities.save_criteria, offered, "Knows the ledger")
    write(opportunities.offer, offered, diego, date(2026, 5, 1))
    spans = store.read(lambda s: list_project_spans(s, diego))
    assert [(span.title, span.started_on, span.ended_on) for span in spans] == [
        ("Landed", date(2025, 2, 1), date(2025, 5, 1)),
        ("Stopped", date(2025, 3, 1), date(2025, 4, 1)),
        ("Runs", date(2026, 1, 1), None),
    ]


def test_taken_up_again_is_a_second_stretch(store: Store, write: Any, team: dict[str, str]) -> None:
    days = [date(2025, month, 1) for month in (2, 3, 4)]
    _project(write, "Ledger", team["Diego"], *zip((_S.ACTIVE, _S.LANDED, _S.ACTIVE), days, strict=True))
    spans = store.read(lambda s: list_project_spans(s, team["Diego"]))
    assert [(span.started_on, span.ended_on) for span in spans] == [(days[0], days[1]), (days[2], None)]


def test_on_a_day_of_the_past_a_project_is_absent_running_or_over(
    store: Store, write: Any, team: dict[str, str]
) -> None:
    _project(write, "Ledger", team["Diego"], (_S.ACTIVE, date(2025, 2, 1)), (_S.LANDED, date(2025, 5, 1)))
    history = store.read(lambda s: get_growth_history(s, team["Diego"], UTC))

    def ends(on: date) -> list[date | None]:
        return [span.ended_on for span in growth_at(history, on).spans]

    assert ends(date(2025, 1, 31)) == []
    assert ends(date(2025, 2, 1)) == ends(date(2025, 4, 30)) == [None]
    assert ends(date(2025, 5, 1)) == [date(2025, 5, 1)]
