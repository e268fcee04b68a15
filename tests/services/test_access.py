"""Who gets the chances: each offer counts as what became of it, for everyone, and nudges say why."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, timedelta
from statistics import median
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import select

from coachdesk.growth.balance import OfferState
from coachdesk.model.opportunity import Offer, OfferAnswer
from coachdesk.model.project import Project, ProjectState
from coachdesk.services import opportunities, promises
from coachdesk.services.access import AccessPage, Scope, list_chances, load_access, unit_of
from coachdesk.services.nudges import Nudge, NudgeKind, list_nudges, pause_nudges
from coachdesk.services.people import PersonDraft, archive_person, ensure_owner, save_person
from coachdesk.services.projects import ProjectDraft, add_project_promise, save_project, step_project
from coachdesk.store.store import Store

TODAY = date(2026, 5, 12)
CHANCES = frozenset({NudgeKind.PROMISE, NudgeKind.NEVER_OFFERED, NudgeKind.LONGEST_WAIT})


@pytest.fixture
def people(store: Store) -> dict[str, str]:
    """Three reports of the owner, and Noor below Kwame."""

    def fill(unit: Any) -> dict[str, str]:
        ensure_owner(unit, "Priya")
        unit.session.flush()
        made = {name: save_person(unit, PersonDraft(None, name, team="Ledger")) for name in ("Amara", "Diego", "Kwame")}
        unit.session.flush()
        return made | {"Noor": save_person(unit, PersonDraft(None, "Noor", team="payouts ", manager_id=made["Kwame"]))}

    return store.write(fill).result


def write(store: Store, act: Callable[..., Any], *rest: Any, **named: Any) -> Any:
    return store.write(lambda unit: act(unit, *rest, **named)).result


def offered(store: Store, person_id: str, days_ago: int, *, title: str = "Lead the cut-over") -> str:
    """Offer an idea to someone, so many days ago."""
    on = TODAY - timedelta(days=days_ago)
    project_id: str = write(store, save_project, ProjectDraft(None, title), on)
    write(store, opportunities.save_criteria, project_id, "Knows the ledger")
    write(store, opportunities.offer, project_id, person_id, on)
    return project_id


def given(store: Store, person_id: str, days_ago: int, end: ProjectState | None = None) -> str:
    """Have someone take a project on, which ended ten days later or goes on."""
    project_id, on = offered(store, person_id, days_ago), TODAY - timedelta(days=days_ago)
    write(store, opportunities.accept, project_id, on)
    if end is not None:
        write(store, step_project, project_id, end, on + timedelta(days=10))
    return project_id


def page_of(store: Store, scope: Scope = Scope.DIRECT, team: str = "") -> AccessPage:
    return store.read(lambda session: load_access(session, TODAY, scope, team))


def test_an_offer_counts_as_what_became_of_it(store: Store, people: dict[str, str]) -> None:
    amara = people["Amara"]
    given(store, amara, 90)
    given(store, amara, 200, ProjectState.LANDED)
    given(store, amara, 150, ProjectState.STOPPED)
    offered(store, amara, 4)
    refused = offered(store, amara, 60)
    write(store, opportunities.decline, refused, TODAY - timedelta(days=50), reason="Too much on")
    given(store, amara, 700, ProjectState.LANDED)
    found = {one.name: one for one in page_of(store).people}
    assert found["Amara"].units == tuple(OfferState)
    assert found["Amara"].days_since == 4


def test_what_was_taken_back_was_no_chance(store: Store, people: dict[str, str]) -> None:
    given(store, people["Diego"], 400, ProjectState.LANDED)
    taken_back = offered(store, people["Diego"], 30)
    write(store, opportunities.withdraw, taken_back, TODAY)
    diego = next(one for one in page_of(store).people if one.name == "Diego")
    assert diego.units == () and diego.days_since == 400


def test_who_was_never_offered_anything_stands_first_and_is_named_behind(store: Store, people: dict[str, str]) -> None:
    assert not page_of(store).has_projects
    for name, count in (("Amara", 3), ("Kwame", 2)):
        for number in range(count):
            given(store, people[name], 30 + number)
    page = page_of(store)
    assert [(one.name, len(one.units), one.days_since, one.is_behind) for one in page.people] == [
        ("Diego", 0, None, True),
        ("Kwame", 2, 30, False),
        ("Amara", 3, 30, False),
    ]
    assert page.median_offers == 2 and page.has_projects


def test_direct_reports_a_team_or_everyone_but_nobody_who_left(store: Store, people: dict[str, str]) -> None:
    def names(scope: Scope, team: str = "") -> set[str]:
        return {one.name for one in page_of(store, scope, team).people}

    assert names(Scope.DIRECT) == {"Amara", "Diego", "Kwame"}
    assert names(Scope.EVERYONE) == {"Amara", "Diego", "Kwame", "Noor"}
    assert names(Scope.TEAM, "Payouts") == {"Noor"}
    write(store, archive_person, people["Diego"])
    assert names(Scope.DIRECT) == {"Amara", "Kwame"}


def _fill_at_random(unit: Any, count: int) -> None:
    """Add people and offers of several years, as the ledger would hold them."""
    dice, owner = random.Random(count), ensure_owner(unit, "Priya")
    ids = [save_person(unit, PersonDraft(None, f"Person {number}", manager_id=owner)) for number in range(count)]
    unit.session.flush()
    for _ in range(count * 6):
        state, person_id = dice.choice(list(ProjectState)), dice.choice(ids[1:])
        project = Project(title="Some work", state=state, person_id=person_id, created_at=unit.now)
        unit.add(project)
        unit.session.flush()
        answer, on = dice.choice(list(OfferAnswer)), TODAY - timedelta(days=dice.randrange(-20, 1500))
        unit.add(Offer(project_id=project.id, person_id=person_id, offered_on=on, answer=answer, created_at=unit.now))


def test_the_balance_says_the_same_as_reading_the_whole_ledger(store: Store) -> None:
    write(store, _fill_at_random, 12)
    page = page_of(store)
    rows = store.read(
        lambda session: session.exec(
            select(Offer.person_id, Offer.offered_on, Offer.answer, Project.state).where(Offer.project_id == Project.id)
        ).all()
    )
    for one in page.people:
        own = [row for row in rows if row[0] == one.person_id and row[1] <= TODAY and row[2] != OfferAnswer.WITHDRAWN]
        lately = [row for row in own if (TODAY - row[1]).days < 365]
        assert one.units == tuple(sorted(unit_of(OfferAnswer(row[2]), ProjectState(row[3])) for row in lately))
        assert one.days_since == min(((TODAY - row[1]).days for row in own), default=None)
    assert page.median_offers == median(len(one.units) for one in page.people)


def test_more_people_and_offers_take_no_more_queries(store: Store) -> None:
    def count() -> int:
        def read(session: Any) -> int:
            asked: list[str] = []
            engine = session.get_bind()
            listener = lambda *arguments: asked.append(arguments[2])  # noqa: E731
            event.listen(engine, "before_cursor_execute", listener)
            load_access(session, TODAY, Scope.EVERYONE)
            event.remove(engine, "before_cursor_execute", listener)
            return len(asked)

        return store.read(read)

    write(store, _fill_at_random, 2)
    few = count()
    write(store, _fill_at_random, 25)
    assert count() == few


def test_the_rail_of_a_person_has_what_they_work_on_before_what_is_offered(
    store: Store, people: dict[str, str]
) -> None:
    offered(store, people["Amara"], 3, title="A seat in planning")
    given(store, people["Amara"], 20)
    given(store, people["Amara"], 300, ProjectState.LANDED)
    rows = store.read(lambda session: list_chances(session, people["Amara"]))
    assert [(row.title, row.state) for row in rows] == [
        ("Lead the cut-over", ProjectState.ACTIVE),
        ("A seat in planning", ProjectState.OFFERED),
    ]


def nudges_of(store: Store, on: date = TODAY, kinds: frozenset[NudgeKind] = CHANCES) -> dict[str, Nudge]:
    return {one.name: one for one in store.read(lambda session: list_nudges(session, on, UTC, kinds))}


@pytest.fixture
def uneven(store: Store, people: dict[str, str]) -> dict[str, str]:
    """Amara had three chances lately, Kwame one 243 days ago, Diego none; Sofia three long over, but in the year."""
    sofia = write(store, save_person, PersonDraft(None, "Sofia"))
    for days in (10, 20, 30):
        given(store, people["Amara"], days, ProjectState.LANDED if days > 10 else None)
        given(store, sofia, days + 100, ProjectState.LANDED)
    given(store, people["Kwame"], 243, ProjectState.LANDED)
    return people | {"Sofia": sofia}


def test_nudges_name_who_was_never_asked_and_who_waits_longest_with_the_median(
    store: Store, uneven: dict[str, str]
) -> None:
    found = nudges_of(store)
    assert {name: one.kind for name, one in found.items()} == {
        "Diego": NudgeKind.NEVER_OFFERED,
        "Kwame": NudgeKind.LONGEST_WAIT,
    }
    assert found["Diego"].since_on is None
    assert found["Kwame"].since_on == TODAY - timedelta(days=243)
    assert [(one.offers, one.median_offers) for one in (found["Diego"], found["Kwame"])] == [(0, 2.0), (1, 2.0)]
    assert set(nudges_of(store, kinds=CHANCES - {NudgeKind.LONGEST_WAIT})) == {"Diego"}
    write(store, pause_nudges, uneven["Diego"], TODAY + timedelta(days=28))
    assert set(nudges_of(store)) == {"Kwame"}


def test_nobody_is_nudged_about_who_just_started_has_something_at_hand_or_asked_for_time(
    store: Store, uneven: dict[str, str]
) -> None:
    diego, kwame = uneven["Diego"], uneven["Kwame"]
    write(store, save_person, PersonDraft(diego, "Diego", start_on=TODAY - timedelta(days=30)))
    refused = offered(store, kwame, 150)
    write(store, opportunities.decline, refused, TODAY - timedelta(days=140), ask_again_on=TODAY + timedelta(days=30))
    assert nudges_of(store) == {}
    assert set(nudges_of(store, TODAY + timedelta(days=31))) == {"Kwame"}
    offered(store, kwame, 130)
    assert "Kwame" not in nudges_of(store, TODAY + timedelta(days=31))


def test_a_promise_for_a_project_nudges_from_its_day_and_before_all_else(store: Store, uneven: dict[str, str]) -> None:
    project_id = offered(store, uneven["Diego"], 1, title="Host the game day")
    promise_id = write(store, add_project_promise, project_id, "Introduce you to Finance", TODAY)
    assert "Diego" not in nudges_of(store, TODAY - timedelta(days=1))
    nudge = nudges_of(store)["Diego"]
    assert (nudge.kind, nudge.subject, nudge.about) == (
        NudgeKind.PROMISE,
        "Introduce you to Finance",
        "Host the game day",
    )
    write(store, promises.snooze_promise, promise_id, TODAY + timedelta(days=7))
    assert "Diego" not in nudges_of(store)
    assert nudges_of(store, TODAY + timedelta(days=7))["Diego"].since_on == TODAY
    write(store, promises.set_promise_done, promise_id, is_done=True)
    assert "Diego" not in nudges_of(store, TODAY + timedelta(days=7))
