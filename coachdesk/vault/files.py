"""Files that survive a power cut: written aside, synced, renamed, and their folder synced too. All are 0600."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

from .errors import DamagedVault, translate_error

_CHUNK = 1 << 20
_FULLFSYNC = 51


@contextlib.contextmanager
def environment_errors() -> Iterator[None]:
    """Turn errors of the disk and of the engine into vault errors; lets bugs through as they are.

    The original isn't chained: its text may hold a path, and so a name.
    """
    try:
        yield
    except Exception as error:
        meant = translate_error(error)
        if meant is None or meant is error:
            raise
        raise meant from None


def create_file(path: Path, content: bytes = b"") -> None:
    """Create a private file that must not exist yet, synced."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        _write_all(descriptor, content)
        sync_descriptor(descriptor)
    finally:
        os.close(descriptor)


def replace_file(path: Path, content: bytes) -> None:
    """Put a whole new content in place of a file: a reader, or a power cut, sees the old one or the new one."""
    aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        create_file(aside, content)
        aside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Make the content of a file outlast a power cut."""
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        sync_descriptor(descriptor)
    finally:
        os.close(descriptor)


def sync_descriptor(descriptor: int) -> None:
    """Sync an open file; on macOS down to the platter, which plain fsync doesn't promise there."""
    if sys.platform == "darwin":
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, _FULLFSYNC)
            return
    os.fsync(descriptor)


def sync_folder(path: Path) -> None:
    """Make the names in a folder outlast a power cut; Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_bounded(path: Path, longest: int) -> bytes:
    """Return the content of a small file. Raises DamagedVault when it is longer than it can rightly be."""
    with path.open("rb") as file:
        content = file.read(longest + 1)
    if len(content) > longest:
        raise DamagedVault
    return content


def digest_file(path: Path) -> tuple[int, bytes]:
    """Return size in bytes and SHA-256 of a file, streamed; releases the GIL while it hashes."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return size, digest.digest()


def _write_all(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
