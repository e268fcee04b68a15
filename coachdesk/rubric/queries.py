"""What a ladder says at a place: the behaviours of a cell, with what it includes from below."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from coachdesk.rubric.cells import NOT_APPLICABLE, NOTHING_NEW, Behaviour
from coachdesk.rubric.selectors import UnknownName, expand, level_names, ordered_levels, stage_names

if TYPE_CHECKING:
    from coachdesk.rubric.cells import FileCell
    from coachdesk.rubric.format import Competency, Ladder, Level


class CellState(StrEnum):
    """What stands in a cell of the file."""

    WRITTEN = "written"
    NOTHING_NEW = "nothing_new"
    NOT_APPLICABLE = "not_applicable"
    NOT_WRITTEN = "not_written"


@dataclass(frozen=True, slots=True)
class PlacedBehaviour:
    """A behaviour with its id and the level or stage that it was written at."""

    id: str
    at: str
    behaviour: Behaviour


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is meant: `own` was written here, `inherited` comes from below, lowest first.

    `reason` says why it is empty, as the ladder gives it; it may be empty itself.
    """

    competency: str
    at: str
    state: CellState
    own: tuple[PlacedBehaviour, ...]
    inherited: tuple[PlacedBehaviour, ...]
    reason: str = ""

    @property
    def behaviours(self) -> tuple[PlacedBehaviour, ...]:
        """All that the cell asks for."""
        return (*self.inherited, *self.own)


def get_competency(ladder: Ladder, name: str) -> Competency:
    """Return a competency by its id. Raises UnknownName."""
    for one in ladder.competencies:
        if one.id == name:
            return one
    raise UnknownName(name)


def get_level(ladder: Ladder, name: str) -> Level:
    """Return a level by its id. Raises UnknownName."""
    for one in ladder.levels:
        if one.id == name:
            return one
    raise UnknownName(name)


def line_of(ladder: Ladder, level: Level) -> tuple[str, ...]:
    """Return the levels that share a track with `level`, from the lowest."""
    return tuple(one.id for one in ordered_levels(ladder) if one.track == level.track)


def next_levels(ladder: Ladder, level: str) -> tuple[str, ...]:
    """Return where a level leads: what it says itself, else the next one on its track, else nothing."""
    here = get_level(ladder, level)
    if here.next:
        return here.next
    line = line_of(ladder, here)
    return line[line.index(level) + 1 :][:1]


def steps_of(ladder: Ladder, competency: Competency) -> tuple[str, ...]:
    """Return the levels or stages at which a competency has cells, from the lowest."""
    if competency.scale:
        return stage_names(ladder, competency.scale).ordered
    return level_names(ladder).ordered


def file_cells(ladder: Ladder, competency: Competency) -> dict[str, FileCell]:
    """Return the written cells by single level or stage."""
    names = stage_names(ladder, competency.scale) if competency.scale else level_names(ladder)
    return {step: one for key, one in competency.at.items() for step in expand(key, names)}


def applies_to(ladder: Ladder, competency: Competency, level: str) -> bool:
    """Return whether a competency concerns a level, as far as its `only` says."""
    names = level_names(ladder)
    return not competency.only or any(level in expand(one, names) for one in competency.only)


def cell(ladder: Ladder, competency: str, at: str) -> Cell:
    """Return the cell of a competency at a level, or at a stage where the competency has a scale.

    A cumulative cell includes all behaviours from below on its track or scale, save those that ended (`until`) or
    were replaced. Otherwise only `=` takes over the nearest written cell below. Raises UnknownName.
    """
    rated = get_competency(ladder, competency)
    if at not in steps_of(ladder, rated):
        raise UnknownName(at)
    line = steps_of(ladder, rated) if rated.scale else line_of(ladder, get_level(ladder, at))
    cells = file_cells(ladder, rated)
    state = _state(cells.get(at))
    if rated.scale is None and not applies_to(ladder, rated, at):
        state = CellState.NOT_APPLICABLE
    own = _placed(rated, at, cells.get(at)) if state is CellState.WRITTEN else ()
    is_cumulative = ladder.cumulative if rated.cumulative is None else rated.cumulative
    inherited: tuple[PlacedBehaviour, ...] = ()
    if state is CellState.NOTHING_NEW or (is_cumulative and state is not CellState.NOT_APPLICABLE):
        below = line[: line.index(at)]
        written = [step for step in below if _state(cells.get(step)) is CellState.WRITTEN]
        sources = written if is_cumulative else written[-1:]
        inherited = _inherit([one for step in sources for one in _placed(rated, step, cells[step])], own, line, at)
    return Cell(competency, at, state, own, inherited, _reason(ladder, rated, at))


def _state(written: FileCell) -> CellState:
    if written is None:
        return CellState.NOT_WRITTEN
    if written == NOTHING_NEW:
        return CellState.NOTHING_NEW
    return CellState.NOT_APPLICABLE if written == NOT_APPLICABLE else CellState.WRITTEN


def _placed(competency: Competency, at: str, written: FileCell) -> tuple[PlacedBehaviour, ...]:
    found = written if isinstance(written, tuple) else ()
    return tuple(PlacedBehaviour(competency.behaviour_id(one), at, one) for one in found)


def _inherit(
    below: list[PlacedBehaviour], own: tuple[PlacedBehaviour, ...], line: tuple[str, ...], at: str
) -> tuple[PlacedBehaviour, ...]:
    replaced = {one.behaviour.replaces for one in (*below, *own)} | {one.id for one in own}
    kept: dict[str, PlacedBehaviour] = {}
    for one in below:
        until = one.behaviour.until
        has_ended = until in line and line.index(until) < line.index(at)
        if one.id not in replaced and not has_ended:
            kept.setdefault(one.id, one)
    return tuple(kept.values())


def _reason(ladder: Ladder, competency: Competency, at: str) -> str:
    names = stage_names(ladder, competency.scale) if competency.scale else level_names(ladder)
    return next((text for key, text in competency.reasons.items() if at in expand(key, names)), "")
