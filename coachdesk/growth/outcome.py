"""Too little history, said as a normal value: silence is better than a figure that rests on nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TooLittleHistory:
    """No figure, and the plain reason to show in its place."""

    reason: str
