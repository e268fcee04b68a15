"""Every fault run by its name, with its numbers for seconds and for the full count of the design."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from . import damage, disk_errors, kills, leaks, power_cut
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
    "power-cut": Run(60, 1200, power_cut.run_power_cuts),
    "power-cut-control": Run(60, 200, power_cut.run_lying_disk),
    "disk-errors": Run(8, 0, disk_errors.run_disk_errors),
    "disk-errors-rare": Run(9, 0, disk_errors.run_rare_disk_errors),
    "flip-database": Run(40, 1000, damage.flip_database),
    "flip-header": Run(40, 1000, damage.flip_header),
    "flip-log": Run(20, 1000, damage.flip_log),
    "flip-blob": Run(40, 1000, damage.flip_blob),
    "flip-backup": Run(40, 1000, damage.flip_backup),
    "truncations": Run(20, 0, damage.truncate_pages),
    "splices": Run(20, 200, damage.splice_pages),
    "rollbacks": Run(3, 3, damage.roll_back),
    "leak": Run(1, 1, leaks.run_leak),
    "leak-control": Run(1, 1, leaks.run_leak_control),
    "leak-window": Run(1, 1, leaks.run_window_leak),
    "leak-window-control": Run(1, 1, leaks.run_window_leak_control),
}
