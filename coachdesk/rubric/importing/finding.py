"""What one shape saw in the sources: entries for cells, the role of each part, and all that it left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from coachdesk.rubric.importing.cells import CellValue
from coachdesk.rubric.importing.neutral import Place, Refusal
from coachdesk.rubric.importing.words import fold


@dataclass(frozen=True, slots=True)
class Part:
    """One row, column, heading, key or table of the source and the role it plays; a click may change the role."""

    kind: str
    label: str
    role: str
    place: Place

    @property
    def key(self) -> str:
        """The name of the part in a recipe; it doesn't hold the file's name, so that next year's file fits."""
        return part_key(self.kind, self.label)


def part_key(kind: str, label: str) -> str:
    """Return the name of a part in a recipe."""
    return f"{kind}:{fold(label)}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell of the source, with the names of its level and competency as they were written."""

    level: str
    competency: str
    area: str
    value: CellValue
    place: Place
    track: str = ""


@dataclass(frozen=True, slots=True)
class Demand:
    """A number, range or stage that a level asks of a competency."""

    level: str
    competency: str
    area: str
    text: str
    place: Place


@dataclass(slots=True)
class About:
    """What is known of a level, competency or area beside its name."""

    name: str
    place: Place
    id: str = ""
    summary: str = ""
    title: str = ""
    area: str = ""
    track: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A title that holds from a sum of points to another, both as they were written; no end when `most` is None."""

    name: str
    least: str
    most: str | None


@dataclass(frozen=True, slots=True)
class Points:
    """Points for each stage, the titles that sums lead to, and names of sums in between, as they were declared."""

    per_stage: Mapping[str, str]
    bands: tuple[Band, ...]
    steps: Mapping[str, str]


@dataclass(slots=True)
class Finding:
    """One matrix that a shape read. `levels` are in order, empty ones too; `stages`: the columns are stages."""

    shape: str
    title: str
    place: Place
    levels: list[About] = field(default_factory=list)
    competencies: list[About] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    demands: list[Demand] = field(default_factory=list)
    weights: list[tuple[str, str, Place]] = field(default_factory=list)
    tracks: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    ignored: list[Refusal] = field(default_factory=list)
    warnings: list[Refusal] = field(default_factory=list)
    corner: str = ""
    stages: bool = False
    points: Points | None = None

    def level_keys(self) -> set[str]:
        """The folded names of the levels."""
        return {fold(level.name) for level in self.levels}

    def competency_keys(self) -> set[str]:
        """The folded names of the competencies."""
        return {fold(one.name) for one in self.competencies}
