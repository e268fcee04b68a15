"""Reads what a cell says: behaviours, nothing yet, not applicable, or the same as before."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum

from coachdesk.rubric.importing.words import fold, plain_text


class CellState(Enum):
    """The four things that a cell can be; the values are those of the ladder format."""

    BEHAVIOURS = "behaviours"
    SAME = "="
    NOT_APPLICABLE = "n/a"
    EMPTY = "null"


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One sentence of a cell. `kind` is expect, signal, optional or anti; `tag` is a label that stood before it."""

    text: str
    kind: str = "expect"
    examples: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    tag: str = ""


@dataclass(frozen=True, slots=True)
class CellValue:
    """A cell that was read. Only BEHAVIOURS carries any."""

    state: CellState
    behaviours: tuple[Behaviour, ...] = ()


EMPTY = CellValue(CellState.EMPTY)
_EMPTY_WORDS = frozenset(("tbd", "tba", "tbc", "todo", "to do", "nbsp", "wip", "coming soon", "to be defined", "blank"))
_NOT_APPLICABLE = frozenset(("n a", "na", "not applicable", "not expected", "does not apply", "not required"))
_SAME = re.compile(
    r"^(?:(?:same|as|see|ditto)(?: as)?(?: the)?"
    r"(?: previous| prior| above| before| below| last| left)?(?: level| cell| role)?"
    r"|same as .{1,30}|no change|ditto|unchanged|nothing new)$"
)
_ONLY_SAME_MARKS = frozenset(("=", '"', "〃", "″", "←", "''", "”"))
_MARK = re.compile(
    r"^(\s*)(?:[-*+•●▪◦‣·–—○■□☐✓✔➢►o→](?:\s+|(?<=[•●▪◦‣·○■□☐✓✔➢►]))|\(?\d{1,2}[.)]\s+|\(?[a-z][)]\s+)(?=\S)"
)
_EXAMPLE_LIST = re.compile(r"(?:for )?examples?\b|e\.g\.", re.IGNORECASE)
_FORMULA = re.compile(r"^\s*[=+@-]\s*['\"]?[A-Za-z0-9_.]+['\"]?[(|!]|^\s*=\s*[A-Z]{1,3}\d+|^=\s*[-+\d(\"]")
_LINK = re.compile(r"https?://[^\s)>\]\"']{3,500}")
_REQUIREMENT = re.compile(r"^[≥>~<]?\s*\d{1,2}(?:[.,]\d)?\s*\+?(?:\s*(?:-|–|to|\.\.|/)\s*\d{1,2}(?:[.,]\d)?)?\s*%?$")
_FIGURE = re.compile(
    r"^[~≈<>]?\s*\d[\d.,]*\s*(?:[-–]\s*\d[\d.,]*\s*)?\+?\s*(?:k|%|mins?|minutes?|h|hrs?|hours?|days?|weeks?|months?|yrs?|years?)?$",
    re.IGNORECASE,
)
_MONEY = re.compile(r"(?:[$€£¥₹]\s?\d[\d.,]*\s?[kKmM]?|\b\d[\d.,]*\s?(?:USD|EUR|GBP|CHF)\b|\b\d{2,3}\s?[kK]\b\s?[-–])")


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet would run the text; such a cell is never taken in."""
    return bool(_FORMULA.match(text)) and text.strip() not in _ONLY_SAME_MARKS


def is_money(text: str) -> bool:
    """Return whether an amount of money stands in the text."""
    return bool(_MONEY.search(text))


def is_figure(text: str) -> bool:
    """Return whether the text is a large number or a span of time, which says nothing about behaviour.

    >>> is_figure("80,000"), is_figure("3-4 weeks"), is_figure("3")
    (True, True, False)
    """
    return not is_requirement(text) and bool(_FIGURE.match(text.strip()))


def is_requirement(text: str) -> bool:
    """Return whether the text is a number or a range, so a demand for a stage and not a behaviour.

    >>> is_requirement("2-3"), is_requirement("≥ 2"), is_requirement("2 years of practice")
    (True, True, False)
    """
    return bool(_REQUIREMENT.match(text.strip()))


def state_of(text: str) -> CellState:
    """Return what a whole cell says.

    >>> state_of("TBD"), state_of("N/A"), state_of("Same as previous")
    (<CellState.EMPTY: 'null'>, <CellState.NOT_APPLICABLE: 'n/a'>, <CellState.SAME: '='>)
    """
    bare = text.replace("\u00a0", " ").replace("&nbsp;", " ").strip().strip("*_`").strip()
    if bare in _ONLY_SAME_MARKS:
        return CellState.SAME
    if not any(char.isalnum() for char in bare):
        return CellState.EMPTY
    if len(bare) > 60:
        return CellState.BEHAVIOURS
    folded = fold(bare)
    if folded in _EMPTY_WORDS:
        return CellState.EMPTY
    if folded in _NOT_APPLICABLE:
        return CellState.NOT_APPLICABLE
    return CellState.SAME if _SAME.match(folded) else CellState.BEHAVIOURS


def read_cell(text: str, kind: str = "expect") -> CellValue:
    """Return the value of a cell, split by list items, then blank lines, then newlines."""
    state = state_of(text)
    if state is not CellState.BEHAVIOURS:
        return CellValue(state)
    found = [one for one in split_cell(text, kind) if state_of(one.text) is CellState.BEHAVIOURS]
    return CellValue(CellState.BEHAVIOURS, tuple(found)) if found else EMPTY


def split_cell(text: str, kind: str = "expect") -> list[Behaviour]:
    """Return the behaviours of a cell; deeper list items become examples of the item that they stand under."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").replace("\u2028", "\n")
    lines = [line for raw in text.split("\n") for line in _inline_bullets(raw)]
    if any(_MARK.match(line) for line in lines):
        return _split_list(lines, kind)
    parts = [" ".join(part.split()) for part in re.split(r"\n[ \t]*\n", text) if part.strip()]
    if len(parts) < 2:
        parts = [" ".join(line.split()) for line in lines if line.strip()]
    return [behaviour(part, kind) for part in parts]


def _inline_bullets(line: str) -> list[str]:
    for mark in "•●▪◦‣":
        if line.count(mark) > 1:
            head, *rest = line.split(mark)
            return [*([head] if head.strip() else []), *(f"{mark} {part.strip()}" for part in rest if part.strip())]
    return [line]


def _split_list(lines: list[str], kind: str) -> list[Behaviour]:
    found: list[Behaviour] = []
    entries: list[tuple[int, list[str]]] = []
    lead: list[str] = []
    for line in lines:
        mark = _MARK.match(line)
        if mark:
            entries.append((len(mark[1].expandtabs(4)), [line[mark.end() :].strip()]))
        elif line.strip() and entries:
            entries[-1][1].append(line.strip())
        elif line.strip():
            lead.append(line.strip())
    top = min(indent for indent, _ in entries)
    tag = ""
    if lead and plain_text(lead[-1]).endswith(":"):
        tag = plain_text(lead.pop()).rstrip(":")
    found.extend(behaviour(line, kind) for line in lead)
    if found and _EXAMPLE_LIST.match(tag):
        shown = tuple(plain_text(" ".join(parts)) for _, parts in entries)
        return [*found[:-1], replace(found[-1], examples=shown)]
    nested: list[str] = []
    for indent, parts in [*entries, (top, [])]:
        if indent > top:
            nested.append(plain_text(" ".join(parts)))
            continue
        if nested and found:
            last = found.pop()
            found.append(Behaviour(last.text, last.kind, (*last.examples, *nested), last.links, last.tag))
            nested = []
        if parts:
            found.append(behaviour(" ".join(parts), kind, tag=tag))
    return found


def behaviour(text: str, kind: str = "expect", *, examples: tuple[str, ...] = (), tag: str = "") -> Behaviour:
    """Return one behaviour in plain words, with the addresses that stood in it kept as links."""
    links = tuple(dict.fromkeys(link.rstrip(".,;") for link in _LINK.findall(text)))
    return Behaviour(" ".join(plain_text(text).split()), kind, examples, links, tag)
