"""CoachDesk as it starts on a given day: the clock that services read runs on from the instant in `WEEK_NOW`."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

from coachdesk.store import clock

_AHEAD = datetime.fromisoformat(os.environ["WEEK_NOW"]) - datetime.now(UTC)


def week_clock() -> datetime:
    """Return an instant of that day."""
    return datetime.now(UTC) + _AHEAD


clock.system_clock = week_clock  # before any module takes it by name

if __name__ == "__main__":
    from coachdesk.__main__ import main

    sys.exit(main())
