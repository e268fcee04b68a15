"""Builds a `coachdesk-ladder/1` draft from a proposal, in plain values and as YAML."""

from __future__ import annotations

import re
from typing import Any

import yaml

from coachdesk.rubric.importing.cells import Behaviour, CellState, CellValue, is_requirement
from coachdesk.rubric.importing.finding import About, Demand, Points
from coachdesk.rubric.importing.matrix import Matrix
from coachdesk.rubric.importing.proposal import Proposal
from coachdesk.rubric.importing.shapes.fields import name_of
from coachdesk.rubric.importing.shapes.leaves import stem
from coachdesk.rubric.importing.words import display_name, fold, rank_number, slug

_SCALE = "stages"
_MAX_STAGES = 20
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class NothingToBuild(Exception):
    """The proposal holds no matrix. The text is the reason of the refusal."""


def build_ladder(proposal: Proposal, id: str, version: str, title: str = "") -> dict[str, Any]:
    """Return the proposed ladder as a draft in the ladder format, ready to dump and to validate.

    Cells are kept as they stand, so the draft isn't cumulative unless its source says so. Raises NothingToBuild.
    """
    if proposal.matrix is None:
        raise NothingToBuild(proposal.refused or "There is nothing to build.")
    shown = title or _title(proposal) or proposal.matrix.title
    return _Builder(proposal.matrix).build(slug(id, fallback="ladder"), version, shown)


def _title(proposal: Proposal) -> str:
    """Return what the one file calls itself in its title or name; several files seldom agree."""
    if len(proposal.sources.files) != 1:
        return ""
    source = proposal.sources.files[0]
    tops = [one.title for one in source.outline.children if one.depth == 1] if source.outline is not None else []
    fields = source.tree if isinstance(source.tree, dict) else {}
    named = name_of({key: fields[key] for key in ("title", "name") if key in fields})
    return display_name(source.title or named or (tops[0] if tops else "") or stem(source.file))


def ladder_yaml(ladder: dict[str, Any]) -> str:
    """Return a ladder as YAML text; every value that another reader could take for a number or a date is quoted."""
    return yaml.dump(ladder, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=118)


class _Builder:
    """Gives every name an id once, and writes each part of the format."""

    def __init__(self, matrix: Matrix) -> None:
        self._matrix = matrix
        self._tracks = self._ids([track for track in matrix.tracks if self._is_used(track)])
        self._levels = self._ids([level.name for level in matrix.levels], [level.id for level in matrix.levels])
        self._areas = self._ids(list(matrix.areas))
        self._themes: list[str] = []
        for theme in matrix.competencies:
            self._themes.append(slug(theme.name, self._themes, fallback="competency"))
        self._demands = {(fold(one.level), fold(one.competency)): one for one in matrix.demands}
        self._scale = self._stage_names()

    def _is_used(self, track: str) -> bool:
        return any(level.track == track for level in self._matrix.levels)

    @staticmethod
    def _ids(names: list[str], given: list[str] | None = None) -> dict[str, str]:
        found: dict[str, str] = {}
        for at, name in enumerate(names):
            wanted = given[at] if given and given[at] else name
            found.setdefault(fold(name), slug(wanted, set(found.values()), fallback=f"x{at + 1}"))
        return found

    def build(self, id: str, version: str, title: str) -> dict[str, Any]:
        """Return the ladder."""
        matrix = self._matrix
        ladder: dict[str, Any] = {
            "format": "coachdesk-ladder/1",
            "id": id,
            "name": title.strip() or "Imported ladder",
            "version": version,
            "status": "draft",
            "cumulative": False,
        }
        if self._tracks:
            names = [track for track in matrix.tracks if fold(track) in self._tracks]
            ladder["tracks"] = [
                {"id": self._tracks[fold(name)], "name": name, "kind": _track_kind(name)} for name in names
            ]
        ladder["levels"] = [self._level(at, level) for at, level in enumerate(matrix.levels, start=1)]
        if self._scale:
            ladder["scales"] = {_SCALE: [{"id": key, "name": name} for key, name in self._scale]}
        if self._areas:
            ladder["areas"] = [{"id": self._areas[fold(name)], "name": name} for name in matrix.areas]
        ladder["competencies"] = [self._competency(at, theme) for at, theme in enumerate(matrix.competencies)]
        profiles = self._profiles()
        if profiles:
            ladder["profiles"] = profiles
        if matrix.points is not None:
            ladder["points"] = self._points(matrix.points)
        return ladder

    def _points(self, points: Points) -> dict[str, Any]:
        bands = [
            {
                "level": self._levels[fold(one.name)],
                "min": float(one.least),
                "max": float(one.most) if one.most else None,
            }
            for one in points.bands
        ]
        found: dict[str, Any] = {
            "per_stage": {key: float(number) for key, number in points.per_stage.items()},
            "bands": bands,
        }
        return {**found, "steps": dict(points.steps)} if points.steps else found

    def _level(self, at: int, level: About) -> dict[str, Any]:
        shown = f"Level {level.name}" if level.name.isdigit() else level.name
        found: dict[str, Any] = {"id": self._levels[fold(level.name)], "title": level.title or shown}
        if fold(level.track) in self._tracks:
            found["track"] = self._tracks[fold(level.track)]
        number = rank_number(level.name) if self._matrix.stages and len(self._matrix.tracks) > 1 else None
        found["rank"] = number if number is not None else at
        if level.title and level.title != level.name:
            found["grade"] = level.name
        if level.summary:
            found["summary"] = level.summary
        return found

    def _stage_names(self) -> list[tuple[str, str]]:
        """Return the ids and names of stages: those of the columns, else the steps that demands speak of."""
        if self._matrix.stages:
            nothing = [("0", "Not yet")] if self._matrix.points and "0" in self._matrix.points.per_stage else []
            return nothing + [(slug(column.name), column.name) for column in self._matrix.columns]
        numbers = [int(text) for one in self._matrix.demands for text in re.findall(r"\d{1,2}", one.text)]
        asked = [one for one in self._matrix.demands if is_requirement(one.text)]
        if asked and numbers and max(numbers) <= _MAX_STAGES:
            first = min([1, *numbers])
            return [(str(number), str(number)) for number in range(first, max(*numbers, first + 1) + 1)]
        words = list(dict.fromkeys(one.text.strip() for one in self._matrix.demands if not is_requirement(one.text)))
        return [(slug(word), word) for word in words] if len(words) >= 2 else []

    def _competency(self, at: int, theme: About) -> dict[str, Any]:
        found: dict[str, Any] = {"id": self._themes[at], "name": theme.name or "Expectations"}
        if theme.area:
            found["area"] = self._areas[fold(theme.area)]
        if theme.summary:
            found["summary"] = theme.summary
        if self._is_indirect(at):
            found["scale"] = _SCALE
        cells: dict[str, Any] = {}
        for column, about in enumerate(self._matrix.columns):
            cell = self._matrix.cells.get((at, column))
            if cell is not None:
                key = slug(about.name) if self._matrix.stages else self._levels[fold(about.name)]
                cells[key] = _cell(cell.value)
        if cells:
            found["at"] = cells
        return found

    def _is_indirect(self, at: int) -> bool:
        """Return whether a competency is rated in stages: the whole matrix is, or it has demands and no text."""
        if not self._scale:
            return False
        return self._matrix.stages or not any(theme == at for theme, _ in self._matrix.cells)

    def _profiles(self) -> list[dict[str, Any]]:
        known = {key for key, _ in self._scale}
        profiles: list[dict[str, Any]] = []
        for level in self._matrix.levels:
            targets: dict[str, str] = {}
            for at, theme in enumerate(self._matrix.competencies):
                demand = self._demands.get((fold(level.name), fold(theme.name)))
                target = _target(demand, known) if demand is not None and self._is_indirect(at) else ""
                if target:
                    targets[self._themes[at]] = target
            if targets:
                profiles.append({"for": self._levels[fold(level.name)], "targets": targets})
        if self._matrix.points is not None:
            span = f"{self._scale[0][0]}-{self._scale[-1][0]}"
            profiles.append({"for": "*", "targets": dict.fromkeys(self._themes, span)})
        weights = self._weights()
        if weights:
            profiles.append({"for": "*", "weights": weights})
        return profiles

    def _weights(self) -> dict[str, float]:
        found: dict[str, float] = {}
        order = {fold(theme.name): self._themes[at] for at, theme in enumerate(self._matrix.competencies)}
        for name, text, _ in self._matrix.weights:
            number = re.fullmatch(r"\s*(\d{1,6}(?:[.,]\d{1,6})?)\s*%?\s*", text)
            if number and fold(name) in order:
                found[order[fold(name)]] = float(number[1].replace(",", "."))
        return found


def _track_kind(name: str) -> str:
    return "manager" if re.search(r"manag|leadership|\bem\b|\bm\b|people", name, re.IGNORECASE) else "ic"


def _target(demand: Demand, known: set[str]) -> str:
    text = demand.text.strip().rstrip("+%").strip()
    numbers = re.findall(r"\d{1,2}", text) if is_requirement(text) else [slug(text)]
    if not numbers or any(number not in known for number in numbers):
        return ""
    return numbers[0] if len(numbers) == 1 or numbers[0] == numbers[1] else f"{numbers[0]}-{numbers[1]}"


def _cell(value: CellValue) -> Any:
    if value.state is CellState.EMPTY:
        return None
    if value.state is not CellState.BEHAVIOURS:
        return value.state.value
    unique = {fold(one.text): one for one in reversed(value.behaviours)}
    return [_behaviour(one) for one in value.behaviours if unique.get(fold(one.text)) is one]


def _behaviour(one: Behaviour) -> Any:
    if one.kind == "expect" and not (one.examples or one.links or one.tag):
        return one.text
    found: dict[str, Any] = {"text": one.text}
    if one.kind != "expect":
        found["kind"] = one.kind
    if one.examples:
        found["examples"] = [text for text in one.examples if text]
    if one.links:
        found["links"] = list(one.links)
    if one.tag:
        found["tag"] = one.tag
    return found
