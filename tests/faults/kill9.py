"""Kill the writing process at any moment, many times over, and look whether anything acknowledged was lost.

`python -m tests.faults.kill9 --cycles 200`
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from coachdesk.vault.bundle import check_vault

from .scene import Scene, judge_notes, make_scene
from .writer import MODES

ROOT = Path(__file__).resolve().parents[2]
_IN_A_ROW = 100


@dataclass(frozen=True)
class Outcome:
    """What was seen over all cycles; `faults` is empty when nothing went wrong."""

    cycles: int
    acknowledged: int
    faults: tuple[str, ...]


def start_writer(scene: Scene, mode: str, first: int, *limit: int) -> subprocess.Popen[str]:
    """Start the writer; it has the recovery code on its standard input."""
    words = [str(scene.path), str(scene.state_dir), mode, str(first), *map(str, limit)]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.writer", *words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    process.stdin.write(scene.code + "\n")
    process.stdin.flush()
    return process


def run_kill9(cycles: int, folder: Path, seed: int = 1, modes: tuple[str, ...] = MODES) -> Outcome:
    """Write, kill and judge so many times, in rows of `_IN_A_ROW` on one vault each; modes take turns."""
    chance, faults, last, written = random.Random(seed), [], 0, 0
    for cycle in range(cycles):
        if cycle % _IN_A_ROW == 0:
            scene, written, last = _make_scene(folder / f"{cycle}"), written + last, 0
        mode = modes[cycle % len(modes)]
        acknowledged = _kill_once(scene, mode, last + 1, chance)
        count, wrong = _judge(scene)
        faults += [f"cycle {cycle} ({mode}): {each}" for each in wrong]
        if not acknowledged <= count <= acknowledged + 1:
            faults.append(f"cycle {cycle} ({mode}): {acknowledged} acknowledged, {count} found")
        last = count
    return Outcome(cycles, written + last, tuple(faults))


def _make_scene(folder: Path) -> Scene:
    folder.mkdir()
    return make_scene(folder)


def _kill_once(scene: Scene, mode: str, first: int, chance: random.Random) -> int:
    """Return the number of the last note that was acknowledged before the process died."""
    process = start_writer(scene, mode, first)
    assert process.stdin
    assert process.stdout
    wanted, last = chance.randint(1, 40), first - 1
    for line in process.stdout:
        last = int(line)
        if last - first >= wanted:
            break
    time.sleep(chance.random() * 0.01)
    process.kill()
    for line in process.stdout:
        last = int(line)
    process.wait()
    process.stdin.close()
    process.stdout.close()
    return last


def _judge(scene: Scene) -> tuple[int, tuple[str, ...]]:
    with scene.open() as vault:
        count, faults = judge_notes(vault)
        report = check_vault(vault)
        return count, (*faults, *report.problems, *(each for each in vault.notices if "older" in each))


def main() -> int:
    """Run from the command line; 0 when nothing was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cycles", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = run_kill9(chosen.cycles, Path(folder), chosen.seed)
    print(f"kill -9: {outcome.cycles} cycles, {outcome.acknowledged} commits, {len(outcome.faults)} faults")
    for fault in outcome.faults:
        print(f"  {fault}")
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main())
