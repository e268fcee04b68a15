"""The small values that a ladder file is made of: ids, selectors, dates, flags and the base of every part."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

ID_PATTERN = r"^[a-z0-9][a-z0-9._-]*$"
SELECTOR_PATTERN = r"^(\*|[a-z0-9][a-z0-9._-]*(\.\*)?)((\.\.|,)[a-z0-9][a-z0-9._-]*(\.\*)?)*$"
VERSION_PATTERN = r"^[^\s@]+$"
PIN_PATTERN = r"^[a-z0-9][a-z0-9._-]*@[^\s@]+$"


class Part(BaseModel):
    """A piece of a ladder: it can't change, and a field that the format doesn't know is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _flag(value: Any) -> Any:
    if value in ("true", "false"):
        return value == "true"
    if isinstance(value, bool):
        return value
    raise PydanticCustomError("flag", "this must be true or false")


def _real_date(value: str) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("date_text", "this is not a date") from None
    return value


Id = Annotated[str, Field(pattern=ID_PATTERN, max_length=80)]
"""A short name that other parts refer to: lower-case letters, digits, dot, hyphen, underscore."""

StepId = Annotated[
    Id, WithJsonSchema({"anyOf": [{"type": "string", "pattern": ID_PATTERN}, {"type": "integer", "minimum": 0}]})
]
"""The id of a stage or level; a stage such as 2 needs no quotes."""

Selector = Annotated[str, Field(pattern=SELECTOR_PATTERN, max_length=400)]
"""One or several levels or stages: `*`, `l3`, `ic.*` (a track), `l2..l4` (a range), `l2,l4`."""

Version = Annotated[str, Field(pattern=VERSION_PATTERN, max_length=40)]
"""Any text without spaces and @; versions are compared as text, so 2026.10 is not 2026.1."""

PinText = Annotated[str, Field(pattern=PIN_PATTERN, max_length=121)]
"""A ladder at a version, such as `acme-eng@2026.1`."""

DateText = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_real_date)]
"""A day as `2026-04-01`."""

Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"type": "boolean"})]
"""Only `true` and `false`; YAML's yes, on and 1 are text here."""


def _without_sign_of_zero(value: float) -> float:
    return value + 0.0


Number = Annotated[float, Field(allow_inf_nan=False), AfterValidator(_without_sign_of_zero)]
"""A finite number; minus zero is zero, so that equal ladders have equal hashes."""

Text = Annotated[str, Field(min_length=1, max_length=4000)]
"""Words for people to read; may not be empty."""
