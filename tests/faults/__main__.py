"""The fault runs by their own command: `python -m tests.faults`, with `--long` for the full count."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from . import flips, kill9


def main() -> int:
    """Run kills and flips; 0 when nothing was lost, torn or missed."""
    parser = argparse.ArgumentParser(prog="packaging/dev.py faults", description=__doc__)
    parser.add_argument("--long", action="store_true", help="200 kills and 1,000 flips in each file")
    parser.add_argument("--cycles", type=int, help="how often to kill")
    parser.add_argument("--flips", type=int, help="how often to flip bits in each file")
    chosen = parser.parse_args()
    cycles = chosen.cycles if chosen.cycles is not None else (200 if chosen.long else 20)
    count = chosen.flips if chosen.flips is not None else (1000 if chosen.long else 50)
    with tempfile.TemporaryDirectory() as folder:
        outcome = kill9.run_kill9(cycles, Path(folder))
    print(f"kill -9: {outcome.cycles} cycles, {outcome.acknowledged} commits, {len(outcome.faults)} faults", flush=True)
    for fault in outcome.faults:
        print(f"  {fault}")
    return 1 if flips.run_all(count) or outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main())
