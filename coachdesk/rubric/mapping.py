"""`coachdesk-ladder-migration/1`: the reviewed way from one version of a ladder to the next.

A mark is projected through it when it is shown; the projection is never stored. `carry` says what the projected mark
is good for: *exact* continues the line, *ordinal* is shown without arithmetic, *indicative* (split, merged) is a
hollow mark outside every computation, *none* is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from coachdesk.rubric.load import dump_yaml, read_tree, validate
from coachdesk.rubric.values import DateText, Id, Part, PinText, StepId, Text

if TYPE_CHECKING:
    from pathlib import Path

MAPPING_FORMAT = "coachdesk-ladder-migration/1"


class Carry(StrEnum):
    """What a projected mark is good for, the best first."""

    EXACT = "exact"
    ORDINAL = "ordinal"
    INDICATIVE = "indicative"
    NONE = "none"


class MapKind(StrEnum):
    """What became of a competency."""

    SAME = "same"
    RENAMED = "renamed"
    EDITED = "edited"
    SPLIT = "split"
    MERGE = "merge"
    RETIRED = "retired"


def _as_list(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Many = Annotated[tuple[StepId, ...], BeforeValidator(_as_list)]


class CompetencyMap(Part):
    """Where the marks of some competencies go."""

    from_: Annotated[tuple[Id, ...], Field(alias="from", min_length=1)]
    to: tuple[Id, ...] = ()
    kind: MapKind
    carry: Carry = Carry.NONE


class ScaleMap(Part):
    """Where the stages of a scale go; a stage with several is asked about."""

    to: Id
    map: dict[Id, Many]


class Review(Part):
    """Who confirmed a mapping, and when."""

    by: Text
    on: DateText


class VersionMapping(Part):
    """A mapping between two versions. Every old level and competency stands in it once, those without a successor with
    an empty list.
    """

    format: Literal["coachdesk-ladder-migration/1"]
    from_: PinText = Field(alias="from")
    to: PinText
    levels: dict[Id, Many] = {}
    scales: dict[Id, ScaleMap] = {}
    competencies: tuple[CompetencyMap, ...] = ()
    behaviours: dict[Id, Id] = {}
    reviewed: Review | None = None

    def find(self, competency: str) -> CompetencyMap | None:
        """Return what became of an old competency, or None when the mapping is silent about it."""
        return next((one for one in self.competencies if competency in one.from_), None)


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of the old version: `step` is a stage of `scale`, or a level and how firmly, such as `l3:solid`."""

    competency: str
    step: str
    scale: str = ""


@dataclass(frozen=True, slots=True)
class Projected:
    """A mark seen through a mapping. More than one step or competency means that a person is asked."""

    competencies: tuple[str, ...]
    steps: tuple[str, ...]
    carry: Carry


class NotReviewed(ValueError):
    """A mapping that nobody confirmed can't be used."""


def load_mapping(source: Path | str | bytes, name: str = "") -> VersionMapping:
    """Return the mapping in a file or a text. Raises LadderProblems, OSError."""
    tree, called = read_tree(source, name or "mapping.yaml")
    return validate(VersionMapping, tree, called, MAPPING_FORMAT)


def dump_mapping(mapping: VersionMapping) -> str:
    """Return the mapping as YAML that `load_mapping` reads back as an equal one."""
    fields = mapping.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for entry, one in zip(fields.get("competencies", ()), mapping.competencies, strict=True):
        entry["to"] = list(one.to)
    return dump_yaml({"format": MAPPING_FORMAT, **fields})


def project(mark: Mark, mapping: VersionMapping) -> Projected:
    """Return an old mark as the new version shows it; computed each time, never stored.

    The carry is that of the competency, lowered to *indicative* where the level or stage has several successors, to
    *ordinal* where two old steps fall into one, to *none* where there is none. Raises NotReviewed.

    >>> given = VersionMapping(format=MAPPING_FORMAT, from_="a@1", to="a@2", levels={"senior": ("l3",)},
    ...     competencies=(CompetencyMap(from_=("qa",), to=("testing",), kind="renamed", carry="exact"),),
    ...     reviewed=Review(by="manager", on="2026-03-20"))
    >>> project(Mark("qa", "senior:solid"), given).steps
    ('l3:solid',)
    """
    if mapping.reviewed is None:
        raise NotReviewed("This mapping was not confirmed yet. Nothing was changed. Review it first.")
    entry = mapping.find(mark.competency)
    if entry is None or not entry.to or entry.carry is Carry.NONE:
        return Projected((), (), Carry.NONE)
    level, firmly, how = mark.step.partition(":")
    table = _table(mark, mapping)
    found = (level,) if table is None else table.get(level, ())
    steps = tuple(f"{one}{firmly}{how}" for one in found)
    if not steps:
        return Projected((), (), Carry.NONE)
    limits = [entry.carry, Carry.INDICATIVE if len(entry.to) > 1 or len(entry.from_) > 1 else Carry.EXACT]
    if len(steps) > 1:
        limits.append(Carry.INDICATIVE)
    if table is not None and sum(one in found for other in table.values() for one in other) > len(found):
        limits.append(Carry.ORDINAL)
    return Projected(entry.to, steps, max(limits, key=list(Carry).index))


def _table(mark: Mark, mapping: VersionMapping) -> dict[str, tuple[str, ...]] | None:
    """Return where steps go; None for a scale that the mapping leaves as it is."""
    if not mark.scale:
        return mapping.levels
    scale = mapping.scales.get(mark.scale)
    return None if scale is None else scale.map
