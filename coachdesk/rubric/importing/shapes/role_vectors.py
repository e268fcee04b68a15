"""Reads what roles ask for: objects that give each competency the number or the name of a stage."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from coachdesk.rubric.importing.cells import is_requirement
from coachdesk.rubric.importing.finding import About, Demand, Finding, Part
from coachdesk.rubric.importing.neutral import Place, Refusal, Tree
from coachdesk.rubric.importing.recipe import Recipe
from coachdesk.rubric.importing.shapes.fields import is_meta, is_text_field, name_of, titles_of, words_of
from coachdesk.rubric.importing.words import column_word, display_name, fold, level_strength

_ROLE_LISTS = frozenset(
    ("roles", "levels", "positions", "profiles", "job profiles", "role profiles", "career levels", "grades", "titles")
)
_STAGE_LISTS = frozenset(("stages", "scale", "proficiencies", "proficiency levels", "stage names", "ratings"))
_MAX_WORDS = 4
_MAX_VECTORS, _MAX_NAMES = 400, 1_000
_MAX_LEVELS = 80


@dataclass(frozen=True, slots=True)
class _Vector:
    """What one role asks for: the texts of stages by the names of competencies."""

    role: str
    within: str
    asked: dict[str, str]
    place: Place


def add_role_vectors(finding: Finding | None, trees: list[tuple[Place, Tree]], recipe: Recipe) -> Finding | None:
    """Return the finding with the roles as levels and its own levels as stages; without vectors, what was given.

    Vectors alone, without a matrix beside them, make a finding of demands.
    """
    titles = {fold(key): title for _, tree in trees for key, title in titles_of(tree).items()}
    stages = [] if finding is None else [fold(one.name) for one in finding.levels]
    stages = stages or [fold(name) for _, tree in trees for name in _stage_list(tree)]
    everything = (one for place, tree in trees for one in _vectors(tree, place, frozenset(stages)))
    found = list(islice(everything, _MAX_VECTORS))
    groups: dict[str, list[_Vector]] = {}
    for one in found:
        named = {display_name(titles.get(fold(key), key)): text for key, text in one.asked.items()}
        groups.setdefault(one.within, []).append(replace(one, asked=named))
    small = [group for group in groups.values() if len({key for one in group for key in one.asked}) <= _MAX_NAMES]
    for vectors in sorted((_upright(group) for group in small), key=len, reverse=True):
        if len(vectors) < 2 or len({fold(one.role) for one in vectors}) < len(vectors):
            continue
        read = _alone(vectors, stages, recipe) if finding is None else _beside(finding, vectors, stages)
        if read is not None:
            return read
    return finding


def _upright(vectors: list[_Vector]) -> list[_Vector]:
    """Return vectors named after roles; those named after competencies, with levels inside, are turned."""
    keys = list(dict.fromkeys(key for one in vectors for key in one.asked))
    inside = sum(bool(level_strength(key)) for key in keys) if len(keys) <= _MAX_LEVELS else 0
    if inside < max(2, 0.6 * len(keys)) or any(level_strength(one.role) for one in vectors):
        return vectors
    return [
        _Vector(
            key, vectors[0].within, {one.role: one.asked[key] for one in vectors if key in one.asked}, vectors[0].place
        )
        for key in keys
    ]


def _beside(finding: Finding, vectors: list[_Vector], stages: list[str]) -> Finding | None:
    known = {fold(one.name): one for one in finding.competencies}
    asked = {fold(key) for one in vectors for key in one.asked}
    levels = {fold(one.name) for one in finding.levels}
    if len(asked & known.keys()) < 0.5 * len(asked) or levels & {fold(one.role) for one in vectors}:
        return None
    order = {name: at for at, name in enumerate(stages)}
    demands = [
        Demand(one.role, known[fold(key)].name, known[fold(key)].area, _stage(text, vectors, stages), one.place)
        for one in vectors
        for key, text in one.asked.items()
        if fold(key) in known
    ]
    taken = tuple(one.place.part for one in vectors)
    return replace(
        finding,
        shape="objects with role profiles",
        stages=True,
        levels=[About(one.role, one.place) for one in vectors],
        entries=sorted(finding.entries, key=lambda entry: order.get(fold(entry.level), len(order))),
        demands=demands,
        parts=[*finding.parts, *(Part("key", one.role, "level", one.place) for one in vectors)],
        ignored=[one for one in finding.ignored if not (one.place.part and one.place.part.startswith(taken))],
    )


def _stage(text: str, vectors: list[_Vector], stages: list[str]) -> str:
    """Return the name of the stage that a number stands for, where the stages have names instead of numbers."""
    if not text.isdigit() or text in stages:
        return text
    numbers = [int(one) for vector in vectors for one in vector.asked.values() if one.isdigit()]
    at = int(text) - (0 if 0 in numbers else 1)
    return stages[at] if max(numbers) - (0 if 0 in numbers else 1) < len(stages) else text


def _alone(vectors: list[_Vector], stages: list[str], recipe: Recipe) -> Finding | None:
    named = sum(bool(recipe.strength(one.role)) for one in vectors)
    if named < 2 and words_of(vectors[0].within) not in _ROLE_LISTS:
        return None
    finding = Finding("role profiles", vectors[0].within, vectors[0].place)
    finding.levels = [About(recipe.canonical_level(one.role), one.place) for one in vectors]
    names = dict.fromkeys(key for one in vectors for key in one.asked)
    finding.competencies = [About(name, vectors[0].place) for name in names]
    order = {name: at for at, name in enumerate(stages)}
    demands = [
        Demand(recipe.canonical_level(one.role), key, "", text, one.place)
        for one in vectors
        for key, text in one.asked.items()
    ]
    finding.demands = sorted(demands, key=lambda one: order.get(fold(one.text), len(order)))
    finding.parts = [Part("key", one.role, "level", one.place) for one in vectors]
    finding.ignored = [Refusal(vectors[0].place, "these roles name stages and no behaviours, so the cells are empty.")]
    return finding


def _stage_list(tree: Tree) -> list[str]:
    fields = tree.items() if isinstance(tree, dict) else ()
    for key, value in fields:
        if words_of(key) in _STAGE_LISTS and isinstance(value, list):
            names = [name_of(one) if isinstance(one, dict) else one for one in value]
            return [name for name in names if isinstance(name, str)]
    return []


def _vectors(tree: Tree, place: Place, stages: frozenset[str]) -> Iterator[_Vector]:
    """Yield each object or list that asks for stages, with the name of what it belongs to."""
    waiting: deque[tuple[Tree, str, str, str]] = deque([(tree, "", "", "")])
    while waiting:
        value, role, within, where = waiting.popleft()
        asked = _asked(value, stages)
        if asked and role:
            yield _Vector(display_name(role), within, asked, Place(place.file, where))
            continue
        if isinstance(value, dict):
            name = name_of(value) if where.endswith("]") else ""
            for key, inner in value.items():
                path = f"{where}.{key}" if where else key
                named = name and isinstance(inner, (dict, list))
                waiting.append((inner, name if named else key, within if named else _last(where), path))
        elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
            waiting.extend((one, "", _last(where), f"{where}[{at}]") for at, one in enumerate(value))


def _last(where: str) -> str:
    return where.rsplit(".", 1)[-1].split("[", 1)[0]


def _asked(value: Tree, stages: frozenset[str]) -> dict[str, str]:
    """Return the stages by competency, empty when anything else stands there."""
    pairs: dict[str, str] = {}
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, str) and _is_stage(inner, stages):
                pairs[key] = inner.strip()
            elif inner is not None and not is_meta(key):
                return {}
    elif isinstance(value, list):
        for one in value:
            name, stage = _pair(one, stages)
            if not name:
                return {}
            pairs[name] = stage
    return pairs if len(pairs) >= 2 and not all(key.strip("+-.").isdigit() for key in pairs) else {}


def _pair(value: Tree, stages: frozenset[str]) -> tuple[str, str]:
    if not isinstance(value, dict) or any(is_text_field(key) for key in value):
        return "", ""
    stage = next(
        (
            inner
            for key, inner in value.items()
            if isinstance(inner, str) and column_word(key) in ("level", "expected") and _is_stage(inner, stages)
        ),
        "",
    )
    name = next(
        (
            inner
            for key, inner in value.items()
            if isinstance(inner, str) and (column_word(key) == "competency" or key in ("name", "title", "id"))
        ),
        "",
    )
    return (name, stage.strip()) if stage else ("", "")


def _is_stage(text: str, stages: frozenset[str]) -> bool:
    return is_requirement(text) or (len(text.split()) <= _MAX_WORDS and fold(text) in stages)
