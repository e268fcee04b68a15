"""Flip bits in a vault's files and look whether each flip is refused or harmless.

`python -m tests.faults.flips --count 1000`
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from coachdesk.vault.errors import VaultError

from .scene import Scene, judge_notes, make_scene

NOTES = 30
BOTH_COPIES = "header.*"
SEALED = ("vault.db", "header.a", "header.b", BOTH_COPIES)
UNSEALED = (*SEALED, "vault.db-wal")


@dataclass(frozen=True)
class Outcome:
    """How many flips were refused, how many did no harm, and what went wrong."""

    refused: int
    harmless: int
    faults: tuple[str, ...]


def make_unsealed(scene: Scene, folder: Path) -> Scene:
    """Return a copy of the vault as a crash leaves it: some commits only in the log."""
    from .scene import add_note

    copy = scene.copy(folder)
    vault = copy.open()
    connection = vault.connect()
    for number in range(NOTES + 1, NOTES + 6):
        add_note(connection, number)
    content = copy.content()
    vault.abandon()
    for name, octets in content.items():
        (copy.path / name).write_bytes(octets)
    return copy


def run_flips(scene: Scene, name: str, count: int, folder: Path, seed: int = 1) -> Outcome:
    """Flip one to three bits of each file that `name` matches, `count` times, each on a fresh copy.

    A flip in the live log may drop the last commits, as a power cut may; the notes before must stay whole.
    """
    chance = random.Random(f"{seed} {name}")
    refused, harmless, faults = 0, 0, []
    for at in range(count):
        copy = scene.copy(folder / f"flip-{at}")
        for path in sorted(copy.path.glob(name)):
            _flip_bits(path, chance)
        before = copy.content()
        fault = _judge(copy, before, may_drop=name.endswith("-wal"))
        refused += fault is None
        harmless += fault == ""
        if fault:
            faults.append(f"{name} flip {at}: {fault}")
        shutil.rmtree(folder / f"flip-{at}")
    return Outcome(refused, harmless, tuple(faults))


def _flip_bits(path: Path, chance: random.Random) -> None:
    octets = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 3)):
        octets[chance.randrange(len(octets))] ^= 1 << chance.randrange(8)
    path.write_bytes(octets)


def _judge(scene: Scene, before: dict[str, bytes], *, may_drop: bool) -> str | None:
    """Return None when the vault was refused untouched, "" when nothing was harmed, else what was."""
    try:
        vault = scene.open()
    except VaultError:
        return None if scene.content() == before else "refused, but changed"
    with vault:
        count, wrong = judge_notes(vault)
        least = NOTES if may_drop or "vault.db-wal" not in before else NOTES + 5
        return "; ".join(wrong) or ("" if count >= least else f"only {count} notes left")


def main() -> int:
    """Run from the command line; 0 when each flip was refused or harmless."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    return run_all(chosen.count, chosen.seed)


def run_all(count: int, seed: int = 1) -> int:
    """Flip so many times in each file, sealed and unsealed, and print what was seen."""
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sealed = make_scene(folder, NOTES)
        unsealed = make_unsealed(sealed, folder / "unsealed")
        for state, scene, names in (("sealed", sealed, SEALED), ("unsealed", unsealed, UNSEALED)):
            for each in names:
                with tempfile.TemporaryDirectory() as place:
                    outcome = run_flips(scene, each, count, Path(place), seed)
                print(f"flips in {each} ({state}): {outcome.refused} refused, {outcome.harmless} harmless")
                for fault in outcome.faults:
                    print(f"  {fault}")
                wrong += len(outcome.faults)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
