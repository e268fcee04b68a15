"""Let one call after the other fail for want of room, or because the disk is broken, all through a session.

A session writes, checkpoints, seals, changes slots and backs up. What fails is each write, sync, new file, renaming,
shortening and removal in it.
"""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from coachdesk.vault.bundle import check_vault
from coachdesk.vault.errors import VaultError

from .flips import NOTES
from .scene import Scene, judge_notes, make_scene
from .session import ADDED
from .table import Row
from .tracing import has_strace, list_places, trace

_MEANT = {"ENOSPC": ("DiskFull", "StorageFailed"), "EIO": ("StorageFailed",)}
_READ_INSTEAD = "PlaceNotWritable"
_BOTH = ("ENOSPC", "EIO")
_FAILING = {
    "pwrite64": _BOTH,
    "write": _BOTH,
    "fsync": _BOTH,
    "openat": _BOTH,
    "rename": _BOTH,
    "ftruncate": _BOTH,
    "unlink": ("EIO",),
    "unlinkat": ("EIO",),
}


def run_disk_errors(count: int, folder: Path) -> Row:
    """Fail each call of a session, or `count` of them spread evenly; 0 tries every one."""
    if not has_strace():
        return Row("ENOSPC and EIO", 0, "failing calls", skipped="strace is not installed")
    scene = make_scene(folder, NOTES)
    cases = _list_cases(scene, folder)
    chosen = cases if not count or count >= len(cases) else cases[:: max(1, len(cases) // count)][:count]
    with ThreadPoolExecutor(2) as pool:
        seen = list(pool.map(lambda numbered: _fail(scene, folder / str(numbered[0]), *numbered[1]), enumerate(chosen)))
    faults = tuple(fault for fault in seen if fault)
    note = f"of {len(cases)} calls times errors in a session"
    return Row("ENOSPC and EIO", len(chosen), "failing calls", faults, note)


def _list_cases(scene: Scene, folder: Path) -> list[tuple[str, str, int]]:
    copy = scene.copy(folder / "counted")
    trace(_words(copy), copy.code, folder / "counted.trace")
    places = list_places(folder / "counted.trace", _FAILING)
    return [(call, error, at) for call, errors in _FAILING.items() for error in errors for at in places[call]]


def _words(scene: Scene) -> list[str]:
    return ["tests.faults.session", str(scene.path), str(scene.state_dir), str(NOTES + 1)]


def _fail(scene: Scene, folder: Path, call: str, error: str, number: int) -> str:
    copy = scene.copy(folder)
    options = ["-e", f"inject={call}:error={error}:when={number}"]
    code, said = trace(_words(copy), copy.code, folder / "trace", options)
    lines = said.split()
    fault = _judge_words(code, lines, call, error) or _judge_vault(
        copy, [int(each) for each in lines if each.isdigit()]
    )
    shutil.rmtree(folder)
    return f"{error} at {call} {number}: {fault}" if fault else ""


def _judge_words(code: int, lines: list[str], call: str, error: str) -> str:
    """Return what is wrong with how it ended. SQLite reads where it can't open for writing, and then says so."""
    meant = (*_MEANT[error], _READ_INSTEAD) if call == "openat" else _MEANT[error]
    if code:
        return f"the error was not translated (exit code {code})"
    if "stopped" in lines and lines[-1] not in meant:
        return f"called {lines[-1]}"
    return "" if "stopped" in lines or "done" in lines else "it did not say how it ended"


def _judge_vault(scene: Scene, acknowledged: list[int]) -> str:
    last = acknowledged[-1] if acknowledged else NOTES
    try:
        with scene.open() as vault:
            count, wrong = judge_notes(vault)
            problems = (*wrong, *check_vault(vault).problems)
    except VaultError as raised:
        return f"the vault then answers {type(raised).__name__}"
    if not last <= count <= min(last + 1, NOTES + ADDED):
        return f"{last} acknowledged, {count} found"
    return "; ".join(problems)
