"""Reads points that a file declares for its milestones, and the titles that sums of points lead to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from coachdesk.rubric.importing.finding import About, Band, Finding, Points
from coachdesk.rubric.importing.neutral import Place, Tree
from coachdesk.rubric.importing.shapes.fields import name_of, words_of
from coachdesk.rubric.importing.words import display_name

_FROM = ("minpoints", "min_points", "min", "from")
_TO = ("maxpoints", "max_points", "max", "to")
_MAX_BANDS = 100


def add_points(finding: Finding, trees: list[tuple[Place, Tree]]) -> Finding:
    """Return the finding with milestones as stages, titles as levels and its points, where all three are there."""
    names = [one.name for one in finding.levels]
    if finding.stages or finding.demands or not all(name.isdigit() for name in names):
        return finding
    per_stage: dict[str, str] = {}
    bands: list[tuple[Band, Place]] = []
    steps: dict[str, str] = {}
    for where, key, value in (one for place, tree in trees for one in _fields(place, tree)):
        words = words_of(key)
        if "points" in words or words == "titles":
            per_stage = per_stage or _per_stage(value, names)
            bands = bands or _bands(value, where)
            steps = steps or (_numbers(value) if words.startswith("points to") else {})
    if not per_stage or len(bands) < 2:
        return finding
    taken = tuple(place.part for _, place in bands)
    return replace(
        finding,
        stages=True,
        levels=[About(band.name, place) for band, place in bands],
        points=Points(per_stage, tuple(band for band, _ in bands), steps),
        ignored=[one for one in finding.ignored if not (one.place.part and one.place.part.startswith(taken))],
    )


def _fields(place: Place, tree: Tree) -> Iterator[tuple[Place, str, Tree]]:
    """Yield the outer fields of a file, and those one step further in."""
    for key, value in tree.items() if isinstance(tree, dict) else ():
        yield Place(place.file, key), key, value
        for inner, one in value.items() if isinstance(value, dict) else ():
            yield Place(place.file, f"{key}.{inner}"), inner, one


def _numbers(value: Tree) -> dict[str, str]:
    pairs = value.items() if isinstance(value, dict) else ()
    return {key: one.strip() for key, one in pairs if _is_number(key) and isinstance(one, str) and _is_number(one)}


def _is_number(text: str) -> bool:
    return len(text) <= 12 and text.strip().replace(".", "", 1).isdigit()


def _per_stage(value: Tree, names: list[str]) -> dict[str, str]:
    """Return points for each milestone: an object by its number, or a list that begins with it or with none."""
    if isinstance(value, list) and len(value) in (len(names), len(names) + 1):
        keys = names if len(value) == len(names) else ["0", *names]
        value = dict(zip(keys, value, strict=True))
    found = _numbers(value)
    return found if set(names) <= set(found) <= {"0", *names} else {}


def _bands(value: Tree, place: Place) -> list[tuple[Band, Place]]:
    """Return titles with the points from which they hold; titles that begin at the same sum share a band."""
    found: dict[float, tuple[Band, Place]] = {}
    for at, row in enumerate(value[:_MAX_BANDS] if isinstance(value, list) else []):
        fields = {key.casefold(): one for key, one in row.items()} if isinstance(row, dict) else {}
        least = next((one for key in _FROM if isinstance(one := fields.get(key), str) and _is_number(one)), None)
        most = next((one for key in _TO if isinstance(one := fields.get(key), str) and _is_number(one)), None)
        name = display_name(name_of(row)) if isinstance(row, dict) else ""
        if least is None or not name:
            return []
        before = found.get(float(least))
        shown = f"{before[0].name} / {name}" if before else name
        found[float(least)] = (Band(shown, least, most), Place(place.file, f"{place.part}[{at}]"))
    return [found[least] for least in sorted(found)]
