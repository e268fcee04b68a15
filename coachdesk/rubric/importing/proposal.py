"""Guesses what the sources mean: tries each shape in turn and proposes one matrix, with the others beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from coachdesk.rubric.importing.finding import Finding, Part
from coachdesk.rubric.importing.matrix import Matrix, join_findings
from coachdesk.rubric.importing.neutral import Place, Refusal, Source, Sources, Table, Tree
from coachdesk.rubric.importing.recipe import Recipe
from coachdesk.rubric.importing.shapes.axes import read_axes
from coachdesk.rubric.importing.shapes.declared_points import add_points
from coachdesk.rubric.importing.shapes.grid import read_grid
from coachdesk.rubric.importing.shapes.leaves import Forest, outline_leaves, stem, tree_leaves
from coachdesk.rubric.importing.shapes.named_tables import read_named_tables
from coachdesk.rubric.importing.shapes.paths import read_paths
from coachdesk.rubric.importing.shapes.records import read_record_objects, read_record_table
from coachdesk.rubric.importing.shapes.role_vectors import add_role_vectors
from coachdesk.rubric.importing.words import fold

NOT_A_LADDER = "No row, column, heading or key names at least two career levels, so nothing says where a ladder is."
_SHARE_OF_BEST = 0.5


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an import would take in. `matrix` is None when nothing is a ladder; `refused` then says why.

    `others` are further matrices in the same files, which the recipe's `matrix` can choose instead.
    """

    sources: Sources
    recipe: Recipe
    matrix: Matrix | None
    others: tuple[Matrix, ...] = ()
    left_out: tuple[Refusal, ...] = ()
    refused: str | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        """The role of every row, column, heading and key of the proposed matrix."""
        return self.matrix.parts if self.matrix is not None else ()

    def with_roles(self, changes: Mapping[str, str]) -> Proposal:
        """Return a new guess in which parts, named by `Part.key`, play other roles. Raises ValueError."""
        return guess(self.sources, self.recipe.with_roles(changes))

    def with_matrix(self, number: int) -> Proposal:
        """Return the proposal with another of the matrices, counted from 1 with the fullest first."""
        return guess(self.sources, replace(self.recipe, matrix=number))

    def with_merge(self, name: str, into: str) -> Proposal:
        """Return the proposal with two near names joined."""
        return guess(self.sources, replace(self.recipe, merges={**self.recipe.merges, fold(name): into}))


def guess(sources: Sources, recipe: Recipe | None = None) -> Proposal:
    """Propose a matrix for files in neutral form; a recipe's decisions come before any guess."""
    chosen = recipe or Recipe()
    left: list[Refusal] = []
    families = [_joined(find(sources, chosen, left), chosen) for find in _FAMILIES]
    fullest = max((_size(family) for family in families), default=0)
    matrices = next((one for one in families if one and _size(one) > _SHARE_OF_BEST * fullest), [])
    if not matrices or not fullest:
        return Proposal(sources, chosen, None, (), tuple(left), _why_refused(sources, left))
    number = min(chosen.matrix, len(matrices)) - 1
    matrix = matrices[number]
    others = tuple(one for at, one in enumerate(matrices) if at != number)
    return Proposal(sources, chosen, matrix, others, tuple(left))


def _joined(findings: list[Finding], recipe: Recipe) -> list[Matrix]:
    matrices = join_findings(findings, recipe)
    return [
        matrix
        for matrix in matrices
        if matrix.competencies and len(matrix.levels) >= 2 and (matrix.filled or matrix.demands)
    ]


def _size(matrices: list[Matrix]) -> float:
    return max((matrix.filled + 0.2 * len(matrix.demands) for matrix in matrices), default=0.0)


def _why_refused(sources: Sources, left: list[Refusal]) -> str:
    if sources.refused and not sources.files:
        return " ".join(str(one) for one in sources.refused)
    if any(isinstance(one.tree, dict) and "$schema" in one.tree and "properties" in one.tree for one in sources.files):
        return "This describes the form of other files (a JSON schema) and is no ladder itself."
    reasons = list(dict.fromkeys(f"{one}" for one in left))
    return " ".join(["This is not a ladder.", *reasons[:3]]) if reasons else f"This is not a ladder. {NOT_A_LADDER}"


def _tables(sources: Sources) -> list[Table]:
    return [
        table if table.name else replace(table, name=source.title or stem(source.file))
        for source in sources.files
        for table in source.tables
    ]


def _record_tables(sources: Sources, recipe: Recipe, left: list[Refusal]) -> list[Finding]:
    found = [read_record_table(table, recipe) for table in _tables(sources)]
    return [one for one in found if one is not None]


def _record_objects(sources: Sources, recipe: Recipe, left: list[Refusal]) -> list[Finding]:
    trees: list[tuple[Place, Tree]] = [
        (Place(source.file), source.tree) for source in sources.files if source.tree is not None
    ]
    return read_record_objects(trees, recipe)


def _axes(sources: Sources, recipe: Recipe, left: list[Refusal]) -> list[Finding]:
    found = read_axes(list(sources.files), recipe)
    return [found] if found is not None else []


def _grids(sources: Sources, recipe: Recipe, left: list[Refusal]) -> list[Finding]:
    findings: list[Finding] = []
    nameless: list[Table] = []
    for table in _tables(sources):
        if read_record_table(table, recipe) is not None:
            continue
        result = read_grid(table, recipe)
        if isinstance(result, Finding):
            findings.append(result)
        elif result is not None:
            left.append(result)
        else:
            nameless.append(table)
    named = read_named_tables(nameless, recipe)
    if named is not None:
        findings.append(named)
    else:
        left.extend(Refusal(table.place, "this table names no career levels.") for table in nameless)
    return findings


def _headings(sources: Sources, recipe: Recipe, left: list[Refusal]) -> list[Finding]:
    forest = Forest()
    for source in sources.files:
        outline_leaves(source, recipe, forest)
    found = read_paths(forest, "headings", "heading", recipe)
    return [found] if found is not None else []


def _objects(sources: Sources, recipe: Recipe, left: list[Refusal]) -> list[Finding]:
    forest = Forest()
    for source in sources.files:
        if source.tree is not None and not _is_schema(source):
            tree_leaves(source, forest)
    found = read_paths(forest, "objects", "key", recipe)
    trees: list[tuple[Place, Tree]] = [
        (Place(source.file), source.tree)
        for source in sources.files
        if source.tree is not None and not _is_schema(source)
    ]
    if found is not None:
        found = add_points(found, trees)
    found = add_role_vectors(found, trees, recipe)
    return [found] if found is not None else []


def _is_schema(source: Source) -> bool:
    return isinstance(source.tree, dict) and "$schema" in source.tree and "properties" in source.tree


_FAMILIES: tuple[Callable[[Sources, Recipe, list[Refusal]], list[Finding]], ...] = (
    _record_tables,
    _record_objects,
    _axes,
    _grids,
    _headings,
    _objects,
)
"""The shapes in the order in which they are tried; the first that explains about as much as the best is proposed."""
