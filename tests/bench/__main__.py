"""The bench: `python -m tests.bench`, or `packaging/dev.py bench`; each goal beside a floor from the same run."""

from __future__ import annotations

import argparse
import compileall
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from . import (
    growth,
    idling,
    importing,
    locking,
    pages,
    prefixes,
    preparing,
    saving,
    search,
    sponsorship,
    starting,
    typing,
)
from .figures import Figure, as_json, as_table
from .processes import ROOT, ChildFailed, Children, display

BENCHES: Mapping[str, Callable[..., list[Figure]]] = {
    module.NAME: module.run
    for module in (starting, pages, growth, sponsorship, preparing, importing, search, saving, typing, locking, idling)
}
ASKED_ONLY: Mapping[str, Callable[..., list[Figure]]] = {prefixes.NAME: prefixes.run}
"""Measured only by name: they answer a question of design rather than guard a goal."""


def main() -> int:
    """Run the benches and print their figures; 1 when a measuring process failed. A missed goal is no failure."""
    every = {**BENCHES, **ASKED_ONLY}
    parser = argparse.ArgumentParser(prog="packaging/dev.py bench", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures in a file, too")
    parser.add_argument("--quick", action="store_true", help="small vaults and few runs: about a minute")
    parser.add_argument("--only", action="append", choices=every, metavar="NAME", help=f"one of {', '.join(every)}")
    chosen = parser.parse_args()
    for folder in ("coachdesk", "tests/bench"):
        compileall.compile_dir(ROOT / folder, quiet=2)
    figures, failed = [], False
    with display() as variables:
        children = Children(variables)
        print(f"On {children.platform}, Python {platform.python_version()}, {os.cpu_count()} cores.", flush=True)
        for name in chosen.only or BENCHES:
            begun = time.monotonic()
            try:
                found = every[name](children, quick=chosen.quick)
            except ChildFailed as failure:
                failed = True
                print(f"{name}: {failure}", file=sys.stderr)
                continue
            print(f"\n{name}, {time.monotonic() - begun:.0f} s\n{as_table(found)}", flush=True)
            figures += found
    missed = [figure for figure in figures if figure.is_met is False]
    print(f"\n{len(figures)} figures, {len(missed)} goals missed.")
    if chosen.json:
        kept = {"quick": chosen.quick, "platform": children.platform, "figures": as_json(figures)}
        chosen.json.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
