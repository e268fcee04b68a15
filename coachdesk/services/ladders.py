"""Ladders in the vault: whole versions, immutable once used, and who is placed where on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlmodel import Session, col, select

from coachdesk.assets import ladder_folder
from coachdesk.model.ladder import LadderVersion, Placement
from coachdesk.rubric.format import Ladder
from coachdesk.rubric.library import find_ladder, list_ladders
from coachdesk.rubric.load import content_hash, dump_ladder, load_ladder
from coachdesk.store.failures import NotFound, StoreFailure
from coachdesk.store.unit_of_work import UnitOfWork

_PARSED = 8


class VersionInUse(StoreFailure):
    """A review, evidence or a plan speaks of this version, so its text can't change."""


@dataclass(frozen=True, slots=True)
class LadderRow:
    """A ladder to choose from. `is_kept` says that the vault holds it, `is_used` that its text is fixed."""

    pin: str
    title: str
    is_kept: bool
    is_used: bool


@dataclass(frozen=True, slots=True)
class PlacementDraft:
    """By which ladder someone is reviewed from a day on; `shape_id` is an overlay of that ladder or empty."""

    person_id: str
    ladder_pin: str
    level_id: str
    target_level_id: str
    placed_on: date
    shape_id: str = ""


@dataclass(frozen=True, slots=True)
class PlacementRow:
    """Where a person stands on a ladder since a day."""

    person_id: str
    ladder_pin: str
    level_id: str
    target_level_id: str
    shape_id: str
    placed_on: date


def list_ladder_choices(session: Session) -> tuple[LadderRow, ...]:
    """Return every version in the vault and the built-in ladders that are not in it yet, by title."""
    kept = session.exec(select(LadderVersion)).all()
    rows = {row.pin: LadderRow(row.pin, row.title, True, row.used_at is not None) for row in kept}
    for ladder in _built_in():
        rows.setdefault(ladder.pin, LadderRow(ladder.pin, ladder.name, False, False))
    return tuple(sorted(rows.values(), key=lambda row: (row.title, row.pin)))


def keep_ladder(unit: UnitOfWork, ladder: Ladder) -> str:
    """Keep a version and return its pin; the same text twice is one version.

    Raises VersionInUse when the pin stands for other words already and something speaks of them.
    """
    digest = content_hash(ladder)
    row = _find(unit.session, ladder.pin)
    if row is None:
        yaml = dump_ladder(ladder)
        unit.add(LadderVersion(
            pin=ladder.pin, title=ladder.name, yaml=yaml, content_hash=digest, created_at=unit.now
        ))  # fmt: skip
        unit.session.flush()
    elif row.content_hash != digest:
        if row.used_at is not None:
            raise VersionInUse(
                f"{ladder.pin} is already used with other words. Nothing was changed. Give the file a new version."
            )
        row.title, row.yaml, row.content_hash = ladder.name, dump_ladder(ladder), digest
    return ladder.pin


def use_ladder(unit: UnitOfWork, pin: str) -> Ladder:
    """Return a version for something that will speak of it: from now on its text is fixed. Raises NotFound."""
    row = _find(unit.session, pin)
    if row is None:
        built_in = find_ladder(ladder_folder(), pin)
        if built_in is None:
            raise NotFound("This ladder version is not in the vault.")
        keep_ladder(unit, built_in)
        row = _find(unit.session, pin)
        assert row is not None
    row.used_at = row.used_at or unit.now
    return _parse(row.yaml)


def get_ladder(session: Session, pin: str) -> Ladder:
    """Return a version, from the vault or else from the built-in ones. Raises NotFound."""
    row = _find(session, pin)
    if row is not None:
        return _parse(row.yaml)
    built_in = next((one for one in _built_in() if one.pin == pin), None)
    if built_in is None:
        raise NotFound("This ladder version is not in the vault.")
    return built_in


def get_ladders(session: Session, pins: Iterable[str]) -> dict[str, Ladder]:
    """Return versions by pin with one query; those that nobody has any longer are left out."""
    wanted = set(pins)
    rows = session.exec(select(LadderVersion.pin, LadderVersion.yaml).where(col(LadderVersion.pin).in_(wanted)))
    found = {pin: _parse(yaml) for pin, yaml in rows}
    if missing := wanted - found.keys():
        found.update((one.pin, one) for one in _built_in() if one.pin in missing)
    return found


def place_person(unit: UnitOfWork, draft: PlacementDraft) -> None:
    """Set by which ladder, level and target someone is reviewed from a day on; a second one on that day replaces it."""
    use_ladder(unit, draft.ladder_pin)
    same = select(Placement).where(Placement.person_id == draft.person_id, Placement.placed_on == draft.placed_on)
    row = unit.session.exec(same).first()
    if row is None:
        row = Placement(
            person_id=draft.person_id, ladder_pin="", level_id="", placed_on=draft.placed_on
        )  # fmt: skip
        unit.add(row)
    row.ladder_pin, row.level_id = draft.ladder_pin, draft.level_id
    row.target_level_id, row.shape_id = draft.target_level_id, draft.shape_id


def find_placement(session: Session, person_id: str, on: date) -> PlacementRow | None:
    """Return where a person stands on a day, or None before the first placement."""
    rows = select(Placement).where(Placement.person_id == person_id, col(Placement.placed_on) <= on)
    row = session.exec(rows.order_by(col(Placement.placed_on).desc()).limit(1)).first()
    return None if row is None else _row(row)


def list_placements(session: Session, on: date) -> dict[str, PlacementRow]:
    """Return where everyone stands on a day, by person id, with one query."""
    rows = select(Placement).where(col(Placement.placed_on) <= on).order_by(col(Placement.placed_on))
    return {row.person_id: _row(row) for row in session.exec(rows)}


def _find(session: Session, pin: str) -> LadderVersion | None:
    return session.exec(select(LadderVersion).where(LadderVersion.pin == pin)).first()


def _row(row: Placement) -> PlacementRow:
    return PlacementRow(
        row.person_id, row.ladder_pin, row.level_id, row.target_level_id, row.shape_id, row.placed_on
    )  # fmt: skip


@lru_cache(maxsize=_PARSED)
def _parse(yaml: str) -> Ladder:
    return load_ladder(yaml, "the vault")


@lru_cache(maxsize=1)
def _built_in() -> tuple[Ladder, ...]:
    return list_ladders(ladder_folder())
