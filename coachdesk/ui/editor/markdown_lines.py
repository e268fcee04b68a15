"""What keys do to one line of Markdown, as pure functions of the line."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ITEM = re.compile(r"^(?P<indent>[ \t]*)(?P<mark>[-*+]|\d{1,9}[.)])(?P<gap> +)(?P<box>\[[ xX]\] +)?(?P<rest>.*)$")
_QUOTE = re.compile(r"^(?P<mark>(?:> ?)+)(?P<rest>.*)$")
_HEADING = re.compile(r"^(#{1,6}) +")
INDENT = "  "


@dataclass(frozen=True, slots=True)
class ListItem:
    """The parts of a list line: `prefix` is everything before its words."""

    indent: str
    mark: str
    has_box: bool
    is_ticked: bool
    prefix: str
    rest: str


def find_item(line: str) -> ListItem | None:
    """Return the list item that a line is, or None.

    >>> find_item("  - [x] done").prefix
    '  - [x] '
    """
    match = _ITEM.match(line)
    if match is None:
        return None
    box = match["box"] or ""
    prefix = match["indent"] + match["mark"] + match["gap"] + box
    return ListItem(match["indent"], match["mark"], bool(box), "x" in box.lower(), prefix, match["rest"])


def continue_line(line: str) -> str | None:
    """Return what the line after `line` begins with when Enter is pressed at its end.

    None says that the line is an empty item or quote, so Enter ends the list instead.

    >>> continue_line("- milk"), continue_line("2. b"), continue_line("- "), continue_line("plain")
    ('- ', '3. ', None, '')
    """
    item = find_item(line)
    if item is not None:
        if not item.rest.strip():
            return None
        mark = item.mark
        if mark[:-1].isdigit():
            mark = f"{int(mark[:-1]) + 1}{mark[-1]}"
        return f"{item.indent}{mark} {'[ ] ' if item.has_box else ''}"
    quote = _QUOTE.match(line)
    if quote is not None:
        return quote["mark"].rstrip() + " " if quote["rest"].strip() else None
    return ""


def cycle_heading(line: str) -> str:
    """Return the line as the next kind of heading: none, second level, third level, none.

    >>> cycle_heading("Plan"), cycle_heading("## Plan"), cycle_heading("### Plan")
    ('## Plan', '### Plan', 'Plan')
    """
    match = _HEADING.match(line)
    if match is None:
        return f"## {line}"
    rest = line[match.end() :]
    return f"### {rest}" if len(match[1]) <= 2 else rest


def set_heading(line: str, level: int) -> str:
    """Return the line as a heading of a level, or as plain text when it is that already.

    >>> set_heading("Plan", 2), set_heading("# Plan", 2), set_heading("## Plan", 2)
    ('## Plan', '## Plan', 'Plan')
    """
    match = _HEADING.match(line)
    rest = line if match is None else line[match.end() :]
    return rest if match is not None and len(match[1]) == level else f"{'#' * level} {rest}"


def toggle_numbers(line: str) -> str:
    """Return the line as an item of a numbered list, or without its number.

    >>> toggle_numbers("a"), toggle_numbers("- a"), toggle_numbers("3. a")
    ('1. a', '1. a', 'a')
    """
    item = find_item(line)
    if item is None:
        return f"1. {line}"
    return item.indent + item.rest if item.mark[0].isdigit() else f"{item.indent}1. {item.rest}"


def tick_box(line: str) -> str | None:
    """Return the line with its box ticked or opened again, or None when it has no box.

    >>> tick_box("- [ ] a"), tick_box("a")
    ('- [x] a', None)
    """
    item = find_item(line)
    return toggle_box(line) if item is not None and item.has_box else None


def toggle_list(line: str) -> str:
    """Return the line with a list mark, or without the one that it has.

    >>> toggle_list("a"), toggle_list("- a")
    ('- a', 'a')
    """
    item = find_item(line)
    return f"- {line}" if item is None else item.indent + item.rest


def toggle_box(line: str) -> str:
    """Return the line with an empty check box; one that has a box is ticked, or opened again.

    >>> toggle_box("a"), toggle_box("- [ ] a"), toggle_box("- [x] a")
    ('- [ ] a', '- [x] a', '- [ ] a')
    """
    item = find_item(line)
    if item is None:
        return f"- [ ] {line}"
    box = "[x]" if item.has_box and not item.is_ticked else "[ ]"
    return f"{item.indent}{item.mark} {box} {item.rest}"


def toggle_quote(line: str) -> str:
    """Return the line as a quote, or a quote as plain text.

    >>> toggle_quote("a"), toggle_quote("> a")
    ('> a', 'a')
    """
    match = _QUOTE.match(line)
    return f"> {line}" if match is None else match["rest"]


def indent_item(line: str) -> str | None:
    """Return a list line one level deeper, or None when it is no list line."""
    return None if find_item(line) is None else INDENT + line


def outdent_item(line: str) -> str | None:
    """Return a list line one level higher, or None when it can't go higher."""
    item = find_item(line)
    if item is None or not item.indent:
        return None
    if line.startswith("\t"):
        return line[1:]
    return line[min(len(INDENT), len(line) - len(line.lstrip(" "))) :]


def wrap_span(line: str, start: int, end: int, mark: str) -> tuple[str, int, int]:
    """Return the line with `mark` put round a span or taken from it, and the span in the new line.

    An empty span inside a word takes the word.

    >>> wrap_span("very good", 5, 9, "**"), wrap_span("very **good**", 7, 11, "**")
    (('very **good**', 7, 11), ('very good', 5, 9))
    """
    if start == end:
        start, end = _word_at(line, start)
    size = len(mark)
    if _is_wrapped(line, start, end, mark):
        return line[: start - size] + line[start:end] + line[end + size :], start - size, end - size
    inner = line[start:end]
    if len(inner) > 2 * size and inner.startswith(mark) and inner.endswith(mark):
        return line[:start] + inner[size:-size] + line[end:], start, end - 2 * size
    return f"{line[:start]}{mark}{inner}{mark}{line[end:]}", start + size, end + size


def _is_wrapped(line: str, start: int, end: int, mark: str) -> bool:
    before = len(line[:start]) - len(line[:start].rstrip("*"))
    after = len(line[end:]) - len(line[end:].lstrip("*"))
    stars = min(before, after)
    return stars >= 2 if mark == "**" else stars in (1, 3)


def _word_at(line: str, at: int) -> tuple[int, int]:
    start = end = at
    while start > 0 and line[start - 1].isalnum():
        start -= 1
    while end < len(line) and line[end].isalnum():
        end += 1
    return (start, end) if start < at < end else (at, at)
