"""Failures of the world while reading or writing, told apart from bugs.

Driver exceptions carry no parameters (see the engine), and what leaves here is a plain sentence.
"""

from __future__ import annotations


class StoreFailure(Exception):
    """The world failed: the disk, the file or its lock. The text says what is safe and what to do."""


class DiskFull(StoreFailure):
    """No room is left where the vault lies; nothing was half written."""


class VaultNotWritable(StoreFailure):
    """The vault is open for reading only."""


class VaultDamaged(StoreFailure):
    """A page of the vault could not be read or did not authenticate."""


class NotFound(LookupError):
    """The row that was asked for is not in the vault, perhaps because it was removed."""


def as_store_failure(error: Exception) -> StoreFailure | None:
    """Return the failure of the world that a driver error stands for, or None when it is a bug of ours."""
    text = str(error).lower()
    if "disk is full" in text or "disk i/o error" in text or "no space" in text:
        return DiskFull(
            "The change is not on disk: the disk is full or can't be written. What you typed is kept in the "
            "window. Make room and try again."
        )
    if "readonly" in text or "read-only" in text or "unable to open database file" in text:
        return VaultNotWritable("The vault can only be read at present, so the change was not saved.")
    if "malformed" in text or "not a database" in text or "hmac" in text:
        return VaultDamaged(
            "A part of the vault can't be read. Nothing was changed. Close CoachDesk and keep a copy of the vault."
        )
    if "database is locked" in text:
        return StoreFailure("Another program holds the vault at this moment. Nothing was changed. Try again.")
    return None
