"""What was agreed last time, as dots beside today's marks: on the same version, or carried exactly into it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session

from coachdesk.model.review import ReviewState
from coachdesk.rubric.format import Ladder
from coachdesk.rubric.mapping import Carry
from coachdesk.rubric.queries import get_competency
from coachdesk.services.growth_marks import Axis, HeldMark, Mappings, see_mark
from coachdesk.services.ladder_mappings import get_mappings
from coachdesk.services.review_rubric import Line
from coachdesk.services.reviews import MarkDraft, ReviewRow, get_marks, list_reviews


def find_before(
    session: Session, review: ReviewRow, ladder: Ladder, lines: tuple[Line, ...]
) -> tuple[dict[str, MarkDraft], datetime | None]:
    """Return the newest agreed marks that this version can show, and when they were agreed; none and None otherwise.

    Marks of an earlier version come through confirmed mappings, only where the carry is exact, and are never stored.
    """
    agreed = [
        row
        for row in list_reviews(session, review.person_id)
        if row.state is ReviewState.AGREED
        and row.review_id != review.review_id
        and row.period_to_on <= review.period_to_on
    ]
    mappings = get_mappings(session) if any(row.ladder_pin != review.ladder_pin for row in agreed) else {}
    for row in agreed:
        marks = get_marks(session, row.review_id).agreed
        shown = marks if row.ladder_pin == review.ladder_pin else _carried(row, marks, ladder, lines, mappings)
        if shown:
            return shown, row.agreed_at
    return {}, None


def _carried(
    row: ReviewRow, marks: dict[str, MarkDraft], ladder: Ladder, lines: tuple[Line, ...], mappings: Mappings
) -> dict[str, MarkDraft]:
    held = [
        HeldMark(row.review_id, _day(row), row.ladder_pin, competency_id, mark.step_id, None, True, "")
        for competency_id, mark in marks.items()
        if mark.step_id
    ]
    found: dict[str, MarkDraft] = {}
    for line in lines:
        scale = get_competency(ladder, line.competency_id).scale or ""
        axis = Axis(line.competency_id, line.name, line.area, scale, line.steps, None, True, {})
        for one in held:
            seen = [mark for mark in see_mark(ladder.pin, axis, one, mappings) if mark.carry is Carry.EXACT]
            if len(seen) == 1 and isinstance(seen[0].rating, int):
                step = line.steps[seen[0].rating].id
                found[line.competency_id] = replace(
                    marks[one.competency_id], competency_id=line.competency_id, step_id=step
                )
    return found


def _day(row: ReviewRow) -> date:
    return row.agreed_at.date() if row.agreed_at else row.period_to_on
