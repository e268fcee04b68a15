"""Where a passphrase comes from: a file, standard input or a prompt.

Never an argument or the environment: both are seen by other programs of the same user.
"""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from coachdesk.cli.outcome import CommandFailed, ExitCode
from coachdesk.cli.terminal import tell
from coachdesk.vault.passphrase import rate_passphrase

_LONGEST_FILE = 64 * 1024
_WEAK_BELOW = 3
STANDARD_INPUT = Path("-")


def read_passphrase(file: Path | None) -> str:
    """Return the passphrase that opens a vault. Raises CommandFailed when there is nowhere to read it from."""
    return _ask("Passphrase: ") if file is None else _lines(file, 1)[0]


def read_new_passphrase(file: Path | None) -> str:
    """Return a passphrase for a new vault, typed twice at a prompt; tells when it is easy to guess."""
    passphrase = _ask_twice() if file is None else _lines(file, 1)[0]
    _warn_if_weak(passphrase)
    return passphrase


def read_change(file: Path | None) -> tuple[str, str]:
    """Return the present and the new passphrase: two lines of the file, or three prompts."""
    if file is None:
        current, new = _ask("Present passphrase: "), _ask_twice()
    else:
        current, new = _lines(file, 2)
    _warn_if_weak(new)
    return current, new


def _lines(file: Path, count: int) -> list[str]:
    content = sys.stdin.buffer.read(_LONGEST_FILE + 1) if file == STANDARD_INPUT else _content(file)
    try:
        lines = content[:_LONGEST_FILE].decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise CommandFailed("The passphrase file is not UTF-8 text. Save it as plain text.") from None
    found = [line.removesuffix("\r") for line in lines[:count]]
    if len(found) < count or not all(found):
        wanted = "the passphrase on its first line" if count == 1 else "the present passphrase, then the new one"
        raise CommandFailed(f"The passphrase file must hold {wanted}.")
    return found


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as source:
            return source.read(_LONGEST_FILE + 1)
    except (FileNotFoundError, IsADirectoryError):
        raise CommandFailed("There is no such passphrase file.") from None
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise CommandFailed(f"The passphrase file could not be read ({reason}).", ExitCode.ENVIRONMENT) from None


def _ask(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise CommandFailed(
            "No terminal to ask for the passphrase. Name a file with --passphrase-file, or - for input."
        )
    return getpass.getpass(prompt)


def _ask_twice() -> str:
    new = _ask("New passphrase: ")
    if _ask("Again: ") != new:
        raise CommandFailed("The two are not the same. Nothing was changed.")
    return new


def _warn_if_weak(passphrase: str) -> None:
    rating = rate_passphrase(passphrase)
    if not rating.long_enough or rating.common or rating.score < _WEAK_BELOW:
        tell("This passphrase is easy to guess. Four or more unrelated words are far harder.")
