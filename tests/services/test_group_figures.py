"""The reader of tests/growth/test_suppression.py, set upon what the service shows: no small count follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from sqlmodel import Session, select

from coachdesk.growth.suppression import HOLD_DAYS, GroupShare, Release, forget_person
from coachdesk.model.group import GroupRelease, SelfDescription
from coachdesk.model.opportunity import Offer, OfferAnswer
from coachdesk.model.person import Person
from coachdesk.model.project import Project
from coachdesk.services.group_figures import GroupFigures, count_offers, find_figures, release_groups, take_figures
from coachdesk.services.people import PersonDraft, archive_person, ensure_owner, list_people, save_person
from coachdesk.services.self_descriptions import DescriptionDraft, remove_description, save_description
from coachdesk.store.store import Store
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.vault.groups_key import GroupsKey
from tests.growth.test_suppression import Groups, Page, Reader, all_teams, courses, leaks, team
from tests.services.clock import SetClock

DAY = date(2026, 5, 12)
Step = tuple[Groups, frozenset[str], dict[str, int]]
QUICK = settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def key() -> GroupsKey:
    return GroupsKey(bytearray(range(32)))


def add_people(unit: UnitOfWork, names: Iterable[str]) -> dict[str, str]:
    ensure_owner(unit, "Priya Raman")
    return {name: save_person(unit, PersonDraft(None, name)) for name in names}


def describe(unit: UnitOfWork, key: GroupsKey, person_id: str, *groups: str) -> None:
    save_description(unit, key, DescriptionDraft(person_id, "as they said it", groups, DAY))


def offer(unit: UnitOfWork, person_id: str, on: date, answer: OfferAnswer = OfferAnswer.OPEN) -> None:
    project = Project(title="A chance", created_at=unit.now)
    unit.add(project)
    unit.session.flush()
    unit.add(Offer(project_id=project.id, person_id=person_id, offered_on=on, answer=answer, created_at=unit.now))


def described_by(groups: Groups) -> dict[str, frozenset[str]]:
    people = frozenset[str]().union(*groups.values())
    return {person: frozenset(name for name, members in groups.items() if person in members) for person in people}


def page_of(release: Release) -> Page:
    return release.taken_on, tuple(sorted(release.shares, key=lambda share: share.group_id)), release.withheld


def heal(history: tuple[Release, ...], described: Iterable[str]) -> tuple[Release, ...]:
    inside = {who for old in history for members in old.snapshots.values() for who in members}
    for who in sorted(who for who in inside - set(described) if not who.startswith("gone:")):
        history = forget_person(history, who, f"gone:{who}:{len(history)}")
    return history


class ServiceReader(Reader):
    """Knows the service's rule too: which groups it counts as withheld, what it keeps, and that it heals."""

    def see(self, seen: Page, everyone: frozenset[str], offers: dict[str, int], on: date) -> None:
        self.views.append((everyone, frozenset(offers) & everyone))
        following = []
        for past, history in self.courses:
            for groups in all_teams(self._ever(), self.names):
                if self.knows_stable and past and not self._is_unedited(past[-1], groups):
                    continue
                described = described_by(groups)
                healed = heal(history, described)
                release = release_groups(described, everyone, offers, healed, on, self.threshold)
                if page_of(release) == seen:
                    is_kept = bool(release.everyone)
                    following.append(((*past, groups), (*healed, release) if is_kept else healed))
        self.courses = following


class World:
    """A vault in which a course of events is played, one quarter after another."""

    def __init__(self, store: Store, key: GroupsKey, threshold: int) -> None:
        self.store, self.key, self.threshold = store, key, threshold
        self.ids: dict[str, str] = {}
        store.write(self._empty)

    def play(self, step: Step, on: date) -> Page:
        """Bring the vault to a step and return the page, in the names of the step."""
        figures: GroupFigures = self.store.write(lambda unit: self._play(unit, step, on)).result
        shares = (GroupShare(line.name, line.people_share, line.offered_share) for line in figures.lines)
        return figures.taken_on, tuple(shares), figures.withheld

    def _empty(self, unit: UnitOfWork) -> None:
        for kind in (Offer, Project, SelfDescription, GroupRelease):
            unit.remove(unit.session.exec(select(kind)).all())
        self.ids = {person.name: person.person_id for person in list_people(unit.session, with_archived=True)}

    def _play(self, unit: UnitOfWork, step: Step, on: date) -> GroupFigures:
        groups, everyone, offers = step
        described = described_by(groups)
        fresh = (everyone | set(described)) - set(self.ids)
        self.ids |= add_people(unit, sorted(fresh))
        for name, person_id in self.ids.items():
            unit.session.get_one(Person, person_id).archived_at = None if name in everyone else unit.now
            if described.get(name):
                describe(unit, self.key, person_id, *described[name])
            else:
                remove_description(unit, self.key, person_id)
        unit.remove(unit.session.exec(select(Offer)).all())
        for name in offers:
            offer(unit, self.ids[name], on)
        unit.session.flush()
        return take_figures(unit, self.key, on, threshold=self.threshold)


def watch(store: Store, key: GroupsKey, steps: list[Step], names: tuple[str, ...], *, stable: bool) -> ServiceReader:
    reader, world = ServiceReader(names, 2, knows_stable=stable), World(store, key, 2)
    for number, step in enumerate(steps):
        on = DAY + timedelta(days=HOLD_DAYS * number)
        reader.see(world.play(step, on), step[1], step[2], on)
        assert reader.courses, "the course that was played is one of those that the reader thinks possible"
    return reader


@QUICK
@given(courses(names=("a", "b"), most=5, views=1))
def test_one_page_gives_no_small_count_of_two_overlapping_groups(store, key, steps) -> None:
    assert not leaks(watch(store, key, steps, ("a", "b"), stable=False))


@QUICK
@given(courses(names=("a",), most=5, views=2))
def test_pages_after_joins_leaves_edits_and_removed_consent_give_no_small_count(store, key, steps) -> None:
    assert not leaks(watch(store, key, steps, ("a",), stable=False))


@QUICK
@given(courses(names=("a",), most=6, views=3, stable=True))
def test_three_pages_give_no_small_count_to_a_reader_who_knows_that_nobody_edited(store, key, steps) -> None:
    assert not leaks(watch(store, key, steps, ("a",), stable=True))


@pytest.mark.parametrize(
    ("steps", "stable"),
    [
        pytest.param(
            [({"a": team(0, 2)}, team(0, 4), {}), ({"a": team(0, 2) | team(8, 9)}, team(0, 9), {})],
            True,
            id="one newcomer says the first word of a group",
        ),
        pytest.param(
            [({"a": team(0, 0)}, team(0, 4), {}), ({"a": team(4, 5)}, team(0, 5), {})],
            True,
            id="a group is new with one newcomer",
        ),
        pytest.param([({"a": team(0, 1)}, team(0, 3), {})], False, id="a team that is too small"),
        pytest.param(
            [({"a": team(0, 2)}, team(0, 5), {}), ({"a": team(1, 2)}, team(0, 5), {})],
            False,
            id="one takes consent back",
        ),
    ],
)
def test_in_telling_courses_no_small_count_follows(store: Store, key: GroupsKey, steps, stable) -> None:
    assert not leaks(watch(store, key, steps, ("a",), stable=stable))


@pytest.fixture
def ids(store: Store, key: GroupsKey, clock: SetClock) -> list[str]:
    """Thirty people: twelve work remotely, eight of those and eight others had an offer, two are runners."""

    def fill(unit: UnitOfWork) -> list[str]:
        ids = list(add_people(unit, (f"P{number:02}" for number in range(30))).values())
        for number, person_id in enumerate(ids):
            groups = ["Works remotely"] * (number < 12) + ["Runners"] * (number in (3, 20))
            if groups:
                describe(unit, key, person_id, *groups)
        for number in (*range(6), *range(14, 26)):
            offer(unit, ids[number], clock().date())
        return ids

    return store.write(fill).result


def take(store: Store, key: GroupsKey, on: date) -> GroupFigures:
    return store.write(lambda unit: take_figures(unit, key, on)).result


def test_figures_are_kept_before_they_are_shown_and_hold(store, key, ids, clock) -> None:
    today = clock().date()
    assert store.read(lambda session: find_figures(session, key)) is None
    first = take(store, key, today)
    assert [(line.name, line.people_share, line.offered_share) for line in first.lines] == [("Works remotely", 40, 35)]
    assert (first.withheld, first.people, first.people_on, first.offered_on) == (1, 30, today, today)
    assert store.read(lambda session: find_figures(session, key)) == first
    store.write(lambda unit: describe(unit, key, ids[12], "works REMOTELY"))
    assert take(store, key, today + timedelta(days=HOLD_DAYS - 1)) == first
    assert len(store.read(_releases)) == 1


def test_too_few_people_have_no_figures_and_wait_no_quarter_for_them(store, key, clock) -> None:
    today = clock().date()
    store.write(lambda unit: describe(unit, key, add_people(unit, ["Ada"])["Ada"], "Carers"))
    empty = take(store, key, today)
    assert (empty.lines, empty.withheld, empty.people_on) == ((), 0, None)
    store.write(lambda unit: add_people(unit, (f"P{number}" for number in range(12))))
    assert take(store, key, today + timedelta(days=1)).people_on == today + timedelta(days=1)


def test_offers_count_that_were_made_within_a_year_and_not_withdrawn(store, ids, clock) -> None:
    today = clock().date()
    old, gone, later = ids[27:30]

    def act(unit: UnitOfWork) -> None:
        offer(unit, old, today - timedelta(days=365))
        offer(unit, gone, today, OfferAnswer.WITHDRAWN)
        offer(unit, later, today + timedelta(days=1))
        offer(unit, ids[0], today - timedelta(days=364), OfferAnswer.DECLINED)

    store.write(act)
    counts = store.read(lambda session: count_offers(session, today))
    assert counts[ids[0]] == 2 and not {old, gone, later} & set(counts) and len(counts) == 18


def test_a_group_that_nobody_is_in_any_more_keeps_its_last_share(store, key, ids, clock) -> None:
    first = take(store, key, clock().date())

    def leave(unit: UnitOfWork) -> None:
        for person_id in ids[:3]:
            describe(unit, key, person_id, "Somewhere else")

    store.write(leave)
    second = take(store, key, clock().date() + timedelta(days=HOLD_DAYS))
    assert second.lines == first.lines and second.withheld == 2


def test_who_was_destroyed_is_healed_out_of_what_is_kept(store, key, ids, clock) -> None:
    from coachdesk.services.retention import destroy_person

    first = take(store, key, clock().date())
    store.write(lambda unit: destroy_person(unit, ids[3]))
    again = take(store, key, clock().date())
    assert again == first
    opened = [key.open(*_sealed(row)) for row in store.read(_releases)]
    assert all(ids[3] not in text.partition('"snapshots"')[2] and "gone:" in text for text in opened)


def test_archived_people_are_not_on_the_list_but_stay_in_the_snapshots(store, key, ids, clock) -> None:
    first = take(store, key, clock().date())
    store.write(lambda unit: [archive_person(unit, person_id) for person_id in ids[2:4]])
    assert take(store, key, clock().date() + timedelta(days=HOLD_DAYS)).lines == first.lines


def _releases(session: Session) -> list[GroupRelease]:
    return list(session.exec(select(GroupRelease)))


def _sealed(row: GroupRelease) -> tuple[bytes, str]:
    import base64

    return base64.b64decode(row.sealed), row.id
