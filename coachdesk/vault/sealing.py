"""The seal: SQLCipher binds a page to its number but not to its version, so the whole file's hash is kept.

At close everything goes into the one file, whose size, SHA-256 and count of commits go into the header. Unlocking
compares them. After a crash there is no seal that holds; then every page is checked instead.
"""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

from sqlcipher3 import dbapi2

from .commits import read_commits
from .engine import Access, checkpoint, connect_database
from .errors import DamagedVault, StorageFailed, VaultInUse, translate_error
from .files import digest_file, environment_errors, sync_file, sync_folder
from .header import Seal

_CHUNK = 1 << 20
_MOST_PROBLEMS = 1_000
UNREADABLE = "some pages can't be read"


class DigestAhead:
    """Hashes the database on its own thread while the passphrase is stretched, as neither needs the other."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._stopped = threading.Event()
        self._found: tuple[int, bytes] | None = None
        self._thread = threading.Thread(target=self._run, name="vault-digest", daemon=True)
        self._thread.start()

    def matches(self, seal: Seal) -> bool:
        """Wait for the hash and tell whether the file is the sealed one."""
        self._thread.join()
        return self._found == (seal.size, seal.sha256)

    def stop(self) -> None:
        """Give up, because the secret was wrong; returns once the file is closed."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        digest, size = hashlib.sha256(), 0
        try:
            with self._database.open("rb") as file:
                while not self._stopped.is_set() and (chunk := file.read(_CHUNK)):
                    digest.update(chunk)
                    size += len(chunk)
        except OSError:
            return
        self._found = (size, digest.digest())


def seal_database(database: Path, key: bytearray) -> Seal:
    """Bring every commit into the one file, sync it and return its seal; no other connection may be open.

    Raises VaultInUse when one is.
    """
    connection = connect_database(database, key, "write")
    try:
        if not checkpoint(connection, truncate=True):
            raise VaultInUse
        commits = read_commits(connection)
    finally:
        connection.close()
    with environment_errors():
        wal = wal_path(database)
        if wal.exists() and wal.stat().st_size:
            raise StorageFailed
        sync_file(database)
        sync_folder(database.parent)
        size, sha256 = digest_file(database)
    return Seal(size, sha256, commits)


def recover_database(database: Path, key: bytearray) -> int:
    """Check a database that wasn't sealed, after a crash, and return its count of commits.

    First it is read as it is, without changing a byte, so that a damaged one is left as found. Only then the WAL is
    brought in; `cipher_integrity_check` reads the main file alone and raises false alarms while a WAL is live. Each
    step has its own connection. Raises DamagedVault with every problem found.
    """
    wal = wal_path(database)
    if wal.exists() and wal.stat().st_size:
        _refuse_problems(check_pages(database, key, "probe", authenticity=False))
        _bring_in_wal(database, key)
        _refuse_problems(check_pages(database, key, "write"))
    else:
        _refuse_problems(check_pages(database, key, "frozen"))
    connection = connect_database(database, key, "frozen")
    try:
        return read_commits(connection)
    finally:
        connection.close()


def wal_path(database: Path) -> Path:
    """Return where the engine keeps the write-ahead log of a database."""
    return database.with_name(database.name + "-wal")


def check_pages(database: Path, key: bytearray, access: Access, *, authenticity: bool = True) -> tuple[str, ...]:
    """Return every problem that the engine finds, in its words, which hold no content; empty when all is well."""
    problems: list[str] = []
    if authenticity:
        problems += _ask(database, key, access, "cipher_integrity_check")
    problems += [row for row in _ask(database, key, access, f"quick_check({_MOST_PROBLEMS})") if row != "ok"]
    return tuple(problems)


def _bring_in_wal(database: Path, key: bytearray) -> None:
    connection = connect_database(database, key, "write")
    try:
        if not checkpoint(connection, truncate=True):
            raise VaultInUse
    finally:
        connection.close()


def _ask(database: Path, key: bytearray, access: Access, pragma: str) -> list[str]:
    """Run one check on a fresh connection; a page so bad that the check itself stops is a problem too."""
    connection = connect_database(database, key, access)
    try:
        return [str(row[0]) for row in connection.execute(f"PRAGMA {pragma}")]
    except dbapi2.DatabaseError as error:
        meant = translate_error(error)
        if meant is not None and not isinstance(meant, DamagedVault):
            raise meant from None
        return [UNREADABLE]
    finally:
        connection.close()


def _refuse_problems(problems: tuple[str, ...]) -> None:
    if problems:
        raise DamagedVault(problems=problems)
