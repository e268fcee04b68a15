"""All kill runs: what is killed, and what must be there afterwards."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from tests.vault.slot_kills import ROTATION, SLOTS, run_slot_kills

from .kill9 import Outcome, run_kill9
from .kill_backup import run_backup_kills
from .kill_migration import run_migration_kills
from .table import Row, kill_in_two

_EITHER = "the vault before or the one after, whole"


def kill_writing(count: int, folder: Path) -> Row:
    """Kill while notes are written, with checkpoints, seals and header changes in between."""
    return kill_in_two("kill writing", run_kill9, count, folder, "no acknowledged commit lost, none torn, all found")


def kill_seal(count: int, folder: Path) -> Row:
    """Kill while the seal is made and broken again and again."""
    run: Any = partial(run_kill9, modes=("seal",))
    return kill_in_two("kill seal", run, count, folder, "as when writing")


def kill_migration(count: int, folder: Path) -> Row:
    """Kill the update of an older vault."""
    return kill_in_two("kill migration", run_migration_kills, count, folder, "the old rows or the new, all found")


def kill_backup(count: int, folder: Path) -> Row:
    """Kill backups, those in use and those at lock."""
    return _in_modes("kill backup", ("backup", "lock"), count, folder, "each file with a backup's name is a whole one")


def kill_restore(count: int, folder: Path) -> Row:
    """Kill restoring, beside the vault and in its place."""
    return _in_modes("kill restore", ("restore", "in_place"), count, folder, "the vault is there and whole")


def kill_rotation(count: int, folder: Path) -> Row:
    """Kill the change of all keys."""
    run: Any = partial(run_slot_kills, kinds=ROTATION)
    return kill_in_two("kill rotation", run, count, folder, _EITHER)


def kill_slots(count: int, folder: Path) -> Row:
    """Kill changes of passphrase and recovery code."""
    run: Any = partial(run_slot_kills, kinds=SLOTS)
    return kill_in_two("kill slot changes", run, count, folder, "the old secret or the new one opens it")


def _in_modes(name: str, modes: tuple[str, ...], count: int, folder: Path, note: str) -> Row:
    run: Any = partial(_kill_each, modes)
    return kill_in_two(name, run, count, folder, note)


def _kill_each(modes: tuple[str, ...], cycles: int, folder: Path, seed: int) -> Outcome:
    return run_backup_kills(max(1, cycles // len(modes)), folder, seed, modes)
