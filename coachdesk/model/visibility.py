"""Who may see a thing. Two values, so that no code can invent a third way to be half private."""

from __future__ import annotations

from enum import StrEnum


class Visibility(StrEnum):
    """`ONLY_YOU` never leaves the vault by sharing; `SHARED` may be shown to the person it is about."""

    SHARED = "shared"
    ONLY_YOU = "only_you"
