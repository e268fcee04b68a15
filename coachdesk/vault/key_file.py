"""The key file: something the owner has, beside what the owner knows.

Any file up to 16 MiB will do; what counts is the SHA-256 of its content. One that CoachDesk makes is 32 random bytes.
A change of a single byte makes it another file, so a picture or a document that might be edited is a poor choice.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path

from .errors import KeyFileRefused, VaultError, VaultExists
from .files import create_file, environment_errors, read_bounded

MOST_BYTES = 16 * 1024 * 1024
NEW_BYTES = 32


@dataclass(frozen=True, slots=True, repr=False)
class KeyFile:
    """What a key file comes down to: 32 bytes."""

    key: bytes


def make_key_file(path: Path) -> KeyFile:
    """Write a new random key file, readable by its owner alone. Raises VaultExists rather than replace anything."""
    content = secrets.token_bytes(NEW_BYTES)
    with environment_errors():
        try:
            create_file(path, content)
        except FileExistsError:
            raise VaultExists from None
    return _key_of(content)


def read_key_file(path: Path) -> KeyFile:
    """Return the key of a file that is to become a factor. Raises KeyFileRefused when it is none, empty or too long."""
    try:
        if not path.is_file() or not 0 < path.stat().st_size <= MOST_BYTES:
            raise KeyFileRefused
        with environment_errors():
            return _key_of(read_bounded(path, MOST_BYTES))
    except (VaultError, OSError):
        raise KeyFileRefused from None


def key_file_to_try(path: Path) -> KeyFile:
    """Return the key of a file named at unlocking. One that can't be read gives a key that opens nothing.

    So a missing, a wrong and an unreadable file end in the same WrongSecret after the same time as a wrong passphrase.
    """
    try:
        return read_key_file(path)
    except KeyFileRefused:
        return KeyFile(secrets.token_bytes(NEW_BYTES))


def _key_of(content: bytes) -> KeyFile:
    return KeyFile(hashlib.sha256(content).digest())
