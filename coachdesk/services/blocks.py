"""Blocks of a note and what may be shared of them.

`SharedNote` is the only shape in which a note leaves the vault by sharing; no field of it could hold private text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coachdesk.model.visibility import Visibility


@dataclass(frozen=True, slots=True)
class Block:
    """A run of Markdown with one visibility, as the editor shows it."""

    visibility: Visibility
    text: str


@dataclass(frozen=True, slots=True)
class SharedNote:
    """What may be shown to the person: the shared Markdown, in order."""

    paragraphs: tuple[str, ...]

    @property
    def markdown(self) -> str:
        """The shared text as one Markdown document."""
        return "\n\n".join(self.paragraphs)


def share(blocks: Iterable[Block]) -> SharedNote:
    """Return the shared part of a note. Private blocks leave no trace: no gap and no count."""
    return SharedNote(tuple(b.text.strip() for b in blocks if b.visibility is Visibility.SHARED and b.text.strip()))


def normalise(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Join neighbours of one visibility and drop empty blocks, so that equal notes are stored equally."""
    result: list[Block] = []
    for block in blocks:
        text = block.text.strip("\n").rstrip()
        if not text.strip():
            continue
        if result and result[-1].visibility is block.visibility:
            result[-1] = Block(block.visibility, f"{result[-1].text}\n\n{text}")
        else:
            result.append(Block(block.visibility, text))
    return tuple(result)


def first_line(blocks: Iterable[Block]) -> str:
    """Return the first words of a note without Markdown marks, for a list."""
    for block in blocks:
        for line in block.text.splitlines():
            words = line.strip().lstrip("#>-*[] x").strip()
            if words:
                return words
    return ""
