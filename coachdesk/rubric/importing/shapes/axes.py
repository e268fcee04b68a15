"""Reads ladders of axes: each axis lists its stages in order, and positions elsewhere name the stage they need."""

from __future__ import annotations

import re
from collections import defaultdict

from coachdesk.rubric.importing.cells import CellState, CellValue, behaviour
from coachdesk.rubric.importing.finding import About, Demand, Entry, Finding, Part
from coachdesk.rubric.importing.neutral import Item, Place, Section, Source
from coachdesk.rubric.importing.recipe import Recipe
from coachdesk.rubric.importing.shapes.leaves import stem
from coachdesk.rubric.importing.words import Strength, column_word, display_name, fold

_LABELLED = re.compile(r"^(?:\*\*|__)(?P<label>[^*_]{1,60}?)\s*:?(?:\*\*|__)\s*[:–—-]?\s*(?P<rest>\S.*)$", re.DOTALL)
_MIN_STAGES = 3


def read_axes(sources: list[Source], recipe: Recipe) -> Finding | None:
    """Return axes with numbered stages, and the stages that positions ask for; None for any other document."""
    for source in sources:
        axes = _axes(source, recipe)
        if len(axes) >= 2:
            return _to_finding(source, axes, sources, recipe)
    return None


def _axes(source: Source, recipe: Recipe) -> list[Section]:
    """Return sibling sections that each hold the same number of labelled, numbered items."""
    if source.outline is None:
        return []
    for parent in source.outline.walk():
        found = [
            child
            for child in parent.children
            if len(child.items) >= _MIN_STAGES
            and all(item.ordered and _LABELLED.match(item.text) for item in child.items)
            and not recipe.strength(child.title)
        ]
        if len(found) >= 2 and len({len(child.items) for child in found}) == 1:
            return found
    return []


def _to_finding(source: Source, axes: list[Section], sources: list[Source], recipe: Recipe) -> Finding:
    finding = Finding("axes with stages", source.title, Place(source.file, line=axes[0].line), stages=True)
    count = len(axes[0].items)
    stages = [str(number) for number in range(1, count + 1)]
    labels: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for section in axes:
        axis = display_name(section.title)
        place = Place(source.file, line=section.line)
        finding.competencies.append(About(axis, place))
        finding.parts.append(Part("heading", axis, "competency", place))
        for number, item in enumerate(section.items, start=1):
            label, rest = _split(item)
            labels[fold(label)].append((axis, number))
            value = CellValue(CellState.BEHAVIOURS, (behaviour(rest, tag=label),))
            finding.entries.append(Entry(str(number), axis, "", value, Place(source.file, line=item.line)))
    finding.levels = [About(stage, finding.place) for stage in stages]
    _add_positions(finding, sources, dict(labels), [display_name(axis.title) for axis in axes], recipe)
    return finding


def _split(item: Item) -> tuple[str, str]:
    found = _LABELLED.match(item.text)
    return (display_name(found["label"]), found["rest"].strip()) if found else ("", item.text)


def _add_positions(
    finding: Finding, sources: list[Source], labels: dict[str, list[tuple[str, int]]], axes: list[str], recipe: Recipe
) -> None:
    positions: list[About] = []
    for source in sources:
        if source.outline is None:
            continue
        track = next((top.title for top in source.outline.children if top.depth == 1), stem(source.file))
        for section in source.outline.walk():
            name = display_name(section.title)
            named = [_split(item)[0] for item in section.items]
            if recipe.strength(name) is not Strength.STRONG or not any(fold(label) in labels for label in named):
                continue
            place = Place(source.file, line=section.line)
            positions.append(About(name, place, track=display_name(track)))
            finding.parts.append(Part("heading", name, "level", place))
            _add_demands(finding, name, named, labels, axes, section, source.file)
    positions = positions or _position_table(sources, recipe)
    if positions:
        finding.tracks = list(dict.fromkeys(position.track for position in positions))
        finding.levels = positions
    else:
        finding.stages = False


def _position_table(sources: list[Source], recipe: Recipe) -> list[About]:
    """Return the positions that a table names by level and track; an empty cell is a level that a track lacks."""
    for table in (table for source in sources for table in source.tables):
        header, *body = table.rows
        if column_word(header[0].text) != "level" or len(body) < 2:
            continue
        found: list[About] = []
        for at, head in enumerate(header[1:], start=1):
            names = [(display_name(row[at].text), row[at].place) for row in body if row[at].text.strip()]
            if names and all(recipe.strength(name) is Strength.STRONG for name, _ in names):
                found.extend(About(name, place, track=display_name(head.text)) for name, place in names)
        if found:
            return found
    return []


def _add_demands(
    finding: Finding,
    level: str,
    named: list[str],
    labels: dict[str, list[tuple[str, int]]],
    axes: list[str],
    section: Section,
    file_name: str,
) -> None:
    for order, (label, item) in enumerate(zip(named, section.items, strict=True)):
        place = Place(file_name, line=item.line)
        choices = labels.get(fold(label), [])
        axis = axes[order] if order < len(axes) else ""
        match = next((one for one in choices if one[0] == axis), choices[0] if len(choices) == 1 else None)
        if match is None:
            finding.demands.append(Demand(level, axis, "", label, place))
        else:
            finding.demands.append(Demand(level, match[0], "", str(match[1]), place))
