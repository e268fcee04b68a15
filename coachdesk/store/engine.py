"""SQLAlchemy engines over a vault's connections.

The driver's own transaction control is off (`isolation_level=None`), and SQLAlchemy's begin event opens each
transaction, because otherwise a failed schema change stays half applied. `hide_parameters` keeps the text of notes out
of exception messages.
"""

from __future__ import annotations

from typing import Any, Protocol

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool


class Connector(Protocol):
    """What the store needs of an open vault."""

    @property
    def read_only(self) -> bool:
        """Whether the vault may not be written."""
        ...

    def connect(self, *, read_only: bool = False) -> Any:
        """Return a keyed DB-API connection."""
        ...


def build_engine(vault: Connector, *, read_only: bool) -> Engine:
    """Return an engine that keeps one connection open; a read-only one never takes the write lock."""
    engine = create_engine(
        "sqlite://",
        module=driver,
        creator=lambda: vault.connect(read_only=read_only),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0 if not read_only else 2,
        hide_parameters=True,
    )
    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"

    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    def on_connect(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA foreign_keys = ON")

    event.listen(engine, "begin", on_begin)
    event.listen(engine, "connect", on_connect)
    return engine
