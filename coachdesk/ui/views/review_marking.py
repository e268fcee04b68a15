"""What a key means for a mark: pure steps along the scale of one competency, and where a review is opened."""

from __future__ import annotations

from dataclasses import replace

from coachdesk.services.review_page import ReviewPage
from coachdesk.services.review_rubric import Line
from coachdesk.services.reviews import MarkDraft
from coachdesk.ui.models.review_matrix import Phase


def move_step(line: Line, mark: MarkDraft, by: int, level_id: str) -> MarkDraft:
    """Return the mark a step further; one that is open begins where the person stands, or in the middle."""
    at = line.index_of(mark.step_id)
    if at is None:
        here = line.steps_at(level_id) or (line.steps[len(line.steps) // 2],)
        return replace(mark, step_id=here[0].id, is_not_applicable=False)
    at = min(max(0, at + by), len(line.steps) - 1)
    return replace(mark, step_id=line.steps[at].id, is_not_applicable=False)


def pick_place(line: Line, mark: MarkDraft, key: str) -> MarkDraft:
    """Return the mark at a place, as firm as it was; solid where it was open."""
    inside = line.steps_at(key)
    how = mark.step_id.partition(":")[2]
    same = next((step for step in inside if step.id.endswith(f":{how}")), inside[-1])
    return replace(mark, step_id=same.id, is_not_applicable=False)


def pick_firmness(line: Line, mark: MarkDraft, how: str) -> MarkDraft:
    """Return the mark at the same level, emerging or solid; open marks and stages stay as they are."""
    place, _, now = mark.step_id.partition(":")
    return replace(mark, step_id=f"{place}:{how}") if now else mark


def start_phase(page: ReviewPage) -> Phase:
    """Return the step where a review stands."""
    if page.is_agreed:
        return Phase.AGREE
    if not page.is_open:
        return Phase.COMPARE
    return Phase.YOURS if page.review.yours_handed_in_at is None else Phase.SELF


def first_to_do(page: ReviewPage, phase: Phase) -> str:
    """Return the competency to begin with: the widest apart, or the first that you have not marked; empty for none."""
    if phase is Phase.COMPARE and page.agreement is not None and page.agreement.agenda:
        return page.agreement.agenda[0]
    given = page.marks.yours
    missing = (one.competency_id for one in page.lines if not given.get(one.competency_id, _OPEN).is_given)
    return next(missing, "") if phase is Phase.YOURS else ""


_OPEN = MarkDraft("")
