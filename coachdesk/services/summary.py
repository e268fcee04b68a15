"""The summary of a talk for the person it was with: what is shared, and nothing else.

`SharedSummary` is the only shape in which a talk is copied, mailed or saved; no field of it could hold private text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from coachdesk.model.person import first_name
from coachdesk.model.promise import Promise, PromiseOwner
from coachdesk.model.visibility import Visibility
from coachdesk.services.blocks import Block, SharedNote, share

_MARKS = (
    (re.compile(r"^(\s*)#{1,6}\s+"), r"\1"),
    (re.compile(r"^(\s*)>\s?"), r"\1"),
    (re.compile(r"!\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)"), r"\1 (\2)"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?!\w)"), r"\1"),
    (re.compile(r"`([^`]+)`"), r"\1"),
)


@dataclass(frozen=True, slots=True)
class SharedAction:
    """A shared promise: who owes it by first name, its words and its day."""

    owner: str
    text: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class SharedSummary:
    """What the person may read of a talk: its day, the shared Markdown, and the shared promises made in it."""

    held_on: date
    note: SharedNote
    actions: tuple[SharedAction, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing in the talk is shared."""
        return not (self.note.paragraphs or self.actions)

    @property
    def markdown(self) -> str:
        """The summary as one Markdown document."""
        parts = [f"## {_day(self.held_on)}", *self.note.paragraphs]
        if self.actions:
            parts.append("\n".join(f"- **{one.owner}:** {_with_day(one)}" for one in self.actions))
        return "\n\n".join(parts) + "\n"

    @property
    def plain_text(self) -> str:
        """The summary for a plain mail: the words without Markdown marks, lists as they are."""
        return "\n".join(_without_marks(line) for line in self.markdown.splitlines()) + "\n"


def summarise(
    blocks: Iterable[Block], promises: Iterable[Promise], *, held_on: date, owner_name: str, person_name: str
) -> SharedSummary:
    """Return the shared part of a talk. What is private or was dropped leaves no trace."""
    names = {PromiseOwner.ME: first_name(owner_name), PromiseOwner.THEM: first_name(person_name)}
    actions = tuple(
        SharedAction(names[one.owner], one.text, one.due_on)
        for one in promises
        if one.visibility is Visibility.SHARED and one.dropped_at is None
    )
    return SharedSummary(held_on, share(blocks), actions)


def _with_day(action: SharedAction) -> str:
    return f"{action.text}, {_day(action.due_on)}" if action.due_on else action.text


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"


def _without_marks(line: str) -> str:
    for pattern, replacement in _MARKS:
        line = pattern.sub(replacement, line)
    return line
