"""One write: a session in one transaction that knows, row by row, what it changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, event, inspect
from sqlmodel import Session, SQLModel

from coachdesk.model import every  # noqa: F401 - tables refer to one another
from coachdesk.model.base import Noun
from coachdesk.store.changes import ChangeSet, RowChange, RowImage
from coachdesk.store.clock import Clock
from coachdesk.store.index import refresh_index


class UnitOfWork:
    """Collects the row changes of a session, keeps the search index in step, and commits all or nothing.

    The images cover what the session flushes and what `apply` writes; services must not write in any other way.
    """

    def __init__(self, session: Session, clock: Clock, *, count_commit: Callable[[Connection], None]) -> None:
        self.session = session
        self.clock = clock
        self._count_commit = count_commit
        self._changes: list[RowChange] = []
        event.listen(session, "after_flush", self._on_flushed)

    @property
    def now(self) -> datetime:
        """The present instant by the store's clock."""
        return self.clock()

    @property
    def changes(self) -> tuple[RowChange, ...]:
        """The row changes so far, in order."""
        return tuple(self._changes)

    def add(self, row: Noun) -> None:
        """Put a new row into the session."""
        self.session.add(row)

    def remove(self, rows: Iterable[Noun]) -> None:
        """Delete rows, in the given order; each can be brought back by its image."""
        for row in rows:
            self.session.delete(row)
            self.session.flush()

    def apply(self, change: RowChange) -> None:
        """Write one recorded change straight to its table; used to undo and redo."""
        table = SQLModel.metadata.tables[change.table]
        connection = self.session.connection()
        where = table.c.id == change.row_id
        if change.after is None:
            connection.execute(table.delete().where(where))
        elif change.before is None:
            connection.execute(table.insert().values(**change.after))
        else:
            connection.execute(table.update().where(where).values(**change.after))
        self._changes.append(change)

    def current_image(self, change: RowChange) -> RowImage | None:
        """Return the stored columns that `change` speaks of, as they are now, or None when the row is gone."""
        table = SQLModel.metadata.tables[change.table]
        columns = [table.c[name] for name in (change.after or change.before or {})]
        row = self.session.connection().execute(
            table.select().with_only_columns(*columns).where(table.c.id == change.row_id)
        )
        found = row.mappings().first()
        return None if found is None else dict(found)

    def defer_references(self) -> None:
        """Let rows refer to rows that are still to be written, until the transaction ends."""
        self.session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")

    def has_dangling_references(self, removed_from: frozenset[str]) -> bool:
        """Return whether rows anywhere still refer to rows that are gone from the given tables."""
        children = {
            table.name
            for table in SQLModel.metadata.tables.values()
            for key in table.foreign_keys
            if key.column.table.name in removed_from
        }
        connection = self.session.connection()
        return any(
            connection.exec_driver_sql(f"PRAGMA foreign_key_check({name})").first() is not None
            for name in sorted(children)
        )

    def commit(self) -> ChangeSet:
        """Flush, index, count and commit; return what changed. A write that changed nothing commits nothing."""
        self.session.flush()
        if not self._changes:
            self.session.rollback()
            return ChangeSet(frozenset(), frozenset())
        touched: dict[str, set[str]] = {}
        for change in self._changes:
            touched.setdefault(change.table, set()).add(change.row_id)
        connection = self.session.connection()
        refresh_index(connection, touched)
        self._count_commit(connection)
        self.session.commit()
        return ChangeSet.of(self.changes)

    def _on_flushed(self, session: Session, _context: object) -> None:
        self._changes.extend(_removal(row) for row in session.deleted if isinstance(row, Noun))
        self._changes.extend(_insertion(row) for row in session.new if isinstance(row, Noun))
        for row in session.dirty:
            if isinstance(row, Noun) and (change := _modification(row)) is not None:
                self._changes.append(change)


def _image(row: Noun) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in inspect(row).mapper.column_attrs}


def _insertion(row: Noun) -> RowChange:
    return RowChange(_table(row), row.id, None, _image(row))


def _removal(row: Noun) -> RowChange:
    return RowChange(_table(row), row.id, _image(row), None)


def _modification(row: Noun) -> RowChange | None:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for attribute in inspect(row).attrs:
        history = attribute.history
        if history.added and history.deleted and history.added[0] != history.deleted[0]:
            before[attribute.key] = history.deleted[0]
            after[attribute.key] = history.added[0]
    return RowChange(_table(row), row.id, before, after) if after else None


def _table(row: Noun) -> str:
    return str(row.__tablename__)
