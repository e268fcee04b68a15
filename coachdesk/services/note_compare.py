"""Two versions of a note beside each other: which words of which line are not in the other one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block

MOST_LINES = 1500
"""Longer notes are compared by whole lines from their ends only: difflib takes quadratic time."""
_MOST_WORDS = 400
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class ChangedSpan:
    """Letters `start` to `end` of line `line`, counted as the editor shows the version."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions and what of each is not in the other."""

    older: tuple[Block, ...]
    newer: tuple[Block, ...]
    removed: tuple[ChangedSpan, ...]
    added: tuple[ChangedSpan, ...]


def compare_versions(older: tuple[Block, ...], newer: tuple[Block, ...]) -> Comparison:
    """Compare two versions, line by line and then word by word; a line whose visibility changed counts as changed."""
    before, after = _lines(older), _lines(newer)
    removed: list[ChangedSpan] = []
    added: list[ChangedSpan] = []
    for first, last, begin, end in _changed_runs(before, after):
        for step in range(max(last - first, end - begin)):
            old = before[first + step] if first + step < last else None
            new = after[begin + step] if begin + step < end else None
            _compare_lines(old, new, first + step, begin + step, removed, added)
    return Comparison(older, newer, tuple(removed), tuple(added))


def _lines(blocks: tuple[Block, ...]) -> list[tuple[Visibility, str]]:
    return [(block.visibility, line) for block in blocks for line in block.text.split("\n")]


def _changed_runs(before: Sequence[object], after: Sequence[object]) -> list[tuple[int, int, int, int]]:
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    if len(old) + len(new) > MOST_LINES:
        return [(head, len(before) - tail, head, len(after) - tail)]
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(a + head, b + head, c + head, d + head) for tag, a, b, c, d in codes if tag != "equal"]


def _compare_lines(
    old: tuple[Visibility, str] | None,
    new: tuple[Visibility, str] | None,
    old_at: int,
    new_at: int,
    removed: list[ChangedSpan],
    added: list[ChangedSpan],
) -> None:
    if old is None or new is None or old[0] is not new[0]:
        removed.extend(_whole(old, old_at))
        added.extend(_whole(new, new_at))
        return
    old_words, new_words = _WORDS.findall(old[1]), _WORDS.findall(new[1])
    if max(len(old_words), len(new_words)) > _MOST_WORDS:
        removed.extend(_whole(old, old_at))
        added.extend(_whole(new, new_at))
        return
    for tag, a, b, c, d in SequenceMatcher(None, old_words, new_words, autojunk=False).get_opcodes():
        if tag != "equal":
            removed.extend(_span(old_words, a, b, old_at))
            added.extend(_span(new_words, c, d, new_at))


def _whole(line: tuple[Visibility, str] | None, at: int) -> list[ChangedSpan]:
    return [ChangedSpan(at, 0, len(line[1]))] if line is not None and line[1] else []


def _span(words: list[str], first: int, last: int, at: int) -> list[ChangedSpan]:
    if first == last:
        return []
    start = sum(map(len, words[:first]))
    return [ChangedSpan(at, start, start + sum(map(len, words[first:last])))]
