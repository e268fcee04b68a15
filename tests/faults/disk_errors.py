"""Let one call after the other fail for want of room, or because the disk is broken, all through a session.

A session writes, checkpoints, seals, changes slots and backs up. What fails is each write, sync, new file, renaming,
shortening and removal in it.
"""

from __future__ import annotations

import contextlib
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from coachdesk.vault.backups.places import backup_folder
from coachdesk.vault.bundle import OpenVault, Passphrase, check_vault, open_vault
from coachdesk.vault.errors import VaultError, VaultInUse, WrongSecret

from .flips import NOTES
from .rare_session import KINDS, back_up_first
from .scene import PASSPHRASE, Scene, judge_notes, make_scene
from .session import ADDED
from .table import Row
from .tracing import has_strace, list_places, trace

_MEANT = {"ENOSPC": ("DiskFull", "StorageFailed"), "EIO": ("StorageFailed",)}
_SESSION = "session"
_READ_INSTEAD, _UNFINISHED = "PlaceNotWritable", "RotationUnfinished"
_TRIES = 20
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
    return _run("ENOSPC and EIO", _SESSION, count, folder)


def run_rare_disk_errors(count: int, folder: Path) -> Row:
    """Fail each call while files are attached, a backup is restored and the keys are changed, in turn."""
    shares = [_run(f"ENOSPC and EIO, {kind}", kind, count // 3 or count, folder / kind) for kind in KINDS]
    if any(row.skipped for row in shares):
        return Row("ENOSPC and EIO, rare work", 0, "failing calls", skipped=shares[0].skipped)
    faults = tuple(f"{row.name}: {fault}" for row in shares for fault in row.faults)
    note = ", ".join(f"{kind} {row.count}" for kind, row in zip(KINDS, shares, strict=True))
    return Row("ENOSPC and EIO, rare work", sum(row.count for row in shares), "failing calls", faults, note)


def _run(name: str, kind: str, count: int, folder: Path) -> Row:
    if not has_strace():
        return Row(name, 0, "failing calls", skipped="strace is not installed")
    folder.mkdir(exist_ok=True)
    scene = make_scene(folder, NOTES)
    if kind == "restore":
        back_up_first(scene)
    cases = _list_cases(scene, kind, folder)
    chosen = cases if not count or count >= len(cases) else cases[:: max(1, len(cases) // count)][:count]

    def fail(numbered: tuple[int, tuple[str, str, int]]) -> str:
        return _fail(scene, kind, folder / str(numbered[0]), *numbered[1])

    with ThreadPoolExecutor(2) as pool:
        faults = tuple(fault for fault in pool.map(fail, enumerate(chosen)) if fault)
    return Row(name, len(chosen), "failing calls", faults, f"of {len(cases)} calls times errors in a session")


def _list_cases(scene: Scene, kind: str, folder: Path) -> list[tuple[str, str, int]]:
    copy = _copy(scene, folder / "counted")
    trace(_words(copy, kind), copy.code, folder / "counted.trace")
    places = list_places(folder / "counted.trace", _FAILING)
    return [(call, error, at) for call, errors in _FAILING.items() for error in errors for at in places[call]]


def _copy(scene: Scene, folder: Path) -> Scene:
    copy, backups = scene.copy(folder), backup_folder(scene.path)
    if backups.is_dir():
        shutil.copytree(backups, backup_folder(copy.path))
    return copy


def _words(scene: Scene, kind: str) -> list[str]:
    if kind == _SESSION:
        return ["tests.faults.session", str(scene.path), str(scene.state_dir), str(NOTES + 1)]
    return ["tests.faults.rare_session", str(scene.path), str(scene.state_dir), kind]


def _fail(scene: Scene, kind: str, folder: Path, call: str, error: str, number: int) -> str:
    copy = _copy(scene, folder)
    options = ["-e", f"inject={call}:error={error}:when={number}"]
    code, said = trace(_words(copy, kind), copy.code, folder / "trace", options)
    lines = said.split()
    acknowledged = [int(each) for each in lines if each.isdigit()]
    most = ADDED if kind == _SESSION else 0
    fault = _judge_words(code, lines, _meant(kind, call, error)) or _judge_vaults(copy, acknowledged, most)
    shutil.rmtree(folder)
    return f"{error} at {call} {number}: {fault}" if fault else ""


def _meant(kind: str, call: str, error: str) -> tuple[str, ...]:
    """Return what the error may be called: SQLite reads where it can't open for writing, and then says so; and keys
    that count already, with renames to be repeated at the next opening, are told as such.
    """
    read = (_READ_INSTEAD,) if call == "openat" else ()
    return (*_MEANT[error], *read, *((_UNFINISHED,) if kind == "rotate" else ()))


def _judge_words(code: int, lines: list[str], meant: tuple[str, ...]) -> str:
    if code:
        return f"the error was not translated (exit code {code})"
    if "stopped" in lines and lines[-1] not in meant:
        return f"called {lines[-1]}"
    return "" if "stopped" in lines or "done" in lines else "it did not say how it ended"


def _judge_vaults(scene: Scene, acknowledged: list[int], most: int) -> str:
    """Return what is wrong with the vault, or with another that lies beside it."""
    vaults = sorted(scene.path.parent.glob("*.coachdesk"))
    if scene.path not in vaults:
        return "the vault is gone"
    last = acknowledged[-1] if acknowledged else NOTES
    for number, path in enumerate(vaults):
        fault = _judge_vault(Scene(path, scene.state_dir / str(number), scene.code), last, most)
        if fault:
            return f"{'the vault' if path == scene.path else 'another vault'}: {fault}"
    return ""


def _judge_vault(scene: Scene, last: int, most: int) -> str:
    try:
        with _open(scene) as vault:
            count, wrong = judge_notes(vault)
            problems = (*wrong, *check_vault(vault).problems)
    except VaultError as raised:
        return f"answers {type(raised).__name__}"
    if not last <= count <= min(last + 1, NOTES + most):
        return f"{last} acknowledged, {count} found"
    return "; ".join(problems)


def _open(scene: Scene) -> OpenVault:
    """Open it by its code, or by the passphrase when the keys are new and the code with them.

    A program that another thread of this one is just starting holds our locks until it runs: then try again.
    """
    for _ in range(_TRIES):
        with contextlib.suppress(VaultInUse):
            try:
                return scene.open()
            except WrongSecret:
                return open_vault(scene.path, Passphrase(PASSPHRASE), state_dir=scene.state_dir)
        time.sleep(0.1)
    raise VaultInUse
