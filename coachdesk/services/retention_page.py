"""What the page at the end of a person's record shows, read in one go."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from coachdesk.services.people import get_person
from coachdesk.services.retention import Mention, count_rows, find_mentions_of, find_third_parties, names_of


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """What the page shows: whose records, how many rows, and which places name whom."""

    person_id: str
    name: str
    counts: tuple[tuple[str, int], ...]
    elsewhere: tuple[Mention, ...]
    elsewhere_names: tuple[str, ...]
    within: tuple[Mention, ...]
    within_names: tuple[str, ...]


def get_records_page(session: Session, person_id: str) -> RecordsPage:
    """Return what the page shows. Raises NotFound."""
    elsewhere, within = find_mentions_of(session, person_id), find_third_parties(session, person_id)
    return RecordsPage(
        person_id,
        get_person(session, person_id).name,
        count_rows(session, person_id),
        elsewhere,
        (get_person(session, person_id).name,),
        within,
        names_of(session, within, person_id),
    )
