"""One process at a time writes a vault: an advisory lock on the bundle's `lock` file, gone with the process."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from .errors import VaultInUse


class ProcessLock:
    """A held lock; `release()` gives it back. Readers share one, a writer has it alone."""

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock back; safe to call twice. The file stays, as removing it would let two in."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


def acquire_lock(path: Path, *, shared: bool) -> ProcessLock:
    """Return the lock on `path`. Raises VaultInUse at once when another holds it.

    A shared lock on a place that knows no locks, or has no lock file, is none: reading does no harm.
    """
    try:
        descriptor = _open(path, shared=shared)
    except OSError:
        if shared:
            return ProcessLock(None)
        raise
    try:
        _lock(descriptor, shared=shared)
    except BlockingIOError:
        os.close(descriptor)
        raise VaultInUse from None
    except OSError:
        os.close(descriptor)
        if shared:
            return ProcessLock(None)
        raise
    return ProcessLock(descriptor)


def _open(path: Path, *, shared: bool) -> int:
    if shared:
        return os.open(path, os.O_RDONLY)
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _lock(descriptor: int, *, shared: bool) -> None:
    if sys.platform == "win32":
        import msvcrt

        if shared:
            return
        with contextlib.suppress(PermissionError):
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            return
        raise BlockingIOError
    import fcntl

    fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
