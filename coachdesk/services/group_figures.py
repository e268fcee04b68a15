"""Shares by self-described group, and the only way out for them: `growth.suppression.publish`.

What may be shown depends on everything ever shown, so each release is kept, sealed under the groups key, before it is
shown. The list of people is always everyone but the owner: a figure for one team would be one more to compare.

How many people described themselves is not told, nor is the size of any group: each is an exact count, and compared
over time it says who did. How many groups are withheld is told, but only of those that somebody on the list of people
is in. That list changes by parts of at least twice the threshold, so a group that newly appears is never one person's
for certain. Before there is a list, nothing is counted, shown or kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from coachdesk.growth.balance import WINDOW_DAYS
from coachdesk.growth.suppression import HOLD_DAYS, THRESHOLD, GroupShare, People, Release, forget_person, publish
from coachdesk.model.base import new_id
from coachdesk.model.group import GroupRelease
from coachdesk.model.opportunity import Offer, OfferAnswer
from coachdesk.services.people import list_people
from coachdesk.services.self_descriptions import (
    UnreadableWords,
    group_key,
    list_described,
    list_groups_by_person,
    open_json,
    seal_json,
)
from coachdesk.store.folding import fold
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.vault.groups_key import GroupsKey

CLEARLY_LOWER = 10
"""Points between two shares in steps of 5 from which rounding alone can't be the reason: each is off by 2.5 at most."""

_GONE = "gone:"


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group: its share of the people, and of those with an offer, in percent; None where that says too much."""

    name: str
    people_share: int
    offered_share: int | None

    @property
    def is_lower(self) -> bool:
        """Whether the group has clearly less of the offers than it has of the people."""
        return self.offered_share is not None and self.people_share - self.offered_share >= CLEARLY_LOWER


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """What may be shown until `holds_until`. `people` is how many stand on the public list of `people_on`.

    `people_on` is None while there are too few people for any figure, `offered_on` while too few have an offer.
    """

    lines: tuple[GroupLine, ...]
    withheld: int
    people: int
    people_on: date | None
    offered_on: date | None
    taken_on: date
    holds_until: date


@dataclass(frozen=True, slots=True, repr=False)
class _Kept:
    """A stored release with its row and the spelling of its groups."""

    row: GroupRelease
    release: Release
    names: Mapping[str, str]


def take_figures(unit: UnitOfWork, key: GroupsKey, today: date, *, threshold: int = THRESHOLD) -> GroupFigures:
    """Return what may be shown today, once it is stored; start it without a label, as a release can't be unshown.

    Raises UnreadableWords, and ValueError when the key was forgotten meanwhile.
    """
    forget_departed(unit, key)
    kept = _list_kept(unit.session, key)
    said = list_groups_by_person(unit.session, key)
    described = {person_id: frozenset(map(group_key, names)) for person_id, names in said.items()}
    everyone = frozenset(person.person_id for person in list_people(unit.session))
    history = tuple(one.release for one in kept)
    release = release_groups(described, everyone, count_offers(unit.session, today), history, today, threshold)
    if history and release is history[-1]:
        return _figures(release, kept[-1].names)
    if not release.everyone:
        return _figures(release, {})
    spelt = {group_key(name): name for names in said.values() for name in names}
    older = kept[-1].names if kept else {}
    names = {group_id: spelt.get(group_id) or older.get(group_id, group_id) for group_id in release.snapshots}
    row = GroupRelease(taken_on=today, sealed="", created_at=unit.now)
    row.sealed = _seal(key, release, names, row.id)
    unit.add(row)
    return _figures(release, names)


def find_figures(session: Session, key: GroupsKey) -> GroupFigures | None:
    """Return what was shown last, for a vault that can only be read: what can't be stored must not be shown."""
    kept = _list_kept(session, key)
    return _figures(kept[-1].release, kept[-1].names) if kept else None


def release_groups(
    described: Mapping[str, frozenset[str]],
    everyone: People,
    offers: Mapping[str, int],
    history: tuple[Release, ...],
    on: date,
    threshold: int = THRESHOLD,
) -> Release:
    """Return the last of `history` while it holds, else a new release of the groups that each person is in.

    Groups that nobody on the public list is in don't count as withheld; see the module. Pure.
    """
    first = publish({}, everyone, offers, history, on=on, threshold=threshold)
    if history and first is history[-1]:
        return first
    ids = {group_id for person_id in first.everyone for group_id in described.get(person_id, ())}
    ids |= set(history[-1].snapshots) if history else set()
    groups = {
        group_id: frozenset(person_id for person_id, own in described.items() if group_id in own) for group_id in ids
    }
    return publish(groups, everyone, offers, history, on=on, threshold=threshold)


def count_offers(session: Session, today: date) -> Mapping[str, int]:
    """Return how many offers each person had in the last twelve months; those that were withdrawn don't count."""
    statement = select(Offer.person_id).where(
        col(Offer.answer) != OfferAnswer.WITHDRAWN,
        col(Offer.offered_on) > today - timedelta(days=WINDOW_DAYS),
        col(Offer.offered_on) <= today,
    )
    counts: dict[str, int] = {}
    for person_id in session.exec(statement):
        counts[person_id] = counts.get(person_id, 0) + 1
    return counts


def forget_departed(unit: UnitOfWork, key: GroupsKey) -> None:
    """Put a meaningless name for everyone in the snapshots whose consent no longer stands, or who was destroyed."""
    kept = _list_kept(unit.session, key)
    inside = {who for one in kept for members in one.release.snapshots.values() for who in members}
    gone = sorted(who for who in inside - list_described(unit.session) if not who.startswith(_GONE))
    history = tuple(one.release for one in kept)
    for person_id in gone:
        history = forget_person(history, person_id, f"{_GONE}{new_id()}")
    for one, release in zip(kept, history, strict=True):
        if release != one.release:
            one.row.sealed = _seal(key, release, one.names, one.row.id)
    unit.session.flush()


def _figures(release: Release, names: Mapping[str, str]) -> GroupFigures:
    lines = [GroupLine(names[one.group_id], one.people_share, one.offered_share) for one in release.shares]
    return GroupFigures(
        lines=tuple(sorted(lines, key=lambda line: fold(line.name))),
        withheld=release.withheld,
        people=len(release.everyone),
        people_on=release.everyone_on,
        offered_on=release.offered_on if release.offered else None,
        taken_on=release.taken_on,
        holds_until=release.taken_on + timedelta(days=HOLD_DAYS),
    )


def _list_kept(session: Session, key: GroupsKey) -> list[_Kept]:
    order = (col(GroupRelease.taken_on), col(GroupRelease.created_at))
    return [_unseal(key, row) for row in session.exec(select(GroupRelease).order_by(*order))]


def _seal(key: GroupsKey, release: Release, names: Mapping[str, str], row_id: str) -> str:
    content = {
        "shares": [[one.group_id, one.people_share, one.offered_share] for one in release.shares],
        "withheld": release.withheld,
        "everyone": sorted(release.everyone),
        "everyone_on": _iso(release.everyone_on),
        "offered": sorted(release.offered),
        "offered_on": _iso(release.offered_on),
        "snapshots": {group_id: sorted(members) for group_id, members in sorted(release.snapshots.items())},
        "names": dict(sorted(names.items())),
    }
    return seal_json(key, content, row_id)


def _unseal(key: GroupsKey, row: GroupRelease) -> _Kept:
    content = open_json(key, row.sealed, row.id)
    try:
        return _Kept(row, _release(content, row.taken_on), dict(content["names"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise UnreadableWords from None


def _release(content: Mapping[str, Any], taken_on: date) -> Release:
    shares = tuple(GroupShare(*one) for one in content["shares"])
    return Release(
        taken_on,
        shares,
        int(content["withheld"]),
        frozenset(content["everyone"]),
        _day(content["everyone_on"]),
        frozenset(content["offered"]),
        _day(content["offered_on"]),
        {group_id: frozenset(members) for group_id, members in content["snapshots"].items()},
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
