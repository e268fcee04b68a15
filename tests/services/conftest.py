"""A store over a database of its own, encrypted like a vault's but without its key derivation, for quick tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from coachdesk.store.migrate import migrate
from coachdesk.store.schema import SCHEMA_VERSION
from coachdesk.store.store import Store
from coachdesk.vault.commits import create_counter
from tests.services.clock import SetClock


class PlainConnector:
    """Connections as a vault gives them, to one file and one key."""

    read_only = False

    def __init__(self, path: Path) -> None:
        self.path = path

    def connect(self, *, read_only: bool = False) -> Any:
        connection = dbapi2.connect(str(self.path), isolation_level=None, check_same_thread=False)
        connection.execute(f"PRAGMA key = \"x'{'11' * 32}'\"")
        connection.execute("PRAGMA journal_mode = WAL")
        if read_only:
            connection.execute("PRAGMA query_only = ON")
        return connection


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database without rows, to copy."""
    path = tmp_path_factory.mktemp("database") / "vault.db"
    connection = PlainConnector(path).connect()
    create_counter(connection)
    migrate(connection, path.parent, from_version=0, to_version=SCHEMA_VERSION)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@pytest.fixture
def connector(empty_database: Path, tmp_path: Path) -> PlainConnector:
    """A connector to a fresh copy."""
    path = tmp_path / "vault.db"
    path.write_bytes(empty_database.read_bytes())
    return PlainConnector(path)


@pytest.fixture
def clock() -> SetClock:
    """The time that services see."""
    return SetClock()


@pytest.fixture
def store(connector: PlainConnector, clock: SetClock) -> Iterator[Store]:
    """A store with nothing in it."""
    made = Store(connector, clock)
    yield made
    made.close()
