"""Ladders as pages show them: the list with its counts, and one version as grids of cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING

from sqlmodel import Session, select

from coachdesk.model.ladder import LadderChange, Placement
from coachdesk.rubric.cells import NOT_APPLICABLE, NOTHING_NEW
from coachdesk.rubric.expectations import Expectation, expectation
from coachdesk.rubric.load import dump_ladder
from coachdesk.rubric.queries import applies_to, file_cells
from coachdesk.rubric.selectors import expand, level_names, ordered_levels, stage_names
from coachdesk.services.ladders import get_ladder, list_ladder_choices

if TYPE_CHECKING:
    from coachdesk.rubric.cells import FileCell
    from coachdesk.rubric.format import Competency, Ladder

_MOST_ASKED = 3_000


class GridKind(StrEnum):
    """What stands in the cells of a grid: the text of a level, that of a stage, or the stage that a level asks for."""

    LEVELS = "levels"
    STAGES = "stages"
    ASKED = "asked"


class CellWord(StrEnum):
    """Why a cell holds no behaviours."""

    WRITTEN = ""
    NOTHING_NEW = "="
    NOT_APPLICABLE = "n/a"
    NOT_WRITTEN = "missing"


@dataclass(frozen=True, slots=True)
class CellLine:
    """One behaviour: its words, its kind (expect, signal, optional, anti) and its tag (`not-yet`, `overdone` …)."""

    text: str
    kind: str = "expect"
    tag: str = ""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as the file has it. `reason` says why it is empty, where the ladder gives one."""

    lines: tuple[CellLine, ...] = ()
    word: CellWord = CellWord.WRITTEN
    reason: str = ""


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A level or a stage; `note` is its track or grade."""

    column_id: str
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A competency with one cell for each column."""

    row_id: str
    name: str
    area: str
    summary: str
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class LadderGrid:
    """One table of a ladder; `scale` names the scale of a grid of stages."""

    kind: GridKind
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    scale: str = ""


@dataclass(frozen=True, slots=True)
class LadderCounts:
    """How much a ladder holds."""

    levels: int
    competencies: int
    behaviours: int


@dataclass(frozen=True, slots=True)
class LadderListRow:
    """A version in the list; `people` counts who is placed on it."""

    pin: str
    title: str
    counts: LadderCounts
    is_kept: bool
    is_used: bool
    people: int


@dataclass(frozen=True, slots=True)
class ChangeListRow:
    """Two versions of one ladder and whether the way from the one to the other is mapped and confirmed."""

    from_pin: str
    to_pin: str
    title: str
    is_begun: bool
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class LaddersPage:
    """The list of ladders and of the changes between their versions."""

    ladders: tuple[LadderListRow, ...]
    changes: tuple[ChangeListRow, ...]


@dataclass(frozen=True, slots=True)
class LadderPage:
    """One version in full."""

    pin: str
    title: str
    summary: str
    counts: LadderCounts
    grids: tuple[LadderGrid, ...]
    is_kept: bool
    is_used: bool
    other_pins: tuple[str, ...]


def get_ladders_page(session: Session) -> LaddersPage:
    """Return every version with its counts, and each pair of versions of one ladder, the older first."""
    latest: dict[str, str] = {}
    for placed in sorted(session.exec(select(Placement)).all(), key=lambda one: one.placed_on):
        latest[placed.person_id] = placed.ladder_pin
    people = list(latest.values())
    rows = tuple(
        LadderListRow(
            one.pin, one.title, count_ladder(get_ladder(session, one.pin)), one.is_kept, one.is_used,
            people.count(one.pin),
        )
        for one in list_ladder_choices(session)
    )  # fmt: skip
    return LaddersPage(rows, _changes(session, rows))


def get_ladder_page(session: Session, pin: str) -> LadderPage:
    """Return one version. Raises NotFound."""
    ladder = get_ladder(session, pin)
    choices = list_ladder_choices(session)
    here = next(one for one in choices if one.pin == pin)
    others = tuple(one.pin for one in choices if one.pin != pin and ladder_id_of(one.pin) == ladder.id)
    return LadderPage(
        pin, ladder.name, ladder.summary or "", count_ladder(ladder), build_grids(ladder),
        here.is_kept, here.is_used, others,
    )  # fmt: skip


def ladder_id_of(pin: str) -> str:
    """Return the ladder of a pin such as `acme@2026`."""
    return pin.partition("@")[0]


def count_ladder(ladder: Ladder) -> LadderCounts:
    """Return how many levels, competencies and behaviours there are."""
    cells = [cell for one in ladder.competencies for cell in one.at.values() if isinstance(cell, tuple)]
    return LadderCounts(len(ladder.levels), len(ladder.rated), sum(len(cell) for cell in cells))


def build_grids(ladder: Ladder) -> tuple[LadderGrid, ...]:
    """Return a grid of levels where cells stand at levels, one for each scale, and what levels ask of stages."""
    grids = []
    direct = tuple(one for one in ladder.rated if one.scale is None)
    if direct:
        grids.append(LadderGrid(GridKind.LEVELS, _level_columns(ladder), tuple(_row(ladder, one) for one in direct)))
    for scale in ladder.scales:
        rated = tuple(one for one in ladder.rated if one.scale == scale)
        if rated:
            columns = tuple(GridColumn(stage.id, stage.name) for stage in ladder.scales[scale])
            grids.append(LadderGrid(GridKind.STAGES, columns, tuple(_row(ladder, one) for one in rated), scale))
    indirect = tuple(one for one in ladder.rated if one.scale is not None)
    if indirect and len(indirect) * len(ladder.levels) <= _MOST_ASKED:
        grids.append(LadderGrid(GridKind.ASKED, _level_columns(ladder), tuple(_asked(ladder, one) for one in indirect)))
    return tuple(grids)


def _changes(session: Session, rows: tuple[LadderListRow, ...]) -> tuple[ChangeListRow, ...]:
    made = {(one.from_pin, one.to_pin): one for one in session.exec(select(LadderChange)).all()}
    titles = {one.pin: one.title for one in rows}
    pairs = dict.fromkeys(made)
    for one, other in combinations(sorted(rows, key=lambda row: _in_order(row.pin)), 2):
        if ladder_id_of(one.pin) == ladder_id_of(other.pin) and (other.pin, one.pin) not in made:
            pairs.setdefault((one.pin, other.pin))
    return tuple(
        ChangeListRow(
            *pins,
            titles.get(pins[1], titles.get(pins[0], "")),
            pins in made,
            pins in made and made[pins].confirmed_at is not None,
        )
        for pins in pairs
    )


def _in_order(pin: str) -> list[tuple[int, str]]:
    """Return a key that puts 2026.9 before 2026.10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", pin)]


def _level_columns(ladder: Ladder) -> tuple[GridColumn, ...]:
    tracks = {one.id: one.name for one in ladder.tracks} if len(ladder.tracks) > 1 else {}
    return tuple(
        GridColumn(one.id, one.title, _level_note(one.id, one.title, one.grade or "", tracks.get(one.track or "", "")))
        for one in ordered_levels(ladder)
    )


def _level_note(level_id: str, title: str, grade: str, track: str) -> str:
    name = grade or (level_id.upper() if len(level_id) <= 4 else "")
    return ", ".join(part for part in (name if name.casefold() not in title.casefold().split() else "", track) if part)


def _row(ladder: Ladder, one: Competency) -> GridRow:
    names = stage_names(ladder, one.scale) if one.scale else level_names(ladder)
    cells = file_cells(ladder, one)
    reasons = {step: text for key, text in one.reasons.items() for step in expand(key, names)}
    shown = []
    for step in names.ordered:
        applies = bool(one.scale) or applies_to(ladder, one, step)
        cell = _cell(cells.get(step)) if applies else GridCell(word=CellWord.NOT_APPLICABLE)
        shown.append(GridCell(cell.lines, cell.word, reasons.get(step, "")))
    return GridRow(one.id, one.name, _area(ladder, one), one.summary or "", tuple(shown))


def _area(ladder: Ladder, one: Competency) -> str:
    return next((area.name for area in ladder.areas if area.id == one.area), "")


def _cell(written: FileCell) -> GridCell:
    if written is None:
        return GridCell(word=CellWord.NOT_WRITTEN)
    if isinstance(written, str):
        words = {NOTHING_NEW: CellWord.NOTHING_NEW, NOT_APPLICABLE: CellWord.NOT_APPLICABLE}
        return GridCell(word=words[written])
    return GridCell(tuple(CellLine(one.text, one.kind.value, one.tag or "", one.examples) for one in written))


def _asked(ladder: Ladder, one: Competency) -> GridRow:
    cells = []
    for level in ordered_levels(ladder):
        found = expectation(ladder, one.id, level.id)
        if isinstance(found, Expectation):
            ends = dict.fromkeys((found.lo.label, found.hi.label))
            cells.append(GridCell((CellLine("–".join(ends)),)))
        else:
            cells.append(GridCell(word=CellWord.NOT_WRITTEN, reason=found.reason))
    return GridRow(one.id, one.name, _area(ladder, one), one.summary or "", tuple(cells))


def get_ladder_text(session: Session, pin: str) -> str:
    """Return a version as the YAML that `ladder check` and the import read back. Raises NotFound."""
    return dump_ladder(get_ladder(session, pin))
