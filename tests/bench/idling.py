"""An idle window: how often it wakes and what it computes while nothing happens, beside a bare window."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

from .figures import Figure, bound
from .processes import MARK, ChildFailed, Children
from .vaults import PASSPHRASE, sample_vault

NAME = "idle"
_SETTLE_S = 7
"""The log is folded into the file after five idle seconds; that is work done once, not idleness."""


def run(children: Children, *, quick: bool) -> list[Figure]:
    """Count context switches and CPU time of all threads of both windows over some seconds, with Today open."""
    if not Path("/proc/self/task").is_dir():
        return []
    span_s = 5 if quick else 15
    with sample_vault(1).copied() as vault:
        more = {"COACHDESK_VAULT": str(vault.path), "BENCH_PASSPHRASE": PASSPHRASE}
        floor = _watch(children, "child_bare", span_s, {})
        ours = _watch(children, "child_life", span_s, more)
    note = f"over {span_s} s; a blinking caret, of which Today has none, would be two a second"
    return [
        bound(NAME, "wake-ups a second with Today", [ours[0]], 0.5, floor=[floor[0]], unit="/s", note=note),
        bound(NAME, "CPU with Today", [ours[1]], 1.0, floor=[floor[1]], unit="ms/s"),
    ]


def _watch(children: Children, module: str, span_s: int, more: dict[str, str]) -> tuple[float, float]:
    with children.start(module, "idle", **more) as (process, _):
        _wait_for_report(process)
        time.sleep(_SETTLE_S)
        before = _spent(process.pid)
        time.sleep(span_s)
        after = _spent(process.pid)
    return (after[0] - before[0]) / span_s, (after[1] - before[1]) / span_s


def _wait_for_report(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(MARK):
            return
    raise ChildFailed("the window ended before it was idle")


def _spent(pid: int) -> tuple[int, float]:
    """Return the switches that the threads of a process asked for, and its CPU time in ms."""
    switches = 0
    for thread in Path(f"/proc/{pid}/task").iterdir():
        status = (thread / "status").read_text()
        switches += int(status.split("voluntary_ctxt_switches:")[1].split()[0])
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    return switches, ticks * 1000 / os.sysconf("SC_CLK_TCK")
