"""What a roster import is going to do, decided before anything is written.

`coachdesk.exchange.roster` builds the plan from a file; `coachdesk.services` carries it out in one
undoable step. The plan lives here because services must not know how files are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

OWNER_KEY = "owner"
"""The `manager_key` of everyone who reports to the owner of the vault."""


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    """One person to add or to update. None and () mean "the file says nothing": a known value stays.

    `key` is unique within the plan. `known_id` is the id of the person in the vault, None for a new one.
    `manager_key` is the key of another planned person, the id of a person in the vault, or `OWNER_KEY`.
    `cadence` is an RRULE such as ``FREQ=WEEKLY;INTERVAL=2``; `time_zone` an IANA name.
    """

    key: str
    known_id: str | None
    name: str
    email: str | None = None
    employee_id: str | None = None
    role: str | None = None
    level: str | None = None
    track: str | None = None
    team: str | None = None
    manager_key: str | None = None
    start_on: date | None = None
    pronouns: str | None = None
    time_zone: str | None = None
    cadence: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """The people of one import, in the order of the file. Managers may come after their reports.

    `owner_name` is how the file calls the owner, if it does.
    """

    people: tuple[PlannedPerson, ...]
    owner_name: str = ""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Someone in the vault, with the values that an import may change. Exactly one may be the owner."""

    id: str
    name: str
    email: str = ""
    employee_id: str = ""
    manager_id: str | None = None
    role: str = ""
    level: str = ""
    track: str = ""
    team: str = ""
    start_on: date | None = None
    pronouns: str = ""
    time_zone: str = ""
    cadence: str = ""
    tags: tuple[str, ...] = ()
    is_owner: bool = False
