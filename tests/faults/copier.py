"""Backs up and restores without end: the process that gets killed.

`python -m tests.faults.copier BUNDLE STATE backup|lock|restore|in_place` reads the recovery code from its input and
prints a line for each round that came to its end: the path of the new backup, or of the restored vault.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from coachdesk.vault.backups.listing import list_backups
from coachdesk.vault.backups.making import make_backup
from coachdesk.vault.backups.places import backup_folder
from coachdesk.vault.backups.restoring import restore_backup
from coachdesk.vault.backups.sealed_copy import begin_sealed_copy, finish_sealed_copy
from coachdesk.vault.bundle import RecoveryCode

from .scene import Scene

MODES = ("backup", "lock", "restore", "in_place")


def main(words: list[str]) -> int:
    """Go on until killed."""
    scene = Scene(Path(words[0]), Path(words[1]), sys.stdin.readline().strip())
    round_of = {"backup": _back_up, "lock": _lock, "restore": _restore, "in_place": _restore_in_place}[words[2]]
    while True:
        print(round_of(scene), flush=True)


def _back_up(scene: Scene) -> Path:
    with scene.open() as vault:
        folder = backup_folder(scene.path)
        return make_backup(vault, folder, now=datetime.now(UTC), check_content=None, report=quiet)


def _lock(scene: Scene) -> Path | None:
    folder = backup_folder(scene.path)
    with scene.open() as vault:
        begin_sealed_copy(vault, folder, datetime.now(UTC))
    return finish_sealed_copy(scene.path, folder, quiet)


def _restore(scene: Scene) -> Path:
    path = scene.path.with_name(f"restored {datetime.now(UTC).timestamp()}.coachdesk")
    return _restore_to(scene, path, in_place=False)


def _restore_in_place(scene: Scene) -> Path:
    return _restore_to(scene, scene.path, in_place=True)


def _restore_to(scene: Scene, path: Path, *, in_place: bool) -> Path:
    backup = list_backups(backup_folder(scene.path))[0].path
    now = datetime.now(UTC)
    return restore_backup(backup, RecoveryCode(scene.code), path, now=now, report=quiet, in_place=in_place).path


def quiet(_fraction: float, _words: str) -> None:
    """Go on."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
