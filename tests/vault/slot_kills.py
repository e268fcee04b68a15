"""Kill a process while it changes passphrases, recovery codes or all keys, and look whether a vault is left that opens.

`python -m tests.vault.slot_kills --cycles 200` and `--what rotation`. Cycles of all kinds take turns on one vault.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from coachdesk.vault import errors
from coachdesk.vault.bundle import OpenVault, Passphrase, RecoveryCode, Secret, check_vault, create_vault, open_vault
from coachdesk.vault.kdf import FLOOR
from coachdesk.vault.rotation import rotate_keys

ROOT = Path(__file__).resolve().parents[2]
ROWS = 400
SLOTS = ("passphrase", "code")
ROTATION = ("rotation",)
_LONGEST_S = {"passphrase": 0.02, "code": 0.02, "rotation": 0.35}


@dataclass(frozen=True)
class KillOutcome:
    """What was seen over all cycles: how often the new secret already counted, and what went wrong."""

    cycles: int
    changed: int
    faults: tuple[str, ...]


@dataclass
class _Ways:
    """What opens the vault now, as its owner would have noted it."""

    passphrase: str
    code: str


def run_slot_kills(cycles: int, folder: Path, seed: int = 1, kinds: tuple[str, ...] = SLOTS) -> KillOutcome:
    """Change, kill and judge so many times; after each kill the old or the new secret must open the whole vault."""
    chance, faults, changed = random.Random(seed), [], 0
    path, state_dir = folder / "killed.coachdesk", folder / "state"
    made = create_vault(path, "passphrase 0", kdf=FLOOR, state_dir=state_dir)
    ways = _Ways("passphrase 0", made.recovery_code)
    _fill(made.vault)
    for cycle in range(cycles):
        kind = kinds[cycle % len(kinds)]
        new = f"passphrase {cycle + 1}" if kind == "passphrase" else ""
        told = _kill_once(path, state_dir, kind, ways, new, chance)
        before = ways.passphrase
        fault = _judge(path, state_dir, ways, new or told)
        if fault:
            faults.append(f"cycle {cycle} ({kind}): {fault}")
            break
        changed += ways.passphrase != before or (told != "" and ways.code == told)
    return KillOutcome(cycles, changed, tuple(faults))


def _fill(vault: OpenVault) -> None:
    with vault:
        connection = vault.connect()
        connection.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)")
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO note (body) VALUES (?)", ((f"{n} " * 500,) for n in range(ROWS)))
        connection.execute("COMMIT")
        connection.close()


def _kill_once(path: Path, state_dir: Path, kind: str, ways: _Ways, new: str, chance: random.Random) -> str:
    """Start a change, kill it some time after it began, and return the recovery code that it told, if any."""
    words = [sys.executable, "-m", "tests.vault.slot_kills", "--change"]
    process = subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin and process.stdout
    asked = {"path": str(path), "state": str(state_dir), "kind": kind, "new": new}
    process.stdin.write(json.dumps(asked | {"passphrase": ways.passphrase, "code": ways.code}) + "\n")
    process.stdin.flush()
    process.stdout.readline()
    time.sleep(chance.random() * _LONGEST_S[kind])
    process.kill()
    told = process.stdout.read().strip()
    process.wait()
    process.stdin.close()
    process.stdout.close()
    return told


def _judge(path: Path, state_dir: Path, ways: _Ways, new: str) -> str:
    """Return what is wrong, and note which secrets count now. A code that was never told is renewed by passphrase."""
    with contextlib.ExitStack() as stack:
        vault = None
        for passphrase in dict.fromkeys((ways.passphrase, new)):
            vault = vault or _try(path, state_dir, Passphrase(passphrase))
            if vault is not None:
                ways.passphrase = passphrase
                break
        if vault is None:
            return "neither the old nor the new passphrase opens it"
        stack.enter_context(vault)
        report = check_vault(vault)
        connection = vault.connect(read_only=True)
        count = connection.execute("SELECT count(*) FROM note").fetchone()[0]
        connection.close()
        if not report.ok or count != ROWS:
            return f"{count} rows, {len(report.problems)} problems"
    opened = next(
        (code for code in (new, ways.code) if code and _closes(_try(path, state_dir, RecoveryCode(code)))), ""
    )
    if not opened:
        with open_vault(path, Passphrase(ways.passphrase), state_dir=state_dir) as again:
            opened = again.replace_recovery_code(ways.passphrase)
    ways.code = opened
    return ""


def _try(path: Path, state_dir: Path, secret: Secret) -> OpenVault | None:
    with contextlib.suppress(errors.WrongSecret):
        return open_vault(path, secret, state_dir=state_dir)
    return None


def _closes(vault: OpenVault | None) -> bool:
    if vault is not None:
        vault.close()
    return vault is not None


def _change() -> int:
    """Be the process that is killed: open, say that it begins, change, and tell a new code as the last thing."""
    asked = json.loads(sys.stdin.readline())
    path, state_dir = Path(asked["path"]), Path(asked["state"])
    vault = open_vault(path, RecoveryCode(asked["code"]), state_dir=state_dir)
    if asked["kind"] == "rotation":
        print("begun", flush=True)
        by = RecoveryCode(asked["code"])
        print(rotate_keys(vault, Passphrase(asked["passphrase"]), by=by).recovery_code, flush=True)
    else:
        _say_before_writing(vault)
        if asked["kind"] == "passphrase":
            vault.change_passphrase(asked["passphrase"], asked["new"])
        else:
            print(vault.replace_recovery_code(asked["passphrase"]), flush=True)
    time.sleep(5)
    return 0


def _say_before_writing(vault: OpenVault) -> None:
    """Say that it begins once the passphrase is stretched: the writing itself takes a few milliseconds."""
    write = vault._write_twice

    def begin(slots: object) -> None:
        print("begun", flush=True)
        write(slots)  # type: ignore[arg-type]

    vault._write_twice = begin  # type: ignore[method-assign,assignment]


def main() -> int:
    """Run from the command line; 0 when every vault opened."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cycles", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--what", choices=("slots", "rotation"), default="slots")
    parser.add_argument("--change", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.change:
        return _change()
    with tempfile.TemporaryDirectory() as folder:
        kinds = SLOTS if chosen.what == "slots" else ROTATION
        outcome = run_slot_kills(chosen.cycles, Path(folder), chosen.seed, kinds)
    print(f"kill -9 in {chosen.what}: {outcome.cycles} cycles, {outcome.changed} changed, {len(outcome.faults)} faults")
    for fault in outcome.faults:
        print(f"  {fault}")
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main())
