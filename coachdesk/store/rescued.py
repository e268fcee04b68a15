"""Rows that were read of a damaged vault, as a store in memory, so that they can be exported like any other.

Nothing is written to a disk. Where a row that others refer to is lost, a stand-in takes its place, so that no note
is left out because the entry of its person is gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from coachdesk.store.migrate import migrate
from coachdesk.store.schema import SCHEMA_VERSION
from coachdesk.store.store import Store
from coachdesk.vault.salvage import KnownTables

LOST_PERSON = "Someone whose entry was lost"
NOBODY = "0" * 32
_DERIVED = ("search_",)
_NEVER = "1970-01-01 00:00:00.000000"


@cache
def known_tables() -> KnownTables:
    """Return the tables of this version, for a vault whose own schema can't be read; search is made anew from them."""
    connection = _empty_database()
    try:
        rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND rootpage").fetchall()
        listed = {str(name): str(sql) for name, sql in rows if not str(name).startswith(("sqlite_", *_DERIVED))}
        return KnownTables(listed, _DERIVED)
    finally:
        connection.close()


class RescuedRows:
    """A vault in memory, filled row by row, then read through `store()`; close it to drop everything."""

    read_only = True

    def __init__(self) -> None:
        self._connection = _empty_database()
        self._connection.execute("PRAGMA foreign_keys = OFF")
        self._connection.execute("BEGIN")
        found = self._connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        self._columns = {str(row[0]): self._columns_of(str(row[0])) for row in found}

    def add(self, table: str, row: Mapping[str, Any]) -> bool:
        """Take a row; False for one that this version has no table for, or that breaks a rule of its table."""
        columns = [name for name in row if name in self._columns.get(table, frozenset())]
        if not columns:
            return False
        names = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("?" * len(columns))
        statement = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608 - of the schema
        try:
            self._connection.execute(statement, [row[name] for name in columns])
        except dbapi2.Error:
            return False
        return True

    def store(self) -> Store:
        """Mend what refers to lost rows and return a store that only reads; add nothing afterwards."""
        self._stand_in("note_block", "note_id", "note", {"person_id": NOBODY})
        for table in ("note", "agenda_item", "promise", "meeting"):
            self._stand_in(table, "person_id", "person", {"name": LOST_PERSON})
        self._connection.execute("UPDATE note SET meeting_id = NULL WHERE meeting_id NOT IN (SELECT id FROM meeting)")
        self._connection.execute("COMMIT")
        return Store(self)

    def connect(self, *, read_only: bool = False) -> Any:
        """Return the one connection there is; the store reads through it alone."""
        return self._connection

    def close(self) -> None:
        """Drop everything."""
        self._connection.close()

    def _stand_in(self, child: str, column: str, parent: str, values: Mapping[str, str]) -> None:
        """Insert a row into `parent` for each identity that rows of `child` refer to in vain."""
        wanted = self._connection.execute(
            f'SELECT DISTINCT "{column}" FROM "{child}" WHERE "{column}" NOT IN (SELECT id FROM "{parent}")'  # noqa: S608
        ).fetchall()
        for (identity,) in wanted:
            filled = {name: default for name, default in _FILLED.items() if name in self._columns[parent]}
            self.add(parent, {**filled, **values, "id": identity})

    def _columns_of(self, table: str) -> frozenset[str]:
        rows = self._connection.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()
        return frozenset(str(row[0]) for row in rows)


_FILLED: Mapping[str, Any] = {
    "created_at": _NEVER,
    "updated_at": _NEVER,
    "is_owner": 0,
    **dict.fromkeys(
        ("pronouns", "email", "employee_id", "role", "level", "track", "team", "time_zone", "cadence", "tags", "about"),
        "",
    ),
}


def _empty_database() -> Any:
    connection = dbapi2.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("CREATE TABLE vault_meta (id INTEGER PRIMARY KEY, commits INTEGER NOT NULL)")
    migrate(connection, Path(), from_version=0, to_version=SCHEMA_VERSION)
    return connection
