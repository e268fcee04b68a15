"""SQLite's tables in decrypted pages: rows, and exactly which row ids stood in a page that is gone.

After https://www.sqlite.org/fileformat2.html, sections 1.6 and 2.1, as SQLite's own `.recover` reads them. A page is
judged before it is believed; whatever doesn't hold together is a gap, never a guess.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from .pages import USABLE_BYTES, Pages

Value = None | int | float | str | bytes
INTERIOR_TABLE, LEAF_TABLE, INTERIOR_INDEX, LEAF_INDEX = 0x05, 0x0D, 0x02, 0x0A
LOWEST, HIGHEST = -(2**63), 2**63 - 1
_INTEGER_SIZES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_MOST_LOCAL_TABLE = USABLE_BYTES - 35
_MOST_LOCAL_INDEX = (USABLE_BYTES - 12) * 64 // 255 - 23
_LEAST_LOCAL = (USABLE_BYTES - 12) * 32 // 255 - 23
_LONGEST_PAYLOAD = 1 << 30


class Malformed(Exception):
    """Bytes that are no record, cell or page of a table."""


@dataclass(frozen=True, slots=True, repr=False)
class RawRow:
    """One record of a table, with its row id."""

    rowid: int
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Row ids above `after` up to `through` whose rows, if there were any, can't be read, because of `page`."""

    page: int
    after: int
    through: int


def walk_table(pages: Pages, root: int, seen: set[int]) -> Iterator[RawRow | Gap]:
    """Give the rows of a table in order, and the gaps; adds every page it read to `seen`."""
    yield from _walk(pages, root, LOWEST, HIGHEST, seen)


def walk_index(pages: Pages, root: int, seen: set[int]) -> Iterator[tuple[Value, ...] | None]:
    """Give the entries of an index that can be read, each ending with a row id; None where some can't be."""
    page = None if root in seen else pages.find(root)
    kind, cells, right = _cells_or_none(page, root)
    if page is None or kind not in (INTERIOR_INDEX, LEAF_INDEX):
        yield None
        return
    seen.add(root)
    for at in cells:
        if kind == INTERIOR_INDEX:
            yield from walk_index(pages, struct.unpack_from(">I", page, at)[0], seen)
            at += 4
        try:
            size, start = _varint(page, at)
            yield decode_record(_payload(pages, page, start, size, _MOST_LOCAL_INDEX, seen))
        except Malformed:
            yield None
    if kind == INTERIOR_INDEX:
        yield from walk_index(pages, right, seen)


def read_leaf(pages: Pages, number: int, seen: set[int]) -> tuple[list[RawRow], list[Gap]]:
    """Return the rows of one leaf of a table that nothing leads to, and those whose text goes on in a lost page.

    Raises Malformed when the page is none.
    """
    page = pages.find(number)
    if page is None:
        raise Malformed
    kind, cells, _ = _cells(page, number)
    if kind != LEAF_TABLE:
        raise Malformed
    heads = [_head(page, at, kind) for at in cells]
    found = [_read_row(pages, page, number, head, seen) for head in heads]
    return [each for each in found if isinstance(each, RawRow)], [each for each in found if isinstance(each, Gap)]


def decode_record(payload: bytes) -> tuple[Value, ...]:
    """Return the values of a record. Raises Malformed, also for text that isn't UTF-8."""
    size, at = _varint(payload, 0)
    kinds: list[int] = []
    while at < size:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    if at != size:
        raise Malformed
    values: list[Value] = []
    for kind in kinds:
        width = _width(kind)
        octets = payload[at : at + width]
        if len(octets) != width:
            raise Malformed
        values.append(_value(kind, octets))
        at += width
    if at != len(payload):
        raise Malformed
    return tuple(values)


def _walk(pages: Pages, number: int, after: int, through: int, seen: set[int]) -> Iterator[RawRow | Gap]:
    page = None if number in seen else pages.find(number)
    kind, cells, right = _cells_or_none(page, number)
    try:
        if page is None or kind not in (INTERIOR_TABLE, LEAF_TABLE):
            raise Malformed
        heads = [_head(page, at, kind) for at in cells]
    except Malformed:
        yield Gap(number, after, through)
        return
    seen.add(number)
    low = after
    for first, rowid, at in heads:
        if kind == LEAF_TABLE:
            yield _read_row(pages, page, number, (first, rowid, at), seen)
        else:
            yield from _walk(pages, first, low, rowid, seen)
            low = rowid
    if kind == INTERIOR_TABLE:
        yield from _walk(pages, right, low, through, seen)


def _head(page: bytes, at: int, kind: int) -> tuple[int, int, int]:
    """Return the payload's size (in a leaf) or the child (above), the row id, and where the cell goes on."""
    if kind == LEAF_TABLE:
        first, at = _varint(page, at)
    else:
        first, at = struct.unpack_from(">I", page, at)[0], at + 4
    unsigned, at = _varint(page, at)
    return first, _signed(unsigned), at


def _read_row(pages: Pages, page: bytes, number: int, head: tuple[int, int, int], seen: set[int]) -> RawRow | Gap:
    size, rowid, at = head
    try:
        return RawRow(rowid, decode_record(_payload(pages, page, at, size, _MOST_LOCAL_TABLE, seen)))
    except Malformed:
        return Gap(number, rowid - 1, rowid)


def _cells(page: bytes, number: int) -> tuple[int, list[int], int]:
    """Return what kind of page it is, where its cells begin, and its right-most child. Raises Malformed."""
    start = 100 if number == 1 else 0
    kind, _, count, _, _ = struct.unpack_from(">BHHHB", page, start)
    is_interior = kind in (INTERIOR_TABLE, INTERIOR_INDEX)
    if not is_interior and kind not in (LEAF_TABLE, LEAF_INDEX):
        raise Malformed
    first = start + (12 if is_interior else 8)
    if first + 2 * count > USABLE_BYTES:
        raise Malformed
    cells = list(struct.unpack_from(f">{count}H", page, first))
    if any(not first + 2 * count <= at <= USABLE_BYTES - 4 for at in cells):
        raise Malformed
    return kind, cells, struct.unpack_from(">I", page, start + 8)[0] if is_interior else 0


def _cells_or_none(page: bytes | None, number: int) -> tuple[int, list[int], int]:
    """Return the same, or kind 0 for a page that is lost or malformed."""
    if page is None:
        return 0, [], 0
    try:
        return _cells(page, number)
    except Malformed:
        return 0, [], 0


def _payload(pages: Pages, page: bytes, at: int, size: int, most_local: int, seen: set[int]) -> bytes:
    """Return a cell's payload with what overflowed into other pages. Raises Malformed when one of them is lost."""
    if size > _LONGEST_PAYLOAD:
        raise Malformed
    if size <= most_local:
        if at + size > USABLE_BYTES:
            raise Malformed
        return page[at : at + size]
    local = _LEAST_LOCAL + (size - _LEAST_LOCAL) % (USABLE_BYTES - 4)
    local = local if local <= most_local else _LEAST_LOCAL
    if at + local + 4 > USABLE_BYTES:
        raise Malformed
    pieces, left = [page[at : at + local]], size - local
    following = struct.unpack_from(">I", page, at + local)[0]
    while left:
        more = None if following in seen else pages.find(following)
        if more is None:
            raise Malformed
        seen.add(following)
        pieces.append(more[4 : 4 + min(left, USABLE_BYTES - 4)])
        left -= len(pieces[-1])
        following = struct.unpack_from(">I", more)[0]
    return b"".join(pieces)


def _varint(content: bytes, at: int) -> tuple[int, int]:
    value = 0
    for count in range(9):
        if at >= len(content):
            raise Malformed
        octet = content[at]
        at += 1
        if count == 8:
            return value << 8 | octet, at
        value = value << 7 | octet & 0x7F
        if octet < 0x80:
            break
    return value, at


def _signed(unsigned: int) -> int:
    return unsigned - (1 << 64) if unsigned > HIGHEST else unsigned


def _width(kind: int) -> int:
    if kind >= 12:
        return (kind - 12) // 2
    if kind == 7:
        return 8
    if kind in (10, 11):
        raise Malformed
    return _INTEGER_SIZES.get(kind, 0)


def _value(kind: int, octets: bytes) -> Value:
    if kind == 0:
        return None
    if kind in (8, 9):
        return kind - 8
    if kind == 7:
        return float(struct.unpack(">d", octets)[0])
    if kind < 7:
        return int.from_bytes(octets, "big", signed=True)
    if kind % 2 == 0:
        return octets
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed from None
