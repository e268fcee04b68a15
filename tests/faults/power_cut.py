"""Record what a session writes and syncs, and open what a disk may hold if the power fails at any moment.

Until a file is synced each write may be there, be gone, or be torn at 512 bytes. New names, renames and removals
count in their order up to some point after the last sync of their folder.
"""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from coachdesk.vault.bundle import check_vault
from coachdesk.vault.errors import VaultError

from .flips import NOTES
from .scene import Scene, judge_notes, make_scene
from .table import Row
from .tracing import Call, has_strace, read_trace, trace

SECTOR = 512


@dataclass
class _File:
    """What is on the disk for certain, and what is only on its way."""

    synced: bytes = b""
    pending: list[Call] = field(default_factory=list)
    position: int = 0


@dataclass
class Disk:
    """The files of one folder as the calls leave them; names point to files, as on a real disk."""

    names: dict[str, _File]
    kept_names: dict[str, _File]
    changes: list[tuple[str, str, _File | None]] = field(default_factory=list)

    def apply(self, call: Call) -> None:
        """Take one recorded call into account."""
        if call.kind == "open":
            self._open(call)
        elif call.kind == "rename":
            self._change(call.path, call.content.decode(), self.names.get(call.path))
        elif call.kind == "unlink":
            self._change(call.path, "", None)
        elif call.kind == "sync":
            self._sync(call.path)
        elif (file := self.names.get(call.path)) is not None:
            at = call.number
            if call.kind == "write":
                at, file.position = file.position, file.position + len(call.content)
            file.pending.append(Call(call.kind, call.path, call.content, at))

    def _open(self, call: Call) -> None:
        file = self.names.get(call.path)
        if file is None and call.is_new:
            file = _File()
            self.names[call.path] = file
            self.changes.append(("", call.path, file))
        if file is not None:
            file.position = 0

    def _change(self, old: str, new: str, file: _File | None) -> None:
        self.names.pop(old, None)
        if new and file is not None:
            self.names[new] = file
        self.changes.append((old, new, file))

    def _sync(self, path: str) -> None:
        file = self.names.get(path)
        if file is not None:
            file.synced, file.pending = _content(file.synced, file.pending), []
            return
        done, self.changes = self.changes, []
        _rename(self.kept_names, done)

    def cut(self, chance: random.Random) -> dict[str, bytes]:
        """Return the files that one cut of the power may leave."""
        names = dict(self.kept_names)
        _rename(names, self.changes[: chance.randint(0, len(self.changes))])
        keep = chance.choice((0.0, 0.5, 0.9, 1.0))
        return {name: _content(file.synced, _survivors(file.pending, chance, keep)) for name, file in names.items()}


def _rename(names: dict[str, _File], changes: list[tuple[str, str, _File | None]]) -> None:
    for old, new, file in changes:
        names.pop(old, None)
        if new and file is not None:
            names[new] = file


def _survivors(pending: list[Call], chance: random.Random, keep: float) -> list[Call]:
    left = []
    for call in pending:
        if call.kind == "truncate" or len(call.content) <= SECTOR or chance.random() < 0.5:
            left += [call] if chance.random() < keep else []
            continue
        for start in range(0, len(call.content), SECTOR):
            if chance.random() < keep:
                piece = call.content[start : start + SECTOR]
                left.append(Call(call.kind, call.path, piece, call.number + start))
    return left


def _content(synced: bytes, calls: list[Call]) -> bytes:
    octets = bytearray(synced)
    for call in calls:
        if call.kind == "truncate":
            octets = octets[: call.number].ljust(call.number, b"\0")
            continue
        octets.extend(bytes(max(0, call.number - len(octets))))
        octets[call.number : call.number + len(call.content)] = call.content
    return bytes(octets)


def run_power_cuts(count: int, folder: Path, seed: int = 1, *, lies: bool = False) -> Row:
    """Record one session, cut the power so often at moments spread over it, and judge each state.

    A disk that `lies` says that it synced and did not: that must show, or this run could find nothing.
    """
    name = "power cut, lying disk" if lies else "power cut"
    if not has_strace():
        return Row(name, 0, "states", skipped="strace is not installed")
    scene = make_scene(folder, NOTES)
    start = {str(path): path.read_bytes() for path in scene.path.rglob("*") if path.is_file()}
    code, said = trace(
        ["tests.faults.session", str(scene.path), str(scene.state_dir), str(NOTES + 1)], scene.code, folder / "trace"
    )
    if code or "done" not in said:
        return Row(name, 0, "states", ("the session did not end well",))
    calls = [call for call in read_trace(folder / "trace") if not call.path.endswith("-shm")]
    calls = [call for call in calls if not (lies and call.kind == "sync" and call.path.endswith("-wal"))]
    chance, faults = random.Random(seed), []
    moments = sorted(chance.randrange(_first(calls), len(calls)) for _ in range(count))
    files = {name: _File(content) for name, content in start.items()}
    disk, acknowledged, at = Disk(files, dict(files)), NOTES, 0
    for number, moment in enumerate(moments):
        for call in calls[at:moment]:
            acknowledged = _acknowledged(call, acknowledged)
            disk.apply(call)
        at = moment
        state = {name: octets for name, octets in disk.cut(chance).items() if Path(name).is_relative_to(scene.path)}
        fault = _judge(scene, state, acknowledged, folder / "cut")
        faults += [f"state {number}, before call {moment}: {fault}"] if fault else []
    note = f"{len(calls)} calls; no acknowledged commit lost"
    if lies:
        note = "the log's syncs are left out, so that commits must be found lost"
    return Row(name, count, "states", tuple(faults), note, wanted=int(lies))


def run_lying_disk(count: int, folder: Path) -> Row:
    """Look whether lost commits would be seen."""
    return run_power_cuts(count, folder, lies=True)


def _first(calls: list[Call]) -> int:
    return next(number for number, call in enumerate(calls) if call.kind in ("write", "pwrite64"))


def _acknowledged(call: Call, before: int) -> int:
    is_said = call.kind == "write" and "pipe:" in call.path and call.content.strip().isdigit()
    return int(call.content) if is_said else before


def _judge(scene: Scene, state: dict[str, bytes], acknowledged: int, folder: Path) -> str:
    shutil.rmtree(folder, ignore_errors=True)
    copy = Scene(folder / scene.path.name, folder / "state", scene.code)
    (copy.path / "blobs").mkdir(parents=True)
    copy.path.chmod(0o700)
    for name, octets in state.items():
        path = copy.path / Path(name).relative_to(scene.path)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(octets)
    try:
        with copy.open() as vault:
            count, wrong = judge_notes(vault)
            problems = (*wrong, *check_vault(vault).problems)
    except VaultError as error:
        return type(error).__name__
    if not acknowledged <= count <= acknowledged + 1:
        return f"{acknowledged} acknowledged, {count} found"
    return "; ".join(problems)
