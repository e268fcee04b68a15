"""Reads Markdown line by line: headings, nested lists, pipe tables, embedded HTML tables and front matter."""

from __future__ import annotations

import re

from coachdesk.rubric.importing.failures import MAX_CELL_CHARS, MAX_CELLS, LadderUnreadable, too_big
from coachdesk.rubric.importing.neutral import Cell, Item, Place, Section, Source, Table, Tree
from coachdesk.rubric.importing.readers.markup import HtmlReader, parse_markup
from coachdesk.rubric.importing.readers.spans import read_table
from coachdesk.rubric.importing.readers.text import decode_text
from coachdesk.rubric.importing.readers.trees import parse_yaml

_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_ITEM = re.compile(r"^([ \t]*)([-*+•]|\d{1,4}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(\S.*)$")
_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_SUMMARY = re.compile(r"<summary[^>]{0,200}>(.{1,400}?)</summary>", re.IGNORECASE)
_HTML_LIST = re.compile(r"^\s*<(?:ul|ol|dl|h[1-6])\b", re.IGNORECASE)


def read_markdown(file_name: str, content: bytes) -> Source:
    """Return the outline, the tables and the front matter of a Markdown file. Raises LadderUnreadable."""
    text, notes = decode_text(file_name, content)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front, lines, offset = _front_matter(file_name, text)
    reader = _MarkdownReader(file_name, lines, offset)
    reader.read()
    title = front.get("title") if isinstance(front, dict) else None
    return Source(
        file_name,
        "markdown",
        tuple(reader.tables),
        reader.root,
        front,
        notes,
        title if isinstance(title, str) else "",
    )


def _front_matter(file_name: str, text: str) -> tuple[Tree, list[str], int]:
    lines = text.split("\n")
    if not lines or lines[0].strip() != "---":
        return None, lines, 0
    for at, line in enumerate(lines[1:], start=1):
        if line.strip() in ("---", "..."):
            try:
                return parse_yaml(file_name, "\n".join(lines[1:at])), lines[at + 1 :], at + 1
            except LadderUnreadable as error:
                if "aliases" in error.reason or "deeper" in error.reason:
                    raise
                return None, lines[at + 1 :], at + 1
    return None, lines, 0


class _MarkdownReader:
    """Walks the lines once; every line is looked at a bounded number of times."""

    def __init__(self, file_name: str, lines: list[str], offset: int) -> None:
        self._file_name = file_name
        self._lines = lines
        self._offset = offset
        self.root = Section("", 0, 1)
        self._open = [self.root]
        self._items: list[tuple[int, Item]] = []
        self.tables: list[Table] = []
        self._cells = 0
        self._details: list[int] = []

    def read(self) -> None:
        """Take in all lines."""
        at = 0
        while at < len(self._lines):
            at = self._read_block(at)

    def _read_block(self, at: int) -> int:
        line = self._lines[at]
        fence = _FENCE.match(line)
        if fence:
            return self._after_fence(at, fence[1])
        if "<table" in line.lower():
            return self._html_block(at, "table")
        block = _HTML_LIST.match(line)
        if block:
            return self._html_block(at, line.strip().lower()[1:3])
        heading = _HEADING.match(line)
        if heading:
            self._start(heading[2] or "", len(heading[1]), at)
            return at + 1
        if "|" in line and at + 1 < len(self._lines) and _is_rule(self._lines[at + 1]):
            return self._pipe_table(at)
        underlined = self._setext(at)
        if underlined:
            self._start(line, underlined, at)
            return at + 2
        return self._text(at, line)

    def _setext(self, at: int) -> int:
        line, below = self._lines[at], self._lines[at + 1] if at + 1 < len(self._lines) else ""
        if not line.strip() or _ITEM.match(line) or line.startswith(("    ", "\t", ">", "|")) or self._items:
            return 0
        if at and self._lines[at - 1].strip() and not _HEADING.match(self._lines[at - 1]):
            return 0
        return 1 if re.fullmatch(r" {0,3}=+\s*", below) else 2 if re.fullmatch(r" {0,3}-{2,}\s*", below) else 0

    def _start(self, title: str, depth: int, at: int) -> None:
        while self._open[-1].depth >= depth:
            self._open.pop()
        section = Section(title.strip()[:300], depth, self._number(at))
        self._open[-1].children.append(section)
        self._open.append(section)
        self._items = []

    def _number(self, at: int) -> int:
        return at + 1 + self._offset

    def _text(self, at: int, line: str) -> int:
        tag = re.match(r"\s*<(/?)details\b", line, re.IGNORECASE)
        if tag:
            self._fold_out(is_end=bool(tag[1]))
        if tag and not _SUMMARY.search(line):
            return at + 1
        summary = _SUMMARY.search(line)
        if summary:
            depth = self._open[-1].depth if self._open[-1].title.startswith("\u200b") else self._open[-1].depth + 1
            self._start("\u200b" + summary[1], max(depth, 1), at)
            return at + 1
        item = _ITEM.match(line)
        if item and not re.fullmatch(r"\s*[-*_](\s*[-*_]){2,}\s*", line):
            self._add_item(len(item[1].expandtabs(4)), Item(item[3].strip(), self._number(at), item[2][0].isdigit()))
        elif line.strip() and self._items and (line[0] in " \t" or self._lines[at - 1].strip()):
            last = self._items[-1][1]
            if len(last.text) < MAX_CELL_CHARS:
                last.text += " " + line.strip()
        elif line.strip():
            self._items = []
            self._add_paragraph(at, line)
        return at + 1

    def _fold_out(self, *, is_end: bool) -> None:
        """Keep the depth at which a part that folds out began, and go back to it at its end."""
        self._items = []
        if not is_end:
            if len(self._details) < 12:
                self._details.append(self._open[-1].depth)
            return
        depth = self._details.pop() if self._details else None
        while depth is not None and self._open[-1].depth > depth:
            self._open.pop()

    def _add_item(self, indent: int, item: Item) -> None:
        while self._items and self._items[-1][0] >= indent:
            self._items.pop()
        if self._items and len(self._items) < 12:
            self._items[-1][1].children.append(item)
        else:
            self._items = self._items[:1] if self._items and self._items[0][0] < indent else []
            self._open[-1].items.append(item)
        self._items.append((indent, item))

    def _add_paragraph(self, at: int, line: str) -> None:
        text = line.strip().lstrip(">").strip()
        below = self._open[-1].paragraphs
        bold = re.fullmatch(r"(\*\*|__)[^*_]{1,120}\1:?", text)
        if (
            below
            and at
            and self._lines[at - 1].strip()
            and below[-1][1] == self._number(at) - 1
            and not text.startswith("**")
        ):
            longer = f"{below[-1][0]} {text}" if len(below[-1][0]) < MAX_CELL_CHARS else below[-1][0]
            below[-1] = (longer, self._number(at))
            return
        if bold:
            depth = self._open[-1].depth if self._open[-1].title.startswith("\u200b") else self._open[-1].depth + 1
            self._start("\u200b" + text.strip("*_: "), max(depth, 1), at)
            return
        below.append((text, self._number(at)))

    def _after_fence(self, at: int, mark: str) -> int:
        self._items = []
        for end in range(at + 1, len(self._lines)):
            if self._lines[end].strip().startswith(mark):
                return end + 1
        return len(self._lines)

    def _html_block(self, at: int, tag: str) -> int:
        opened = 0
        end = at
        while end < len(self._lines):
            low = self._lines[end].lower()
            opened += low.count(f"<{tag}") - low.count(f"</{tag}")
            end += 1
            if opened <= 0:
                break
        page = parse_markup(self._file_name, "\n".join(self._lines[at:end]))
        if page is None:
            return end
        self._items = []
        if tag == "table":
            headings = tuple(section.title for section in self._open if section.title)
            for table in page.iter("table"):
                self._keep(read_table(self._file_name, table, headings, self._number(at) - 1))
        else:
            inner = HtmlReader(self._file_name, self.root)
            inner.continue_in(self._open)
            inner.read(page)
        return end

    def _keep(self, tables: list[Table]) -> None:
        self._cells += sum(len(table.rows) * len(table.rows[0]) for table in tables)
        if self._cells > MAX_CELLS:
            raise too_big(self._file_name, f"more than {MAX_CELLS:,} cells")
        self.tables.extend(tables)

    def _pipe_table(self, at: int) -> int:
        end = at + 2
        while end < len(self._lines) and "|" in self._lines[end] and not _HEADING.match(self._lines[end]):
            end += 1
        numbers = [at, *range(at + 2, end)]
        split = [_pipe_cells(self._lines[number]) for number in numbers]
        width = max(len(cells) for cells in split)
        headings = tuple(section.title for section in self._open if section.title)
        name = headings[-1] if headings else ""
        rows = tuple(
            tuple(
                Cell(
                    cells[column] if column < len(cells) else "",
                    Place(self._file_name, name, row, column + 1, self._number(number)),
                )
                for column in range(width)
            )
            for row, (number, cells) in enumerate(zip(numbers, split, strict=True), start=1)
        )
        self._cells += len(rows) * (width - 1)
        ragged = tuple(row for row, cells in enumerate(split, start=1) if len(cells) != len(split[0]))
        self._keep([Table(name, rows, Place(self._file_name, name, line=self._number(at)), headings, ragged)])
        self._items = []
        return end


def _is_rule(line: str) -> bool:
    return "-" in line and len(line) < 20_000 and ("|" in line or ":" in line) and bool(_RULE.match(line))


def _pipe_cells(line: str) -> list[str]:
    stripped = line.strip()
    stripped = stripped[1:] if stripped.startswith("|") else stripped
    stripped = stripped[:-1] if stripped.endswith("|") and not stripped.endswith("\\|") else stripped
    return [_cell_text(cell) for cell in re.split(r"(?<!\\)\|", stripped)]


def _cell_text(cell: str) -> str:
    text = re.sub(r"(?i)<br\s*/?>", "\n", cell.replace("\\|", "|").replace("&nbsp;", " "))
    if "<li" in text.lower():
        text = re.sub(r"(?i)\s*<li[^<>]{0,200}>\s*", "\n- ", text)
        text = re.sub(r"(?i)</?(?:ul|ol|li)[^<>]{0,200}>", "", text)
    return text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").strip()[:MAX_CELL_CHARS]
