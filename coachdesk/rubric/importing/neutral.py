"""The neutral form: what every file is read into before anyone guesses what it means.

Three things are enough for all formats: tables, an outline of headings with lists, and a tree of plain values. Every
piece knows its place in the source, so that the window can point at it and a warning can name it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

Tree: TypeAlias = "dict[str, Tree] | list[Tree] | str | None"
"""Values of JSON, YAML and script files. Numbers and truth values stay the text that was written."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, and in it a sheet or key path, a row and column, or a line (all from 1)."""

    file: str
    part: str = ""
    row: int | None = None
    column: int | None = None
    line: int | None = None

    def __str__(self) -> str:
        words = [self.file]
        if self.part:
            words.append(self.part)
        if self.row is not None and self.column is not None:
            words.append(f"cell {column_letters(self.column)}{self.row}")
        elif self.row is not None:
            words.append(f"row {self.row}")
        elif self.column is not None:
            words.append(f"column {column_letters(self.column)}")
        if self.line is not None:
            words.append(f"line {self.line}")
        return ", ".join(words)


def column_letters(number: int) -> str:
    """Return the letters over a spreadsheet column.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. List items are lines that begin with `- `. `spread`: copied from a merged cell."""

    text: str
    place: Place
    spread: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of any format, as wide as its widest row; `headings` are the headings above it, outermost first."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    place: Place
    headings: tuple[str, ...] = ()
    ragged: tuple[int, ...] = ()


@dataclass(slots=True)
class Item:
    """One list item; `ordered` when it was numbered."""

    text: str
    line: int
    ordered: bool = False
    children: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """A heading with all that stands under it. `depth` 0 is the document itself."""

    title: str
    depth: int
    line: int
    items: list[Item] = field(default_factory=list)
    paragraphs: list[tuple[str, int]] = field(default_factory=list)
    children: list[Section] = field(default_factory=list)

    def walk(self) -> Iterator[Section]:
        """Yield this section and all below it, in reading order."""
        waiting = [self]
        while waiting:
            section = waiting.pop()
            yield section
            waiting.extend(reversed(section.children))


@dataclass(frozen=True, slots=True)
class Source:
    """One file in neutral form. `notes` are plain sentences about what was skipped or assumed."""

    file: str
    format: str
    tables: tuple[Table, ...] = ()
    outline: Section | None = None
    tree: Tree = None
    notes: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that is not taken in, and why, in a plain sentence."""

    place: Place
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Sources:
    """All files of one import, and those that could not be read."""

    files: tuple[Source, ...]
    refused: tuple[Refusal, ...] = ()
