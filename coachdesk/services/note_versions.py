"""The versions of a note as the page of its history reads them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from coachdesk.services.note_compare import Comparison, compare_versions
from coachdesk.services.notes import RevisionRow, list_revisions
from coachdesk.store.failures import NotFound


@dataclass(frozen=True, slots=True)
class VersionPage:
    """The kept versions of a note, newest first; the newest is the note as it stands."""

    note_id: str
    revisions: tuple[RevisionRow, ...]


def get_versions(session: Session, note_id: str) -> VersionPage:
    """Return the versions of a note; none for a note that was never saved."""
    return VersionPage(note_id, list_revisions(session, note_id))


def compare_stored(
    session: Session, note_id: str, one_id: str, other_id: str
) -> tuple[RevisionRow, RevisionRow, Comparison]:
    """Return two versions, the older first, and what differs. Raises NotFound when one was removed."""
    versions = {row.revision_id: (place, row) for place, row in enumerate(list_revisions(session, note_id))}
    if one_id not in versions or other_id not in versions:
        raise NotFound("That version is no longer in the vault.")
    (_, newer), (_, older) = sorted((versions[one_id], versions[other_id]), key=lambda found: found[0])
    return older, newer, compare_versions(older.blocks, newer.blocks)
