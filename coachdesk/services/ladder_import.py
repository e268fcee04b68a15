"""Bringing a ladder in: read and tried without the vault, kept in one write, its recipe beside it for the next time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError
from sqlmodel import Session, col, select

from coachdesk.assets import ladder_folder
from coachdesk.model.ladder import LadderVersion
from coachdesk.rubric.format import FORMAT, Ladder
from coachdesk.rubric.importing import (
    ImportReport,
    LadderUnreadable,
    Proposal,
    Recipe,
    build_ladder,
    dry_run,
    dump_recipe,
    guess,
    ladder_yaml,
    parse_recipe,
    read_sources,
)
from coachdesk.rubric.importing.readers import read_bytes
from coachdesk.rubric.importing.words import fold
from coachdesk.rubric.library import find_ladder
from coachdesk.rubric.load import content_hash, load_ladder
from coachdesk.rubric.problems import LadderProblems
from coachdesk.services.ladder_page import LadderGrid, build_grids
from coachdesk.services.ladders import keep_ladder
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from collections.abc import Iterable

RECIPE_FIELD = "x-import-recipe"
"""Where a version keeps the decisions of its import: such fields don't count for the text of a ladder."""
_HEAD = 400
_FITS = 0.5


class ImportRefused(ValueError):
    """The ladder can't be kept like this; the text says why and what to do. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class KeptRecipe:
    """The decisions of an earlier import, and the version that came of them."""

    pin: str
    title: str
    recipe: Recipe


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What would come in. `grids` is empty when nothing would; `problem` says why, `ladder` is set for a file that is
    a CoachDesk ladder already and needs no guess. `used` is the earlier import whose decisions were taken over.
    """

    proposal: Proposal
    report: ImportReport
    grids: tuple[LadderGrid, ...] = ()
    problem: str = ""
    ladder: Ladder | None = None
    used: KeptRecipe | None = None


@dataclass(frozen=True, slots=True)
class ImportDraft:
    """What a person decided: the proposal and the name that it shall have."""

    proposal: Proposal
    ladder_id: str
    version: str
    title: str
    ladder: Ladder | None = None

    @property
    def pin(self) -> str:
        """The name of the version."""
        return f"{self.ladder_id}@{self.version}"


def read_preview(
    paths: Iterable[Path], recipes: tuple[KeptRecipe, ...], progress: Callable[[int, int], None]
) -> ImportPreview:
    """Read files and propose a ladder; decisions of an earlier import are taken over where they fit.

    `progress(done, total)` may raise to stop. A single file in the CoachDesk format is taken as it is.
    """
    chosen = list(paths)
    progress(0, len(chosen) + 1)
    native = _read_native(chosen)
    if native is not None:
        return native
    sources = read_sources(chosen, progress)
    proposal = guess(sources)
    used = next((one for one in recipes if _fits(one.recipe, proposal)), None)
    if used is not None:
        with_recipe = guess(sources, used.recipe)
        if with_recipe.matrix is not None:
            return preview_of(with_recipe, used)
    return preview_of(proposal)


def preview_of(proposal: Proposal, used: KeptRecipe | None = None) -> ImportPreview:
    """Try a proposal: counts, warnings and the matrix as it would stand."""
    report = dry_run(proposal)
    if proposal.matrix is None:
        return ImportPreview(proposal, report, problem=report.refused or "", used=used)
    try:
        ladder = Ladder.model_validate(build_ladder(proposal, "draft", "1"))
    except ValidationError as error:
        return ImportPreview(proposal, report, problem=_first_of(error), used=used)
    return ImportPreview(proposal, report, build_grids(ladder), used=used)


def keep_import(unit: UnitOfWork, draft: ImportDraft) -> str:
    """Keep the ladder of an import with its recipe and return its pin. Raises ImportRefused."""
    ladder = draft.ladder if draft.ladder is not None else _build(draft)
    problem = find_pin_problem(unit.session, ladder)
    if problem:
        raise ImportRefused(problem)
    return keep_ladder(unit, ladder)


def find_pin_problem(session: Session, ladder: Ladder) -> str:
    """Return why a version can't be kept under its name, or nothing."""
    row = session.exec(select(LadderVersion).where(LadderVersion.pin == ladder.pin)).first()
    digest = content_hash(ladder)
    if row is not None and row.content_hash != digest:
        return f"{ladder.pin} is in the vault already, with other words. Nothing was changed. Give it another version."
    built_in = find_ladder(ladder_folder(), ladder.pin)
    if row is None and built_in is not None and content_hash(built_in) != digest:
        return f"{ladder.pin} is the name of a built-in ladder. Nothing was changed. Give it another id or version."
    return ""


def remove_ladder(unit: UnitOfWork, pin: str) -> None:
    """Remove a version that nothing speaks of. Raises NotFound, ImportRefused."""
    row = unit.session.exec(select(LadderVersion).where(LadderVersion.pin == pin)).first()
    if row is None:
        if find_ladder(ladder_folder(), pin) is not None:
            raise ImportRefused("This ladder is built in, so it stays.")
        raise NotFound("This ladder version is not in the vault.")
    if row.used_at is not None:
        raise ImportRefused("Reviews, evidence or people refer to this version, so it stays.")
    unit.remove([row])


def list_recipes(session: Session) -> tuple[KeptRecipe, ...]:
    """Return the decisions of earlier imports, the newest first."""
    rows = session.exec(select(LadderVersion).order_by(col(LadderVersion.created_at).desc())).all()
    found = []
    for row in rows:
        if RECIPE_FIELD not in row.yaml:
            continue
        text = load_ladder(row.yaml, "the vault").extras.get(RECIPE_FIELD)
        if isinstance(text, str):
            found.append(KeptRecipe(row.pin, row.title, parse_recipe("the vault", text)))
    return tuple(found)


def _read_native(paths: list[Path]) -> ImportPreview | None:
    if len(paths) != 1 or paths[0].suffix.lower() not in (".yaml", ".yml"):
        return None
    try:
        content = read_bytes(paths[0])
        if FORMAT.encode() not in content[: _HEAD * 10]:
            return None
        ladder = load_ladder(content, paths[0].name)
    except LadderUnreadable:
        return None
    except LadderProblems as error:
        first = "; ".join(str(one) for one in error.problems[:3])
        return _native(ImportReport(refused=first), problem=f"{first}. Mend the file and try again.")
    filled = [cell for one in ladder.competencies for cell in one.at.values()]
    texts = [cell for cell in filled if isinstance(cell, tuple)]
    report = ImportReport(
        levels=len(ladder.levels), competencies=len(ladder.rated), areas=len(ladder.areas),
        tracks=max(1, len(ladder.tracks)), filled=len([one for one in filled if one is not None]),
        empty=len([one for one in filled if one is None]), behaviours=sum(len(one) for one in texts),
    )  # fmt: skip
    return _native(report, ladder=ladder)


def _native(report: ImportReport, *, ladder: Ladder | None = None, problem: str = "") -> ImportPreview:
    nothing = guess(read_sources(()))
    return ImportPreview(nothing, report, build_grids(ladder) if ladder is not None else (), problem, ladder)


def _build(draft: ImportDraft) -> Ladder:
    fields = build_ladder(draft.proposal, draft.ladder_id, draft.version, draft.title)
    recipe = draft.proposal.recipe
    if recipe != Recipe():
        fields[RECIPE_FIELD] = dump_recipe(recipe)
    try:
        return load_ladder(ladder_yaml(fields), "the ladder")
    except LadderProblems as error:
        first = next(iter(error.problems), None)
        where = f" ({first.what}; {first.what_to_do})" if first is not None else ""
        raise ImportRefused(f"The ladder would not be valid{where}. Nothing was changed.") from None


def _fits(recipe: Recipe, proposal: Proposal) -> bool:
    """Return whether most of what a recipe decides is in the files."""
    named = {*recipe.roles, *(f"merge:{one}" for one in recipe.merges)}
    if not named:
        return False
    known = {part.key for part in proposal.parts}
    if proposal.matrix is not None:
        names = [one.name for one in (*proposal.matrix.levels, *proposal.matrix.competencies)]
        known |= {f"merge:{fold(name)}" for name in names} | {f"row:{fold(name)}" for name in names}
    return len(named & known) >= _FITS * len(named)


def _first_of(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(one) for one in first["loc"])
    return f"The ladder would not be valid at {where}: {first['msg']}. Give that part another role."
