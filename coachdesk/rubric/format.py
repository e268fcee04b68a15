"""`coachdesk-ladder/1`: the parts of a ladder file, from which `ladders/ladder.schema.json` is generated.

A ladder keeps five things apart: levels (career steps), stages (a scale of proficiency), competencies (what is
rated), behaviours (what a cell holds) and profiles (what a level asks of each competency). A competency without a
`scale` is direct: its cells stand at levels. One with a scale is indirect: its cells stand at stages, and profiles
say which stage a level asks for.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from coachdesk.rubric.cells import Behaviour, FileCell
from coachdesk.rubric.requirements import Attainment, Modifier, Overlay, Points, Profile
from coachdesk.rubric.values import DateText, Flag, Id, Number, Part, PinText, Selector, Text, Version

FORMAT = "coachdesk-ladder/1"


class Family(StrEnum):
    """Whether cells stand at levels, at stages, or at both in one ladder."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Status(StrEnum):
    """Where a version is in its life; it says nothing about the content."""

    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"


class TrackKind(StrEnum):
    """What a track is mostly about."""

    IC = "ic"
    MANAGER = "manager"
    HYBRID = "hybrid"


class Track(Part):
    """A way through the levels; `entry_from` names levels of other tracks that lead into it."""

    id: Id
    name: Text
    kind: TrackKind | None = None
    entry_from: tuple[Id, ...] = ()


class Level(Part):
    """A career step. `rank` orders levels, across tracks too; without ranks the order of the file counts."""

    id: Id
    title: Text
    track: Id | None = None
    rank: Number | None = None
    grade: str | None = None
    band: str | None = None
    aliases: tuple[Text, ...] = ()
    equivalent: tuple[Id, ...] = ()
    next: tuple[Id, ...] = ()
    terminal: Flag = False
    summary: Text | None = None
    experience: Text | None = None


class Stage(Part):
    """A step of a scale. In a file, a plain name takes its place in the list, from 0, as its id."""

    id: Id
    name: Text
    value: Number | None = None
    summary: Text | None = None

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Say that a plain name will do."""
        return {"anyOf": [{"type": "string", "minLength": 1}, handler(core)]}


class Area(Part):
    """A group of competencies; may lie within another."""

    id: Id
    name: Text
    parent: Id | None = None


class Competency(Part):
    """Something that is rated, or, without cells and with others inside, a heading over them.

    `only` names the levels that it concerns, `reasons` says for a level or stage why its cell is empty.
    """

    id: Id
    name: Text
    area: Id | None = None
    parent: Id | None = None
    scale: Id | None = None
    summary: Text | None = None
    cumulative: Flag | None = None
    only: tuple[Selector, ...] = ()
    at: dict[Selector, FileCell] = {}
    reasons: dict[Selector, Text] = {}

    @property
    def is_indirect(self) -> bool:
        """Whether its cells stand at stages."""
        return self.scale is not None

    def behaviour_id(self, behaviour: Behaviour) -> str:
        """Return the id of a behaviour: its own, or `b-` and ten digits made of competency and text."""
        return behaviour.id or automatic_id(self.id, behaviour.text)


class Ladder(Part):
    """A ladder at one version. Cells and expectations are asked for with the functions of `queries`."""

    model_config = ConfigDict(json_schema_extra={"patternProperties": {"^x-": True}}, title="CoachDesk ladder")

    format: Literal["coachdesk-ladder/1"]
    id: Id
    name: Text
    version: Version
    summary: Text | None = None
    effective: DateText | None = None
    retired: DateText | None = None
    status: Status | None = None
    lang: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    supersedes: PinText | None = None
    cumulative: Flag = True
    source: dict[str, Any] = {}
    scales: dict[Id, Annotated[tuple[Stage, ...], Field(min_length=2, max_length=50)]] = {}
    tracks: Annotated[tuple[Track, ...], Field(max_length=50)] = ()
    levels: Annotated[tuple[Level, ...], Field(min_length=1, max_length=200)]
    areas: Annotated[tuple[Area, ...], Field(max_length=500)] = ()
    competencies: Annotated[tuple[Competency, ...], Field(min_length=1, max_length=2000)]
    profiles: Annotated[tuple[Profile, ...], Field(max_length=500)] = ()
    modifiers: Annotated[tuple[Modifier, ...], Field(max_length=500)] = ()
    points: Points | None = None
    attainment: Attainment | None = None
    overlays: Annotated[tuple[Overlay, ...], Field(max_length=50)] = ()
    i18n: dict[str, dict[str, Text]] = {}
    extras: dict[str, Any] = Field(default={}, exclude=True)

    @model_validator(mode="before")
    @classmethod
    def _normalise(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        fields = {key: one for key, one in value.items() if not key.startswith("x-")}
        extras = {key: one for key, one in value.items() if key.startswith("x-")}
        if extras:
            fields["extras"] = extras
        if isinstance(fields.get("scales"), dict):
            fields["scales"] = {name: _name_stages(scale) for name, scale in fields["scales"].items()}
        return fields

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Leave out `extras`, which stands for the fields whose names start with x-."""
        schema = handler.resolve_ref_schema(handler(core))
        schema["properties"].pop("extras", None)
        return schema

    @property
    def pin(self) -> str:
        """The name that reviews keep, such as `acme-eng@2026.1`."""
        return f"{self.id}@{self.version}"

    @property
    def rated(self) -> tuple[Competency, ...]:
        """The competencies that can be marked: all that are not mere headings."""
        headings = {one.parent for one in self.competencies} - {None}
        return tuple(one for one in self.competencies if one.at or one.id not in headings)

    @property
    def family(self) -> Family:
        """Where the cells stand."""
        kinds = {one.is_indirect for one in self.rated}
        if len(kinds) > 1:
            return Family.MIXED
        return Family.INDIRECT if True in kinds else Family.DIRECT

    @model_validator(mode="after")
    def _keep_extras_apart(self) -> Self:
        if any(not name.startswith("x-") for name in self.extras):
            raise ValueError("extras hold only fields that start with x-")
        return self


def automatic_id(competency: str, text: str) -> str:
    """Return the id of a behaviour that has none: the same words in the same competency are the same behaviour."""
    return "b-" + hashlib.sha256(f"{competency}\n{text}".encode()).hexdigest()[:10]


def _name_stages(scale: Any) -> Any:
    if not isinstance(scale, list):
        return scale
    return [{"id": str(place), "name": one} if isinstance(one, str) else one for place, one in enumerate(scale)]
