"""A cell as it stands in a file: behaviours, or the word for why there are none."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Discriminator, GetJsonSchemaHandler, Tag, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from coachdesk.rubric.values import Id, Part, Text

NOTHING_NEW = "="
NOT_APPLICABLE = "n/a"


class BehaviourKind(StrEnum):
    """What a behaviour stands for: `expect` is needed, `signal` shows it, `optional` is fine without, `anti` speaks
    against it.
    """

    EXPECT = "expect"
    SIGNAL = "signal"
    OPTIONAL = "optional"
    ANTI = "anti"


class Behaviour(Part):
    """One thing that can be seen. In a file, plain text stands for `{text: …}`.

    An id is only needed where something refers to it; without one it follows from the competency and the text.
    `until` is the last level that still includes it, `replaces` the id of one from below that it takes the place of,
    `tag` a word for grouping such as `overdone`.
    """

    id: Id | None = None
    text: Text
    kind: BehaviourKind = BehaviourKind.EXPECT
    examples: tuple[Text, ...] = ()
    links: tuple[Text, ...] = ()
    until: Id | None = None
    replaces: Id | None = None
    tag: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Say that plain text will do."""
        schema = handler(core)
        handler.resolve_ref_schema(schema)
        return {"anyOf": [{"type": "string", "minLength": 1}, schema]}


def _kind_of_cell(value: Any) -> str:
    if value is None:
        return "nothing"
    return "behaviours" if isinstance(value, list | tuple) else "word"


FileCell = Annotated[
    Annotated[None, Tag("nothing")]
    | Annotated[Literal["=", "n/a"], Tag("word")]
    | Annotated[tuple[Behaviour, ...], Tag("behaviours")],
    Discriminator(_kind_of_cell),
]
"""A list of behaviours; `"="` nothing new at this level; `n/a` does not apply; null not written yet."""
