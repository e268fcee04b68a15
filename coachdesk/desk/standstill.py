"""Work that needs the vault's file for itself: reads wait, saves wait their turn, and connections are made anew."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from coachdesk.desk.desk import Desk
from coachdesk.desk.lanes import Outcome


def run_alone(desk: Desk, work: Callable[[], Any], receive: Callable[[Outcome], None]) -> None:
    """Do `work` on the store lane while the read lane stands, after what is queued; `receive` gets the outcome."""
    stands, done = threading.Event(), threading.Event()

    def stand() -> None:
        stands.set()
        done.wait()

    def alone() -> Any:
        stands.wait()
        try:
            desk.store.close()
            return work()
        finally:
            done.set()

    desk.read_lane.submit(stand, _ignore)
    desk.store_lane.submit(alone, receive)


def _ignore(_outcome: Outcome) -> None:
    """Reads go on over new connections."""
