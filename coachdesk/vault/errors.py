"""What can go wrong with a vault that isn't a bug: one class for each answer the user needs.

The texts are plain sentences that name no file, person or secret, so they may be shown and logged.
"""

from __future__ import annotations

import errno

from sqlcipher3 import dbapi2

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_SQLITE_READONLY = 8
_SQLITE_IOERR = 10
_SQLITE_CORRUPT = 11
_SQLITE_FULL = 13
_SQLITE_CANTOPEN = 14
_SQLITE_NOTADB = 26
_SQLITE_ERROR = 1
_SPELLED = {
    "database or disk is full": _SQLITE_FULL,
    "disk I/O error": _SQLITE_IOERR,
    "unable to open database file": _SQLITE_CANTOPEN,
    "attempt to write a readonly database": _SQLITE_READONLY,
    "database disk image is malformed": _SQLITE_CORRUPT,
    "file is not a database": _SQLITE_NOTADB,
}
"""What SQL functions such as `sqlcipher_export` pass on: the text of `sqlite3_errstr` without its code."""
_NOT_OPENED = (
    "A file of the vault could not be opened: the disk is full or failing, or the folder does not allow changes. "
    "Everything saved before is safe; check these and try again."
)


class VaultError(Exception):
    """The world, not the code, stands in the way of opening or keeping a vault."""

    text = "The vault could not be used. Nothing in it was changed."

    def __init__(self, text: str | None = None) -> None:
        super().__init__(text or self.text)


class NotAVault(VaultError):
    """The path leads to something else."""

    text = "This is not a CoachDesk vault. Nothing was changed; choose a folder whose name ends in .coachdesk."


class VaultMissing(VaultError):
    """There is nothing at the path."""

    text = "There is no vault at this place. No new one was made; check whether it was moved or renamed."


class VaultExists(VaultError):
    """A new vault would have to replace something."""

    text = "There is already something at this place. It was left as it is; choose another name."


class WrongSecret(VaultError):
    """The passphrase or the recovery code opens no slot."""

    text = "That does not open this vault. Nothing was changed; check it and try again."


class SecretRefused(VaultError):
    """A new passphrase that would protect nothing."""

    text = "A passphrase must not be empty. Nothing was changed; choose a longer one."


class LastWayIn(SecretRefused):
    """The slot is the last one that doesn't depend on this computer's keychain."""

    text = (
        "This is the last way to open the vault, so it was not removed. "
        "At least one passphrase or recovery code must stay; quick unlock does not count."
    )


class KeyFileRefused(SecretRefused):
    """What was named can't be a key file."""

    text = "A key file must be a file of 1 byte to 16 MiB that can be read. Nothing was changed; choose another."


class GroupsLocked(VaultError):
    """The key of the words that are locked apart isn't wrapped for a passphrase that does open the vault."""

    text = (
        "The words that are locked apart still need an earlier passphrase. "
        "Nothing was changed; the rest of the vault is open as usual."
    )


class KeychainRefused(VaultError):
    """This computer has no keychain that keeps a key safely, or it did not answer."""

    text = "This computer's keychain can't be used. Nothing was changed; the passphrase opens the vault as before."


class QuickUnlockGone(VaultError):
    """Quick unlock doesn't open the vault now; the passphrase does. `is_dead` when it can never work again."""

    text = "Quick unlock is not available now. The vault is safe; unlock with the passphrase."

    def __init__(self, text: str | None = None, *, is_dead: bool = False) -> None:
        super().__init__(text)
        self.is_dead = is_dead


class RotationUnfinished(VaultError):
    """The keys were changed, but the last renames must be repeated when the vault is opened next."""

    text = (
        "The keys were changed, but the disk failed at the very end. Everything is safe: open the vault again "
        "with the passphrase, then make a new recovery code."
    )


class DamagedVault(VaultError):
    """The bytes are not those that CoachDesk wrote."""

    text = (
        "This vault is damaged or was changed by something else. "
        "It was left exactly as it is; open a backup, or open it read-only to rescue what can be read."
    )

    def __init__(self, text: str | None = None, problems: tuple[str, ...] = ()) -> None:
        """Keep what the checks found beside the plain sentence; each problem is one line without content."""
        super().__init__(text)
        self.problems = problems


class NewerFormat(VaultError):
    """The vault was written by a later CoachDesk than this one can read."""

    text = "This vault was written by a newer CoachDesk. Nothing was changed; update CoachDesk to open it."


class VaultInUse(VaultError):
    """Another process, or another window, holds the vault."""

    text = "This vault is already open. Nothing was changed; use the window that has it, or close it first."


class PlaceNotWritable(VaultError):
    """The folder doesn't take changes."""

    text = "This folder does not allow changes. Nothing was lost; choose another folder or ask for permission."


class DiskFull(VaultError):
    """There is no room for what has to be written."""

    text = "The disk is full. Everything saved before is safe; make room and try again."


class StorageFailed(VaultError):
    """The disk or its connection answers with an error."""

    text = "The disk did not answer as it should. Everything saved before is safe; check the disk and try again."


class EngineUnfit(VaultError):
    """The installed database engine lacks something that the vault relies on."""

    text = "The database engine of this installation does not fit. No vault was touched; install CoachDesk again."


def translate_error(error: BaseException) -> VaultError | None:
    """Return the vault error that stands for an OSError or a driver error, so that no text of theirs is shown.

    Their texts may hold paths or values. None means that the error is none of the environment's: a bug.
    """
    if isinstance(error, VaultError):
        return error
    if isinstance(error, OSError):
        return _translate_os_error(error)
    if isinstance(error, dbapi2.Error):
        return _translate_driver_error(error)
    return None


def _translate_os_error(error: OSError) -> VaultError:
    if error.errno in _FULL:
        return DiskFull()
    if error.errno in _FORBIDDEN or isinstance(error, PermissionError):
        return PlaceNotWritable()
    if isinstance(error, FileNotFoundError):
        return VaultMissing()
    return StorageFailed()


def _translate_driver_error(error: dbapi2.Error) -> VaultError | None:
    primary = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    if primary == _SQLITE_ERROR:
        primary = _SPELLED.get(str(error), primary)
    classes: dict[int, type[VaultError]] = {
        _SQLITE_FULL: DiskFull,
        _SQLITE_READONLY: PlaceNotWritable,
        _SQLITE_IOERR: StorageFailed,
        _SQLITE_CORRUPT: DamagedVault,
        _SQLITE_NOTADB: DamagedVault,
    }
    if primary == _SQLITE_CANTOPEN:
        return StorageFailed(_NOT_OPENED)
    found = classes.get(primary)
    return found() if found else None
