"""The reader of these tests knows the page, the dates, the team, the offers and the rule, and tries every team."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from coachdesk.growth.suppression import HOLD_DAYS, GroupShare, Release, publish

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
