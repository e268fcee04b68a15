"""The board of stretch projects: every card with the facts of its line, by a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session

from coachdesk.model.project import ProjectState

COUNTED_DAYS = 365
"""An ended project counts, and stands on the board, for a year."""


class SuitReason(StrEnum):
    """Why a name stands under an idea; said with the name."""

    WISH = "wish"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Suit:
    """Someone whom an idea could suit, with the reason."""

    person_id: str
    name: str
    reason: SuitReason


@dataclass(frozen=True, slots=True)
class Card:
    """One project. What its second line says depends on the state, and each fact is None where it does not apply:

    - `IDEA`: `suits`, at most two; else whether anybody was asked (`offers_made`),
    - `OFFERED`: `reply_by_on`, or `since_on` when no day was given,
    - `ACTIVE`: `check_in_on`, the next one planned; it may be past,
    - `LANDED`, `STOPPED`: `since_on`,
    - `DECLINED`: `reason` and `ask_again_on`.

    `since_on` is the day of the newest step. `is_recent`: it is under way, or ended within a year.
    `person_id` and `person_name` are None and empty while it is open. `is_taken_as_evidence` once something of it is.
    """

    project_id: str
    title: str
    state: ProjectState
    person_id: str | None
    person_name: str
    team: str
    competency_id: str
    competency: str
    since_on: date
    is_recent: bool
    offers_made: int = 0
    has_criteria: bool = False
    reply_by_on: date | None = None
    check_in_on: date | None = None
    reason: str = ""
    ask_again_on: date | None = None
    suits: tuple[Suit, ...] = ()
    is_taken_as_evidence: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """All cards in the order of columns: what is under way by its day, what ended by the newest.

    `counts` are of recent cards by state, `recent` is their sum. `teams` are the names to filter by.
    """

    today: date
    cards: tuple[Card, ...]
    counts: Mapping[ProjectState, int]
    recent: int
    teams: tuple[str, ...]


def load_board(session: Session, today: date, team: str | None = None) -> Board:
    """Return the board on a day; with a team, its people's projects and all open ideas. Eleven queries, never more."""
    raise NotImplementedError
