"""Feed every reader of foreign bytes with what reaches new branches in it; the table comes last.

`packaging/dev.py fuzz --minutes 10` shares ten minutes among the readers. What was found stays in `build/fuzz`.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.faults.table import Row, format_table, print_row, write_json

from .targets import KEPT, TARGETS, TESTS, Target

WORK = TESTS.parent / "build" / "fuzz"
_MEMORY_MB = 2048
_SLOWEST_S = 25


def main() -> int:
    """Feed what was asked for; 1 when anything was found."""
    parser = argparse.ArgumentParser(prog="packaging/dev.py fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=6, help="for all readers together; 6 without it")
    parser.add_argument("--only", action="append", choices=TARGETS, metavar="NAME", help=f"of: {', '.join(TARGETS)}")
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    chosen = parser.parse_args()
    names = chosen.only or list(TARGETS)
    rows = []
    for name in names:
        rows.append(_feed(name, TARGETS[name], max(1, round(chosen.minutes * 60 / len(names)))))
        print_row(rows[-1])
    if chosen.json:
        write_json(rows, chosen.json)
    print(f"\n{format_table(rows)}", flush=True)
    return 1 if any(row.verdict == "FAIL" for row in rows) else 0


def _feed(name: str, target: Target, seconds: int) -> Row:
    corpus, found = WORK / name / "corpus", WORK / name / "found"
    for folder in (corpus, found, KEPT / name):
        folder.mkdir(parents=True, exist_ok=True)
    _plant(target.list_seeds(), corpus)
    bounds = (f"-max_total_time={seconds}", f"-max_len={target.longest}", f"-rss_limit_mb={_MEMORY_MB}")
    options = (*bounds, f"-timeout={_SLOWEST_S}", "-print_final_stats=1", f"-artifact_prefix={found}/")
    command = [sys.executable, "-m", "tests.fuzz.child", name, *options, str(corpus), str(KEPT / name)]
    done = subprocess.run(command, cwd=TESTS.parent, capture_output=True, text=True, errors="replace", check=False)
    (WORK / name / "log").write_text(done.stdout + done.stderr, "utf-8")
    return _row(name, done.returncode, done.stderr, sorted(found.iterdir()), seconds)


def _plant(seeds: Iterable[bytes], corpus: Path) -> None:
    for seed in seeds:
        (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)


def _row(name: str, code: int, said: str, found: list[Path], seconds: int) -> Row:
    inputs = re.search(r"stat::number_of_executed_units:\s*(\d+)", said)
    branches = re.findall(r"\bcov: (\d+)", said)
    faults = tuple(str(path) for path in found)
    if code and not faults:
        faults = (f"ended with code {code}; see {WORK / name / 'log'}",)
    note = f"{branches[-1] if branches else 'no'} branches reached in {seconds} s"
    return Row(name, int(inputs[1]) if inputs else 0, "inputs", faults, note)


if __name__ == "__main__":
    sys.exit(main())
