"""What a write changed: topics for the views that must ask again, row images for undo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Topic(StrEnum):
    """The kinds of things that can change; views subscribe to them."""

    PEOPLE = "people"
    MEETINGS = "meetings"
    NOTES = "notes"
    AGENDA = "agenda"
    PROMISES = "promises"


TOPIC_OF_TABLE: Mapping[str, Topic] = {
    "person": Topic.PEOPLE,
    "role_change": Topic.PEOPLE,
    "meeting": Topic.MEETINGS,
    "note": Topic.NOTES,
    "note_block": Topic.NOTES,
    "note_revision": Topic.NOTES,
    "agenda_item": Topic.AGENDA,
    "promise": Topic.PROMISES,
}

RowImage = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row before and after: `before` is None for an insert, `after` is None for a removal."""

    table: str
    row_id: str
    before: RowImage | None
    after: RowImage | None

    def reversed(self) -> RowChange:
        """Return the change that takes this one back."""
        return RowChange(self.table, self.row_id, self.after, self.before)


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Which topics and which rows a committed write touched."""

    topics: frozenset[Topic]
    ids: frozenset[str]

    @classmethod
    def of(cls, changes: tuple[RowChange, ...]) -> ChangeSet:
        """Summarise row changes."""
        return cls(
            frozenset(TOPIC_OF_TABLE[change.table] for change in changes),
            frozenset(change.row_id for change in changes),
        )

    def __bool__(self) -> bool:
        return bool(self.ids)
