"""Figures by self-described group that do not give away a small count, also when views are compared over time.

**The reader** of the page knows: who works here and who was offered something (both are on the same page), every
figure ever shown, its date, and this rule. The reader does not know who described themselves how.

**Method**, after Hundepool et al., *Statistical Disclosure Control* (Wiley 2012; handbook at
https://sdctools.github.io/HandbookSDC/, chapters 4 and 5), and Denning, Denning and Schwartz, "The tracker", ACM TODS
4(1), 1979:

1. *Known lists are coarse.* Team and list of people with an offer are public, so they're held: a new one is taken only
   if the old and the new ones together cut people into parts of at least 2 × `THRESHOLD`. That decision uses nothing
   secret; a refusal that depends on data may leak (Kenthapadi, Mishra and Nissim, "Simulatable auditing", PODS 2005).
2. *Set size*: a group is shown only if in each such part of the team at least `THRESHOLD` people are in the group, and
   at least `THRESHOLD` are not; its share of offers only if that also holds for the parts cut by the lists.
3. *Set overlap, or complementary suppression*: a group is compared with each group in each release so far. Common
   part, both differences and the rest must be empty or reach the threshold; otherwise the group is withheld.
4. *Differencing over time*: a release holds for `HOLD_DAYS` whatever happens in between, so a view right after
   somebody joined, left or edited says nothing new. After that, by point 3, a group keeps its old snapshot unless
   nobody or at least the threshold joined, and left, since each older one. What is held looks like what is unchanged.
5. *Rounding* of each share to `STEP_PERCENT`. Only shares leave the function, never counts or the names of withheld
   groups. The second share counts people with an offer, not offers: one with many offers would otherwise stand out.

**It guarantees** that no number of people from 1 to `THRESHOLD` - 1 follows with certainty for: a group, the people
outside it, its members with and without an offer, those with an offer outside it, the common part and differences of
two groups, those who joined or left a group between releases, and one person's being in it. The tests hold this, on
small teams, against a reader who tries every possible team, and one who also knows that nobody changed a word.

**It does not guarantee** anything against a reader who already knows how others described themselves, who sees the
stored snapshots, or who is content with a good guess. It cannot protect what people tell about themselves, nor
figures of another source that are laid beside these. The price: figures are late, a
team of less than 2 × `THRESHOLD` has none, the second share needs as many people with an offer as without, and a small
team's held lists may never be renewed. Nothing exact can be told for ever about the same few people.

**A restored backup** forgets the releases that were shown after it was made. What is then shown is compared only with
the older ones, so no guarantee covers a reader who remembers both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

THRESHOLD = 5
STEP_PERCENT = 5
HOLD_DAYS = 91

People = frozenset[str]


@dataclass(frozen=True, slots=True)
class GroupShare:
    """One group on the page. Shares in percent, in steps of 5; `offered_share` is None where it would say too much."""

    group_id: str
    people_share: int
    offered_share: int | None


@dataclass(frozen=True, slots=True)
class Release:
    """What readers see from `taken_on` (`shares`, `withheld`), and the snapshots that later releases look back at.

    `snapshots` holds the members behind each share: keep it as secret as the groups. `everyone` and `offered` are the
    public lists that the shares are of, which may be older than the release: say so on the page with their days.
    """

    taken_on: date
    shares: tuple[GroupShare, ...]
    withheld: int
    everyone: People
    everyone_on: date | None
    offered: People
    offered_on: date | None
    snapshots: Mapping[str, People]


def publish(
    groups: Mapping[str, People],
    everyone: People,
    offers: Mapping[str, int],
    history: tuple[Release, ...],
    *,
    on: date,
    threshold: int = THRESHOLD,
) -> Release:
    """Return what may be shown on a day: the last of `history` itself while it holds, else a new release to be stored.

    Why, and what it guarantees: see the module. `groups` gives members by group, those who left included while their
    consent stands; `offers` the number of offers by person; `history` has all releases ever, oldest first. Share of
    people = members / everyone; share of offered = members with an offer / all with an offer. Group ids decide the
    order of trial, never sizes. Raises ValueError for a threshold under 2.

    >>> team = frozenset(f"p{i}" for i in range(22))
    >>> remote = frozenset(f"p{i}" for i in range(12))
    >>> offers = {f"p{i}": 1 for i in range(17) if i not in range(6, 12)} | {"p5": 3}
    >>> first = publish({"remote": remote, "carers": frozenset({"p1"})}, team, offers, (), on=date(2026, 1, 5))
    >>> first.shares
    (GroupShare(group_id='remote', people_share=55, offered_share=55),)
    >>> first.withheld
    1
    >>> publish({"remote": remote | {"p19"}}, team, offers, (first,), on=date(2026, 1, 6)) is first
    True
    """
    if threshold < 2:
        raise ValueError("a threshold under 2 protects nobody")
    if history and (on - history[-1].taken_on).days < HOLD_DAYS:
        return history[-1]
    stage = _set_stage(
        everyone, frozenset(key for key in everyone if offers.get(key, 0) > 0), history, on, 2 * threshold
    )
    last = history[-1].snapshots if history else {}
    known = [members for old in history for members in old.snapshots.values()]
    shares: list[GroupShare] = []
    snapshots: dict[str, People] = {}
    for group_id in sorted(groups, key=lambda key: (key not in last, key)):
        members = groups[group_id] & stage.everyone
        if members != last.get(group_id) and _may_take(group_id, members, stage, known, threshold):
            snapshots[group_id] = members
            known.append(members)
            shares.append(_share(group_id, members, stage, round_share(len(members), len(stage.everyone)), threshold))
        elif group_id in last:
            snapshots[group_id] = last[group_id]
            shares.append(_kept_share(group_id, last[group_id], stage, threshold))
    lists = (stage.everyone, stage.everyone_on, stage.offered, stage.offered_on)
    return Release(on, tuple(shares), len(groups) - len(shares), *lists, snapshots)


def round_share(part: int, whole: int) -> int:
    """Return a share in percent to the nearest step of 5, halves upwards; 0 of a whole of 0.

    >>> round_share(13, 39), round_share(1, 8), round_share(0, 0)
    (35, 15, 0)
    """
    return 0 if whole == 0 else (200 * part + STEP_PERCENT * whole) // (2 * STEP_PERCENT * whole) * STEP_PERCENT


def forget_person(history: tuple[Release, ...], person_id: str, alias: str) -> tuple[Release, ...]:
    """Return the releases without a person in any group; what was shown stays, as do sizes that are needed later.

    For the removal of consent. Being on the team and having an offer are no secrets and stay. `alias` is a new random
    id that means nothing elsewhere.

    >>> ada, day = frozenset({"ada"}), date(2026, 1, 5)
    >>> old = Release(day, (), 1, ada, day, frozenset(), None, {"carers": ada})
    >>> forget_person((old,), "ada", "x7")[0].snapshots
    {'carers': frozenset({'x7'})}
    """
    return tuple(
        replace(old, snapshots={key: _renamed(members, person_id, alias) for key, members in old.snapshots.items()})
        for old in history
    )


def _renamed(people: People, person_id: str, alias: str) -> People:
    return people - {person_id} | {alias} if person_id in people else people


@dataclass(frozen=True, slots=True)
class _Stage:
    """The public side of a release: the held lists, and the parts that all lists so far cut people into."""

    everyone: People
    everyone_on: date | None
    offered: People
    offered_on: date | None
    team_parts: tuple[People, ...]
    offer_parts: tuple[People, ...]
    history: tuple[Release, ...]


def _set_stage(everyone: People, offered: People, history: tuple[Release, ...], on: date, least: int) -> _Stage:
    everyone_on: date | None = on
    offered_on: date | None = on
    teams = [old.everyone for old in history]
    if not _is_coarse(_cut([*teams, everyone, *(old.offered for old in history)]), least):
        everyone, everyone_on = (history[-1].everyone, history[-1].everyone_on) if history else (frozenset(), None)
    teams.append(everyone)
    lists = [old.offered for old in history]
    offered &= everyone
    if not _is_coarse(_cut([*teams, *lists, offered]), least):
        offered, offered_on = (history[-1].offered, history[-1].offered_on) if history else (frozenset(), None)
    return _Stage(everyone, everyone_on, offered, offered_on, _cut(teams), _cut([*teams, *lists, offered]), history)


def _cut(lists: list[People]) -> tuple[People, ...]:
    """Return the parts of people whom no list tells apart."""
    parts: dict[tuple[bool, ...], set[str]] = {}
    for person in frozenset[str]().union(*lists):
        parts.setdefault(tuple(person in one for one in lists), set()).add(person)
    return tuple(frozenset(part) for part in parts.values())


def _is_coarse(parts: tuple[People, ...], least: int) -> bool:
    return all(len(part) >= least for part in parts)


def _may_take(group_id: str, members: People, stage: _Stage, known: list[People], threshold: int) -> bool:
    if not stage.everyone or not _is_spread(members, stage.everyone, stage.team_parts, threshold):
        return False
    earlier = [(old.snapshots[group_id], old.everyone) for old in stage.history if group_id in old.snapshots]
    if not all(_is_spread(then, team, stage.team_parts, threshold) for then, team in earlier):
        return False
    return all(_is_none_or_many(part, threshold) for one in known for part in _parts(members, one, stage.everyone))


def _share(group_id: str, members: People, stage: _Stage, people_share: int, threshold: int) -> GroupShare:
    earlier = [old.snapshots[group_id] for old in stage.history if group_id in old.snapshots]
    moved = [diff for then in earlier for diff in (members - then, then - members)]
    is_safe = stage.offered and _is_spread(members, stage.everyone, stage.offer_parts, threshold)
    if is_safe and all(
        _is_none_or_many(part, threshold) for diff in moved for part in (diff & stage.offered, diff - stage.offered)
    ):
        return GroupShare(group_id, people_share, round_share(len(members & stage.offered), len(stage.offered)))
    return GroupShare(group_id, people_share, None)


def _kept_share(group_id: str, members: People, stage: _Stage, threshold: int) -> GroupShare:
    before = stage.history[-1]
    share = next(share for share in before.shares if share.group_id == group_id)
    if before.offered == stage.offered:
        return share
    return _share(group_id, members, stage, share.people_share, threshold)


def _parts(one: People, other: People, everyone: People) -> tuple[People, ...]:
    return one & other, one - other, other - one, everyone - one - other


def _is_none_or_many(part: People, threshold: int) -> bool:
    return not part or len(part) >= threshold


def _is_spread(members: People, team: People, parts: tuple[People, ...], threshold: int) -> bool:
    return all(len(part & members) >= threshold and len(part - members) >= threshold for part in parts if part <= team)
