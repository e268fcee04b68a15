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
    QUESTIONS = "questions"
    OBSERVATIONS = "observations"
    EVIDENCE = "evidence"
    THEMES = "themes"
    ATTACHMENTS = "attachments"
    LADDERS = "ladders"
    REVIEWS = "reviews"
    PLANS = "plans"
    PROJECTS = "projects"
    SPONSORSHIP = "sponsorship"
    GROUPS = "groups"


TOPIC_OF_TABLE: Mapping[str, Topic] = {
    "person": Topic.PEOPLE,
    "role_change": Topic.PEOPLE,
    "meeting": Topic.MEETINGS,
    "note": Topic.NOTES,
    "note_block": Topic.NOTES,
    "note_revision": Topic.NOTES,
    "agenda_item": Topic.AGENDA,
    "promise": Topic.PROMISES,
    "series": Topic.MEETINGS,
    "calendar_link": Topic.MEETINGS,
    "own_question": Topic.QUESTIONS,
    "observation": Topic.OBSERVATIONS,
    "card_answer": Topic.PEOPLE,
    "evidence": Topic.EVIDENCE,
    "evidence_target": Topic.EVIDENCE,
    "theme": Topic.THEMES,
    "theme_mention": Topic.THEMES,
    "theme_report": Topic.THEMES,
    "attachment": Topic.ATTACHMENTS,
    "ladder_version": Topic.LADDERS,
    "ladder_change": Topic.LADDERS,
    "placement": Topic.LADDERS,
    "review": Topic.REVIEWS,
    "mark": Topic.REVIEWS,
    "gate_answer": Topic.REVIEWS,
    "skill_goal": Topic.PLANS,
    "coaching_note": Topic.PLANS,
    "project": Topic.PROJECTS,
    "project_step": Topic.PROJECTS,
    "check_in": Topic.PROJECTS,
    "candidate": Topic.PROJECTS,
    "offer": Topic.PROJECTS,
    "wish": Topic.SPONSORSHIP,
    "sponsorship_act": Topic.SPONSORSHIP,
    "glue_work": Topic.SPONSORSHIP,
    "self_description": Topic.GROUPS,
    "group_release": Topic.GROUPS,
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
