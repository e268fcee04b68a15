"""Everything worth saying about a ladder file: what must be mended, and what is only worth a second look."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from coachdesk.rubric.format import Family
from coachdesk.rubric.load import read_ladder
from coachdesk.rubric.plain import find_remarks
from coachdesk.rubric.problems import LadderProblems, Problem, Severity
from coachdesk.rubric.queries import CellState, applies_to, cell, steps_of
from coachdesk.rubric.selectors import expand, level_names
from coachdesk.rubric.translate import translated
from coachdesk.rubric.wording import say_field

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path as FilePath

    from coachdesk.rubric.format import Ladder
    from coachdesk.rubric.references import Path
    from coachdesk.rubric.strict_yaml import Node

_TOTALS = (1.0, 100.0)


@dataclass(frozen=True, slots=True)
class LadderCheck:
    """What a check found; without a ladder, the file can't be read as one."""

    ladder: Ladder | None
    problems: tuple[Problem, ...]
    advice: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    path: Path
    what: str
    what_to_do: str
    severity: Severity = Severity.ADVICE


def check_ladder(source: FilePath | str | bytes, name: str = "") -> LadderCheck:
    """Return all that can be said about a file (a Path) or a text. Raises OSError when the file can't be read."""
    try:
        ladder, tree, called = read_ladder(source, name)
    except LadderProblems as error:
        return LadderCheck(None, error.problems, ())
    found = [*_check_weights(ladder), *_check_bands(ladder)]
    found += [*_check_cells(ladder), *_check_targets(ladder), *_check_translations(ladder), *_check_words(tree)]
    said = sorted(
        Problem(called, tree.line_of(one.path), say_field(tree, one.path), one.what, one.what_to_do, one.severity)
        for one in found
    )
    return LadderCheck(
        ladder,
        tuple(one for one in said if one.severity is Severity.PROBLEM),
        tuple(one for one in said if one.severity is Severity.ADVICE),
    )


def _check_weights(ladder: Ladder) -> Iterator[_Found]:
    for place, profile in enumerate(ladder.profiles):
        total = math.fsum(profile.weights.values())
        if profile.weights and not any(math.isclose(total, wanted, abs_tol=1e-6) for wanted in _TOTALS):
            what = f"the weights add up to {total:.6g}"
            to_do = "make them add up to 1 or 100; they are used as they stand"
            yield _Found(("profiles", place, "weights"), what, to_do, Severity.PROBLEM)


def _check_bands(ladder: Ladder) -> Iterator[_Found]:
    bands = ladder.points.bands if ladder.points else ()
    for place, band in enumerate(bands):
        if band.max is not None and band.max < band.min:
            what, to_do = "the band ends before it starts", "exchange min and max"
            yield _Found(("points", "bands", place), what, to_do, Severity.PROBLEM)
    for place, (lower, upper) in enumerate(pairwise(bands), start=1):
        if upper.min <= lower.min or (lower.max is not None and upper.min < lower.max):
            what, to_do = "the bands overlap or are out of order", "sort them by min, each starting where one ends"
            yield _Found(("points", "bands", place), what, to_do, Severity.PROBLEM)


def _check_cells(ladder: Ladder) -> Iterator[_Found]:
    rated = {one.id for one in ladder.rated}
    for place, competency in enumerate(ladder.competencies):
        if competency.id not in rated:
            continue
        path: Path = ("competencies", place, "at")
        unwritten = []
        for step in steps_of(ladder, competency):
            found = cell(ladder, competency.id, step)
            if found.state is CellState.NOT_WRITTEN and not found.reason:
                unwritten.append(step)
            elif found.state is CellState.NOTHING_NEW and not found.inherited:
                what = f'{competency.name}: "=" at {step}, but nothing is written below it'
                yield _Found((*path, step), what, "write the behaviours here")
        if unwritten:
            what = f"{competency.name} is not written yet at {', '.join(unwritten)}"
            yield _Found(path, what, 'write behaviours, "=" or n/a there, or say why under reasons')


def _check_targets(ladder: Ladder) -> Iterator[_Found]:
    if ladder.family is Family.DIRECT:
        return
    levels = level_names(ladder)
    rated = {one.id for one in ladder.rated}
    for place, competency in enumerate(ladder.competencies):
        if not competency.is_indirect or competency.id not in rated:
            continue
        asked = {
            level
            for profile in ladder.profiles
            if competency.id in profile.targets or competency.id in profile.optional
            for level in expand(profile.for_, levels)
        }
        missing = [one for one in levels.ordered if one not in asked and applies_to(ladder, competency, one)]
        if missing:
            what = f"no profile has a target for {competency.name} at {', '.join(missing)}"
            yield _Found(("competencies", place), what, "add a target, or name it under optional")


def _check_translations(ladder: Ladder) -> Iterator[_Found]:
    for language in ladder.i18n:
        missing = translated(ladder, language).missing
        if missing:
            some = ", ".join(missing[:3]) + (" …" if len(missing) > 3 else "")
            what = f"{len(missing)} texts have no translation: {some}"
            yield _Found(("i18n", language), what, "add them; until then the ladder's own language is shown")


def _check_words(tree: Node) -> Iterator[_Found]:
    for path, text in _texts(tree, ()):
        for remark in find_remarks(text):
            yield _Found(path, f"“{remark.word}” is about {remark.subject}", remark.what_to_do)


def _texts(node: Node, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(node.value, str):
        yield path, node.value
    elif isinstance(node.value, list):
        for place, one in enumerate(node.value):
            yield from _texts(one, (*path, place))
    elif isinstance(node.value, dict):
        for key, one in node.value.items():
            if not (not path and key in ("source", "i18n")):
                yield from _texts(one, (*path, key))
