"""What a new review can be begun with: people, where they are placed, and every ladder with its levels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from coachdesk.services.ladders import PlacementRow, get_ladder, list_ladder_choices, list_placements
from coachdesk.services.people import PersonRow, find_owner, list_people
from coachdesk.services.reviews import ReviewDraft

USUAL_DAYS = 180
"""How long a period is taken to be before anything else is known."""


@dataclass(frozen=True, slots=True)
class LadderChoice:
    """A ladder version and its levels from the lowest, as (id, words)."""

    pin: str
    title: str
    levels: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReviewChoices:
    """Everything that a new review is chosen from; `placements` by person id."""

    people: tuple[PersonRow, ...]
    ladders: tuple[LadderChoice, ...]
    placements: dict[str, PlacementRow]

    def draft(self, person_id: str, pin: str, level_id: str, target_id: str, today: date) -> ReviewDraft:
        """Return a review of the half year up to today."""
        placed = self.placements.get(person_id)
        shape = placed.shape_id if placed is not None and placed.ladder_pin == pin else ""
        return ReviewDraft(person_id, pin, level_id, today, target_id, shape, today - timedelta(days=USUAL_DAYS))


def get_review_choices(session: Session, on: date) -> ReviewChoices:
    """Return what a review may be begun with on a day."""
    owner = find_owner(session)
    people = tuple(row for row in list_people(session) if owner is None or row.person_id != owner.person_id)
    ladders = []
    for row in list_ladder_choices(session):
        ladder = get_ladder(session, row.pin)
        levels = tuple((level.id, f"{level.id.upper()} {level.title}") for level in ladder.levels)
        ladders.append(LadderChoice(row.pin, row.title, levels))
    return ReviewChoices(people, tuple(ladders), list_placements(session, on))
