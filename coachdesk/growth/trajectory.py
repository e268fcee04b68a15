"""Agreed marks over time: a step line and the steps between two days. No forecast."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

from coachdesk.growth.gap import Absent, Mark
from coachdesk.growth.outcome import TooLittleHistory

MIN_MARKS = 3
MIN_SPAN_DAYS = 270
WINDOW_DAYS = 365


@dataclass(frozen=True, slots=True)
class AgreedMark:
    """A mark of one competency. `line_id` changes where marks of two ladder versions can't be compared step by step."""

    agreed_on: date
    mark: Mark
    rater_role: str = "lead"
    line_id: str = ""


@dataclass(frozen=True, slots=True)
class Tread:
    """One flat part of the step line: the mark holds from a day to before another; None is still holding."""

    mark: int
    from_on: date
    until_on: date | None


def step_line(marks: Iterable[AgreedMark], *, on: date) -> tuple[Tread, ...]:
    """Return the step line as it was known on a day: each mark holds until the next, with nothing in between.

    Marks after the day are not known yet; marks that are absent draw nothing and leave the last mark standing.

    >>> step_line([AgreedMark(date(2025, 3, 1), 1), AgreedMark(date(2026, 3, 1), 2)], on=date(2026, 4, 1))[1]
    Tread(mark=2, from_on=datetime.date(2026, 3, 1), until_on=None)
    """
    known = _in_order(mark for mark in marks if mark.agreed_on <= on)
    return tuple(
        Tread(value, mark.agreed_on, following.agreed_on if following else None)
        for mark, following in zip_longest(known, known[1:])
        if isinstance(value := mark.mark, int)
    )


def net_change(marks: Iterable[AgreedMark], *, on: date, window_days: int = WINDOW_DAYS) -> int | TooLittleHistory:
    """Return last minus first mark of the window that ends on a day, in steps: growth that both have agreed on.

    Counts only marks of the newest line and of the rater role that gave the newest mark. Two marks agreed
    within a season are an opinion, not a course: it needs 3 marks over at least 270 days, else it says why not.

    >>> marks = [AgreedMark(date(2025, 6, 1), 1), AgreedMark(date(2025, 12, 1), 1), AgreedMark(date(2026, 4, 1), 2)]
    >>> net_change(marks, on=date(2026, 5, 1))
    1
    >>> net_change(marks[:2], on=date(2026, 5, 1))
    TooLittleHistory(reason='2 comparable marks in the window; it needs 3')
    """
    first_on = on - timedelta(days=window_days)
    known = [mark for mark in _in_order(marks) if first_on <= mark.agreed_on <= on and isinstance(mark.mark, int)]
    like = [mark for mark in known if (mark.line_id, mark.rater_role) == (known[-1].line_id, known[-1].rater_role)]
    if len(like) < MIN_MARKS:
        return TooLittleHistory(f"{len(like)} comparable marks in the window; it needs {MIN_MARKS}")
    span_days = (like[-1].agreed_on - like[0].agreed_on).days
    if span_days < MIN_SPAN_DAYS:
        return TooLittleHistory(f"the marks span {span_days} days; it needs {MIN_SPAN_DAYS}")
    first, last = like[0].mark, like[-1].mark
    return 0 if isinstance(first, Absent) or isinstance(last, Absent) else last - first


def _in_order(marks: Iterable[AgreedMark]) -> list[AgreedMark]:
    present = [mark for mark in marks if isinstance(mark.mark, int)]
    return sorted(present, key=lambda one: (one.agreed_on, one.line_id, one.rater_role, str(one.mark)))
