"""The store: one way in for writes, another for reads, so that a read never waits for a long write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from coachdesk.store.changes import ChangeSet, RowChange
from coachdesk.store.clock import Clock, system_clock
from coachdesk.store.engine import Connector, build_engine
from coachdesk.store.failures import VaultNotWritable, as_store_failure
from coachdesk.store.index import merge_index
from coachdesk.store.unit_of_work import UnitOfWork
from coachdesk.vault.commits import count_commit

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Written(Generic[T]):
    """What a write gave back: the service's result, the change set and the row images for undo."""

    result: T
    change_set: ChangeSet
    changes: tuple[RowChange, ...]


class Store:
    """Sessions over an open vault. `write` belongs to one thread at a time; `read` may run beside it."""

    def __init__(self, vault: Connector, clock: Clock = system_clock) -> None:
        self.clock = clock
        self.read_only = vault.read_only
        self._reader = build_engine(vault, read_only=True)
        self._writer = None if vault.read_only else build_engine(vault, read_only=False)

    def write(self, operation: Callable[[UnitOfWork], T]) -> Written[T]:
        """Run `operation` in one transaction and commit it.

        Raises StoreFailure when the world failed; whatever the exception, nothing was half written.
        """
        if self._writer is None:
            raise VaultNotWritable("The vault can only be read at present, so the change was not saved.")
        try:
            with Session(self._writer, expire_on_commit=False, autoflush=True) as session:
                unit = UnitOfWork(session, self.clock, count_commit=_count_commit)
                result = operation(unit)
                change_set = unit.commit()
                return Written(result, change_set, unit.changes)
        except DBAPIError as error:
            failure = as_store_failure(error.orig if isinstance(error.orig, Exception) else error)
            if failure is None:
                raise
            raise failure from None

    def read(self, query: Callable[[Session], T]) -> T:
        """Run `query` on a read-only snapshot. Raises StoreFailure when the world failed."""
        try:
            with Session(self._reader, expire_on_commit=False) as session:
                return query(session)
        except DBAPIError as error:
            failure = as_store_failure(error.orig if isinstance(error.orig, Exception) else error)
            if failure is None:
                raise
            raise failure from None

    def checkpoint(self) -> None:
        """Tidy the search index and move the log into the database file; called when the lane has been idle."""
        if self._writer is not None:
            with self._writer.begin() as connection:
                merge_index(connection)
            raw = self._writer.raw_connection()
            try:
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                raw.close()

    def close(self) -> None:
        """Close every connection. The vault itself is closed by its owner."""
        self._reader.dispose()
        if self._writer is not None:
            self._writer.dispose()


def _count_commit(connection: Connection) -> None:
    driver_connection: Any = connection.connection.driver_connection
    count_commit(driver_connection)
