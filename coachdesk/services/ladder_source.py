"""The files of an import as sheets of rows, each row and column with the name that a recipe gives it and its role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coachdesk.rubric.importing.finding import Part, part_key

if TYPE_CHECKING:
    from coachdesk.rubric.importing.neutral import Section, Source, Sources, Table, Tree

_MOST_LINES = 5_000
_INDENT = "    "


@dataclass(frozen=True, slots=True)
class Slot:
    """A row or column whose role can be chosen; `key` is its name in a recipe, empty where there is nothing to choose.

    `kind` is column, row, heading or key; `role` is empty where none was given.
    """

    kind: str = ""
    key: str = ""
    label: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class SourceSheet:
    """A table as it stands in the file, or the lines of a text or of a tree in one column."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    row_slots: tuple[Slot, ...]
    column_slots: tuple[Slot, ...]
    is_table: bool = True


def list_sheets(sources: Sources, parts: tuple[Part, ...]) -> tuple[SourceSheet, ...]:
    """Return a sheet for each table, and one for the headings or keys of a file that has no table."""
    sheets: list[SourceSheet] = []
    for source in sources.files:
        here = tuple(one for one in parts if one.place.file == source.file)
        tables = [one for one in source.tables if one.rows]
        sheets += [_table(source, table, here, is_only=len(tables) == 1) for table in tables]
        if source.outline is not None and (not tables or any(one.kind == "heading" for one in here)):
            sheets.append(_lines(source.file, _outline(source.outline), here, "heading"))
        if source.tree is not None:
            sheets.append(_lines(source.file, _walk(source.tree), here, "key"))
    sheets.sort(key=lambda sheet: -sum(bool(one.role) for one in (*sheet.row_slots, *sheet.column_slots)))
    return tuple(sheets)


def _table(source: Source, table: Table, parts: tuple[Part, ...], *, is_only: bool) -> SourceSheet:
    at = {
        (cell.place.row, cell.place.column, cell.place.line): (row, column)
        for row, cells in enumerate(table.rows)
        for column, cell in enumerate(cells)
        if cell.place.part == table.rows[0][0].place.part
    }
    columns: dict[int, Part] = {}
    rows: dict[int, Part] = {}
    part = table.rows[0][0].place.part
    for one in parts:
        found = at.get((one.place.row, one.place.column, one.place.line))
        if found is None or one.place.part != part:
            continue
        if one.kind == "column":
            columns.setdefault(found[1], one)
        elif one.kind == "row":
            rows.setdefault(found[0], one)
    name = source.file if is_only else f"{source.file}, {table.name or table.place.part or table.place}"
    texts = tuple(tuple(cell.text for cell in cells) for cells in table.rows)
    return SourceSheet(name, texts, _row_slots(texts, rows, columns), _column_slots(texts, rows, columns))


def _row_slots(texts: tuple[tuple[str, ...], ...], rows: dict[int, Part], columns: dict[int, Part]) -> tuple[Slot, ...]:
    named = next((at for at, one in columns.items() if one.role == "competency"), None)
    slots = []
    for at, cells in enumerate(texts):
        label = cells[named] if named is not None and named < len(cells) else ""
        label = (label or next((one for one in cells if one.strip()), "")).strip()
        if at in rows:
            slots.append(_slot(rows[at]))
        elif not label or (at == 0 and columns):
            slots.append(Slot())
        else:
            slots.append(Slot("row", part_key("row", label), label, "competency" if named is not None else ""))
    return tuple(slots)


def _column_slots(
    texts: tuple[tuple[str, ...], ...], rows: dict[int, Part], columns: dict[int, Part]
) -> tuple[Slot, ...]:
    slots = []
    for at, text in enumerate(texts[0]):
        label = text.strip() or f"#{at + 1}"
        is_named = any(one.role == "level" for one in rows.values()) and at > 0
        fallback = Slot("column", part_key("column", label), label, "competency" if is_named else "")
        slots.append(_slot(columns[at]) if at in columns else fallback)
    return tuple(slots)


def _slot(part: Part) -> Slot:
    return Slot(part.kind, part.key, part.label, part.role)


def _lines(file: str, lines: Iterator[tuple[str, str, int]], parts: tuple[Part, ...], kind: str) -> SourceSheet:
    """Build a sheet of one column; each line comes as its text, the name of its heading or key, and its number."""
    by_line = {one.place.line: one for one in parts if one.kind == kind and one.place.line is not None}
    by_key = {one.key: one for one in parts if one.kind == kind}
    texts: list[tuple[str, ...]] = []
    slots: list[Slot] = []
    for text, label, number in lines:
        if len(texts) == _MOST_LINES:
            break
        texts.append((text,))
        part = by_line.get(number) or by_key.get(part_key(kind, label)) if label else None
        slots.append(_slot(part) if part else Slot(kind, part_key(kind, label), label) if label else Slot())
    return SourceSheet(file, tuple(texts), tuple(slots), (Slot(),), is_table=False)


def _outline(root: Section) -> Iterator[tuple[str, str, int]]:
    for section in root.walk():
        depth = max(0, section.depth - 1)
        if section.title:
            yield _INDENT * depth + section.title, section.title, section.line
        for text, line in section.paragraphs:
            yield _INDENT * (depth + 1) + text, "", line
        for item in section.items:
            yield f"{_INDENT * (depth + 1)}• {item.text}", "", item.line


def _walk(tree: Tree, depth: int = 0) -> Iterator[tuple[str, str, int]]:
    room = _INDENT * depth
    if isinstance(tree, dict):
        for key, value in tree.items():
            if isinstance(value, str) or value is None:
                yield f"{room}{key}: {value or ''}", key, 0
            else:
                yield f"{room}{key}", key, 0
                yield from _walk(value, depth + 1)
    elif isinstance(tree, list):
        for one in tree:
            if isinstance(one, str) or one is None:
                yield f"{room}• {one or ''}", "", 0
            else:
                yield from _walk(one, depth)
