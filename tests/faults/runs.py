"""Every fault run by its name, with its numbers for seconds and for the full count of the design."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from . import kills
from .table import Row


@dataclass(frozen=True)
class Run:
    """A run: how much of it by default and with `--long`, and what does it."""

    short: int
    long: int
    start: Callable[[int, Path], Row]


RUNS: Mapping[str, Run] = {
    "kill-writing": Run(20, 1000, kills.kill_writing),
    "kill-seal": Run(10, 200, kills.kill_seal),
    "kill-migration": Run(4, 200, kills.kill_migration),
    "kill-backup": Run(8, 200, kills.kill_backup),
    "kill-restore": Run(8, 200, kills.kill_restore),
    "kill-rotation": Run(4, 200, kills.kill_rotation),
    "kill-slots": Run(4, 200, kills.kill_slots),
}
