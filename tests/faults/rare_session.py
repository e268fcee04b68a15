"""Rarer work that ends by itself: attaching files, restoring beside the vault and in its place, changing all keys.

`python -m tests.faults.rare_session BUNDLE STATE attach|restore|rotate` reads the recovery code and prints `done`, or
`stopped` with the vault error that was met.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from coachdesk.vault.attachments import attachments_of
from coachdesk.vault.backups.listing import list_backups
from coachdesk.vault.backups.making import make_backup
from coachdesk.vault.backups.places import backup_folder
from coachdesk.vault.backups.restoring import restore_backup
from coachdesk.vault.bundle import RecoveryCode
from coachdesk.vault.errors import translate_error
from coachdesk.vault.rotation import rotate_keys
from coachdesk.vault.slot_secrets import Passphrase

from .copier import quiet
from .scene import PASSPHRASE, Scene

_NOW = datetime(2026, 5, 12, tzinfo=UTC)


def attach(scene: Scene) -> None:
    """Seal two files into the vault and collect what no row keeps: both."""
    with scene.open() as vault:
        store = attachments_of(vault)
        for size in (100, 200_000):
            store.write(bytes(size))
        store.collect(())


def back_up_first(scene: Scene) -> None:
    """Make the backup that is restored; no call fails in this."""
    with scene.open() as vault:
        make_backup(vault, backup_folder(scene.path), now=_NOW, check_content=None, report=quiet)


def restore(scene: Scene) -> None:
    """Restore the newest backup beside the vault, then in its place."""
    backup, code = list_backups(backup_folder(scene.path))[0].path, RecoveryCode(scene.code)
    beside = scene.path.with_name("beside.coachdesk")
    restore_backup(backup, code, beside, now=_NOW, report=quiet)
    restore_backup(backup, code, scene.path, now=_NOW, report=quiet, in_place=True)


def rotate(scene: Scene) -> None:
    """Change all keys; the passphrase stays."""
    with scene.open() as vault:
        rotate_keys(vault, Passphrase(PASSPHRASE), by=RecoveryCode(scene.code))


KINDS: Mapping[str, Callable[[Scene], None]] = {"attach": attach, "restore": restore, "rotate": rotate}


def main(words: list[str]) -> int:
    """Work, and say how it ended."""
    scene = Scene(Path(words[0]), Path(words[1]), sys.stdin.readline().strip())
    try:
        KINDS[words[2]](scene)
    except Exception as error:
        meant = translate_error(error)
        print("stopped", type(meant).__name__, flush=True)
        return 0 if meant else 1
    print("done", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
