"""What a level asks for, as it stands in a file: targets, weights, gates, modifiers, points and overlays."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from coachdesk.rubric.cells import FileCell
from coachdesk.rubric.values import Id, Number, Part, Selector, StepId, Text


class TargetRange(Part):
    """A target with a least and a most step; `stretch` is what people may grow into."""

    min: StepId | None = None
    max: StepId | None = None
    stretch: StepId | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.min is None and self.max is None and self.stretch is None:
            raise PydanticCustomError("empty_target", "this target names no step")
        return self


def _kind_of_target(value: Any) -> str:
    return "range" if isinstance(value, dict | TargetRange) else "step"


TargetText = Annotated[Text, WithJsonSchema({"type": ["string", "integer"]})]

Target = Annotated[
    Annotated[TargetText, Tag("step")] | Annotated[TargetRange, Tag("range")],
    Discriminator(_kind_of_target),
]
"""A stage or level (`"1"`), a range of them (`"0-2"`), or a `TargetRange`."""


class Strength(StrEnum):
    """Whether a gate decides, or is only talked about."""

    MUST = "must"
    SHOULD = "should"


def _one_or_many(value: Any) -> str:
    return "many" if isinstance(value, list | tuple) else "one"


Chosen = Annotated[
    Annotated[Selector, Tag("one")] | Annotated[tuple[Id, ...], Tag("many")],
    Discriminator(_one_or_many),
]
"""Competencies: `"*"` for all, an id of a competency or of a whole area, or a list of such ids."""


class CountRule(Part):
    """At least so many of the chosen competencies stand at `stage` (a level on a direct ladder) or above."""

    at_least: Annotated[int, Field(ge=1)]
    stage: StepId
    of: Chosen = "*"


class FloorRule(Part):
    """None of the chosen competencies stands below `stage` (a level on a direct ladder)."""

    stage: StepId
    of: Chosen = "*"


class Sustained(Part):
    """How long a gate must have held: at `checks` reviews at least, over `days` at least."""

    checks: Annotated[int, Field(ge=1)] = 1
    days: Annotated[int, Field(ge=0)] = 0


def _kind_of_floor(value: Any) -> str:
    return "rule" if isinstance(value, dict | FloorRule) else "stage"


RULES = ("meet", "count", "none_below", "points_min", "confirm")


class Gate(Part):
    """One condition of a level, with exactly one rule: `meet` (the expectation of the chosen competencies),
    `count`, `none_below` (a stage or a FloorRule), `points_min`, or `confirm` (a sentence that a person confirms).
    """

    id: Id
    strength: Strength = Strength.MUST
    meet: Chosen | None = None
    count: CountRule | None = None
    none_below: (
        Annotated[
            Annotated[StepId, Tag("stage")] | Annotated[FloorRule, Tag("rule")],
            Discriminator(_kind_of_floor),
        ]
        | None
    ) = None
    points_min: Number | None = None
    confirm: Text | None = None
    sustained: Sustained | None = None

    @model_validator(mode="after")
    def _has_one_rule(self) -> Self:
        if sum(getattr(self, rule) is not None for rule in RULES) != 1:
            raise PydanticCustomError("one_rule", "a gate has exactly one rule")
        return self


Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Profile(Part):
    """What the levels of `for` ask for. Where several profiles fit a level, the one that names fewer levels wins
    for each competency; among equals the later one.
    """

    for_: Selector = Field(alias="for")
    discipline: Id | None = None
    targets: dict[Id, Target] = {}
    optional: tuple[Id, ...] = ()
    weights: dict[Id, Weight] = {}
    gates: tuple[Gate, ...] = ()


class Modifier(Part):
    """Moves expectations by whole steps when all facts of `when` hold; `level` takes a selector."""

    when: dict[Literal["discipline", "track", "level", "shape"], Selector]
    add: dict[Id, int]


class Band(Part):
    """Points from `min` up to and without the next band's belong to `level`."""

    level: Id
    min: Number
    max: Number | None = None


class Bonus(Part):
    """Points for something beside the competencies."""

    id: Id
    name: Text
    points: Number


class Points(Part):
    """A declared total: points for each stage or level, and the bands that they fall into.

    `steps` names thresholds within a band, such as `5: "1.2"`.
    """

    per_stage: dict[Id, Number]
    bands: tuple[Band, ...]
    steps: dict[str, str] = {}
    bonus: tuple[Bonus, ...] = ()


class AttainmentStep(Part):
    """How far one behaviour is shown, as a value and a name."""

    value: Number
    name: Text


class Attainment(Part):
    """Behaviour ratings and the rule by which a stage counts as reached, kept as they were declared."""

    scale: tuple[AttainmentStep, ...] = ()
    stage_reached: dict[str, Any] = {}


class Overlay(Part):
    """A shape of some levels, such as a staff archetype: behaviours added to the base and expectations moved.

    `at` names competencies, then levels or stages as in a competency; `targets` replace those of the profiles,
    `add` moves expectations by whole steps, `gates` come on top.
    """

    id: Id
    name: Text
    summary: Text | None = None
    for_: Selector = Field(alias="for")
    at: dict[Id, dict[Selector, FileCell]] = {}
    targets: dict[Id, Target] = {}
    add: dict[Id, int] = {}
    gates: tuple[Gate, ...] = ()
