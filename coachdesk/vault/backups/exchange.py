"""Swapping two folders in one step, so that a killed process leaves either the old one or the new one at a name."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2


def exchange_folders(new: Path, present: Path) -> None:
    """Put `new` at `present` and what was there at `new`; both are on one disk.

    Where the system can't do it in one step (Windows), the present one is moved away first and back again on failure.
    """
    if _exchange_at_once(new, present):
        return
    meanwhile = new.with_name(f"{new.name}.old")
    present.rename(meanwhile)
    try:
        new.rename(present)
    except BaseException:
        meanwhile.rename(present)
        raise
    meanwhile.rename(new)


def _exchange_at_once(new: Path, present: Path) -> bool:
    if sys.platform == "win32":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    other, old = os.fsencode(new), os.fsencode(present)
    if hasattr(library, "renameat2"):
        return bool(library.renameat2(_AT_FDCWD, other, _AT_FDCWD, old, _RENAME_EXCHANGE) == 0)
    if hasattr(library, "renamex_np"):
        return bool(library.renamex_np(other, old, _RENAME_SWAP) == 0)
    return False
