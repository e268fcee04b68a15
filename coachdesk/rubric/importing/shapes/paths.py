"""Decides which step of the paths to leaves names the level and which the competency, and reads them so.

This one rule covers heading trees either way round, nested lists, inline level tags, a file for each level or each
competency, and arrays of similar objects.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from coachdesk.rubric.importing.cells import CellState, CellValue
from coachdesk.rubric.importing.finding import About, Entry, Finding, Part, part_key
from coachdesk.rubric.importing.neutral import Refusal
from coachdesk.rubric.importing.recipe import Recipe
from coachdesk.rubric.importing.shapes.leaves import Forest, Leaf
from coachdesk.rubric.importing.words import Strength, fold, is_pay_word, level_code, rank_number

_GRADES = frozenset(("job grade", "pay grade", "salary grade", "grade"))
_LEVEL_LISTS = frozenset(("levels", "milestones", "stages", "grades"))
_LEVEL_STEPS = frozenset(("levels", "level", "milestones", "stages", "steps", "grades", "content", "positions"))


@dataclass(frozen=True, slots=True)
class _Roles:
    level: int
    competency: int
    area: int | None
    levels: frozenset[str]


def read_paths(forest: Forest, shape: str, kind: str, recipe: Recipe) -> Finding | None:
    """Return the matrix that the leaves form, None when no step names at least two levels."""
    leaves = [leaf for leaf in forest.leaves if not _chosen_out(leaf, kind, recipe)]
    roles = _find_roles(leaves, kind, recipe)
    if roles is None:
        return None
    used = [leaf for leaf in leaves if len(leaf.path) > max(roles.level, roles.competency) and _level(leaf, roles)]
    used = [leaf for leaf in used if not _is_grade(leaf.path[roles.competency])] or used
    finding = Finding(shape, used[0].path[0] if used else "", used[0].place if used else leaves[0].place)
    _add_names(finding, used, roles, forest, kind, recipe)
    for leaf in used:
        level, competency = leaf.path[roles.level], leaf.path[roles.competency]
        area = leaf.path[roles.area] if roles.area is not None else leaf.area
        finding.entries.append(
            Entry(recipe.canonical_level(level), competency, area, _value(leaf, roles, competency), leaf.place)
        )
    kept = {id(leaf) for leaf in used}
    for leaf in forest.leaves:
        if id(leaf) not in kept and len(finding.ignored) < 200:
            path = " › ".join(leaf.path[1:]) or leaf.path[0]
            why = "it speaks of pay or grades" if _is_grade(leaf.path[-1]) else "it stands under no level"
            finding.ignored.append(Refusal(leaf.place, f"“{path}” was not imported: {why}."))
    return finding if finding.entries else None


def _is_grade(name: str) -> bool:
    return is_pay_word(name) or fold(name) in _GRADES


def _chosen_out(leaf: Leaf, kind: str, recipe: Recipe) -> bool:
    return any(recipe.role_of(part_key(kind, step)) == "ignore" for step in leaf.path)


def _level(leaf: Leaf, roles: _Roles) -> bool:
    return fold(leaf.path[roles.level]) in roles.levels and _counts(leaf, roles.level)


def _counts(leaf: Leaf, position: int) -> bool:
    """Return whether a step may be a level: a mere position in a list only if the list is called so."""
    return position not in leaf.ordinals or bool(leaf.structure and leaf.structure[-1] in _LEVEL_STEPS)


def _value(leaf: Leaf, roles: _Roles, competency: str) -> CellValue:
    """Return the cell; steps below both roles become the tag of its behaviours."""
    below = leaf.path[max(roles.level, roles.competency) + 1 :]
    tag = " › ".join(below)
    if not tag or leaf.value.state is not CellState.BEHAVIOURS:
        return leaf.value

    return CellValue(leaf.value.state, tuple(replace(one, tag=one.tag or tag) for one in leaf.value.behaviours))


def _find_roles(leaves: list[Leaf], kind: str, recipe: Recipe) -> _Roles | None:
    best: tuple[float, int, frozenset[str]] | None = None
    deepest = max((len(leaf.path) for leaf in leaves), default=0)
    for position in range(min(deepest, 12)):
        score, names = _level_score(leaves, position, kind, recipe)
        if len(names) >= 2 and (best is None or score > best[0]):
            best = (score, position, names)
    if best is None:
        return None
    _, level, names = best
    under = [leaf for leaf in leaves if len(leaf.path) > level and fold(leaf.path[level]) in names]
    competency, area = _competency_position(under, level)
    if competency is None:
        return None
    names = (
        names | _same_children(leaves, level, competency, names, kind, recipe) | _listed(leaves, level, kind, recipe)
    )
    return _Roles(level, competency, area, names)


def _level_score(leaves: list[Leaf], position: int, kind: str, recipe: Recipe) -> tuple[float, frozenset[str]]:
    here = [leaf for leaf in leaves if len(leaf.path) > position and _counts(leaf, position)]
    if not here:
        return 0.0, frozenset()
    shown = {fold(leaf.path[position]): leaf.path[position] for leaf in here}
    strengths = {name: _strength(text, kind, recipe) for name, text in shown.items()}
    ordinal = {fold(leaf.path[position]) for leaf in here if position in leaf.ordinals}
    for name in ordinal:
        strengths[name] = Strength.WEAK
    counted = Counter(fold(leaf.path[position]) for leaf in here)
    for name in _minor_kind(strengths, counted):
        strengths[name] = Strength.NONE
    strong = {name for name, one in strengths.items() if one is Strength.STRONG}
    weak = {name for name, one in strengths.items() if one is Strength.WEAK}
    if not strong and not _weak_is_enough(weak, shown, ordinal, here, position):
        return 0.0, frozenset()
    score = sum(counted[name] for name in strong) + 0.6 * sum(counted[name] for name in weak)
    share = len(strong | weak) / len(shown)
    return (score * share, frozenset(strong | weak)) if share > 0.15 else (0.0, frozenset())


def _minor_kind(strengths: dict[str, Strength], counted: Counter[str]) -> set[str]:
    """Return bare numbers where words name most levels, or the words where numbers do; one ladder mixes them not."""
    named = {name for name, one in strengths.items() if one}
    numbers = {name for name in named if name.replace(" ", "").isdigit()}
    words = named - numbers
    more = sum(counted[name] for name in numbers) > sum(counted[name] for name in words)
    return words if more else numbers


def _strength(text: str, kind: str, recipe: Recipe) -> Strength:
    chosen = recipe.role_of(part_key(kind, text))
    if chosen == "level":
        return Strength.STRONG
    return recipe.strength(text) if chosen is None else Strength.NONE


def _weak_is_enough(weak: set[str], shown: dict[str, str], ordinal: set[str], here: list[Leaf], position: int) -> bool:
    """Numbers alone are levels when nearly all names are such and there are three, two if their list is called so."""
    under = sum(fold(leaf.path[position]) in weak for leaf in here)
    if len(weak) < 2 or (len(weak) < 0.8 * len(shown) and under < 0.6 * len(here)):
        return False
    if ordinal or all(leaf.structure and leaf.structure[-1] in _LEVEL_LISTS for leaf in here):
        return len(weak) >= 2
    return len(weak) >= 3


def _competency_position(under: list[Leaf], level: int) -> tuple[int | None, int | None]:
    """Return where the competency stands, and the area: beside the level, where names come back at several levels."""
    deep = [leaf for leaf in under if len(leaf.path) > level + 1]
    below = _recurrence(deep, level, level + 1)
    above = _varying(under, level - 1) if level > 0 else 0
    if len(deep) >= 0.5 * len(under) and (below >= 0.3 or above < 2):
        deeper = [leaf for leaf in deep if len(leaf.path) > level + 2]
        if len(deeper) > 0.7 * len(deep) and _recurrence(deeper, level, level + 2) >= 0.5:
            return level + 2, (level + 1 if _varying(deeper, level + 1) > 1 else None)
        return level + 1, (level - 1 if above >= 2 and not _is_track(under, level, level - 1) else None)
    if above >= 2:
        return level - 1, (level - 2 if level > 1 and _varying(under, level - 2) >= 2 else None)
    if level > 0:
        return level - 1, None
    return None, None


def _varying(leaves: list[Leaf], position: int) -> int:
    return len({fold(leaf.path[position]) for leaf in leaves if len(leaf.path) > position})


def _recurrence(leaves: list[Leaf], level: int, position: int) -> float:
    """Return the share of names at a position that come back under at least two levels."""
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for leaf in leaves:
        if len(leaf.path) > position:
            seen[fold(leaf.path[position])].add(fold(leaf.path[level]))
    return sum(len(levels) > 1 for levels in seen.values()) / len(seen) if seen else 0.0


def _is_track(leaves: list[Leaf], level: int, position: int) -> bool:
    """Return whether the names at a position divide the levels, as tracks do, and not the competencies."""
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for leaf in leaves:
        seen[fold(leaf.path[level])].add(fold(leaf.path[position]))
    return all(len(names) == 1 for names in seen.values())


def _same_children(
    leaves: list[Leaf], level: int, competency: int, names: frozenset[str], kind: str, recipe: Recipe
) -> frozenset[str]:
    """Return names that no word tells to be levels, but that stand where levels do and hold the same competencies."""
    children: defaultdict[str, set[str]] = defaultdict(set)
    shown: dict[str, str] = {}
    for leaf in leaves:
        if len(leaf.path) > max(level, competency):
            children[fold(leaf.path[level])].add(fold(leaf.path[competency]))
            shown.setdefault(fold(leaf.path[level]), leaf.path[level])
    known = set().union(*(children[name] for name in names)) if names else set()
    return frozenset(
        name
        for name, own in children.items()
        if name not in names
        and recipe.role_of(part_key(kind, shown[name])) is None
        and competency > level
        and len(own & known) >= max(2, 0.6 * len(own))
    )


def _listed(leaves: list[Leaf], level: int, kind: str, recipe: Recipe) -> frozenset[str]:
    """Return names that no word tells to be levels, but that stand in a list called so."""
    return frozenset(
        fold(leaf.path[level])
        for leaf in leaves
        if len(leaf.path) == level + 1
        and leaf.structure
        and leaf.structure[-1] in _LEVEL_LISTS
        and level not in leaf.ordinals
        and recipe.role_of(part_key(kind, leaf.path[level])) is None
    )


def _add_names(finding: Finding, used: list[Leaf], roles: _Roles, forest: Forest, kind: str, recipe: Recipe) -> None:
    levels: dict[str, About] = {}
    themes: dict[tuple[str, str], About] = {}
    for leaf in used:
        level, theme = leaf.path[roles.level], leaf.path[roles.competency]
        area = leaf.path[roles.area] if roles.area is not None else leaf.area
        name = recipe.canonical_level(level)
        title = forest.titles.get(fold(level), "")
        levels.setdefault(
            fold(name), About(name, leaf.place, summary=forest.summaries.get(fold(level), ""), title=title)
        )
        about = About(theme, leaf.place, area=area, summary=forest.summaries.get(fold(theme), ""))
        themes.setdefault((fold(area), fold(theme)), about)
    finding.levels, finding.competencies = ordered(list(levels.values())), list(themes.values())
    for about, role in [
        *((one, "level") for one in levels.values()),
        *((one, "competency") for one in themes.values()),
    ]:
        finding.parts.append(Part(kind, about.name, role, about.place))
    if roles.level > 0 and roles.area is None and roles.competency > roles.level:
        tracks = list(dict.fromkeys(leaf.path[roles.level - 1] for leaf in used))
        finding.tracks = tracks if len(tracks) > 1 else []
        for about in levels.values() if finding.tracks else ():
            about.track = next(
                leaf.path[roles.level - 1]
                for leaf in used
                if recipe.canonical_level(leaf.path[roles.level]) == about.name
            )


def ordered(levels: list[About]) -> list[About]:
    """Return levels by number when each has its own, else as they appeared; codes such as IC1 and M1 stay apart."""
    codes = [level_code(level.name) for level in levels]
    letters = list(dict.fromkeys(code[0] if code else "" for code in codes))
    numbers = [rank_number(level.name) for level in levels]
    keys = [(letters.index(code[0] if code else ""), number) for code, number in zip(codes, numbers, strict=True)]
    if None in numbers or len(set(keys)) < len(levels):
        return levels
    places = sorted(range(len(levels)), key=lambda at: (keys[at][0], keys[at][1] or 0))
    return [levels[at] for at in places]
