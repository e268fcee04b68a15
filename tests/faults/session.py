"""A whole session that ends by itself: notes, checkpoints, a change of slots, seals, and a backup.

`python -m tests.faults.session BUNDLE STATE FIRST` reads the recovery code and prints each note's number once its
commit returned; then `done`, or `stopped` with the vault error that was met.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from coachdesk.vault.backups.making import make_backup
from coachdesk.vault.backups.places import backup_folder
from coachdesk.vault.engine import checkpoint
from coachdesk.vault.errors import translate_error
from coachdesk.vault.unlocked import OpenVault

from .copier import quiet
from .scene import Scene, add_note

ADDED = 12


def main(words: list[str]) -> int:
    """Write, and say how it ended."""
    scene = Scene(Path(words[0]), Path(words[1]), sys.stdin.readline().strip())
    vault: OpenVault | None = None
    try:
        vault = scene.open()
        _write(vault, int(words[2]))
        make_backup(vault, backup_folder(scene.path), now=datetime.now(UTC), check_content=None, report=quiet)
        vault.close()
    except Exception as error:
        meant = translate_error(error)
        print("stopped", type(meant).__name__, flush=True)
        if vault is not None:
            vault.abandon()
        return 0 if meant else 1
    print("done", flush=True)
    return 0


def _write(vault: OpenVault, first: int) -> None:
    connection = vault.connect()
    for number in range(first, first + ADDED):
        add_note(connection, number)
        print(number, flush=True)
        if number % 4 == 0:
            checkpoint(connection, truncate=number % 8 == 0)
        if number % 6 == 0:
            connection.close()
            vault.seal()
            connection = vault.connect()
    connection.close()
    vault._write_twice(vault._header.slots)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
