"""The way from one version of a ladder to the next: proposed, decided part by part, confirmed, people moved over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlmodel import Session, select

from coachdesk.model.ladder import LadderChange
from coachdesk.model.person import Person
from coachdesk.rubric.changes import Candidate, propose_mapping
from coachdesk.rubric.mapping import (
    MAPPING_FORMAT,
    Carry,
    CompetencyMap,
    MapKind,
    Review,
    ScaleMap,
    VersionMapping,
    dump_mapping,
    load_mapping,
)
from coachdesk.rubric.mapping_check import check_mapping
from coachdesk.rubric.selectors import ordered_levels
from coachdesk.services.ladder_page import CellLine
from coachdesk.services.ladders import PlacementDraft, get_ladder, list_placements, place_person, use_ladder
from coachdesk.services.people import find_owner
from coachdesk.store.failures import NotFound
from coachdesk.store.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from coachdesk.rubric.format import Competency, Ladder


class ChangeRefused(ValueError):
    """The mapping can't be used like this; the text says what is missing. Nothing was changed."""


class PartKind(StrEnum):
    """What a row of the mapping is about."""

    COMPETENCY = "competency"
    LEVEL = "level"
    STAGE = "stage"


@dataclass(frozen=True, slots=True)
class Part:
    """A competency, level or stage of one version; `texts` are its words by level or stage, to read."""

    part_id: str
    name: str
    note: str = ""
    texts: tuple[tuple[str, tuple[CellLine, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person chose for one old part; None in its place means that nobody decided yet."""

    targets: tuple[str, ...]
    carry: Carry = Carry.EXACT


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One old part, its likely successors, and what was decided. `key` is kind, scale and id in one word."""

    key: str
    kind: PartKind
    old: Part
    candidates: tuple[Candidate, ...]
    decision: Decision | None
    scale: str = ""


@dataclass(frozen=True, slots=True)
class MoveRow:
    """Someone placed on the old version: where they are and where the mapping leads, empty where a person chooses."""

    person_id: str
    name: str
    level_id: str
    new_levels: tuple[str, ...]
    target_level_id: str
    new_targets: tuple[str, ...]
    shape_id: str = ""


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Everything that the mapping window shows.

    `new` holds the parts of the new version by kind and scale, `scales` the new scale of each old one.
    """

    from_pin: str
    to_pin: str
    title: str
    rows: tuple[ChangeRow, ...]
    new: Mapping[str, tuple[Part, ...]]
    scales: Mapping[str, str]
    confirmed_on: date | None
    confirmed_by: str
    people: tuple[MoveRow, ...]

    @property
    def open_count(self) -> int:
        """How many parts nobody decided yet."""
        return sum(row.decision is None for row in self.rows)


def get_change_page(session: Session, from_pin: str, to_pin: str, today: date) -> ChangePage:
    """Return the mapping as it stands: what was decided, else what is preselected. Raises NotFound, ChangeRefused.

    Slow for large ladders: call it on a lane.
    """
    old, new = get_ladder(session, from_pin), get_ladder(session, to_pin)
    if from_pin == to_pin or old.id != new.id:
        raise ChangeRefused("Choose two versions of one ladder.")
    row = _find(session, from_pin, to_pin)
    draft = propose_mapping(old, new)
    stored = load_mapping(row.yaml, "the vault") if row is not None else None
    rows = [
        *(_competency_row(one, draft_row.candidates, stored) for one, draft_row in zip(old.rated, draft.competencies,
                                                                                         strict=True)),
        *(_level_row(old, choice.old, choice.candidates, stored) for choice in draft.levels),
    ]  # fmt: skip
    for name, (target, choices) in draft.scales.items():
        rows += [_stage_row(old, name, target, choice.old, choice.candidates, stored) for choice in choices]
    if stored is None:
        rows = [replace(one, decision=_preselected(one)) for one in rows]
    new_parts = {"competency": tuple(_part(one) for one in new.rated), "level": tuple(_levels(new))}
    for name, (target, _) in draft.scales.items():
        new_parts[f"stage:{name}"] = tuple(Part(stage.id, stage.name) for stage in new.scales[target])
    review = stored.reviewed if stored is not None else None
    is_confirmed = row is not None and row.confirmed_at is not None and review is not None
    people = _moves(session, stored, from_pin, today) if is_confirmed and stored is not None else ()
    return ChangePage(
        from_pin, to_pin, new.name, tuple(rows), new_parts,
        {name: target for name, (target, _) in draft.scales.items()},
        date.fromisoformat(review.on) if is_confirmed and review is not None else None,
        review.by if is_confirmed and review is not None else "", people,
    )  # fmt: skip


def with_decision(page: ChangePage, key: str, decision: Decision | None) -> ChangePage:
    """Return the page with one more decision; no carry stays better than splits and merges allow."""
    rows = [replace(one, decision=decision) if one.key == key else one for one in page.rows]
    shared = Counter(name for row in rows if row.kind is PartKind.COMPETENCY and row.decision
                     for name in row.decision.targets)  # fmt: skip
    return replace(page, rows=tuple(_clamped(row, shared) for row in rows))


def save_change(unit: UnitOfWork, page: ChangePage) -> None:
    """Keep all that is decided or preselected on a page. Raises ChangeRefused once it is confirmed."""
    _save(unit, page, _mapping(page))


def confirm_change(unit: UnitOfWork, page: ChangePage, on: date) -> None:
    """Confirm the whole mapping in the owner's name; from now on it carries marks. Raises ChangeRefused."""
    if page.open_count:
        raise ChangeRefused(f"{page.open_count} parts are not decided yet. Nothing was changed.")
    owner = find_owner(unit.session)
    review = Review(by=(owner.name if owner is not None else "") or "Owner", on=on.isoformat())
    mapping = _mapping(page).model_copy(update={"reviewed": review})
    old, new = use_ladder(unit, page.from_pin), use_ladder(unit, page.to_pin)
    problems = check_mapping(mapping, old, new)
    if problems:
        first = problems[0]
        raise ChangeRefused(f"{first.field}: {first.what} ({first.what_to_do}). Nothing was changed.")
    _save(unit, page, mapping)
    row = _find(unit.session, page.from_pin, page.to_pin)
    assert row is not None
    row.confirmed_at = unit.now


def reopen_change(unit: UnitOfWork, page: ChangePage) -> None:
    """Take the confirmation back, so that the mapping can be changed; until then it carries nothing."""
    row = _find(unit.session, page.from_pin, page.to_pin)
    if row is None:
        raise NotFound("This mapping is not in the vault.")
    mapping = load_mapping(row.yaml, "the vault")
    row.yaml, row.confirmed_at = dump_mapping(mapping.model_copy(update={"reviewed": None})), None


def move_people(unit: UnitOfWork, to_pin: str, moves: Iterable[MoveRow], on: date) -> int:
    """Place people on the new version from a day on and return how many; earlier reviews keep their own text.

    Each must have one new level. Raises ChangeRefused.
    """
    chosen = list(moves)
    for one in chosen:
        if len(one.new_levels) != 1:
            raise ChangeRefused("Choose one new level for each person. Nothing was changed.")
    for one in chosen:
        target = one.new_targets[0] if len(one.new_targets) == 1 else ""
        place_person(unit, PlacementDraft(one.person_id, to_pin, one.new_levels[0], target, on, one.shape_id))
    return len(chosen)


def _clamped(row: ChangeRow, shared: Counter[str]) -> ChangeRow:
    """Return a row whose carry is no better than *indicative* for a split or merge, and *none* without a target."""
    decision = row.decision
    if decision is None or row.kind is not PartKind.COMPETENCY:
        return row
    worst = Carry.EXACT
    if not decision.targets:
        worst = Carry.NONE
    elif len(decision.targets) > 1 or shared[decision.targets[0]] > 1:
        worst = Carry.INDICATIVE
    carry = max(decision.carry, worst, key=list(Carry).index)
    return replace(row, decision=Decision(decision.targets, carry))


def _find(session: Session, from_pin: str, to_pin: str) -> LadderChange | None:
    wanted = select(LadderChange).where(LadderChange.from_pin == from_pin, LadderChange.to_pin == to_pin)
    return session.exec(wanted).first()


def _save(unit: UnitOfWork, page: ChangePage, mapping: VersionMapping) -> None:
    row = _find(unit.session, page.from_pin, page.to_pin)
    if row is None:
        row = LadderChange(from_pin=page.from_pin, to_pin=page.to_pin, yaml="", created_at=unit.now)
        unit.add(row)
    elif row.confirmed_at is not None:
        raise ChangeRefused("This mapping is confirmed. Open it again to change it.")
    row.yaml = dump_mapping(mapping)
    unit.session.flush()


def _mapping(page: ChangePage) -> VersionMapping:
    decided = [(row, row.decision) for row in page.rows if row.decision is not None]
    return VersionMapping(
        format=MAPPING_FORMAT,
        from_=page.from_pin,
        to=page.to_pin,
        levels={row.old.part_id: made.targets for row, made in decided if row.kind is PartKind.LEVEL},
        scales={
            name: ScaleMap(to=to, map={row.old.part_id: made.targets for row, made in decided if row.scale == name})
            for name, to in page.scales.items()
        },
        competencies=tuple(_entries([row for row in page.rows if row.kind is PartKind.COMPETENCY], page)),
    )


def _entries(rows: list[ChangeRow], page: ChangePage) -> Iterable[CompetencyMap]:
    """Yield an entry for each decision; old parts that lead to one and the same new part become a merge."""
    groups: dict[tuple[str, ...], list[ChangeRow]] = {}
    for row in rows:
        if row.decision is not None:
            own = row.decision.targets if len(row.decision.targets) == 1 else (f"={row.old.part_id}",)
            groups.setdefault(own, []).append(row)
    names = {part.part_id: part for part in page.new["competency"]}
    for group in groups.values():
        first = group[0].decision
        assert first is not None
        targets = tuple(one for one in first.targets if one in names)
        carry = max((one.decision.carry for one in group if one.decision is not None), key=list(Carry).index)
        if not targets:
            kind, carry = MapKind.RETIRED, Carry.NONE
        elif len(group) > 1 or len(targets) > 1:
            kind = MapKind.MERGE if len(group) > 1 else MapKind.SPLIT
            carry = max(carry, Carry.INDICATIVE, key=list(Carry).index)
        elif group[0].old.part_id != targets[0]:
            kind = MapKind.RENAMED
        else:
            kind = MapKind.SAME if group[0].old.texts == names[targets[0]].texts else MapKind.EDITED
        yield CompetencyMap(from_=tuple(one.old.part_id for one in group), to=targets, kind=kind, carry=carry)


def _preselected(row: ChangeRow) -> Decision | None:
    first = row.candidates[0] if row.candidates else None
    return Decision((first.new,)) if first is not None and first.is_preselected else None


def _competency_row(one: Competency, candidates: tuple[Candidate, ...], stored: VersionMapping | None) -> ChangeRow:
    entry = stored.find(one.id) if stored is not None else None
    decision = Decision(entry.to, entry.carry) if entry is not None else None
    return ChangeRow(f"competency:{one.id}", PartKind.COMPETENCY, _part(one), candidates, decision)


def _level_row(
    old: Ladder, level_id: str, candidates: tuple[Candidate, ...], stored: VersionMapping | None
) -> ChangeRow:
    part = next(one for one in _levels(old) if one.part_id == level_id)
    decision = Decision(stored.levels[level_id]) if stored is not None and level_id in stored.levels else None
    same = tuple(one for one in candidates if one.new == level_id)
    ordered = same + tuple(one for one in candidates if one.new != level_id)
    return ChangeRow(f"level:{level_id}", PartKind.LEVEL, part, ordered, decision)


def _stage_row(
    old: Ladder, scale: str, target: str, stage_id: str, candidates: tuple[Candidate, ...],
    stored: VersionMapping | None,
) -> ChangeRow:  # fmt: skip
    stage = next(one for one in old.scales[scale] if one.id == stage_id)
    kept = stored.scales.get(scale) if stored is not None else None
    is_kept = kept is not None and kept.to == target and stage_id in kept.map
    decision = Decision(kept.map[stage_id]) if is_kept and kept is not None else None
    part = Part(stage.id, stage.name, scale)
    return ChangeRow(f"stage:{scale}:{stage_id}", PartKind.STAGE, part, candidates, decision, scale)


def _part(one: Competency) -> Part:
    texts = tuple(
        (key, tuple(CellLine(line.text, line.kind.value, line.tag or "") for line in cell))
        for key, cell in one.at.items()
        if isinstance(cell, tuple)
    )
    return Part(one.id, one.name, one.summary or "", texts)


def _levels(ladder: Ladder) -> Iterable[Part]:
    return (Part(one.id, one.title, one.summary or "") for one in ordered_levels(ladder))


def _moves(session: Session, mapping: VersionMapping, from_pin: str, today: date) -> tuple[MoveRow, ...]:
    people = {one.id: one for one in session.exec(select(Person)).all() if one.archived_at is None}
    rows = [
        MoveRow(
            placed.person_id, people[placed.person_id].name, placed.level_id, mapping.levels.get(placed.level_id, ()),
            placed.target_level_id, mapping.levels.get(placed.target_level_id, ()), placed.shape_id,
        )
        for placed in list_placements(session, today).values()
        if placed.ladder_pin == from_pin and placed.person_id in people
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: row.name))
