"""The backup at lock: begun with the keys in a moment, finished without any key after they are gone.

Locking must drop keys and text at once, so nothing long may happen before. The seal that locking makes anyway gives the
size and SHA-256 of the whole database; with it the signed beginning of a backup is written in milliseconds. The fresh
process then copies the sealed files behind it, while the unlock window is shown, and compares every byte with what the
beginning promises. If the vault is opened and changed meanwhile, the bytes differ and the copy is dropped. Such a
backup counts only when it has been test-opened after the next unlocking; until then it removes no other.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from ..errors import NewerFormat
from ..files import environment_errors, replace_file
from ..place import Bundle
from ..unlocked import OpenVault
from .container import DamagedBackup, NotABackup, Report, compare_bytes, decode_beginning, encode_beginning
from .making import list_blobs, publish, write_package
from .opening import between
from .places import BEGUN_SUFFIX, prepare_folder, scratch_folder


@environment_errors()
def begin_sealed_copy(vault: OpenVault, folder: Path, now: datetime) -> None:
    """Write the beginning of a backup of a vault that was just sealed. Raises the disk's errors."""
    prepare_folder(folder)
    blobs = list_blobs(vault.bundle.blobs)
    beginning = encode_beginning(vault.header_for_copy(vault.sealed_as), now, blobs, vault.keys.use("backup"))
    replace_file(_begun(folder, vault.bundle), beginning)


def has_begun(bundle: Path, folder: Path) -> bool:
    """Tell whether a backup of this vault waits to be finished."""
    return _begun(folder, Bundle(bundle)).is_file()


@environment_errors()
def finish_sealed_copy(bundle_path: Path, folder: Path, report: Report) -> Path | None:
    """Finish a begun backup without a key and return its path; None when there is none or the vault has moved on.

    What `report` raises leaves the beginning for another try. Raises the disk's errors.
    """
    bundle = Bundle(bundle_path)
    begun = _begun(folder, bundle)
    if not begun.is_file():
        return None
    try:
        with begun.open("rb") as file:
            beginning = decode_beginning(file)
        with scratch_folder(folder, beginning.header.vault_id) as scratch:
            package = scratch / "package"
            step = between(report, 0.0, 0.7)
            write_package(package, beginning.octets, bundle.database, bundle.blobs, beginning.blobs, step)
            compare_bytes(package, between(report, 0.7, 1.0), "Reading the backup back")
            path: Path | None = publish(package, folder, bundle.name, beginning.made_at)
    except (DamagedBackup, NotABackup, NewerFormat, FileNotFoundError):
        path = None
    begun.unlink(missing_ok=True)
    return path


def _begun(folder: Path, bundle: Bundle) -> Path:
    return folder / f".{bundle.name}{BEGUN_SUFFIX}"
