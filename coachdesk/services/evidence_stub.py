"""What stays of evidence when its source is deleted: that there was some, when, and for which line of the rubric."""

from __future__ import annotations

from sqlmodel import col, select

from coachdesk.model.evidence import Evidence
from coachdesk.store.unit_of_work import UnitOfWork

STUB = "[source deleted]"
"""Stands where the words were."""


def redact_evidence_of(unit: UnitOfWork, source_id: str) -> None:
    """Take the words out of all evidence from a source; part of the same act as its removal, so undone with it.

    Targets, day and whether it supports or counters stay, so that what was agreed on it can still be followed.
    """
    if not source_id:
        return
    taken = select(Evidence).where(Evidence.source_id == source_id, col(Evidence.redacted_at).is_(None))
    for row in unit.session.exec(taken).all():
        row.text, row.said_by, row.url = STUB, "", ""
        row.redacted_at = unit.now
