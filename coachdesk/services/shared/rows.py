"""The read models of presenter mode. A field that is not here can't be drawn, so add one only for what both may see.

No model here has a field for private text, a visibility, a count of what is left out, or another row type of the
product; a test walks through the annotations.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from coachdesk.services.blocks import SharedNote


@dataclass(frozen=True, slots=True)
class SharedPerson:
    """Who it is. `cadence` is an RRULE without prefix; `next_at` and `next_on` are None when nothing is planned."""

    person_id: str
    name: str
    pronouns: str
    role: str
    level: str
    team: str
    cadence: str
    owner_name: str
    last_on: date | None
    next_on: date | None
    next_at: datetime | None
    is_live: bool


@dataclass(frozen=True, slots=True)
class SharedAgendaItem:
    """A topic. `is_theirs` says that the person brought it, `is_carried` that a meeting was held since."""

    item_id: str
    text: str
    is_theirs: bool
    is_carried: bool
    is_done: bool


@dataclass(frozen=True, slots=True)
class SharedPromise:
    """A follow-up; `owner_name` is the full name of who owes it."""

    promise_id: str
    text: str
    owner_name: str
    due_on: date | None
    is_done: bool


@dataclass(frozen=True, slots=True)
class SharedMeeting:
    """A meeting that was held, with the shared part of its notes."""

    meeting_id: str
    held_on: date
    note: SharedNote


@dataclass(frozen=True, slots=True)
class SharedFeedback:
    """What someone said, once it was passed on."""

    feedback_id: str
    text: str
    said_by: str
    observed_on: date


@dataclass(frozen=True, slots=True)
class SharedGoal:
    """A skill goal. `competency` is its title in the ladder, `next_step` what the latest shared talk agreed."""

    goal_id: str
    text: str
    competency: str
    next_step: str
    agreed_on: date
    due_on: date | None
    is_reached: bool


@dataclass(frozen=True, slots=True)
class SharedMark:
    """One competency: the person's own mark, and yours and the agreed one once the review is agreed. Words of steps."""

    competency: str
    own: str
    yours: str
    agreed: str


@dataclass(frozen=True, slots=True)
class SharedMarks:
    """The marks of one ladder review. `agreed_on` is None before the Agree step."""

    review_id: str
    ladder: str
    period_to_on: date
    agreed_on: date | None
    marks: tuple[SharedMark, ...]


@dataclass(frozen=True, slots=True)
class SharedPage:
    """What presenter mode shows of one person, as of `today`. `latest` is the newest meeting with something shared."""

    person: SharedPerson
    today: date
    agenda: tuple[SharedAgendaItem, ...]
    promises: tuple[SharedPromise, ...]
    latest: SharedMeeting | None
    feedback: tuple[SharedFeedback, ...]
    goals: tuple[SharedGoal, ...]
    reviews: tuple[SharedMarks, ...]


class SharedKind(StrEnum):
    """What a hit of the search is."""

    AGENDA = "agenda"
    PROMISE = "promise"
    NOTE = "note"
    FEEDBACK = "feedback"
    GOAL = "goal"


@dataclass(frozen=True, slots=True)
class SharedHit:
    """One shared text that was found; `line` is a line of it around the first hit."""

    kind: SharedKind
    shared_id: str
    line: str
    on: date
