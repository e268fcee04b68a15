"""The reader of these tests knows the page, the dates, the team, the offers and the rule, and tries every team."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachdesk.growth.suppression import HOLD_DAYS, THRESHOLD, GroupShare, Release, forget_person, publish, round_share

START = date(2026, 1, 5)
Groups = dict[str, frozenset[str]]
Page = tuple[date, tuple[GroupShare, ...], int]


def page(release: Release) -> Page:
    return release.taken_on, release.shares, release.withheld


def subsets(people: frozenset[str]) -> list[frozenset[str]]:
    ordered = sorted(people)
    every = chain.from_iterable(combinations(ordered, size) for size in range(len(ordered) + 1))
    return [frozenset(some) for some in every]


def all_teams(everyone: frozenset[str], names: tuple[str, ...]) -> Iterator[Groups]:
    for choice in product(subsets(everyone), repeat=len(names)):
        yield dict(zip(names, choice, strict=True))


class Reader:
    """Keeps every course of events that would have shown the same pages."""

    def __init__(self, names: tuple[str, ...], threshold: int, *, knows_stable: bool = False) -> None:
        self.names, self.threshold, self.knows_stable = names, threshold, knows_stable
        self.courses: list[tuple[tuple[Groups, ...], tuple[Release, ...]]] = [((), ())]
        self.views: list[tuple[frozenset[str], frozenset[str]]] = []

    def see(self, seen: Page, everyone: frozenset[str], offers: dict[str, int], on: date) -> None:
        self.views.append((everyone, frozenset(offers) & everyone))
        following = []
        for past, history in self.courses:
            for groups in all_teams(self._ever(), self.names):
                if self.knows_stable and past and not self._is_unedited(past[-1], groups):
                    continue
                release = publish(groups, everyone, offers, history, on=on, threshold=self.threshold)
                if page(release) == seen:
                    following.append(((*past, groups), (*history, release)))
        self.courses = following

    def _is_unedited(self, before: Groups, after: Groups) -> bool:
        described = frozenset[str]().union(*(everyone for everyone, _offered in self.views[:-1]))
        return all(before[name] == after[name] & described for name in self.names)

    def _ever(self) -> frozenset[str]:
        return frozenset[str]().union(*(everyone for everyone, _offered in self.views))

    def counts(self) -> dict[tuple[object, ...], set[int]]:
        found: dict[tuple[object, ...], set[int]] = {}
        for past, _history in self.courses:
            for key, people in self._cells(past):
                found.setdefault(key, set()).add(len(people))
        return found

    def _cells(self, past: tuple[Groups, ...]) -> Iterator[tuple[tuple[object, ...], frozenset[str]]]:
        for at, ((everyone, offered), groups) in enumerate(zip(self.views, past, strict=True)):
            for name, described in groups.items():
                members = described & everyone
                yield ("ever in", at, name), described
                yield ("in", at, name), members
                yield ("outside", at, name), everyone - members
                yield ("offered", at, name), members & offered
                yield ("not offered", at, name), members - offered
                if len(offered) >= self.threshold:
                    yield ("offered outside", at, name), offered - members
                for person in everyone:
                    yield ("is", at, name, person), members & {person}
                for then in range(at):
                    yield ("joined", then, at, name), described - past[then][name]
                    yield ("left", then, at, name), past[then][name] - described
                    yield ("newcomers", then, at, name), members - self.views[then][0]
                    yield ("gone", then, at, name), past[then][name] & self.views[then][0] - everyone
            for one, other in combinations(groups, 2):
                yield ("both", at, one, other), groups[one] & groups[other]
                yield ("only", at, one, other), groups[one] - groups[other]
                yield ("only", at, other, one), groups[other] - groups[one]


def leaks(reader: Reader) -> list[object]:
    small = set(range(1, reader.threshold))
    return [(key, values) for key, values in reader.counts().items() if values <= small]


@st.composite
def courses(
    draw: st.DrawFn, *, names: tuple[str, ...], most: int, views: int, stable: bool = False
) -> list[tuple[Groups, frozenset[str], dict[str, int]]]:
    people = [f"p{number}" for number in range(most)]
    steps: list[tuple[Groups, frozenset[str], dict[str, int]]] = []
    ever: frozenset[str] = frozenset()
    for _ in range(views):
        everyone = frozenset(draw(st.sets(st.sampled_from(people), min_size=max(most - 3, 1))))
        groups = {name: draw(st.sampled_from(subsets(everyone | ever))) for name in names}
        if stable and steps:
            was = steps[-1][0]
            groups = {name: was[name] | groups[name] - ever for name in names}
        ever |= everyone
        steps.append((groups, everyone, dict.fromkeys(draw(st.sampled_from(subsets(everyone))), 1)))
    return steps


def watch(
    steps: list[tuple[Groups, frozenset[str], dict[str, int]]],
    names: tuple[str, ...],
    threshold: int,
    *,
    knows_stable: bool = False,
) -> Reader:
    reader, history = Reader(names, threshold, knows_stable=knows_stable), ()
    for number, (groups, everyone, offers) in enumerate(steps):
        on = START + timedelta(days=HOLD_DAYS * number)
        release = publish(groups, everyone, offers, history, on=on, threshold=threshold)
        history = (*history, release)
        reader.see(page(release), everyone, offers, on)
    return reader


@settings(deadline=None, max_examples=60)
@given(courses(names=("a", "b"), most=5, views=1))
def test_one_view_of_two_overlapping_groups_gives_no_small_count(steps) -> None:
    assert not leaks(watch(steps, ("a", "b"), 2))


@settings(deadline=None, max_examples=40)
@given(courses(names=("a",), most=7, views=1))
def test_one_view_with_a_larger_threshold_does_not_even_say_that_a_count_is_small(steps) -> None:
    assert not leaks(watch(steps, ("a",), 3))


@settings(deadline=None, max_examples=25)
@given(courses(names=("a",), most=5, views=2))
def test_two_releases_compared_give_no_small_count(steps) -> None:
    assert not leaks(watch(steps, ("a",), 2))


@settings(deadline=None, max_examples=25)
@given(courses(names=("a",), most=7, views=2, stable=True))
def test_two_releases_give_no_small_count_to_a_reader_who_knows_that_nobody_edited(steps) -> None:
    assert not leaks(watch(steps, ("a",), 2, knows_stable=True))


@settings(deadline=None, max_examples=15)
@given(courses(names=("a",), most=6, views=3, stable=True))
def test_three_releases_give_no_small_count_to_a_reader_who_knows_that_nobody_edited(steps) -> None:
    assert not leaks(watch(steps, ("a",), 2, knows_stable=True))


def team(first: int, end: int) -> frozenset[str]:
    return frozenset(f"p{number:02}" for number in range(first, end))


def courses_by_page(
    views: list[tuple[frozenset[str], frozenset[str]]], names: tuple[str, ...], threshold: int, *, stable: bool
) -> dict[tuple[Page, ...], list[tuple[Groups, ...]]]:
    """Every course of events there could have been in these views, by the pages that it would have shown."""
    courses: list[tuple[tuple[Groups, ...], tuple[Release, ...]]] = [((), ())]
    ever: frozenset[str] = frozenset()
    for number, (everyone, offered) in enumerate(views):
        on, news, ever = START + timedelta(days=HOLD_DAYS * number), everyone - ever, ever | everyone
        following = []
        for past, history in courses:
            for drawn in all_teams(news if stable else ever, names):
                groups = {name: drawn[name] | past[-1][name] for name in names} if stable and past else drawn
                release = publish(groups, everyone, dict.fromkeys(offered, 1), history, on=on, threshold=threshold)
                following.append(((*past, groups), (*history, release)))
        courses = following
    found: dict[tuple[Page, ...], list[tuple[Groups, ...]]] = {}
    for past, history in courses:
        found.setdefault(tuple(page(release) for release in history), []).append(past)
    return found


@pytest.mark.parametrize(
    ("views", "names", "threshold", "stable"),
    [
        pytest.param([(team(0, 6), team(0, 0))], ("a", "b"), 2, True, id="two groups"),
        pytest.param([(team(0, 8), team(0, 4))], ("a",), 2, True, id="offers"),
        pytest.param([(team(0, 8), team(0, 0))], ("a",), 3, True, id="a larger threshold"),
        pytest.param([(team(0, 4), team(0, 0)), (team(0, 8), team(0, 0))], ("a",), 2, True, id="many join"),
        pytest.param(
            [(team(0, 8), team(0, 4)), (team(0, 9), team(0, 5))], ("a",), 2, True, id="one joins, gets an offer"
        ),
        pytest.param([(team(0, 8), team(0, 0)), (team(4, 8), team(0, 0))], ("a",), 2, True, id="many leave"),
        pytest.param([(team(0, 8), team(0, 4)), (team(0, 8), team(4, 8))], ("a",), 2, True, id="offers to others"),
        pytest.param([(team(0, 5), team(0, 0)), (team(0, 6), team(0, 0))], ("a",), 2, False, id="edits and one joins"),
        pytest.param([(team(0, 4), team(0, 0))] * 3, ("a",), 2, False, id="edits again and again"),
    ],
)
def test_in_no_course_of_events_at_all_does_a_small_count_follow(views, names, threshold, stable) -> None:
    by_page = courses_by_page(views, names, threshold, stable=stable)
    assert any(shares for pages in by_page for _on, shares, _withheld in pages)
    for courses in by_page.values():
        reader = Reader(names, threshold)
        reader.views, reader.courses = views, [(past, ()) for past in courses]
        assert not leaks(reader)


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_over_years_each_snapshot_differs_from_all_others_by_nobody_or_by_many(data) -> None:
    history: tuple[Release, ...] = ()
    groups: Groups = {}
    for number in range(4):
        first = data.draw(st.integers(0, 20))
        everyone = team(first, first + data.draw(st.integers(5, 40)))
        for name in ("a", "b", "c"):
            edits = data.draw(st.frozensets(st.sampled_from(sorted(everyone)), max_size=20))
            groups[name] = groups.get(name, frozenset()) ^ edits
        offers = dict.fromkeys(data.draw(st.frozensets(st.sampled_from(sorted(everyone)))), 2)
        on = START + timedelta(days=HOLD_DAYS * number)
        history = (*history, publish(groups, everyone, offers, history, on=on))
    snapshots = [members for release in history for members in release.snapshots.values()]
    for one, other in product(snapshots, repeat=2):
        assert all(not part or len(part) >= THRESHOLD for part in (one - other, one & other))
    for share in (share for release in history for share in release.shares):
        assert share.people_share % 5 == 0 and (share.offered_share is None or share.offered_share % 5 == 0)


def test_a_release_holds_whatever_happens_until_its_time_is_over() -> None:
    everyone, members = team(0, 20), team(0, 10)
    first = publish({"a": members}, everyone, {}, (), on=START)
    later = START + timedelta(days=HOLD_DAYS - 1)
    assert publish({}, team(0, 30), {"p01": 9}, (first,), on=later) is first
    second = publish({"a": members | {"p15"}}, everyone, {}, (first,), on=START + timedelta(days=HOLD_DAYS))
    assert (second.shares, second.snapshots) == (first.shares, first.snapshots)


def test_a_group_that_would_give_away_another_by_its_complement_is_withheld() -> None:
    groups = {"all but four of the others": team(0, 10), "b": team(0, 14)}
    release = publish(groups, team(0, 24), {}, (), on=START)
    assert [share.group_id for share in release.shares] == ["all but four of the others"]
    assert release.withheld == 1


def test_who_takes_consent_back_leaves_the_snapshots_and_what_was_shown_stays() -> None:
    first = publish({"a": team(0, 10)}, team(0, 20), {}, (), on=START)
    kept = forget_person((first,), "p03", "random")[0]
    assert "p03" not in kept.snapshots["a"] and kept.shares == first.shares
    again = publish({"a": team(0, 10) - {"p03"}}, team(0, 20), {}, (kept,), on=START + timedelta(days=HOLD_DAYS))
    assert again.shares == first.shares


def test_a_threshold_of_one_is_refused() -> None:
    with pytest.raises(ValueError, match="protects nobody"):
        publish({}, frozenset(), {}, (), on=START, threshold=1)
    assert round_share(1, 40) == 5 and round_share(1, 41) == 0
