"""The lines of a brief as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class BriefKind(StrEnum):
    """What a line of a brief is about, in the order in which a brief tells it."""

    CARRIED = "carried"
    MEETING = "meeting"
    MINE = "mine"
    THEIRS = "theirs"
    FEEDBACK = "feedback"
    KEPT = "kept"
    WIN = "win"
    EVIDENCE = "evidence"
    GOAL_REACHED = "goal_reached"
    GOAL = "goal"
    WILL = "will"
    REVIEW_HANDED_IN = "review_handed_in"
    REVIEW_AGREED = "review_agreed"
    GAP = "gap"
    QUESTION = "question"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class BriefLine:
    """One line. `noun` and `noun_id` name its source; `on` is the day it speaks of.

    `detail` goes with the kind: who said it, `me` or `them` for a promise, the competency of evidence, the level of a
    review, the question of a card answer, what came of a question, the goal of what someone said they will do.
    """

    kind: BriefKind
    text: str
    on: date | None
    detail: str
    noun: str
    noun_id: str


@dataclass(frozen=True, slots=True)
class Brief:
    """What to know before meeting someone. `since` is the day of the last meeting, None before the first."""

    person_id: str
    person_name: str
    first_name: str
    since: date | None
    lines: tuple[BriefLine, ...]

    def of(self, *kinds: BriefKind) -> tuple[BriefLine, ...]:
        """Return the lines of some kinds, in their order."""
        return tuple(line for line in self.lines if line.kind in kinds)
