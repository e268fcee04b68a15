"""Break vaults in every way of the design's list and look at what is left; the table comes last.

`packaging/dev.py faults` takes minutes; `--long` does the full count, which takes about an hour on two cores.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from .runs import RUNS, Run
from .table import Row, format_table, print_row, write_json


def main() -> int:
    """Run what was asked for; 1 when any verdict is FAIL."""
    parser = argparse.ArgumentParser(prog="packaging/dev.py faults", description=__doc__)
    parser.add_argument("--long", action="store_true", help="the full count of each run")
    parser.add_argument("--only", action="append", choices=RUNS, metavar="NAME", help=f"one of: {', '.join(RUNS)}")
    parser.add_argument("--count", type=int, help="so many cases in each run instead")
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    chosen = parser.parse_args()
    rows = []
    for name in chosen.only or RUNS:
        rows.append(_start(RUNS[name], chosen))
        if chosen.json:
            write_json(rows, chosen.json)
    print(f"\n{format_table(rows)}", flush=True)
    return 1 if any(row.verdict == "FAIL" for row in rows) else 0


def _start(run: Run, chosen: argparse.Namespace) -> Row:
    count = chosen.count if chosen.count is not None else (run.long if chosen.long else run.short)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="cd-faults-") as folder:
        row = run.start(count, Path(folder))
    print_row(row)
    print(f"  {time.monotonic() - began:.0f} s", flush=True)
    return row


if __name__ == "__main__":
    sys.exit(main())
