"""The database engine: the right version, the right key, the right pragmas, on every connection.

VAULT.md asked for locking_mode EXCLUSIVE. That would allow one connection alone, and reads would wait for a long write;
the process lock keeps other processes out instead, so that one writer and some readers share the file in WAL mode.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Literal

from sqlcipher3 import dbapi2

from .errors import DamagedVault, EngineUnfit
from .files import environment_errors
from .keys import zero

OLDEST_SQLITE = (3, 51, 3)
PAGE_BYTES = 4096
_BUSY_S = 10.0
_HEX = b"0123456789abcdef"
_MEMORY = 2
_FULL = 2
_MODES = {"write": "mode=rw", "read": "mode=rw", "frozen": "mode=ro&immutable=1", "probe": "mode=ro"}
_BEFORE_KEY = ("cipher_log = OFF", "cipher_log_level = NONE", "cipher_memory_security = OFF")
_AFTER_KEY = (
    "cipher_compatibility = 4",
    "temp_store = MEMORY",
    "secure_delete = ON",
    "mmap_size = 0",
    "trusted_schema = OFF",
    "cell_size_check = ON",
)
_FOR_WRITING = ("synchronous = FULL", "wal_autocheckpoint = 0")
_ON_MACOS = ("fullfsync = ON", "checkpoint_fullfsync = ON")

Access = Literal["write", "read", "frozen", "probe"]
"""write; read (query_only, beside a writer); frozen (a sealed file on a read-only place); probe (never checkpoints)."""


class Connection(dbapi2.Connection):  # type: ignore[misc]
    """A driver connection that can be tracked by a weak reference, so that closing the vault finds those left open."""


@cache
def assert_engine() -> None:
    """Raise EngineUnfit unless the installed driver is SQLCipher on a SQLite without known corruption, with FTS5.

    SQLite before 3.51.3 can corrupt a database when the WAL is reset.
    """
    if dbapi2.sqlite_version_info < OLDEST_SQLITE:
        raise EngineUnfit
    connection = dbapi2.connect(":memory:")
    try:
        if not connection.execute("PRAGMA cipher_version").fetchone():
            raise EngineUnfit
        try:
            connection.execute("CREATE VIRTUAL TABLE probe USING fts5(text)")
        except dbapi2.Error:
            raise EngineUnfit from None
    finally:
        connection.close()


def connect_database(database: Path, key: bytearray, access: Access) -> Connection:
    """Return a keyed connection with the vault's pragmas set and verified, in autocommit (`isolation_level=None`).

    It never creates a file. Raises DamagedVault when the key doesn't open what is there.
    """
    assert_engine()
    with environment_errors():
        if not database.is_file():
            raise DamagedVault
        connection = Connection(
            f"{database.absolute().as_uri()}?{_MODES[access]}",
            uri=True,
            timeout=_BUSY_S,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            _prepare(connection, key, access)
        except BaseException:
            connection.close()
            raise
    return connection


def verify_pragmas(connection: dbapi2.Connection, access: Access = "write") -> None:
    """Raise EngineUnfit when a pragma that keeps text private or commits safe isn't in force.

    With temp_store on a file, sorting and indexing would write plain text to the temporary folder.
    """
    expected = {"temp_store": _MEMORY, "secure_delete": 1, "mmap_size": 0, "trusted_schema": 0}
    if access == "write":
        expected |= {"synchronous": _FULL, "wal_autocheckpoint": 0, "query_only": 0}
    else:
        expected |= {"query_only": 1}
    if any(_pragma(connection, name) != value for name, value in expected.items()):
        raise EngineUnfit
    if access != "frozen" and _pragma(connection, "journal_mode") != "wal":
        raise EngineUnfit


def checkpoint(connection: dbapi2.Connection, *, truncate: bool = False) -> bool:
    """Move what is in the WAL into the database; True when all of it was moved.

    The write lane calls it after some idle seconds, because a flipped bit in a live WAL drops all later commits.
    """
    mode = "TRUNCATE" if truncate else "PASSIVE"
    with environment_errors():
        busy, in_log, moved = connection.execute(f"PRAGMA wal_checkpoint({mode})").fetchone()
    return bool(busy == 0 and in_log == moved)


def _prepare(connection: Connection, key: bytearray, access: Access) -> None:
    for pragma in _BEFORE_KEY:
        connection.execute(f"PRAGMA {pragma}")
    _set_key(connection, key)
    for pragma in (*_AFTER_KEY, *(_ON_MACOS if sys.platform == "darwin" else ())):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if access == "write":
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
        for pragma in _FOR_WRITING:
            connection.execute(f"PRAGMA {pragma}")
    else:
        connection.execute("PRAGMA query_only = ON")
    verify_pragmas(connection, access)


def spell_key(key: bytearray) -> bytearray:
    """Return a raw key spelled as x'...', which the engine takes in place of a passphrase; the caller zeroes it."""
    spelled = bytearray(b"x'")
    for octet in key:
        spelled.append(_HEX[octet >> 4])
        spelled.append(_HEX[octet & 15])
    spelled += b"'"
    return spelled


def _set_key(connection: Connection, key: bytearray) -> None:
    """Give the driver the raw key in a buffer that is zeroed; `PRAGMA key` would need a str of it."""
    spelled = spell_key(key)
    try:
        connection.set_key(spelled)
    finally:
        zero([spelled])


def _pragma(connection: dbapi2.Connection, name: str) -> object:
    row = connection.execute(f"PRAGMA {name}").fetchone()
    return row[0] if row else None
