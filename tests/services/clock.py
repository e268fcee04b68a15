"""A clock that the test sets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class SetClock:
    """Stands at Tuesday 12 May 2026, 09:12 UTC, until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 5, 12, 9, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        """Go on by a timedelta's arguments."""
        self.now += timedelta(**span)
