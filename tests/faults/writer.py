"""Writes notes and says so: the process that gets killed, or runs out of room.

`python -m tests.faults.writer BUNDLE STATE MODE FIRST [LIMIT]` reads the recovery code from standard input and prints
each note's number once its commit returned. LIMIT is the largest size a file may reach, in bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from coachdesk.vault.engine import checkpoint
from coachdesk.vault.errors import translate_error
from coachdesk.vault.unlocked import OpenVault

from .scene import Scene, add_note

MODES = ("plain", "checkpoint", "seal", "slots")


def main(words: list[str]) -> int:
    """Write until killed, or until the room ends; then say which vault error it was."""
    scene = Scene(Path(words[0]), Path(words[1]), sys.stdin.readline().strip())
    mode, number = words[2], int(words[3])
    vault = scene.open()
    if len(words) > 4:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (int(words[4]), resource.RLIM_INFINITY))
    try:
        while True:
            _write_some(vault, mode, number)
            number += 10
    except Exception as error:
        meant = translate_error(error)
        print("stopped", type(meant).__name__, flush=True)
        vault.abandon()
        return 0 if meant else 1


def _write_some(vault: OpenVault, mode: str, first: int) -> None:
    connection = vault.connect()
    for number in range(first, first + 10):
        add_note(connection, number)
        print(number, flush=True)
        if mode == "checkpoint":
            checkpoint(connection, truncate=number % 2 == 0)
        if mode == "slots":
            vault._write_twice(vault._header.slots)
    if mode == "seal":
        vault.seal()
    connection.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
