"""Which levels or stages a selector names: `*`, `l3`, `ic.*`, `l2..l4`, `l2,l4`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coachdesk.rubric.format import Ladder, Level


@dataclass(frozen=True, slots=True)
class Names:
    """What a selector can choose from: ids in their order, and groups such as the levels of a track."""

    ordered: tuple[str, ...]
    groups: dict[str, tuple[str, ...]]


class UnknownName(ValueError):
    """A selector names something that isn't there; `name` says what."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def ordered_levels(ladder: Ladder) -> tuple[Level, ...]:
    """Return the levels from the lowest: by rank where all have one, else in the order of the file."""
    if any(one.rank is None for one in ladder.levels):
        return ladder.levels
    return tuple(sorted(ladder.levels, key=lambda one: one.rank or 0.0))


def levels_of(ladder: Ladder, track: str) -> tuple[Level, ...]:
    """Return the levels of a track from the lowest."""
    return tuple(one for one in ordered_levels(ladder) if one.track == track)


def level_names(ladder: Ladder) -> Names:
    """Return what a selector of levels chooses from; each track is a group."""
    groups = {track.id: tuple(one.id for one in levels_of(ladder, track.id)) for track in ladder.tracks}
    return Names(tuple(one.id for one in ordered_levels(ladder)), groups)


def stage_names(ladder: Ladder, scale: str) -> Names:
    """Return what a selector of stages chooses from."""
    return Names(tuple(one.id for one in ladder.scales.get(scale, ())), {})


def expand(selector: str, names: Names) -> tuple[str, ...]:
    """Return the ids that a selector names, in their order. Raises UnknownName.

    A range runs along the track that both its ends are on; where they are on different ones, along all levels.

    >>> expand("l2..l4", Names(("l1", "l2", "m1", "l3", "l4"), {"ic": ("l1", "l2", "l3", "l4"), "em": ("m1",)}))
    ('l2', 'l3', 'l4')
    """
    chosen: set[str] = set()
    for part in selector.split(","):
        chosen.update(_expand_part(part, names))
    return tuple(one for one in names.ordered if one in chosen)


def _expand_part(part: str, names: Names) -> tuple[str, ...]:
    if part == "*":
        return names.ordered
    if part in names.ordered:
        return (part,)
    if part.endswith(".*"):
        group = part.removesuffix(".*")
        if group in names.groups:
            return names.groups[group]
        raise UnknownName(group)
    low, dots, high = part.partition("..")
    for name in (low, high) if dots else (part,):
        if name not in names.ordered:
            raise UnknownName(name)
    line = next((group for group in names.groups.values() if low in group and high in group), names.ordered)
    first, last = line.index(low), line.index(high)
    if first > last:
        raise UnknownName(part)
    return line[first : last + 1]
