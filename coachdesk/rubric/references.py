"""Checks that everything a ladder refers to is there. All that is wrong is collected, not only the first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coachdesk.rubric.problems import suggest
from coachdesk.rubric.requirements import FloorRule
from coachdesk.rubric.selectors import Names, UnknownName, expand, level_names, stage_names
from coachdesk.rubric.targets import read_target
from coachdesk.rubric.translate import translatable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from coachdesk.rubric.cells import Behaviour, FileCell
    from coachdesk.rubric.format import Competency, Ladder
    from coachdesk.rubric.requirements import Gate, Target

Path = tuple[str | int, ...]

_MANY = 100


@dataclass(frozen=True, slots=True)
class Found:
    """Something wrong at `path`, as the keys and places that lead to it in the file."""

    path: Path
    what: str
    what_to_do: str


def check_references(ladder: Ladder) -> tuple[Found, ...]:
    """Return each reference that leads nowhere and each id that stands twice."""
    check = _Check(ladder)
    check.run()
    return tuple(dict.fromkeys(check.found))


class _Check:
    def __init__(self, ladder: Ladder) -> None:
        self.ladder = ladder
        self.found: list[Found] = []
        self.levels = level_names(ladder)
        self.competencies = {one.id: one for one in ladder.competencies}
        self.areas = {one.id for one in ladder.areas}
        self.shapes = {one.id for one in ladder.overlays}

    def run(self) -> None:
        self._check_ids()
        self._check_levels()
        self._check_tree("areas", [(one.id, one.parent) for one in self.ladder.areas])
        self._check_tree("competencies", [(one.id, one.parent) for one in self.ladder.competencies])
        for place, competency in enumerate(self.ladder.competencies):
            self._check_competency(("competencies", place), competency)
        self._check_behaviour_ids()
        self._check_profiles()
        self._check_modifiers()
        self._check_points()
        self._check_overlays()
        self._check_translations()

    def _say(self, path: Path, what: str, what_to_do: str) -> None:
        self.found.append(Found(path, what, what_to_do))

    def _name(self, path: Path, kind: str, name: str | None, known: Collection[str]) -> None:
        if name is not None and name not in known:
            self._say(path, f"there is no {kind} {name}", self._suggest(name, known))

    def _suggest(self, name: str, known: Iterable[str]) -> str:
        return suggest(name, known) if len(self.found) < _MANY else "look for a slip of the keys"

    def _names(self, path: Path, kind: str, names: Iterable[str], known: Collection[str]) -> None:
        for place, name in enumerate(names):
            self._name((*path, place), kind, name, known)

    def _select(self, path: Path, selector: str, names: Names) -> tuple[str, ...]:
        try:
            return expand(selector, names)
        except UnknownName as wrong:
            if ".." in wrong.name:
                self._say(path, f"the range {wrong.name} runs downwards", "write the lower one first")
            else:
                known = (*names.ordered, *names.groups)
                self._say(path, f"there is no level, stage or track {wrong.name}", self._suggest(wrong.name, known))
            return ()

    def _check_ids(self) -> None:
        ladder = self.ladder
        lists: list[tuple[Path, list[str]]] = [
            (("tracks",), [one.id for one in ladder.tracks]),
            (("levels",), [one.id for one in ladder.levels]),
            (("areas",), [one.id for one in ladder.areas]),
            (("competencies",), [one.id for one in ladder.competencies]),
            (("overlays",), [one.id for one in ladder.overlays]),
        ]
        lists += [(("scales", name), [one.id for one in scale]) for name, scale in ladder.scales.items()]
        lists += [(("profiles", at, "gates"), [g.id for g in one.gates]) for at, one in enumerate(ladder.profiles)]
        for path, ids in lists:
            seen: set[str] = set()
            for place, one in enumerate(ids):
                if one in seen:
                    self._say((*path, place, "id"), f"the id {one} is taken", "give each a different id")
                seen.add(one)

    def _check_levels(self) -> None:
        tracks = [one.id for one in self.ladder.tracks]
        for place, level in enumerate(self.ladder.levels):
            self._name(("levels", place, "track"), "track", level.track, tracks)
            self._names(("levels", place, "equivalent"), "level", level.equivalent, self.levels.ordered)
            self._names(("levels", place, "next"), "level", level.next, self.levels.ordered)
        for place, track in enumerate(self.ladder.tracks):
            self._names(("tracks", place, "entry_from"), "level", track.entry_from, self.levels.ordered)

    def _check_tree(self, field: str, parts: list[tuple[str, str | None]]) -> None:
        parents = dict(parts)
        for place, (name, parent) in enumerate(parts):
            self._name((field, place, "parent"), "parent", parent, parents)
            seen = {name}
            while parent is not None and parent in parents:
                if parent in seen:
                    self._say((field, place, "parent"), f"{name} lies within itself", "remove a parent of the circle")
                    break
                seen.add(parent)
                parent = parents[parent]

    def _steps(self, competency: Competency) -> Names:
        return stage_names(self.ladder, competency.scale) if competency.scale else self.levels

    def _check_competency(self, path: Path, competency: Competency) -> None:
        self._name((*path, "area"), "area", competency.area, self.areas)
        self._name((*path, "scale"), "scale", competency.scale, self.ladder.scales)
        for place, selector in enumerate(competency.only):
            self._select((*path, "only", place), selector, self.levels)
        if competency.scale is None or competency.scale in self.ladder.scales:
            self._check_cells((*path, "at"), competency, competency.at)
            for selector in competency.reasons:
                self._select((*path, "reasons", selector), selector, self._steps(competency))

    def _check_cells(self, path: Path, competency: Competency, cells: Mapping[str, FileCell]) -> None:
        steps = self._steps(competency)
        taken: dict[str, str] = {}
        behaviours = {competency.behaviour_id(one) for cell in competency.at.values() for one in cell_list(cell)}
        for key, cell in cells.items():
            for step in self._select((*path, key), key, steps):
                if step in taken:
                    self._say((*path, key), f"the cell at {step} is also written at {taken[step]}", "keep one of them")
                taken[step] = key
            for place, one in enumerate(cell_list(cell)):
                self._name((*path, key, place, "until"), "level or stage", one.until, steps.ordered)
                self._name((*path, key, place, "replaces"), "behaviour", one.replaces, behaviours)

    def _check_behaviour_ids(self) -> None:
        texts: dict[str, tuple[str, str]] = {}
        for path, competency, cells in self._all_cells():
            for key, cell in cells.items():
                for place, one in enumerate(cell_list(cell)):
                    owner = (competency.id, one.text)
                    name = competency.behaviour_id(one)
                    if texts.setdefault(name, owner) != owner:
                        self._say((*path, key, place), f"the id {name} is taken", "give each text its own id")

    def _all_cells(self) -> Iterable[tuple[Path, Competency, Mapping[str, FileCell]]]:
        for at, one in enumerate(self.ladder.competencies):
            yield ("competencies", at, "at"), one, one.at
        for at, overlay in enumerate(self.ladder.overlays):
            for name, cells in overlay.at.items():
                if name in self.competencies:
                    yield ("overlays", at, "at", name), self.competencies[name], cells

    def _check_targets(self, path: Path, targets: Mapping[str, Target]) -> None:
        self._check_rated((*path,), targets)
        for name, target in targets.items():
            competency = self.competencies.get(name)
            steps = self._steps(competency).ordered if competency else ()
            if not steps:
                continue
            try:
                read_target(target, steps)
            except UnknownName as wrong:
                what = f"{wrong.name} is not a step of {name}, nor a range of two from low to high"
                self._say((*path, name), what, f"its steps are {', '.join(steps)}")

    def _check_rated(self, path: Path, names: Iterable[str]) -> None:
        rated = {one.id for one in self.ladder.rated}
        for name in names:
            if name in self.competencies and name not in rated:
                self._say((*path, name), f"{name} is a heading and has no mark", "name the competencies inside it")
            else:
                self._name((*path, name), "competency", name, rated)

    def _check_profiles(self) -> None:
        for place, profile in enumerate(self.ladder.profiles):
            path: Path = ("profiles", place)
            self._select((*path, "for"), profile.for_, self.levels)
            self._check_targets((*path, "targets"), profile.targets)
            self._check_rated((*path, "weights"), profile.weights)
            self._names((*path, "optional"), "competency", profile.optional, self.competencies)
            self._check_gates((*path, "gates"), profile.gates)

    def _check_gates(self, path: Path, gates: Iterable[Gate]) -> None:
        stages = {stage.id for scale in self.ladder.scales.values() for stage in scale} | set(self.levels.ordered)
        for place, gate in enumerate(gates):
            rules: list[tuple[str, str | tuple[str, ...] | None, str | None]] = [("meet", gate.meet, None)]
            if gate.count:
                rules.append(("count", gate.count.of, gate.count.stage))
            if isinstance(gate.none_below, FloorRule):
                rules.append(("none_below", gate.none_below.of, gate.none_below.stage))
            elif gate.none_below:
                rules.append(("none_below", None, gate.none_below))
            for field, chosen, stage in rules:
                self._name((*path, place, field, "stage"), "stage or level", stage, stages)
                for name in (chosen,) if isinstance(chosen, str) else chosen or ():
                    if name != "*":
                        known = self.areas | self.competencies.keys()
                        self._name((*path, place, field, "of"), "competency or area", name, known)
            if gate.points_min is not None and self.ladder.points is None:
                self._say((*path, place, "points_min"), "the ladder declares no points", "add points, or another rule")

    def _check_modifiers(self) -> None:
        for place, modifier in enumerate(self.ladder.modifiers):
            path: Path = ("modifiers", place)
            self._name(
                (*path, "when", "track"), "track", modifier.when.get("track"), [t.id for t in self.ladder.tracks]
            )
            self._name((*path, "when", "shape"), "overlay", modifier.when.get("shape"), self.shapes)
            if "level" in modifier.when:
                self._select((*path, "when", "level"), modifier.when["level"], self.levels)
            self._check_rated((*path, "add"), modifier.add)

    def _check_points(self) -> None:
        if self.ladder.points is None:
            return
        steps = {stage.id for scale in self.ladder.scales.values() for stage in scale} | set(self.levels.ordered)
        for name in self.ladder.points.per_stage:
            self._name(("points", "per_stage", name), "stage or level", name, steps)
        for place, band in enumerate(self.ladder.points.bands):
            self._name(("points", "bands", place, "level"), "level", band.level, self.levels.ordered)
        twice = [name for name, number in Counter(b.level for b in self.ladder.points.bands).items() if number > 1]
        for name in twice:
            self._say(("points", "bands"), f"{name} has two bands", "join them")

    def _check_overlays(self) -> None:
        for place, overlay in enumerate(self.ladder.overlays):
            path: Path = ("overlays", place)
            self._select((*path, "for"), overlay.for_, self.levels)
            self._check_rated((*path, "at"), overlay.at)
            for name, cells in overlay.at.items():
                if name in self.competencies:
                    self._check_cells((*path, "at", name), self.competencies[name], cells)
            self._check_targets((*path, "targets"), overlay.targets)
            self._check_rated((*path, "add"), overlay.add)
            self._check_gates((*path, "gates"), overlay.gates)

    def _check_translations(self) -> None:
        if not self.ladder.i18n:
            return
        known = translatable(self.ladder)
        for language, texts in self.ladder.i18n.items():
            for key in texts:
                if key not in known:
                    self._say(("i18n", language, key), f"there is no text {key}", self._suggest(key, known))


def cell_list(cell: FileCell) -> tuple[Behaviour, ...]:
    """Return the behaviours of a cell, none where it holds a word or nothing."""
    return cell if isinstance(cell, tuple) else ()
