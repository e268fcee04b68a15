"""Puts a shape of a level, such as a staff archetype, over the ladder that it is written for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coachdesk.rubric.cells import NOTHING_NEW
from coachdesk.rubric.queries import cell, file_cells
from coachdesk.rubric.requirements import Modifier, Profile
from coachdesk.rubric.selectors import UnknownName, expand, level_names, stage_names

if TYPE_CHECKING:
    from coachdesk.rubric.cells import FileCell
    from coachdesk.rubric.format import Competency, Ladder
    from coachdesk.rubric.requirements import Overlay


def apply_overlay(ladder: Ladder, overlay_id: str) -> Ladder:
    """Return the ladder as it reads for that shape: cells extended, targets replaced, expectations moved, gates added.

    Levels, competencies, ids and the version stay, so marks on either can be compared. Raises UnknownName.
    """
    overlay = next((one for one in ladder.overlays if one.id == overlay_id), None)
    if overlay is None:
        raise UnknownName(overlay_id)
    covered = expand(overlay.for_, level_names(ladder))
    disciplines = dict.fromkeys((None, *(one.discipline for one in ladder.profiles)))
    profiles = tuple(
        Profile(for_=level, discipline=discipline, targets=overlay.targets, gates=overlay.gates)
        for level in covered
        for discipline in disciplines
        if overlay.targets or overlay.gates
    )
    moved = (Modifier(when={"level": overlay.for_}, add=overlay.add),) if overlay.add else ()
    return ladder.model_copy(
        update={
            "competencies": tuple(_extend(ladder, one, overlay) for one in ladder.competencies),
            "profiles": (*ladder.profiles, *profiles),
            "modifiers": (*ladder.modifiers, *moved),
        }
    )


def _extend(ladder: Ladder, competency: Competency, overlay: Overlay) -> Competency:
    added = overlay.at.get(competency.id)
    if not added:
        return competency
    names = stage_names(ladder, competency.scale) if competency.scale else level_names(ladder)
    cells: dict[str, FileCell] = dict(file_cells(ladder, competency))
    for key, extra in added.items():
        for step in expand(key, names):
            cells[step] = _join(ladder, competency, step, cells.get(step), extra)
    return competency.model_copy(update={"at": cells})


def _join(ladder: Ladder, competency: Competency, step: str, base: FileCell, extra: FileCell) -> FileCell:
    if not isinstance(extra, tuple):
        return base if extra == NOTHING_NEW else extra
    if isinstance(base, tuple):
        return (*base, *extra)
    if base == NOTHING_NEW:
        return (*(one.behaviour for one in cell(ladder, competency.id, step).inherited), *extra)
    return extra
