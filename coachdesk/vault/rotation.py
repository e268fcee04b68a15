"""Changing the keys themselves: a new vault key, everything encrypted anew, every way to unlock wrapped again.

A changed passphrase leaves the vault key as it was, so an old copy with an old passphrase still tells it. After a
rotation old copies keep their old contents, but nothing of theirs opens what is written from now on.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlcipher3 import dbapi2

from .attachments import BlobStore, Entry, re_encrypt_blobs
from .engine import Connection, connect_database, spell_key
from .errors import DamagedVault, KeychainRefused, RotationUnfinished, VaultError
from .files import create_file, environment_errors, sync_folder
from .header import Header, encode_header
from .header_copies import Unlocked
from .keychain import Keychain, SystemKeychain
from .keys import KeyRing, random_key, zero
from .place import Bundle
from .recovery import make_code
from .rotation_swap import commit_swap, discard_staged, finish_swap, stage_bundle
from .sealing import check_pages, seal_database
from .slot_changes import proven, wrap_way
from .slot_secrets import KEYCHAIN, PASSPHRASE_FILE, Passphrase, RecoveryCode
from .slots import HOLDS_GROUPS, Slot
from .unlocked import OpenVault

KEY_FILE_DROPPED = "The key file was not at hand, so the vault no longer asks for it. Add it again if you want it."
QUICK_UNLOCK_DROPPED = "Quick unlock was turned off. Turn it on again if you want it."
_STEPS = 1000
_EXPORTED = 500
_BLOBS_DONE = 750
_EVERY = 200_000
_PRAGMAS = ("user_version", "application_id")

Progress = Callable[[int, int], None]
"""Called as `progress(done, total)`; whatever it raises cancels, and the vault stays as it was."""
CheckText = Callable[[Connection], Iterable[str]]
"""Given a writing connection to the new database; returns what is wrong with its full-text index, in plain lines."""


class BlobRows(Protocol):
    """Where the database keeps what opens the attachments; the layer above knows its tables."""

    def list_entries(self, connection: Connection) -> Iterable[Entry]:
        """Return content id and wrapped key of every attachment that a row refers to."""

    def renew_entries(self, connection: Connection, renewed: Mapping[str, Entry]) -> None:
        """Write the new pair for each content id into the rows; called inside a transaction."""


@dataclass(frozen=True, slots=True, repr=False)
class Rotation:
    """What a rotation leaves to say: the new recovery code, shown once; notices; backups that the old keys open."""

    recovery_code: str
    notices: tuple[str, ...]
    old_backups: tuple[Path, ...]


@environment_errors()
def rotate_keys(
    vault: OpenVault,
    passphrase: Passphrase,
    *,
    by: RecoveryCode | None = None,
    blob_rows: BlobRows | None = None,
    check_text: CheckText | None = None,
    progress: Progress = lambda _done, _total: None,
    list_backups: Callable[[], Iterable[Path]] = tuple,
    keychain: Keychain | None = None,
) -> Rotation:
    """Encrypt the whole vault under a new key and return what its owner must see. The vault stays open.

    `passphrase` (with its key file) must open the vault and stays the passphrase. An owner without the key file gives
    the recovery code in `by`; the passphrase is then the new one. All connections are closed, so open the store anew
    afterwards. It takes some times as long as a check and as much room as the vault. Raises WrongSecret,
    SecretRefused, DamagedVault when the new vault isn't the old one, DiskFull; then nothing was changed. Raises
    RotationUnfinished when the disk fails after the new vault already counts: the vault is closed and opens again.
    """
    progress(0, _STEPS)
    with vault.exclusively() as header, proven(header, by or passphrase) as groups:
        code, keys = make_code(), KeyRing(random_key(), header.vault_id)
        try:
            staged = stage_bundle(vault.bundle)
            _export(vault, staged.database, keys.use("database"), progress)
            _renew_blobs(vault, staged, keys, blob_rows, progress)
            _verify(vault, staged.database, keys.use("database"), check_text, progress)
            slots = _wrap_all(header, keys.vault, groups, (passphrase, RecoveryCode(code)))
            unlocked = _seal(staged, header, keys, slots)
            progress(_STEPS, _STEPS)
            commit_swap(vault.bundle)
        except BaseException:
            keys.zero()
            discard_staged(vault.bundle)
            raise
        _take_over(vault, unlocked)
    return Rotation(code, _notices(header, passphrase, keychain), tuple(list_backups()))


def _export(vault: OpenVault, target: Path, key: bytearray, progress: Progress) -> None:
    """Write every table, index, trigger and row into a new encrypted file, without a plain byte on the disk."""
    create_file(target)
    size = vault.bundle.database.stat().st_size
    cancelled: list[BaseException] = []

    def tell() -> int:
        try:
            progress(min(_EXPORTED, _EXPORTED * target.stat().st_size // max(size, 1)), _STEPS)
        except BaseException as error:
            cancelled.append(error)
        return len(cancelled)

    with _connected(vault.bundle.database, vault.keys.use("database")) as connection:
        spelled = spell_key(key)
        try:
            connection.execute("ATTACH DATABASE ? AS fresh KEY ?", (str(target), spelled))
        finally:
            zero([spelled])
        connection.execute("PRAGMA fresh.secure_delete = ON")
        connection.set_progress_handler(tell, _EVERY)
        try:
            connection.execute("SELECT sqlcipher_export('fresh')").fetchall()
        except dbapi2.OperationalError as error:
            if error.sqlite_errorcode == dbapi2.SQLITE_INTERRUPT:  # Ctrl+C can come before `tell` is in its try
                raise (cancelled[0] if cancelled else KeyboardInterrupt()) from None
            raise
        finally:
            connection.set_progress_handler(None, 0)
        for name in _PRAGMAS:
            value = int(connection.execute(f"PRAGMA main.{name}").fetchone()[0])
            connection.execute(f"PRAGMA fresh.{name} = {value}")
        connection.execute("DETACH DATABASE fresh")


def _renew_blobs(vault: OpenVault, staged: Bundle, keys: KeyRing, rows: BlobRows | None, progress: Progress) -> None:
    """Encrypt every attachment that a row refers to anew, and tell the new database; others are left behind."""
    staged.blobs.mkdir(mode=0o700)
    source = BlobStore(vault.path, vault.keys.use("blob"))
    if rows is None:
        if source.list_names():
            raise ValueError("the vault has attachments, so rotation must be told of their rows")
        return
    target = BlobStore(staged.path, keys.use("blob"))
    with _connected(staged.database, keys.use("database")) as connection:
        renewed = re_encrypt_blobs(
            source,
            target,
            rows.list_entries(connection),
            lambda done, total: progress(_EXPORTED + (_BLOBS_DONE - _EXPORTED) * done // max(total, 1), _STEPS),
        )
        connection.execute("BEGIN IMMEDIATE")
        rows.renew_entries(connection, renewed)
        connection.execute("COMMIT")


def _verify(vault: OpenVault, database: Path, key: bytearray, check_text: CheckText | None, progress: Progress) -> None:
    """Raise DamagedVault unless the new database is authentic, complete and searchable."""
    progress(_BLOBS_DONE, _STEPS)
    problems = _compare(vault, database, key, progress)
    if check_text is not None and not problems:
        with _connected(database, key) as connection:
            problems += check_text(connection)
    if problems:
        raise DamagedVault(problems=tuple(problems))


def _compare(vault: OpenVault, database: Path, key: bytearray, progress: Progress) -> list[str]:
    """Return what the new database lacks: anything of the schema, or any row of a table."""
    with _connected(vault.bundle.database, vault.keys.use("database")) as old, _connected(database, key) as new:
        if _schema(old) != _schema(new):
            return ["the new tables are not the old ones"]
        tables = [row[0] for row in old.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        for done, table in enumerate(tables):
            progress(_BLOBS_DONE + (_STEPS - _BLOBS_DONE) * done // len(tables), _STEPS)
            if _is_virtual(old, table):
                continue
            quoted = '"' + table.replace('"', '""') + '"'
            count = f"SELECT count(*) FROM {quoted}"  # noqa: S608
            if old.execute(count).fetchone() != new.execute(count).fetchone():
                return [f"rows of {table} are missing"]
    return []


def _schema(connection: Connection) -> tuple[object, ...]:
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    pragmas = (connection.execute(f"PRAGMA {name}").fetchone() for name in _PRAGMAS)
    return (*sorted(rows, key=repr), *pragmas)


def _is_virtual(connection: Connection, table: str) -> bool:
    """Tell whether a table has no rows of its own; the tables in which it keeps them are counted."""
    sql = connection.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchone()
    return bool(sql[0]) and sql[0].upper().startswith("CREATE VIRTUAL")


def _wrap_all(
    header: Header, vault_key: bytearray, groups: bytearray | None, ways: tuple[Passphrase, RecoveryCode]
) -> tuple[Slot, ...]:
    """Return all slots of the new vault. A groups key locked with an earlier secret stays so rather than be lost."""
    kept = () if groups is not None else (slot for slot in header.slots if slot.holds == HOLDS_GROUPS)
    return (*(slot for way in ways for slot in wrap_way(header, vault_key, groups, way)), *kept)


def _seal(staged: Bundle, header: Header, keys: KeyRing, slots: tuple[Slot, ...]) -> Unlocked:
    """Seal the new database, check every page of the file as it will lie there, and write its header."""
    seal = seal_database(staged.database, keys.use("database"))
    problems = check_pages(staged.database, keys.use("database"), "frozen")
    if problems:
        raise DamagedVault(problems=problems)
    for suffix in ("-wal", "-shm"):
        staged.database.with_name(staged.database.name + suffix).unlink(missing_ok=True)
    first = header.following_slots(slots).following(state="sealed", seal=seal)
    second = first.following()
    for path, each in zip(staged.headers, (first, second), strict=True):
        create_file(path, encode_header(each, keys.use("header")))
    sync_folder(staged.blobs)
    return Unlocked(second, staged.headers[1], keys, is_whole=True)


def _take_over(vault: OpenVault, unlocked: Unlocked) -> None:
    """Move the new files up; from the first step on nothing may be written with the old keys any more."""
    try:
        vault.record_seen(unlocked.header, unlocked.keys)
        finish_swap(vault.bundle)
    except VaultError:
        unlocked.keys.zero()
        vault.abandon()
        raise RotationUnfinished from None
    vault.adopt(Unlocked(unlocked.header, vault.bundle.headers[1], unlocked.keys, is_whole=True))


def _notices(header: Header, passphrase: Passphrase, keychain: Keychain | None) -> tuple[str, ...]:
    """Return what was dropped; the keychain's entry is deleted, as it opens nothing but old copies."""
    notices = []
    types = {slot.slot_type for slot in header.slots}
    if PASSPHRASE_FILE in types and passphrase.key_file is None:
        notices.append(KEY_FILE_DROPPED)
    if KEYCHAIN in types:
        with contextlib.suppress(KeychainRefused):
            (keychain or SystemKeychain()).remove(header.vault_id)
        notices.append(QUICK_UNLOCK_DROPPED)
    return tuple(notices)


@contextlib.contextmanager
def _connected(database: Path, key: bytearray) -> Iterator[Connection]:
    connection = connect_database(database, key, "write")
    try:
        yield connection
    finally:
        connection.close()
