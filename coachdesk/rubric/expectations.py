"""What a level asks of a competency, in steps that marks can be compared with, and the gates of a level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coachdesk.rubric.overlays import apply_overlay
from coachdesk.rubric.queries import CellState, applies_to, cell, get_competency, get_level, line_of
from coachdesk.rubric.selectors import UnknownName, expand, level_names
from coachdesk.rubric.targets import Aim, read_target

if TYPE_CHECKING:
    from coachdesk.rubric.format import Competency, Ladder, Level
    from coachdesk.rubric.requirements import Chosen, Gate, Modifier, Profile, Target

EMERGING = "emerging"
SOLID = "solid"


@dataclass(frozen=True, slots=True)
class Step:
    """A mark that can be given: `id` is a stage, or a level and how firmly, such as `l3:emerging`; `index` counts
    from 0, so that the difference of two is a number of steps.
    """

    id: str
    label: str
    index: int


@dataclass(frozen=True, slots=True)
class Expectation:
    """A mark from `lo` to `hi` is what the level asks for."""

    lo: Step
    hi: Step


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The level asks for nothing here."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The ladder doesn't say what the level asks for; that is not the same as nothing."""

    reason: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """What the profiles of a level say together."""

    targets: dict[str, Target]
    optional: frozenset[str]
    weights: dict[str, float]
    gates: tuple[Gate, ...]


def steps(ladder: Ladder, competency: str, track: str = "") -> tuple[Step, ...]:
    """Return the marks that a competency can be given, from the lowest.

    An indirect competency has the stages of its scale. A direct one has each level twice, emerging and solid, on
    `track` or on all levels where no track is named. Raises UnknownName.
    """
    rated = get_competency(ladder, competency)
    if rated.scale:
        return tuple(Step(one.id, one.name, place) for place, one in enumerate(ladder.scales[rated.scale]))
    order = level_names(ladder)
    names = order.groups.get(track, ()) if track else order.ordered
    return _level_steps(ladder, names)


def requirement(ladder: Ladder, level: str, discipline: str = "") -> Requirement:
    """Return what all profiles that fit a level say together.

    The one that names fewer levels wins for each target, one of a discipline over a general one, the later one among
    equals. Weights come whole from the winning profile that has any; gates add up, one id replacing another.
    """
    fitting = _fitting(ladder, level, discipline)
    targets: dict[str, Target] = {}
    gates: dict[str, Gate] = {}
    weights: dict[str, float] = {}
    optional: set[str] = set()
    for profile in fitting:
        targets |= profile.targets
        gates |= {gate.id: gate for gate in profile.gates}
        weights = profile.weights or weights
        optional = (optional - profile.targets.keys()) | set(profile.optional)
    return Requirement(targets, frozenset(optional), weights, tuple(gates.values()))


def gates(ladder: Ladder, level: str, shape: str = "", discipline: str = "") -> tuple[Gate, ...]:
    """Return the gates of a level. Raises UnknownName."""
    get_level(ladder, level)
    return requirement(_shaped(ladder, shape), level, discipline).gates


def chosen(ladder: Ladder, of: Chosen) -> tuple[str, ...]:
    """Return the rated competencies that a gate names: by `*`, by their ids, or by an area or a heading over them."""
    wanted = {of} if isinstance(of, str) else set(of)
    areas = {one.id: one.parent for one in ladder.areas}
    parents = {one.id: one.parent for one in ladder.competencies}

    def names_it(one: Competency) -> bool:
        over = {one.id}
        _climb(one.parent, parents, over)
        for heading in tuple(over):
            _climb(get_competency(ladder, heading).area, areas, over)
        return "*" in wanted or bool(over & wanted)

    return tuple(one.id for one in ladder.rated if names_it(one))


def expectation(
    ladder: Ladder, competency: str, level: str, track: str = "", shape: str = "", discipline: str = ""
) -> Expectation | NotApplicable | Unknown:
    """Return what a level asks of a competency.

    Of an indirect competency: the stages that the profiles say. Of a direct one: the level itself, solid; where its
    cell is `=`, from the last level that asked for something new; a target of a profile, in levels, goes before
    both. Modifiers then move both ends by whole levels or stages, at most to the end of the scale. `track` counts for
    levels that name none, `shape` is the id of an overlay. Raises UnknownName.
    """
    ladder = _shaped(ladder, shape)
    here, rated = get_level(ladder, level), get_competency(ladder, competency)
    needed = requirement(ladder, level, discipline)
    if not applies_to(ladder, rated, level):
        return NotApplicable("this competency does not concern the level")
    if competency in needed.optional:
        return NotApplicable("this competency is optional at the level")
    line = tuple(one.id for one in ladder.scales[rated.scale]) if rated.scale else line_of(ladder, here)
    aim = _aim(ladder, rated, level, needed.targets.get(competency), line)
    if not isinstance(aim, Aim):
        return aim
    facts = {"track": here.track or track, "shape": shape, "discipline": discipline, "level": level}
    shift = sum(one.add.get(competency, 0) for one in ladder.modifiers if _holds(ladder, one, facts))
    ends = [min(max(line.index(end) + shift, 0), len(line) - 1) for end in (aim.lo, aim.hi)]
    if rated.scale:
        scale = steps(ladder, competency)
        return Expectation(scale[ends[0]], scale[ends[1]])
    levels = _level_steps(ladder, line)
    return Expectation(levels[2 * ends[0] + 1], levels[2 * ends[1] + 1])


def _aim(
    ladder: Ladder, rated: Competency, level: str, target: Target | None, line: tuple[str, ...]
) -> Aim | NotApplicable | Unknown:
    if rated.scale is None:
        found = cell(ladder, rated.id, level)
        if found.state is CellState.NOT_APPLICABLE:
            return NotApplicable(found.reason or "the ladder says that it does not apply at this level")
    if target is not None:
        try:
            return read_target(target, line)
        except UnknownName:
            return Unknown("the target lies on another track")
    if rated.scale is not None:
        return Unknown("no profile says what the level asks for")
    if found.state is CellState.WRITTEN:
        return Aim(level, level)
    if found.state is CellState.NOTHING_NEW and found.inherited:
        return Aim(max((one.at for one in found.inherited), key=line.index), level)
    return Unknown(found.reason or "the cell is not written yet")


def _fitting(ladder: Ladder, level: str, discipline: str) -> list[Profile]:
    names = level_names(ladder)
    found = [
        (-len(covered), one.discipline is not None, place, one)
        for place, one in enumerate(ladder.profiles)
        if level in (covered := expand(one.for_, names)) and one.discipline in (None, discipline)
    ]
    return [one for *_, one in sorted(found, key=lambda entry: entry[:3])]


def _holds(ladder: Ladder, modifier: Modifier, facts: dict[str, str]) -> bool:
    names = level_names(ladder)
    return all(
        facts["level"] in expand(wanted, names) if fact == "level" else facts[fact] == wanted
        for fact, wanted in modifier.when.items()
    )


def _shaped(ladder: Ladder, shape: str) -> Ladder:
    return apply_overlay(ladder, shape) if shape else ladder


def _level_steps(ladder: Ladder, names: tuple[str, ...]) -> tuple[Step, ...]:
    titles: dict[str, Level] = {one.id: one for one in ladder.levels}
    marks = [(name, how) for name in names for how in (EMERGING, SOLID)]
    return tuple(
        Step(f"{name}:{how}", f"{titles[name].title}, {how}", place) for place, (name, how) in enumerate(marks)
    )


def _climb(name: str | None, parents: dict[str, str | None], over: set[str]) -> None:
    while name is not None and name not in over:
        over.add(name)
        name = parents.get(name)
