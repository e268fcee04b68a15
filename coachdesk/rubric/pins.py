"""`ladder@version`: how reviews, evidence and plans name the ladder that they were made with."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coachdesk.rubric.values import PIN_PATTERN


@dataclass(frozen=True, slots=True)
class Pin:
    """A ladder at one version."""

    ladder_id: str
    version: str

    def __str__(self) -> str:
        return f"{self.ladder_id}@{self.version}"


def parse_pin(text: str) -> Pin:
    """Return the pin that a text spells. Raises ValueError.

    >>> parse_pin("acme-eng@2026.10")
    Pin(ladder_id='acme-eng', version='2026.10')
    """
    if not re.fullmatch(PIN_PATTERN.removeprefix("^").removesuffix("$"), text):
        raise ValueError("A ladder and its version are written as acme-eng@2026.1.")
    ladder_id, _, version = text.partition("@")
    return Pin(ladder_id, version)
