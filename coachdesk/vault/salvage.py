"""Everything that can still be read of a damaged database, and an exact account of what can't.

A table is read along its tree. A lost page becomes a gap in row ids; an index that is whole then says which rows stood
there. Leaves to which nothing leads any more are recognised by the shape of their rows. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from .btree import Gap, Malformed, RawRow, Value, read_leaf, walk_index, walk_table
from .pages import Pages
from .table_shape import TableShape, read_shape

TakeRow = Callable[[str, Mapping[str, Value]], None]
TakeDetached = Callable[[tuple[str, ...], RawRow], None]
Progress = Callable[[int, int], None]
_SCHEMA_ROOT = 1
_SCHEMA_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class KnownTables:
    """What the store knows of its schema: CREATE statements by table, for those that a damaged schema no longer names,
    and how the names of tables begin that are made anew from others, so that nothing is lost with them.
    """

    statements: Mapping[str, str]
    derived: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LostRow:
    """A row that was there and can't be read; `key` is its identity where the primary key's index still has it."""

    rowid: int
    key: Value


@dataclass(frozen=True, slots=True)
class TableReport:
    """How many rows of a table were read and where rows are lost.

    If `is_exact`, `lost` names every lost row. Else rows may be lost anywhere in `gaps`, those in `lost` certainly.
    """

    name: str
    rows: int
    gaps: tuple[Gap, ...]
    lost: tuple[LostRow, ...]
    is_exact: bool

    @property
    def is_whole(self) -> bool:
        """Whether every row was read."""
        return not self.gaps or (self.is_exact and not self.lost)


@dataclass(frozen=True, slots=True)
class DatabaseReport:
    """What was read of a database. `is_verified` False: the salt is lost, so no page could be authenticated."""

    tables: tuple[TableReport, ...]
    page_count: int
    damaged_pages: tuple[int, ...]
    detached_rows: int
    is_verified: bool
    is_schema_whole: bool
    log_broke: bool

    @property
    def rows(self) -> int:
        """All rows read."""
        return sum(table.rows for table in self.tables) + self.detached_rows

    @property
    def is_whole(self) -> bool:
        """Whether every row of every table was read, and each under its table's name, and authenticated."""
        whole = all(table.is_whole for table in self.tables)
        return whole and self.is_verified and self.is_schema_whole and not self.detached_rows


@dataclass(slots=True)
class _Table:
    shape: TableShape
    root: int | None
    indexes: list[tuple[str, int]] = field(default_factory=list)
    rowids: set[int] = field(default_factory=set)
    gaps: list[Gap] = field(default_factory=list)
    expected: dict[int, Value] = field(default_factory=dict)
    is_index_whole: bool = False

    def misses(self, rowid: int) -> bool:
        return rowid not in self.rowids and any(gap.after < rowid <= gap.through for gap in self.gaps)


def salvage_database(
    pages: Pages,
    known: KnownTables,
    take: TakeRow,
    take_detached: TakeDetached,
    progress: Progress | None = None,
) -> DatabaseReport:
    """Give every readable row to `take`, and those whose table is uncertain to `take_detached`.

    A detached row comes with the tables it may belong to. `progress` gets the tables done and their number.
    """
    return _Salvage(pages, known, take, take_detached).run(progress)


class _Salvage:
    def __init__(self, pages: Pages, known: KnownTables, take: TakeRow, take_detached: TakeDetached) -> None:
        self._pages = pages
        self._take = take
        self._take_detached = take_detached
        self._seen: set[int] = set()
        self._derived: list[int] = []
        self._is_schema_whole = True
        self._tables = self._read_schema(known)
        self._detached = 0

    def run(self, progress: Progress | None) -> DatabaseReport:
        for done, table in enumerate(self._tables.values(), start=1):
            self._read_table(table)
            if progress is not None:
                progress(done, len(self._tables))
        for root in self._derived:
            for _ in walk_table(self._pages, root, self._seen):
                pass
        for table in self._tables.values():
            if table.gaps:
                self._read_indexes(table)
        if any(table.gaps for table in self._tables.values()):
            self._read_detached()
        return DatabaseReport(
            tuple(_report(table) for table in self._tables.values()),
            self._pages.count,
            self._pages.list_damaged(),
            self._detached,
            self._pages.is_verified,
            self._is_schema_whole,
            self._pages.log_broke,
        )

    def _read_schema(self, known: KnownTables) -> dict[str, _Table]:
        """Return the tables of rows; those of virtual tables are walked too, but what they hold is made anew."""
        entries = []
        for found in walk_table(self._pages, _SCHEMA_ROOT, self._seen):
            if isinstance(found, RawRow) and len(found.values) == _SCHEMA_COLUMNS:
                entries.append(found.values)
            else:
                self._is_schema_whole = False
        virtual = (f"{entry[1]!s}_" for entry in entries if str(entry[4]).upper().startswith("CREATE VIRTUAL TABLE"))
        derived = ("sqlite_", *known.derived, *virtual)
        tables: dict[str, _Table] = {}
        for kind, name, _, root, sql in entries:
            if kind != "table" or not isinstance(root, int) or not root:
                continue
            shape = read_shape(str(name), str(sql))
            if shape is None or str(name).startswith(derived):
                self._derived.append(root)
            else:
                tables[str(name)] = _Table(shape, root)
        for kind, name, owner, root, sql in entries:
            if kind == "index" and isinstance(root, int) and str(owner) in tables and " WHERE " not in str(sql).upper():
                tables[str(owner)].indexes.append((str(name), root))
        if not self._is_schema_whole:
            tables |= _known_tables(known.statements, tables)
        return tables

    def _read_table(self, table: _Table) -> None:
        if table.root is None:
            table.gaps.append(Gap(_SCHEMA_ROOT, -(2**63), 2**63 - 1))
            return
        for found in walk_table(self._pages, table.root, self._seen):
            if isinstance(found, Gap):
                table.gaps.append(found)
            else:
                self._accept(table, found)

    def _accept(self, table: _Table, row: RawRow) -> None:
        try:
            values = table.shape.name_values(row)
        except Malformed:
            table.gaps.append(Gap(table.root or 0, row.rowid - 1, row.rowid))
            return
        table.rowids.add(row.rowid)
        self._take(table.shape.name, values)

    def _read_indexes(self, table: _Table) -> None:
        """Ask the table's indexes which rows there were; one that is whole knows all of them."""
        for name, root in table.indexes:
            whole = True
            for entry in walk_index(self._pages, root, self._seen):
                if entry is None or not isinstance(entry[-1], int):
                    whole = False
                elif table.misses(entry[-1]):
                    is_key = name.startswith("sqlite_autoindex_") and len(entry) == 2
                    table.expected.setdefault(entry[-1], None)
                    if is_key:
                        table.expected[entry[-1]] = entry[0]
            table.is_index_whole = table.is_index_whole or whole

    def _read_detached(self) -> None:
        for number in range(2, self._pages.count + 1):
            if number in self._seen:
                continue
            try:
                rows, gaps = read_leaf(self._pages, number, self._seen)
            except Malformed:
                continue
            candidates = [table for table in self._tables.values() if table.gaps and _could_hold(table, rows)]
            proven = [table for table in candidates if all(row.rowid in table.expected for row in rows)]
            chosen = proven if len(proven) == 1 else candidates
            if not rows or not chosen:
                continue
            if len(chosen) == 1:
                chosen[0].gaps += [] if chosen[0].is_index_whole else gaps
                for row in rows:
                    self._accept(chosen[0], row)
            else:
                for row in rows:
                    self._take_detached(tuple(table.shape.name for table in chosen), row)
                    self._detached += 1


def _known_tables(known: Mapping[str, str], found: Iterable[str]) -> dict[str, _Table]:
    missing = ((name, read_shape(name, sql)) for name, sql in known.items() if name not in found)
    return {name: _Table(shape, None) for name, shape in missing if shape is not None}


def _could_hold(table: _Table, rows: list[RawRow]) -> bool:
    return all(table.misses(row.rowid) and table.shape.fits(row) for row in rows)


def _report(table: _Table) -> TableReport:
    lost = tuple(LostRow(rowid, key) for rowid, key in sorted(table.expected.items()) if rowid not in table.rowids)
    return TableReport(
        table.shape.name, len(table.rowids), tuple(table.gaps), lost, table.is_index_whole or not table.gaps
    )
