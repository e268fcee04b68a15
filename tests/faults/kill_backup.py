"""Kill backups and restores at any moment, and look whether every file with a backup's name is a whole backup.

`python -m tests.faults.kill_backup --cycles 200` does so many of each kind.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from coachdesk.vault.backups.container import compare_bytes
from coachdesk.vault.backups.listing import list_backups
from coachdesk.vault.backups.making import make_backup
from coachdesk.vault.backups.opening import unlock_backup
from coachdesk.vault.backups.places import backup_folder
from coachdesk.vault.bundle import RecoveryCode, check_vault
from coachdesk.vault.errors import VaultError

from .copier import MODES, quiet
from .kill9 import ROOT, Outcome
from .scene import Scene, judge_notes, make_scene

NOTES = 20
_LONGEST_S = 0.12


def run_backup_kills(cycles: int, folder: Path, seed: int = 1, modes: tuple[str, ...] = MODES) -> Outcome:
    """Kill so many times in each mode; `acknowledged` counts the rounds that were finished before."""
    chance, faults, finished = random.Random(seed), [], 0
    scene = make_scene(folder, NOTES)
    for mode in modes:
        for cycle in range(cycles):
            _prepare(scene)
            finished += _kill_once(scene, mode, chance)
            faults += [f"{mode} {cycle}: {each}" for each in _judge(scene)]
    return Outcome(cycles * len(modes), finished, tuple(faults))


def _prepare(scene: Scene) -> None:
    """Leave one good backup and what the last kill left under hidden names; drop the rest."""
    for path in scene.path.parent.glob("*.coachdesk"):
        if path != scene.path:
            shutil.rmtree(path)
    rows = list_backups(backup_folder(scene.path))
    for row in rows[:-1]:
        row.path.unlink()
    if not rows:
        with scene.open() as vault:
            make_backup(vault, backup_folder(scene.path), now=datetime.now(UTC), check_content=None, report=quiet)


def _kill_once(scene: Scene, mode: str, chance: random.Random) -> int:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.copier", str(scene.path), str(scene.state_dir), mode],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write(scene.code + "\n")
    process.stdin.close()
    finished = bool(process.stdout.readline())
    time.sleep(chance.random() * _LONGEST_S)
    process.kill()
    finished_more = len(process.stdout.readlines())
    process.wait()
    process.stdout.close()
    return finished + finished_more


def _judge(scene: Scene) -> list[str]:
    """Return what is wrong: a vault that isn't there or not whole, or a backup that isn't one."""
    faults: list[str] = []
    rows = list_backups(backup_folder(scene.path))
    if not rows:
        faults.append("no backup is left")
    for row in rows:
        try:
            beginning = compare_bytes(row.path, quiet, "")
            unlock_backup(row.path, beginning, RecoveryCode(scene.code)).zero()
        except VaultError as error:
            faults.append(f"a backup is {type(error).__name__}")
    vaults = list(scene.path.parent.glob("*.coachdesk"))
    if scene.path not in vaults:
        faults.append("the vault is gone")
    for number, path in enumerate(vaults):
        faults += _judge_vault(Scene(path, scene.state_dir / f"judge{number}", scene.code))
    return faults


def _judge_vault(scene: Scene) -> list[str]:
    try:
        with scene.open() as vault:
            count, faults = judge_notes(vault)
            lost = [] if count == NOTES else [f"{count} of {NOTES} notes"]
            return [*faults, *lost, *check_vault(vault).problems]
    except VaultError as error:
        return [f"a vault is {type(error).__name__}"]


def main() -> int:
    """Run from the command line; 0 when nothing was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cycles", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = run_backup_kills(chosen.cycles, Path(folder), chosen.seed)
    rounds = f"{outcome.cycles} cycles, {outcome.acknowledged} rounds finished"
    print(f"kill -9 in backup and restore: {rounds}, {len(outcome.faults)} faults")
    for fault in outcome.faults:
        print(f"  {fault}")
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main())
