"""The schema version of a vault, and the one way to bring it up to date.

`PRAGMA user_version` holds the number of the newest migration. Alembic is imported only when one is due.
"""

from __future__ import annotations

from typing import Any

from coachdesk.store.clock import Clock, system_clock
from coachdesk.store.failures import StoreFailure
from coachdesk.store.store import Store
from coachdesk.vault.bundle import OpenVault

SCHEMA_VERSION = 3


class MigrationFailed(StoreFailure):
    """The vault could not be brought to this version's schema; it is exactly as it was."""


def schema_version(connection: Any) -> int:
    """Return the schema version that a DB-API connection's file has; 0 for a vault that was just made."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def open_store(vault: OpenVault, clock: Clock = system_clock) -> Store:
    """Return a store over `vault`, migrated first if its schema is older.

    Raises StoreFailure when the schema is newer than this CoachDesk can write, or a migration failed.
    """
    version = _read_version(vault)
    if version > SCHEMA_VERSION:
        raise StoreFailure(
            "This vault was written by a newer CoachDesk. Nothing was changed. Install the newer version to open it."
        )
    if version < SCHEMA_VERSION:
        if vault.read_only:
            raise StoreFailure(
                "This vault is from an older CoachDesk and must be updated before it opens, but it can only be "
                "read here. Nothing was changed. Open it from a folder that can be written."
            )
        _migrate(vault, version)
    return Store(vault, clock)


def _read_version(vault: OpenVault) -> int:
    connection = vault.connect(read_only=True)
    try:
        return schema_version(connection)
    finally:
        connection.close()


def _migrate(vault: OpenVault, version: int) -> None:
    from coachdesk.store.migrate import migrate

    connection = vault.connect()
    try:
        migrate(connection, vault.path, from_version=version, to_version=SCHEMA_VERSION)
    finally:
        connection.close()
