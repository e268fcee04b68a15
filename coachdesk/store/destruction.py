"""The last step of forgetting a person: no removed row stays in the vault's files, and where copies may remain is said.

`secure_delete` overwrites rows as they go. The search index keeps words of removed texts until its pieces are merged,
and free pages keep their place, so both are dealt with here. Copies outside of the vault can only be named.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2

from coachdesk.store.failures import StoreFailure, as_store_failure
from coachdesk.vault.attachments import attachments_of
from coachdesk.vault.bundle import OpenVault
from coachdesk.vault.commits import count_commit
from coachdesk.vault.engine import checkpoint
from coachdesk.vault.errors import VaultError
from coachdesk.vault.files import environment_errors
from coachdesk.vault.header_copies import read_copies
from coachdesk.vault.place import SUFFIX, Bundle

ELSEWHERE = (
    "Copies that other programs made of the vault's folder or of its backups, such as a cloud drive, Time Machine or "
    "snapshots of the disk, still hold what they held.",
    "A solid-state drive, and some file systems, write a change to a new place and free the old one later, so that "
    "encrypted remains may stay on the drive for a time.",
    "Files that were exported, printed or sent are outside of the vault.",
    "All copies of the vault are encrypted. New keys for the vault, and deleting the copies made before, make remains "
    "of the old ones useless to anyone who learns the present passphrase only.",
)
STILL_READ = (
    "The removed rows are gone, but something was being read from the vault meanwhile, so that its file was not "
    "tidied. Nothing else was lost. Try again."
)


@dataclass(frozen=True, slots=True)
class Remains:
    """Where what was destroyed may still be: files that are known, and sentences on what can't be known."""

    backups: tuple[Path, ...]
    copies_before_updates: tuple[Path, ...]
    other_bundles: tuple[Path, ...]
    elsewhere: tuple[str, ...]


def destroy_remains(vault: OpenVault, content_ids: Iterable[str] = (), *, backups: Iterable[Path] = ()) -> Remains:
    """Make what was removed from the vault unrecoverable in its files; say where it may still be.

    Call it after the rows were removed and committed, on the write lane, as the whole file is written anew. The files
    of `content_ids` are removed with their keys. `backups` are those made before now. Raises StoreFailure, VaultError.
    """
    _rewrite(vault)
    blobs = attachments_of(vault)
    for content_id in content_ids:
        blobs.remove(content_id)
    with environment_errors():
        copies = tuple(sorted(vault.path.glob("before-*.db")))
        return Remains(tuple(backups), copies, _other_bundles(vault), ELSEWHERE)


def _rewrite(vault: OpenVault) -> None:
    """Merge the index, which drops the words of removed texts, write every page anew and empty the log."""
    connection = vault.connect()
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO search_text (search_text) VALUES ('optimize')")
        count_commit(connection)
        connection.execute("COMMIT")
        connection.execute("VACUUM")
        if not checkpoint(connection, truncate=True):
            raise StoreFailure(STILL_READ)
    except dbapi2.Error as error:
        failure = as_store_failure(error)
        if failure is None:
            raise
        raise failure from None
    finally:
        connection.close()


def _other_bundles(vault: OpenVault) -> tuple[Path, ...]:
    """Return the bundles beside this one that are copies of it, such as those set aside when a backup was restored."""
    found = []
    for path in sorted(vault.path.absolute().parent.glob(f"*{SUFFIX}")):
        try:
            is_copy = any(each.header.vault_id == vault.vault_id for each in read_copies(Bundle(path)).copies)
        except VaultError:
            continue
        if is_copy and path != vault.path.absolute():
            found.append(path)
    return tuple(found)
