"""What a table's rows look like, read off its CREATE statement by the engine itself, in memory."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlcipher3 import dbapi2

from .btree import Malformed, RawRow, Value

_VARCHAR = re.compile(r"VARCHAR\((\d+)\)")
_PATTERNS = {
    "DATETIME": re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?"),
    "DATE": re.compile(r"\d{4}-\d\d-\d\d"),
}
_REAL = ("REAL", "FLOAT", "DOUBLE")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its declared type in capitals, its default, and whether it is another name of the row id."""

    name: str
    declared: str
    is_required: bool
    default: Value
    is_rowid: bool

    def fits(self, value: Value) -> bool:
        """Tell whether a stored value could be one of this column."""
        if value is None:
            return not self.is_required or self.is_rowid
        pattern = _PATTERNS.get(self.declared)
        if pattern is not None:
            return isinstance(value, str) and pattern.fullmatch(value) is not None
        if self.declared == "BOOLEAN":
            return value in (0, 1)
        if self.declared == "INTEGER":
            return isinstance(value, int)
        if self.declared == "BLOB":
            return isinstance(value, bytes)
        if limit := _VARCHAR.fullmatch(self.declared):
            return isinstance(value, str) and len(value) <= int(limit[1])
        if self.declared.startswith(("VARCHAR", "TEXT")):
            return isinstance(value, str)
        return True


@dataclass(frozen=True, slots=True)
class TableShape:
    """The columns of a table, in the order in which they are stored."""

    name: str
    columns: tuple[Column, ...]

    def name_values(self, row: RawRow) -> dict[str, Value]:
        """Return a record as column → value. Raises Malformed when it has more values than the table columns."""
        if len(row.values) > len(self.columns):
            raise Malformed
        named: dict[str, Value] = {}
        for number, column in enumerate(self.columns):
            value = row.values[number] if number < len(row.values) else column.default
            if column.is_rowid:
                value = row.rowid
            elif column.declared in _REAL and isinstance(value, int):
                value = float(value)  # a whole number is stored as an integer to save room
            named[column.name] = value
        return named

    def fits(self, row: RawRow) -> bool:
        """Tell whether a record without an address could be a row of this table."""
        return len(row.values) == len(self.columns) and all(
            column.fits(value) for column, value in zip(self.columns, row.values, strict=True)
        )


def read_shape(name: str, sql: str) -> TableShape | None:
    """Return the shape of an ordinary table, or None for a statement that makes another thing."""
    if not sql.upper().startswith("CREATE TABLE") or sql.rstrip(" ;").upper().endswith("WITHOUT ROWID"):
        return None
    connection = dbapi2.connect(":memory:")
    try:
        connection.execute(sql)
        found = connection.execute('SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?)', (name,))
        rows = found.fetchall()
        keys = sum(1 for row in rows if row[4])
        return TableShape(
            name,
            tuple(
                Column(
                    str(row[0]), str(row[1]).upper(), bool(row[2]), _default(connection, row[3]), _is_rowid(row, keys)
                )
                for row in rows
            ),
        )
    except dbapi2.Error:
        return None
    finally:
        connection.close()


def _is_rowid(row: tuple[object, ...], keys: int) -> bool:
    return bool(row[4]) and keys == 1 and str(row[1]).upper() == "INTEGER"


def _default(connection: dbapi2.Connection, expression: str | None) -> Value:
    if expression is None:
        return None
    value: Value = connection.execute(f"SELECT {expression}").fetchone()[0]
    return value
