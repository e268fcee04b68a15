"""Joins findings that describe one ladder into a matrix, and tells apart those that don't."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from coachdesk.rubric.importing.cells import EMPTY, Behaviour, CellState, CellValue
from coachdesk.rubric.importing.finding import About, Demand, Entry, Finding, Part, Points
from coachdesk.rubric.importing.neutral import Place, Refusal
from coachdesk.rubric.importing.recipe import Recipe
from coachdesk.rubric.importing.spans import spread_spans
from coachdesk.rubric.importing.words import fold, level_code, rank_number

_MANAGER_CODES = frozenset(("m", "em", "mg", "mgr"))


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Return names once each, as they were first written."""
    found: dict[str, str] = {}
    for name in names:
        if name:
            found.setdefault(fold(name), name)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One cell of the proposed matrix and all places of the source that it was read from."""

    value: CellValue = EMPTY
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Matrix:
    """A proposed ladder. `columns` are the levels, or the stages when `stages` is set; then `levels` may be fewer.

    `cells` is keyed by the index of a competency and the index of a column.
    """

    shape: str
    title: str
    place: Place
    levels: tuple[About, ...]
    columns: tuple[About, ...]
    competencies: tuple[About, ...]
    cells: Mapping[tuple[int, int], MatrixCell]
    demands: tuple[Demand, ...] = ()
    weights: tuple[tuple[str, str, Place], ...] = ()
    tracks: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    ignored: tuple[Refusal, ...] = ()
    warnings: tuple[Refusal, ...] = ()
    stages: bool = False
    points: Points | None = None

    @property
    def areas(self) -> tuple[str, ...]:
        """The names of the areas, in order."""
        return _distinct(one.area for one in self.competencies)

    @property
    def filled(self) -> int:
        """The number of cells that say something about their level."""
        said = (CellState.BEHAVIOURS, CellState.SAME)
        return sum(cell.value.state in said for cell in self.cells.values())

    @property
    def behaviour_count(self) -> int:
        """The number of behaviours in all cells."""
        return sum(len(cell.value.behaviours) for cell in self.cells.values())

    @property
    def step_count(self) -> int:
        """The number of levels; those of equal rank on several tracks are one step, as are all titles of one sum."""
        if self.points is not None:
            return len(self.columns)
        if not self.stages or len(self.tracks) < 2:
            return len(self.levels)
        numbers = [rank_number(level.name) for level in self.levels]
        return len(set(numbers)) if None not in numbers else len(self.levels)


def join_findings(findings: list[Finding], recipe: Recipe) -> list[Matrix]:
    """Return one matrix for each group of findings that share levels or competencies, the fullest first."""
    groups: list[list[Finding]] = []
    for finding in findings:
        home = next((group for group in groups if any(_belong(finding, other) for other in group)), None)
        if home is None:
            groups.append([finding])
        else:
            home.append(finding)
    matrices = [_Joiner(recipe).join(group) for group in groups]
    matrices.sort(key=lambda matrix: (-matrix.filled, -len(matrix.demands)))
    if len(matrices) > 1 and all(len(matrix.levels) >= 2 for matrix in matrices[:6]):
        names = tuple(
            dict.fromkeys(name for one in matrices for name in (one.tracks or (one.title or one.place.file,)))
        )
        matrices = [replace(one, tracks=names if len(names) > 1 else one.tracks) for one in matrices]
    return matrices


def _belong(one: Finding, other: Finding) -> bool:
    if one.stages != other.stages:
        return False
    if _overlap(one.level_keys(), other.level_keys()) >= 0.5:
        return True
    return len(one.competencies) > 1 and _overlap(one.competency_keys(), other.competency_keys()) >= 0.5


def _overlap(one: set[str], other: set[str]) -> float:
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


@dataclass(slots=True)
class _Cell:
    value: CellValue
    places: list[Place] = field(default_factory=list)
    behaviours: list[Behaviour] = field(default_factory=list)

    def whole(self) -> CellValue:
        """Return the value with the behaviours of all places."""
        return CellValue(self.value.state, tuple(self.behaviours))


class _Joiner:
    """Builds one matrix: levels in a common order, competencies by folded name within their area."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self._levels: list[About] = []
        self._columns: list[About] = []
        self._themes: dict[tuple[str, str], About] = {}
        self._named: dict[str, list[tuple[str, str]]] = {}
        self._cells: dict[tuple[tuple[str, str], str], _Cell] = {}

    def join(self, group: list[Finding]) -> Matrix:
        """Return the matrix of a group."""
        group = [spread_spans(finding) for finding in group]
        tracks = _name_tracks(group)
        _name_areas(group)
        stages = group[0].stages
        for finding in group:
            self._add_levels(self._levels, finding.levels)
            if stages:
                names = list(dict.fromkeys(entry.level for entry in finding.entries))
                self._add_levels(self._columns, [About(name, finding.place) for name in names])
            for theme in finding.competencies:
                self._theme(theme)
            for entry in finding.entries:
                self._add_entry(entry)
        columns = self._columns if stages else self._levels
        order = {key: at for at, key in enumerate(self._themes)}
        at_column = {fold(self._merged(column.name)): at for at, column in enumerate(columns)}
        first = group[0]
        return Matrix(
            first.shape,
            first.title,
            first.place,
            tuple(self._levels),
            tuple(columns),
            tuple(self._themes.values()),
            {
                (order[theme], at_column[level]): MatrixCell(cell.whole(), tuple(cell.places))
                for (theme, level), cell in self._cells.items()
                if level in at_column
            },
            tuple(one for finding in group for one in finding.demands),
            tuple(one for finding in group for one in finding.weights),
            _distinct(tracks or _tracks_by_code(self._levels)),
            tuple(one for finding in group for one in finding.parts),
            tuple(one for finding in group for one in finding.ignored),
            tuple(one for finding in group for one in finding.warnings),
            stages,
            next((one.points for one in group if one.points is not None), None),
        )

    def _merged(self, name: str) -> str:
        return self._recipe.merges.get(fold(name), name)

    def _add_levels(self, known: list[About], levels: list[About]) -> None:
        """Keep the order of what is known; a new level stands after the one before it in its own source."""
        at = -1
        for level in levels:
            name = fold(self._merged(level.name))
            found = next((index for index, one in enumerate(known) if fold(one.name) == name), None)
            if found is None:
                at = at + 1 if at >= 0 else len(known)
                known.insert(at, replace(level, name=self._merged(level.name)))
            else:
                at = found
                known[at].title = known[at].title or level.title
                known[at].summary = known[at].summary or level.summary

    def _theme(self, theme: About) -> tuple[str, str]:
        name = self._merged(theme.name)
        area = fold(theme.area)
        key = (area, fold(name))
        if key not in self._themes:
            same = next((one for one in self._named.get(key[1], ()) if "" in (one[0], area)), None)
            if same is not None:
                return same
            self._themes[key] = replace(theme, name=name)
            self._named.setdefault(key[1], []).append(key)
        elif theme.summary and not self._themes[key].summary:
            self._themes[key].summary = theme.summary
        return key

    def _add_entry(self, entry: Entry) -> None:
        theme = self._theme(About(entry.competency, entry.place, area=entry.area))
        key = (theme, fold(self._merged(entry.level)))
        cell = self._cells.get(key)
        if cell is None:
            self._cells[key] = _Cell(entry.value, [entry.place], list(entry.value.behaviours))
            return
        cell.places.append(entry.place)
        if entry.value.state is CellState.BEHAVIOURS:
            cell.behaviours.extend(entry.value.behaviours)
            cell.value = entry.value
        elif cell.value.state is CellState.EMPTY:
            cell.value = entry.value


def _name_tracks(group: list[Finding]) -> list[str]:
    """Return the tracks of a group; tables with the same competencies but other levels are tracks of their own."""
    named = list(dict.fromkeys(track for finding in group for track in finding.tracks))
    if named or len(group) < 2:
        return named
    first = group[0]
    apart = [one for one in group[1:] if not first.level_keys() & one.level_keys()]
    if not apart:
        return []
    for finding in group:
        for level in finding.levels:
            level.track = level.track or finding.title
    return list(dict.fromkeys(finding.title for finding in group if finding.title))


def _tracks_by_code(levels: list[About]) -> list[str]:
    """Return the tracks that codes tell apart, such as IC and M, and give them to the levels; none for other names."""
    codes = [level_code(level.name) for level in levels]
    letters = list(dict.fromkeys(code[0] for code in codes if code))
    managers = _MANAGER_CODES.intersection(letters)
    counted = [sum(code is not None and code[0] == one for code in codes) for one in letters]
    if None in codes or len(letters) != 2 or len(managers) != 1 or min(counted) < 2:
        return []
    for level, code in zip(levels, codes, strict=True):
        level.track = code[0].upper() if code else ""
    return [one.upper() for one in letters]


def _name_areas(group: list[Finding]) -> None:
    """Give competencies the name of their table as area, when several tables share levels and not competencies."""
    if len(group) < 2 or any(theme.area for finding in group for theme in finding.competencies):
        return
    if all(len(finding.competencies) <= 1 for finding in group):
        return
    names = [fold(finding.corner or finding.title) for finding in group]
    counted: dict[str, int] = {}
    for finding in group:
        for key in finding.competency_keys():
            counted[key] = counted.get(key, 0) + 1
    if len(set(names)) < 2 or sum(times > 1 for times in counted.values()) > 0.3 * len(counted):
        return
    for finding in group:
        area = finding.corner or finding.title
        for theme in finding.competencies:
            theme.area = area
        finding.entries = [replace(entry, area=area) for entry in finding.entries]
        finding.demands = [replace(demand, area=area) for demand in finding.demands]
